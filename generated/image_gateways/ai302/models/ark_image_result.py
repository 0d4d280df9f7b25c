from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, nullable, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ark_error import ArkError
    from ..models.ark_image import ArkImage
    from ..models.ark_usage import ArkUsage


@_attrs_define
class ArkImageResult(_OpenModel[Any]):
    """What Ark answers, at once.

    Attributes:
        data (list[ArkImage]): The pictures; of several some may have failed.
        model (None | str | Unset): The model that ran.
        created (int | None | Unset): When the pictures were made, Unix time in seconds.
        usage (ArkUsage | None | Unset): What the call consumed.
        error (ArkError | None | Unset): Why no picture, or not every picture, was made.
    """

    data: list[ArkImage]
    model: None | str | Unset = UNSET
    created: int | None | Unset = UNSET
    usage: ArkUsage | None | Unset = UNSET
    error: ArkError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.ark_error import ArkError
        from ..models.ark_image import ArkImage
        from ..models.ark_usage import ArkUsage

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            data=required(d, "data", array(ArkImage.from_dict)),
            model=optional(d, "model", kind(str, NoneType)),
            created=optional(d, "created", kind(int, NoneType)),
            usage=optional(d, "usage", nullable(ArkUsage.from_dict)),
            error=optional(d, "error", nullable(ArkError.from_dict)),
        )
        model.additional_properties = d
        return model
