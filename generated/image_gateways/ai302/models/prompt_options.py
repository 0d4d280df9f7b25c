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
class PromptOptions(_OpenModel[Any]):
    """How the model improves the prompt before it draws; open.

    Attributes:
        mode (str | Unset): `standard`, better and slower, or `fast`. Which a model takes is its own.
    """

    mode: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(mode=optional(d, "mode", kind(str)))
        model.additional_properties = d
        return model
