"""A JSON value read along its schema: which named schema, property, union branch and enum value each part of it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema_rs import Draft202012Validator

from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import name_of
from image_gateways_documents.schema_walk import Path, Schema, json_path


class Misfit(Exception):
    """A value that its schema does not allow: the JSON path and what was expected there."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Reading:
    """One value and what its schema says it is.

    Attributes:
        path: where the value lies.
        value: the value.
        schema: the schema that it falls under, references followed and unions decided.
        names: the names under `components/schemas` that led there, outermost first; empty for an inline schema.
        union: the union that was decided; None for none.
        properties: the readings of the properties that the schema names.
        items: the readings of the items of an array.
        content: of a string that holds JSON by its `contentSchema`, the reading of that JSON.
    """

    path: Path
    value: Any
    schema: Schema
    names: tuple[str, ...] = ()
    union: Schema | None = None
    properties: Mapping[str, Reading] = field(default_factory=dict)
    items: tuple[Reading, ...] = ()
    content: Reading | None = None

    def parts(self) -> Iterator[Reading]:
        """Yield this reading and all below it, outermost first."""
        yield self
        below = (*self.properties.values(), *self.items, *((self.content,) if self.content else ()))
        for part in below:
            yield from part.parts()


class SchemaReader:
    """Reads values along the schemas of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._validators: dict[int, Draft202012Validator] = {}
        self._properties: dict[int, dict[str, Schema]] = {}

    def validator(self, schema: Schema) -> Draft202012Validator:
        """Return the compiled form of a schema of the document."""
        if id(schema) not in self._validators:
            root = self.document.with_components(schema)
            self._validators[id(schema)] = Draft202012Validator(root, validate_formats=True)
        return self._validators[id(schema)]

    def check(self, schema: Schema, value: Any) -> None:
        """Hold a value to its schema.

        Raises:
            Misfit: the schema does not allow the value.
        """
        error = next(iter(self.validator(schema).iter_errors(value)), None)
        if error is not None:
            raise Misfit(tuple(error.instance_path), error.message[:300])

    def read(self, schema: Schema, value: Any, path: Path = (), names: tuple[str, ...] = ()) -> Reading:
        """Return what each part of `value` is.

        Raises:
            Misfit: no branch of a union allows the value.
        """
        union = None
        while True:
            if "$ref" in schema:
                names = (*names, name_of(schema["$ref"]))
                schema = self.document.resolve(schema["$ref"])
            elif branches := schema.get("oneOf") or schema.get("anyOf"):
                union = schema
                fitting = next((branch for branch in branches if self.validator(branch).is_valid(value)), None)
                if fitting is None:
                    raise Misfit(path, f"{names[-1] if names else 'the union'}: none of its {len(branches)} forms fits")
                schema = fitting
                # The name of the union is not the name of its branch.
                names = names if "$ref" in schema else ()
            else:
                break
        properties: dict[str, Reading] = {}
        items: tuple[Reading, ...] = ()
        content = None
        if isinstance(value, dict):
            if (known := self._properties.get(id(schema))) is None:
                known = self._properties[id(schema)] = self.properties(schema)
            properties = {
                name: self.read(known[name], child, (*path, name)) for name, child in value.items() if name in known
            }
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            items = tuple(self.read(schema["items"], child, (*path, index)) for index, child in enumerate(value))
        elif isinstance(value, str) and "contentSchema" in schema:
            try:
                content = self.read(schema["contentSchema"], json.loads(value), path)
            except ValueError as error:
                raise Misfit(path, f"a string that holds JSON is not JSON: {error}") from None
        return Reading(path, value, schema, names, union, properties, items, content)

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """Return the properties that an object's schema names, in itself or in the parts of its `allOf`."""
        schema = self.document.dereferenced(schema)
        found = {name: child for part in schema.get("allOf", ()) for name, child in self.properties(part).items()}
        return {**found, **schema.get("properties", {})}

    def required(self, schema: Schema) -> set[str]:
        """Return the properties that an object's schema requires in every case."""
        schema = self.document.dereferenced(schema)
        found = {name for part in schema.get("allOf", ()) for name in self.required(part)}
        return found | set(schema.get("required", ()))

    def forms(self, schema: Schema) -> set[str]:
        """Return the names of the schemas that a value can have: the branches of a union, else its own name."""
        name = ""
        for link in self.document.chain(schema):
            name = name_of(link["$ref"]) if "$ref" in link else name
            schema = link
        branches = schema.get("oneOf") or schema.get("anyOf")
        return {form for branch in branches for form in self.forms(branch)} if branches else {name}

    def constant(self, schema: Schema) -> bool:
        """Tell whether a value has one legal value that is also its default: a caller need not give it."""
        schema = self.document.dereferenced(schema)
        return "const" in schema and schema.get("default") == schema["const"]

    def unlisted(self, reading: Reading) -> str | int | None:
        """Return a value that the enumeration of a reading does not list and its document allows; None for none."""
        branches = (reading.union or {}).get("anyOf") or (reading.union or {}).get("oneOf") or ()
        if not any("enum" in self.document.dereferenced(branch) for branch in branches):
            return None
        legal = self.validator(reading.union or {}).is_valid
        return next((value for value in ("not-listed-yet", 987654321) if legal(value)), None)


def shown_path(path: Path) -> str:
    """Write a path as `$.data.status`."""
    return json_path(path, "$")
