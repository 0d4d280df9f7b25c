from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class ArkUsage(_OpenModel[Any]):
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            input_images=optional(d, "input_images", kind(int, NoneType)),
            generated_images=optional(d, "generated_images", kind(int, NoneType)),
            output_tokens=optional(d, "output_tokens", kind(int, NoneType)),
            total_tokens=optional(d, "total_tokens", kind(int, NoneType)),
        )
        model.additional_properties = d
        return model
