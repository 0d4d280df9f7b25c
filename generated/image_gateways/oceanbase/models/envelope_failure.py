from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, nullable, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.ark_error_code import ArkErrorCode
from ..models.bailian_error_code import BailianErrorCode
from ..models.failure_code import FailureCode

if TYPE_CHECKING:
    from ..models.vendor_data import VendorData


@_attrs_define
class EnvelopeFailure(_OpenModel[Any]):
    """A failure in the product's envelope. On page 003 there is no `data`; null or an object is read as well.

    Attributes:
        success (bool): False on failure.
        code (ArkErrorCode | BailianErrorCode | FailureCode | int | str): The failure's code, a string; one that is
            not listed is kept as it is, also as a number.
        message (None | str): The outcome in words; null or absent at times. Never branch on it.
        data (None | Unset | VendorData): Nothing, as a rule.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
    """

    success: bool
    code: ArkErrorCode | BailianErrorCode | FailureCode | int | str
    message: None | str
    data: None | Unset | VendorData = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.vendor_data import VendorData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            success=required(d, "success", kind(bool)),
            code=required(d, "code", union(FailureCode, ArkErrorCode, BailianErrorCode, kind(str, int))),
            message=required(d, "message", kind(str, NoneType)),
            data=optional(d, "data", nullable(VendorData.from_dict)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
