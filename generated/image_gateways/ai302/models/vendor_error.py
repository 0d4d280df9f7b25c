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


@_attrs_define
class VendorError(_OpenModel[Any]):
    """An error in the form that the services behind 302.AI share, passed through: `message`, and mostly
    `code`, `type` and `param`.

    Attributes:
        message (str): What was wrong, in words; the vendor's call id stands at its end at times.
        code (ArkErrorCode | int | None | str | Unset): Ark's code, or another vendor's, which is kept as it is;
            empty, null or absent where there is none.
        type_ (None | str | Unset): Class of the error, in words.
        param (None | str | Unset): The field that was wrong, if one was.
        request_id (None | str | Unset): The call's id, if the answer names it; quote it when asking the provider. A
            time stamp and hexadecimal digits.
    """

    message: str
    code: ArkErrorCode | int | None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    param: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"type_": "type"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            message=required(d, "message", kind(str)),
            code=optional(d, "code", union(ArkErrorCode, kind(str, int, NoneType))),
            type_=optional(d, "type", kind(str, NoneType)),
            param=optional(d, "param", kind(str, NoneType)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
