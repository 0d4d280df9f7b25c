from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="CallMetadata")


@_attrs_define
class CallMetadata:
    """What the platform's front tells about a call that it passed on.

    Attributes:
        request_id (str | Unset): The call's id; quote it when asking the provider. A time stamp and hexadecimal digits.
        action (str | Unset): The call as it was asked for.
        version (str | Unset): The version as it was asked for.
        service (str | Unset): The platform's name for the service.
        region (str | Unset): The region that answered.
    """

    request_id: str | Unset = UNSET
    action: str | Unset = UNSET
    version: str | Unset = UNSET
    service: str | Unset = UNSET
    region: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = self.request_id

        action = self.action

        version = self.version

        service = self.service

        region = self.region

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if request_id is not UNSET:
            field_dict["RequestId"] = request_id
        if action is not UNSET:
            field_dict["Action"] = action
        if version is not UNSET:
            field_dict["Version"] = version
        if service is not UNSET:
            field_dict["Service"] = service
        if region is not UNSET:
            field_dict["Region"] = region

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="CallMetadata"))
        request_id = expect(d.pop("RequestId", UNSET), str, Unset, name="RequestId")

        action = expect(d.pop("Action", UNSET), str, Unset, name="Action")

        version = expect(d.pop("Version", UNSET), str, Unset, name="Version")

        service = expect(d.pop("Service", UNSET), str, Unset, name="Service")

        region = expect(d.pop("Region", UNSET), str, Unset, name="Region")

        call_metadata = cls(
            request_id=request_id,
            action=action,
            version=version,
            service=service,
            region=region,
        )

        call_metadata.additional_properties = d
        return call_metadata

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
