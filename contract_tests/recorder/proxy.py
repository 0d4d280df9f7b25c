"""The reverse proxy: forwards each request once at most, streams the answer back, hands both to the session."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import unquote

import httpx
import orjson
import uvicorn
from starlette.types import Receive, Scope, Send

from contract_tests.base_url import BaseUrl
from contract_tests.connections import client_options
from image_edit.network.content_coding import Decoder, Undecodable
from image_gateways_documents.operations import Operation
from image_gateways_documents.routing import Match, parse_query
from image_gateways_mock.plain_http import PlainHttpProtocol
from image_gateways_mock.server import StoppableServer, in_thread

from .pictures import fetched_picture
from .recorded import RawExchange
from .session import RecordingSession
from .session_secrets import HeaderPairs
from .spending import NotAllowed, Spending

LARGEST_BODY = 64 * 1024 * 1024
"""Size in bytes beyond which a body is not recorded, and a request not forwarded."""

_HOP_BY_HOP = frozenset({
    "connection", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip
# What the proxy says for itself. Without a coding, what is recorded is what was sent, and nothing has to be undone.
_OWN = ("host", "content-length", "expect", "accept-encoding")
_UNCODED = ("accept-encoding", "identity")
_STATUSES = range(100, 600)


class _NotForwarded(Exception):
    """A request is answered by the proxy itself; the message says why, behind the name of the operation."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Progress:
    """How far an answer came.

    Attributes:
        headers: its headers, as they came.
        started: whether its head was passed on.
    """

    def __init__(self) -> None:
        self.headers: HeaderPairs = ()
        self.started = False

    async def see(self, answer: httpx.Response) -> None:
        """Take note of the headers, and take out where it leads: httpx loses an answer that leads to no link."""
        self.headers = _pairs(answer.headers.raw)
        answer.headers.pop("location", None)


