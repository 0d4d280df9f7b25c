"""The least that an ASGI application does for a call: it reads the body and answers what it always does.

Run as a process of its own, on the server that the mock runs on:
`python -m tools.benchmarks.bare_answers PORT`.
"""

from __future__ import annotations

import sys

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


if __name__ == "__main__":
    server = uvicorn_server(BareAnswers())
    server.heed_signals()
    with bound_socket(int(sys.argv[1])) as listening:
        server.run([listening])
