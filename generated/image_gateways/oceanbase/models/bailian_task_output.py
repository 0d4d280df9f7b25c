from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, nullable, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.bailian_error_code import BailianErrorCode
from ..models.task_status import TaskStatus

if TYPE_CHECKING:
    from ..models.bailian_choice import BailianChoice
    from ..models.bailian_metrics import BailianMetrics
    from ..models.bailian_result import BailianResult


@_attrs_define
class BailianTaskOutput(_OpenModel[Any]):
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
        code (BailianErrorCode | None | str | Unset): Bailian's code; one that is not listed is kept as text. Null
            or absent where nothing failed.
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_choice import BailianChoice
        from ..models.bailian_metrics import BailianMetrics
        from ..models.bailian_result import BailianResult

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            task_status=required(d, "task_status", union(TaskStatus, kind(str))),
            task_id=optional(d, "task_id", kind(str)),
            submit_time=optional(d, "submit_time", kind(str)),
            scheduled_time=optional(d, "scheduled_time", kind(str)),
            end_time=optional(d, "end_time", kind(str)),
            results=optional(d, "results", nullable(array(BailianResult.from_dict))),
            choices=optional(d, "choices", array(BailianChoice.from_dict)),
            finished=optional(d, "finished", kind(bool)),
            task_metrics=optional(d, "task_metrics", BailianMetrics.from_dict),
            code=optional(d, "code", union(BailianErrorCode, kind(str, NoneType))),
            message=optional(d, "message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
