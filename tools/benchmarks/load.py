"""Sends prepared requests over kept-alive connections as fast as they are answered.

Run as a process of its own, so that it does not share an interpreter with the server that it measures:
`python -m tools.benchmarks.load HOST PORT CONNECTIONS COUNT FILE...`, one raw request a file.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import cast

import uvloop

_PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Measured:
    """What a run of requests showed: requests a second, and latencies in seconds."""

    per_second: float
    median: float
    p99: float
    statuses: dict[str, int]


class _Asking(asyncio.Protocol):
    """One connection that sends the next request when the answer to the last one is whole."""

    def __init__(self, run: _Load) -> None:
        self._run = run
        self._buffer = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's has the methods, not the base class
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < _content_length(head):
            return
        self._run.answered(head[9:12].decode(), time.perf_counter() - self._sent)
        self._buffer = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._run.closed(exc)

    def _send(self) -> None:
        request = self._run.next_request()
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


class _Load:
    def __init__(self, requests: list[bytes], connections: int, count: int) -> None:
        self._requests = requests
        self._open = connections
        self._left = count
        self.latencies: list[float] = []
        self.statuses: dict[str, int] = {}
        self.finished = asyncio.get_running_loop().create_future()

    def next_request(self) -> bytes | None:
        if self._left == 0:
            return None
        self._left -= 1
        return self._requests[self._left % len(self._requests)]

    def answered(self, status: str, latency: float) -> None:
        self.latencies.append(latency)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def closed(self, error: Exception | None) -> None:
        self._open -= 1
        if self._left and not self.finished.done():
            self.finished.set_exception(error or ConnectionError("the server closed a connection"))
        elif self._open == 0 and not self.finished.done():
            self.finished.set_result(None)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without Content-Length: {head[:200]!r}")


async def _load(host: str, port: int, requests: list[bytes], connections: int, count: int) -> Measured:
    loop = asyncio.get_running_loop()
    run = _Load(requests, connections, count)
    started = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: _Asking(run), host, port)
    async with asyncio.timeout(_PATIENCE):
        await run.finished
    elapsed = time.perf_counter() - started
    cuts = quantiles(run.latencies, n=100)
    return Measured(len(run.latencies) / elapsed, cuts[49], cuts[98], run.statuses)


if __name__ == "__main__":
    host, port, connections, count, *files = sys.argv[1:]
    raw = [Path(file).read_bytes() for file in files]
    measured = uvloop.run(_load(host, int(port), raw, int(connections), int(count)))
    print(json.dumps(measured.__dict__))  # noqa: T201 (the result is read from standard output)
