"""As `bounded_network`, for asyncio; and what a server answers while it is still being sent to is not lost.

asyncio drops what arrived and was not read yet as soon as a write fails. So a server that refuses a body early, and
closes, would not be heard: whatever arrives meanwhile is read at once.
"""

from collections.abc import Iterable
from contextlib import suppress
from ssl import SSLContext
from typing import Any

import anyio
import httpcore
import httpx

from .deadline import at_most

_MOST_EARLY = 1 << 20  # of an answer that comes before all is sent
_AT_ONCE = 65_536


def bound_async(transport: httpx.AsyncHTTPTransport) -> httpx.AsyncHTTPTransport:
    """Let the connections of a transport look at the deadline of the call that they are used for; return it."""
    pool = transport._pool
    pool._network_backend = _BoundedBackend(pool._network_backend)
    return transport


class _BoundedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._early = bytearray()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._early:
            data = bytes(self._early[:max_bytes])
            del self._early[:max_bytes]
            return data
        return await self._stream.read(max_bytes, at_most(timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        failure: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(self._listen)
            try:
                await self._stream.write(buffer, at_most(timeout))
            except Exception as error:
                failure = error  # the group would wrap it
            group.cancel_scope.cancel()
        if failure is not None:
            raise failure

    async def _listen(self) -> None:
        # How the connection ended is told to whoever writes or reads next.
        with suppress(httpcore.NetworkError, httpcore.TimeoutException):
            while len(self._early) < _MOST_EARLY and (data := await self._stream.read(_AT_ONCE)):
                self._early += data

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _BoundedStream(await self._stream.start_tls(ssl_context, server_hostname, at_most(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _BoundedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, at_most(timeout), local_address, socket_options)
        return _BoundedStream(stream)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _BoundedStream(await self._backend.connect_unix_socket(path, at_most(timeout), socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)
