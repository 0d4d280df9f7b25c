from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, required

if TYPE_CHECKING:
    from ..models.relay_error import RelayError


@_attrs_define
class RelayFailure(_OpenModel[Any]):
    """A failure of the host itself.

    Attributes:
        error (RelayError): What the host refused. Only `message` is certain.
    """

    error: RelayError
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.relay_error import RelayError

        d = dict(expect((Mapping,), src_dict))
        model = cls(error=required(d, "error", RelayError.from_dict))
        model.additional_properties = d
        return model
