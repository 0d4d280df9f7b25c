from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_status import TaskStatus
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_metrics import BailianMetrics
    from ..models.bailian_result import BailianResult


T = TypeVar("T", bound="BailianTaskOutput")


@_attrs_define
class BailianTaskOutput:
    """How far the task is, and what it made.

    Attributes:
        task_id (str): The task's id, as the vendor writes it.
        task_status (str | TaskStatus): How far the task is. A value that is not listed is kept as text.
        submit_time (str | Unset): When the task was submitted, as the vendor writes it (`2025-07-04 11:06:39.402`).
        scheduled_time (str | Unset): When work on the task began, as the vendor writes it.
        end_time (str | Unset): When the task ended, as the vendor writes it.
        results (list[BailianResult] | Unset): The pictures; of several some may have failed.
        task_metrics (BailianMetrics | Unset): How many pictures of the task came to what end.
        code (str | Unset): Why the task failed; the vendor's code.
        message (str | Unset): The outcome in words.
    """

    task_id: str
    task_status: str | TaskStatus
    submit_time: str | Unset = UNSET
    scheduled_time: str | Unset = UNSET
    end_time: str | Unset = UNSET
    results: list[BailianResult] | Unset = UNSET
    task_metrics: BailianMetrics | Unset = UNSET
    code: str | Unset = UNSET
    message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        task_status: str
        if isinstance(self.task_status, TaskStatus):
            task_status = self.task_status.value
        else:
            task_status = self.task_status

        submit_time = self.submit_time

        scheduled_time = self.scheduled_time

        end_time = self.end_time

        results: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.results, Unset):
            results = []
            for _results_item_data in self.results:
                _results_item = _results_item_data.to_dict()
                results.append(_results_item)

        task_metrics: dict[str, Any] | Unset = UNSET
        if not isinstance(self.task_metrics, Unset):
            task_metrics = self.task_metrics.to_dict()

        code = self.code

        message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "task_status": task_status,
            }
        )
        if submit_time is not UNSET:
            field_dict["submit_time"] = submit_time
        if scheduled_time is not UNSET:
            field_dict["scheduled_time"] = scheduled_time
        if end_time is not UNSET:
            field_dict["end_time"] = end_time
        if results is not UNSET:
            field_dict["results"] = results
        if task_metrics is not UNSET:
            field_dict["task_metrics"] = task_metrics
        if code is not UNSET:
            field_dict["code"] = code
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_metrics import BailianMetrics  # noqa: PLC0415
        from ..models.bailian_result import BailianResult  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianTaskOutput"))
        task_id = expect(d.pop("task_id"), str, name="task_id")

        def _parse_task_status(data: object) -> str | TaskStatus:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_status_type_0 = TaskStatus(data)

                return task_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(str | TaskStatus, expect(data, str, name="task_status"))

        task_status = _parse_task_status(d.pop("task_status"))

        submit_time = expect(
            d.pop("submit_time", UNSET), str, Unset, name="submit_time"
        )

        scheduled_time = expect(
            d.pop("scheduled_time", UNSET), str, Unset, name="scheduled_time"
        )

        end_time = expect(d.pop("end_time", UNSET), str, Unset, name="end_time")

        _results = d.pop("results", UNSET)
        results: list[BailianResult] | Unset = UNSET
        if _results is not UNSET:
            results = []
            for _results_item_data in expect(_results, list, name="results"):
                _results_item = BailianResult.from_dict(_results_item_data)

                results.append(_results_item)

        _task_metrics = d.pop("task_metrics", UNSET)
        task_metrics: BailianMetrics | Unset
        if isinstance(_task_metrics, Unset):
            task_metrics = UNSET
        else:
            task_metrics = BailianMetrics.from_dict(_task_metrics)

        code = expect(d.pop("code", UNSET), str, Unset, name="code")

        message = expect(d.pop("message", UNSET), str, Unset, name="message")

        bailian_task_output = cls(
            task_id=task_id,
            task_status=task_status,
            submit_time=submit_time,
            scheduled_time=scheduled_time,
            end_time=end_time,
            results=results,
            task_metrics=task_metrics,
            code=code,
            message=message,
        )

        bailian_task_output.additional_properties = d
        return bailian_task_output

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
