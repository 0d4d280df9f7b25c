from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect, expect_list

T = TypeVar("T", bound="SeededitV30Request")


@_attrs_define
class SeededitV30Request:
    """Edit one picture by an instruction in natural language. Send the picture either as `image_urls` or
    as `binary_data_base64`: the page marks both required and then says that sending both is an error.
    It marks `seed` and `scale` required as well, with defaults: they may be left out.

    Attributes:
        prompt (str): What to change, in natural language, at most 700 characters. One instruction per edit works best:
            add or remove something, change one thing into another, a style, a colour, what somebody does or
            how they look, or the surroundings. With several things in the picture, say precisely what to do
            to which. When the effect is too weak, raise `scale`. A clear picture of high resolution edits
            best, and one that a Doubao model made better still.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random. The same positive
            seed with otherwise the same request most likely gives the same picture.
        scale (float | Unset): How closely the edit follows the text, 0 to 1; a higher value follows the text more and
            the picture less. Default 0.5.
    """

    prompt: str
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    seed: int | Unset = UNSET
    scale: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        binary_data_base64: list[str] | Unset = UNSET
        if not isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = self.binary_data_base64

        seed = self.seed

        scale = self.scale

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
            }
        )
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if binary_data_base64 is not UNSET:
            field_dict["binary_data_base64"] = binary_data_base64
        if seed is not UNSET:
            field_dict["seed"] = seed
        if scale is not UNSET:
            field_dict["scale"] = scale

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="SeededitV30Request"))
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

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        seededit_v30_request = cls(
            prompt=prompt,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            seed=seed,
            scale=scale,
        )

        seededit_v30_request.additional_properties = d
        return seededit_v30_request

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
