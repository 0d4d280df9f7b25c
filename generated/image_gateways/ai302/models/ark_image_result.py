from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.ark_error import ArkError
    from ..models.ark_image import ArkImage
    from ..models.ark_usage import ArkUsage


T = TypeVar("T", bound="ArkImageResult")


@_attrs_define
class ArkImageResult:
    """What Ark answers, at once.

    Attributes:
        data (list[ArkImage]): The pictures; of several some may have failed.
        model (None | str | Unset): The model that ran.
        created (int | None | Unset): When the pictures were made, Unix time in seconds.
        usage (ArkUsage | None | Unset): What the call consumed.
        error (ArkError | None | Unset): Why no picture, or not every picture, was made.
    """

    data: list[ArkImage]
    model: None | str | Unset = UNSET
    created: int | None | Unset = UNSET
    usage: ArkUsage | None | Unset = UNSET
    error: ArkError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ark_error import ArkError  # noqa: PLC0415
        from ..models.ark_usage import ArkUsage  # noqa: PLC0415

        data = []
        for _data_item_data in self.data:
            _data_item = _data_item_data.to_dict()
            data.append(_data_item)

        model: None | str | Unset
        if isinstance(self.model, Unset):
            model = UNSET
        else:
            model = self.model

        created: int | None | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        else:
            created = self.created

        usage: dict[str, Any] | None | Unset
        if isinstance(self.usage, Unset):
            usage = UNSET
        elif isinstance(self.usage, ArkUsage):
            usage = self.usage.to_dict()
        else:
            usage = self.usage

        error: dict[str, Any] | None | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, ArkError):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data": data,
            }
        )
        if model is not UNSET:
            field_dict["model"] = model
        if created is not UNSET:
            field_dict["created"] = created
        if usage is not UNSET:
            field_dict["usage"] = usage
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ark_error import ArkError  # noqa: PLC0415
        from ..models.ark_image import ArkImage  # noqa: PLC0415
        from ..models.ark_usage import ArkUsage  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ArkImageResult"))
        data = []
        _data = d.pop("data")
        for _data_item_data in expect(_data, list, name="data"):
            _data_item = ArkImage.from_dict(_data_item_data)

            data.append(_data_item)

        def _parse_model(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="model"))

        model = _parse_model(d.pop("model", UNSET))

        def _parse_created(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, expect(data, int, name="created"))

        created = _parse_created(d.pop("created", UNSET))

        def _parse_usage(data: object) -> ArkUsage | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"usage: unexpected {type(data).__name__}")
            usage_type_0 = ArkUsage.from_dict(data)

            return usage_type_0

        usage = _parse_usage(d.pop("usage", UNSET))

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

        ark_image_result = cls(
            data=data,
            model=model,
            created=created,
            usage=usage,
            error=error,
        )

        ark_image_result.additional_properties = d
        return ark_image_result

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
