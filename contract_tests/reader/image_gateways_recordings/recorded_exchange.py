"""One interaction of a cassette as vcrpy writes it, whichever HTTP client it was recorded with.

With httpx an answer's body is kept as it was sent, compressed or not; with requests and aiohttp it is kept decoded, its
`Content-Encoding` beside it. With aiohttp a body that was passed as `json=` is kept as a value, and none as null.
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from image_gateways_documents.schema_walk import Path

MOST_DECODED: Final = 64 * 1024 * 1024
"""Bytes of a compressed body that are decoded at most."""

_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_STATUSES = range(100, 600)

_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class NotAsRecorded(Exception):
    """An interaction that vcrpy does not write so; says where in it, what was expected and what is there."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.path = path
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """A request and its answer.

    Attributes:
        method: HTTP method.
        uri: the whole URL.
        sent_headers: the request's headers, the first value of each.
        sent_body: the request's body.
        status: HTTP status code, 100 to 599.
        received_headers: the answer's headers, the first value of each.
        received_body: the answer's body, decoded.
    """

    method: str
    uri: str
    sent_headers: Mapping[str, str]
    sent_body: bytes
    status: int
    received_headers: Mapping[str, str]
    received_body: bytes


def recorded_exchange(node: Any) -> RecordedExchange:
    """Read an interaction.

    Raises:
        NotAsRecorded: vcrpy does not write it so, or its body is compressed in a way that is not read.
    """
    request, response = (_part(node, (name,), dict) for name in ("request", "response"))
    received = dict(_headers(response, ("response", "headers")))
    kept = _part(node, ("response", "body"), dict) if response.get("body") is not None else {}
    status = _part(node, ("response", "status", "code"), int)
    if status not in _STATUSES or isinstance(status, bool):
        raise NotAsRecorded(("response", "status", "code"), "a status from 100 to 599", str(status))
    return RecordedExchange(
        method=_part(node, ("request", "method"), str),
        uri=_part(node, ("request", "uri"), str),
        sent_headers=dict(_headers(request, ("request", "headers"))),
        sent_body=_sent(request.get("body")),
        status=status,
        received_headers=received,
        received_body=_decoded(_kept_text(kept.get("string"), ("response", "body", "string")), received),
    )


def _part(node: Any, path: Path, kind: type) -> Any:
    for index, step in enumerate(path):
        if not isinstance(node, dict) or step not in node:
            raise NotAsRecorded(path[:index], f"an interaction as vcrpy writes it, with `{step}`", _kind(node))
        node = node[step]
    if not isinstance(node, kind):
        raise NotAsRecorded(path, {dict: "a mapping", int: "a whole number"}.get(kind, "a text"), _kind(node))
    return node


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return f"a mapping of {', '.join(value)[:60]}" if value else "an empty mapping"
    return "a list" if isinstance(value, list) else f"{value}"[:60]


def _headers(part: Mapping[str, Any], path: Path) -> Iterator[tuple[str, str]]:
    headers = part.get("headers") or {}
    if not isinstance(headers, dict):
        raise NotAsRecorded(path, "headers by their name", _kind(headers))
    for name, values in headers.items():
        if not _NAME.fullmatch(name):
            raise NotAsRecorded(path, "the name of a header", repr(name))
        listed = values if isinstance(values, list) else [values]
        texts = [value.decode("latin-1") if isinstance(value, bytes) else value for value in listed]
        if not texts or not all(isinstance(text, str | int | float) and not isinstance(text, bool) for text in texts):
            raise NotAsRecorded((*path, name), "a text, or a list of texts", _kind(values) if texts else "none")
        if wrong := next((text for text in map(str, texts) if not _VALUE.fullmatch(text)), None):
            raise NotAsRecorded((*path, name), "a value without line breaks, control and wide characters", repr(wrong))
        yield name, str(texts[0])


def _sent(body: Any) -> bytes:
    wrapped = isinstance(body, dict) and body.keys() == {"string"} and isinstance(body["string"], str | bytes)
    if wrapped:
        body = body["string"]
    if isinstance(body, dict | list):  # what aiohttp was given as `json=`
        return json.dumps(body, ensure_ascii=False).encode()
    return _kept_text(body, ("request", "body"))


def _kept_text(body: Any, path: Path) -> bytes:
    if body is None:
        return b""
    if isinstance(body, dict | list):
        raise NotAsRecorded(path, "a text or bytes", _kind(body))
    return body if isinstance(body, bytes) else str(body).encode()


def _decoded(body: bytes, headers: Mapping[str, str]) -> bytes:
    coding = next((value for name, value in headers.items() if name.lower() == "content-encoding"), "identity").lower()
    if coding == "identity" or not body or _is_text(body):
        return body  # what is a text was decoded by the client that it was recorded with
    where = ("response", "body", "string")
    plain = "a body as it was before it was compressed (vcrpy: decode_compressed_response=True)"
    if coding not in _WINDOWS:
        raise NotAsRecorded(where, plain, f"one in {coding}")
    decoder = zlib.decompressobj(_WINDOWS[coding])
    try:
        decoded = decoder.decompress(body, MOST_DECODED)
    except zlib.error as error:
        raise NotAsRecorded(where, f"a body in {coding}", str(error)) from error
    if decoder.unconsumed_tail:
        raise NotAsRecorded(where, f"at most {MOST_DECODED} bytes when decoded", "more")
    if not decoder.eof or decoder.unused_data:
        raise NotAsRecorded(where, f"a whole body in {coding}, and no more", "one that is cut, or followed by more")
    return decoded


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
