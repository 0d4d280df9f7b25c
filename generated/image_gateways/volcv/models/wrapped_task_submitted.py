from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, required

if TYPE_CHECKING:
    from ..models.call_metadata import CallMetadata
    from ..models.task_submitted import TaskSubmitted


@_attrs_define
class WrappedTaskSubmitted(_OpenModel[Any]):
    """The envelope of an accepted task, below `Result`.

    Attributes:
        response_metadata (CallMetadata): What the platform's front tells about a call that it passed on.
        result (TaskSubmitted): The envelope of an accepted task. Only `code` and `data.task_id` are certain.
    """

    response_metadata: CallMetadata
    result: TaskSubmitted
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"response_metadata": "ResponseMetadata", "result": "Result"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.call_metadata import CallMetadata
        from ..models.task_submitted import TaskSubmitted

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            response_metadata=required(d, "ResponseMetadata", CallMetadata.from_dict),
            result=required(d, "Result", TaskSubmitted.from_dict),
        )
        model.additional_properties = d
        return model
