from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


@_attrs_define
class ResultOptions(_OpenModel[Any]):
    """What the string `req_json` holds.

    Attributes:
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. The
            upstream's default is false; what 302.AI returns without it is not known.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.logo_info import LogoInfo

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            return_url=optional(d, "return_url", kind(bool)), logo_info=optional(d, "logo_info", LogoInfo.from_dict)
        )
        model.additional_properties = d
        return model
