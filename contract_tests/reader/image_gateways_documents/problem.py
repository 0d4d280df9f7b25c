"""What is wrong with a value, in words that tell the caller what to send instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isinf
from typing import Any

import orjson
from jsonschema_rs import ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from .document_tree import DocumentTree
from .schema_walk import Path, at, json_path

_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One violation: the condition it falls under, where, what was expected and what was found."""

    condition: str
    path: Path
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{json_path(self.path)}: expected {self.expected}, found {self.found}"


def all_problems(
    errors: Iterable[ValidationError], value: Any, schema: Any, document: DocumentTree
) -> tuple[Problem, ...]:
    """Return the violations of a value that failed its schema, each once, the one to report first.

    Args:
        errors: the validator's errors, at least one.
        value: the value that was validated.
        schema: what the validator was made of.
        document: the document that the schema is part of.
    """
    return tuple(dict.fromkeys(_Judge(value, schema, document).verdict(errors).problems))


def _any_of(problems: Sequence[Problem]) -> Problem:
    """One problem for those that speak of the same place as the first: what each expects is an alternative.

    A value that is of the type of one of them is not of the wrong type.
    """
    of_the_place = [problem for problem in problems if problem.path == problems[0].path]
    first = next((problem for problem in of_the_place if problem.condition != "wrong-type"), problems[0])
    return replace(first, expected=" or ".join(dict.fromkeys(problem.expected for problem in of_the_place)))


def quoted(value: Any) -> str:
    """Describe a JSON value briefly; a long text or array is not repeated."""
    match value:
        case None:
            return "null"
        case str() if len(value) > _LONGEST_QUOTE:
            return f"a string of {len(value)} characters"
        case float() if isinf(value):
            return "a number too large"
        case str() | bool() | float():
            return orjson.dumps(value).decode()
        case int():
            return str(value) if value.bit_length() < 200 else "a huge integer"
        case list():
            return "an empty array" if not value else f"an array of {_count(len(value), 'item')}"
        case _:
            return "an object"


@dataclass(slots=True)
class _Judgement:
    """The problems of a value with a schema, in the order they were found.

    A wrong tag says that it meant another, and so it does if it has nothing of what is required there.
    """

    wrong_tags: list[Problem]
    problems: list[Problem]
    lacks_all: bool = False

    def distance(self) -> tuple[bool, int, int]:
        return self.lacks_all, len(self.wrong_tags), len(self.problems)


