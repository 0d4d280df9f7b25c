from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bailian_error_code import BailianErrorCode
from ..models.task_status import TaskStatus
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_choice import BailianChoice
    from ..models.bailian_metrics import BailianMetrics
    from ..models.bailian_result import BailianResult


T = TypeVar("T", bound="BailianTaskOutput")


@_attrs_define
class BailianTaskOutput:
    """How far the task is, and what it made, in `results` or, by newer models, in `choices`.

    Attributes:
        task_status (str | TaskStatus): How far the task is. A value that is not listed is kept as text.
        task_id (str | Unset): The task's id, as the vendor writes it.
        submit_time (str | Unset): When the task was submitted, as the vendor writes it (`2025-07-04 11:06:39.402`).
        scheduled_time (str | Unset): When work on the task began, as the vendor writes it.
        end_time (str | Unset): When the task ended, as the vendor writes it.
        results (list[BailianResult] | None | Unset): The pictures; of several some may have failed.
        choices (list[BailianChoice] | Unset): The pictures, in the form of a conversation.
        finished (bool | Unset): Whether the task is at its end; newer models tell it.
        task_metrics (BailianMetrics | Unset): How many pictures of the task came to what end.
        code (BailianErrorCode | None | str | Unset): Bailian's code; one that is not listed is kept as text. Null or
            absent where nothing failed.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    task_status: str | TaskStatus
    task_id: str | Unset = UNSET
    submit_time: str | Unset = UNSET
    scheduled_time: str | Unset = UNSET
    end_time: str | Unset = UNSET
    results: list[BailianResult] | None | Unset = UNSET
    choices: list[BailianChoice] | Unset = UNSET
    finished: bool | Unset = UNSET
    task_metrics: BailianMetrics | Unset = UNSET
    code: BailianErrorCode | None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_status: str
        if isinstance(self.task_status, TaskStatus):
            task_status = self.task_status.value
        else:
            task_status = self.task_status

        task_id = self.task_id

        submit_time = self.submit_time

        scheduled_time = self.scheduled_time

        end_time = self.end_time

        results: list[dict[str, Any]] | None | Unset
        if isinstance(self.results, Unset):
            results = UNSET
        elif isinstance(self.results, list):
            results = []
            for _results_type_0_item_data in self.results:
                _results_type_0_item = _results_type_0_item_data.to_dict()
                results.append(_results_type_0_item)

        else:
            results = self.results

        choices: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = []
            for _componentsschemas_bailian_choices_item_data in self.choices:
                _componentsschemas_bailian_choices_item = (
                    _componentsschemas_bailian_choices_item_data.to_dict()
                )
                choices.append(_componentsschemas_bailian_choices_item)

        finished = self.finished

        task_metrics: dict[str, Any] | Unset = UNSET
        if not isinstance(self.task_metrics, Unset):
            task_metrics = self.task_metrics.to_dict()

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        elif isinstance(self.code, BailianErrorCode):
            code = self.code.value
        else:
            code = self.code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_status": task_status,
            }
        )
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if submit_time is not UNSET:
            field_dict["submit_time"] = submit_time
        if scheduled_time is not UNSET:
            field_dict["scheduled_time"] = scheduled_time
        if end_time is not UNSET:
            field_dict["end_time"] = end_time
        if results is not UNSET:
            field_dict["results"] = results
        if choices is not UNSET:
            field_dict["choices"] = choices
        if finished is not UNSET:
            field_dict["finished"] = finished
        if task_metrics is not UNSET:
            field_dict["task_metrics"] = task_metrics
        if code is not UNSET:
            field_dict["code"] = code
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_choice import BailianChoice  # noqa: PLC0415
        from ..models.bailian_metrics import BailianMetrics  # noqa: PLC0415
        from ..models.bailian_result import BailianResult  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianTaskOutput"))

        def _parse_task_status(data: object) -> str | TaskStatus:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_task_status_type_0 = TaskStatus(data)

                return componentsschemas_any_task_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(str | TaskStatus, expect(data, str, name="task_status"))

        task_status = _parse_task_status(d.pop("task_status"))

        task_id = expect(d.pop("task_id", UNSET), str, Unset, name="task_id")

        submit_time = expect(
            d.pop("submit_time", UNSET), str, Unset, name="submit_time"
        )

        scheduled_time = expect(
            d.pop("scheduled_time", UNSET), str, Unset, name="scheduled_time"
        )

        end_time = expect(d.pop("end_time", UNSET), str, Unset, name="end_time")

        def _parse_results(data: object) -> list[BailianResult] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, list):
                raise TypeError(f"results: unexpected {type(data).__name__}")
            results_type_0 = []
            _results_type_0 = data
            for _results_type_0_item_data in expect(
                _results_type_0, list, name="results_type_0"
            ):
                _results_type_0_item = BailianResult.from_dict(
                    _results_type_0_item_data
                )

                results_type_0.append(_results_type_0_item)

            return results_type_0

        results = _parse_results(d.pop("results", UNSET))

        _choices = d.pop("choices", UNSET)
        choices: list[BailianChoice] | Unset = UNSET
        if _choices is not UNSET:
            choices = []
            for _componentsschemas_bailian_choices_item_data in expect(
                _choices, list, name="choices"
            ):
                _componentsschemas_bailian_choices_item = BailianChoice.from_dict(
                    _componentsschemas_bailian_choices_item_data
                )

                choices.append(_componentsschemas_bailian_choices_item)

        finished = expect(d.pop("finished", UNSET), bool, Unset, name="finished")

        _task_metrics = d.pop("task_metrics", UNSET)
        task_metrics: BailianMetrics | Unset
        if isinstance(_task_metrics, Unset):
            task_metrics = UNSET
        else:
            task_metrics = BailianMetrics.from_dict(_task_metrics)

        def _parse_code(data: object) -> BailianErrorCode | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_bailian_error_code_type_0 = BailianErrorCode(data)

                return componentsschemas_any_bailian_error_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                BailianErrorCode | None | str | Unset, expect(data, str, name="code")
            )

        code = _parse_code(d.pop("code", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message"))

        message = _parse_message(d.pop("message", UNSET))

        bailian_task_output = cls(
            task_status=task_status,
            task_id=task_id,
            submit_time=submit_time,
            scheduled_time=scheduled_time,
            end_time=end_time,
            results=results,
            choices=choices,
            finished=finished,
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
