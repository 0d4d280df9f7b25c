from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.aigc_meta import AigcMeta
    from ..models.logo_info import LogoInfo


T = TypeVar("T", bound="ResultOptions")


@_attrs_define
class ResultOptions:
    """What the string `req_json` holds.

    Attributes:
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
        aigc_meta (AigcMeta | Unset): Marks the picture as made by a machine, in its metadata.
    """

    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    aigc_meta: AigcMeta | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return_url = self.return_url

        logo_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.logo_info, Unset):
            logo_info = self.logo_info.to_dict()

        aigc_meta: dict[str, Any] | Unset = UNSET
        if not isinstance(self.aigc_meta, Unset):
            aigc_meta = self.aigc_meta.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if logo_info is not UNSET:
            field_dict["logo_info"] = logo_info
        if aigc_meta is not UNSET:
            field_dict["aigc_meta"] = aigc_meta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.aigc_meta import AigcMeta  # noqa: PLC0415
        from ..models.logo_info import LogoInfo  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ResultOptions"))
        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        _logo_info = d.pop("logo_info", UNSET)
        logo_info: LogoInfo | Unset
        if isinstance(_logo_info, Unset):
            logo_info = UNSET
        else:
            logo_info = LogoInfo.from_dict(_logo_info)

        _aigc_meta = d.pop("aigc_meta", UNSET)
        aigc_meta: AigcMeta | Unset
        if isinstance(_aigc_meta, Unset):
            aigc_meta = UNSET
        else:
            aigc_meta = AigcMeta.from_dict(_aigc_meta)

        result_options = cls(
            return_url=return_url,
            logo_info=logo_info,
            aigc_meta=aigc_meta,
        )

        result_options.additional_properties = d
        return result_options

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
