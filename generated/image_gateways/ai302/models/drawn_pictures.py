from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, nullable, optional
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.algorithm_base_resp import AlgorithmBaseResp


@_attrs_define
class DrawnPictures(_OpenModel[Any]):
    """The picture, in one of the two arrays, and what became of the prompt.

    Attributes:
        image_urls (list[str] | None | Unset): Links to the pictures; empty or null when base64 was asked for.
        binary_data_base64 (list[str] | None | Unset): The pictures as bare base64; empty or null when links were
            asked for.
        algorithm_base_resp (AlgorithmBaseResp | None | Unset): The algorithm's own status.
        request_id (None | str | Unset): The algorithm's own id of this run; not the envelope's.
        llm_result (None | str | Unset): The prompt as a language model extended it; empty when it did not.
        pe_result (None | str | Unset): The prompt as it was extended; empty when it was not.
        predict_tags_result (None | str | Unset): Tags that were predicted for the picture; empty when none were.
        rephraser_result (None | str | Unset): The rephrased prompt; empty when it was not rephrased.
        vlm_result (None | str | Unset): What a model said of the picture; empty when none was asked.
    """

    image_urls: list[str] | None | Unset = UNSET
    binary_data_base64: list[str] | None | Unset = UNSET
    algorithm_base_resp: AlgorithmBaseResp | None | Unset = UNSET
    request_id: None | str | Unset = UNSET
    llm_result: None | str | Unset = UNSET
    pe_result: None | str | Unset = UNSET
    predict_tags_result: None | str | Unset = UNSET
    rephraser_result: None | str | Unset = UNSET
    vlm_result: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.algorithm_base_resp import AlgorithmBaseResp

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            image_urls=optional(d, "image_urls", nullable(array(kind(str)))),
            binary_data_base64=optional(d, "binary_data_base64", nullable(array(kind(str)))),
            algorithm_base_resp=optional(d, "algorithm_base_resp", nullable(AlgorithmBaseResp.from_dict)),
            request_id=optional(d, "request_id", kind(str, NoneType)),
            llm_result=optional(d, "llm_result", kind(str, NoneType)),
            pe_result=optional(d, "pe_result", kind(str, NoneType)),
            predict_tags_result=optional(d, "predict_tags_result", kind(str, NoneType)),
            rephraser_result=optional(d, "rephraser_result", kind(str, NoneType)),
            vlm_result=optional(d, "vlm_result", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
