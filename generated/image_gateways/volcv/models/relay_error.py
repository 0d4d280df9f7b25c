from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.no_relay_code import NoRelayCode
from ..models.relay_code import RelayCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="RelayError")


@_attrs_define
class RelayError:
    """What the host refused. Only `message` is certain.

    Attributes:
        message (str): The outcome in words, in the language of the host. The call's id is often in it:
            `(request id: …)`. An empty balance or a wrong key often has no code, only these words.
        type_ (None | str | Unset): Whose failure it is, `new_api_error` for the host's own.
        param (None | str | Unset): The field that is wrong; often empty.
        code (int | None | NoRelayCode | RelayCode | str | Unset): A name, empty or null where the host has none; one
            that is not listed is kept.
    """

    message: str
    type_: None | str | Unset = UNSET
    param: None | str | Unset = UNSET
    code: int | None | NoRelayCode | RelayCode | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message

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

        code: int | None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        elif isinstance(self.code, RelayCode):
            code = self.code.value
        elif isinstance(self.code, NoRelayCode):
            code = self.code.value
        else:
            code = self.code

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if param is not UNSET:
            field_dict["param"] = param
        if code is not UNSET:
            field_dict["code"] = code

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="RelayError"))
        message = expect(d.pop("message"), str, name="message")

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

        def _parse_code(
            data: object,
        ) -> int | None | NoRelayCode | RelayCode | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_relay_code_type_0 = RelayCode(data)

                return componentsschemas_any_relay_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_relay_code_type_1 = NoRelayCode(data)

                return componentsschemas_any_relay_code_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                int | None | NoRelayCode | RelayCode | str | Unset,
                expect(data, str, int, name="code"),
            )

        code = _parse_code(d.pop("code", UNSET))

        relay_error = cls(
            message=message,
            type_=type_,
            param=param,
            code=code,
        )

        relay_error.additional_properties = d
        return relay_error

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
