"""What is part of one side of a call alone: `readOnly` of answers, `writeOnly` of requests, also where it is required.

A validator knows no sides, and a component may be both sent and answered. Where that makes a difference, each side
refers to a copy of its own.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from .document_tree import DocumentTree, Json, objects
from .schema_walk import held

MARKS: Final = ("readOnly", "writeOnly")
"""The keywords that take a property out of a side: of requests, of answers."""

_SCHEMAS = "#/components/schemas/"
_COMPOSED = ("allOf", "anyOf", "oneOf")


def say_sides(document: DocumentTree) -> None:
    """Rewrite a document in place, so that neither side demands a property that is part of the other alone.

    Raises:
        BrokenReference: a reference leads nowhere or back to itself.
    """
    of_requests, of_answers = (_Side(document, mark) for mark in MARKS)
    for side in (of_requests, of_answers):
        side.add_to(document.root)
    for operation in document.operation_nodes():
        of_requests.say(operation.node.get("requestBody", {}))
        for response in operation.node.get("responses", {}).values():
            of_answers.say(response)


class _Side:
    """One side of all calls of a document, from which properties with a mark are absent."""

    def __init__(self, document: DocumentTree, mark: str) -> None:
        self._document = document
        self._mark = mark
        schemas: Json = document.root.get("components", {}).get("schemas", {})
        self._copies = {f"{_SCHEMAS}{name}": self._on_this_side(schema) for name, schema in schemas.items()}
        differing = {name for name, copy in self._copies.items() if copy != schemas[name.removeprefix(_SCHEMAS)]}
        while more := {name for name in self._copies.keys() - differing if differing & _references(self._copies[name])}:
            differing |= more
        ending = f".without_{mark}"
        while any(name.endswith(ending) for name in schemas):
            ending += "_"
        self._names = {name: name + ending for name in differing}

    def say(self, holder: Json) -> None:
        """Have the bodies of a request, or of an answer, refer to schemas of this side where they are others."""
        for media in self._document.dereferenced(holder).get("content", {}).values():
            if "schema" in media:
                said = self._referring(self._on_this_side(media["schema"]))
                if said != media["schema"]:
                    self._put_on_its_lines(said, media["schema"])
                    media["schema"] = said

    def add_to(self, root: Json) -> None:
        """Add the schemas of this side that are others to the components of a document."""
        for name, own in self._names.items():
            schemas, copy = root["components"]["schemas"], self._referring(self._copies[name])
            self._put_on_its_lines(copy, schemas[name.removeprefix(_SCHEMAS)])
            schemas[own.removeprefix(_SCHEMAS)] = copy

    def _referring(self, copy: Any) -> Any:
        for _, part in objects(copy):
            if isinstance(part.get("$ref"), str):
                part["$ref"] = self._names.get(part["$ref"], part["$ref"])
        return copy

    def _on_this_side(self, schema: Any) -> Any:
        copy = deepcopy(schema)
        self._drop_demands(copy, frozenset())
        return copy

    def _put_on_its_lines(self, copy: Any, original: Any) -> None:
        """Have a copy, and all that is within it, stand where that does which it was made of."""
        if not isinstance(copy, dict | list):
            return
        lines = self._document.lines
        below = list(copy if isinstance(copy, dict) else range(len(copy)))
        known = {(id(copy), key): lines.get((id(original), key)) for key in (None, *below)}
        lines.update({place: line for place, line in known.items() if line is not None})
        for key in below:
            self._put_on_its_lines(copy[key], original[key])

    def _drop_demands(self, schema: Any, beside: frozenset[str]) -> None:
        if not isinstance(schema, dict):
            return
        absent = beside | self._absent_from(schema)
        if isinstance(schema.get("required"), list):
            schema["required"] = [name for name in schema["required"] if name not in absent]
        for steps, below in held(schema):
            self._drop_demands(below, absent if steps[0] in _COMPOSED else frozenset())

    def _absent_from(self, schema: Json) -> frozenset[str]:
        """The names of the properties that an object of a schema has not on this side."""
        fields = (field for part in self._parts(schema) for field in part.get("properties", {}).items())
        return frozenset(name for name, field in fields if self._is_marked(field))

    def _is_marked(self, schema: Any) -> bool:
        return any(part.get(self._mark) is True for part in self._parts(schema))

    def _parts(self, schema: Any, within: frozenset[str] = frozenset()) -> Iterator[Json]:
        """Yield a schema, and all that it is composed of."""
        if not isinstance(schema, dict):
            return
        yield schema
        reference = schema.get("$ref")
        if reference is not None and reference not in within:
            yield from self._parts(self._document.resolve(reference), within | {reference})
        for _, part in held(schema, _COMPOSED):
            yield from self._parts(part, within)


def _references(node: Any) -> frozenset[str]:
    return frozenset(str(part["$ref"]) for _, part in objects(node) if "$ref" in part)
