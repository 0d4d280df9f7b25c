from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, nullable, optional
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ark_error import ArkError


@_attrs_define
class ArkImage(_OpenModel[Any]):
    """One picture, as a link or as base64, or why there is none.

    Attributes:
        url (None | str | Unset): Link to the picture; fetch it at once, such links die within a day.
        b64_json (None | str | Unset): The picture as bare base64.
        size (None | str | Unset): Size of the picture in pixels, as `1024x1024`.
        output_format (None | str | Unset): File type of the picture, `jpeg` or `png`; newer models tell it.
        error (ArkError | None | Unset): Why this picture was not made, of several.
    """

    url: None | str | Unset = UNSET
    b64_json: None | str | Unset = UNSET
    size: None | str | Unset = UNSET
    output_format: None | str | Unset = UNSET
    error: ArkError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.ark_error import ArkError

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            url=optional(d, "url", kind(str, NoneType)),
            b64_json=optional(d, "b64_json", kind(str, NoneType)),
            size=optional(d, "size", kind(str, NoneType)),
            output_format=optional(d, "output_format", kind(str, NoneType)),
            error=optional(d, "error", nullable(ArkError.from_dict)),
        )
        model.additional_properties = d
        return model
