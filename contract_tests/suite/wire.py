"""Requests as they are sent and answers as they arrive, byte for byte."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import uuid4

import httpx

from contract_tests.connections import LONGEST_IDLE_SECONDS, client_options
from image_gateways_documents.curl_line import curl_line

CASE_HEADER = "x-schemathesis-testcaseid"
"""Header that names each request uniquely; schemathesis sends it, and so do the suite's own cases to a mock."""

LONGEST_SECONDS = 10.0
"""An answer that takes longer is a finding. Live gateways get more: a synchronous edit takes 10 seconds and more."""

HeaderPairs = tuple[tuple[str, str], ...]

# No content coding: what arrives is to be what was sent.
_OF_EACH_REQUEST: HeaderPairs = (
    ("Accept", "*/*"),
    ("Connection", "keep-alive"),
    ("User-Agent", f"python-httpx/{httpx.__version__}"),
    ("accept-encoding", "identity"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request.

    Attributes:
        method: the HTTP method.
        target: path and query as on the wire, without what the base URL brings.
        headers: names in lower case and values.
        body: the body; empty for none.
    """

    method: str
    target: str
    headers: HeaderPairs = ()
    body: bytes = b""

    @property
    def name(self) -> str:
        """What a mock's journal knows the request by; empty for a request that has no name."""
        return dict(self.headers).get(CASE_HEADER, "")

    def named(self) -> "Sent":
        """Return the request with a name of its own."""
        return self if self.name else replace(self, headers=(*self.headers, (CASE_HEADER, uuid4().hex)))

    @property
    def path(self) -> str:
        """The path, decoded, as a server reads it."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The query's names and values, in order."""
        return tuple(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def as_curl(self, base_url: str, api_key: str) -> str:
        """Return a curl command that sends the request; the key is taken from the variable `API_KEY` of the shell."""
        headers = [pair for pair in self.headers if pair[0] != CASE_HEADER]
        return curl_line(self.method, base_url + self.target, headers, self.body, options=["--include"], key=api_key)

    def first_headers(self) -> dict[str, str]:
        """The first value of each header."""
        return dict(reversed(self.headers))


@dataclass(frozen=True, slots=True)
class Received:
    """An answer.

    Attributes:
        status: HTTP status code.
        headers: names in lower case and values, in order.
        body: the body as it came, no content coding undone.
    """

    status: int
    headers: HeaderPairs
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header; the name in lower case."""
        return next((value for known, value in self.headers if known == name), None)


def _headers(request: Sent) -> list[tuple[str, str]]:
    """The headers of a request, after those of each request that it has not itself."""
    given = {name.lower() for name, _ in request.headers}
    return [*(pair for pair in _OF_EACH_REQUEST if pair[0].lower() not in given), *request.headers]


def _content(request: Sent) -> bytes | Iterator[bytes] | None:
    """The body; where its length is not told beforehand, in pieces."""
    if dict(request.headers).get("transfer-encoding") != "chunked":
        return request.body or None
    middle = len(request.body) // 2
    return iter((request.body[:middle], request.body[middle:]))


class NoAnswer(Exception):
    """No answer, or not a whole one, arrived; the message says why."""


class NeverLeft(NoAnswer):
    """Nothing was sent, since the server could not be connected to."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A request and what became of it.

    Attributes:
        sent: the request.
        received: its answer; None where none arrived.
        started: when, in seconds since 1970.
        seconds: how long it took.
    """

    sent: Sent
    received: Received | None
    started: float
    seconds: float


@dataclass(slots=True)
class Wire:
    """Sends requests to one server and never sends one twice, nor with anything that an earlier answer brought.

    Attributes:
        base_url: the server, without a trailing slash.
        timeout_seconds: how long the server may be silent.
        passed: what was sent and what came back, in order.
    """

    base_url: str
    timeout_seconds: float = LONGEST_SECONDS
    passed: list[Passed] = field(default_factory=list)
    _transport: httpx.HTTPTransport = field(init=False)
    _extensions: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        # Without a client of httpx, which keeps cookies and follows redirects, and takes a third of the time of each
        # request. A live gateway may only be reachable through a proxy.
        limits = httpx.Limits(keepalive_expiry=LONGEST_IDLE_SECONDS)
        self._transport = httpx.HTTPTransport(limits=limits, **client_options(self.base_url))
        self._extensions = {"timeout": httpx.Timeout(self.timeout_seconds).as_dict()}

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def send(self, request: Sent) -> Received:
        """Send a request, once, and return its whole answer; redirects are not followed.

        Raises:
            NoAnswer: none arrived, or not a whole one.
        """
        started, began = time.time(), time.monotonic()  # the wall clock may be set meanwhile
        try:
            outgoing = httpx.Request(
                request.method,
                self.base_url + request.target,
                headers=_headers(request),
                content=_content(request),
                extensions=self._extensions,
            )
            answer = self._transport.handle_request(outgoing)
            try:
                body = b"".join(answer.iter_raw())
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            self.passed.append(Passed(request, None, started, time.monotonic() - began))
            kind = NeverLeft if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else NoAnswer
            raise kind(f"{type(error).__name__}: {error}") from None
        pairs = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
        received = Received(answer.status_code, pairs, body)
        seconds = time.monotonic() - began
        self.passed.append(Passed(request, received, started, seconds))
        if seconds > self.timeout_seconds:
            raise NoAnswer(f"the whole answer took {seconds:.1f} seconds, more than {self.timeout_seconds:g}")
        return received