class RecordingProxy:
    """An ASGI application in front of one live gateway.

    No retry, no redirect, no connection used twice: a request reaches the gateway once or not at all, and when it is
    not known which, the caller is told so. A caller that hangs up does not stop a call that is under way. No billed
    call is made whose answer could not be kept, and none after one that was not.

    Args:
        base_url: where the gateway is.
        session: records what passes.
        spending: says whether a billed call may be made.
        timeout_seconds: seconds that the gateway, or the caller amid its request, may be silent.
        report: is told one line about each call.

    Attributes:
        forwarded: number of calls that were made, by operation.
        refused: number of calls that were not made, by operation.
        without_answer: a line for each call that had no answer.
        unkept: a line for each billed call that was not made, since its answer could not be kept.
    """

    def __init__(
        self,
        base_url: BaseUrl,
        session: RecordingSession,
        spending: Spending,
        *,
        timeout_seconds: float,
        report: Callable[[str], None],
    ) -> None:
        self.forwarded: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.without_answer: list[str] = []
        self.unkept: list[str] = []
        self._base_url = base_url
        self._session = session
        self._spending = spending
        self._timeout_seconds = timeout_seconds
        self._timeout = httpx.Timeout(timeout_seconds, connect=min(10.0, timeout_seconds))
        self._report = report
        self._tls = httpx.create_ssl_context()
        self._fetches: dict[str, asyncio.Task[bytes | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for."""
        if scope["type"] != "http":
            return
        raw_path = scope.get("raw_path") or scope["path"].encode()
        query = scope.get("query_string", b"")
        match = self._session.match(scope["method"], unquote(raw_path.decode("latin-1")), parse_query(query))
        if match is None:
            self.refused["no operation of the document"] += 1
            title = "no operation of the document, so what it costs is not known: not forwarded"
            await _answer(send, 404, f"{scope['method']} {scope['path'][:200]}: {title}")
            return
        try:
            body = await self._read(scope, receive)
            self._spend(match.operation)
        except _NotForwarded as refusal:
            why = f"{match.operation.operation_id} {refusal}"
            self.refused[match.operation.operation_id] += 1
            self._report(why)
            await _answer(send, refusal.status, why)
            return
        await self._forward(match, scope, raw_path + (b"?" + query if query else b""), body, send)

    def _spend(self, operation: Operation) -> None:
        """Account for a call that is about to be made.

        Raises:
            _NotForwarded: it is billed, and is not allowed, or what it answers could not be kept.
        """
        if self._spending.price(operation.operation_id) is not None and (broken := self._session.cannot_keep()):
            self.unkept.append(broken)
            raise _NotForwarded(503, f"is billed and was not forwarded: its answer could not be kept; {broken}")
        try:
            self._spending.spend(operation)
        except NotAllowed as refusal:
            raise _NotForwarded(402, str(refusal).removeprefix(f"{operation.operation_id} ")) from None

    async def _forward(self, match: Match, scope: Scope, target: bytes, body: bytes, send: Send) -> None:
        operation_id = match.operation.operation_id
        headers = [*_end_to_end(_pairs(scope["headers"]), _OWN), _UNCODED]
        url = httpx.URL(str(self._base_url)).copy_with(raw_path=self._base_url.path.encode() + target)
        request = httpx.Request(scope["method"], url, headers=headers, content=body)
        self.forwarded[operation_id] += 1
        began, progress = time.monotonic(), _Progress()
        try:
            way = client_options(str(self._base_url), self._tls)
            async with httpx.AsyncClient(
                timeout=self._timeout, event_hooks={"response": [progress.see]}, **way
            ) as client:
                answer = await client.send(request, stream=True)
                try:
                    raw, objection = await self._passed_on(answer, send, progress)
                finally:
                    await answer.aclose()
        except Exception as error:  # whatever it is, the call was made, and somebody may have to pay for it
            await self._without_answer(operation_id, error, progress, send)
            return
        seconds = time.monotonic() - began
        self._report(f"{operation_id} {answer.status_code} in {seconds:.1f} s; {self._spending.spent()} so far")
        try:
            content = None if raw is None else _decoded(progress.headers, raw)
            exchange = None if content is None else self._exchange(scope, answer, progress.headers, content)
            await self._record(match, exchange)
        finally:
            if objection:
                self._object(f"{operation_id}: {objection}")
                await _answer(send, 502, f"{operation_id}: {objection}")

    async def _passed_on(
        self, answer: httpx.Response, send: Send, progress: "_Progress"
    ) -> tuple[bytes | None, str | None]:
        """Pass an answer on as it comes; return its body, None for one too large to record, and why it was kept back.

        One that the caller cannot have as it is, or that would lead it past this recorder, is read and kept back.
        """
        headers, objection = self._headers_for(answer, progress.headers)
        if objection is None:
            progress.started = True
            await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        kept: list[bytes] | None = []
        size = 0
        async for chunk in answer.aiter_raw():
            if objection is None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            size += len(chunk)
            if size > LARGEST_BODY:
                kept = None
            if kept is not None:
                kept.append(chunk)
        if objection is None:
            await send({"type": "http.response.body", "body": b""})
        return None if kept is None else b"".join(kept), objection

    def _headers_for(self, answer: httpx.Response, given: HeaderPairs) -> tuple[list[tuple[bytes, bytes]], str | None]:
        """The headers that the caller gets, and why it cannot have the answer; None where it can."""
        if answer.status_code not in _STATUSES:
            return [], f"the gateway answered with {answer.status_code}, which is no status of HTTP; see the recording"
        headers = []
        for name, value in _end_to_end(given, ()):
            led = self._location(answer.request.url, value) if name == "location" else value
            if led is None:
                return [], (
                    f"the gateway leads on to {_origin(answer.request.url, value)}, past this recorder and its budget: "
                    "if that is where it is, start the recorder with --base-url"
                )
            headers.append((name.encode("latin-1"), led.encode("latin-1")))
        return headers, None

    def _location(self, asked: httpx.URL, location: str) -> str | None:
        """Where a caller is led that is to stay with this recorder; None where it would leave it."""
        try:
            led = asked.join(location)
        except (httpx.InvalidURL, ValueError):
            return None
        base = httpx.URL(str(self._base_url))
        if (led.scheme, led.netloc, led.userinfo) != (base.scheme, base.netloc, b""):
            return None
        path = led.raw_path.decode("ascii")
        if not path.startswith(self._base_url.path + "/"):
            return None
        fragment = f"#{led.fragment}" if led.fragment else ""
        return path.removeprefix(self._base_url.path) + fragment

    async def _record(self, match: Match, exchange: RawExchange | None) -> None:
        operation_id = match.operation.operation_id
        if exchange is None:
            self._report(f"{operation_id}: not recorded: its body is too large or its content coding is broken")
            self._session.not_written.append(operation_id)
            return
        try:
            for link in self._session.picture_links(exchange, match):
                if content := await self._fetched(link):
                    self._session.pictures.remember(link, content)
        finally:
            # Also where a second Ctrl-C ends the wait for a picture: the answer was paid for.
            self._session.receive(exchange, match)

    async def _fetched(self, link: str) -> bytes | None:
        """Fetch a picture once, whatever comes of it; answers that name it meanwhile wait for the same fetch."""
        if link not in self._fetches:
            self._fetches[link] = asyncio.create_task(fetched_picture(link, self._tls))
        return await asyncio.shield(self._fetches[link])

    async def _without_answer(self, operation_id: str, error: Exception, progress: "_Progress", send: Send) -> None:
        """Report a call of which nobody knows whether it ran. An answer that has begun is left cut, as it came."""
        billed = "" if self._spending.price(operation_id) is None else "; it may have run and been billed"
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            self._spending.take_back(operation_id)
            billed = "; the gateway was not reached, so nothing was billed"
        how = "the answer broke off" if progress.started else "no answer"
        what = f"{operation_id}: {how} ({type(error).__name__}){billed}"
        self._object(what)
        if not progress.started:
            await _answer(send, 504 if isinstance(error, httpx.TimeoutException) else 502, what)

    def _object(self, what: str) -> None:
        self.without_answer.append(what)
        self._report(what)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        """Read a request's body.

        Raises:
            _NotForwarded: it is too large, the caller is gone or silent, or less came than it declared.
        """
        chunks: list[bytes] = []
        read, more = 0, True
        while more and read <= LARGEST_BODY:
            try:
                message = await asyncio.wait_for(receive(), self._timeout_seconds)
            except TimeoutError:
                why = f"was not forwarded: the rest of its body did not come in {self._timeout_seconds:g} s"
                raise _NotForwarded(400, why) from None
            if message["type"] == "http.disconnect":
                raise _NotForwarded(400, "was not forwarded: the caller hung up before all of it had come")
            chunks.append(message.get("body", b""))
            read += len(chunks[-1])
            more = message.get("more_body", False)
        if read > LARGEST_BODY:
            raise _NotForwarded(413, f"was not forwarded: its body is over {LARGEST_BODY} bytes")
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        if declared.isdigit() and int(declared) != read:
            why = f"was not forwarded: {read} bytes of the {int(declared)} that it declares arrived"
            raise _NotForwarded(400, why)
        return b"".join(chunks)

    def _exchange(self, scope: Scope, answer: httpx.Response, given: HeaderPairs, content: bytes) -> RawExchange:
        raw_path = scope.get("raw_path") or scope["path"].encode()
        return RawExchange(
            method=scope["method"],
            path=unquote(raw_path.decode("latin-1")),
            query=parse_query(scope.get("query_string", b"")),
            request_headers=_pairs(scope["headers"]),
            request_body=answer.request.content,
            status=answer.status_code,
            reason=answer.reason_phrase,
            response_headers=given,
            response_body=content,
            host=self._base_url.host,
            received=datetime.now(UTC),
        )


def server_of(proxy: RecordingProxy) -> StoppableServer:
    """Return a server for the proxy, not yet running. It ends when the calls under way have ended."""
    config = uvicorn.Config(
        proxy,
        http=PlainHttpProtocol,
        lifespan="off",
        ws="none",
        # An answer that the gateway cut is passed on cut; uvicorn would call this an error, with a traceback.
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    return StoppableServer(config)


@contextmanager
def running_proxy(proxy: RecordingProxy, port: int = 0) -> Iterator[str]:
    """Run the proxy in a thread; gives its URL, without a trailing slash. All is recorded when the context is left.

    Args:
        proxy: the proxy.
        port: TCP port on 127.0.0.1; 0 takes a free one.

    Raises:
        PortTaken: the port cannot be listened on.
    """
    with in_thread(server_of(proxy), "recorder", port) as url:
        yield url


def _decoded(headers: HeaderPairs, raw: bytes) -> bytes | None:
    """A body without its content coding; None for one that is broken, or over the size that is recorded."""
    content = bytearray()
    try:
        for piece in Decoder(", ".join(value for name, value in headers if name == "content-encoding")).decode(raw):
            content += piece
            if len(content) > LARGEST_BODY:
                return None
    except Undecodable:
        return None
    return bytes(content)


def _end_to_end(headers: HeaderPairs, also_without: tuple[str, ...]) -> HeaderPairs:
    """Headers without those that concern one connection only."""
    named = {token.strip().lower() for name, value in headers if name == "connection" for token in value.split(",")}
    dropped = _HOP_BY_HOP | named | set(also_without)
    return tuple((name, value) for name, value in headers if name not in dropped)


def _origin(asked: httpx.URL, location: str) -> str:
    """The host that a location names, without what may be a secret."""
    try:
        led = asked.join(location)
        return f"{led.scheme}://{led.host}"
    except (httpx.InvalidURL, ValueError):
        return "what is no link"


def _pairs(raw: Iterable[tuple[bytes, bytes]]) -> HeaderPairs:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw)


async def _answer(send: Send, status: int, title: str) -> None:
    """An answer of the proxy itself (RFC 9457); its type tells it from the gateway's."""
    body = orjson.dumps({"title": title, "status": status})
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
