"""Sends prepared requests over kept-alive connections as fast as they are answered.

Run as a process of its own, so that it does not share an interpreter with the server that it measures:
`python -m tools.benchmarks.load HOST PORT CONNECTIONS COUNT FILE...`, one raw request a file.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import uvloop

_PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Measured:
    """What a run of requests showed: requests a second, and latencies in seconds."""

    per_second: float
    median: float
    p99: float
    statuses: dict[str, int]


class _Load:
    """Requests in turn, and what came of them."""

    def __init__(self, requests: list[bytes], count: int) -> None:
        self._left = iter([requests[number % len(requests)] for number in range(count)])
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()

    async def ask(self, host: str, port: int) -> None:
        """Send over one connection, the next request when the answer to the last one is whole."""
        reader, writer = await asyncio.open_connection(host, port)
        for request in self._left:
            sent = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_content_length(head))
            self.latencies.append(time.perf_counter() - sent)
            self.statuses[head[9:12].decode()] += 1
        writer.close()


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without Content-Length: {head[:200]!r}")


async def _load(host: str, port: int, requests: list[bytes], connections: int, count: int) -> Measured:
    run = _Load(requests, count)
    started = time.perf_counter()
    async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as side_by_side:
        for _ in range(connections):
            side_by_side.create_task(run.ask(host, port))
    elapsed = time.perf_counter() - started
    cuts = quantiles(run.latencies, n=100)
    return Measured(len(run.latencies) / elapsed, cuts[49], cuts[98], run.statuses)


if __name__ == "__main__":
    host, port, connections, count, *files = sys.argv[1:]
    raw = [Path(file).read_bytes() for file in files]
    measured = uvloop.run(_load(host, int(port), raw, int(connections), int(count)))
    print(json.dumps(measured.__dict__))  # noqa: T201 (the result is read from standard output)
