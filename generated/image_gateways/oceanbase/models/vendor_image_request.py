from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, required


@_attrs_define
class VendorImageRequest(_OpenModel[Any]):
    """A request to any other model. Only `model` is known; everything else is passed through.

    Attributes:
        model (str): Name of any other model.
    """

    model: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(model=required(d, "model", kind(str)))
        model.additional_properties = d
        return model
