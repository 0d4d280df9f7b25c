from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="ArkImage")


@_attrs_define
class ArkImage:
    """One picture, as a link or as base64.

    Attributes:
        url (str | Unset): Link to the picture; fetch it at once, such links die within a day.
        b64_json (str | Unset): The picture as bare base64.
        size (str | Unset): Size of the picture in pixels, as `1024x1024`.
    """

    url: str | Unset = UNSET
    b64_json: str | Unset = UNSET
    size: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        b64_json = self.b64_json

        size = self.size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if b64_json is not UNSET:
            field_dict["b64_json"] = b64_json
        if size is not UNSET:
            field_dict["size"] = size

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="ArkImage"))
        url = expect(d.pop("url", UNSET), str, Unset, name="url")

        b64_json = expect(d.pop("b64_json", UNSET), str, Unset, name="b64_json")

        size = expect(d.pop("size", UNSET), str, Unset, name="size")

        ark_image = cls(
            url=url,
            b64_json=b64_json,
            size=size,
        )

        ark_image.additional_properties = d
        return ark_image

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
