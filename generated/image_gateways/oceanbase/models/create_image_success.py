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
    from ..models.ark_image_result import ArkImageResult
    from ..models.bailian_task_created import BailianTaskCreated
    from ..models.vendor_data import VendorData


T = TypeVar("T", bound="CreateImageSuccess")


@_attrs_define
class CreateImageSuccess:
    """The envelope of a success.

    Attributes:
        success (bool): True on success.
        code (Literal['200']): "200", success; a string.
        message (str): The outcome in words.
        data (ArkImageResult | BailianTaskCreated | VendorData): The vendor's own answer.
    """

    success: bool
    code: Literal["200"]
    message: str
    data: ArkImageResult | BailianTaskCreated | VendorData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ark_image_result import ArkImageResult  # noqa: PLC0415
        from ..models.bailian_task_created import BailianTaskCreated  # noqa: PLC0415

        success = self.success

        code = self.code

        message = self.message

        data: dict[str, Any]
        if isinstance(self.data, ArkImageResult):
            data = self.data.to_dict()
        elif isinstance(self.data, BailianTaskCreated):
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
        from ..models.ark_image_result import ArkImageResult  # noqa: PLC0415
        from ..models.bailian_task_created import BailianTaskCreated  # noqa: PLC0415
        from ..models.vendor_data import VendorData  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="CreateImageSuccess"))
        success = expect(d.pop("success"), bool, name="success")

        code = cast(Literal["200"], d.pop("code"))
        if code != "200":
            raise ValueError(f"code must match const '200', got '{code}'")

        message = expect(d.pop("message"), str, name="message")

        def _parse_data(
            data: object,
        ) -> ArkImageResult | BailianTaskCreated | VendorData:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_0 = ArkImageResult.from_dict(data)

                return data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_1 = BailianTaskCreated.from_dict(data)

                return data_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"data: unexpected {type(data).__name__}")
            data_type_2 = VendorData.from_dict(data)

            return data_type_2

        data = _parse_data(d.pop("data"))

        create_image_success = cls(
            success=success,
            code=code,
            message=message,
            data=data,
        )

        create_image_success.additional_properties = d
        return create_image_success

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
