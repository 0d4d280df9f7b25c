from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import constant, expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bailian_task import BailianTask
    from ..models.bailian_task_output import BailianTaskOutput
    from ..models.vendor_data import VendorData


@_attrs_define
class GetTaskSuccess(_OpenModel[Any]):
    """The envelope of a task.

    Attributes:
        code (Literal['200'] | Literal[200]): "200", success; a string, or 200 as a number.
        data (BailianTask | BailianTaskOutput | VendorData): The vendor's own task object, or what stands in its
            `output`.
        success (bool | Unset): True on success.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    code: Literal["200"] | Literal[200]
    data: BailianTask | BailianTaskOutput | VendorData
    success: bool | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_task import BailianTask
        from ..models.bailian_task_output import BailianTaskOutput
        from ..models.vendor_data import VendorData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(constant("200"), constant(200))),
            data=required(d, "data", union(BailianTask.from_dict, BailianTaskOutput.from_dict, VendorData.from_dict)),
            success=optional(d, "success", kind(bool)),
            message=optional(d, "message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
