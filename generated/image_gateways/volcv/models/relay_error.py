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

from ..models.no_relay_code import NoRelayCode
from ..models.relay_code import RelayCode


@_attrs_define
class RelayError(_OpenModel[Any]):
    """What the host refused. Only `message` is certain.

    Attributes:
        message (str): The outcome in words, in the language of the host. The call's id is often in it:
            `(request id: …)`. An empty balance or a wrong key often has no code, only these words.
        type_ (None | str | Unset): Whose failure it is, `new_api_error` for the host's own.
        param (None | str | Unset): The field that is wrong; often empty.
        code (int | None | NoRelayCode | RelayCode | str | Unset): A name, empty or null where the host has none;
            one that is not listed is kept.
    """

    message: str
    type_: None | str | Unset = UNSET
    param: None | str | Unset = UNSET
    code: int | None | NoRelayCode | RelayCode | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"type_": "type"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            message=required(d, "message", kind(str)),
            type_=optional(d, "type", kind(str, NoneType)),
            param=optional(d, "param", kind(str, NoneType)),
            code=optional(d, "code", union(RelayCode, NoRelayCode, kind(str, int, NoneType))),
        )
        model.additional_properties = d
        return model
