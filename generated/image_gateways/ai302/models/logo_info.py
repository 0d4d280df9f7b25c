from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset

from ..models.logo_language import LogoLanguage
from ..models.logo_position import LogoPosition


@_attrs_define
class LogoInfo(_OpenModel[Any]):
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            add_logo=optional(d, "add_logo", kind(bool)),
            position=optional(d, "position", LogoPosition),
            language=optional(d, "language", LogoLanguage),
            opacity=optional(d, "opacity", kind(float)),
            logo_text_content=optional(d, "logo_text_content", kind(str)),
        )
        model.additional_properties = d
        return model
