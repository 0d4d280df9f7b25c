from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.gateway_error import GatewayError
    from ..models.vendor_error import VendorError


T = TypeVar("T", bound="GatewayFailure")


@_attrs_define
class GatewayFailure:
    """A failure that stands in `error`: 302.AI's own, which has `err_code`, or one of a service behind it,
    which has none.

    Attributes:
        error (GatewayError | VendorError): What was refused or failed.
    """

    error: GatewayError | VendorError
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.gateway_error import GatewayError  # noqa: PLC0415

        error: dict[str, Any]
        if isinstance(self.error, GatewayError):
            error = self.error.to_dict()
        else:
            error = self.error.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.gateway_error import GatewayError  # noqa: PLC0415
        from ..models.vendor_error import VendorError  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="GatewayFailure"))

        def _parse_error(data: object) -> GatewayError | VendorError:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = GatewayError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"error: unexpected {type(data).__name__}")
            error_type_1 = VendorError.from_dict(data)

            return error_type_1

        error = _parse_error(d.pop("error"))

        gateway_failure = cls(
            error=error,
        )

        gateway_failure.additional_properties = d
        return gateway_failure

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
