from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_content import BailianContent


T = TypeVar("T", bound="BailianChoiceMessage")


@_attrs_define
class BailianChoiceMessage:
    """What the model said in its turn.

    Attributes:
        content (list[BailianContent]): The parts of the message; a picture is one.
        role (str | Unset): Who speaks, `assistant`.
    """

    content: list[BailianContent]
    role: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        content = []
        for _content_item_data in self.content:
            _content_item = _content_item_data.to_dict()
            content.append(_content_item)

        role = self.role

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
            }
        )
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_content import BailianContent  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianChoiceMessage"))
        content = []
        _content = d.pop("content")
        for _content_item_data in expect(_content, list, name="content"):
            _content_item = BailianContent.from_dict(_content_item_data)

            content.append(_content_item)

        role = expect(d.pop("role", UNSET), str, Unset, name="role")

        bailian_choice_message = cls(
            content=content,
            role=role,
        )

        bailian_choice_message.additional_properties = d
        return bailian_choice_message

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
