"""Where in a document's file something stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from contract_tests.mock_server.document import Document

_ROOT = Path(__file__).parents[2]


class DocumentLines:
    """Finds the line of a part of a document. Reads the file a second time, when it is first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._places: dict[int, tuple[str | int, ...]] = {}

    def line_of(self, part: Any, keyword: str = "") -> str:
        """Return `openapi/ai302.yaml:393` for a mapping of the document's tree, or for a keyword in it.

        A keyword that is not there gives the line of the mapping; a mapping that is not of this document, nothing.
        """
        if not self._lines:
            self._read()
        place = self._places.get(id(part))
        if place is None:
            return ""
        line = self._lines.get((*place, keyword), self._lines[place])
        file = self._document.file
        shown = file.relative_to(_ROOT) if file.is_relative_to(_ROOT) else file.name
        return f"{shown}:{line}"

    def _read(self) -> None:
        node = yaml.compose(self._document.file.read_bytes(), Loader=yaml.CSafeLoader)
        self._lines = {(): 1, **dict(_lines(node, ()) if node else ())}
        self._places = dict(_parts(self._document.root, ()))


def _lines(node: yaml.Node, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*place, key.value)
            yield below, key.start_mark.line + 1
            yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            below = (*place, index)
            yield below, item.start_mark.line + 1
            yield from _lines(item, below)


def _parts(part: Any, place: tuple[str | int, ...]) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    if isinstance(part, dict):
        yield id(part), place
        for key, value in part.items():
            yield from _parts(value, (*place, str(key)))
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from _parts(item, (*place, index))
