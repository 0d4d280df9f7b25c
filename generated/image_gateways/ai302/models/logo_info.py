from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.logo_language import LogoLanguage
from ..models.logo_position import LogoPosition
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="LogoInfo")


@_attrs_define
class LogoInfo:
    """A visible watermark on the result.

    Attributes:
        add_logo (bool | Unset): Whether to draw the watermark. Default false.
        position (LogoPosition | Unset): Where the watermark goes. 0 bottom right, 1 bottom left, 2 top left, 3 top
            right. The samples show 0.
        language (LogoLanguage | Unset): The watermark's language. 0 Chinese, 1 English. The samples show 0.
        opacity (float | Unset): The watermark's opacity, 0 to 1. Newer pages say that 1 is the default, every older
            sample has
            0.3: send it when it matters.
        logo_text_content (str | Unset): The watermark's text.
    """

    add_logo: bool | Unset = UNSET
    position: LogoPosition | Unset = UNSET
    language: LogoLanguage | Unset = UNSET
    opacity: float | Unset = UNSET
    logo_text_content: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        add_logo = self.add_logo

        position: int | Unset = UNSET
        if not isinstance(self.position, Unset):
            position = self.position.value

        language: int | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language.value

        opacity = self.opacity

        logo_text_content = self.logo_text_content

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if add_logo is not UNSET:
            field_dict["add_logo"] = add_logo
        if position is not UNSET:
            field_dict["position"] = position
        if language is not UNSET:
            field_dict["language"] = language
        if opacity is not UNSET:
            field_dict["opacity"] = opacity
        if logo_text_content is not UNSET:
            field_dict["logo_text_content"] = logo_text_content

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="LogoInfo"))
        add_logo = expect(d.pop("add_logo", UNSET), bool, Unset, name="add_logo")

        _position = d.pop("position", UNSET)
        position: LogoPosition | Unset
        if isinstance(_position, Unset):
            position = UNSET
        else:
            position = LogoPosition(_position)

        _language = d.pop("language", UNSET)
        language: LogoLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = LogoLanguage(_language)

        opacity = expect(d.pop("opacity", UNSET), float, Unset, name="opacity")

        logo_text_content = expect(
            d.pop("logo_text_content", UNSET), str, Unset, name="logo_text_content"
        )

        logo_info = cls(
            add_logo=add_logo,
            position=position,
            language=language,
            opacity=opacity,
            logo_text_content=logo_text_content,
        )

        logo_info.additional_properties = d
        return logo_info

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
