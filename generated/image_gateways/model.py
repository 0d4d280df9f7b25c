"""What the models of every client have in common: they become JSON, and they keep the fields that no document knows."""

import datetime
from base64 import b64encode
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

import attrs

from image_gateways.types import UNSET, File

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, NoneType, dict})


class Model:
    """An object of a document."""

    __slots__ = ()

    #: The names in JSON of the fields that have another one in Python.
    _JSON_NAMES: ClassVar[dict[str, str]] = {}

    def to_dict(self) -> dict[str, Any]:
        """Return the model as JSON, without what was left out."""
        added: dict[str, Any] = getattr(self, "additional_properties", {})
        written = {name: as_json(value) for name, value in added.items()}
        for name, json_name in self._names():
            value = getattr(self, name)
            if value is not UNSET:
                written[json_name] = as_json(value)
        return written

    @classmethod
    @cache
    def _names(cls) -> tuple[tuple[str, str], ...]:
        model: Any = cls
        fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(model)
        return tuple((field.name, cls._JSON_NAMES.get(field.name, field.name)) for field in fields if field.init)


class OpenModel(Model, Generic[T]):
    """An object that may have fields which the document does not name; they are its items."""

    __slots__ = ()

    additional_properties: dict[str, T]

    @property
    def additional_keys(self) -> list[str]:
        """The names of these fields."""
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> T:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: T) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def as_json(value: Any) -> Any:
    """Return a value as JSON has it: models as objects, enumerations, dates and the like as what they stand for."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, File):
        return b64encode(value.payload.read()).decode()
    return value.to_dict() if hasattr(value, "to_dict") else value
