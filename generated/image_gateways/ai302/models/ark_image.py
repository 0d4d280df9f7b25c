from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.ark_error import ArkError


T = TypeVar("T", bound="ArkImage")


@_attrs_define
class ArkImage:
    """One picture, as a link or as base64, or why there is none.

    Attributes:
        url (None | str | Unset): Link to the picture; fetch it at once, such links die within a day.
        b64_json (None | str | Unset): The picture as bare base64.
        size (None | str | Unset): Size of the picture in pixels, as `1024x1024`.
        output_format (None | str | Unset): File type of the picture, `jpeg` or `png`; newer models tell it.
        error (ArkError | None | Unset): Why this picture was not made, of several.
    """

    url: None | str | Unset = UNSET
    b64_json: None | str | Unset = UNSET
    size: None | str | Unset = UNSET
    output_format: None | str | Unset = UNSET
    error: ArkError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ark_error import ArkError  # noqa: PLC0415

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        b64_json: None | str | Unset
        if isinstance(self.b64_json, Unset):
            b64_json = UNSET
        else:
            b64_json = self.b64_json

        size: None | str | Unset
        if isinstance(self.size, Unset):
            size = UNSET
        else:
            size = self.size

        output_format: None | str | Unset
        if isinstance(self.output_format, Unset):
            output_format = UNSET
        else:
            output_format = self.output_format

        error: dict[str, Any] | None | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, ArkError):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if b64_json is not UNSET:
            field_dict["b64_json"] = b64_json
        if size is not UNSET:
            field_dict["size"] = size
        if output_format is not UNSET:
            field_dict["output_format"] = output_format
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ark_error import ArkError  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ArkImage"))

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="url"))

        url = _parse_url(d.pop("url", UNSET))

        def _parse_b64_json(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="b64_json"))

        b64_json = _parse_b64_json(d.pop("b64_json", UNSET))

        def _parse_size(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="size"))

        size = _parse_size(d.pop("size", UNSET))

        def _parse_output_format(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="output_format"))

        output_format = _parse_output_format(d.pop("output_format", UNSET))

        def _parse_error(data: object) -> ArkError | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"error: unexpected {type(data).__name__}")
            error_type_0 = ArkError.from_dict(data)

            return error_type_0

        error = _parse_error(d.pop("error", UNSET))

        ark_image = cls(
            url=url,
            b64_json=b64_json,
            size=size,
            output_format=output_format,
            error=error,
        )

        ark_image.additional_properties = d
        return ark_image

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
