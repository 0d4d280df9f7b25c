"""Whether the text of an answer's header is what the document has it for."""

from typing import Any

from image_gateways_documents.document import Document
from image_gateways_documents.schema_walk import Schema

from .asked_values import is_object, readings, types_of


def is_header_allowed(document: Document, header: Schema, text: str) -> bool:
    """Tell whether a text may stand for something that the schema of a header allows.

    Args:
        document: the document.
        header: the header as it stands there.
        text: what an answer has in it; that of an object is not looked into, nor that of a media type.
    """
    schema: Any = header.get("schema")
    types = types_of(schema, document.resolve) if schema else []
    if not schema or is_object(types):
        return True
    allowed = document.compiled(schema)
    return any(allowed.fits(value) for value in readings({**header, "in": "header"}, types, [text], _first))


def _first(_: str, ways: Any) -> Any:
    return ways[0]
