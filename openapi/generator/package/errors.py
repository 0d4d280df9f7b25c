"""What the functions of every client raise when a server answers, but not with the documented success.

The `errors` of each client has them as well, with the type of its own error bodies. Nothing here is raised when no
answer arrives: that is `httpx.RequestError`, of which `httpx.TimeoutException` is one.
"""

from collections.abc import Iterable
from typing import Any

import httpx

from image_gateways.types import Response

#: So many characters of a body are quoted in a message; `content` holds all of it.
QUOTED_LENGTH = 500


class ApiError(Exception):
    """The server answered, but not with the documented success.

    Attributes:
        operation_id: The operation that was called.
        status_code: The HTTP status.
        headers: The headers of the answer.
        content: The body as it arrived.
    """

    def __init__(
        self, message: str, *, operation_id: str, status_code: int, headers: httpx.Headers, content: bytes
    ) -> None:
        super().__init__(message)
        self.operation_id = operation_id
        self.status_code = status_code
        self.headers = headers
        self.content = content

    def __reduce__(self) -> tuple[Any, ...]:
        # By default an exception is rebuilt from its message alone, which __init__ would refuse.
        return _rebuild, (type(self), self.args, self.__dict__)


class ErrorResponse(ApiError):
    """The server answered with a documented error; `error` is its body."""

    error: Any


class UnexpectedStatus(ApiError):
    """The server answered with a status that the document does not list for this operation."""


class UnreadableResponse(ApiError):
    """The status is documented, but the body is not what the document says; `__cause__` tells why."""


def _rebuild(cls: type[ApiError], args: tuple[Any, ...], attributes: dict[str, Any]) -> ApiError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(attributes)
    return error


def _quote(content: bytes, secrets: Iterable[str]) -> str:
    """Return the start of a body on one line, without the keys, should the server have echoed them."""
    for secret in secrets:
        content = content.replace(secret.encode(), b"***")
    text = content[: 4 * QUOTED_LENGTH].decode(errors="replace")
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return f"{text[:QUOTED_LENGTH]}…" if len(text) > QUOTED_LENGTH or len(content) > 4 * QUOTED_LENGTH else text


def from_response(
    response: Response[Any], kind: type[ErrorResponse], *, operation_id: str, documented: bool, client: object
) -> ApiError:
    """Return the error that fits an answer which is not the documented success.

    Args:
        response: the answer.
        kind: the client's own `ErrorResponse`.
        operation_id: the operation that was called.
        documented: whether the document lists the answer's status.
        client: whose keys, if it has any, are not shown.
    """
    secrets: list[str] = getattr(client, "secrets", [])
    chosen: type[ApiError] = kind
    problem = ""
    if not documented:
        chosen, problem = UnexpectedStatus, ", which is not documented"
    elif response.parse_error is not None:
        cause = f"{type(response.parse_error).__name__}: {response.parse_error}"
        chosen, problem = UnreadableResponse, f" with an unreadable body ({_quote(cause.encode(), secrets)})"
    error = chosen(
        f"{operation_id}: HTTP {response.status_code}{problem}: {_quote(response.content, secrets) or '(empty body)'}",
        operation_id=operation_id,
        status_code=response.status_code,
        headers=response.headers,
        content=response.content,
    )
    if isinstance(error, ErrorResponse):
        error.error = response.parsed
    return error
