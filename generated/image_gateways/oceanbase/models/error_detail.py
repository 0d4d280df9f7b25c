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

from ..models.ark_error_code import ArkErrorCode
from ..models.product_error_code import ProductErrorCode


@_attrs_define
class ErrorDetail(_OpenModel[Any]):
    """What was refused. Ark writes `type` and `param` too, and the call's id into the message.

    Attributes:
        message (None | str): The outcome in words; null or absent at times. Never branch on it.
        code (ArkErrorCode | int | None | ProductErrorCode | str | Unset): A name such as `unauthorized`, or Ark's
            code; one that is not listed is kept as it is. Null or absent at times.
        param (None | str | Unset): The field that was refused, if the vendor names it; often empty.
        type_ (None | str | Unset): The failure's sort, as `BadRequest`.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
    """

    message: None | str
    code: ArkErrorCode | int | None | ProductErrorCode | str | Unset = UNSET
    param: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"type_": "type"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            message=required(d, "message", kind(str, NoneType)),
            code=optional(d, "code", union(ProductErrorCode, ArkErrorCode, kind(str, int, NoneType))),
            param=optional(d, "param", kind(str, NoneType)),
            type_=optional(d, "type", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
