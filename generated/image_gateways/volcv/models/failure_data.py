from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="FailureData")


@_attrs_define
class FailureData:
    """What an algorithm leaves of a failure.

    Attributes:
        resp_data (None | str | Unset): The algorithm's own answer, empty in the sample.
    """

    resp_data: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        resp_data: None | str | Unset
        if isinstance(self.resp_data, Unset):
            resp_data = UNSET
        else:
            resp_data = self.resp_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if resp_data is not UNSET:
            field_dict["resp_data"] = resp_data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="FailureData"))

        def _parse_resp_data(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="resp_data"))

        resp_data = _parse_resp_data(d.pop("resp_data", UNSET))

        failure_data = cls(
            resp_data=resp_data,
        )

        failure_data.additional_properties = d
        return failure_data

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
