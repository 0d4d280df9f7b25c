from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_task_output import BailianTaskOutput
    from ..models.bailian_usage import BailianUsage


T = TypeVar("T", bound="BailianTask")


@_attrs_define
class BailianTask:
    """A task of Bailian.

    Attributes:
        output (BailianTaskOutput): How far the task is, and what it made, in `results` or, by newer models, in
            `choices`.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
        usage (BailianUsage | Unset): What the task, or the call, consumed.
    """

    output: BailianTaskOutput
    request_id: None | str | Unset = UNSET
    usage: BailianUsage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        output = self.output.to_dict()

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "output": output,
            }
        )
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if usage is not UNSET:
            field_dict["usage"] = usage

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_task_output import BailianTaskOutput  # noqa: PLC0415
        from ..models.bailian_usage import BailianUsage  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianTask"))
        output = BailianTaskOutput.from_dict(d.pop("output"))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        _usage = d.pop("usage", UNSET)
        usage: BailianUsage | Unset
        if isinstance(_usage, Unset):
            usage = UNSET
        else:
            usage = BailianUsage.from_dict(_usage)

        bailian_task = cls(
            output=output,
            request_id=request_id,
            usage=usage,
        )

        bailian_task.additional_properties = d
        return bailian_task

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
