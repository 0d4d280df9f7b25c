from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.req_key import ReqKey


@_attrs_define
class GetResultRequest(_OpenModel[Any]):
    """Which task to ask for.

    Attributes:
        req_key (ReqKey | str): As at submit. A name that is not listed is sent as it is.
        task_id (str): The task's id, up to 20 decimal digits. A string: page 004's exceeds a signed 64-bit integer,
            and
            a float would lose digits. Valid for 12 to 24 hours (the pages disagree).
        req_json (str | Unset): How the picture is to be returned: a string that holds a JSON document, not an
            object. The upstream
            says that it reads `return_url` and `logo_info` only here, while page 000 shows them in the submit
            body, which is accepted as well: send them here when they matter.
    """

    req_key: ReqKey | str
    task_id: str
    req_json: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            req_key=required(d, "req_key", union(ReqKey, kind(str))),
            task_id=required(d, "task_id", kind(str)),
            req_json=optional(d, "req_json", kind(str)),
        )
        model.additional_properties = d
        return model
