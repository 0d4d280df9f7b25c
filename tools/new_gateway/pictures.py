"""Tells by names and formats where an answer holds a picture, and where a request takes one."""

import re
from collections.abc import Collection, Iterator

from image_gateways_documents.body_fields import Field, answer_fields, request_fields
from image_gateways_documents.document_tree import DocumentTree, snake_case
from image_gateways_documents.schema_walk import Path

from .decision import Decision, places_of_schemas

_PICTURE = frozenset(
    {"image", "images", "picture", "pictures", "photo", "photos", "mask", "result", "results", "output", "outputs"}
    | {"sample", "samples", "data", "generated"}
)
_ADDRESS = frozenset({"url", "urls", "uri", "uris", "link", "links"})
_BASE64 = frozenset({"base64", "b64", "binary"})
_NEUTRAL = frozenset({"json", "download", "signed", "file", "files", "input", "reference", "source", "init"})
_TAKEN = frozenset({"image", "images", "picture", "pictures", "photo", "mask"})


def mark_pictures(tree: DocumentTree, polls: Collection[str]) -> Iterator[Decision]:
    """Say where answers hold pictures; yield what is to be decided.

    Args:
        tree: the document, which is changed.
        polls: the ids of the operations that ask for a task.
    """
    where = places_of_schemas(tree)
    for operation in tree.operation_nodes():
        makes = operation.method != "get" or operation.node["operationId"] in polls
        for field in answer_fields(tree, operation) if makes else ():
            role = _role(field)
            if role and "x-replay" not in field.schema:
                field.schema["x-replay"] = role
                yield Decision((*where[id(field.schema)], "x-replay"), f"{role} is a guess by the name {field.name}")


def pictures_taken(tree: DocumentTree) -> Iterator[Decision]:
    """Yield which fields of requests seem to take pictures, a decision for each schema that has some."""
    where = places_of_schemas(tree)
    found: dict[Path, dict[str, Path]] = {}
    for operation in tree.operation_nodes():
        for field in request_fields(tree, operation):
            steps = where[id(field.schema)]
            if _is_text(field) and _own_words(field) & _TAKEN and _own_words(field) <= _KNOWN:
                found.setdefault(steps[:3], {}).setdefault(field.name, steps)
    for fields in found.values():
        names = ", ".join(fields)
        yield Decision(next(iter(fields.values())), f"{names}: if this is a picture, x-picture says which are taken")


def _role(field: Field) -> str | None:
    own = _own_words(field)
    if not _is_text(field) or not own <= _KNOWN:
        return None
    around = {word for name in field.pattern for word in _words(name)}
    if str(field.schema.get("contentMediaType")).startswith("image/") or (own & _BASE64 and around & _PICTURE):
        return "picture-base64"
    is_address = own & _ADDRESS or field.schema.get("format") == "uri"
    return "picture-url" if is_address and around & _PICTURE else None


_KNOWN = _PICTURE | _ADDRESS | _BASE64 | _NEUTRAL


def _is_text(field: Field) -> bool:
    return "string" in str(field.schema.get("type")) and "enum" not in field.schema


def _own_words(field: Field) -> set[str]:
    return _words(field.name)


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[^a-z0-9]+", snake_case(name)) if not word.isdecimal()} - {""}
