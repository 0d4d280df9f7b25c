from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.relay_code import RelayCode
from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="RelayTaskFailure")


@_attrs_define
class RelayTaskFailure:
    """A failure of the host itself, as its calls that make tasks write it.

    Attributes:
        code (RelayCode | str): A name; one that is not listed is kept as text.
        message (str): The outcome in words, in the language of the host. The call's id is often in it:
            `(request id: …)`. An empty balance or a wrong key often has no code, only these words.
        data (None | Unset): Null.
    """

    code: RelayCode | str
    message: str
    data: None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: str
        if isinstance(self.code, RelayCode):
            code = self.code.value
        else:
            code = self.code

        message = self.message

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="RelayTaskFailure"))

        def _parse_code(data: object) -> RelayCode | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = RelayCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(RelayCode | str, expect(data, str, name="code"))

        code = _parse_code(d.pop("code"))

        message = expect(d.pop("message"), str, name="message")

        data = expect(d.pop("data", UNSET), type(None), Unset, name="data")

        relay_task_failure = cls(
            code=code,
            message=message,
            data=data,
        )

        relay_task_failure.additional_properties = d
        return relay_task_failure

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
