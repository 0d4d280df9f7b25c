from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect


@_attrs_define
class VendorData(_OpenModel[Any]):
    """Any other answer of a vendor; open. One with `data` is Ark's, one with `output` or `task_status` is Bailian's,
    and
    each field has the type that it has there.

    """

    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls()
        model.additional_properties = d
        return model
