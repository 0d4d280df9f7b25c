from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.platform_code import PlatformCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="PlatformError")


@_attrs_define
class PlatformError:
    """What the platform's front refused.

    Attributes:
        code (PlatformCode | str): A name; one that is not listed is kept as text.
        code_n (int | None | Unset): The code's number, beside its name.
        message (None | str | Unset): The outcome in words. Texts repeat between codes, so never branch on them.
    """

    code: PlatformCode | str
    code_n: int | None | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: str
        if isinstance(self.code, PlatformCode):
            code = self.code.value
        else:
            code = self.code

        code_n: int | None | Unset
        if isinstance(self.code_n, Unset):
            code_n = UNSET
        else:
            code_n = self.code_n

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Code": code,
            }
        )
        if code_n is not UNSET:
            field_dict["CodeN"] = code_n
        if message is not UNSET:
            field_dict["Message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="PlatformError"))

        def _parse_code(data: object) -> PlatformCode | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = PlatformCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(PlatformCode | str, expect(data, str, name="Code"))

        code = _parse_code(d.pop("Code"))

        def _parse_code_n(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="CodeN"))

        code_n = _parse_code_n(d.pop("CodeN", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="Message"))

        message = _parse_message(d.pop("Message", UNSET))

        platform_error = cls(
            code=code,
            code_n=code_n,
            message=message,
        )

        platform_error.additional_properties = d
        return platform_error

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
