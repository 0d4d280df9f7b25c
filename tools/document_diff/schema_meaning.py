"""What schemas mean: which values they allow, however they are written."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, cached_property
from typing import Any, Final, TypeAlias

from hypothesis.errors import HypothesisException
from jsonschema_rs import (
    CanonicalSchema,
    Draft202012,
    Draft202012Validator,
    ReferencingError,
    ValidationError,
    canonical,
    canonicalize,
)

from image_gateways_documents.schema_walk import Schema, with_held

from .lined_document import LinedDocument

Parts: TypeAlias = tuple[Schema, ...]
"""Schemas that all hold for one value."""

FORMATS: Final = frozenset(
    [
        *("date", "date-time", "duration", "time", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"),
        *("uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid"),
        *("json-pointer", "relative-json-pointer", "regex"),
    ]
)
"""The formats that a validator of the standard holds a text to."""

SILENT_FORMATS: Final = frozenset(["password", "float", "double"])
"""Formats of OpenAPI that say how to show or to keep a value, and refuse none."""

_REFERENCE = re.compile(r'"\$ref": "([^"]*)"')
_DRAWS = 50
_DRAWN_FROM = 1_000
"""Characters of a schema that values are drawn from at most: of a whole request that takes minutes."""

WORDS: Final = frozenset(
    [
        *("title", "description", "example", "examples", "$comment", "externalDocs", "discriminator", "x-evidence"),
        *("x-enum-descriptions", "x-enum-varnames", "readOnly", "writeOnly"),
    ]
)
"""What is said about a value and demands nothing of it. The names of enum members are seen in the Python interface."""

_NO_DEMANDS = WORDS | {"default", "deprecated", "xml"}


class Meaning:
    """The values that a schema allows.

    Args:
        own: the schema, without words, as JSON.
        others: what it refers to, straight or through others, by reference.
    """

    def __init__(self, own: str, others: Mapping[str, str]) -> None:
        self._texts = own, others
        self._losses: dict[Meaning, bool | None] = {}

    @cached_property
    def _schema(self) -> Schema:
        own, others = self._texts
        names = {reference: f"s{index}" for index, reference in enumerate(sorted(others))}

        def renamed(text: str) -> Any:
            return json.loads(_REFERENCE.sub(lambda found: f'"$ref": "#/components/schemas/{names[found[1]]}"', text))

        defined = {names[reference]: renamed(text) for reference, text in others.items()}
        return {"allOf": [renamed(own)], "components": {"schemas": defined}}

    def loses(self, later: "Meaning") -> bool | None:
        """Tell by proof whether a value that is allowed here is refused later; None where there is none."""
        if later not in self._losses:
            self._losses[later] = self._loses(later)
        return self._losses[later]

    def _loses(self, later: "Meaning") -> bool | None:
        if self._texts == later._texts:  # noqa: SLF001  of the same kind
            return False
        try:
            if self._canonical == later._canonical:  # noqa: SLF001  of the same kind
                return False
            covers = later._canonical.covers(self._canonical)  # noqa: SLF001  of the same kind
        except (canonical.CanonicalizationError, ReferencingError, ValidationError):
            return None
        return {canonical.Containment.YES: False, canonical.Containment.NO: True}.get(covers)

    def draws_what_is_refused(self, later: "Meaning") -> bool:
        """Tell whether a value that is allowed here, and refused later, was drawn; where none was, there may be one."""
        own, others = self._texts
        if len(own) + sum(map(len, others.values())) > _DRAWN_FROM:
            return False
        # Imported where it is needed, which is seldom: it takes longer than a whole comparison.
        from contract_tests.suite.client_values import for_each, values_of

        schema = {key: value for key, value in self._schema.items() if key != "components"}
        schemas = {**self._schema["components"]["schemas"], "Drawn": schema}
        both = self._schema, later._schema  # noqa: SLF001  of the same kind
        validators = [Draft202012Validator(each, validate_formats=True) for each in both]
        found: list[Any] = []

        def look(value: Any) -> None:
            if validators[0].is_valid(value) and not validators[1].is_valid(value):
                found.append(value)

        values = values_of({"components": {"schemas": schemas}})["Drawn"]
        with suppress(HypothesisException):  # of some schemas no value can be drawn
            for_each(values, look, seed=0, max_examples=_DRAWS)
        return bool(found)

    @cached_property
    def _canonical(self) -> CanonicalSchema:
        return canonicalize(self._schema, draft=Draft202012, validate_formats=True)


class Meanings:
    """The meanings of the schemas of one document on one side of a call.

    A property that is `readOnly` is no part of a request, one that is `writeOnly` no part of an answer, even where it
    is required.

    Args:
        document: the document.
        sent_by_caller: whether the schemas speak of what a caller sends.
    """

    def __init__(self, document: LinedDocument, *, sent_by_caller: bool) -> None:
        self._document = document
        self._mark = "readOnly" if sent_by_caller else "writeOnly"
        self._known: dict[tuple[int, ...], Meaning] = {}
        self._kept: list[Parts] = []  # an id stays a key only while its object lives
        self._components: dict[str, str] = {}
        self._written: dict[tuple[int, ...], dict[str, str]] = {}
        self._written_components: dict[str, str] = {}

    def of(self, parts: Parts) -> Meaning:
        """Return what all of `parts` allow together."""
        key = tuple(map(id, parts))
        if key not in self._known:
            self._kept.append(parts)
            own = self._text({"allOf": list(parts)} if len(parts) != 1 else parts[0])
            self._known[key] = Meaning(own, self._reached(own, self._components, self._text))
        return self._known[key]

    def written(self, parts: Parts) -> dict[str, str]:
        """Return schemas and all that they refer to as they are written; where that is the same, all is."""
        key = tuple(map(id, parts))
        if key not in self._written:
            self._kept.append(parts)
            own = as_json(parts)
            self._written[key] = {"": own, **self._reached(own, self._written_components, as_json)}
        return self._written[key]

    def _text(self, schema: Any) -> str:
        return as_json(self._on_this_side(schema))

    def _reached(self, own: str, known: dict[str, str], write: Callable[[Any], str]) -> dict[str, str]:
        """What a text refers to, straight or through others, written by `write` once for all."""
        found: dict[str, str] = {}
        waiting = list(_references(own))
        while waiting:
            reference = waiting.pop()
            if reference not in found:
                if reference not in known:
                    known[reference] = write(self._document.resolve(reference))
                found[reference] = known[reference]
                waiting += _references(found[reference])
        return found

    def is_absent(self, schema: Any) -> bool:
        """Tell whether a property with this schema is no part of this side."""
        return self._is_absent(schema, frozenset())

    def _is_absent(self, schema: Any, open_references: frozenset[str]) -> bool:
        if not isinstance(schema, dict):
            return False
        reference = schema.get("$ref")
        parts = list(schema.get("allOf", ()))
        if reference is not None and reference not in open_references:
            parts.append(self._document.resolve(reference))
            open_references |= {reference}
        return schema.get(self._mark) is True or any(self._is_absent(part, open_references) for part in parts)

    def _on_this_side(self, schema: Any) -> Any:
        if not isinstance(schema, dict):
            return schema
        absent = {name for name, below in schema.get("properties", {}).items() if self.is_absent(below)}
        demands = {key: value for key, value in schema.items() if key not in _NO_DEMANDS and not key.startswith("x-")}
        demands.pop("contentSchema", None)  # a text is a text, whatever is in it
        made = with_held(demands, self._on_this_side)
        if made.get("format", "uri") not in FORMATS:
            del made["format"]
        if absent:
            # Whoever sends it all the same is not refused for it.
            made["properties"] |= dict.fromkeys(absent, True)
            made["required"] = [name for name in made.get("required", ()) if name not in absent]
        return made


@cache
def _references(text: str) -> tuple[str, ...]:
    return tuple(_REFERENCE.findall(text))


def as_json(value: Any) -> str:
    """Write a value as JSON, the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
