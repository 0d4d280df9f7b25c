from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.failure_code import FailureCode
from ..types import expect

T = TypeVar("T", bound="EnvelopeFailure")


@_attrs_define
class EnvelopeFailure:
    """A failure in the product's envelope; there is no `data`.

    Attributes:
        success (bool): False on failure.
        code (FailureCode | str): The failure's code; one that is not listed is kept as text.
        message (str): The outcome in words.
    """

    success: bool
    code: FailureCode | str
    message: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        success = self.success

        code: str
        if isinstance(self.code, FailureCode):
            code = self.code.value
        else:
            code = self.code

        message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "success": success,
                "code": code,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="EnvelopeFailure"))
        success = expect(d.pop("success"), bool, name="success")

        def _parse_code(data: object) -> FailureCode | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = FailureCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FailureCode | str, expect(data, str, name="code"))

        code = _parse_code(d.pop("code"))

        message = expect(d.pop("message"), str, name="message")

        envelope_failure = cls(
            success=success,
            code=code,
            message=message,
        )

        envelope_failure.additional_properties = d
        return envelope_failure

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
