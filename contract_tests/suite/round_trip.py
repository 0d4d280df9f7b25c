"""Every model of a generated client against its schema: the same fields and values, and no JSON lost on the way."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path as FilePath
from types import NoneType
from typing import Any, get_type_hints

import attrs

from image_gateways_documents.document import Document, open_document
from image_gateways_documents.json_text import difference
from image_gateways_documents.schema_walk import Path, Schema, branches

from .client_functions import loaded_client, members_of
from .client_types import ClientTypes, models_of, plain
from .client_values import for_each, values_of
from .document_lines import line_of
from .finding import Finding
from .schema_reading import Misfit, Reading, shown_path

_SCALARS: dict[str, type[Any]] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": NoneType}
_UNKNOWN_FIELD = {"x_not_in_the_document": {"of": ["them", 1, None]}}


def check_models(package: str | FilePath, document: FilePath, *, seed: int, max_examples: int) -> Iterator[Finding]:
    """Hold every model and enum of a client to its schema, and send JSON of each schema through its model and back.

    Yields what was found, one schema after the other: who asks only whether there is anything may stop early.

    Args:
        package: the client, as the name of its package or as the folder that is its package.
        document: the OpenAPI document that the client is held to.
        seed: seed of the values.
        max_examples: how many values of each schema are made up.
    """
    check = _RoundTrips(
        ClientTypes(models_of(loaded_client(package)), facts := open_document(document.resolve(), lined=True)), facts
    )
    values = values_of(facts.root)
    for name, schema in facts.root["components"]["schemas"].items():
        kind = check.type_of(name, schema)
        if kind is not None and issubclass(kind, Enum):
            check.enum(name, schema, kind)
        elif kind is not None:
            check.arguments(name, schema, kind)
            for_each(values[name], partial(check.value, name, schema, kind), seed=seed, max_examples=max_examples)
        yield from check.findings.values()
        check.findings.clear()


class _RoundTrips:
    def __init__(self, types: ClientTypes, document: Document) -> None:
        self.types = types
        self.reader = types.reader
        self.document = document
        self.findings: dict[tuple[str, str], Finding] = {}

    def type_of(self, name: str, schema: Schema) -> type[Any] | None:
        """The client's type for an object or an enum; a finding if there is none."""
        if "enum" not in schema and schema.get("type") != "object" and not self.reader.properties(schema):
            return None
        kind = self.types.type_of(name)
        if kind is None:
            self._found("client-model", f"the client has no type for {name}", schema)
        return kind

    def enum(self, name: str, schema: Schema, kind: type[Enum]) -> None:
        """The client's enum has the document's values, and its names where the document gives some."""
        found = {member.value: member.name for member in kind}
        names = schema.get("x-enum-varnames") or found.values()
        wanted = dict(zip(schema["enum"], names, strict=False))
        if found.keys() != set(schema["enum"]) or ("x-enum-varnames" in schema and found != wanted):
            self._found("client-model", f"{name}: the client's enum is {found}, not {wanted}", schema)

    def arguments(self, name: str, schema: Schema, kind: type[Any]) -> None:
        """A model's arguments are the schema's properties and their types; required is what a caller has to give."""
        properties = {plain(p): child for p, child in self.reader.properties(schema).items()}
        required = {plain(p) for p in self.reader.required(schema)}
        arguments = self.types.arguments(kind)
        hints = get_type_hints(kind, localns=self.types.names)
        for argument in sorted(properties.keys() | arguments.keys()):
            if argument not in arguments:
                self._found("client-model", f"{name}: the client's model has no argument {argument}", schema)
            elif argument not in properties:
                self._found("client-model", f"{name}: the client's model has an argument {argument} of its own", schema)
            else:
                must = argument in required and not self.reader.constant(properties[argument])
                if (arguments[argument].default is attrs.NOTHING) != must:
                    message = f"{name}: the argument {argument} should be {'required' if must else 'optional'}"
                    self._found("client-model", message, schema)
                found = {*_SCALARS.values()} & {*members_of(hints[arguments[argument].name])}
                scalars = self._scalars(properties[argument])
                if scalars is not None and found != scalars:
                    types = " | ".join(sorted(each.__name__ for each in found))
                    message = f"{name}: the argument {argument} is annotated with {types}, unlike the document's"
                    self._found("client-model", message, schema)

    def _scalars(self, schema: Schema) -> set[type[Any]] | None:
        """The types of a property that are neither models nor enumerations; None for a constant, or for anything."""
        union = branches(schema, self.reader.document.resolve)
        leaves = [leaf for leaf in union if "enum" not in leaf]
        if any("const" in leaf or not leaf.keys() & {"type", "allOf"} for leaf in leaves):
            return None
        kinds = [leaf.get("type", ()) for leaf in leaves]
        names = [name for kind in kinds for name in ([kind] if isinstance(kind, str) else kind)]
        return {_SCALARS[name] for name in names if name in _SCALARS}

    def value(self, name: str, schema: Schema, kind: type[Any], value: Any) -> None:
        """One value and what it becomes with what the document leaves open; each survives the way there and back."""
        self._there_and_back(name, schema, kind, value)
        for changed in self._opened(self.reader.read(schema, value, (), (name,))):
            if self.reader.validator(schema).is_valid(changed):
                self._there_and_back(name, schema, kind, changed)
        for field in self.reader.required(schema):
            without = {key: child for key, child in value.items() if key != field}
            try:
                kind.from_dict(without)
            except (KeyError, TypeError, ValueError):
                continue
            self._found("round-trip", f"{name}: from_dict takes an object without {field}, which is required", schema)

    def _opened(self, reading: Reading) -> Iterator[Any]:
        """The value with a null, an unknown field in one of its objects, or an unknown value in one of its open enums.

        A null goes into each field of the outermost object: those within have names of their own, and their turn.
        """
        if isinstance(reading.value, dict):
            yield from (reading.value | {name: None} for name in self.reader.properties(reading.schema))
        for part in reading.parts():
            if isinstance(part.value, dict):
                yield _replaced(reading.value, part.path, part.value | _UNKNOWN_FIELD)
            elif (unlisted := self.reader.unlisted(part)) is not None:
                yield _replaced(reading.value, part.path, unlisted)

    def _there_and_back(self, name: str, schema: Schema, kind: type[Any], value: Any) -> None:
        path: Path = ()
        try:
            meant = self.types.build(self.reader.read(schema, value, (), (name,)))
            model = kind.from_dict(json.loads(json.dumps(value)))
            if model != meant:
                raise Misfit((), f"from_dict gives {model!r:.300}, not {meant!r:.300}")
            written = json.loads(json.dumps(model.to_dict()))
            if different := difference(value, written):
                raise Misfit(*different)
            if kind.from_dict(model.to_dict()) != model:
                raise Misfit((), "from_dict(to_dict(x)) is not x")
        except Misfit as misfit:
            path, message = misfit.path, str(misfit)
        except Exception as error:  # whatever the model raises of legal JSON is a finding
            message = f"{error!r:.300}"
        else:
            return
        shown = json.dumps(value)
        self._found("round-trip", f"{name}: {message}; the JSON was {shown:.500}", schema, path)

    def _found(self, check: str, message: str, part: Any, path: Path = ()) -> None:
        line = line_of(self.document, part)
        finding = Finding(
            check,
            "",
            message,
            json_path=shown_path(path) if path else "",
            document_line=line,
            replay="python -m pytest tests/generated/test_client_checks.py -k round",
        )
        place = (check, f"{line} {message.partition(';')[0]}" if check != "round-trip" else f"{line} {path[-1:]}")
        if place not in self.findings or len(message) < len(self.findings[place].message):
            self.findings[place] = finding


def _replaced(value: Any, path: Path, by: Any) -> Any:
    """A copy of `value` in which another value lies at `path`; all beside it is the same."""
    if not path:
        return by
    changed = copy.copy(value)
    changed[path[0]] = _replaced(value[path[0]], path[1:], by)
    return changed
