from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.task_status import TaskStatus


@_attrs_define
class BailianNewTask(_OpenModel[Any]):
    """The task that was made.

    Attributes:
        task_id (str): The task's id, as the vendor writes it.
        task_status (str | TaskStatus | Unset): How far the task is. A value that is not listed is kept as text.
    """

    task_id: str
    task_status: str | TaskStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            task_id=required(d, "task_id", kind(str)),
            task_status=optional(d, "task_status", union(TaskStatus, kind(str))),
        )
        model.additional_properties = d
        return model
