from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.bailian_choice import BailianChoice


T = TypeVar("T", bound="BailianPictures")


@_attrs_define
class BailianPictures:
    """The pictures of a model that answers at once, in the form of a conversation.

    Attributes:
        choices (list[BailianChoice]): The pictures, in the form of a conversation.
    """

    choices: list[BailianChoice]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        choices = []
        for _componentsschemas_bailian_choices_item_data in self.choices:
            _componentsschemas_bailian_choices_item = (
                _componentsschemas_bailian_choices_item_data.to_dict()
            )
            choices.append(_componentsschemas_bailian_choices_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "choices": choices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_choice import BailianChoice  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianPictures"))
        choices = []
        _choices = d.pop("choices")
        for _componentsschemas_bailian_choices_item_data in expect(
            _choices, list, name="choices"
        ):
            _componentsschemas_bailian_choices_item = BailianChoice.from_dict(
                _componentsschemas_bailian_choices_item_data
            )

            choices.append(_componentsschemas_bailian_choices_item)

        bailian_pictures = cls(
            choices=choices,
        )

        bailian_pictures.additional_properties = d
        return bailian_pictures

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
