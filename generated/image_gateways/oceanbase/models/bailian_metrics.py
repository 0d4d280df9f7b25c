from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class BailianMetrics(_OpenModel[Any]):
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

    _JSON_NAMES: ClassVar[dict[str, str]] = {"total": "TOTAL", "succeeded": "SUCCEEDED", "failed": "FAILED"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            total=optional(d, "TOTAL", kind(int)),
            succeeded=optional(d, "SUCCEEDED", kind(int)),
            failed=optional(d, "FAILED", kind(int)),
        )
        model.additional_properties = d
        return model
