"""Servers that do nothing but answer, so that what is measured against them, or through them, is seen.

Run as a process of its own: `python -m tools.benchmarks.fixed_answers PORT` is the least that an ASGI application does
for a call, on the server that the mock runs on. With a FILE, a JSON object with the body of the answer for each path,
it does without that server too, so that a client's own time is what is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import cast

import uvloop
from starlette.types import Message, Receive, Scope, Send

from image_gateways_mock.server import bound_socket, uvicorn_server

_BODY = b'{"code":10000,"data":{"task_id":"13255822150128211173"},"message":"Success","status":10000}'
_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(_BODY))],
}


class BareAnswers:
    """The application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        """Answer one request."""
        while (await receive()).get("more_body"):
            pass
        await send(_START)
        await send({"type": "http.response.body", "body": _BODY})

    def stop_waiting(self) -> None:
        """Nobody waits here."""


class _Answering(asyncio.Protocol):
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
    server = await asyncio.get_running_loop().create_server(lambda: _Answering(answers), "127.0.0.1", port)
    await server.serve_forever()


def _serve_bare(port: int) -> None:
    server = uvicorn_server(BareAnswers())
    server.heed_signals()
    with bound_socket(port) as listening:
        server.run([listening])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        bodies = json.loads(Path(sys.argv[2]).read_bytes())
        fixed = {path.encode(): json.dumps(body).encode() for path, body in bodies.items()}
        uvloop.run(_serve(int(sys.argv[1]), fixed))
    else:
        _serve_bare(int(sys.argv[1]))
