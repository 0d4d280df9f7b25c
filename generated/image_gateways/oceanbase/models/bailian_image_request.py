from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_input import BailianInput
    from ..models.bailian_parameters import BailianParameters


T = TypeVar("T", bound="BailianImageRequest")


@_attrs_define
class BailianImageRequest:
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

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        input_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.input_, Unset):
            input_ = self.input_.to_dict()

        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if input_ is not UNSET:
            field_dict["input"] = input_
        if parameters is not UNSET:
            field_dict["parameters"] = parameters

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_input import BailianInput  # noqa: PLC0415
        from ..models.bailian_parameters import BailianParameters  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianImageRequest"))
        model = expect(d.pop("model"), str, name="model")

        _input_ = d.pop("input", UNSET)
        input_: BailianInput | Unset
        if isinstance(_input_, Unset):
            input_ = UNSET
        else:
            input_ = BailianInput.from_dict(_input_)

        _parameters = d.pop("parameters", UNSET)
        parameters: BailianParameters | Unset
        if isinstance(_parameters, Unset):
            parameters = UNSET
        else:
            parameters = BailianParameters.from_dict(_parameters)

        bailian_image_request = cls(
            model=model,
            input_=input_,
            parameters=parameters,
        )

        bailian_image_request.additional_properties = d
        return bailian_image_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
