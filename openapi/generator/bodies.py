"""Says of each body and answer what openapi-python-client can read: JSON, a form, a text, or bytes.

It knows few media types, leaves out what has another, and of an answer takes the first type that it knows.
"""

from typing import Any, Final

from image_gateways_documents.document_tree import descriptions
from image_gateways_documents.media_types import essence, is_form, is_json

Json = Any

_BYTES: Final = "application/octet-stream"
_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
_WITHOUT_BODY = ("1XX", "204", "304")


def say_bodies(document: Json) -> dict[str, str]:
    """Rewrite the bodies and answers of a document, in place; return as which known type that of a body is taken."""
    taken: dict[str, str] = {}
    for path, node in list(descriptions(document)):
        if path[-1:] == ("requestBody",) or path[-2:-1] == ("requestBodies",):
            if "content" in node:
                node["content"] = _body(node["content"], taken)
        elif path[-2:-1] == ("responses",) and "content" in node:
            node["content"] = {} if path[-1] in _WITHOUT_BODY else _answer(node["content"])
    return taken


def _body(content: dict[str, Json], taken: dict[str, str]) -> dict[str, Json]:
    """Return each way to send a body once: bytes go out as the type of their file, so one type of bytes is enough."""
    said: dict[str, Json] = {}
    kinds: list[str] = []
    for name, media in content.items():
        kind = _kind(name, media)
        if kind not in kinds or kind not in (_BYTES, _TEXT):
            kinds.append(kind)
            name = kind if "*" in name else _in_utf_8(name) if kind == _TEXT else name
            taken[name] = _BYTES if kind == _TEXT else kind
            said[name] = _said(media, kind, {"type": "object"} if is_form(kind) else {})
    return said


def _answer(content: dict[str, Json]) -> dict[str, Json]:
    """Return the one type that an answer is read as: JSON, where it says of what."""
    kinds = {name: _TEXT if is_form(name) else _kind(name, media) for name, media in content.items()}
    for name in sorted(kinds, key=lambda name: _rank(kinds[name], content[name]))[:1]:
        return {kinds[name]: _said(content[name], kinds[name])}
    return {}


def _in_utf_8(name: str) -> str:
    return name if ";" in name else f"{name}; charset=utf-8"


def _rank(kind: str, media: Json) -> int:
    return 1 if not is_json(kind) else 0 if media.get("schema") else 2


def _kind(name: str, media: Json) -> str:
    kind = essence(name)
    if is_json(kind) or (kind in ("*/*", "application/*") and not _is_bytes(media.get("schema", {"format": "binary"}))):
        return _JSON
    return kind if is_form(kind) else _TEXT if kind.startswith("text/") else _BYTES


def _is_bytes(schema: Json) -> bool:
    return schema.get("format") == "binary" or "contentMediaType" in schema


def _said(media: Json, kind: str, otherwise: Json = None) -> Json:
    schema = {_BYTES: {"type": "string", "format": "binary"}, _TEXT: {"type": "string"}}.get(
        kind, media.get("schema", otherwise)
    )
    return media if schema is None else media | {"schema": schema}