class _Judge:
    def __init__(self, value: Any, schema: Any, document: DocumentTree) -> None:
        self._value = value
        self._schema = schema
        self._document = document

    def verdict(self, errors: Iterable[ValidationError], path: Path = ()) -> _Judgement:
        total = _Judgement([], [])
        for error in errors:
            match error.kind:
                case Kind.OneOfNotValid() | Kind.AnyOf():
                    part = self._closest_branch(error)
                case Kind.OneOfMultipleValid():
                    part = _Judgement([], [self._too_many_branches(error)])
                case Kind.Constant() | Kind.Not(schema={"const": _}):
                    tag = self._leaf(error)
                    part = _Judgement([tag], [tag])
                case _:
                    part = _Judgement([], [self._leaf(error)])
            total.wrong_tags += part.wrong_tags
            total.problems += part.problems
            total.lacks_all = total.lacks_all or (part.lacks_all and tuple(error.instance_path) == path)
        return total

    def _closest_branch(self, error: ValidationError) -> _Judgement:
        """Report the branch that was meant: with something of what it requires, whose tags fit, with least wrong."""
        context: list[list[ValidationError]] = error.kind.context  # type: ignore[attr-defined]
        if choice := self._exactly_one(error):
            return _Judgement([], [Problem("missing-field", *choice, "none of them")])
        path = tuple(error.instance_path)
        verdicts = [self.verdict(branch, path) for branch in context]
        for verdict, branch in zip(verdicts, at(self._schema, tuple(error.schema_path)), strict=True):
            verdict.lacks_all = verdict.lacks_all or not self._shares_a_field(at(self._value, path), branch)
        least = min(verdict.distance() for verdict in verdicts)
        closest = [verdict for verdict in verdicts if verdict.distance() == least]
        if closest[0].wrong_tags:
            alike = (verdict for verdict in verdicts if verdict.lacks_all == closest[0].lacks_all)
            tags = [tag for verdict in alike for tag in verdict.wrong_tags]
            return _Judgement([tags[0]], [_any_of(tags)])
        first = [verdict.problems[0] for verdict in closest]
        return _Judgement([], [_any_of(first), *closest[0].problems[1:]], closest[0].lacks_all)

    def _shares_a_field(self, value: Any, schema: Any) -> bool:
        """Tell whether an object has one of the fields that a schema requires, or the schema requires none."""
        schema = self._document.dereferenced(schema)
        if union := schema.get("oneOf") or schema.get("anyOf"):
            return any(self._shares_a_field(value, branch) for branch in union)
        required = {name for part in (schema, *schema.get("allOf", ())) for name in part.get("required", ())}
        return not isinstance(value, dict) or not required or not required.isdisjoint(value)

    def _too_many_branches(self, error: ValidationError) -> Problem:
        path = tuple(error.instance_path)
        value = at(self._value, path)
        if choice := self._exactly_one(error):
            if not isinstance(value, dict):
                return Problem("wrong-type", path, "an object", quoted(value))
            names = " and ".join(name for name in self._alternatives(error) if name in value)
            return Problem("conflicting-fields", *choice, names)
        return Problem("conflicting-fields", path, "a value that fits one alternative", "one that fits several")

    def _alternatives(self, error: ValidationError) -> list[str]:
        """The names in a union of the form `oneOf: [{required: [a]}, {required: [b]}]`, else nothing."""
        union = at(self._schema, tuple(error.schema_path))
        if all(set(branch) == {"required"} and len(branch["required"]) == 1 for branch in union):
            return [branch["required"][0] for branch in union]
        return []

    def _exactly_one(self, error: ValidationError) -> tuple[Path, str] | None:
        names = self._alternatives(error)
        if not names:
            return None
        return (*error.instance_path, names[-1]), f"exactly one of {' and '.join(names)}"

    def _leaf(self, error: ValidationError) -> Problem:
        path = tuple(error.instance_path)
        value = at(self._value, path)
        match error.kind:
            case Kind.Required(property=name):
                return Problem("missing-field", (*path, name), "a value, since the field is required", "nothing")
            case Kind.Type(types=["number" | "integer"]) if isinstance(value, float) and isinf(value):
                return Problem("out-of-bounds", path, "a number that a computer's 64 bits hold", quoted(value))
            case Kind.Type(types=types):
                return Problem("wrong-type", path, " or ".join(_with_article(name) for name in types), quoted(value))
            case Kind.PropertyNames() | Kind.AdditionalProperties() | Kind.UnevaluatedProperties() as kind:
                return Problem("conflicting-fields", path, "no such field here", self._unexpected(kind, value))
            case Kind.Not(schema={"const": constant}):
                return Problem("conflicting-fields", path, f"another value than {quoted(constant)}", quoted(value))
            case Kind.FalseSchema() | Kind.Not():
                return Problem("conflicting-fields", path, "another value, or none", quoted(value))
            case Kind.Constant(expected_value=constant):
                condition = "unknown-tag" if type(constant) is type(value) else "wrong-type"
                return Problem(condition, path, quoted(constant), quoted(value))
            case kind:
                return Problem("out-of-bounds", path, _bound(kind), _measure(kind, value))

    def _unexpected(self, kind: Kind, value: dict[str, Any]) -> str:
        match kind:
            case Kind.PropertyNames(error=error):
                return quoted(error.instance)
            case Kind.AdditionalProperties(unexpected=names) | Kind.UnevaluatedProperties(unexpected=names):
                return ", ".join(quoted(name) for name in names)
        return quoted(value)


_BOUNDS = {
    Kind.Minimum: "at least {0.limit}",
    Kind.Maximum: "at most {0.limit}",
    Kind.ExclusiveMinimum: "more than {0.limit}",
    Kind.ExclusiveMaximum: "less than {0.limit}",
    Kind.MinProperties: "at least {0.limit} fields",
    Kind.MaxProperties: "at most {0.limit} fields",
    Kind.Pattern: "text of the form {0.pattern}",
    Kind.Format: "text of the format {0.format}",
    Kind.MultipleOf: "a multiple of {0.multiple_of}",
    Kind.UniqueItems: "items that all differ",
}


def _bound(kind: Kind) -> str:
    match kind:
        case Kind.Enum(options=options):
            return "one of " + ", ".join(quoted(option) for option in options)
        case Kind.MinLength(limit=limit) | Kind.MinItems(limit=limit):
            return f"at least {_counted(kind, int(limit))}"
        case Kind.MaxLength(limit=limit) | Kind.MaxItems(limit=limit):
            return f"at most {_counted(kind, int(limit))}"
    return _BOUNDS.get(type(kind), "a value that {0.name} allows").format(kind)


def _measure(kind: Kind, value: Any) -> str:
    match kind:
        case Kind.MinLength() | Kind.MaxLength():
            return _counted(kind, len(value))
        case Kind.MinProperties() | Kind.MaxProperties():
            return f"{len(value)} fields"
    return quoted(value)


def _counted(kind: Kind, number: int) -> str:
    return _count(number, "character" if isinstance(kind, Kind.MinLength | Kind.MaxLength) else "item")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _with_article(type_name: str) -> str:
    if type_name == "null":
        return type_name
    return f"an {type_name}" if type_name[0] in "aio" else f"a {type_name}"
