"""The reverse proxy: forwards each request exactly once, streams the answer back, hands both to the session."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import unquote

import httpx
import orjson
from starlette.types import Receive, Scope, Send

from contract_tests.connections import connecting_to
from contract_tests.mock_server.routing import Match, parse_query

from .base_url import BaseUrl
from .exchange import Exchange, HeaderPairs
from .picture_fetch import fetched_picture
from .session import RecordingSession
from .spending import NotAllowed, Spending

_LARGEST_BODY = 64 * 1024 * 1024

_HOP_BY_HOP = frozenset({
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
})  # fmt: skip
_CODINGS = ("gzip", "deflate", "identity")


class _CallerGone(Exception):
    """The caller hung up before its request was read; nothing was forwarded."""


class RecordingProxy:
    """An ASGI application in front of one live gateway.

    No retry, no redirect, no connection used twice: a request reaches the gateway once or not at all, and when it is
    not known which, the caller is told so. A caller that hangs up does not stop a call that is under way.

    Args:
        base_url: where the gateway is.
        session: records what passes.
        spending: says whether a billed call may be made.
        timeout_seconds: seconds that the gateway may be silent.
        report: is told one line about each call.
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
        self._base_url = base_url
        self._session = session
        self._spending = spending
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
        operation_id = match.operation.operation_id
        try:
            body = await _read(receive)
            if len(body) > _LARGEST_BODY:
                self.refused[operation_id] += 1
                await _answer(send, 413, f"{operation_id}: a body of over {_LARGEST_BODY} bytes was not forwarded")
                return
            self._spending.spend(match.operation)
        except _CallerGone:
            return
        except NotAllowed as refusal:
            self.refused[operation_id] += 1
            self._report(str(refusal))
            await _answer(send, 402, str(refusal))
            return
        await self._forward(match, scope, raw_path + (b"?" + query if query else b""), body, send)

    async def _forward(self, match: Match, scope: Scope, target: bytes, body: bytes, send: Send) -> None:
        operation_id = match.operation.operation_id
        headers = _pairs(scope["headers"])
        request = httpx.Request(
            scope["method"],
            httpx.URL(str(self._base_url)).copy_with(raw_path=self._base_url.path.encode() + target),
            headers=[*_end_to_end(headers, ("host", "content-length", "expect", "accept-encoding")), _coding(headers)],
            content=body,
        )
        self.forwarded[operation_id] += 1
        began, started = time.monotonic(), False
        try:
            with connecting_to(str(self._base_url)):
                client = httpx.AsyncClient(verify=self._tls, timeout=self._timeout)
            async with client:
                answer = await client.send(request, stream=True)
                try:
                    started = True
                    await send(_start(answer))
                    raw = await _streamed(answer, send)
                finally:
                    await answer.aclose()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            await self._without_answer(operation_id, error, started, send)
            return
        seconds = time.monotonic() - began
        self._report(f"{operation_id} {answer.status_code} in {seconds:.1f} s; {self._spending.spent()} so far")
        exchange = self._exchange(scope, headers, body, answer, raw)
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

    async def _without_answer(self, operation_id: str, error: Exception, started: bool, send: Send) -> None:
        """Report a call of which nobody knows whether it ran. An answer that has begun is left cut, as it came."""
        billed = "" if self._spending.price(operation_id) is None else "; it may have run and been billed"
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            self._spending.take_back(operation_id)
            billed = "; the gateway was not reached, so nothing was billed"
        what = f"{operation_id}: {'the answer broke off' if started else 'no answer'} ({type(error).__name__}){billed}"
        self.without_answer.append(what)
        self._report(what)
        if not started:
            await _answer(send, 504 if isinstance(error, httpx.TimeoutException) else 502, what)

    def _exchange(
        self, scope: Scope, headers: HeaderPairs, body: bytes, answer: httpx.Response, raw: bytes | None
    ) -> Exchange | None:
        try:
            content = None if raw is None else httpx.Response(200, headers=answer.headers, content=raw).content
        except httpx.DecodingError:
            content = None
        if content is None:
            return None
        raw_path = scope.get("raw_path") or scope["path"].encode()
        return Exchange(
            method=scope["method"],
            path=unquote(raw_path.decode("latin-1")),
            query=parse_query(scope.get("query_string", b"")),
            request_headers=headers,
            request_body=body,
            status=answer.status_code,
            reason=answer.reason_phrase,
            response_headers=_pairs(answer.headers.raw),
            response_body=content,
            host=self._base_url.host,
            received=datetime.now(UTC),
        )


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    read, more = 0, True
    while more and read <= _LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _CallerGone
        chunks.append(message.get("body", b""))
        read += len(chunks[-1])
        more = message.get("more_body", False)
    return b"".join(chunks)


async def _streamed(answer: httpx.Response, send: Send) -> bytes | None:
    """Pass the body on as it comes; return it, or None where it is too large to record."""
    kept: list[bytes] | None = []
    size = 0
    async for chunk in answer.aiter_raw():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        size += len(chunk)
        if kept is not None:
            kept.append(chunk)
        if size > _LARGEST_BODY:
            kept = None
    await send({"type": "http.response.body", "body": b""})
    return None if kept is None else b"".join(kept)


def _start(answer: httpx.Response) -> dict[str, object]:
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in _end_to_end(_pairs(answer.headers.raw), ())
    ]
    return {"type": "http.response.start", "status": answer.status_code, "headers": headers}


def _end_to_end(headers: HeaderPairs, also_without: tuple[str, ...]) -> HeaderPairs:
    """Headers without those that concern one connection only."""
    named = {token.strip().lower() for name, value in headers if name == "connection" for token in value.split(",")}
    dropped = _HOP_BY_HOP | named | set(also_without)
    return tuple((name, value) for name, value in headers if name not in dropped)


def _coding(headers: HeaderPairs) -> tuple[str, str]:
    """What the gateway may compress with: what the caller takes, as far as it can be undone for the recording."""
    taken = ",".join(value for name, value in headers if name == "accept-encoding").lower()
    return "accept-encoding", ", ".join(coding for coding in _CODINGS if coding in taken) or "identity"


def _pairs(raw: Iterable[tuple[bytes, bytes]]) -> HeaderPairs:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw)


async def _answer(send: Send, status: int, title: str) -> None:
    """An answer of the proxy itself (RFC 9457); its type tells it from the gateway's."""
    body = orjson.dumps({"title": title, "status": status})
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
