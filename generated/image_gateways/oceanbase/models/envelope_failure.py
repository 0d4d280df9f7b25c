from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ark_error_code import ArkErrorCode
from ..models.bailian_error_code import BailianErrorCode
from ..models.failure_code import FailureCode
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.vendor_data import VendorData


T = TypeVar("T", bound="EnvelopeFailure")


@_attrs_define
class EnvelopeFailure:
    """A failure in the product's envelope. On page 003 there is no `data`; null or an object is read as well.

    Attributes:
        success (bool): False on failure.
        code (ArkErrorCode | BailianErrorCode | FailureCode | int | str): The failure's code, a string; one that is not
            listed is kept as it is, also as a number.
        message (None | str): The outcome in words; null or absent at times. Never branch on it.
        data (None | Unset | VendorData): Nothing, as a rule.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
    """

    success: bool
    code: ArkErrorCode | BailianErrorCode | FailureCode | int | str
    message: None | str
    data: None | Unset | VendorData = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.vendor_data import VendorData  # noqa: PLC0415

        success = self.success

        code: int | str
        if isinstance(self.code, FailureCode):
            code = self.code.value
        elif isinstance(self.code, ArkErrorCode):
            code = self.code.value
        elif isinstance(self.code, BailianErrorCode):
            code = self.code.value
        else:
            code = self.code

        message: None | str
        message = self.message

        data: dict[str, Any] | None | Unset
        if isinstance(self.data, Unset):
            data = UNSET
        elif isinstance(self.data, VendorData):
            data = self.data.to_dict()
        else:
            data = self.data

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "success": success,
                "code": code,
                "message": message,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data
        if request_id is not UNSET:
            field_dict["request_id"] = request_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.vendor_data import VendorData  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="EnvelopeFailure"))
        success = expect(d.pop("success"), bool, name="success")

        def _parse_code(
            data: object,
        ) -> ArkErrorCode | BailianErrorCode | FailureCode | int | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = FailureCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_1 = ArkErrorCode(data)

                return code_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_2 = BailianErrorCode(data)

                return code_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                ArkErrorCode | BailianErrorCode | FailureCode | int | str,
                expect(data, str, int, name="code"),
            )

        code = _parse_code(d.pop("code"))

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, expect(data, str, name="message"))

        message = _parse_message(d.pop("message"))

        def _parse_data(data: object) -> None | Unset | VendorData:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"data: unexpected {type(data).__name__}")
            data_type_0 = VendorData.from_dict(data)

            return data_type_0

        data = _parse_data(d.pop("data", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        envelope_failure = cls(
            success=success,
            code=code,
            message=message,
            data=data,
            request_id=request_id,
        )

        envelope_failure.additional_properties = d
        return envelope_failure

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
