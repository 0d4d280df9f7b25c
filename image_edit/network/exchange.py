"""One exchange over httpx, blocking or not: what is sent, within which bounds, and what broke off."""

import os
import socket
import ssl
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

import httpx

from ..errors import BadInput, NotSupported
from ..key import Key
from ..policy import Policy, Purpose, Situation
from .calls import Call, Fetch, Reply, Trouble
from .content_coding import Decoder, Undecodable, as_utf8
from .deadline import Deadline
from .proxies import is_port

_MOST_REDIRECTS = 5
# What an answer may hold beside a picture as base64.
_ROOM_FOR_JSON = 1 << 20


class _TooLarge(Exception):
    """The body is over the limit."""


class _TooLate(Exception):
    """The deadline passed while a body arrived."""


class _BadRedirect(Exception):
    """The answer leads nowhere that is fetched."""


class _Unforeseen(Exception):
    """What no library promises to raise."""


# The most specific first. Where nothing is known to have been sent, nothing ran.
_SITUATIONS: tuple[tuple[tuple[type[Exception], ...], Situation | None], ...] = (
    ((httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError), Situation.NOT_CONNECTED),
    ((httpx.TimeoutException, TimeoutError, _TooLate), Situation.NO_ANSWER),
    ((httpx.DecodingError, Undecodable), Situation.UNREADABLE),
    ((_TooLarge, _BadRedirect, httpx.UnsupportedProtocol, httpx.InvalidURL), None),
    ((httpx.HTTPError, httpx.StreamError, _Unforeseen), Situation.BROKEN),
)
CAUGHT = tuple(kind for kinds, _ in _SITUATIONS for kind in kinds)


@contextmanager
def foreseen() -> Iterator[None]:
    """Let what is sent or read raise one of `CAUGHT`, whatever comes out of the libraries below."""
    try:
        yield
    except CAUGHT:
        raise
    except Exception as error:
        raise _Unforeseen from error


class Address(NamedTuple):
    """Where a gateway is, and how to get in.

    Attributes:
        gateway: its name.
        base_url: its address, without a trailing slash.
        key: its key.
        policy: how long each step may take.
        max_picture_bytes: the largest picture that is read.
    """

    gateway: str
    base_url: str
    key: Key
    policy: Policy
    max_picture_bytes: int

    def key_headers(self) -> Mapping[str, str]:
        """Return the headers that hold the key, as the gateway's document has them.

        Raises:
            NotSupported: the key stands elsewhere, as in the query, which ends up in logs, or not in one place.
        """
        # Only now: attrs, which the clients stand on, takes a tenth of the time that importing the editors takes.
        client = import_module(f"image_gateways.{self.gateway}").AuthenticatedClient
        headers: Mapping[str, str] = client(self.base_url, self.key.reveal()).key_headers
        if not headers:
            told = f"{self.gateway} does not have its key in one header, and is sent none from here"
            raise NotSupported(f"{told}; its client, image_gateways.{self.gateway}, sends it", gateway=self.gateway)
        return headers


