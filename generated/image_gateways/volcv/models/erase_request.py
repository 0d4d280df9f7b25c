from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, constant, expect, kind, optional, required
from image_gateways.types import UNSET, Unset


@_attrs_define
class EraseRequest(_OpenModel[Any]):
    """Erase what a mask marks, and draw what may be behind it; no text says what. Two pictures, in this
    order: the original and the mask, in which black stays and white goes. Send the two either as
    `image_urls` or as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['i2i_inpainting']): Picks the algorithm. Default: 'i2i_inpainting'.
        image_urls (list[str] | Unset): The addresses of the original and the mask.
        binary_data_base64 (list[str] | Unset): The original and the mask themselves.
        steps (int | Unset): Number of diffusion steps, at least 1. Default 30. More is finer and takes longer.
        strength (float | Unset): Strength of the change, 0.1 to 1. Default 0.8.
        scale (float | Unset): Scale, 1 to 20. The page says that a higher value follows the text more, though no
            text is sent.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        dilate_size (int | Unset): How far the mask grows before it is erased, in pixels, at least 0.
        quality (str | Unset): Quality of the result; `H` was seen, for the highest.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default
            false.
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            req_key=required(d, "req_key", constant("i2i_inpainting")),
            image_urls=optional(d, "image_urls", array(kind(str))),
            binary_data_base64=optional(d, "binary_data_base64", array(kind(str))),
            steps=optional(d, "steps", kind(int)),
            strength=optional(d, "strength", kind(float)),
            scale=optional(d, "scale", kind(float)),
            seed=optional(d, "seed", kind(int)),
            dilate_size=optional(d, "dilate_size", kind(int)),
            quality=optional(d, "quality", kind(str)),
            return_url=optional(d, "return_url", kind(bool)),
        )
        model.additional_properties = d
        return model
