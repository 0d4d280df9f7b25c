from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


T = TypeVar("T", bound="ErrorFailure")


@_attrs_define
class ErrorFailure:
    """A failure as a sibling page of the same product shows it, and as Ark writes it.

    Attributes:
        error (ErrorDetail): What was refused. Ark writes `type` and `param` too, and the call's id into the message.
        data (None | Unset): Nothing, where it stands beside the error at all.
    """

    error: ErrorDetail
    data: None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error = self.error.to_dict()

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.error_detail import ErrorDetail  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ErrorFailure"))
        error = ErrorDetail.from_dict(d.pop("error"))

        data = expect(d.pop("data", UNSET), type(None), Unset, name="data")

        error_failure = cls(
            error=error,
            data=data,
        )

        error_failure.additional_properties = d
        return error_failure

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
