"""What of a schema speaks of each part of a value."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator

from image_gateways_documents.document import Document
from image_gateways_documents.schema_walk import DRIFT, Path, Schema


class Part(NamedTuple):
    """A part of a value: where it is, what it is, and the schemas that apply to it, references followed."""

    path: Path
    value: Any
    schemas: tuple[Schema, ...]


class FittingParts:
    """Reads values along one schema.

    Of a union of objects or arrays only the branches count that the value fits: one that takes any object only where no
    other does, one that is marked as drift only where no other does. Of a union of texts and numbers each branch
    counts, since what one of them lists another may leave open.

    Args:
        schema: the schema.
        document: the document that it is part of.
    """

    def __init__(self, schema: Schema, document: Document) -> None:
        self._schema = schema
        self._document = document
        self._validators: dict[int, Draft202012Validator] = {}

    def of(self, value: Any) -> Iterator[Part]:
        """Yield each part of a value that the schema knows, outermost first."""
        yield from self._below(value, (self._schema,), ())

    def _below(self, value: Any, schemas: Iterable[Schema], path: Path) -> Iterator[Part]:
        parts = tuple(part for schema in schemas for part in self._applicable(schema, value))
        yield Part(path, value, parts)
        if isinstance(value, list):
            items = [part["items"] for part in parts if isinstance(part.get("items"), dict)]
            for index, item in enumerate(value if items else ()):
                yield from self._below(item, items, (*path, index))
        elif isinstance(value, dict):
            for name, child in value.items():
                if known := [part["properties"][name] for part in parts if name in part.get("properties", {})]:
                    yield from self._below(child, known, (*path, name))

    def _applicable(self, schema: Schema, value: Any) -> Iterator[Schema]:
        """The schema and all that it refers to, without the branches of unions that the value does not fall in."""
        yield schema
        if "$ref" in schema:
            yield from self._applicable(self._document.resolve(schema["$ref"]), value)
        for part in schema.get("allOf", ()):
            yield from self._applicable(part, value)
        for branches in (schema[keyword] for keyword in ("anyOf", "oneOf") if keyword in schema):
            for branch in self._fitting(branches, value) if isinstance(value, dict | list) else branches:
                yield from self._applicable(branch, value)

    def _fitting(self, branches: list[Schema], value: Any) -> list[Schema]:
        drifting = [any(DRIFT in part for part in self._referred(branch)) for branch in branches]
        usual = [branch for branch, drifts in zip(branches, drifting, strict=True) if not drifts]
        fitting = [branch for branch in usual if self._fits(branch, value)]
        fitting = fitting or [branch for branch in branches if self._fits(branch, value)]
        return [branch for branch in fitting if not self._is_open_to_all(branch)] or fitting or usual

    def _fits(self, branch: Schema, value: Any) -> bool:
        validator = self._validators.get(id(branch))
        if validator is None:
            root = {**branch, "components": self._document.compiled_components}
            validator = self._validators[id(branch)] = Draft202012Validator(root)
        return validator.is_valid(value)

    def _is_open_to_all(self, branch: Schema) -> bool:
        *_, last = self._referred(branch)
        return last.get("additionalProperties") is True and "properties" not in last

    def _referred(self, branch: Schema) -> Iterator[Schema]:
        """A schema, and each that its references lead to."""
        yield branch
        while "$ref" in branch:
            branch = self._document.resolve(branch["$ref"])
            yield branch
