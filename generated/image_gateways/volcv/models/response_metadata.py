from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.platform_error import PlatformError


T = TypeVar("T", bound="ResponseMetadata")


@_attrs_define
class ResponseMetadata:
    """What the platform's front tells about a call that it refused. Only `Error` is certain.

    Attributes:
        error (PlatformError): What the platform's front refused.
        request_id (None | str | Unset): The call's id; quote it when asking the provider. A time stamp and hexadecimal
            digits.
        action (None | str | Unset): The call as it was asked for.
        version (None | str | Unset): The version as it was asked for.
        service (None | str | Unset): The platform's name for the service.
        region (None | str | Unset): The region that answered.
    """

    error: PlatformError
    request_id: None | str | Unset = UNSET
    action: None | str | Unset = UNSET
    version: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    region: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error = self.error.to_dict()

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        action: None | str | Unset
        if isinstance(self.action, Unset):
            action = UNSET
        else:
            action = self.action

        version: None | str | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        service: None | str | Unset
        if isinstance(self.service, Unset):
            service = UNSET
        else:
            service = self.service

        region: None | str | Unset
        if isinstance(self.region, Unset):
            region = UNSET
        else:
            region = self.region

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Error": error,
            }
        )
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
        from ..models.platform_error import PlatformError  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ResponseMetadata"))
        error = PlatformError.from_dict(d.pop("Error"))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="RequestId"))

        request_id = _parse_request_id(d.pop("RequestId", UNSET))

        def _parse_action(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="Action"))

        action = _parse_action(d.pop("Action", UNSET))

        def _parse_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="Version"))

        version = _parse_version(d.pop("Version", UNSET))

        def _parse_service(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="Service"))

        service = _parse_service(d.pop("Service", UNSET))

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="Region"))

        region = _parse_region(d.pop("Region", UNSET))

        response_metadata = cls(
            error=error,
            request_id=request_id,
            action=action,
            version=version,
            service=service,
            region=region,
        )

        response_metadata.additional_properties = d
        return response_metadata

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
