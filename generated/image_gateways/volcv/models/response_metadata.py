from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.platform_error import PlatformError


@_attrs_define
class ResponseMetadata(_OpenModel[Any]):
    """What the platform's front tells about a call that it refused. Only `Error` is certain.

    Attributes:
        error (PlatformError): What the platform's front refused.
        request_id (None | str | Unset): The call's id; quote it when asking the provider. A time stamp and
            hexadecimal digits.
        action (None | str | Unset): The call as it was asked for.
        version (None | str | Unset): The version as it was asked for.
        service (None | str | Unset): The platform's name for the service.
        region (None | str | Unset): The region that answered.
    """

    error: PlatformError
    request_id: None | str | Unset = UNSET
    action: None | str | Unset = UNSET
    version: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    region: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    _JSON_NAMES: ClassVar[dict[str, str]] = {
        "error": "Error",
        "request_id": "RequestId",
        "action": "Action",
        "version": "Version",
        "service": "Service",
        "region": "Region",
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.platform_error import PlatformError

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            error=required(d, "Error", PlatformError.from_dict),
            request_id=optional(d, "RequestId", kind(str, NoneType)),
            action=optional(d, "Action", kind(str, NoneType)),
            version=optional(d, "Version", kind(str, NoneType)),
            service=optional(d, "Service", kind(str, NoneType)),
            region=optional(d, "Region", kind(str, NoneType)),
        )
        model.additional_properties = d
        return model
