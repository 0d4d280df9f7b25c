"""Schemas of a document, compiled: whether a value fits them, what is wrong with it, and where its pictures are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema_rs import Draft202012Validator, ReferencingError

from .document_tree import DocumentTree, Json, Lines, objects, steps_of
from .form_text import FormFields
from .problem import Problem, all_problems
from .schema_walk import (
    ANY,
    Path,
    Pattern,
    Place,
    Schema,
    branches,
    drifting_branches,
    find,
    is_only_union,
    places,
)

# What a schema says of a string as text.
_TEXT_KEYWORDS = ("pattern", "format")

PICTURE_ROLES = ("picture-url", "picture-base64")
"""The forms in which a picture comes back."""


class SchemaRefused(ValueError):
    """A schema that a validator cannot be made of; the message says why."""


class SchemaTree(DocumentTree):
    """A parsed document whose schemas can be compiled."""

    def __init__(self, root: Json, lines: Lines | None = None) -> None:
        super().__init__(root, lines)
        schemas = root.get("components", {}).get("schemas") or {}
        self._components: dict[str, Schema] = _without_picture_texts(schemas)
        self._leads_to = {name: frozenset(_components_named_in(schema)) for name, schema in self._components.items()}
        self._compiled: dict[str | int, BodySchema] = {}

    def with_components(self, schema: Schema) -> Schema:
        """Return a schema of this document as a validator takes it: with the components that it leads to, no others."""
        reached: dict[str, Schema] = {}
        ahead = set(_components_named_in(schema))
        while ahead := {name for name in ahead if name in self._components and name not in reached}:
            reached.update((name, self._components[name]) for name in ahead)
            ahead = {name for above in ahead for name in self._leads_to[above]}
        return {**schema, "components": {"schemas": reached}}

    def compiled(self, schema: Schema) -> "BodySchema":
        """Compile a schema of this document: once, since most answers refer to the same few."""
        key = schema["$ref"] if schema.keys() == {"$ref"} else id(schema)
        if key not in self._compiled:
            self._compiled[key] = BodySchema(schema, self)
        return self._compiled[key]


@dataclass(frozen=True, slots=True)
class AnswerForms:
    """The request property that decides how pictures are returned, and its value for each form."""

    pattern: Pattern
    by: str
    values: Mapping[str, Any]
    otherwise: str | None

    def choose(self, holder: dict[str, Any]) -> str | None:
        """Return the role of the strings that hold the pictures, or None where the request leaves it open."""
        if self.by not in holder:
            return self.otherwise
        asked = holder[self.by]
        for role, value in self.values.items():
            if value == asked:
                return role
        return self.otherwise


@dataclass(frozen=True, slots=True)
class PictureForms:
    """The two response properties of one object that hold the same picture, as a link and as base64."""

    pattern: Pattern
    properties: Mapping[str, str]


class BodySchema:
    """A schema, compiled, with the places where its extension keywords apply.

    Attributes:
        schema: it as it stands in the document.
    """

    def __init__(self, schema: Schema, document: SchemaTree) -> None:
        found = list(places(schema, document.resolve))
        self._document = document
        self.schema = schema  # kept as well so that its `id`, which `compiled` knows it by, stays its own
        self._root = document.with_components(schema)
        try:
            self._validator = Draft202012Validator(self._root, validate_formats=True, mask="the value")
        except (ValueError, ReferencingError) as error:
            raise SchemaRefused(" ".join(str(error).split())) from error
        self.roles: tuple[tuple[Pattern, str], ...] = _unique(found, "x-replay")
        self.pictures: tuple[tuple[Pattern, PictureRules], ...] = tuple(
            (pattern, PictureRules(part["x-picture"], _text_schema(part, document)))
            for pattern, part in _holders(found, "x-picture")
        )
        self.json_texts: tuple[tuple[Pattern, BodySchema], ...] = tuple(
            (pattern, document.compiled(content)) for pattern, content in _unique(found, "contentSchema")
        )
        self.picture_forms = tuple(_picture_forms(self.roles))
        self.answer_forms: tuple[AnswerForms, ...] = tuple(
            AnswerForms(
                pattern,
                keyword["by"],
                {role: value for role, value in keyword.items() if role not in ("by", "otherwise")},
                keyword.get("otherwise"),
            )
            for pattern, keyword in _unique(found, "x-answer-as")
        )
        leaves = list(branches(schema, document.resolve))
        # What another schema has to be told by whether it has the same leaf.
        self.leaves = frozenset(map(id, leaves))
        self._drifting = frozenset(map(id, drifting_branches(schema, document.resolve)))
        self.final_at = _unique(found, "x-final")
        self.places = tuple(found)
        self.shapes: tuple[BodySchema, ...] = (
            (self,) if len(leaves) == 1 else tuple(document.compiled(leaf) for leaf in leaves)
        )
        self._leaves_decide = len(leaves) > 1 and is_only_union(schema, document.resolve)

    @cached_property
    def form(self) -> FormFields:
        """What reads a form that this is the schema of."""
        return FormFields(self.places)

    def fits(self, value: Any) -> bool:
        """Tell whether nothing is wrong with `value`."""
        return self._validator.is_valid(value)

    @property
    def may_hold_pictures(self) -> bool:
        """Whether a value may hold a picture, as a link or as base64."""
        return any(role in PICTURE_ROLES for _, role in self.roles)

    def check(self, value: Any) -> "tuple[Problem | None, BodySchema]":
        """Return what is wrong with `value`, or None, and the leaf of the union that a valid value falls in."""
        if self._leaves_decide:
            # One leaf that fits makes the union fit, so that a value of megabytes is looked at once, not twice.
            fitting = [shape for shape in self.shapes if shape.fits(value)]
            if len(fitting) == 1:
                return None, fitting[0]
        if self.fits(value):
            return None, self.shape_of(value)
        return self.problem(value), self

    def texts(self, value: Any, *roles: str) -> Iterator[tuple[Path, str, str]]:
        """Yield path, role and content of each text in a value that has one of these roles by `x-replay`."""
        for pattern, role in self.roles:
            if role in roles:
                yield from ((path, role, text) for path, text in find(value, pattern) if isinstance(text, str))

    def problem(self, value: Any) -> Problem | None:
        """Return what is wrong with `value`, or None."""
        return None if self.fits(value) else self.problems(value)[0]

    def problems(self, value: Any) -> tuple[Problem, ...]:
        """Return everything that is wrong with `value`, the one to report first."""
        if self.fits(value):
            return ()
        return all_problems(self._validator.iter_errors(value), value, self._root, self._document)

    def shape_of(self, value: Any) -> "BodySchema":
        """Return the leaf of the union that a valid `value` falls in."""
        if len(self.shapes) == 1:
            return self.shapes[0]
        return next((shape for shape in self.shapes if shape.fits(value)), self)

    def is_drift(self, value: Any) -> bool:
        """Tell whether a valid `value` falls in a leaf of the union that is marked as drift."""
        return self.shape_of(value).leaves <= self._drifting

    def is_final(self, value: Any) -> bool:
        """Tell whether `value` says of a task that it will not change any more."""
        return any(status in final for pattern, final in self.final_at for _, status in find(value, pattern))


def shows_pictures(answer: Any, schema: BodySchema | None) -> bool:
    """Tell whether an answer holds at least one picture, as a link or as base64."""
    return schema is not None and any(text for _, _, text in schema.texts(answer, *PICTURE_ROLES))


@dataclass(frozen=True, slots=True)
class PictureRules:
    """What a document says of a string that holds a picture.

    Attributes:
        limits: the document's `x-picture`.
        text: the string's own pattern and format, which the check of the picture stands in for where it applies.
    """

    limits: Mapping[str, Any]
    text: BodySchema


def _text_schema(part: Schema, document: SchemaTree) -> BodySchema:
    return BodySchema({name: part[name] for name in _TEXT_KEYWORDS if name in part}, document)


def _holders(found: Sequence[Place], keyword: str) -> Iterator[Place]:
    """The places of one keyword; branches of a union that repeat it at the same place count once."""
    seen: list[tuple[Pattern, Any]] = []
    for place in found:
        if keyword in place.schema and (place.pattern, place.schema[keyword]) not in seen:
            seen.append((place.pattern, place.schema[keyword]))
            yield place


def _picture_forms(roles: Iterable[tuple[Pattern, str]]) -> Iterator[PictureForms]:
    """The objects that have a property, or a list, for links and another one for base64."""
    held: dict[Pattern, dict[str, str]] = {}
    for pattern, role in roles:
        while pattern and pattern[-1] == ANY:
            pattern = pattern[:-1]
        if pattern and role in PICTURE_ROLES:
            held.setdefault(pattern[:-1], {})[role] = pattern[-1]
    for pattern, names in held.items():
        if len(names) == len(PICTURE_ROLES):
            yield PictureForms(pattern, {role: names[role] for role in PICTURE_ROLES})


def _unique(found: Sequence[Place], keyword: str) -> tuple[tuple[Pattern, Any], ...]:
    return tuple((place.pattern, place.schema[keyword]) for place in _holders(found, keyword))


def _components_named_in(node: Any) -> Iterator[str]:
    """Yield the name of each schema of the components that a `$ref` in `node` leads to or into."""
    for _, holder in objects(node):
        reference = holder.get("$ref")
        steps = steps_of(reference) if isinstance(reference, str) else ()
        if steps[:2] == ("components", "schemas"):
            yield from map(str, steps[2:3])


def _without_picture_texts(node: Any) -> Any:
    """Copy `node` without each `pattern` and `format` beside an `x-picture`.

    The check of the picture reads every byte and is stricter; a regular expression over megabytes of base64,
    tried again in each branch of a union, would cost more than all other checks together.
    """
    if isinstance(node, dict):
        return {
            name: _without_picture_texts(value)
            for name, value in node.items()
            if not (name in _TEXT_KEYWORDS and "x-picture" in node)
        }
    if isinstance(node, list):
        return [_without_picture_texts(item) for item in node]
    return node
