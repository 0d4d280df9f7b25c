from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, nullable, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.task_status import TaskStatus

if TYPE_CHECKING:
    from ..models.algorithm_base_resp import AlgorithmBaseResp


@_attrs_define
class TaskData(_OpenModel[Any]):
    """How far the task is; the pictures once it is `done`. An unused array is empty, null or missing.

    Attributes:
        status (str | TaskStatus): How far the task is. A value that is not listed is kept as text.
        image_urls (list[str] | None | Unset): Links to the pictures; empty or null when base64 was asked for.
        binary_data_base64 (list[str] | None | Unset): The pictures as bare base64; empty or null when links were
            asked for.
        algorithm_base_resp (AlgorithmBaseResp | None | Unset): The algorithm's own status.
        resp_data (None | str | Unset): The algorithm's own answer, as a JSON text.
        aigc_meta_tagged (bool | None | Unset): Whether the picture carries the marks that `aigc_meta` asked for.
        video_url (None | str | Unset): Link to a video; empty for a picture.
    """

    status: str | TaskStatus
    image_urls: list[str] | None | Unset = UNSET
    binary_data_base64: list[str] | None | Unset = UNSET
    algorithm_base_resp: AlgorithmBaseResp | None | Unset = UNSET
    resp_data: None | str | Unset = UNSET
    aigc_meta_tagged: bool | None | Unset = UNSET
    video_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.algorithm_base_resp import AlgorithmBaseResp

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            status=required(d, "status", union(TaskStatus, kind(str))),
            image_urls=optional(d, "image_urls", nullable(array(kind(str)))),
            binary_data_base64=optional(d, "binary_data_base64", nullable(array(kind(str)))),
            algorithm_base_resp=optional(d, "algorithm_base_resp", nullable(AlgorithmBaseResp.from_dict)),
            resp_data=optional(d, "resp_data", kind(str, NoneType)),
            aigc_meta_tagged=optional(d, "aigc_meta_tagged", kind(bool, NoneType)),
            video_url=optional(d, "video_url", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
