"""A caller's connection: sends answers, whole or broken, and can be reset or closed."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

from .answers import ReplayedAnswer
from .plain_http import PlainHttpProtocol

_EXTENSION = "image_gateways.connection"
_NO_LINGER = struct.pack("ii", 1, 0)


class Disconnected(Exception):
    """The caller has gone, or the connection was taken down; there is nobody to answer."""


class BreakableProtocol(PlainHttpProtocol):
    """A protocol, which lets the application reset the connection, and take and send at once what is whole."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin with no request under way."""
        super().connection_made(transport)
        self._under_way: deque[RequestResponseCycle] = deque()

    def request_begins(self) -> None:
        """Offer itself to the request, as an ASGI extension, and remember the request until it is answered."""
        super().request_begins()
        cycle = self.cycle
        self.scope["extensions"] = {_EXTENSION: {"protocol": self, "cycle": cycle}}
        while self._under_way and self._under_way[0].response_complete:
            self._under_way.popleft()
        self._under_way.append(cycle)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell every request under way; uvicorn itself tells the latest alone, which may be one that waits its turn."""
        super().connection_lost(exc)
        for cycle in self._under_way:
            if not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()

    def whole_body(self, cycle: RequestResponseCycle) -> bytes | None:
        """Return a request's body if all of it has arrived and none was taken yet; else it is to be received."""
        if cycle.more_body or cycle.disconnected or not cycle.message_event.is_set():
            return None
        return bytes(cycle.body)

    def send_whole(self, cycle: RequestResponseCycle, answer: ReplayedAnswer) -> bool:
        """Send an answer in one write, where uvicorn makes two; return False where the request is not a usual one.

        A write is the dearest part of a short answer, and each wakes the caller.
        """
        if cycle.disconnected or not cycle.keep_alive or cycle.waiting_for_100_continue or cycle.flow.write_paused:
            return False
        head = _head(answer.status, answer.headers, len(answer.body), tuple(cycle.default_headers))
        if head is None or cycle.scope["method"] == "HEAD":
            return False
        self.transport.write(head + answer.body)
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        cycle.on_response()
        return True

    def reset(self) -> None:
        """Take the connection down without an orderly end."""
        connection = self.transport.get_extra_info("socket")
        # Without lingering, closing sends RST instead of FIN. The connection may be gone already.
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()


@lru_cache(maxsize=1024)
def _head(
    status: int, headers: tuple[tuple[bytes, bytes], ...], length: int, common: tuple[tuple[bytes, bytes], ...]
) -> bytes | None:
    """The status line and the headers as they are sent; None for what uvicorn would not send."""
    if any(HEADER_RE.search(name) or HEADER_VALUE_RE.search(value) for name, value in headers):
        return None
    lines = (*headers, (b"content-length", b"%d" % length), *common)
    return STATUS_LINE[status] + b"".join(b"%b: %b\r\n" % line for line in lines) + b"\r\n"


class Connection:
    """One request's way back to its caller.

    Args:
        scope: the request's ASGI scope, as `BreakableProtocol` makes it.
        receive: the request's ASGI receiver.
        send: the request's ASGI sender.
        stopping: is set when the server stops; who waits then is let go.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, stopping: asyncio.Event) -> None:
        # Taken out: a request that refers to itself would be left to the garbage collector.
        extension: dict[str, Any] = scope.pop("extensions")[_EXTENSION]
        self._protocol: BreakableProtocol = extension["protocol"]
        self._cycle: RequestResponseCycle = extension["cycle"]
        self._receive = receive
        self._send = send
        self._stopping = stopping

    def whole_body(self) -> bytes | None:
        """Return the request's body if all of it is here already; else `body` gives it part by part."""
        # Where something stands between uvicorn and the application, all goes by way of it.
        return self._protocol.whole_body(self._cycle) if self._receive == self._cycle.receive else None

    async def body(self) -> tuple[bytes, bool]:
        """Return the next part of the request's body and whether more follows.

        Raises:
            Disconnected: the caller has gone.
        """
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        return message.get("body", b""), message.get("more_body", False)

    def send_whole(self, answer: ReplayedAnswer) -> bool:
        """Send a whole answer in one write where that can be done; else return False, and it is to be delivered."""
        return self._send == self._cycle.send and self._protocol.send_whole(self._cycle, answer)

    async def deliver(self, answer: ReplayedAnswer) -> None:
        """Send a whole answer."""
        await self._start(answer)
        await self._send({"type": "http.response.body", "body": answer.body})

    async def deliver_part(self, answer: ReplayedAnswer, size: int | None) -> None:
        """Send an answer with its full length declared, but only `size` bytes of its body (None: half), and close.

        Raises:
            Disconnected: always.
        """
        await self._start(answer)
        part = answer.body[: len(answer.body) // 2 if size is None else size]
        await self._send({"type": "http.response.body", "body": part, "more_body": True})
        await self._end(self._protocol.transport.close)

    async def deliver_slowly(self, answer: ReplayedAnswer, pause: Callable[[], float]) -> None:
        """Send an answer's body byte by byte, with `pause()` seconds between.

        Raises:
            Disconnected: the caller has gone, or the server stops.
        """
        await self._start(answer)
        for index in range(len(answer.body)):
            part = {"type": "http.response.body", "body": answer.body[index : index + 1]}
            await self._send({**part, "more_body": index + 1 < len(answer.body)})
            if index + 1 < len(answer.body):
                await self.wait(pause())

    async def wait(self, seconds: float) -> None:
        """Let time pass; what is left of the request's body is passed over.

        Raises:
            Disconnected: the caller has gone, or the server stops.
        """
        gone, stopping = asyncio.ensure_future(self._gone()), asyncio.ensure_future(self._stopping.wait())
        done, pending = await asyncio.wait((gone, stopping), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for future in pending:
            future.cancel()
        if gone in done:
            raise Disconnected
        if stopping in done:
            await self._end(self._protocol.reset)

    async def reset(self) -> None:
        """Reset the connection, so that the caller sees neither an answer nor an orderly end.

        Raises:
            Disconnected: always.
        """
        await self._end(self._protocol.reset)

    async def _start(self, answer: ReplayedAnswer) -> None:
        length = (b"content-length", str(len(answer.body)).encode())
        await self._send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]})

    async def _end(self, bring_down: Callable[[], None]) -> None:
        bring_down()
        # uvicorn takes a request that returns without an answer for a mistake, unless the connection is down by then.
        await self._gone()
        raise Disconnected

    async def _gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
