from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class BailianUsage(_OpenModel[Any]):
    """What the task, or the call, consumed.

    Attributes:
        image_count (int | Unset): Number of pictures that were made.
        size (str | Unset): Size of the pictures in pixels, as `1280*1280`; newer models tell it.
        width (int | Unset): Width of the pictures in pixels; models that answer at once tell it.
        height (int | Unset): Height of the pictures in pixels; models that answer at once tell it.
    """

    image_count: int | Unset = UNSET
    size: str | Unset = UNSET
    width: int | Unset = UNSET
    height: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            image_count=optional(d, "image_count", kind(int)),
            size=optional(d, "size", kind(str)),
            width=optional(d, "width", kind(int)),
            height=optional(d, "height", kind(int)),
        )
        model.additional_properties = d
        return model
