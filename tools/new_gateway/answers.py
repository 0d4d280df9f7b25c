"""What the operations of a document take and answer, as far as the guesses of this package ask for it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from image_gateways_documents.document_tree import DocumentTree, Json, OperationNode
from image_gateways_documents.schema_walk import ANY, Path, Pattern, places
from image_gateways_documents.vocabulary import parts


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
        return next((name for name in reversed(self.pattern) if name != "*"), "")


def successes(tree: DocumentTree, operation: OperationNode) -> Iterator[Json]:
    """Yield the answers of 2xx that an operation documents."""
    for status, response in operation.node.get("responses", {}).items():
        if status.startswith("2"):
            yield tree.dereferenced(response)


def answer_fields(tree: DocumentTree, operation: OperationNode) -> list[Field]:
    """Return the fields of an operation's JSON answers of 2xx, outermost first."""
    holders = list(successes(tree, operation))
    return [field for holder in holders for schema in json_schemas(holder) for field in _fields(tree, schema)]


def request_fields(tree: DocumentTree, operation: OperationNode) -> list[Field]:
    """Return the fields of an operation's JSON body."""
    holder = tree.dereferenced(operation.node.get("requestBody", {}))
    return [field for schema in json_schemas(holder) for field in _fields(tree, schema)]


def json_schemas(holder: Json) -> Iterator[Json]:
    """Yield the schemas of a request's or an answer's JSON bodies."""
    for name, media in holder.get("content", {}).items():
        if "json" in name and isinstance(media.get("schema"), dict):
            yield media["schema"]


def parameters(tree: DocumentTree, operation: OperationNode) -> list[Json]:
    """Return the parameters that an operation takes, those of its path included."""
    return tree.parameters(operation)


def required_fields(tree: DocumentTree, operation: OperationNode) -> set[str]:
    """Return the names of the fields that a JSON body has to have."""
    holder = tree.dereferenced(operation.node.get("requestBody", {}))
    found = (place for schema in json_schemas(holder) for place in places(schema, tree.resolve) if not place.pattern)
    return {name for place in found for name in place.schema.get("required", ())}


def _fields(tree: DocumentTree, schema: Json) -> Iterator[Field]:
    for place in places(schema, tree.resolve):
        if isinstance(place.schema, dict) and "$ref" not in place.schema:
            yield Field(place.pattern, place.schema)


def places_of_schemas(tree: DocumentTree) -> dict[int, Path]:
    """Return where each schema of a document stands, by its `id`."""
    found: dict[int, Path] = {}
    for part in parts(tree.root):
        if part.kind == "schema":
            found.setdefault(id(part.node), part.steps)
    return found


def with_text(value: Any, pattern: Pattern, by: str) -> Any:
    """Return a value in which every text at a pattern is another."""
    if not pattern:
        return by if isinstance(value, str) else value
    if pattern[0] == ANY and isinstance(value, list):
        return [with_text(item, pattern[1:], by) for item in value]
    if isinstance(value, dict) and pattern[0] in value:
        return {**value, pattern[0]: with_text(value[pattern[0]], pattern[1:], by)}
    return value
