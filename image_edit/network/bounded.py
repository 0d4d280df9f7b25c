"""Lets no single read or write of a blocking connection outlive the deadline of its call.

httpx bounds each read; a server that sends a byte a second stays below every such bound, in the headers before any of
our code sees them. So the stream below httpx looks at the deadline before each read.
"""

from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from .deadline import at_most, has_passed


def bound(transport: httpx.HTTPTransport) -> httpx.HTTPTransport:
    """Let the connections of a transport look at the deadline of the call that they are used for; return it."""
    # httpx offers no way to hand a network backend to the pools that it makes, directly or for a proxy.
    pool = transport._pool
    pool._network_backend = _BoundedBackend(pool._network_backend)
    return transport


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if has_passed():  # else whoever always has another byte there would never be waited for
            raise httpcore.ReadTimeout("the deadline has passed")
        return self._stream.read(max_bytes, at_most(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, at_most(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, at_most(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _BoundedBackend(httpcore.SyncBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _BoundedStream(self._backend.connect_tcp(host, port, at_most(timeout), local_address, socket_options))
