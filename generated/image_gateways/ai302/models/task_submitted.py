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
    from ..models.submitted_task import SubmittedTask


@_attrs_define
class TaskSubmitted(_OpenModel[Any]):
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
        time_elapsed (None | str | Unset): How long the call took, as a Go duration with a varying unit
            (`23.099216ms`, `10.618578556s`, `84.448µs`); null or absent at times.
    """

    code: Literal[10000]
    data: SubmittedTask
    message: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.submitted_task import SubmittedTask

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", constant(10000)),
            data=required(d, "data", SubmittedTask.from_dict),
            message=optional(d, "message", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            status=optional(d, "status", kind(int, NoneType)),
            time_elapsed=optional(d, "time_elapsed", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
