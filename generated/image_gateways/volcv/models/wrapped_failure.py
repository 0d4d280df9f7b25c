from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import expect

if TYPE_CHECKING:
    from ..models.call_metadata import CallMetadata
    from ..models.cv_failure import CvFailure


T = TypeVar("T", bound="WrappedFailure")


@_attrs_define
class WrappedFailure:
    """The envelope of a failure, below `Result`.

    Attributes:
        response_metadata (CallMetadata): What the platform's front tells about a call that it passed on.
        result (CvFailure): The envelope of a failure. Only `code` and `message` are certain.
    """

    response_metadata: CallMetadata
    result: CvFailure
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
        from ..models.cv_failure import CvFailure  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="WrappedFailure"))
        response_metadata = CallMetadata.from_dict(d.pop("ResponseMetadata"))

        result = CvFailure.from_dict(d.pop("Result"))

        wrapped_failure = cls(
            response_metadata=response_metadata,
            result=result,
        )

        wrapped_failure.additional_properties = d
        return wrapped_failure

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
