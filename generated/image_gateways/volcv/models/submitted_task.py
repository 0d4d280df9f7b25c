from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, required


@_attrs_define
class SubmittedTask(_OpenModel[Any]):
    """The task that was made.

    Attributes:
        task_id (str): The task's id, up to 20 decimal digits. A string: page 004's exceeds a signed 64-bit integer,
            and
            a float would lose digits. Valid for 12 to 24 hours (the pages disagree).
    """

    task_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(task_id=required(d, "task_id", kind(str)))
        model.additional_properties = d
        return model
