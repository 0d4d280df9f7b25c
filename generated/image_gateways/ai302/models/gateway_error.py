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

from ..models.gateway_error_code import GatewayErrorCode


@_attrs_define
class GatewayError(_OpenModel[Any]):
    """What 302.AI refused or failed at. Beside `message` stand further languages, an open set: `message_cn`
    and `message_jp` mostly, `message_en` and `message_ja` were seen, and sometimes none.

    Attributes:
        err_code (GatewayErrorCode | int): A code of the gateway; one that is not listed is kept as a number.
        message (None | str | Unset): The outcome in words; null or absent at times. Texts repeat between codes, so
            never branch on them.
        message_cn (None | str | Unset): The message in Chinese.
        message_jp (None | str | Unset): The message in Japanese.
        type_ (None | str | Unset): Class of the error, in words (`api_error`).
    """

    err_code: GatewayErrorCode | int
    message: None | str | Unset = UNSET
    message_cn: None | str | Unset = UNSET
    message_jp: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"type_": "type"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            err_code=required(d, "err_code", union(GatewayErrorCode, kind(int))),
            message=optional(d, "message", kind(str, NoneType)),
            message_cn=optional(d, "message_cn", kind(str, NoneType)),
            message_jp=optional(d, "message_jp", kind(str, NoneType)),
            type_=optional(d, "type", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
