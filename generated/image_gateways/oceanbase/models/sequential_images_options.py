from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class SequentialImagesOptions(_OpenModel[Any]):
    """How many pictures `sequential_image_generation` may make; read only where that is `auto`.

    Attributes:
        max_images (int | Unset): Most pictures to make, 1 to 15. Default 15. Those that were sent count too, 15 in
            all.
    """

    max_images: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(max_images=optional(d, "max_images", kind(int)))
        model.additional_properties = d
        return model
