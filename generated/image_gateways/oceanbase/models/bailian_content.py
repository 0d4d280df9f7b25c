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
class BailianContent(_OpenModel[Any]):
    """A part of a message.

    Attributes:
        image (str | Unset): Link to a picture; dies after 24 hours.
        type_ (str | Unset): What kind of part it is, as `image`; not every model says so.
        text (str | Unset): Words of the model, where it says some.
    """

    image: str | Unset = UNSET
    type_: str | Unset = UNSET
    text: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"type_": "type"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            image=optional(d, "image", kind(str)),
            type_=optional(d, "type", kind(str)),
            text=optional(d, "text", kind(str)),
        )
        model.additional_properties = d
        return model