class Exchange:
    """One call of an operation, or one fetch of a file with its redirects: what is sent, and how far it came.

    Args:
        address: where the gateway is.
        http: the client that sends it.
        asked: what is asked for.

    Attributes:
        deadline: when it is given up.
        unused: a connection that is made and not in use so far.
    """

    def __init__(self, address: Address, http: httpx.Client | httpx.AsyncClient, asked: Call | Fetch) -> None:
        self.deadline = asked.deadline
        self.unused: Any = None
        self._address = address
        self._http = http
        self._asked = asked
        self._has_begun = self._is_connecting = self._is_late = False
        self._redirects = 0
        self._status: int | None = None
        self._chunks: list[bytes] = []
        self._size = 0
        self._outer = sys.exception()  # what the caller is handling already, on which all that is raised here hangs

    def cannot_begin(self, home: object, place: object) -> Trouble | None:
        """Return why nothing is sent at all, or None.

        Args:
            home: the process or event loop that the connections of the client belong to.
            place: the one that asks.

        Raises:
            BadInput: the client cannot be used here. Of a fetch the trouble is returned, so that its link is told.
        """
        problem = ""
        if self._http.is_closed:
            problem = "the editor is closed, or its http_client is: make a new one"
        elif home != place:
            problem = "the editor was first used in another process or event loop: make one in each"
        if problem and isinstance(self._asked, Call):
            raise BadInput(problem)
        if problem:
            return Trouble(None, problem)
        if self.deadline.passed:
            return Trouble(Situation.NOT_CONNECTED, "the time was over before it was sent", True)
        return None

    def begun(self) -> httpx.Request:
        """Return the request, whose time begins now."""
        self._has_begun = True
        if isinstance(self._asked, Fetch):
            return self._download(self._asked.url)
        if self._asked.purpose is Purpose.POLL:
            self.deadline = self.deadline.at_most(self._address.policy.poll_timeout)
        return self._call(self._asked)

    def next_request(self, response: httpx.Response) -> httpx.Request | None:
        """Return the request that a download is redirected to; None if the answer is to be read."""
        self._status = response.status_code
        if isinstance(self._asked, Call) or not response.has_redirect_location:
            return None
        self._redirects += 1
        if self._redirects > _MOST_REDIRECTS:
            raise _BadRedirect(f"more than {_MOST_REDIRECTS} redirects")
        try:
            link = str(response.url.join(response.headers["location"]))
        except (httpx.InvalidURL, ValueError) as error:
            raise _BadRedirect(f"it redirects to what is no URL ({error})") from None
        return self._download(link)

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Note where httpx is, as its `trace` extension tells, and which connection is made and not in use so far."""
        step = event.rpartition(".")[0]
        if step.endswith(("connect_tcp", "start_tls", "setup_socks5_connection")):
            self._is_connecting = True
            self.unused = info.get("return_value") or self.unused
        # A proxy is asked to connect before anything is sent to where it leads.
        elif event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            self._is_connecting = False
            self.unused = None

    async def anote(self, event: str, info: Mapping[str, Any]) -> None:
        """As `note`, for asyncio."""
        self.note(event, info)

    def add(self, chunk: bytes) -> None:
        """Keep a piece of the body, within time and size."""
        # A piece that comes late is kept: it may be the last, and the answer that names a task that was paid for.
        if self._is_late:
            raise _TooLate("the answer was still arriving when the time was over")
        self._is_late = self.deadline.passed
        self._size += len(chunk)
        limit = self._address.max_picture_bytes
        if isinstance(self._asked, Call):  # whose answer may have the picture as base64
            limit = limit * 4 // 3 + _ROOM_FOR_JSON
        if self._size > limit:
            raise _TooLarge(f"the answer is larger than {limit} bytes")
        self._chunks.append(chunk)

    def reply(self, response: httpx.Response) -> Reply:
        """Make a reply of the answer whose body was read."""
        body = b"".join(self._chunks)
        if isinstance(self._asked, Fetch):
            return Reply(response.status_code, response.headers, body)
        readable = _readable(response, body)
        parsed = self._asked.operation.parse_response(readable).parsed
        return Reply(response.status_code, readable.headers, body, parsed, readable.content)

    def trouble(self, error: Exception) -> Trouble:
        """Say what broke off, and how far it came."""
        if not self._has_begun:
            text = "the time was over before it was its turn to be sent"
            return Trouble(Situation.NOT_CONNECTED, text, self.deadline.passed)
        situation = next(situation for kinds, situation in _SITUATIONS if isinstance(error, kinds))
        if self._is_connecting and situation in (Situation.NO_ANSWER, Situation.BROKEN):
            situation = Situation.NOT_CONNECTED
        text = _told(error, self._outer)
        return Trouble(situation, text, self.deadline.passed, self._status, b"".join(self._chunks))

    def _call(self, asked: Call) -> httpx.Request:
        """Build the request of an operation; its path becomes an address, and the key is added."""
        from image_gateways.sending import httpx_request  # only now, for it imports attrs

        address = self._address
        arguments = asked.operation.build_request(**asked.arguments)
        arguments["url"] = address.base_url + arguments["url"]
        request = httpx_request(self._http, arguments, timeout=self._timeout())
        request.headers.update(address.key_headers())
        return _uncoded(request)

    def _download(self, link: str) -> httpx.Request:
        """Build the request for a picture, which carries no key."""
        try:
            url = httpx.URL(link.strip())
            if url.scheme not in ("http", "https") or not url.host:
                raise _BadRedirect("the link is neither http nor https")
            if not is_port(url.port):
                raise _BadRedirect(f"the link has a port that there is not ({url.port})")
            request = self._http.build_request("GET", url, timeout=self._timeout())
        except (httpx.InvalidURL, ValueError) as error:  # ValueError: a host or a character that no URL can have
            raise _BadRedirect(f"the link is no URL ({error})") from None
        # A client of the caller's may carry a key for the gateway. The host of a picture has no business with it.
        request.headers.pop("Authorization", None)
        return _uncoded(request)

    def _timeout(self) -> httpx.Timeout:
        """Return how long each step of a request may take."""
        policy, remaining = self._address.policy, max(self.deadline.remaining(), 0.001)
        is_submit = isinstance(self._asked, Call) and self._asked.purpose is Purpose.SUBMIT
        # Whoever gives a submit up may pay for it all the same, so it has all the time there is.
        read = remaining if is_submit else min(policy.read_timeout, remaining)
        return httpx.Timeout(remaining, connect=min(policy.connect_timeout, remaining), read=read)


def _told(error: BaseException, outer: BaseException | None) -> str:
    """Say what an error is, in the system's words where it has some, and what its notes say."""
    if isinstance(error, _Unforeseen) and error.__cause__ is not None:
        error = error.__cause__
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    text = f"{type(error).__name__.lstrip('_')}: {_system_words(error, outer) or error}".rstrip(":. ")
    return ", ".join([text, *getattr(error, "__notes__", ())])


