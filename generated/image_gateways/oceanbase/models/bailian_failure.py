from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bailian_error_code import BailianErrorCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="BailianFailure")


@_attrs_define
class BailianFailure:
    """A failure as Bailian writes it; `code`, a text, and `message` at the top. An envelope without `success` is read
    as one too.

    Attributes:
        code (BailianErrorCode | str): Bailian's code, never "200"; one that is not listed is kept as text.
        message (None | str): The outcome in words; null or absent at times. Never branch on it.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
    """

    code: BailianErrorCode | str
    message: None | str
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: str
        if isinstance(self.code, BailianErrorCode):
            code = self.code.value
        else:
            code = self.code

        message: None | str
        message = self.message

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
            }
        )
        if request_id is not UNSET:
            field_dict["request_id"] = request_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="BailianFailure"))

        def _parse_code(data: object) -> BailianErrorCode | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = BailianErrorCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BailianErrorCode | str, expect(data, str, name="code"))

        code = _parse_code(d.pop("code"))

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, expect(data, str, name="message"))

        message = _parse_message(d.pop("message"))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        bailian_failure = cls(
            code=code,
            message=message,
            request_id=request_id,
        )

        bailian_failure.additional_properties = d
        return bailian_failure

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
