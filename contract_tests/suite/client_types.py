"""Values of a generated client's types, made from JSON as the document reads it."""

from __future__ import annotations

import importlib
from enum import Enum
from types import ModuleType
from typing import Any

import attrs

from image_gateways_documents.document import Document

from .schema_reading import Misfit, Reading, SchemaReader


class ClientTypes:
    """Makes typed values through the constructors of a client's models, as a caller would.

    What the document names and the client has no type, argument or member for is a `Misfit`: a value that went through
    `from_dict` would keep an unknown field as it is and hide that its argument is gone.
    """

    def __init__(self, models: ModuleType, document: Document) -> None:
        self.reader = SchemaReader(document)
        self._types = {plain(name): getattr(models, name) for name in models.__all__}

    @property
    def names(self) -> dict[str, type[Any]]:
        """The types by their own names, which the functions of the client are annotated with."""
        return {each.__name__: each for each in self._types.values()}

    def type_of(self, schema_name: str) -> type[Any] | None:
        """Return the client's type for a schema of the document; None if it has none."""
        found: type[Any] | None = self._types.get(plain(schema_name))
        return found

    def arguments(self, model: type[Any]) -> dict[str, attrs.Attribute[Any]]:
        """Return the constructor arguments of a model by their plain names."""
        return {plain(field.name): field for field in attrs.fields(model) if field.init}

    def build(self, reading: Reading) -> Any:
        """Return the typed value that the JSON value of a reading means.

        Raises:
            Misfit: the client has no type, argument or enum member for something that the document names.
        """
        value, schema = reading.value, reading.schema
        if "enum" in schema:
            return self._member(reading)
        if isinstance(value, dict):
            return self._model(reading)
        if isinstance(value, list):
            return [self.build(item) for item in reading.items] if reading.items else list(value)
        if isinstance(value, float) and value.is_integer() and schema.get("type") == "integer":
            return int(value)
        return value

    def _member(self, reading: Reading) -> Any:
        kind = self.type_of(reading.names[-1]) if reading.names else None
        if kind is None:
            raise Misfit(reading.path, f"the client has no enum for {reading.names or reading.schema['enum']}")
        try:
            return kind(reading.value)
        except ValueError:
            raise Misfit(reading.path, f"the client's {kind.__name__} has no member for {reading.value!r}") from None

    def _model(self, reading: Reading) -> Any:
        kind = self.type_of(reading.names[-1]) if reading.names else None
        if kind is None or issubclass(kind, Enum):
            raise Misfit(reading.path, f"the client has no model for {reading.names or 'an inline object'}")
        arguments = self.arguments(kind)
        given = {}
        for name, part in reading.properties.items():
            if plain(name) not in arguments:
                raise Misfit(part.path, f"the client's {kind.__name__} has no argument for {name!r}")
            if not self.reader.constant(part.schema):
                given[arguments[plain(name)].name] = self.build(part)
        try:
            model = kind(**given)
        except TypeError as error:
            raise Misfit(reading.path, f"the client's {kind.__name__} cannot be made: {error}") from None
        for name, value in reading.value.items():
            if name not in reading.properties:
                model[name] = value
        return model


def plain(name: str) -> str:
    """A name without what the languages of document and client write differently: case, `_` and `-`."""
    return name.replace("_", "").replace("-", "").lower()


def models_of(package: ModuleType) -> ModuleType:
    """Return the module that holds a client's models."""
    return importlib.import_module(f"{package.__name__}.models")
