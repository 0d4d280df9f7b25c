from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.bailian_choice_message import BailianChoiceMessage


T = TypeVar("T", bound="BailianChoice")


@_attrs_define
class BailianChoice:
    """One turn of the conversation.

    Attributes:
        message (BailianChoiceMessage): What the model said in its turn.
        finish_reason (None | str | Unset): Why the turn ended, as `stop`.
    """

    message: BailianChoiceMessage
    finish_reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message.to_dict()

        finish_reason: None | str | Unset
        if isinstance(self.finish_reason, Unset):
            finish_reason = UNSET
        else:
            finish_reason = self.finish_reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
            }
        )
        if finish_reason is not UNSET:
            field_dict["finish_reason"] = finish_reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bailian_choice_message import BailianChoiceMessage  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="BailianChoice"))
        message = BailianChoiceMessage.from_dict(d.pop("message"))

        def _parse_finish_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="finish_reason"))

        finish_reason = _parse_finish_reason(d.pop("finish_reason", UNSET))

        bailian_choice = cls(
            message=message,
            finish_reason=finish_reason,
        )

        bailian_choice.additional_properties = d
        return bailian_choice

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
