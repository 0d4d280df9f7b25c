from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, required

if TYPE_CHECKING:
    from ..models.bailian_choice import BailianChoice


@_attrs_define
class BailianPictures(_OpenModel[Any]):
    """The pictures of a model that answers at once, in the form of a conversation.

    Attributes:
        choices (list[BailianChoice]): The pictures, in the form of a conversation.
    """

    choices: list[BailianChoice]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_choice import BailianChoice

        d = dict(expect((Mapping,), src_dict))
        model = cls(choices=required(d, "choices", array(BailianChoice.from_dict)))
        model.additional_properties = d
        return model
