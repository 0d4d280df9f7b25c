from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, required, union

if TYPE_CHECKING:
    from ..models.gateway_error import GatewayError
    from ..models.vendor_error import VendorError


@_attrs_define
class GatewayFailure(_OpenModel[Any]):
    """A failure that stands in `error`: 302.AI's own, which has `err_code`, or one of a service behind it,
    which has none.

    Attributes:
        error (GatewayError | VendorError): What was refused or failed.
    """

    error: GatewayError | VendorError
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.gateway_error import GatewayError
        from ..models.vendor_error import VendorError

        d = dict(expect((Mapping,), src_dict))
        model = cls(error=required(d, "error", union(GatewayError.from_dict, VendorError.from_dict)))
        model.additional_properties = d
        return model
