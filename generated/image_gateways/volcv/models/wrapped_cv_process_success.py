from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.call_metadata import CallMetadata
    from ..models.cv_process_success import CvProcessSuccess


T = TypeVar("T", bound="WrappedCvProcessSuccess")


@_attrs_define
class WrappedCvProcessSuccess:
    """The envelope of a synchronous success, below `Result`.

    Attributes:
        response_metadata (CallMetadata): What the platform's front tells about a call that it passed on.
        result (CvProcessSuccess): The envelope of a synchronous success. Only `code` and `data` are certain.
    """

    response_metadata: CallMetadata
    result: CvProcessSuccess
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        response_metadata = self.response_metadata.to_dict()

        result = self.result.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ResponseMetadata": response_metadata,
                "Result": result,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_metadata import CallMetadata  # noqa: PLC0415
        from ..models.cv_process_success import CvProcessSuccess  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="WrappedCvProcessSuccess"))
        response_metadata = CallMetadata.from_dict(d.pop("ResponseMetadata"))

        result = CvProcessSuccess.from_dict(d.pop("Result"))

        wrapped_cv_process_success = cls(
            response_metadata=response_metadata,
            result=result,
        )

        wrapped_cv_process_success.additional_properties = d
        return wrapped_cv_process_success

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
