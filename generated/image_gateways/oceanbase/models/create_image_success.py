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

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.ark_image_result import ArkImageResult
    from ..models.bailian_answer import BailianAnswer
    from ..models.bailian_new_task import BailianNewTask
    from ..models.error_failure import ErrorFailure
    from ..models.vendor_data import VendorData


T = TypeVar("T", bound="CreateImageSuccess")


@_attrs_define
class CreateImageSuccess:
    """The envelope of a success. Page 003 shows all four fields; a caller needs `code` and `data`.

    Attributes:
        code (Literal['200'] | Literal[200]): "200", success; a string, or 200 as a number.
        data (ArkImageResult | BailianAnswer | BailianNewTask | ErrorFailure | VendorData): The vendor's own answer, or,
            of a new task, what stands in its `output`.
        success (bool | Unset): True on success.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    code: Literal["200"] | Literal[200]
    data: ArkImageResult | BailianAnswer | BailianNewTask | ErrorFailure | VendorData
    success: bool | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ark_image_result import ArkImageResult  # noqa: PLC0415
        from ..models.bailian_answer import BailianAnswer  # noqa: PLC0415
        from ..models.bailian_new_task import BailianNewTask  # noqa: PLC0415
        from ..models.error_failure import ErrorFailure  # noqa: PLC0415

        code: Literal["200"] | Literal[200]
        code = self.code

        data: dict[str, Any]
        if isinstance(self.data, ArkImageResult):
            data = self.data.to_dict()
        elif isinstance(self.data, BailianAnswer):
            data = self.data.to_dict()
        elif isinstance(self.data, BailianNewTask):
            data = self.data.to_dict()
        elif isinstance(self.data, ErrorFailure):
            data = self.data.to_dict()
        else:
            data = self.data.to_dict()

        success = self.success

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "data": data,
            }
        )
        if success is not UNSET:
            field_dict["success"] = success
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ark_image_result import ArkImageResult  # noqa: PLC0415
        from ..models.bailian_answer import BailianAnswer  # noqa: PLC0415
        from ..models.bailian_new_task import BailianNewTask  # noqa: PLC0415
        from ..models.error_failure import ErrorFailure  # noqa: PLC0415
        from ..models.vendor_data import VendorData  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="CreateImageSuccess"))

        def _parse_code(data: object) -> Literal["200"] | Literal[200]:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_success_code_type_0 = cast(Literal["200"], data)
                if componentsschemas_any_success_code_type_0 != "200":
                    raise ValueError(
                        f"/components/schemas/AnySuccessCode_type_0 must match const '200', got '{componentsschemas_any_success_code_type_0}'"
                    )
                return componentsschemas_any_success_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, int):
                raise TypeError(f"code: unexpected {type(data).__name__}")
            componentsschemas_any_success_code_type_1 = cast(Literal[200], data)
            if componentsschemas_any_success_code_type_1 != 200:
                raise ValueError(
                    f"/components/schemas/AnySuccessCode_type_1 must match const 200, got '{componentsschemas_any_success_code_type_1}'"
                )
            return componentsschemas_any_success_code_type_1

        code = _parse_code(d.pop("code"))

        def _parse_data(
            data: object,
        ) -> (
            ArkImageResult | BailianAnswer | BailianNewTask | ErrorFailure | VendorData
        ):
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
                data_type_1 = BailianAnswer.from_dict(data)

                return data_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_2 = BailianNewTask.from_dict(data)

                return data_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_3 = ErrorFailure.from_dict(data)

                return data_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"data: unexpected {type(data).__name__}")
            data_type_4 = VendorData.from_dict(data)

            return data_type_4

        data = _parse_data(d.pop("data"))

        success = expect(d.pop("success", UNSET), bool, Unset, name="success")

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message"))

        message = _parse_message(d.pop("message", UNSET))

        create_image_success = cls(
            code=code,
            data=data,
            success=success,
            message=message,
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
