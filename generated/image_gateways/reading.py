"""Reads JSON as what a document says that it is: what fits is given back, what does not raises.

A reader is a function that takes a value of JSON. What it raises does not hold the value, which may be anything that a
server sent; a value within an object is named by the fields that lead to it.
"""

from base64 import b64decode
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import httpx

from image_gateways.types import UNSET, File, Response

_Reader = Callable[[Any], Any]

# What the readers raise of a value that does not fit.
_UNFIT = (TypeError, ValueError, AttributeError, KeyError)


def required(fields: dict[str, Any], name: str, reader: _Reader) -> Any:
    """Take a field out of an object, and read it."""
    value = fields.pop(name)
    try:
        return reader(value)
    except (TypeError, ValueError) as error:
        error.args = (f"{name}: {error}",)
        raise


def optional(fields: dict[str, Any], name: str, reader: _Reader) -> Any:
    """Take a field out of an object, and read it; `UNSET` if it is not there."""
    return required(fields, name, reader) if name in fields else UNSET


def expect(kinds: tuple[type[Any], ...], value: Any) -> Any:
    """Return the value, if it is JSON of one of these kinds.

    JSON has one kind of number, so 1 passes as float and 1.0 as int. A bool passes only as bool.

    Raises:
        TypeError: it is of none.
    """
    if type(value) in kinds or object in kinds:
        return value
    if not isinstance(value, bool):
        if float in kinds and isinstance(value, int):
            return value
        if int in kinds and isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, kinds):
            return value
    raise TypeError(f"expected {' or '.join(kind.__name__ for kind in kinds)}, got {type(value).__name__}")


def kind(*kinds: type[Any]) -> _Reader:
    """Return a reader of these kinds of JSON, as `expect` tells them apart."""
    return partial(expect, kinds)


def array(reader: _Reader) -> _Reader:
    """Return a reader of arrays, the items of which another reads."""
    return lambda value: [reader(item) for item in expect((list,), value)]


def nullable(reader: _Reader) -> _Reader:
    """Return a reader of null, and of what another reads."""
    return lambda value: None if value is None else reader(value)


def constant(wanted: Any) -> _Reader:
    """Return a reader of one value alone. JSON has true beside 1, of which Python says that they are equal."""

    def read(value: Any) -> Any:
        if value != wanted or isinstance(value, bool) is not isinstance(wanted, bool):
            raise ValueError(f"must match const {wanted!r}")
        return value

    return read


def union(*readers: _Reader) -> _Reader:
    """Return a reader that is the first of these that takes a value."""

    def read(value: Any) -> Any:
        for reader in readers[:-1]:
            try:
                return reader(value)
            except _UNFIT:
                pass
        return readers[-1](value)

    return read


def tagged(tag: str, readers: dict[str, _Reader], otherwise: _Reader) -> _Reader:
    """Return a reader of objects of which a field tells which reader takes them; of others it is another reader."""

    def read(value: Any) -> Any:
        found = value.get(tag) if isinstance(value, dict) else None
        return readers.get(found if isinstance(found, str) else "", otherwise)(value)

    return read


def file(content: bytes | str) -> File:
    """Return a file of this content, which is base64 where it stands in JSON."""
    return File(payload=BytesIO(b64decode(content, validate=True) if isinstance(content, str) else content))


def read_response(response: httpx.Response, read: Callable[[httpx.Response], object]) -> Response[Any]:
    """Return an answer with what a function reads of it, or with what that raises."""
    answer = Response[Any](response.status_code, response.content, response.headers, None)
    try:
        answer.parsed = read(response)
    # Any: a server may send JSON that is no JSON, of another shape, or nested until RecursionError.
    except Exception as error:
        answer.parse_error = error
    return answer
