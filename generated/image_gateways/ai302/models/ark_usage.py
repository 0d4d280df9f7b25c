from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="ArkUsage")


@_attrs_define
class ArkUsage:
    """What the call consumed. A picture that failed is not counted.

    Attributes:
        input_images (int | None | Unset): Number of pictures that were sent.
        generated_images (int | None | Unset): Number of pictures that were made.
        output_tokens (int | None | Unset): Tokens of output.
        total_tokens (int | None | Unset): Tokens in all.
    """

    input_images: int | None | Unset = UNSET
    generated_images: int | None | Unset = UNSET
    output_tokens: int | None | Unset = UNSET
    total_tokens: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        input_images: int | None | Unset
        if isinstance(self.input_images, Unset):
            input_images = UNSET
        else:
            input_images = self.input_images

        generated_images: int | None | Unset
        if isinstance(self.generated_images, Unset):
            generated_images = UNSET
        else:
            generated_images = self.generated_images

        output_tokens: int | None | Unset
        if isinstance(self.output_tokens, Unset):
            output_tokens = UNSET
        else:
            output_tokens = self.output_tokens

        total_tokens: int | None | Unset
        if isinstance(self.total_tokens, Unset):
            total_tokens = UNSET
        else:
            total_tokens = self.total_tokens

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if input_images is not UNSET:
            field_dict["input_images"] = input_images
        if generated_images is not UNSET:
            field_dict["generated_images"] = generated_images
        if output_tokens is not UNSET:
            field_dict["output_tokens"] = output_tokens
        if total_tokens is not UNSET:
            field_dict["total_tokens"] = total_tokens

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="ArkUsage"))

        def _parse_input_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="input_images"))

        input_images = _parse_input_images(d.pop("input_images", UNSET))

        def _parse_generated_images(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="generated_images"))

        generated_images = _parse_generated_images(d.pop("generated_images", UNSET))

        def _parse_output_tokens(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="output_tokens"))

        output_tokens = _parse_output_tokens(d.pop("output_tokens", UNSET))

        def _parse_total_tokens(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="total_tokens"))

        total_tokens = _parse_total_tokens(d.pop("total_tokens", UNSET))

        ark_usage = cls(
            input_images=input_images,
            generated_images=generated_images,
            output_tokens=output_tokens,
            total_tokens=total_tokens,
        )

        ark_usage.additional_properties = d
        return ark_usage

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
