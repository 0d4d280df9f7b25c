"""Reads the document that a gateway is to be made from."""

import re
from pathlib import Path

from image_gateways_documents.document_tree import PATH_KEYS, DocumentTree, Json, objects
from image_gateways_documents.openapi_3_0 import say_as_3_1
from image_gateways_documents.schema_walk import at
from image_gateways_documents.vocabulary import misuses
from image_gateways_documents.yaml_text import YamlRefused, read_yaml

_VERSION = re.compile(r"3\.[01](\.\d+)?(-.*)?")


class Unusable(Exception):
    """No gateway can be made; the message is a line that says why, and what to do."""


def read_source(file: Path) -> DocumentTree:
    """Return an OpenAPI document of 3.0 or 3.1, JSON or YAML, as one of 3.1.

    Raises:
        Unusable: it is none, or refers to other files.
    """
    try:
        document = read_yaml(file)
    except YamlRefused as refused:
        raise Unusable(str(refused)) from refused
    version = str(document.get("openapi", document.get("swagger", ""))) if isinstance(document, dict) else ""
    if not _VERSION.fullmatch(version):
        raise Unusable(f"{file}: is OpenAPI {version or 'of no version'}; only 3.0 and 3.1 are read")
    if not isinstance(document.get("paths"), dict):
        raise Unusable(f"{file}: has no paths, so no operation can be taken from it")
    say_as_3_1(document)
    _drop_what_is_foreign(document)
    for _, node in objects(document):
        if not str(node.get("$ref", "#")).startswith("#"):
            raise Unusable(f"{file}: refers to another file, {node['$ref']}; make one file of them first")
    tree = DocumentTree(document)
    _own_path_items(tree)
    return tree


def _own_path_items(tree: DocumentTree) -> None:
    """Put what a path's `$ref` leads to in its place, without the methods that OpenAPI 3.1 does not know."""
    paths: Json = tree.root["paths"]
    for path, item in paths.items():
        held = tree.dereferenced(item)
        paths[path] = {key: held[key] for key in held if key in PATH_KEYS}


def _drop_what_is_foreign(document: Json) -> None:
    """Drop the keys of other tools, which no reader here knows."""
    while found := [misuse.steps for misuse in misuses(document) if misuse.is_foreign]:
        for steps in found:
            at(document, steps[:-1]).pop(steps[-1], None)
