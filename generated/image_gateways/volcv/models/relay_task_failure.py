from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.no_relay_code import NoRelayCode
from ..models.relay_code import RelayCode
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.failure_data import FailureData


T = TypeVar("T", bound="RelayTaskFailure")


@_attrs_define
class RelayTaskFailure:
    """A failure of the host itself, as its calls that make tasks write it.

    Attributes:
        code (NoRelayCode | RelayCode | str): A name; one that is not listed is kept as text.
        message (str): The outcome in words, in the language of the host. The call's id is often in it:
            `(request id: …)`. An empty balance or a wrong key often has no code, only these words.
        upsream_message (FailureData | None | str | Unset): The failure of the host's upstream, as a JSON text or as an
            object; the name is spelt so.
            `message` may be empty beside it.
        data (None | Unset): Null.
    """

    code: NoRelayCode | RelayCode | str
    message: str
    upsream_message: FailureData | None | str | Unset = UNSET
    data: None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.failure_data import FailureData  # noqa: PLC0415

        code: str
        if isinstance(self.code, RelayCode):
            code = self.code.value
        elif isinstance(self.code, NoRelayCode):
            code = self.code.value
        else:
            code = self.code

        message = self.message

        upsream_message: dict[str, Any] | None | str | Unset
        if isinstance(self.upsream_message, Unset):
            upsream_message = UNSET
        elif isinstance(self.upsream_message, FailureData):
            upsream_message = self.upsream_message.to_dict()
        else:
            upsream_message = self.upsream_message

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
            }
        )
        if upsream_message is not UNSET:
            field_dict["upsream_message"] = upsream_message
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.failure_data import FailureData  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="RelayTaskFailure"))

        def _parse_code(data: object) -> NoRelayCode | RelayCode | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_0 = RelayCode(data)

                return code_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_type_1 = NoRelayCode(data)

                return code_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NoRelayCode | RelayCode | str, expect(data, str, name="code"))

        code = _parse_code(d.pop("code"))

        message = expect(d.pop("message"), str, name="message")

        def _parse_upsream_message(data: object) -> FailureData | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                upsream_message_type_0 = FailureData.from_dict(data)

                return upsream_message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                FailureData | None | str | Unset,
                expect(data, str, name="upsream_message"),
            )

        upsream_message = _parse_upsream_message(d.pop("upsream_message", UNSET))

        data = expect(d.pop("data", UNSET), type(None), Unset, name="data")

        relay_task_failure = cls(
            code=code,
            message=message,
            upsream_message=upsream_message,
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
