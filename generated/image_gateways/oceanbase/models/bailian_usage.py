from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="BailianUsage")


@_attrs_define
class BailianUsage:
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

    def to_dict(self) -> dict[str, Any]:
        image_count = self.image_count

        size = self.size

        width = self.width

        height = self.height

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if image_count is not UNSET:
            field_dict["image_count"] = image_count
        if size is not UNSET:
            field_dict["size"] = size
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="BailianUsage"))
        image_count = expect(
            d.pop("image_count", UNSET), int, Unset, name="image_count"
        )

        size = expect(d.pop("size", UNSET), str, Unset, name="size")

        width = expect(d.pop("width", UNSET), int, Unset, name="width")

        height = expect(d.pop("height", UNSET), int, Unset, name="height")

        bailian_usage = cls(
            image_count=image_count,
            size=size,
            width=width,
            height=height,
        )

        bailian_usage.additional_properties = d
        return bailian_usage

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
