from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.platform_error_code import PlatformErrorCode


@_attrs_define
class PlatformError(_OpenModel[Any]):
    """What the platform's front refused.

    Attributes:
        code (PlatformErrorCode | str): A code of the platform; one that is not listed is kept as text.
        code_n (int | None | Unset): The code as a number, at times.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
    """

    code: PlatformErrorCode | str
    code_n: int | None | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"code": "Code", "code_n": "CodeN", "message": "Message"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "Code", union(PlatformErrorCode, kind(str))),
            code_n=optional(d, "CodeN", kind(int, NoneType)),
            message=optional(d, "Message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