def _system_words(error: BaseException | None, outer: BaseException | None) -> str:
    """Return the system's words for an error; asyncio and anyio put them behind words of their own."""
    while error is not None and error is not outer:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"{error}; SSL_CERT_FILE can name the authority that signed it"
        if isinstance(error, ssl.SSLError | socket.gaierror):
            return str(error)
        if isinstance(error, OSError) and error.errno is not None:
            return f"[Errno {error.errno}] {os.strerror(error.errno)}"
        error = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error.__cause__ or error.__context__
    return ""


def _uncoded(request: httpx.Request) -> httpx.Request:
    """Ask for an answer that is not compressed: pictures are, and the rest is short."""
    request.headers["Accept-Encoding"] = "identity"
    return request


def decoder_of(response: httpx.Response) -> Decoder:
    """Return what undoes the coding of a body that is about to be read."""
    # A transport or a hook of the caller's may have read it, and httpx has decoded it then.
    return Decoder("" if response.is_stream_consumed else response.headers.get("content-encoding", ""))


def _readable(response: httpx.Response, body: bytes) -> httpx.Response:
    """Return the response as if it had been read in one go, and was UTF-8, for `parse_response`."""
    # The body is decoded already, and must not be once more.
    headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-encoding"]
    content = as_utf8(body, response.charset_encoding)
    return httpx.Response(response.status_code, headers=headers, content=content, request=response.request)


def shorten(request: httpx.Request, deadline: Deadline) -> None:
    """Let the reads of a body that is about to be read take no more than what is left of the time by now."""
    timeouts = request.extensions["timeout"]
    timeouts["read"] = min(timeouts["read"], max(deadline.remaining(), 0.001))
