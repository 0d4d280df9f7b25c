from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="AigcMeta")


@_attrs_define
class AigcMeta:
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

    def to_dict(self) -> dict[str, Any]:
        producer_id = self.producer_id

        content_producer = self.content_producer

        content_propagator = self.content_propagator

        propagate_id = self.propagate_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "producer_id": producer_id,
            }
        )
        if content_producer is not UNSET:
            field_dict["content_producer"] = content_producer
        if content_propagator is not UNSET:
            field_dict["content_propagator"] = content_propagator
        if propagate_id is not UNSET:
            field_dict["propagate_id"] = propagate_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="AigcMeta"))
        producer_id = expect(d.pop("producer_id"), str, name="producer_id")

        content_producer = expect(
            d.pop("content_producer", UNSET), str, Unset, name="content_producer"
        )

        content_propagator = expect(
            d.pop("content_propagator", UNSET), str, Unset, name="content_propagator"
        )

        propagate_id = expect(
            d.pop("propagate_id", UNSET), str, Unset, name="propagate_id"
        )

        aigc_meta = cls(
            producer_id=producer_id,
            content_producer=content_producer,
            content_propagator=content_propagator,
            propagate_id=propagate_id,
        )

        aigc_meta.additional_properties = d
        return aigc_meta

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
