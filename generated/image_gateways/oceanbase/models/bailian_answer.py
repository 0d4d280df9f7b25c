from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bailian_new_task import BailianNewTask
    from ..models.bailian_pictures import BailianPictures
    from ..models.bailian_usage import BailianUsage


@_attrs_define
class BailianAnswer(_OpenModel[Any]):
    """What Bailian answers, a new task, or, from models that answer at once, the pictures.

    Attributes:
        output (BailianNewTask | BailianPictures): The task, or the pictures.
        request_id (None | str | Unset): The vendor's id of the call, if the answer names it; quote it when asking.
        usage (BailianUsage | Unset): What the task, or the call, consumed.
    """

    output: BailianNewTask | BailianPictures
    request_id: None | str | Unset = UNSET
    usage: BailianUsage | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_new_task import BailianNewTask
        from ..models.bailian_pictures import BailianPictures
        from ..models.bailian_usage import BailianUsage

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            output=required(d, "output", union(BailianNewTask.from_dict, BailianPictures.from_dict)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            usage=optional(d, "usage", BailianUsage.from_dict),
        )
        model.additional_properties = d
        return model
