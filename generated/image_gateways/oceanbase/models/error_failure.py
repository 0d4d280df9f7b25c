from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


@_attrs_define
class ErrorFailure(_OpenModel[Any]):
    """A failure as a sibling page of the same product shows it, and as Ark writes it.

    Attributes:
        error (ErrorDetail): What was refused. Ark writes `type` and `param` too, and the call's id into the
            message.
        data (None | Unset): Nothing, where it stands beside the error at all.
    """

    error: ErrorDetail
    data: None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.error_detail import ErrorDetail

        d = dict(expect((Mapping,), src_dict))
        model = cls(error=required(d, "error", ErrorDetail.from_dict), data=optional(d, "data", kind(NoneType)))
        model.additional_properties = d
        return model
