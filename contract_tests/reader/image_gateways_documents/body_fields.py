"""The fields that bodies of requests and answers have by their document, and which of them tell how far a task is."""

from collections.abc import Iterator
from typing import NamedTuple

from .document_tree import DocumentTree, Json, OperationNode
from .media_types import is_json
from .schema_walk import ANY, Pattern, places

_STATUS_NAMES = frozenset({"status", "state", "task_status", "taskstatus", "job_status", "jobstatus", "phase"})


class Field(NamedTuple):
    """A field of a body.

    Attributes:
        pattern: the names that lead to it, with `*` for each item of an array.
        schema: what it holds, its references followed; a change of it is one of the document.
    """

    pattern: Pattern
    schema: Json

    @property
    def name(self) -> str:
        """The last name that leads to it; empty for the body itself."""
        return next((name for name in reversed(self.pattern) if name != ANY), "")


def answer_fields(tree: DocumentTree, operation: OperationNode) -> list[Field]:
    """Return the fields of an operation's JSON answers of 2xx, outermost first."""
    holders = (held for status, held in tree.responses(operation).items() if status.startswith("2"))
    return [field for holder in holders for field in _fields(tree, holder)]


def request_fields(tree: DocumentTree, operation: OperationNode) -> list[Field]:
    """Return the fields of an operation's JSON body."""
    return list(_fields(tree, tree.request_body(operation)))


def required_fields(tree: DocumentTree, operation: OperationNode) -> set[str]:
    """Return the names of the fields that a JSON body has to have."""
    tops = (field.schema for field in request_fields(tree, operation) if not field.pattern)
    return {name for schema in tops for name in schema.get("required", ())}


def status_fields(tree: DocumentTree, operation: OperationNode) -> list[Field]:
    """Return the fields of an operation's answers that say how far a task is, as their names tell."""
    found = (field for field in answer_fields(tree, operation) if field.name.lower() in _STATUS_NAMES)
    return [field for field in found if "string" in str(field.schema.get("type", "string"))]


def _fields(tree: DocumentTree, holder: Json) -> Iterator[Field]:
    schemas = (media.get("schema", {}) for name, media in holder.get("content", {}).items() if is_json(name))
    for place in (place for schema in schemas for place in places(schema, tree.resolve)):
        if "$ref" not in place.schema:
            yield Field(*place)
