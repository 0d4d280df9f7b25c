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


T = TypeVar("T", bound="OutpaintingRatioRequest")


@_attrs_define
class OutpaintingRatioRequest:
    """Extend one picture by a fraction of its own size on each side. Send it either as `image_urls` or
    as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['i2i_outpainting']): Picks the algorithm. Default: 'i2i_outpainting'.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        prompt (str | Unset): What to draw in the new area. Left out, the algorithm uses its own default. Some SDKs send
            it
            as `custom_prompt`; the page says `prompt`.
        custom_prompt (str | Unset): What to draw in the new area, under the name that the upstream's SDKs for Python
            and Java give it. Send one of the two names.
        top (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom) or
            width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        bottom (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom) or
            width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        left (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom) or
            width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        right (float | Unset): How far this side grows, as a fraction of the original picture's height (top, bottom) or
            width
            (left, right). Greater than 0 and at most 1; default 0.1. Zero is not legal: leave the side out.
            Whether a side that is left out stays as it is or grows by the default is not documented.
        max_height (int | Unset): The result is resized down to this many pixels, at least 1. Default 1920.
        max_width (int | Unset): The result is resized down to this many pixels, at least 1. Default 1920.
        steps (int | Unset): Number of diffusion steps, 1 to 50. Default 30.
        strength (float | Unset): Strength of the change, 0.1 to 1. Default 0.8. What it does exactly is not documented.
        scale (float | Unset): Scale, 1 to 20. Default 7. That a higher value follows the text more is our reading.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default false.
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

    def to_dict(self) -> dict[str, Any]:
        req_key = self.req_key

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        binary_data_base64: list[str] | Unset = UNSET
        if not isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = self.binary_data_base64

        prompt = self.prompt

        custom_prompt = self.custom_prompt

        top = self.top

        bottom = self.bottom

        left = self.left

        right = self.right

        max_height = self.max_height

        max_width = self.max_width

        steps = self.steps

        strength = self.strength

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
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if custom_prompt is not UNSET:
            field_dict["custom_prompt"] = custom_prompt
        if top is not UNSET:
            field_dict["top"] = top
        if bottom is not UNSET:
            field_dict["bottom"] = bottom
        if left is not UNSET:
            field_dict["left"] = left
        if right is not UNSET:
            field_dict["right"] = right
        if max_height is not UNSET:
            field_dict["max_height"] = max_height
        if max_width is not UNSET:
            field_dict["max_width"] = max_width
        if steps is not UNSET:
            field_dict["steps"] = steps
        if strength is not UNSET:
            field_dict["strength"] = strength
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

        d = dict(expect(src_dict, Mapping, name="OutpaintingRatioRequest"))
        req_key = cast(Literal["i2i_outpainting"], d.pop("req_key"))
        if req_key != "i2i_outpainting":
            raise ValueError(
                f"req_key must match const 'i2i_outpainting', got '{req_key}'"
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

        prompt = expect(d.pop("prompt", UNSET), str, Unset, name="prompt")

        custom_prompt = expect(
            d.pop("custom_prompt", UNSET), str, Unset, name="custom_prompt"
        )

        top = expect(d.pop("top", UNSET), float, Unset, name="top")

        bottom = expect(d.pop("bottom", UNSET), float, Unset, name="bottom")

        left = expect(d.pop("left", UNSET), float, Unset, name="left")

        right = expect(d.pop("right", UNSET), float, Unset, name="right")

        max_height = expect(d.pop("max_height", UNSET), int, Unset, name="max_height")

        max_width = expect(d.pop("max_width", UNSET), int, Unset, name="max_width")

        steps = expect(d.pop("steps", UNSET), int, Unset, name="steps")

        strength = expect(d.pop("strength", UNSET), float, Unset, name="strength")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        _logo_info = d.pop("logo_info", UNSET)
        logo_info: LogoInfo | Unset
        if isinstance(_logo_info, Unset):
            logo_info = UNSET
        else:
            logo_info = LogoInfo.from_dict(_logo_info)

        outpainting_ratio_request = cls(
            req_key=req_key,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            prompt=prompt,
            custom_prompt=custom_prompt,
            top=top,
            bottom=bottom,
            left=left,
            right=right,
            max_height=max_height,
            max_width=max_width,
            steps=steps,
            strength=strength,
            scale=scale,
            seed=seed,
            return_url=return_url,
            logo_info=logo_info,
        )

        outpainting_ratio_request.additional_properties = d
        return outpainting_ratio_request

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
