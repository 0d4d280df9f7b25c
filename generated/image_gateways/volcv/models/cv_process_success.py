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
    from ..models.cv_process_result import CvProcessResult


@_attrs_define
class CvProcessSuccess(_OpenModel[Any]):
    """The envelope of a synchronous success. Only `code` and `data` are certain.

    Attributes:
        code (Literal[10000]): 10000, success.
        data (CvProcessResult): The picture, and what the algorithm tells about its run. The picture is in one of
            the two arrays;
            the other one, and all else, may be missing. Outpainting and inpainting send
            `algorithm_base_resp` and `request_id`.
        message (None | str | Unset): The outcome in words. Texts repeat between codes, so never branch on them.
        request_id (None | str | Unset): The call's id; quote it when asking the provider. A time stamp and
            hexadecimal digits.
        status (int | None | Unset): Repeats `code`, or HTTP's 200; it decides nothing. How far a task is stands in
            `data.status`.
        time_elapsed (int | None | str | Unset): How long the call took, as a Go duration with a varying unit
            (`23.099216ms`, `10.618578556s`,
            `84.448µs`). BytePlus, which offers the same service elsewhere, documents whole milliseconds.
    """

    code: Literal[10000]
    data: CvProcessResult
    message: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    status: int | None | Unset = UNSET
    time_elapsed: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.cv_process_result import CvProcessResult

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", constant(10000)),
            data=required(d, "data", CvProcessResult.from_dict),
            message=optional(d, "message", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            status=optional(d, "status", kind(int, NoneType)),
            time_elapsed=optional(d, "time_elapsed", kind(str, int, NoneType)),
        )
        model.additional_properties = d
        return model
