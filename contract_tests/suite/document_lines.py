"""Where in a document's file something stands."""

from pathlib import Path
from typing import Any

from image_gateways_documents.document import Document

_ROOT = Path(__file__).parents[2]


def line_of(document: Document, part: Any, keyword: str = "") -> str:
    """Return `openapi/ai302.yaml:393` for a part of a document that was read with lines, or for a keyword in it.

    A keyword that is not there gives the line of the part; what is no part of this document, nothing.
    """
    line = document.line_number(part, keyword or None)
    if line is None:
        return ""
    file = document.file
    return f"{file.relative_to(_ROOT) if file.is_relative_to(_ROOT) else file.name}:{line}"
