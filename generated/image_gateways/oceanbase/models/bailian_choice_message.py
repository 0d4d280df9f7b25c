from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bailian_content import BailianContent


@_attrs_define
class BailianChoiceMessage(_OpenModel[Any]):
    """What the model said in its turn.

    Attributes:
        content (list[BailianContent]): The parts of the message; a picture is one.
        role (str | Unset): Who speaks, `assistant`.
    """

    content: list[BailianContent]
    role: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_content import BailianContent

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            content=required(d, "content", array(BailianContent.from_dict)), role=optional(d, "role", kind(str))
        )
        model.additional_properties = d
        return model
