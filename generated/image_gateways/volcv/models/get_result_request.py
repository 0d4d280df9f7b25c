from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.req_key import ReqKey
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="GetResultRequest")


@_attrs_define
class GetResultRequest:
    """Which task to ask for.

    Attributes:
        req_key (ReqKey | str): As at submit. A name that is not listed is sent as it is.
        task_id (str): The task's id, up to 20 decimal digits. A string: page 004's exceeds a signed 64-bit integer, and
            a float would lose digits. Valid for 12 to 24 hours (the pages disagree).
        req_json (str | Unset): How the picture is to be returned: a string that holds a JSON document, not an object.
            The upstream
            says that it reads `return_url` and `logo_info` only here, while page 000 shows them in the submit
            body, which is accepted as well: send them here when they matter.
    """

    req_key: ReqKey | str
    task_id: str
    req_json: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        req_key: str
        if isinstance(self.req_key, ReqKey):
            req_key = self.req_key.value
        else:
            req_key = self.req_key

        task_id = self.task_id

        req_json = self.req_json

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "req_key": req_key,
                "task_id": task_id,
            }
        )
        if req_json is not UNSET:
            field_dict["req_json"] = req_json

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="GetResultRequest"))

        def _parse_req_key(data: object) -> ReqKey | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                req_key_type_0 = ReqKey(data)

                return req_key_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ReqKey | str, expect(data, str, name="req_key"))

        req_key = _parse_req_key(d.pop("req_key"))

        task_id = expect(d.pop("task_id"), str, name="task_id")

        req_json = expect(d.pop("req_json", UNSET), str, Unset, name="req_json")

        get_result_request = cls(
            req_key=req_key,
            task_id=task_id,
            req_json=req_json,
        )

        get_result_request.additional_properties = d
        return get_result_request

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
