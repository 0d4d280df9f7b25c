from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="BailianContent")


@_attrs_define
class BailianContent:
    """A part of a message.

    Attributes:
        image (str | Unset): Link to a picture; dies after 24 hours.
        type_ (str | Unset): What kind of part it is, as `image`; not every model says so.
        text (str | Unset): Words of the model, where it says some.
    """

    image: str | Unset = UNSET
    type_: str | Unset = UNSET
    text: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image = self.image

        type_ = self.type_

        text = self.text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if image is not UNSET:
            field_dict["image"] = image
        if type_ is not UNSET:
            field_dict["type"] = type_
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="BailianContent"))
        image = expect(d.pop("image", UNSET), str, Unset, name="image")

        type_ = expect(d.pop("type", UNSET), str, Unset, name="type")

        text = expect(d.pop("text", UNSET), str, Unset, name="text")

        bailian_content = cls(
            image=image,
            type_=type_,
            text=text,
        )

        bailian_content.additional_properties = d
        return bailian_content

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
