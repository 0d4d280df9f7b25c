"""What a document says of an operation beyond what a server needs: its price, the facts of its answers, names."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from .answer_facts import AnswerFacts, FittingParts, UsualFields, unknown_fields
from .body_schema import BodySchema
from .document import Document
from .document_tree import SAFE_METHODS, snake_case
from .media_types import is_json
from .operations import Operation
from .responses import Example
from .schema_walk import Path, Schema, at, branches, find, places

_UNKNOWN = "at a price that the document does not name"
_NOT_IN_A_VARIANT = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class DocumentedPrice:
    """What a call costs: an amount in a unit, or None where no page says how much."""

    amount: float | None
    unit: str

    def of_one(self) -> str:
        """Say what one call costs."""
        return _UNKNOWN if self.amount is None else f"{self.amount:g} {self.unit} a call"

    def of(self, calls: int) -> str:
        """Say what a number of calls costs at most."""
        return _UNKNOWN if self.amount is None else f"for at most {round(self.amount * calls, 6):g} {self.unit}"


class OperationFacts:
    """What a document says of one of its operations."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self.operation = operation
        self.answer_facts = cache(self._answer_facts)

    @property
    def price(self) -> DocumentedPrice | None:
        """What a call costs; None for one that is free.

        `x-billed` and `x-price: {amount, unit}` say it. Where they do not, whatever may change something is billed:
        only `x-billed: false` makes a call free that is none of `SAFE_METHODS`. Of those, a call that submits a task
        or answers with pictures is billed, unless it is the poll of a task.
        """
        node = self.operation.node
        stated = node.get("x-price", {})
        price = DocumentedPrice(stated.get("amount"), str(stated.get("unit", "")))
        if "x-billed" in node:
            return None if node["x-billed"] is False else price
        is_free = self.operation.method in SAFE_METHODS and not stated and not self._looks_billed()
        return None if is_free else price

    def _looks_billed(self) -> bool:
        if self.operation.task_link is not None:
            return True
        schemas = [schema for response in self.operation.responses.values() for schema in response.content.values()]
        shows_pictures = any(schema.may_hold_pictures for schema in schemas if schema)
        return shows_pictures and self.operation.operation_id not in self._document.submits

    @property
    def body_schema(self) -> Schema:
        """The schema of a request's body as it stands in the document; empty for none."""
        return self.operation.body.schema if self.operation.body else {}

    @cached_property
    def needs_object(self) -> bool:
        """Whether a call cannot do without a body, and that is JSON and an object whatever it holds."""
        if not self.operation.body_required or not all(map(is_json, self.operation.media_types)):
            return False
        resolve = self._document.resolve
        own = [
            [p.schema for p in places(leaf, resolve) if not p.pattern] for leaf in branches(self.body_schema, resolve)
        ]
        return all({str(part["type"]) for part in leaf if "type" in part} == {"object"} for leaf in own)

    def leaf_of(self, body: Any) -> Schema:
        """Return the leaf of the union of bodies that a body falls in; an empty one where it falls in none."""
        if self.operation.body is None:
            return {}
        shape = self.operation.body.shape_of(body)
        return next(branches(shape.schema, self._document.resolve)) if shape in self.operation.body.shapes else {}

    def unknown_request_fields(self, body: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the path and the value of each field of a request's body that the document does not know."""
        return unknown_fields(FittingParts(self.body_schema, self._document).of(body))

    def body_name(self, body: Any) -> str | None:
        """Return the name of the leaf that a valid body falls in, `byte_edit`; None where there is but one."""
        if self.operation.body is None or len(self.operation.body.shapes) == 1:
            return None
        leaf = self.leaf_of(body)
        schemas = self._document.root.get("components", {}).get("schemas", {})
        name = next((name for name, schema in schemas.items() if schema is leaf), "")
        return variant_of(name).removesuffix("_request") or None

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

    def _answer_facts(self, status: int, media_type: str) -> AnswerFacts | None:
        documented = self.operation.response(status)
        body = documented.content.get(media_type) if documented else None
        if body is None:
            return None
        shown = (e for e in self.operation.examples if e.media_type.lower() == media_type)
        usual = UsualFields(body, [e.value for e in shown if e.status in (status, None)])
        return AnswerFacts(body.schema, self._document, usual)


def facts_of(document: Document) -> dict[str, OperationFacts]:
    """Return what a document says of each of its operations, by its id."""
    return {operation.operation_id: OperationFacts(document, operation) for operation in document.operations}


def variant_of(name: str) -> str:
    """Write a name as the part of a recording's file name that tells its variant."""
    return _NOT_IN_A_VARIANT.sub("_", snake_case(name)).strip("_")


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
