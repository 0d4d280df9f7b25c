from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="BailianMetrics")


@_attrs_define
class BailianMetrics:
    """How many pictures of the task came to what end.

    Attributes:
        total (int | Unset): Pictures asked for.
        succeeded (int | Unset): Pictures made.
        failed (int | Unset): Pictures that failed.
    """

    total: int | Unset = UNSET
    succeeded: int | Unset = UNSET
    failed: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total

        succeeded = self.succeeded

        failed = self.failed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if total is not UNSET:
            field_dict["TOTAL"] = total
        if succeeded is not UNSET:
            field_dict["SUCCEEDED"] = succeeded
        if failed is not UNSET:
            field_dict["FAILED"] = failed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="BailianMetrics"))
        total = expect(d.pop("TOTAL", UNSET), int, Unset, name="TOTAL")

        succeeded = expect(d.pop("SUCCEEDED", UNSET), int, Unset, name="SUCCEEDED")

        failed = expect(d.pop("FAILED", UNSET), int, Unset, name="FAILED")

        bailian_metrics = cls(
            total=total,
            succeeded=succeeded,
            failed=failed,
        )

        bailian_metrics.additional_properties = d
        return bailian_metrics

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
