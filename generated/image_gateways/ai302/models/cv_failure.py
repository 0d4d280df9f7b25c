from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.failure_code import FailureCode
from ..types import expect

T = TypeVar("T", bound="CvFailure")


@_attrs_define
class CvFailure:
    """The envelope of a failure.

    Attributes:
        code (FailureCode | int): A business code; one that is not listed is kept as a number.
        data (None): Always null on a failure.
        message (str): The outcome in words. Texts repeat between codes, so never branch on them.
        request_id (str): The call's id; quote it when asking the provider. A time stamp and hexadecimal digits.
        status (FailureCode | int): A business code; one that is not listed is kept as a number.
        time_elapsed (str): How long the call took, as a Go duration with a varying unit (`23.099216ms`,
            `10.618578556s`, `84.448µs`).
    """

    code: FailureCode | int
    data: None
    message: str
    request_id: str
    status: FailureCode | int
    time_elapsed: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: int
        if isinstance(self.code, FailureCode):
            code = self.code.value
        else:
            code = self.code

        data = self.data

        message = self.message

        request_id = self.request_id

        status: int
        if isinstance(self.status, FailureCode):
            status = self.status.value
        else:
            status = self.status

        time_elapsed = self.time_elapsed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "data": data,
                "message": message,
                "request_id": request_id,
                "status": status,
                "time_elapsed": time_elapsed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="CvFailure"))

        def _parse_code(data: object) -> FailureCode | int:
            try:
                if not isinstance(data, int):
                    raise TypeError()
                componentsschemas_any_failure_code_type_0 = FailureCode(data)

                return componentsschemas_any_failure_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FailureCode | int, expect(data, int, name="code"))

        code = _parse_code(d.pop("code"))

        data = expect(d.pop("data"), type(None), name="data")

        message = expect(d.pop("message"), str, name="message")

        request_id = expect(d.pop("request_id"), str, name="request_id")

        def _parse_status(data: object) -> FailureCode | int:
            try:
                if not isinstance(data, int):
                    raise TypeError()
                componentsschemas_any_failure_code_type_0 = FailureCode(data)

                return componentsschemas_any_failure_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FailureCode | int, expect(data, int, name="status"))

        status = _parse_status(d.pop("status"))

        time_elapsed = expect(d.pop("time_elapsed"), str, name="time_elapsed")

        cv_failure = cls(
            code=code,
            data=data,
            message=message,
            request_id=request_id,
            status=status,
            time_elapsed=time_elapsed,
        )

        cv_failure.additional_properties = d
        return cv_failure

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
