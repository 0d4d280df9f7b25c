from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ark_error_code import ArkErrorCode
from ..models.product_error_code import ProductErrorCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="ErrorDetail")


@_attrs_define
class ErrorDetail:
    """What was refused. Ark writes `type` and `param` too, and the call's id into the message.

    Attributes:
        message (None | str): The outcome in words; null or absent at times. Never branch on it.
        code (ArkErrorCode | int | None | ProductErrorCode | str | Unset): A name such as `unauthorized`, or Ark's code;
            one that is not listed is kept as it is. Null or absent at times.
        param (None | str | Unset): The field that was refused, if the vendor names it; often empty.
        type_ (None | str | Unset): The failure's sort, as `BadRequest`.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
    """

    message: None | str
    code: ArkErrorCode | int | None | ProductErrorCode | str | Unset = UNSET
    param: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message: None | str
        message = self.message

        code: int | None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        elif isinstance(self.code, ProductErrorCode):
            code = self.code.value
        elif isinstance(self.code, ArkErrorCode):
            code = self.code.value
        else:
            code = self.code

        param: None | str | Unset
        if isinstance(self.param, Unset):
            param = UNSET
        else:
            param = self.param

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

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
        if param is not UNSET:
            field_dict["param"] = param
        if type_ is not UNSET:
            field_dict["type"] = type_
        if request_id is not UNSET:
            field_dict["request_id"] = request_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="ErrorDetail"))

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, expect(data, str, name="message"))

        message = _parse_message(d.pop("message"))

        def _parse_code(
            data: object,
        ) -> ArkErrorCode | int | None | ProductErrorCode | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = ProductErrorCode(data)

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
            return cast(
                ArkErrorCode | int | None | ProductErrorCode | str | Unset,
                expect(data, str, int, name="code"),
            )

        code = _parse_code(d.pop("code", UNSET))

        def _parse_param(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="param"))

        param = _parse_param(d.pop("param", UNSET))

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="type"))

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        error_detail = cls(
            message=message,
            code=code,
            param=param,
            type_=type_,
            request_id=request_id,
        )

        error_detail.additional_properties = d
        return error_detail

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
