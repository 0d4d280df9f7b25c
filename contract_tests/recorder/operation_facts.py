"""What the recorder asks a document about an operation, beyond what the mock server asks."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from image_gateways_documents.document import BodySchema, Document, Example, Operation
from image_gateways_documents.schema_walk import DRIFT, Path, Pattern, Schema, at, find, places
from image_gateways_mock.gateway import snake_case

from .fitting_parts import FittingParts
from .unknown_fields import unknown_fields
from .usual_fields import UsualFields

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing, so that a call may be free without the document saying so."""

_UNKNOWN = "at a price that the document does not name"
_PICTURE_ROLES = frozenset({"picture-url", "picture-base64"})
_NOT_IN_A_VARIANT = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Price:
    """What a call costs: an amount in a unit, or None where no page says how much."""

    amount: float | None
    unit: str

    def of_one(self) -> str:
        """Say what one call costs."""
        return _UNKNOWN if self.amount is None else f"{self.amount:g} {self.unit} a call"

    def of(self, calls: int) -> str:
        """Say what a number of calls costs at most."""
        return _UNKNOWN if self.amount is None else f"for at most {round(self.amount * calls, 6):g} {self.unit}"


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
        self._parts_of = FittingParts(schema, document).of
        self.missing_fields = usual.missing
        found = list(places(schema, document.resolve))
        self._statuses = {pattern: part for pattern, part in found if "x-final" in part}
        self.codes_at = tuple(dict.fromkeys(pattern for pattern, part in found if "x-error-codes" in part))

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


class OperationFacts:
    """One operation of a document."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self.operation = operation
        # The operation's own part of the document's tree.
        self.node = next(
            node
            for item in document.root["paths"].values()
            for node in item.values()
            if isinstance(node, dict) and node.get("operationId") == operation.operation_id
        )
        self.answer_facts = cache(self._answer_facts)

    @property
    def price(self) -> Price | None:
        """What a call costs; None for one that is free.

        `x-billed` and `x-price: {amount, unit}` say it. Where they do not, whatever may change something is billed:
        only `x-billed: false` makes a call free that is none of `SAFE_METHODS`. Of those, a call that submits a task
        or answers with pictures is billed, unless it is the poll of a task.
        """
        stated = self.node.get("x-price", {})
        price = Price(stated.get("amount"), str(stated.get("unit", "")))
        if "x-billed" in self.node:
            return None if self.node["x-billed"] is False else price
        is_free = self.operation.method in SAFE_METHODS and not stated and not self._looks_billed()
        return None if is_free else price

    def _looks_billed(self) -> bool:
        if self.operation.task_link is not None:
            return True
        polls = {other.task_link.poll_operation_id for other in self._document.operations if other.task_link}
        shows_pictures = any(
            role in _PICTURE_ROLES
            for response in self.operation.responses.values()
            for schema in response.content.values()
            for _, role in (schema.roles if schema else ())
        )
        return shows_pictures and self.operation.operation_id not in polls

    def stated_headers(self, status: int) -> frozenset[str]:
        """Return the headers, in lower case, that the document names for an answer."""
        response = self._response(status)
        return frozenset(name.lower() for name in response.get("headers", {})) if response else frozenset()

    def unknown_request_fields(self, body: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the path and the value of each field of a request's body that the document does not know."""
        return unknown_fields(FittingParts(self._body_schema(), self._document).of(body))

    def body_name(self, body: Any) -> str | None:
        """Return the name of the leaf that a valid body falls in, `byte_edit`; None where there is but one."""
        schema = self.operation.body
        if schema is None or len(schema.shapes) == 1:
            return None
        names = dict(zip(map(id, schema.shapes), self._leaf_names(self._body_schema(), ""), strict=True))
        return variant_of(names.get(id(schema.shape_of(body)), "")).removesuffix("_request") or None

    def error_example(self, status: int, answer: Any, schema: BodySchema, facts: AnswerFacts) -> Example | None:
        """Return the documented example of this failure: by its business code, else by all that does not vary."""
        for code in facts.codes(answer):
            same = [e for e in self.operation.examples if at(e.value, code.path) == code.value]
            if same:
                return next((example for example in same if example.status == status), same[0])
        lasting = _without_roles(answer, schema)
        return next(
            (e for e in self.operation.examples if e.status == status and _without_roles(e.value, schema) == lasting),
            None,
        )

    def _body_schema(self) -> Schema:
        content = self._dereferenced(self.node["requestBody"])["content"]
        schema: Schema = next(media["schema"] for media in content.values() if "schema" in media)
        return schema

    def _leaf_names(self, schema: Schema, name: str) -> Iterator[str]:
        """The names of a union's leaves, in the order in which the mock server's own walk meets them."""
        if "$ref" in schema:
            yield from self._leaf_names(self._document.resolve(schema["$ref"]), schema["$ref"].rpartition("/")[2])
            return
        union = schema.get("oneOf") or schema.get("anyOf")
        if union is None:
            yield name
        for branch in union or ():
            yield from self._leaf_names(branch, name)

    def _answer_facts(self, status: int, media_type: str) -> AnswerFacts | None:
        documented = self.operation.response(status)
        body = documented.content.get(media_type) if documented else None
        for name, media in (self._response(status) or {}).get("content", {}).items():
            if name.lower() == media_type and body is not None:
                shown = (e for e in self.operation.examples if e.media_type.lower() == media_type)
                usual = UsualFields(body, [e.value for e in shown if e.status in (status, None)])
                return AnswerFacts(media["schema"], self._document, usual)
        return None

    def _response(self, status: int) -> dict[str, Any] | None:
        for key in (str(status), f"{status // 100}XX", "default"):
            for documented, response in self.node["responses"].items():
                if str(documented) == key:
                    return self._dereferenced(response)
        return None

    def _dereferenced(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = self._document.resolve(node["$ref"])
        return node


def _family(code: str | int) -> str:
    """What stands before the last dot of a code, `InvalidParameter` of `InvalidParameter.Size`."""
    return str(code).rpartition(".")[0]


def variant_of(name: str) -> str:
    """Write a name as the part of a recording's file name that tells its variant."""
    return _NOT_IN_A_VARIANT.sub("_", snake_case(name)).strip("_")


def shows_pictures(answer: Any, schema: BodySchema | None) -> bool:
    """Tell whether an answer holds at least one picture, as a link or as base64."""
    return any(
        isinstance(found, str) and bool(found)
        for pattern, role in (schema.roles if schema else ())
        if role in _PICTURE_ROLES
        for _, found in find(answer, pattern)
    )


def _without_roles(value: Any, schema: BodySchema) -> Any:
    """A copy of an answer without what differs from answer to answer."""
    lasting = deepcopy(value)
    for pattern, _ in schema.roles:
        for path, _found in list(find(lasting, pattern)):
            _drop(lasting, path)
    return lasting


def _drop(value: Any, path: Path) -> None:
    holder = at(value, path[:-1])
    if path and isinstance(holder, dict | list):
        holder[path[-1]] = None  # type: ignore[index]  # a path leads through names of objects and indexes of arrays
