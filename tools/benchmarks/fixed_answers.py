"""A server that does nothing but answer, so that a client's own time is what is measured.

Run as a process of its own: `python -m tools.benchmarks.fixed_answers PORT FILE`, where the file holds a JSON
object with the body of the answer for each path.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import cast

import uvloop


class _Connection(asyncio.Protocol):
    """A kept-alive connection; bodies are counted, not kept."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._head = b""
        self._answer = b""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            self._head = b""
            target = head.split(b" ", 2)[1]
            self._answer = self._answers.get(target.partition(b"?")[0], b"{}")
            _, _, length = head.lower().partition(b"\r\ncontent-length:")
            self._missing = int(length.partition(b"\r\n")[0] or 0)
        self._missing -= len(data)
        if not self._missing:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(self._answer) + self._answer)


async def _serve(port: int, answers: dict[bytes, bytes]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(answers), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    bodies = json.loads(Path(sys.argv[2]).read_bytes())
    uvloop.run(_serve(int(sys.argv[1]), {path.encode(): json.dumps(body).encode() for path, body in bodies.items()}))
