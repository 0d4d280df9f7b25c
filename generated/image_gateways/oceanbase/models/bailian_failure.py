from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.bailian_error_code import BailianErrorCode


@_attrs_define
class BailianFailure(_OpenModel[Any]):
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(BailianErrorCode, kind(str))),
            message=required(d, "message", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
