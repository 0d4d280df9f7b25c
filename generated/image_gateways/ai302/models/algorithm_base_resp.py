from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class AlgorithmBaseResp(_OpenModel[Any]):
    """The algorithm's own status.

    Attributes:
        status_code (int | None | Unset): 0 is success.
        status_message (None | str | Unset): The status in words.
    """

    status_code: int | None | Unset = UNSET
    status_message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            status_code=optional(d, "status_code", kind(int, NoneType)),
            status_message=optional(d, "status_message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
