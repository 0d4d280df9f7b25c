"""What a document says of each part of an answer: which fields it knows, which values, statuses and codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator

from .body_schema import BodySchema
from .document import Document
from .schema_walk import DRIFT, Path, Pattern, Schema, at, find, places


class ValuePart(NamedTuple):
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

    def of(self, value: Any) -> Iterator[ValuePart]:
        """Yield each part of a value that the schema knows, outermost first."""
        yield from self._below(value, (self._schema,), ())

    def _below(self, value: Any, schemas: Iterable[Schema], path: Path) -> Iterator[ValuePart]:
        parts = tuple(part for schema in schemas for part in self._applicable(schema, value))
        yield ValuePart(path, value, parts)
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
        drifting = [any(DRIFT in part for part in self._document.chain(branch)) for branch in branches]
        usual = [branch for branch, drifts in zip(branches, drifting, strict=True) if not drifts]
        fitting = [branch for branch in usual if self._fits(branch, value)]
        fitting = fitting or [branch for branch in branches if self._fits(branch, value)]
        return [branch for branch in fitting if not self._is_open_to_all(branch)] or fitting or usual

    def _fits(self, branch: Schema, value: Any) -> bool:
        validator = self._validators.get(id(branch))
        if validator is None:
            root = self._document.with_components(branch)
            validator = self._validators[id(branch)] = Draft202012Validator(root)
        return validator.is_valid(value)

    def _is_open_to_all(self, branch: Schema) -> bool:
        last = self._document.dereferenced(branch)
        return last.get("additionalProperties") is True and "properties" not in last


def unknown_fields(parts: Iterable[ValuePart]) -> Iterator[tuple[Path, Any]]:
    """Yield the path and the value of each field of which a schema says nothing; not what lies below one.

    JSON Schema lets in such a field; it is unknown, since nobody documented it. One that is let in by
    `additionalProperties`, or by a schema that names no property at all, is not.

    Args:
        parts: a value, read along the schema.
    """
    for part in parts:
        if not isinstance(part.value, dict) or any(
            s.get("additionalProperties") not in (None, False) for s in part.schemas
        ):
            continue
        known = {name for schema in part.schemas for name in schema.get("properties", {})}
        if not known:
            continue
        for name, child in part.value.items():
            if name not in known:
                yield (*part.path, name), child


class UsualFields:
    """Finds what an answer lacks of the fields that each example of its kind has, at its top and one level below.

    The alternatives of an answer's schema are its kinds. Of a kind without an example nothing is usual.

    Args:
        schema: the answer's schema.
        examples: the documented examples of that answer.
    """

    def __init__(self, schema: BodySchema, examples: Sequence[Any]) -> None:
        self._schema = schema
        self._by_kind: dict[int, set[Path]] = {}
        for example in examples:
            fields = set(_fields(example))
            self._by_kind.setdefault(id(schema.shape_of(example)), fields).intersection_update(fields)

    def missing(self, answer: Any) -> Iterator[Path]:
        """Yield where a field is missing; not what lies below one."""
        for path in sorted(self._by_kind.get(id(self._schema.shape_of(answer)), ())):
            holder = at(answer, path[:-1])
            if isinstance(holder, dict) and path[-1] not in holder:
                yield path


class Code(NamedTuple):
    """A business code of an answer.

    Attributes:
        path: where it is.
        value: which it is.
        table: what the document says of each code that may stand there.
    """

    path: Path
    value: str | int
    table: Mapping[str, Mapping[str, Any]]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the document says of this code.

        What it says of `InvalidParameter` holds for `InvalidParameter.Size` as well, where it does not list that.
        """
        return self.table.get(str(self.value)) or self.table.get(_family(self.value), {})


class AnswerFacts:
    """The schema of one answer: its unknown fields, its listed values, what is usual, where status and code are.

    Args:
        schema: the schema as it stands in the document.
        document: the document that it is part of.
        usual: what the examples of the answer have.
    """

    def __init__(self, schema: Schema, document: Document, usual: UsualFields) -> None:
        self._read = FittingParts(schema, document).of
        self._last: tuple[Any, list[ValuePart]] | None = None
        self.missing_fields = usual.missing
        found = list(places(schema, document.resolve))
        self._statuses = {pattern: part for pattern, part in found if "x-final" in part}
        self.codes_at = tuple(dict.fromkeys(pattern for pattern, part in found if "x-error-codes" in part))

    def _parts_of(self, answer: Any) -> list[ValuePart]:
        """Read an answer; the last one is remembered, since each is asked several questions."""
        last = self._last
        if last is None or last[0] is not answer:
            last = self._last = answer, list(self._read(answer))
        return last[1]

    def unknown_fields(self, answer: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the path and the value of each field that the document does not know."""
        return unknown_fields(self._parts_of(answer))

    def unlisted_values(self, answer: Any) -> Iterator[tuple[Path, str | int]]:
        """Yield the path and the value of each place that has a list of values in the document, and another value."""
        for path, value, schemas in self._parts_of(answer):
            listed = [one for schema in schemas for one in schema.get("enum", ())]
            listed += [schema["const"] for schema in schemas if listed and "const" in schema]
            is_code = any("x-error-codes" in schema for schema in schemas)
            is_known = value in listed or (is_code and _family(value) in listed)
            if listed and isinstance(value, str | int) and not is_known:
                yield path, value

    def drifts(self, answer: Any) -> Iterator[tuple[Path, str]]:
        """Yield where an answer fits no alternative but one that is marked as drift, and why that is drift."""
        for path, value, schemas in self._parts_of(answer):
            if isinstance(value, dict | list):
                yield from ((path, schema[DRIFT]) for schema in schemas if DRIFT in schema)

    def task_status(self, answer: Any) -> tuple[str, bool] | None:
        """Return the status of the task that an answer speaks about and whether it is final; None without one."""
        for pattern, schema in self._statuses.items():
            for _, status in find(answer, pattern):
                if isinstance(status, str):
                    return status, status in schema["x-final"]
        return None

    @property
    def statuses_at(self) -> tuple[Pattern, ...]:
        """Where the statuses of tasks are."""
        return tuple(self._statuses)

    def rank(self, status: str) -> int:
        """Return the place of a task's status in the order in which the document lists them; -1 for an unlisted one."""
        lists = (schema["enum"] for schema in self._statuses.values())
        return next((listed.index(status) for listed in lists if status in listed), -1)

    def codes(self, answer: Any) -> Iterator[Code]:
        """Yield the business codes of an answer."""
        for path, value, schemas in self._parts_of(answer):
            tables = [schema["x-error-codes"] for schema in schemas if "x-error-codes" in schema]
            if tables and isinstance(value, str | int):
                codes = (Code(path, value, table) for table in tables)  # a field may hold the codes of several vendors
                yield next((code for code in codes if code.facts), Code(path, value, tables[0]))


def _family(code: str | int) -> str:
    """What stands before the last dot of a code, `InvalidParameter` of `InvalidParameter.Size`."""
    return str(code).rpartition(".")[0]


def _fields(value: Any) -> Iterator[Path]:
    for name, child in value.items() if isinstance(value, dict) else ():
        yield (name,)
        if isinstance(child, dict):
            yield from ((name, below) for below in child)
