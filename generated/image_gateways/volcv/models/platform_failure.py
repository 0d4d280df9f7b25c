from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, required

if TYPE_CHECKING:
    from ..models.response_metadata import ResponseMetadata


@_attrs_define
class PlatformFailure(_OpenModel[Any]):
    """A failure of the platform's front, before any algorithm was reached (signature, unknown action).

    Attributes:
        response_metadata (ResponseMetadata): What the platform's front tells about a call that it refused. Only
            `Error` is certain.
    """

    response_metadata: ResponseMetadata
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {"response_metadata": "ResponseMetadata"}

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.response_metadata import ResponseMetadata

        d = dict(expect((Mapping,), src_dict))
        model = cls(response_metadata=required(d, "ResponseMetadata", ResponseMetadata.from_dict))
        model.additional_properties = d
        return model
