from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_new_task import BailianNewTask
    from ..models.bailian_pictures import BailianPictures
    from ..models.bailian_usage import BailianUsage


T = TypeVar("T", bound="BailianAnswer")


@_attrs_define
class BailianAnswer:
    """What Bailian answers, a new task, or, from models that answer at once, the pictures.

    Attributes:
        output (BailianNewTask | BailianPictures): The task, or the pictures.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
        usage (BailianUsage | Unset): What the task, or the call, consumed.
    """

    output: BailianNewTask | BailianPictures
    request_id: None | str | Unset = UNSET
    usage: BailianUsage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.bailian_new_task import BailianNewTask  # noqa: PLC0415

        output: dict[str, Any]
        if isinstance(self.output, BailianNewTask):
            output = self.output.to_dict()
        else:
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
        from ..models.bailian_new_task import BailianNewTask  # noqa: PLC0415
        from ..models.bailian_pictures import BailianPictures  # noqa: PLC0415
        from ..models.bailian_usage import BailianUsage  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianAnswer"))

        def _parse_output(data: object) -> BailianNewTask | BailianPictures:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                output_type_0 = BailianNewTask.from_dict(data)

                return output_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"output: unexpected {type(data).__name__}")
            output_type_1 = BailianPictures.from_dict(data)

            return output_type_1

        output = _parse_output(d.pop("output"))

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

        bailian_answer = cls(
            output=output,
            request_id=request_id,
            usage=usage,
        )

        bailian_answer.additional_properties = d
        return bailian_answer

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
