"""A document as the JSON that it is: what its references lead to, its operations, and which answer covers a status."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import unquote

from .schema_walk import Path, at, pointer_steps

Json: TypeAlias = dict[str, Any]


class Line(NamedTuple):
    """Where something stands in a text, written as `12`, or as `1:345` where all of the text is one line.

    Attributes:
        number: the line, from 1.
        column: the character in it, from 1, of a text that is one line; else 0.
    """

    number: int
    column: int = 0

    def __str__(self) -> str:
        return f"{self.number}:{self.column}" if self.column else str(self.number)


Lines: TypeAlias = dict[tuple[int, str | int | None], Line]
"""The line of a mapping's keys and a list's indexes, by its holder's `id`.

With None for the key it is the line of the holder itself: of its own key or dash, and where it begins for the whole."""

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The keys of a path item that hold an operation."""

PATH_KEYS: Final = frozenset({"summary", "description", "servers", "parameters", *METHODS})
"""The keys of a path item in OpenAPI 3.1, beside `$ref` and those of authors' own, which begin with `x-`."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing, so that a call may be free without the document saying so."""

SUCCESS: Final = range(200, 300)


class BrokenReference(ValueError):
    """A `$ref` that leads nowhere, out of the document, or back to itself; the message is a line that says which."""


@dataclass(frozen=True, slots=True)
class OperationNode:
    """An operation as it stands in a document.

    Attributes:
        path: its key under `paths`; what follows a `#` only tells operations of one path apart.
        method: one of `METHODS`.
        item: the path item that holds it, its reference followed.
        node: the operation.
    """

    path: str
    method: str
    item: Json
    node: Json

    @property
    def steps(self) -> tuple[str, str, str]:
        """Where it is in the document."""
        return "paths", self.path, self.method

    @property
    def address(self) -> str:
        """Method and path, as `POST /images/edits`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def operation_id(self) -> str:
        """Its `operationId`; without one, method and path in one name, as the generated client has it."""
        made = "_".join(re.findall(r"[^/{}]+", self.path))
        return str(self.node.get("operationId") or f"{self.method}_{made}")


class DocumentTree:
    """A parsed document.

    Args:
        root: what `parse_yaml`, or a reader of JSON, made of it.
        lines: where everything in it stands, as `parse_yaml` found it.
    """

    def __init__(self, root: Json, lines: Lines | None = None) -> None:
        self.root = root
        self.lines = {} if lines is None else lines

    @property
    def asks_for_house_rules(self) -> bool:
        """Whether it is to be held to more than OpenAPI: `x-house-rules: true`."""
        return self.root.get("x-house-rules") is True

    def line_number(self, part: Any, key: str | int | None = None) -> Line | None:
        """Return the line of a key of a part, or of the part itself where it has no such key.

        None for what is no part of this document, and for a document that was read without lines.
        """
        return self.lines.get((id(part), key)) or self.lines.get((id(part), None))

    def line_of(self, steps: Path) -> Line:
        """Return the line of what these keys lead to, or of the nearest above it that is there."""
        while steps:
            holder = at(self.root, steps[:-1])
            if isinstance(holder, dict | list) and (line := self.lines.get((id(holder), steps[-1]))):
                return line
            steps = steps[:-1]
        return Line(1)

    def broken(self, what: str) -> Exception:
        """Return what is raised for a broken reference; those who know the document's name say it here."""
        return BrokenReference(what)

    def resolve(self, reference: str) -> Json:
        """Return what a `$ref` points to.

        Raises:
            BrokenReference: it points out of the document, or to what is no object.
        """
        if not reference.startswith("#/"):
            raise self.broken(f"{reference}: only references inside the document are followed")
        node: Any = self.root
        try:
            for step in steps_of(reference):
                node = node[step]
        except (LookupError, TypeError):
            node = None
        if not isinstance(node, dict):
            raise self.broken(f"{reference}: nothing is there")
        return node

    def chain(self, node: Json) -> Iterator[Json]:
        """Yield a node, then what its `$ref` leads to, and so on; the last one has no `$ref`.

        Raises:
            BrokenReference: a reference leads nowhere or back to itself.
        """
        seen: set[str] = set()
        yield node
        while (reference := node.get("$ref")) is not None:
            if reference in seen:
                raise self.broken(f"{reference}: leads back to itself")
            seen.add(reference)
            node = self.resolve(reference)
            yield node

    def dereferenced(self, node: Json) -> Json:
        """Return what a node stands for: itself, or what its `$ref` leads to in the end."""
        for end in self.chain(node):
            node = end
        return node

    def path_items(self) -> Iterator[tuple[str, Json]]:
        """Yield each path and what it holds, its reference followed.

        Raises:
            BrokenReference: a reference leads nowhere or back to itself.
        """
        for path, held in self.root["paths"].items():
            yield path, self.dereferenced(held) if held is not None else {}

    def operation_nodes(self) -> Iterator[OperationNode]:
        """Yield the operations in the order of their paths, and of `METHODS` within each."""
        for path, item in self.path_items():
            for method in METHODS:
                if item.get(method) is not None:
                    yield OperationNode(path, method, item, item[method])

    def parameters(self, operation: OperationNode) -> list[Json]:
        """Return the parameters of an operation, references followed: its own, and those of its path that it leaves."""
        held = (*operation.item.get("parameters", ()), *operation.node.get("parameters", ()))
        return [*{(each["in"], each["name"]): each for each in map(self.dereferenced, held)}.values()]

    def request_body(self, operation: OperationNode) -> Json:
        """Return the request body that an operation documents; an empty one where it has none."""
        return self.dereferenced(operation.node.get("requestBody", {}))

    def responses(self, operation: OperationNode) -> dict[str, Json]:
        """Return the answers that an operation documents, by their statuses as texts."""
        return {str(status): self.dereferenced(held) for status, held in operation.node.get("responses", {}).items()}


