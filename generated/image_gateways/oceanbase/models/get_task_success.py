from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.bailian_task import BailianTask
    from ..models.vendor_data import VendorData


T = TypeVar("T", bound="GetTaskSuccess")


@_attrs_define
class GetTaskSuccess:
    """The envelope of a task.

    Attributes:
        success (bool): True on success.
        code (Literal['200']): "200", success; a string.
        message (str): The outcome in words.
        data (BailianTask | VendorData): The vendor's own task object.
    """

    success: bool
    code: Literal["200"]
    message: str
    data: BailianTask | VendorData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.bailian_task import BailianTask  # noqa: PLC0415

        success = self.success

        code = self.code

        message = self.message

        data: dict[str, Any]
        if isinstance(self.data, BailianTask):
            data = self.data.to_dict()
        else:
            data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "success": success,
                "code": code,
                "message": message,
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_task import BailianTask  # noqa: PLC0415
        from ..models.vendor_data import VendorData  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="GetTaskSuccess"))
        success = expect(d.pop("success"), bool, name="success")

        code = cast(Literal["200"], d.pop("code"))
        if code != "200":
            raise ValueError(f"code must match const '200', got '{code}'")

        message = expect(d.pop("message"), str, name="message")

        def _parse_data(data: object) -> BailianTask | VendorData:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_0 = BailianTask.from_dict(data)

                return data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"data: unexpected {type(data).__name__}")
            data_type_1 = VendorData.from_dict(data)

            return data_type_1

        data = _parse_data(d.pop("data"))

        get_task_success = cls(
            success=success,
            code=code,
            message=message,
            data=data,
        )

        get_task_success.additional_properties = d
        return get_task_success

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
