"""Stands around the mock as an ASGI application and alters what comes in or what goes out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_gateways_documents.document import Document
from image_gateways_documents.operations import Operation
from image_gateways_documents.routing import Query, Rejection, Router, parse_query
from image_gateways_documents.schema_walk import at

PICTURES = "pictures"
"""Stands for an operation's id where a picture is fetched."""

_OWN_PATHS = ("/__mock__/", "/openapi/", "/reference/")

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request.

    Attributes:
        operation: the operation that it is for, by path, method and constant parameters; None for none.
        method, path, query, headers, body: as they came.
    """

    operation: Operation | None
    method: str
    path: str
    query: Query
    headers: Headers
    body: bytes

    @property
    def name(self) -> str:
        """The operation's id, `pictures` for a picture, nothing for what no document knows."""
        if self.path.startswith(f"/{PICTURES}/"):
            return PICTURES
        return self.operation.operation_id if self.operation else ""

    def header(self, name: bytes) -> bytes | None:
        """The first value of a header; the name in lower case."""
        return next((value for known, value in self.headers if known == name), None)

    def with_header(self, name: bytes, value: bytes) -> "IncomingRequest":
        """Return this request with one header set."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=(*kept, (name, value)))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer."""

    status: int
    headers: Headers
    body: bytes

    def with_header(self, name: bytes, value: bytes | None) -> "Answered":
        """Return this answer with one header set, or without it."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=kept if value is None else (*kept, (name, value)))

    def with_json(self, value: Any) -> "Answered":
        """Return this answer with another body."""
        return replace(self, body=orjson.dumps(value))


AlterRequest = Callable[[IncomingRequest], IncomingRequest]
AlterAnswer = Callable[[IncomingRequest, Answered], Answered]


def unaltered(_: IncomingRequest, answered: Answered) -> Answered:
    """Leave an answer as it is."""
    return answered


class AlteredServer:
    """The mock with changes on the way in and on the way out.

    Args:
        app: the mock.
        documents: its documents.
        alter_request: changes each request that reaches a gateway.
        alter_answer: changes each answer of a gateway.
    """

    def __init__(
        self,
        app: ASGIApp,
        documents: tuple[Document, ...],
        alter_request: AlterRequest = lambda asked: asked,
        alter_answer: AlterAnswer = unaltered,
    ) -> None:
        self._app = app
        self._router = Router(documents)
        self._alter_request = alter_request
        self._alter_answer = alter_answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for."""
        if scope["type"] != "http" or scope["path"] == "/" or scope["path"].startswith(_OWN_PATHS):
            await self._app(scope, receive, send)
            return
        asked = self._alter_request(await self._read(scope, receive))
        answered = self._alter_answer(asked, await self._answer(scope, asked))
        length = (b"content-length", str(len(answered.body)).encode())
        headers = [pair for pair in answered.headers if pair[0] != b"content-length"]
        await send({"type": "http.response.start", "status": answered.status, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else answered.body})

    async def _read(self, scope: Scope, receive: Receive) -> IncomingRequest:
        body = await Request(scope, receive).body()
        query = parse_query(scope.get("query_string", b""))
        operation: Operation | None
        try:
            operation = self._router.match(scope["method"], scope["path"], query).operation
        except Rejection as rejection:
            operation = rejection.operation
        return IncomingRequest(operation, scope["method"], scope["path"], query, tuple(scope["headers"]), body)

    async def _answer(self, scope: Scope, asked: IncomingRequest) -> Answered:
        start: Message = {}
        chunks: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                chunks.append(message.get("body", b""))

        changed = {
            **scope,
            "method": asked.method,
            "path": asked.path,
            "query_string": _query_string(scope, asked.query),
            "headers": [pair for pair in asked.headers if pair[0] not in (b"content-length", b"transfer-encoding")],
        }
        await self._app(changed, receive, send)
        return Answered(start["status"], tuple(start["headers"]), b"".join(chunks))


def task_id_in(asked: IncomingRequest, documents: tuple[Document, ...]) -> str | None:
    """Return the id of the task that a poll asks for."""
    for link in (operation.task_link for document in documents for operation in document.operations):
        if link is not None and asked.operation and link.poll_operation_id == asked.operation.operation_id:
            source, *path = link.id_in_poll
            value = at(json_of(asked.body), tuple(path)) if source == "body" else asked.path.rpartition("/")[2]
            return value if isinstance(value, str) else None
    return None


def json_of(body: bytes) -> Any:
    """Return the JSON of a body, or None where it is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _query_string(scope: Scope, query: Query) -> bytes:
    came: bytes = scope.get("query_string", b"")
    return came if parse_query(came) == query else urlencode(query).encode()
