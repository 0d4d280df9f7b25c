"""What of each document its examples and recordings exercise: operations, statuses, parameters, schemas, values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from image_gateways_documents.document import Document, load_documents
from image_gateways_documents.document_tree import covering
from image_gateways_documents.operations import Operation
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.routing import Router
from image_gateways_recordings.cassettes import load_cassettes
from image_gateways_recordings.pictures import Pictures

from .schema_reading import Misfit, SchemaReader

KINDS = ("operation", "status", "parameter", "schema", "property", "enum-value")
SOURCES = ("examples", "recordings")


class Item(NamedTuple):
    """Something that a document states and that can be exercised, such as `status` `submit_edit 429`."""

    gateway: str
    kind: str
    name: str


Coverage = dict[Item, frozenset[str]]
"""Each documented item, and which of the sources exercise it."""


def coverage_of(openapi: Path, recordings: Path) -> Coverage:
    """Return what the documents state and which of it examples and recordings exercise.

    Args:
        openapi: the folder of the documents.
        recordings: the folder of the recordings.
    """
    documents = load_documents(openapi)
    router, pictures = Router(documents), Pictures(recordings / "pictures")
    found: Coverage = {}
    for document in documents:
        stated = Stated(document)
        exercised = {
            "examples": set(stated.by_examples()),
            "recordings": set(stated.by_recordings(recordings, router, pictures)),
        }
        for item in stated.items():
            found[item] = frozenset(source for source in SOURCES if item in exercised[source])
    return found


class Stated:
    """What one document states, and what of it examples, recordings and single exchanges exercise.

    Args:
        document: the document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._reader = SchemaReader(document)
        self._operations = {operation.operation_id: operation.node for operation in document.operations}
        self._parameters = {
            found.operation_id: list(dict.fromkeys(str(each["name"]) for each in document.parameters(found)))
            for found in document.operation_nodes()
        }

    def items(self) -> Iterator[Item]:
        """Yield everything that the document states."""
        for operation_id, node in self._operations.items():
            yield self._item("operation", operation_id)
            yield from (self._item("status", f"{operation_id} {status}") for status in node["responses"])
            yield from (self._item("parameter", f"{operation_id} {name}") for name in self._parameters[operation_id])
        for name, schema in self._document.root.get("components", {}).get("schemas", {}).items():
            yield self._item("schema", name)
            yield from (self._item("property", f"{name}.{field}") for field in self._reader.properties(schema))
            yield from (self._item("enum-value", f"{name} {value}") for value in schema.get("enum", ()))

    def by_examples(self) -> Iterator[Item]:
        """What the named examples of requests and answers exercise; one of an answer shows its operation as well."""
        for operation_id, node in self._operations.items():
            for value, schema in self._examples(node.get("requestBody", {})):
                yield self._item("operation", operation_id)
                yield from self._by_value(schema, value)
            for status, holder in node["responses"].items():
                for value, schema in self._examples(holder):
                    yield self._item("operation", operation_id)
                    yield self._item("status", f"{operation_id} {status}")
                    yield from self._by_value(schema, value)

    def by_recordings(self, folder: Path, router: Router, pictures: Pictures) -> Iterator[Item]:
        """Yield what the recordings of a folder exercise."""
        for cassette in load_cassettes(folder, self._document, router, pictures):
            for interaction in cassette.interactions:
                yield from self.by_answer(interaction.operation, interaction.status, interaction.body)
                if interaction.request is not None:
                    yield from self.by_request(interaction.request)

    def by_request(self, request: CheckedRequest) -> Iterator[Item]:
        """Yield what a request exercises that the document allows."""
        operation = request.operation
        for name in (*operation.constants, *request.parameters):
            yield self._parameter(operation, name)
        if request.body is not None:
            yield from self._by_value(
                self._schema(self._operations[operation.operation_id]["requestBody"]), request.body
            )

    def by_answer(self, operation: Operation, status: int, body: Any) -> Iterator[Item]:
        """Yield what an answer exercises that the document allows."""
        responses = self._operations[operation.operation_id]["responses"]
        documented = covering(responses, status)
        assert documented is not None, "it was held to the document"
        yield self._item("operation", operation.operation_id)
        yield self._item("status", f"{operation.operation_id} {documented}")
        yield from self._by_value(self._schema(responses[documented]), body)

    def _parameter(self, operation: Operation, name: str) -> Item:
        known = self._parameters[operation.operation_id]
        written = next((each for each in known if each.lower() == name.lower()), name)
        return self._item("parameter", f"{operation.operation_id} {written}")

    def _by_value(self, schema: dict[str, Any], value: Any) -> Iterator[Item]:
        try:
            parts = list(self._reader.read(schema, value).parts())
        except Misfit:  # as a form, of which each field is a text
            return
        for part in parts:
            yield from (self._item("schema", name) for name in part.names)
            for name in part.names[-1:]:
                yield from (self._item("property", f"{name}.{field}") for field in part.properties)
                if "enum" in part.schema:
                    yield self._item("enum-value", f"{name} {part.value}")

    def _examples(self, holder: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        for media in self._document.dereferenced(holder).get("content", {}).values():
            for example in media.get("examples", {}).values():
                yield self._document.dereferenced(example)["value"], media["schema"]

    def _schema(self, holder: dict[str, Any]) -> dict[str, Any]:
        media = self._document.dereferenced(holder).get("content", {}).get("application/json", {})
        schema: dict[str, Any] = media.get("schema", {})
        return schema

    def _item(self, kind: str, name: str) -> Item:
        return Item(self._document.gateway, kind, name)
