from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

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
        algorithm_key (None | str | Unset): Name of the scheduled algorithm.
        app_key (None | str | Unset): Number of the application that ran it.
        created_at (None | str | Unset): When the run was created, RFC 3339 with nanoseconds and offset; a string, so
            that no digit is lost.
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

    def to_dict(self) -> dict[str, Any]:
        from ..models.infer_params import InferParams  # noqa: PLC0415

        algorithm_key: None | str | Unset
        if isinstance(self.algorithm_key, Unset):
            algorithm_key = UNSET
        else:
            algorithm_key = self.algorithm_key

        app_key: None | str | Unset
        if isinstance(self.app_key, Unset):
            app_key = UNSET
        else:
            app_key = self.app_key

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        generate_id: None | str | Unset
        if isinstance(self.generate_id, Unset):
            generate_id = UNSET
        else:
            generate_id = self.generate_id

        log_id: None | str | Unset
        if isinstance(self.log_id, Unset):
            log_id = UNSET
        else:
            log_id = self.log_id

        params: dict[str, Any] | None | Unset
        if isinstance(self.params, Unset):
            params = UNSET
        elif isinstance(self.params, InferParams):
            params = self.params.to_dict()
        else:
            params = self.params

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        session_id: None | str | Unset
        if isinstance(self.session_id, Unset):
            session_id = UNSET
        else:
            session_id = self.session_id

        time_stamp: None | str | Unset
        if isinstance(self.time_stamp, Unset):
            time_stamp = UNSET
        else:
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

        def _parse_algorithm_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="algorithm_key"))

        algorithm_key = _parse_algorithm_key(d.pop("algorithm_key", UNSET))

        def _parse_app_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="app_key"))

        app_key = _parse_app_key(d.pop("app_key", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="created_at"))

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_generate_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="generate_id"))

        generate_id = _parse_generate_id(d.pop("generate_id", UNSET))

        def _parse_log_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="log_id"))

        log_id = _parse_log_id(d.pop("log_id", UNSET))

        def _parse_params(data: object) -> InferParams | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"params: unexpected {type(data).__name__}")
            params_type_0 = InferParams.from_dict(data)

            return params_type_0

        params = _parse_params(d.pop("params", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        def _parse_session_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="session_id"))

        session_id = _parse_session_id(d.pop("session_id", UNSET))

        def _parse_time_stamp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="time_stamp"))

        time_stamp = _parse_time_stamp(d.pop("time_stamp", UNSET))

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
