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


T = TypeVar("T", bound="InpaintingEditRequest")


@_attrs_define
class InpaintingEditRequest:
    """Redraw what a mask marks. Two pictures, in this order: the original and the mask, in which black
    stays and white is redrawn. Send the two either as `image_urls` or as `binary_data_base64`: both
    or neither is an error.

    Attributes:
        req_key (Literal['i2i_inpainting_edit']): Picks the algorithm. Default: 'i2i_inpainting_edit'.
        image_urls (list[str] | Unset): The addresses of the original and the mask.
        binary_data_base64 (list[str] | Unset): The original and the mask themselves.
        custom_prompt (str | Unset): What to draw in the masked area.
        steps (int | Unset): Number of diffusion steps, 1 to 50. Default 25.
        scale (float | Unset): Scale, 1 to 20. Default 5. That a higher value follows the text more is our reading.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    req_key: Literal["i2i_inpainting_edit"] = "i2i_inpainting_edit"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    custom_prompt: str | Unset = UNSET
    steps: int | Unset = UNSET
    scale: float | Unset = UNSET
    seed: int | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        req_key = self.req_key

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        binary_data_base64: list[str] | Unset = UNSET
        if not isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = self.binary_data_base64

        custom_prompt = self.custom_prompt

        steps = self.steps

        scale = self.scale

        seed = self.seed

        return_url = self.return_url

        logo_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.logo_info, Unset):
            logo_info = self.logo_info.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "req_key": req_key,
            }
        )
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if binary_data_base64 is not UNSET:
            field_dict["binary_data_base64"] = binary_data_base64
        if custom_prompt is not UNSET:
            field_dict["custom_prompt"] = custom_prompt
        if steps is not UNSET:
            field_dict["steps"] = steps
        if scale is not UNSET:
            field_dict["scale"] = scale
        if seed is not UNSET:
            field_dict["seed"] = seed
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if logo_info is not UNSET:
            field_dict["logo_info"] = logo_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.logo_info import LogoInfo  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="InpaintingEditRequest"))
        req_key = cast(Literal["i2i_inpainting_edit"], d.pop("req_key"))
        if req_key != "i2i_inpainting_edit":
            raise ValueError(
                f"req_key must match const 'i2i_inpainting_edit', got '{req_key}'"
            )

        image_urls = cast(
            list[str], expect_list(d.pop("image_urls", UNSET), str, name="image_urls")
        )

        binary_data_base64 = cast(
            list[str],
            expect_list(
                d.pop("binary_data_base64", UNSET), str, name="binary_data_base64"
            ),
        )

        custom_prompt = expect(
            d.pop("custom_prompt", UNSET), str, Unset, name="custom_prompt"
        )

        steps = expect(d.pop("steps", UNSET), int, Unset, name="steps")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        _logo_info = d.pop("logo_info", UNSET)
        logo_info: LogoInfo | Unset
        if isinstance(_logo_info, Unset):
            logo_info = UNSET
        else:
            logo_info = LogoInfo.from_dict(_logo_info)

        inpainting_edit_request = cls(
            req_key=req_key,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            custom_prompt=custom_prompt,
            steps=steps,
            scale=scale,
            seed=seed,
            return_url=return_url,
            logo_info=logo_info,
        )

        inpainting_edit_request.additional_properties = d
        return inpainting_edit_request

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
