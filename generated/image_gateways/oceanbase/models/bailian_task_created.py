from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.bailian_new_task import BailianNewTask


T = TypeVar("T", bound="BailianTaskCreated")


@_attrs_define
class BailianTaskCreated:
    """What Bailian answers to a new task.

    Attributes:
        output (BailianNewTask): The task that was made.
        request_id (str): The vendor's id of the call; quote it when asking.
    """

    output: BailianNewTask
    request_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        output = self.output.to_dict()

        request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "output": output,
                "request_id": request_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_new_task import BailianNewTask  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianTaskCreated"))
        output = BailianNewTask.from_dict(d.pop("output"))

        request_id = expect(d.pop("request_id"), str, name="request_id")

        bailian_task_created = cls(
            output=output,
            request_id=request_id,
        )

        bailian_task_created.additional_properties = d
        return bailian_task_created

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
