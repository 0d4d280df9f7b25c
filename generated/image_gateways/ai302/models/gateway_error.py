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
    """What 302.AI refused or failed at.

    Attributes:
        err_code (GatewayErrorCode | int): A code of the gateway; one that is not listed is kept as a number.
        message (str): The outcome in words. Texts repeat between codes, so never branch on them.
        message_cn (str): The message in Chinese.
        message_jp (str | Unset): The message in Japanese.
        type_ (str | Unset): Class of the error, in words.
    """

    err_code: GatewayErrorCode | int
    message: str
    message_cn: str
    message_jp: str | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        err_code: int
        if isinstance(self.err_code, GatewayErrorCode):
            err_code = self.err_code.value
        else:
            err_code = self.err_code

        message = self.message

        message_cn = self.message_cn

        message_jp = self.message_jp

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "err_code": err_code,
                "message": message,
                "message_cn": message_cn,
            }
        )
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

        message = expect(d.pop("message"), str, name="message")

        message_cn = expect(d.pop("message_cn"), str, name="message_cn")

        message_jp = expect(d.pop("message_jp", UNSET), str, Unset, name="message_jp")

        type_ = expect(d.pop("type", UNSET), str, Unset, name="type")

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
