from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, nullable, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.failure_code import FailureCode

if TYPE_CHECKING:
    from ..models.failure_data import FailureData


@_attrs_define
class CvFailure(_OpenModel[Any]):
    """The envelope of a failure. Only `code` and `message` are certain.

    Attributes:
        code (FailureCode | int): A business code; one that is not listed is kept as a number.
        message (None | str): The outcome in words. Texts repeat between codes, so never branch on them.
        data (FailureData | None | Unset): Null by the pages; an object was seen.
        task_id (None | str | Unset): The task that failed, in what the upstream calls back with.
        request_id (None | str | Unset): The call's id; quote it when asking the provider. A time stamp and
            hexadecimal digits.
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.failure_data import FailureData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(FailureCode, kind(int))),
            message=required(d, "message", kind(str, NoneType)),
            data=optional(d, "data", nullable(FailureData.from_dict)),
            task_id=optional(d, "task_id", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            status=optional(d, "status", kind(int, NoneType)),
            time_elapsed=optional(d, "time_elapsed", kind(str, int, NoneType)),
        )
        model.additional_properties = d
        return model
