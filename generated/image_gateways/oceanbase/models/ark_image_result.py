from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

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
        created (int): When the picture was made, Unix time in seconds.
        data (list[ArkImage]): The pictures.
        model (str | Unset): The model that ran.
        usage (ArkUsage | Unset): What the call consumed.
        error (ArkError | Unset): Why no picture, or not every picture, was made.
    """

    created: int
    data: list[ArkImage]
    model: str | Unset = UNSET
    usage: ArkUsage | Unset = UNSET
    error: ArkError | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created = self.created

        data = []
        for _data_item_data in self.data:
            _data_item = _data_item_data.to_dict()
            data.append(_data_item)

        model = self.model

        usage: dict[str, Any] | Unset = UNSET
        if not isinstance(self.usage, Unset):
            usage = self.usage.to_dict()

        error: dict[str, Any] | Unset = UNSET
        if not isinstance(self.error, Unset):
            error = self.error.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created": created,
                "data": data,
            }
        )
        if model is not UNSET:
            field_dict["model"] = model
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
        created = expect(d.pop("created"), int, name="created")

        data = []
        _data = d.pop("data")
        for _data_item_data in expect(_data, list, name="data"):
            _data_item = ArkImage.from_dict(_data_item_data)

            data.append(_data_item)

        model = expect(d.pop("model", UNSET), str, Unset, name="model")

        _usage = d.pop("usage", UNSET)
        usage: ArkUsage | Unset
        if isinstance(_usage, Unset):
            usage = UNSET
        else:
            usage = ArkUsage.from_dict(_usage)

        _error = d.pop("error", UNSET)
        error: ArkError | Unset
        if isinstance(_error, Unset):
            error = UNSET
        else:
            error = ArkError.from_dict(_error)

        ark_image_result = cls(
            created=created,
            data=data,
            model=model,
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
