from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.response_format import ResponseFormat
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="ArkImageRequest")


@_attrs_define
class ArkImageRequest:
    """A request to a model of Volcano Engine Ark. Only `model` is the gateway's own; the rest is passed
    through. Fields that are not listed may be sent.

        Attributes:
            model (str): Name of a model of Volcano Engine Ark; they begin with `doubao-`. Answers at once.
            prompt (str | Unset): What to draw or to change, in natural language.
            image (str | Unset): The picture to edit, as an address (http or https) or as a `data:image/png;base64,…` URL of
                a picture.
            response_format (ResponseFormat | Unset): Whether a picture comes as a link (`url`) or as base64 (`b64_json`).
                Default `url`.
            size (str | Unset): Size of the result, such as `adaptive`.
            seed (int | Unset): Seed of the random number generator, -1 to 2147483647; -1, the default, picks one at random.
            guidance_scale (float | Unset): How closely the result follows the text, 1 to 10. Default 5.5.
            watermark (bool | Unset): Whether to mark the picture as made by a machine. Default true.
    """

    model: str
    prompt: str | Unset = UNSET
    image: str | Unset = UNSET
    response_format: ResponseFormat | Unset = UNSET
    size: str | Unset = UNSET
    seed: int | Unset = UNSET
    guidance_scale: float | Unset = UNSET
    watermark: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        prompt = self.prompt

        image = self.image

        response_format: str | Unset = UNSET
        if not isinstance(self.response_format, Unset):
            response_format = self.response_format.value

        size = self.size

        seed = self.seed

        guidance_scale = self.guidance_scale

        watermark = self.watermark

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if image is not UNSET:
            field_dict["image"] = image
        if response_format is not UNSET:
            field_dict["response_format"] = response_format
        if size is not UNSET:
            field_dict["size"] = size
        if seed is not UNSET:
            field_dict["seed"] = seed
        if guidance_scale is not UNSET:
            field_dict["guidance_scale"] = guidance_scale
        if watermark is not UNSET:
            field_dict["watermark"] = watermark

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="ArkImageRequest"))
        model = expect(d.pop("model"), str, name="model")

        prompt = expect(d.pop("prompt", UNSET), str, Unset, name="prompt")

        image = expect(d.pop("image", UNSET), str, Unset, name="image")

        _response_format = d.pop("response_format", UNSET)
        response_format: ResponseFormat | Unset
        if isinstance(_response_format, Unset):
            response_format = UNSET
        else:
            response_format = ResponseFormat(_response_format)

        size = expect(d.pop("size", UNSET), str, Unset, name="size")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        guidance_scale = expect(
            d.pop("guidance_scale", UNSET), float, Unset, name="guidance_scale"
        )

        watermark = expect(d.pop("watermark", UNSET), bool, Unset, name="watermark")

        ark_image_request = cls(
            model=model,
            prompt=prompt,
            image=image,
            response_format=response_format,
            size=size,
            seed=seed,
            guidance_scale=guidance_scale,
            watermark=watermark,
        )

        ark_image_request.additional_properties = d
        return ark_image_request

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
