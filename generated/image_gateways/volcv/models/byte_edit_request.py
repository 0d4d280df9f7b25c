from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect, expect_list

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


T = TypeVar("T", bound="ByteEditRequest")


@_attrs_define
class ByteEditRequest:
    """Edit one picture by an instruction in natural language (SeedEdit 1.6). Send the picture either
    as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['byteedit_v2.0']): Picks the algorithm. Default: 'byteedit_v2.0'.
        prompt (str): What to change, in natural language.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        negative_prompt (str | Unset): What the picture should not show. Default empty.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        scale (float | Unset): How closely the edit follows the text, 0 to 1; a higher value follows the text more and
            the picture less. Default 0.5.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    prompt: str
    req_key: Literal["byteedit_v2.0"] = "byteedit_v2.0"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    seed: int | Unset = UNSET
    scale: float | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        req_key = self.req_key

        prompt = self.prompt

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        binary_data_base64: list[str] | Unset = UNSET
        if not isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = self.binary_data_base64

        negative_prompt = self.negative_prompt

        seed = self.seed

        scale = self.scale

        return_url = self.return_url

        logo_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.logo_info, Unset):
            logo_info = self.logo_info.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "req_key": req_key,
                "prompt": prompt,
            }
        )
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if binary_data_base64 is not UNSET:
            field_dict["binary_data_base64"] = binary_data_base64
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if seed is not UNSET:
            field_dict["seed"] = seed
        if scale is not UNSET:
            field_dict["scale"] = scale
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if logo_info is not UNSET:
            field_dict["logo_info"] = logo_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.logo_info import LogoInfo  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ByteEditRequest"))
        req_key = cast(Literal["byteedit_v2.0"], d.pop("req_key"))
        if req_key != "byteedit_v2.0":
            raise ValueError(
                f"req_key must match const 'byteedit_v2.0', got '{req_key}'"
            )

        prompt = expect(d.pop("prompt"), str, name="prompt")

        image_urls = cast(
            list[str], expect_list(d.pop("image_urls", UNSET), str, name="image_urls")
        )

        binary_data_base64 = cast(
            list[str],
            expect_list(
                d.pop("binary_data_base64", UNSET), str, name="binary_data_base64"
            ),
        )

        negative_prompt = expect(
            d.pop("negative_prompt", UNSET), str, Unset, name="negative_prompt"
        )

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        _logo_info = d.pop("logo_info", UNSET)
        logo_info: LogoInfo | Unset
        if isinstance(_logo_info, Unset):
            logo_info = UNSET
        else:
            logo_info = LogoInfo.from_dict(_logo_info)

        byte_edit_request = cls(
            req_key=req_key,
            prompt=prompt,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            negative_prompt=negative_prompt,
            seed=seed,
            scale=scale,
            return_url=return_url,
            logo_info=logo_info,
        )

        byte_edit_request.additional_properties = d
        return byte_edit_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
