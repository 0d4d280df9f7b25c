"""How a call becomes a request, and how it is sent: as httpx would, but with long bodies written fast and in pieces."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from image_gateways.model import as_json
from image_gateways.types import UNSET, RequestArguments

#: Strings and bodies of more characters or bytes than this are long: they are written and sent in pieces of this size.
LONG = 262_144

_MARKS = {"label": ".", "matrix": ";"}

# Stands for a long string while the rest is written. No body can hold it, since UTF-8 has no lone surrogates.
_STAND_IN = "\udfff"


def as_text(value: Any) -> str:
    """Return the value as it stands in a path, a header, a cookie or a form: as JSON, with no quotes around a text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | dict | list | None):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def simple(value: Any, between: str = ",") -> str:
    """Return the value as it stands in a path, a header or a cookie: the items of an array, or the names and values of
    an object, with a comma between them."""
    return between.join(map(as_text, _parts(as_json(value))))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [part for pair in value.items() for part in pair]
    return value if isinstance(value, list) else [value]


def in_path(value: Any, style: str, name: str) -> str:
    """Return the value as it stands in a path, quoted, in a style that is not usual there.

    Args:
        value: the value.
        style: OpenAPI's `style`, with a `*` behind it where `explode` has each part stand by itself.
        name: the parameter's name, which one of the styles writes.
    """
    value, mark, explode = as_json(value), _MARKS.get(style.rstrip("*"), ""), style.endswith("*")
    between = mark if explode and mark else ","
    if isinstance(value, dict) and explode:
        return mark + between.join(f"{_quoted(key)}={_quoted(item)}" for key, item in value.items())
    own = f"{_quoted(name)}=" if mark == ";" else ""
    return mark + own + (between + own if explode else between).join(map(_quoted, _parts(value)))


def _quoted(value: Any) -> str:
    return quote(as_text(value), safe="")


def pairs(value: Any) -> Any:
    """Return an object in a header as one value, `name=value` of each field, with commas between them."""
    written = as_json(value)
    if not isinstance(written, dict):
        return value
    return ",".join(f"{name}={as_text(item)}" for name, item in written.items())


def commas(value: Any) -> Any:
    """Return an array in a query as one value, with commas between its items."""
    return value if value is UNSET or value is None else simple(value)


def spaces(value: Any) -> Any:
    """Return an array in a query as one value, with spaces between its items."""
    return value if value is UNSET or value is None else simple(value, " ")


def pipes(value: Any) -> Any:
    """Return an array in a query as one value, with bars between its items."""
    return value if value is UNSET or value is None else simple(value, "|")


def json_text(value: Any) -> Any:
    """Return a parameter that is JSON as its text."""
    return value if value is UNSET else encode_json(value).decode()


def fields(value: Any) -> dict[str, Any]:
    """Return the fields of an object as parameters of their own."""
    written = as_json(value)
    return written if isinstance(written, dict) else {}


def deep(name: str, value: Any) -> dict[str, Any]:
    """Return the fields of an object as parameters of their own, as `name[field]`."""
    return {f"{name}[{field}]": item for field, item in fields(value).items()}


def texts(values: dict[str, Any]) -> dict[str, str]:
    """Return headers or cookies as they are sent, without what was left out."""
    return {name: simple(value) for name, value in values.items() if value is not UNSET}


def query(values: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a query as httpx takes them, without what was left out."""
    written: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(plain := as_json(value), dict):
            written |= query(plain)
        elif plain is not UNSET and plain is not None:
            written[name] = [_parameter(item) for item in plain] if isinstance(plain, list) else plain
    return written


def _parameter(item: Any) -> Any:
    return as_text(item) if isinstance(item, dict | list) else item


def form(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form as httpx takes them: what is an object within it goes out as JSON."""
    return {
        name: [_parameter(item) for item in value] if isinstance(value, list) else _parameter(value)
        for name, value in values.items()
    }


def encode_json(value: Any) -> bytes:
    """Return the value as JSON, byte for byte what httpx sends for `json=value`, and refused where httpx refuses it.

    Of a picture as base64, `json.dumps()`, which httpx uses, is most of the cost. Long strings are written by orjson:
    many times faster, and piece by piece, since orjson sets aside eight times the size of what it is given.

    Raises:
        TypeError: JSON has no form for a value.
        ValueError: a number is not finite, or a text is not Unicode.
    """
    long: list[str] = []

    def shortened(node: Any) -> Any:
        kind = type(node)
        if kind is str:
            if len(node) <= LONG or not node.isascii():
                return node
            long.append(node)
            return _STAND_IN
        if kind is dict:
            return {key: shortened(item) for key, item in node.items()}
        if kind is list:
            return [shortened(item) for item in node]
        return node

    text = json.dumps(shortened(as_json(value)), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if not long:
        return text.encode()
    import orjson  # importing an operation does not wait for it

    encoded = BytesIO()
    for part, string in zip(text.split(f'"{_STAND_IN}"'), [*long, ""], strict=True):
        encoded.write(part.encode())
        if string:
            encoded.write(b'"')
            for start in range(0, len(string), LONG):
                encoded.write(orjson.dumps(string[start : start + LONG])[1:-1])
            encoded.write(b'"')
    return encoded.getvalue()


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), LONG):
            yield self._body[start : start + LONG]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def httpx_request(client: httpx.Client | httpx.AsyncClient, arguments: RequestArguments, **more: Any) -> httpx.Request:
    """Return the request that `client` would send for these arguments, but a long body goes to the socket in pieces.

    Sent whole, a body is copied once more or, with TLS, several times: the rest that a socket does not take at once is
    copied again and again. Of a piece, that is little.

    Args:
        client: whose address, headers, cookies and time-outs hold.
        arguments: what an operation's `build_request` returned.
        more: what else `client.build_request` takes.
    """
    request = client.build_request(**arguments, **more)
    body = arguments.get("content")
    if isinstance(body, bytes) and len(body) > LONG:
        request.stream = _Pieces(body)
    return request


def send(client: httpx.Client, arguments: RequestArguments) -> httpx.Response:
    """Send what an operation's `build_request` returned, once."""
    return client.send(httpx_request(client, arguments))


async def asend(client: httpx.AsyncClient, arguments: RequestArguments) -> httpx.Response:
    """Do as `send`, for asyncio."""
    return await client.send(httpx_request(client, arguments))
