from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bailian_choice_message import BailianChoiceMessage


@_attrs_define
class BailianChoice(_OpenModel[Any]):
    """One turn of the conversation.

    Attributes:
        message (BailianChoiceMessage): What the model said in its turn.
        finish_reason (None | str | Unset): Why the turn ended, as `stop`.
    """

    message: BailianChoiceMessage
    finish_reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_choice_message import BailianChoiceMessage

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            message=required(d, "message", BailianChoiceMessage.from_dict),
            finish_reason=optional(d, "finish_reason", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
