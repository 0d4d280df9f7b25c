"""Contains some shared types for properties"""

from collections.abc import Mapping
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


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset"]
