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
class FailureData(_OpenModel[Any]):
    """What an algorithm leaves of a failure.

    Attributes:
        resp_data (None | str | Unset): The algorithm's own answer, empty in the sample.
    """

    resp_data: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(resp_data=optional(d, "resp_data", kind(str, NoneType)))
        model.additional_properties = d
        return model
