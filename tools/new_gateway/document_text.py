"""Writes a document as ours are written: keys in the order of the vocabulary, long texts as blocks."""

from typing import Any

import yaml

from image_gateways_documents.document_tree import Json
from image_gateways_documents.vocabulary import key_order, parts

_WIDTH = 120
_MOST_INLINE = 100  # characters of a list or an object on one line
HEAD = "# yaml-language-server: $schema=vocabulary.schema.json\n"
"""The first line of each document, by which an editor offers keys and values."""


def document_text(document: Json) -> str:
    """Return the YAML text of a document, whose keys are put in order."""
    for part in list(parts(document)):
        if isinstance(part.node, dict):
            _put_in_order(part.node, key_order(part.kind))
    text: str = yaml.dump(document, Dumper=_DocumentDumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return HEAD + text


def _put_in_order(node: Json, order: tuple[str, ...]) -> None:
    known = [key for key in order if key in node]
    for key in (*known, *(key for key in list(node) if key not in known)):
        node[key] = node.pop(key)


class _DocumentDumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  PyYAML's
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text.strip("\n") else None
        if any(character in text for character in "\x85\u2028\u2029\t"):
            style = '"'  # line breaks to some readers
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_items(self, items: list[Any]) -> yaml.SequenceNode:
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=_is_small(items))

    def represent_fields(self, fields: Json) -> yaml.MappingNode:
        is_reference = fields.keys() == {"$ref"}
        return self.represent_mapping("tag:yaml.org,2002:map", fields, flow_style=is_reference or not fields)


def _is_small(items: list[Any]) -> bool:
    is_plain = all(isinstance(item, str | int | float | bool | None) for item in items)
    return is_plain and len(str(items)) < _MOST_INLINE


_DocumentDumper.add_representer(str, _DocumentDumper.represent_text)
_DocumentDumper.add_representer(list, _DocumentDumper.represent_items)
_DocumentDumper.add_representer(dict, _DocumentDumper.represent_fields)
