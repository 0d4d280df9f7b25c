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
    from ..models.ark_image_result import ArkImageResult
    from ..models.bailian_answer import BailianAnswer
    from ..models.bailian_new_task import BailianNewTask
    from ..models.error_failure import ErrorFailure
    from ..models.vendor_data import VendorData


@_attrs_define
class CreateImageSuccess(_OpenModel[Any]):
    """The envelope of a success. Page 003 shows all four fields; a caller needs `code` and `data`.

    Attributes:
        code (Literal['200'] | Literal[200]): "200", success; a string, or 200 as a number.
        data (ArkImageResult | BailianAnswer | BailianNewTask | ErrorFailure | VendorData): The vendor's own answer,
            or, of a new task, what stands in its `output`.
        success (bool | Unset): True on success.
        message (None | str | Unset): The outcome in words; null or absent at times. Never branch on it.
    """

    code: Literal["200"] | Literal[200]
    data: ArkImageResult | BailianAnswer | BailianNewTask | ErrorFailure | VendorData
    success: bool | Unset = UNSET
    message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.ark_image_result import ArkImageResult
        from ..models.bailian_answer import BailianAnswer
        from ..models.bailian_new_task import BailianNewTask
        from ..models.error_failure import ErrorFailure
        from ..models.vendor_data import VendorData

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            code=required(d, "code", union(constant("200"), constant(200))),
            data=required(
                d,
                "data",
                union(
                    ArkImageResult.from_dict,
                    BailianAnswer.from_dict,
                    BailianNewTask.from_dict,
                    ErrorFailure.from_dict,
                    VendorData.from_dict,
                ),
            ),
            success=optional(d, "success", kind(bool)),
            message=optional(d, "message", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
