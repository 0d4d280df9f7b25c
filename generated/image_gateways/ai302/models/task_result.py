from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import constant, expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.task_data import TaskData


@_attrs_define
class TaskResult(_OpenModel[Any]):
    """The envelope of a poll.

    Attributes:
        code (Literal[10000]): 10000, success.
        data (TaskData): How far the task is; the pictures once it is `done`. An unused array is empty, null or
            absent. Live
            answers hold more than is listed (302.AI's own types name `comfyui_cost`, `image_output` and
            `log_output`): a client keeps such fields.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
        request_id (None | str | Unset): The call's id, if the answer names it; quote it when asking the provider. A
            time stamp and hexadecimal digits.
        status (int | None | Unset): Repeats `code`, or HTTP's 200; it decides nothing. How far a task is stands in
            `data.status`.
        time_elapsed (None | str | Unset): How long the call took, as a Go duration with a varying unit
            (`23.099216ms`, `10.618578556s`, `84.448µs`); null or absent at times.
    """

    code: Literal[10000]
    data: TaskData
    message: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.task_data import TaskData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", constant(10000)),
            data=required(d, "data", TaskData.from_dict),
            message=optional(d, "message", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            status=optional(d, "status", kind(int, NoneType)),
            time_elapsed=optional(d, "time_elapsed", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
