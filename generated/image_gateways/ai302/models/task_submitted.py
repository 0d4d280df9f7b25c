from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.submitted_task import SubmittedTask


T = TypeVar("T", bound="TaskSubmitted")


@_attrs_define
class TaskSubmitted:
    """The envelope of an accepted task. Page 004 marks every field required; what a caller needs is `code`
    and `data`, and samples of the upstream leave others out.

    Attributes:
        code (Literal[10000]): 10000, success.
        data (SubmittedTask): The task that was made.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
        request_id (None | str | Unset): The call's id, if the answer names it; quote it when asking the provider. A
            time stamp and hexadecimal digits.
        status (int | None | Unset): Repeats `code`, or HTTP's 200; it decides nothing. How far a task is stands in
            `data.status`.
        time_elapsed (None | str | Unset): How long the call took, as a Go duration with a varying unit (`23.099216ms`,
            `10.618578556s`, `84.448µs`); null or absent at times.
    """

    code: Literal[10000]
    data: SubmittedTask
    message: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        data = self.data.to_dict()

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

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

        time_elapsed: None | str | Unset
        if isinstance(self.time_elapsed, Unset):
            time_elapsed = UNSET
        else:
            time_elapsed = self.time_elapsed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "data": data,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if status is not UNSET:
            field_dict["status"] = status
        if time_elapsed is not UNSET:
            field_dict["time_elapsed"] = time_elapsed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.submitted_task import SubmittedTask  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="TaskSubmitted"))
        code = cast(Literal[10000], d.pop("code"))
        if code != 10000:
            raise ValueError(f"code must match const 10000, got '{code}'")

        data = SubmittedTask.from_dict(d.pop("data"))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message"))

        message = _parse_message(d.pop("message", UNSET))

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

        def _parse_time_elapsed(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="time_elapsed"))

        time_elapsed = _parse_time_elapsed(d.pop("time_elapsed", UNSET))

        task_submitted = cls(
            code=code,
            data=data,
            message=message,
            request_id=request_id,
            status=status,
            time_elapsed=time_elapsed,
        )

        task_submitted.additional_properties = d
        return task_submitted

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
