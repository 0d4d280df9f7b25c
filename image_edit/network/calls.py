"""What is sent, and what comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import httpx

from ..policy import Purpose, Situation
from .deadline import Deadline

if TYPE_CHECKING:
    from image_gateways.types import RequestArguments, Response


class GeneratedOperation(Protocol):
    """The part of a generated operation's module that is used."""

    build_request: "Callable[..., RequestArguments]"

    def parse_response(self, response: httpx.Response) -> "Response[Any]":
        """Return what the server answered."""


@dataclass(frozen=True, slots=True)
class Call:
    """Call an operation of the gateway; gives `Reply` or `Trouble`.

    Attributes:
        operation: its generated module.
        arguments: what its `build_request` takes.
        purpose: what it is for.
        deadline: when it is given up.
    """

    operation: GeneratedOperation
    arguments: Mapping[str, Any] = field(repr=False)
    purpose: Purpose
    deadline: Deadline


class Fetch(NamedTuple):
    """Fetch a file from another host, without the key; gives `Reply` or `Trouble`.

    Attributes:
        url: its address, http or https.
        deadline: when it is given up.
    """

    url: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived whole, whatever it says.

    Attributes:
        status: its HTTP status.
        headers: its headers.
        content: its body.
        parsed: the body as the type that the document has for this status; None if it has none or does not fit.
        readable: the body as it was parsed: UTF-8, whatever it was written as.
    """

    status: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)
    parsed: Any = field(default=None, repr=False)
    readable: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Trouble:
    """No answer, or not a whole one.

    Attributes:
        situation: how it went wrong; None for what does not pass, such as an answer that is too large.
        text: what happened, in words.
        too_late: whether the deadline passed meanwhile.
        status: the HTTP status of the answer, if that much arrived.
        content: as much of the body as arrived.
    """

    situation: Situation | None
    text: str = field(repr=False)
    too_late: bool = False
    status: int | None = None
    content: bytes = field(default=b"", repr=False)
