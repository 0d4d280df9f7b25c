from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.response_metadata import ResponseMetadata


T = TypeVar("T", bound="PlatformFailure")


@_attrs_define
class PlatformFailure:
    """A failure of the platform's front, before any algorithm was reached (signature, unknown action).

    Attributes:
        response_metadata (ResponseMetadata): What the platform's front tells about a call that it refused. Only `Error`
            is certain.
    """

    response_metadata: ResponseMetadata
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        response_metadata = self.response_metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ResponseMetadata": response_metadata,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.response_metadata import ResponseMetadata  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="PlatformFailure"))
        response_metadata = ResponseMetadata.from_dict(d.pop("ResponseMetadata"))

        platform_failure = cls(
            response_metadata=response_metadata,
        )

        platform_failure.additional_properties = d
        return platform_failure

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
