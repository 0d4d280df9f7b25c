"""A document that knows on which line each of its keys stands."""

from typing import Any
from urllib.parse import unquote

import yaml

from contract_tests.mock_server.schema_walk import Schema, pointer_steps


class DocumentUnreadable(Exception):
    """A document that cannot be compared: one line that names it and what is wrong."""


class LinedDocument:
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
        self._lines: dict[tuple[int, str | None], int] = {}
        self._kept: list[Any] = []  # an id stays a key only while its object lives
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
            root = self._made(node, loader) if node is not None else None
        except yaml.YAMLError as error:
            raise DocumentUnreadable(f"{name}{state}: {' '.join(str(error).split())}") from error
        if not isinstance(root, dict) or "paths" not in root:
            raise DocumentUnreadable(f"{name}{state}: no OpenAPI document, it has no `paths`")
        self.root: dict[str, Any] = root

    def resolve(self, reference: str) -> Schema:
        """Return what a `$ref` within the document points to.

        Raises:
            DocumentUnreadable: nothing is there.
        """
        found: Any = self.root
        try:
            for step in pointer_steps(unquote(reference.removeprefix("#"))):
                found = found[step]
        except (LookupError, TypeError):
            raise DocumentUnreadable(f"{self._name}{self._state}: {reference}: nothing is there") from None
        assert isinstance(found, dict)
        return found

    def dereferenced(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return what a node stands for: itself, or what its `$ref` points to."""
        while "$ref" in node:
            node = self.resolve(node["$ref"])
        return node

    def line(self, node: Any, key: str | None = None) -> str:
        """Return where a key of a mapping stands, or where the mapping begins; empty for what was not read."""
        number = self._lines.get((id(node), key)) or self._lines.get((id(node), None))
        return f"{self._name}:{number}{self._state}" if number else ""

    def _made(self, node: yaml.Node, loader: yaml.CSafeLoader) -> Any:
        if isinstance(node, yaml.MappingNode):
            mapping = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)  # as JSON has it: the status 200 is a text
                mapping[key] = self._made(value_node, loader)
                self._lines[id(mapping), key] = key_node.start_mark.line + 1
            self._lines[id(mapping), None] = node.start_mark.line + 1
            self._kept.append(mapping)
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [self._made(item, loader) for item in node.value]
        return loader.construct_object(node)
