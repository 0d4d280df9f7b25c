from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="SequentialImagesOptions")


@_attrs_define
class SequentialImagesOptions:
    """How many pictures `sequential_image_generation` may make; read only where that is `auto`.

    Attributes:
        max_images (int | Unset): Most pictures to make, 1 to 15. Default 15. Those that were sent count too, 15 in all.
    """

    max_images: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        max_images = self.max_images

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if max_images is not UNSET:
            field_dict["max_images"] = max_images

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="SequentialImagesOptions"))
        max_images = expect(d.pop("max_images", UNSET), int, Unset, name="max_images")

        sequential_images_options = cls(
            max_images=max_images,
        )

        sequential_images_options.additional_properties = d
        return sequential_images_options

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
