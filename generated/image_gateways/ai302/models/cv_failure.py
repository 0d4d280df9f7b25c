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
    """The envelope of a failure, with a status of 4xx or 5xx, or with 200. Only `code` is always there.

    Attributes:
        code (FailureCode | int): A business code other than 10000; one that is not listed is kept as a number.
        data (FailureData | None | Unset): Null or absent, mostly; an object where the failure is a task's.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
        request_id (None | str | Unset): The call's id, if the answer names it; quote it when asking the provider. A
            time stamp and hexadecimal digits.
        status (int | None | Unset): Repeats `code`; null or absent at times.
        time_elapsed (None | str | Unset): How long the call took, as a Go duration with a varying unit
            (`23.099216ms`, `10.618578556s`, `84.448µs`); null or absent at times.
    """

    code: FailureCode | int
    data: FailureData | None | Unset = UNSET
    message: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.failure_data import FailureData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(FailureCode, kind(int))),
            data=optional(d, "data", nullable(FailureData.from_dict)),
            message=optional(d, "message", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            status=optional(d, "status", kind(int, NoneType)),
            time_elapsed=optional(d, "time_elapsed", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
