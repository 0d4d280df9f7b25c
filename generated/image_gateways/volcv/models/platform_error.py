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
        message (str): The outcome in words. Texts repeat between codes, so never branch on them.
        code_n (int | Unset): The code's number, beside its name.
    """

    code: PlatformCode | str
    message: str
    code_n: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: str
        if isinstance(self.code, PlatformCode):
            code = self.code.value
        else:
            code = self.code

        message = self.message

        code_n = self.code_n

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "Code": code,
                "Message": message,
            }
        )
        if code_n is not UNSET:
            field_dict["CodeN"] = code_n

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

        message = expect(d.pop("Message"), str, name="Message")

        code_n = expect(d.pop("CodeN", UNSET), int, Unset, name="CodeN")

        platform_error = cls(
            code=code,
            message=message,
            code_n=code_n,
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
