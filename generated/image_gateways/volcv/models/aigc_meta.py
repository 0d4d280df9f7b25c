from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required
from image_gateways.types import UNSET, Unset


@_attrs_define
class AigcMeta(_OpenModel[Any]):
    """Marks the picture as made by a machine, in its metadata.

    Attributes:
        producer_id (str): The id that its maker gives the content.
        content_producer (str | Unset): Who makes the content.
        content_propagator (str | Unset): Who spreads the content.
        propagate_id (str | Unset): The id that who spreads it gives the content.
    """

    producer_id: str
    content_producer: str | Unset = UNSET
    content_propagator: str | Unset = UNSET
    propagate_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            producer_id=required(d, "producer_id", kind(str)),
            content_producer=optional(d, "content_producer", kind(str)),
            content_propagator=optional(d, "content_propagator", kind(str)),
            propagate_id=optional(d, "propagate_id", kind(str)),
        )
        model.additional_properties = d
        return model
