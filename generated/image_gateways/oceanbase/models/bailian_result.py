from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bailian_error_code import BailianErrorCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="BailianResult")


@_attrs_define
class BailianResult:
    """One picture, or why there is none.

    Attributes:
        url (str | Unset): Link to the picture; dies after 24 hours.
        orig_prompt (str | Unset): The prompt as it was sent.
        actual_prompt (str | Unset): The prompt as the model extended it.
        code (BailianErrorCode | None | str | Unset): Bailian's code; one that is not listed is kept as text. Null or
            absent where nothing failed.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    url: str | Unset = UNSET
    orig_prompt: str | Unset = UNSET
    actual_prompt: str | Unset = UNSET
    code: BailianErrorCode | None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        orig_prompt = self.orig_prompt

        actual_prompt = self.actual_prompt

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        elif isinstance(self.code, BailianErrorCode):
            code = self.code.value
        else:
            code = self.code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if orig_prompt is not UNSET:
            field_dict["orig_prompt"] = orig_prompt
        if actual_prompt is not UNSET:
            field_dict["actual_prompt"] = actual_prompt
        if code is not UNSET:
            field_dict["code"] = code
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="BailianResult"))
        url = expect(d.pop("url", UNSET), str, Unset, name="url")

        orig_prompt = expect(
            d.pop("orig_prompt", UNSET), str, Unset, name="orig_prompt"
        )

        actual_prompt = expect(
            d.pop("actual_prompt", UNSET), str, Unset, name="actual_prompt"
        )

        def _parse_code(data: object) -> BailianErrorCode | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_any_bailian_error_code_type_0 = BailianErrorCode(data)

                return componentsschemas_any_bailian_error_code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                BailianErrorCode | None | str | Unset, expect(data, str, name="code")
            )

        code = _parse_code(d.pop("code", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="message"))

        message = _parse_message(d.pop("message", UNSET))

        bailian_result = cls(
            url=url,
            orig_prompt=orig_prompt,
            actual_prompt=actual_prompt,
            code=code,
            message=message,
        )

        bailian_result.additional_properties = d
        return bailian_result

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
