from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ark_error_code import ArkErrorCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="VendorError")


@_attrs_define
class VendorError:
    """An error in the form that the services behind 302.AI share, passed through: `message`, and mostly
    `code`, `type` and `param`.

    Attributes:
        message (str): What was wrong, in words; the vendor's call id stands at its end at times.
        code (ArkErrorCode | int | None | str | Unset): Ark's code, or another vendor's, which is kept as it is; empty,
            null or absent where there is none.
        type_ (None | str | Unset): Class of the error, in words.
        param (None | str | Unset): The field that was wrong, if one was.
        request_id (None | str | Unset): The call's id, if the answer names it; quote it when asking the provider. A
            time stamp and hexadecimal digits.
    """

    message: str
    code: ArkErrorCode | int | None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    param: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        code: int | None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        elif isinstance(self.code, ArkErrorCode):
            code = self.code.value
        else:
            code = self.code

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        param: None | str | Unset
        if isinstance(self.param, Unset):
            param = UNSET
        else:
            param = self.param

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
            }
        )
        if code is not UNSET:
            field_dict["code"] = code
        if type_ is not UNSET:
            field_dict["type"] = type_
        if param is not UNSET:
            field_dict["param"] = param
        if request_id is not UNSET:
            field_dict["request_id"] = request_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="VendorError"))
        message = expect(d.pop("message"), str, name="message")

        def _parse_code(data: object) -> ArkErrorCode | int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = ArkErrorCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                ArkErrorCode | int | None | str | Unset,
                expect(data, str, int, name="code"),
            )

        code = _parse_code(d.pop("code", UNSET))

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="type"))

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_param(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="param"))

        param = _parse_param(d.pop("param", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        vendor_error = cls(
            message=message,
            code=code,
            type_=type_,
            param=param,
            request_id=request_id,
        )

        vendor_error.additional_properties = d
        return vendor_error

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
