from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, union
from image_gateways.types import UNSET, Unset

from ..models.bailian_error_code import BailianErrorCode


@_attrs_define
class BailianResult(_OpenModel[Any]):
    """One picture, or why there is none.

    Attributes:
        url (str | Unset): Link to the picture; dies after 24 hours.
        orig_prompt (str | Unset): The prompt as it was sent.
        actual_prompt (str | Unset): The prompt as the model extended it.
        code (BailianErrorCode | None | str | Unset): Bailian's code; one that is not listed is kept as text. Null
            or absent where nothing failed.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    url: str | Unset = UNSET
    orig_prompt: str | Unset = UNSET
    actual_prompt: str | Unset = UNSET
    code: BailianErrorCode | None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            url=optional(d, "url", kind(str)),
            orig_prompt=optional(d, "orig_prompt", kind(str)),
            actual_prompt=optional(d, "actual_prompt", kind(str)),
            code=optional(d, "code", union(BailianErrorCode, kind(str, NoneType))),
            message=optional(d, "message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
