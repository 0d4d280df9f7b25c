"""Which operation a request is for, and why a request is refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl

from .document import Document
from .operations import PATH_PARAMETER, Operation
from .problem import Problem

Query = tuple[tuple[str, str], ...]

# What is remembered is bounded in size as well as in number.
_REMEMBERED = 1024
_LONGEST_REMEMBERED = 1024
_MOST_PARAMETERS_REMEMBERED = 16


def parse_query(query_string: bytes) -> Query:
    """Split a query string into names and values, in order; junk is kept as text, never refused."""
    return _remembered_query(query_string) if len(query_string) <= _LONGEST_REMEMBERED else _query(query_string)


def _query(query_string: bytes) -> Query:
    return tuple(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True, max_num_fields=None))


_remembered_query = lru_cache(maxsize=_REMEMBERED)(_query)


_names = lru_cache(maxsize=_REMEMBERED)(PATH_PARAMETER.findall)


class Rejection(Exception):
    """A request that is refused.

    Attributes:
        problem: what is wrong; its condition is one that the documents' `x-conditions` name.
        document: the gateway that refuses; None where the operation tells it, or where no gateway was meant.
        operation: the operation that refuses; None where the request reached none.
        allow: the methods that the path has, for a method that it does not have.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        document: Document | None = None,
        operation: Operation | None = None,
        allow: str = "",
    ) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.document = document
        self.operation = operation
        self.allow = allow


@dataclass(frozen=True, slots=True)
class Match:
    """The operation that a request is for, and the texts of its path parameters."""

    operation: Operation
    path_parameters: Mapping[str, str]


@dataclass(slots=True)
class _Route:
    """The operations that share a path, by method; `pattern` finds the parameters of the path."""

    document: Document
    pattern: re.Pattern[str]
    methods: dict[str, list[Operation]] = field(default_factory=dict)


class Router:
    """Finds operations by method, path and the query parameters that have one legal value.

    Raises:
        DocumentError: two documents claim one path.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._exact: dict[str, _Route] = {}
        self._templates: dict[str, _Route] = {}
        self._documents: list[tuple[list[str], Document]] = []
        for document in documents:
            for operation in document.operations:
                self._add(document, operation)
        # Callers repeat a few URLs; what they mean never changes.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._match)

    def match(self, method: str, path: str, query: Query) -> Match:
        """Return the operation for a request.

        Raises:
            Rejection: no document has such a path, method or constant parameter.
        """
        short = len(path) <= _LONGEST_REMEMBERED and len(query) <= _MOST_PARAMETERS_REMEMBERED
        return self._remembered(method, path, query) if short else self._match(method, path, query)

    def _match(self, method: str, path: str, query: Query) -> Match:
        route, texts = self._route(path)
        operations = route.methods.get(method)
        if operations is None:
            allowed = ", ".join(sorted(route.methods))
            problem = Problem("method-not-allowed", ("method",), allowed, method)
            raise Rejection(problem, document=route.document, allow=allowed)
        operation = self._select(operations, query, route.document)
        return Match(operation, dict(zip(_names(operation.path), texts, strict=True)))

    def _add(self, document: Document, operation: Operation) -> None:
        segments = operation.path.strip("/").split("/")
        self._documents.append((segments, document))
        known = self._templates if "{" in operation.path else self._exact
        route = known.get(operation.shape)
        if route is None:
            pattern = "([^/]+)".join(map(re.escape, operation.shape.split("{}")))
            route = known[operation.shape] = _Route(document, re.compile(pattern))
        if route.document is not document:
            what = f"{operation.operation_id}: {route.document.file} has the same method and path; take one of them out"
            raise document.error_at(operation.steps, what)
        route.methods.setdefault(operation.method, []).append(operation)

    def _route(self, path: str) -> tuple[_Route, Sequence[str]]:
        if route := self._exact.get(path):
            return route, ()
        for route in self._templates.values():
            if found := route.pattern.fullmatch(path):
                return route, found.groups()
        raise Rejection(Problem("not-found", ("path",), "a documented path", path[:200]), document=self._nearest(path))

    def _nearest(self, path: str) -> Document | None:
        """The gateway that most likely was meant: the one that shares the most leading segments."""
        segments = path.strip("/").split("/")
        shared = [(_shared(segments, known), document) for known, document in self._documents]
        most = max((count for count, _ in shared), default=0)
        return next((document for count, document in shared if count == most), None) if most else None

    def _select(self, operations: Sequence[Operation], query: Query, document: Document) -> Operation:
        names = sorted({name for operation in operations for name in operation.constants})
        if not names:
            return operations[0]
        given = {name: [value for key, value in query if key == name] for name in names}
        selectors = [name for name in names if len({operation.constants.get(name) for operation in operations}) > 1]
        chosen = [
            operation for operation in operations if all(given[name] == _wanted(operation, name) for name in selectors)
        ]
        if not chosen:
            raise Rejection(_choice("unknown-operation", selectors[0], operations, given), document=document)
        operation = chosen[0]
        for name in names:
            if given[name] != _wanted(operation, name):
                problem = _choice("unsupported-version", name, [operation], given)
                raise Rejection(problem, document=document, operation=operation)
        return operation


def _wanted(operation: Operation, name: str) -> list[str]:
    constant = operation.constants.get(name)
    return [] if constant is None else [constant]


def _choice(condition: str, name: str, operations: Sequence[Operation], given: Mapping[str, Sequence[str]]) -> Problem:
    legal = " or ".join(dict.fromkeys(operation.constants.get(name, "none") for operation in operations))
    return Problem(condition, (name,), legal, " and ".join(value[:60] for value in given[name]) or "nothing")


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
