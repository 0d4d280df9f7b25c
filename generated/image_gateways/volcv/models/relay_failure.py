from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.relay_error import RelayError


T = TypeVar("T", bound="RelayFailure")


@_attrs_define
class RelayFailure:
    """A failure of the host itself.

    Attributes:
        error (RelayError): What the host refused. Only `message` is certain.
    """

    error: RelayError
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error = self.error.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.relay_error import RelayError  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="RelayFailure"))
        error = RelayError.from_dict(d.pop("error"))

        relay_failure = cls(
            error=error,
        )

        relay_failure.additional_properties = d
        return relay_failure

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
