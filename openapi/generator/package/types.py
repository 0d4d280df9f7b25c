"""What the functions and models of every client take and give, beside the models themselves."""

from collections.abc import Mapping
from typing import IO, Any, BinaryIO, Generic, Literal, NotRequired, TypedDict, TypeVar

import httpx
from attrs import define, field


class Unset:
    """The type of `UNSET`."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        # By its name: it stays one object when a model is copied or pickled; a second one would end up in the JSON.
        return "UNSET"


#: Stands for what was left out.
UNSET: Unset = Unset()

# What httpx takes for `files=`.
FileContent = IO[bytes] | bytes | str
FileTypes = tuple[str | None, FileContent, str | None] | tuple[str | None, FileContent, str | None, Mapping[str, str]]
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """A file to send, or one that arrived."""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return the file as httpx takes it in a form."""
        return self.file_name, self.payload, self.mime_type


class RequestArguments(TypedDict):
    """What `httpx.Client.build_request` takes for one call of an operation.

    Attributes:
        method: the HTTP method, in small letters.
        url: the path, without the address of the server.
        headers: the headers that this call needs; the key is none of them.
        params: the query.
        cookies: the cookies.
        content: the body, where it is JSON or a file.
        data: the body, where it is a form.
        files: the body, where it is a form with files.
    """

    method: str
    url: str
    headers: dict[str, str]
    params: NotRequired[dict[str, Any]]
    cookies: NotRequired[dict[str, str]]
    content: NotRequired[Any]
    data: NotRequired[dict[str, Any]]
    files: NotRequired[RequestFiles]


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint, whatever the server answered.

    Attributes:
        status_code: The HTTP status, documented or not, also one that no HTTPStatus has.
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
