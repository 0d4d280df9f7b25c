from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.failure_code import FailureCode
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.failure_data import FailureData


T = TypeVar("T", bound="CvFailure")


@_attrs_define
class CvFailure:
    """The envelope of a failure. Only `code` and `message` are certain.

    Attributes:
        code (FailureCode | int): A business code; one that is not listed is kept as a number.
        message (None | str): The outcome in words. Texts repeat between codes, so never branch on them.
        data (FailureData | None | Unset): Null by the pages; an object was seen.
        task_id (None | str | Unset): The task that failed, in what the upstream calls back with.
        request_id (None | str | Unset): The call's id; quote it when asking the provider. A time stamp and hexadecimal
            digits.
        status (int | None | Unset): Repeats `code`, or HTTP's 200; it decides nothing. How far a task is stands in
            `data.status`.
        time_elapsed (int | None | str | Unset): How long the call took, as a Go duration with a varying unit
            (`23.099216ms`, `10.618578556s`,
            `84.448µs`). BytePlus, which offers the same service elsewhere, documents whole milliseconds.
    """

    code: FailureCode | int
    message: None | str
    data: FailureData | None | Unset = UNSET
    task_id: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.failure_data import FailureData  # noqa: PLC0415

        code: int
        if isinstance(self.code, FailureCode):
            code = self.code.value
        else:
            code = self.code

        message: None | str
        message = self.message

        data: dict[str, Any] | None | Unset
        if isinstance(self.data, Unset):
            data = UNSET
        elif isinstance(self.data, FailureData):
            data = self.data.to_dict()
        else:
            data = self.data

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        status: int | None | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        time_elapsed: int | None | str | Unset
        if isinstance(self.time_elapsed, Unset):
            time_elapsed = UNSET
        else:
            time_elapsed = self.time_elapsed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if status is not UNSET:
            field_dict["status"] = status
        if time_elapsed is not UNSET:
            field_dict["time_elapsed"] = time_elapsed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.failure_data import FailureData  # noqa: PLC0415

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

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, expect(data, str, name="message"))

        message = _parse_message(d.pop("message"))

        def _parse_data(data: object) -> FailureData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"data: unexpected {type(data).__name__}")
            data_type_0 = FailureData.from_dict(data)

            return data_type_0

        data = _parse_data(d.pop("data", UNSET))

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="task_id"))

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        def _parse_status(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="status"))

        status = _parse_status(d.pop("status", UNSET))

        def _parse_time_elapsed(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(
                int | None | str | Unset, expect(data, str, int, name="time_elapsed")
            )

        time_elapsed = _parse_time_elapsed(d.pop("time_elapsed", UNSET))

        cv_failure = cls(
            code=code,
            message=message,
            data=data,
            task_id=task_id,
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
