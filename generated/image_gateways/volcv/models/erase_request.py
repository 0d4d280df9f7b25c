from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect, expect_list

T = TypeVar("T", bound="EraseRequest")


@_attrs_define
class EraseRequest:
    """Erase what a mask marks, and draw what may be behind it; no text says what. Two pictures, in this
    order: the original and the mask, in which black stays and white goes. Send the two either as
    `image_urls` or as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['i2i_inpainting']): Picks the algorithm. Default: 'i2i_inpainting'.
        image_urls (list[str] | Unset): The addresses of the original and the mask.
        binary_data_base64 (list[str] | Unset): The original and the mask themselves.
        steps (int | Unset): Number of diffusion steps, at least 1. Default 30. More is finer and takes longer.
        strength (float | Unset): Strength of the change, 0.1 to 1. Default 0.8.
        scale (float | Unset): Scale, 1 to 20. The page says that a higher value follows the text more, though no text
            is sent.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        dilate_size (int | Unset): How far the mask grows before it is erased, in pixels, at least 0.
        quality (str | Unset): Quality of the result; `H` was seen, for the highest.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default false.
    """

    req_key: Literal["i2i_inpainting"] = "i2i_inpainting"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    steps: int | Unset = UNSET
    strength: float | Unset = UNSET
    scale: float | Unset = UNSET
    seed: int | Unset = UNSET
    dilate_size: int | Unset = UNSET
    quality: str | Unset = UNSET
    return_url: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        req_key = self.req_key

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        binary_data_base64: list[str] | Unset = UNSET
        if not isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = self.binary_data_base64

        steps = self.steps

        strength = self.strength

        scale = self.scale

        seed = self.seed

        dilate_size = self.dilate_size

        quality = self.quality

        return_url = self.return_url

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
        if steps is not UNSET:
            field_dict["steps"] = steps
        if strength is not UNSET:
            field_dict["strength"] = strength
        if scale is not UNSET:
            field_dict["scale"] = scale
        if seed is not UNSET:
            field_dict["seed"] = seed
        if dilate_size is not UNSET:
            field_dict["dilate_size"] = dilate_size
        if quality is not UNSET:
            field_dict["quality"] = quality
        if return_url is not UNSET:
            field_dict["return_url"] = return_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="EraseRequest"))
        req_key = cast(Literal["i2i_inpainting"], d.pop("req_key"))
        if req_key != "i2i_inpainting":
            raise ValueError(
                f"req_key must match const 'i2i_inpainting', got '{req_key}'"
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

        steps = expect(d.pop("steps", UNSET), int, Unset, name="steps")

        strength = expect(d.pop("strength", UNSET), float, Unset, name="strength")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        dilate_size = expect(
            d.pop("dilate_size", UNSET), int, Unset, name="dilate_size"
        )

        quality = expect(d.pop("quality", UNSET), str, Unset, name="quality")

        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        erase_request = cls(
            req_key=req_key,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            steps=steps,
            strength=strength,
            scale=scale,
            seed=seed,
            dilate_size=dilate_size,
            quality=quality,
            return_url=return_url,
        )

        erase_request.additional_properties = d
        return erase_request

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
