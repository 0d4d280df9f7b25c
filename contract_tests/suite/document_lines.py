"""Where in a document's file something stands."""

from pathlib import Path
from typing import Any

from image_gateways_documents.document import Document
from image_gateways_documents.yaml_text import Lines, read_yaml

_ROOT = Path(__file__).parents[2]


class DocumentLines:
    """Finds the line of a part of a document. Reads the file a second time, when it is first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines: Lines = {}

    def line_of(self, part: Any, keyword: str = "") -> str:
        """Return `openapi/ai302.yaml:393` for a mapping of the document's tree, or for a keyword in it.

        A keyword that is not there gives the line of the mapping; a mapping that is not of this document, nothing.
        """
        if not self._lines:
            self._read()
        line = self._lines.get((id(part), keyword)) or self._lines.get((id(part), None))
        if line is None:
            return ""
        file = self._document.file
        shown = file.relative_to(_ROOT) if file.is_relative_to(_ROOT) else file.name
        return f"{shown}:{line}"

    def _read(self) -> None:
        found: Lines = {}
        self._keep(found, read_yaml(self._document.file, lines=found), self._document.root, 1)

    def _keep(self, found: Lines, read: Any, own: Any, line: int) -> None:
        """Keep the lines of what was read a second time for what was read first; a mapping is where its name stands."""
        if isinstance(read, dict):
            self._lines[id(own), None] = line
            for key in read:
                self._lines[id(own), key] = below = found[id(read), key]
                self._keep(found, read[key], own[key], below)
        elif isinstance(read, list):
            for index, item in enumerate(read):
                self._keep(found, item, own[index], found[id(read), index])
