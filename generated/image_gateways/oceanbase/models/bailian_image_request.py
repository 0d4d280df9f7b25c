from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bailian_input import BailianInput
    from ..models.bailian_parameters import BailianParameters


@_attrs_define
class BailianImageRequest(_OpenModel[Any]):
    """A request to a model of Alibaba Bailian. Only `model` is the gateway's own; the rest is passed
    through. Fields that are not listed may be sent.

    Attributes:
        model (str): Name of a model of Alibaba Bailian; they begin with `wan` or `qwen`. Answers with a task; some
            answer
            at once.
        input_ (BailianInput | Unset): What to draw, as the model's own page describes it (`prompt`, for one).
        parameters (BailianParameters | Unset): How to draw it, as the model's own page describes it; open.
    """

    model: str
    input_: BailianInput | Unset = UNSET
    parameters: BailianParameters | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"input_": "input"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.bailian_input import BailianInput
        from ..models.bailian_parameters import BailianParameters

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            model=required(d, "model", kind(str)),
            input_=optional(d, "input", BailianInput.from_dict),
            parameters=optional(d, "parameters", BailianParameters.from_dict),
        )
        model.additional_properties = d
        return model