# Under these a document has names of its own, which may be those of keywords.
_OF_NAMES = frozenset({
    "properties", "patternProperties", "dependentSchemas", "$defs", "paths", "webhooks", "responses", "content",
    "headers", "examples", "links", "callbacks", "schemas", "parameters", "requestBodies", "securitySchemes",
    "pathItems", "encoding", "variables", "mapping",
})  # fmt: skip
_VALUES = frozenset({"example", "value", "default", "enum", "const"})


def descriptions(node: Any, path: Path = (), *, names: bool = False) -> Iterator[tuple[Path, Json]]:
    """Yield every object that a document describes something with, and the way to it: none of an example's value.

    Args:
        node: the document, or a part of it.
        path: the way to the part.
        names: whether the part's keys are names of its own, as those of `properties` are.
    """
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from descriptions(item, (*path, index))
    elif isinstance(node, dict):
        if not names:
            yield path, node
        for key, below in node.items():
            if names or not (key in _VALUES or key.startswith("x-")):
                has_names = not names and key in _OF_NAMES and isinstance(below, dict)
                yield from descriptions(below, (*path, key), names=has_names)


def objects(node: Any, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Yield every object in a JSON value, itself included, and the way to it, outermost first."""
    if isinstance(node, dict):
        yield path, node
    for step, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from objects(below, (*path, step))


@lru_cache(maxsize=1024)
def steps_of(reference: str) -> Path:
    """Split a `$ref` such as `#/components/schemas/Task` into the names that lead to its target."""
    return pointer_steps(unquote(reference.removeprefix("#")))


def name_of(reference: str) -> str:
    """Return the last name of a `$ref`, as `Task` of `#/components/schemas/Task`."""
    return str(steps_of(reference)[-1])


def covering(documented: Collection[str], status: int | str) -> str | None:
    """Return the key under which an operation documents a status: its number, its class (`4XX`), or `default`."""
    number = str(status)
    for key in (number, f"{number[0]}XX", "default"):
        if key in documented:
            return key
    return None


def snake_case(name: str) -> str:
    """Write a name such as `TextRiskNotPass` as `text_risk_not_pass`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-. ]", "_", name).lower()
