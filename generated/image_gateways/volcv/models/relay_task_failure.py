from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.no_relay_code import NoRelayCode
from ..models.relay_code import RelayCode

if TYPE_CHECKING:
    from ..models.failure_data import FailureData


@_attrs_define
class RelayTaskFailure(_OpenModel[Any]):
    """A failure of the host itself, as its calls that make tasks write it.

    Attributes:
        code (NoRelayCode | RelayCode | str): A name; one that is not listed is kept as text.
        message (str): The outcome in words, in the language of the host. The call's id is often in it:
            `(request id: …)`. An empty balance or a wrong key often has no code, only these words.
        upsream_message (FailureData | None | str | Unset): The failure of the host's upstream, as a JSON text or as
            an object; the name is spelt so.
            `message` may be empty beside it.
        data (None | Unset): Null.
    """

    code: NoRelayCode | RelayCode | str
    message: str
    upsream_message: FailureData | None | str | Unset = UNSET
    data: None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.failure_data import FailureData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(RelayCode, NoRelayCode, kind(str))),
            message=required(d, "message", kind(str)),
            upsream_message=optional(d, "upsream_message", union(FailureData.from_dict, kind(str, NoneType))),
            data=optional(d, "data", kind(NoneType)),
        )
        model.additional_properties = d
        return model
