from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, constant, expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


@_attrs_define
class OutpaintingRatioRequest(_OpenModel[Any]):
    """Extend one picture by a fraction of its own size on each side. Send it either as `image_urls` or
    as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['i2i_outpainting']): Picks the algorithm. Default: 'i2i_outpainting'.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        prompt (str | Unset): What to draw in the new area. Left out, the algorithm uses its own default. Some SDKs
            send it
            as `custom_prompt`; the page says `prompt`.
        custom_prompt (str | Unset): What to draw in the new area, under the name that the upstream's SDKs for
            Python and Java give it. Send one of the two names.
        top (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom)
            or width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        bottom (float | Unset): How far this side grows, as a fraction of the original picture's height (top,
            bottom) or width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        left (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom)
            or width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        right (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom)
            or width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        max_height (int | Unset): The result is resized down to this many pixels, at least 1. Default 1920.
        max_width (int | Unset): The result is resized down to this many pixels, at least 1. Default 1920.
        steps (int | Unset): Number of diffusion steps, 1 to 50. Default 30.
        strength (float | Unset): Strength of the change, 0.1 to 1. Default 0.8. What it does exactly is not
            documented.
        scale (float | Unset): Scale, 1 to 20. Default 7. That a higher value follows the text more is our reading.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default
            false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    req_key: Literal["i2i_outpainting"] = "i2i_outpainting"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    prompt: str | Unset = UNSET
    custom_prompt: str | Unset = UNSET
    top: float | Unset = UNSET
    bottom: float | Unset = UNSET
    left: float | Unset = UNSET
    right: float | Unset = UNSET
    max_height: int | Unset = UNSET
    max_width: int | Unset = UNSET
    steps: int | Unset = UNSET
    strength: float | Unset = UNSET
    scale: float | Unset = UNSET
    seed: int | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.logo_info import LogoInfo

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            req_key=required(d, "req_key", constant("i2i_outpainting")),
            image_urls=optional(d, "image_urls", array(kind(str))),
            binary_data_base64=optional(d, "binary_data_base64", array(kind(str))),
            prompt=optional(d, "prompt", kind(str)),
            custom_prompt=optional(d, "custom_prompt", kind(str)),
            top=optional(d, "top", kind(float)),
            bottom=optional(d, "bottom", kind(float)),
            left=optional(d, "left", kind(float)),
            right=optional(d, "right", kind(float)),
            max_height=optional(d, "max_height", kind(int)),
            max_width=optional(d, "max_width", kind(int)),
            steps=optional(d, "steps", kind(int)),
            strength=optional(d, "strength", kind(float)),
            scale=optional(d, "scale", kind(float)),
            seed=optional(d, "seed", kind(int)),
            return_url=optional(d, "return_url", kind(bool)),
            logo_info=optional(d, "logo_info", LogoInfo.from_dict),
        )
        model.additional_properties = d
        return model
