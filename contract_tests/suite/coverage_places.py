"""Where in a document stands what it states."""

from __future__ import annotations

from collections.abc import Iterator

from image_gateways_documents.document_tree import DocumentTree, Line
from image_gateways_documents.schema_walk import Path, at

from .coverage import Item

_BELOW_OPERATIONS = {"operation": "", "status": "responses", "parameter": "parameters"}


def line_of(item: Item, document: DocumentTree) -> Line:
    """Return the line, from 1, on which a document states an item, or the nearest above it that is known."""
    if item.kind not in _BELOW_OPERATIONS:
        return document.line_of(next(_schema_steps(item, document), ()))
    operation_id, _, detail = item.name.partition(" ")
    named = (node for node in document.operation_nodes() if node.operation_id == operation_id)
    return document.line_of(next(((*node.steps, _BELOW_OPERATIONS[item.kind], detail) for node in named), ()))


def _schema_steps(item: Item, document: DocumentTree) -> Iterator[Path]:
    name, _, field = item.name.rpartition(".") if item.kind == "property" else (item.name.partition(" ")[0], "", "")
    schema: Path = ("components", "schemas", name)
    parts = at(document.root, (*schema, "allOf")) or ()
    for within in (schema, *((*schema, "allOf", number) for number in range(len(parts)))):
        if item.kind != "property" or field in (at(document.root, (*within, "properties")) or ()):
            yield (*within, *{"property": ("properties", field), "enum-value": ("enum",)}.get(item.kind, ()))
