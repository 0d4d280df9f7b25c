from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.infer_params import InferParams


T = TypeVar("T", bound="InferContext")


@_attrs_define
class InferContext:
    """The inference's own record of the run, as page 001 shows it.

    Attributes:
        algorithm_key (str | Unset): Name of the scheduled algorithm.
        app_key (str | Unset): Number of the application that ran it.
        created_at (str | Unset): When the run was created, RFC 3339 with nanoseconds and offset; a string, so that no
            digit is lost.
        generate_id (str | Unset): Id of the generation; empty in the sample.
        log_id (str | Unset): The same as the envelope's `request_id`.
        params (InferParams | Unset): The parameters the inference ran with, defaults filled in. Page 001 shows these
            and lost some
            lines, so more may come. No field's meaning is documented; the descriptions are our reading.
        request_id (str | Unset): The same as `data.request_id`.
        session_id (str | Unset): Id of the session; empty in the sample.
        time_stamp (str | Unset): When the run was created, Unix time in seconds as a decimal string.
    """

    algorithm_key: str | Unset = UNSET
    app_key: str | Unset = UNSET
    created_at: str | Unset = UNSET
    generate_id: str | Unset = UNSET
    log_id: str | Unset = UNSET
    params: InferParams | Unset = UNSET
    request_id: str | Unset = UNSET
    session_id: str | Unset = UNSET
    time_stamp: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        algorithm_key = self.algorithm_key

        app_key = self.app_key

        created_at = self.created_at

        generate_id = self.generate_id

        log_id = self.log_id

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        request_id = self.request_id

        session_id = self.session_id

        time_stamp = self.time_stamp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if algorithm_key is not UNSET:
            field_dict["algorithm_key"] = algorithm_key
        if app_key is not UNSET:
            field_dict["app_key"] = app_key
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if generate_id is not UNSET:
            field_dict["generate_id"] = generate_id
        if log_id is not UNSET:
            field_dict["log_id"] = log_id
        if params is not UNSET:
            field_dict["params"] = params
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if session_id is not UNSET:
            field_dict["session_id"] = session_id
        if time_stamp is not UNSET:
            field_dict["time_stamp"] = time_stamp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.infer_params import InferParams  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="InferContext"))
        algorithm_key = expect(
            d.pop("algorithm_key", UNSET), str, Unset, name="algorithm_key"
        )

        app_key = expect(d.pop("app_key", UNSET), str, Unset, name="app_key")

        created_at = expect(d.pop("created_at", UNSET), str, Unset, name="created_at")

        generate_id = expect(
            d.pop("generate_id", UNSET), str, Unset, name="generate_id"
        )

        log_id = expect(d.pop("log_id", UNSET), str, Unset, name="log_id")

        _params = d.pop("params", UNSET)
        params: InferParams | Unset
        if isinstance(_params, Unset):
            params = UNSET
        else:
            params = InferParams.from_dict(_params)

        request_id = expect(d.pop("request_id", UNSET), str, Unset, name="request_id")

        session_id = expect(d.pop("session_id", UNSET), str, Unset, name="session_id")

        time_stamp = expect(d.pop("time_stamp", UNSET), str, Unset, name="time_stamp")

        infer_context = cls(
            algorithm_key=algorithm_key,
            app_key=app_key,
            created_at=created_at,
            generate_id=generate_id,
            log_id=log_id,
            params=params,
            request_id=request_id,
            session_id=session_id,
            time_stamp=time_stamp,
        )

        infer_context.additional_properties = d
        return infer_context

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
