"""Contains some shared types for properties"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar

import httpx
from attrs import define, field


class Unset:
    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # by its name: to_dict() asks for this very object, so a copied or unpickled model needs it as well


UNSET: Unset = Unset()

# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint, whatever the server answered

    Attributes:
        status_code: The HTTP status, documented or not.
        content: The body as it arrived.
        headers: The headers; their names are not case sensitive.
        parsed: The body as its documented type. None if the status is not documented or the body is unreadable.
        parse_error: Why the body is unreadable, or None if it is not.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: httpx.Headers
    parsed: T | None
    parse_error: Exception | None = None


def expect(value: Any, *kinds: type[Any], name: str) -> Any:
    """The value, if it is JSON of one of these kinds; TypeError, which never holds the value, if it is not

    JSON has one kind of number, so 1 passes as float and 1.0 as int. A bool passes only as bool.
    """
    if type(value) in kinds:
        return value
    if not isinstance(value, bool):
        if float in kinds and isinstance(value, int):
            return value
        if int in kinds and isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, kinds):
            return value
    expected = " or ".join(kind.__name__ for kind in kinds if kind is not Unset)
    raise TypeError(f"{name}: expected {expected}, got {type(value).__name__}")


def expect_list(value: Any, *kinds: type[Any], name: str) -> Any:
    """The value, if it is a JSON array of these kinds, or left out; TypeError if it is neither"""
    if isinstance(value, Unset):
        return value
    return [expect(item, *kinds, name=name) for item in expect(value, list, name=name)]


def as_text(value: Any) -> str:
    """The value as it stands in a path, a header, a cookie or a form: as in JSON, with no quotes around a text"""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | dict | list | None):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


#: Strings and bodies of more characters or bytes than this are long: they are written and sent in pieces of this size.
LONG = 262_144

# Stands for a long string while the rest is written. No body can hold it, since UTF-8 has no lone surrogates.
_STAND_IN = "\udfff"


def encode_json(value: Any) -> bytes:
    """The value as JSON, byte for byte what httpx sends for ``json=value``, and refused where httpx refuses it

    Long strings, such as a picture as base64, are written by orjson: many times faster, and piece by piece, since orjson
    sets aside eight times the size of what it is given.

    Raises:
        TypeError: If JSON has no form for a value.
        ValueError: If a number is not finite or a text is not Unicode.
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

    text = json.dumps(
        shortened(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    if not long:
        return text.encode()
    import orjson  # noqa: PLC0415, importing an operation does not wait for it

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


def build_request(
    client: httpx.Client | httpx.AsyncClient, kwargs: dict[str, Any]
) -> httpx.Request:
    """The request, as ``client.request(**kwargs)`` would send it, but a long body goes to the socket in pieces

    The rest of a body that a socket does not take at once is copied, again and again; of a piece, that is little.
    """
    request = client.build_request(**kwargs)
    body = kwargs.get("content")
    if isinstance(body, bytes) and len(body) > LONG:
        request.stream = _Pieces(body)
    return request


__all__ = [
    "UNSET",
    "File",
    "FileTypes",
    "RequestFiles",
    "Response",
    "Unset",
    "as_text",
    "build_request",
    "encode_json",
]
