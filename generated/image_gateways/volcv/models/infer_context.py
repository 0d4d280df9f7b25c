from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, nullable, optional
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.infer_params import InferParams


@_attrs_define
class InferContext(_OpenModel[Any]):
    """The inference's own record of the run, as page 001 shows it.

    Attributes:
        algorithm_key (None | str | Unset): Name of the scheduled algorithm.
        app_key (None | str | Unset): Number of the application that ran it.
        created_at (None | str | Unset): When the run was created, RFC 3339 with nanoseconds and offset; a string,
            so that no digit is lost.
        generate_id (None | str | Unset): Id of the generation; empty in the sample.
        log_id (None | str | Unset): The same as the envelope's `request_id`.
        params (InferParams | None | Unset): The parameters the inference ran with.
        request_id (None | str | Unset): The same as `data.request_id`.
        session_id (None | str | Unset): Id of the session; empty in the sample.
        time_stamp (None | str | Unset): When the run was created, Unix time in seconds as a decimal string.
    """

    algorithm_key: None | str | Unset = UNSET
    app_key: None | str | Unset = UNSET
    created_at: None | str | Unset = UNSET
    generate_id: None | str | Unset = UNSET
    log_id: None | str | Unset = UNSET
    params: InferParams | None | Unset = UNSET
    request_id: None | str | Unset = UNSET
    session_id: None | str | Unset = UNSET
    time_stamp: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.infer_params import InferParams

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            algorithm_key=optional(d, "algorithm_key", kind(str, NoneType)),
            app_key=optional(d, "app_key", kind(str, NoneType)),
            created_at=optional(d, "created_at", kind(str, NoneType)),
            generate_id=optional(d, "generate_id", kind(str, NoneType)),
            log_id=optional(d, "log_id", kind(str, NoneType)),
            params=optional(d, "params", nullable(InferParams.from_dict)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            session_id=optional(d, "session_id", kind(str, NoneType)),
            time_stamp=optional(d, "time_stamp", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
