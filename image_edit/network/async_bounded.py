"""As `bounded`, for asyncio; and an answer that comes before all of a request is sent is read as well.

asyncio closes a connection, with what has arrived on it, as soon as a write fails. So a server that refuses a body
before it has read it, and closes, would not be heard.
"""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from ssl import SSLContext
from typing import Any

import anyio.abc
import httpcore
import httpx
from httpcore._backends.anyio import AnyIOStream

from .deadline import at_most


def bound_async(transport: httpx.AsyncHTTPTransport) -> httpx.AsyncHTTPTransport:
    """Let the connections of a transport look at the deadline of the call that they are used for; return it."""
    transport._pool._network_backend = _BoundedBackend()
    return transport


class _PatientStream(anyio.abc.ByteStream):
    """A connection on which writing breaks nothing: what could not be written is told by whoever reads next.

    Args:
        stream: reads, and owns the connection.
        writer: a second handle of its socket, which is closed with it.
    """

    def __init__(self, stream: anyio.abc.ByteStream, writer: socket.socket) -> None:
        self._stream = stream
        self._writer = writer
        self._is_broken = False

    async def receive(self, max_bytes: int = 65_536) -> bytes:
        return await self._stream.receive(max_bytes)

    async def send(self, item: bytes) -> None:
        if self._is_broken:
            return
        try:
            await asyncio.get_running_loop().sock_sendall(self._writer, item)
        except OSError:
            self._is_broken = True

    async def send_eof(self) -> None:
        await self._stream.send_eof()

    async def aclose(self) -> None:
        self._writer.close()
        await self._stream.aclose()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        return self._stream.extra_attributes


def _patient(stream: httpcore.AsyncNetworkStream) -> httpcore.AsyncNetworkStream:
    if not isinstance(stream, AnyIOStream) or sys.platform == "win32":  # where a handle belongs to one way of waiting
        return stream
    writer = socket.socket(fileno=os.dup(stream.get_extra_info("socket").fileno()))
    writer.setblocking(False)
    return AnyIOStream(_PatientStream(stream._stream, writer))


class _BoundedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, at_most(timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, at_most(timeout))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _BoundedStream(await self._stream.start_tls(ssl_context, server_hostname, at_most(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _BoundedBackend(httpcore.AnyIOBackend):
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await super().connect_tcp(host, port, at_most(timeout), local_address, socket_options)
        return _BoundedStream(_patient(stream))
