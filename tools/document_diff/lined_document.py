"""A document that knows on which line each of its keys stands."""

from collections.abc import Mapping
from typing import Any

from image_gateways_documents.document_tree import DocumentTree, Lines
from image_gateways_documents.schema_walk import Schema
from image_gateways_documents.yaml_text import YamlRefused, parse_yaml


class DocumentUnreadable(Exception):
    """A document that cannot be compared: one line that names it and what is wrong."""


class LinedDocument(DocumentTree):
    """A parsed YAML document.

    Args:
        name: its path within the repository.
        text: its content.
        state: what is said after a line of it, as ` at v1.0.0`; empty for the new state.

    Raises:
        DocumentUnreadable: it is no YAML mapping.
    """

    def __init__(self, name: str, text: str, state: str = "") -> None:
        self._name = name
        self._state = state
        self._other_words: dict[int, Schema] = {}
        try:
            lines: Lines = {}
            root = parse_yaml(text.encode(), lines=lines)
        except YamlRefused as error:
            raise DocumentUnreadable(f"{name}{state}: {error}") from error
        if not isinstance(root, dict) or "paths" not in root:
            raise DocumentUnreadable(f"{name}{state}: no OpenAPI document, it has no `paths`")
        super().__init__(root, lines)

    def broken(self, what: str) -> DocumentUnreadable:
        """Return the error of a broken reference, which names the document."""
        return DocumentUnreadable(f"{self._name}{self._state}: {what}")

    def in_other_words(self, node: Schema, said: Schema, keys: Mapping[str, str]) -> Schema:
        """Return what says the same as a node, the same object each time, and stands on its lines.

        Args:
            node: a mapping of this document.
            said: what says the same.
            keys: the keys that `node` has not, each by the key of `node` on whose line it stands.
        """
        found = self._other_words.get(id(node))
        if found is None:
            self._other_words[id(node)] = found = said
            for key in (None, *said):
                line = self.lines.get((id(node), keys.get(key, key) if key else None))
                if line is not None:
                    self.lines[id(said), key] = line
        return found

    def line(self, node: Any, key: str | None = None) -> str:
        """Return where a key of a mapping stands, or the mapping itself; empty for what was not read."""
        number = self.line_number(node, key)
        return f"{self._name}:{number}{self._state}" if number else ""
