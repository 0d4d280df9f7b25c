"""The fields of a value that its schema does not know."""

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema_rs import Draft202012Validator

from contract_tests.mock_server.document import Document
from contract_tests.mock_server.schema_walk import Path, Schema


class UnknownFields:
    """Finds the fields of values of one schema that it does not know.

    JSON Schema lets in a field of which it says nothing; such a field is unknown, since nobody documented it. One that
    is let in by `additionalProperties: true` is not. Of a union only the branches count that the value fits, and one
    that takes any object only where no other does.

    Args:
        schema: the schema.
        document: the document that it is part of.
    """

    def __init__(self, schema: Schema, document: Document) -> None:
        self._schema = schema
        self._document = document
        self._validators: dict[int, Draft202012Validator] = {}

    def of(self, value: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the path and the value of each unknown field; what lies below one is not looked at."""
        return self._below(value, (self._schema,), ())

    def _below(self, value: Any, schemas: Iterable[Schema], path: Path) -> Iterator[tuple[Path, Any]]:
        if not isinstance(value, dict | list):
            return
        parts = [part for schema in schemas for part in self._applicable(schema, value)]
        if isinstance(value, list):
            items = [part["items"] for part in parts if isinstance(part.get("items"), dict)]
            for index, item in enumerate(value):
                yield from self._below(item, items, (*path, index))
            return
        is_open = any(part.get("additionalProperties") is True for part in parts)
        for name, child in value.items():
            known = [part["properties"][name] for part in parts if name in part.get("properties", {})]
            if known:
                yield from self._below(child, known, (*path, name))
            elif not is_open:
                yield (*path, name), child

    def _applicable(self, schema: Schema, value: Any) -> Iterator[Schema]:
        """The schema and all that it refers to, without the branches of unions that the value does not fall in."""
        yield schema
        if "$ref" in schema:
            yield from self._applicable(self._document.resolve(schema["$ref"]), value)
        for part in schema.get("allOf", ()):
            yield from self._applicable(part, value)
        for branches in (schema[keyword] for keyword in ("anyOf", "oneOf") if keyword in schema):
            fitting = [branch for branch in branches if self._fits(branch, value)]
            named = [branch for branch in fitting if not self._is_open_to_all(branch)]
            for branch in named or fitting or branches:
                yield from self._applicable(branch, value)

    def _fits(self, branch: Schema, value: Any) -> bool:
        validator = self._validators.get(id(branch))
        if validator is None:
            root = {**branch, "components": self._document.compiled_components}
            validator = self._validators[id(branch)] = Draft202012Validator(root)
        return validator.is_valid(value)

    def _is_open_to_all(self, branch: Schema) -> bool:
        while "$ref" in branch:
            branch = self._document.resolve(branch["$ref"])
        return branch.get("additionalProperties") is True and "properties" not in branch
