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

from ..models.ark_error_code import ArkErrorCode


@_attrs_define
class ArkError(_OpenModel[Any]):
    """Why no picture, or not every picture, was made.

    Attributes:
        code (ArkErrorCode | None | str | Unset): Ark's code; one that is not listed is kept as text.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    code: ArkErrorCode | None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=optional(d, "code", union(ArkErrorCode, kind(str, NoneType))),
            message=optional(d, "message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
