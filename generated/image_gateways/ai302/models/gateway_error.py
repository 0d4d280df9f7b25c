from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.gateway_error_code import GatewayErrorCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="GatewayError")


@_attrs_define
class GatewayError:
    """What 302.AI refused or failed at. Beside `message` stand further languages, an open set: `message_cn`
    and `message_jp` mostly, `message_en` and `message_ja` were seen, and sometimes none.

    Attributes:
        err_code (GatewayErrorCode | int): A code of the gateway; one that is not listed is kept as a number.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
        message_cn (None | str | Unset): The message in Chinese.
        message_jp (None | str | Unset): The message in Japanese.
        type_ (None | str | Unset): Class of the error, in words (`api_error`).
    """

    err_code: GatewayErrorCode | int
    message: None | str | Unset = UNSET
    message_cn: None | str | Unset = UNSET
    message_jp: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        err_code: int
        if isinstance(self.err_code, GatewayErrorCode):
            err_code = self.err_code.value
        else:
            err_code = self.err_code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        message_cn: None | str | Unset
        if isinstance(self.message_cn, Unset):
            message_cn = UNSET
        else:
            message_cn = self.message_cn

        message_jp: None | str | Unset
        if isinstance(self.message_jp, Unset):
            message_jp = UNSET
        else:
            message_jp = self.message_jp

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "err_code": err_code,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if message_cn is not UNSET:
            field_dict["message_cn"] = message_cn
        if message_jp is not UNSET:
            field_dict["message_jp"] = message_jp
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="GatewayError"))

        def _parse_err_code(data: object) -> GatewayErrorCode | int:
            try:
                if not isinstance(data, int):
                    raise TypeError()
                err_code_type_0 = GatewayErrorCode(data)

                return err_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GatewayErrorCode | int, expect(data, int, name="err_code"))

        err_code = _parse_err_code(d.pop("err_code"))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message"))

        message = _parse_message(d.pop("message", UNSET))

        def _parse_message_cn(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message_cn"))

        message_cn = _parse_message_cn(d.pop("message_cn", UNSET))

        def _parse_message_jp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message_jp"))

        message_jp = _parse_message_jp(d.pop("message_jp", UNSET))

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="type"))

        type_ = _parse_type_(d.pop("type", UNSET))

        gateway_error = cls(
            err_code=err_code,
            message=message,
            message_cn=message_cn,
            message_jp=message_jp,
            type_=type_,
        )

        gateway_error.additional_properties = d
        return gateway_error

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
