"""The server as an ASGI application: reads requests, has them checked, sends answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .answers import Answer, AnswerTemplate, AnswerWriter
from .cassettes import Cassette, load_cassettes
from .document import Document, Operation, load_documents
from .fresh_values import FreshValues
from .gateway import Gateway, UnknownWish, Wish
from .pictures import Pictures, media_type
from .problem import Problem
from .rejection import Rejection
from .request_check import Headers, check_body, check_content_type, check_credentials, check_parameters
from .routing import Router, parse_query
from .settings import Settings
from .tasks import TaskStore

_OWN_PATHS = ("/pictures/", "/__mock__/")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_PREFERENCE = re.compile(r"\s*(code|example)\s*=\s*\"?([^\",;]+)\"?\s*")
_STATUS_WITHOUT_DOCUMENT = {"not-found": 404, "method-not-allowed": 405}


class _Disconnected(Exception):
    """The caller went away before its request was read."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What is known of a request before its body is read."""

    method: str
    path: str
    query_string: bytes
    headers: Headers
    base_url: str


class MockServer:
    """Serves all gateways of a folder of documents on one port.

    Args:
        settings: the options.

    Raises:
        DocumentError: a document cannot be served.
        RecordingError: a recording breaks its document.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.documents: tuple[Document, ...] = load_documents(settings.documents)
        self.pictures = Pictures(settings.recordings / "pictures")
        self.tasks: TaskStore[AnswerTemplate] = TaskStore(
            settings.max_tasks, settings.polls_before_done, settings.task_seconds
        )
        self._router = Router(self.documents)
        writer = AnswerWriter(FreshValues(settings.seed), self.pictures)
        self.gateways: dict[str, Gateway] = {}
        self.cassettes: list[Cassette] = []
        for document in self.documents:
            cassettes = load_cassettes(settings.recordings, document, self._router, self.pictures)
            self.cassettes += cassettes
            self.gateways[document.gateway] = Gateway(document, cassettes, writer, self.tasks)
        self._own_pages = Starlette(routes=[Route("/pictures/{name}", self._picture)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for."""
        if scope["type"] != "http":
            return
        if scope["path"].startswith(_OWN_PATHS):
            await self._own_pages(scope, receive, send)
            return
        try:
            answer = await self._respond(_call(scope), receive)
        except _Disconnected:
            return
        length = (b"content-length", str(len(answer.body)).encode())
        await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]})
        await send({"type": "http.response.body", "body": answer.body})

    async def _respond(self, call: _Call, receive: Receive) -> Answer:
        query = parse_query(call.query_string)
        try:
            match = self._router.match(call.method, call.path, query)
            operation = match.operation
            check_credentials(operation, call.headers, query, self.settings.api_keys)
            parameters = check_parameters(match, call.headers, query)
            check_content_type(operation, call.headers)
            body = await self._read(call, operation, receive)
            request = check_body(operation, parameters, body)
            wish = _wish(call.headers)
            return self.gateways[operation.gateway].answer(request, call.base_url, wish)
        except Rejection as rejection:
            return self._refusal(rejection, call.base_url)
        except UnknownWish as unknown:
            return _own_answer(400, "the operation has no answer that Prefer asks for", known=unknown.known)

    def _refusal(self, rejection: Rejection, base_url: str) -> Answer:
        gateway = rejection.operation.gateway if rejection.operation else None
        gateway = gateway or (rejection.document.gateway if rejection.document else None)
        refusal = self.gateways[gateway].refuse(rejection.operation, rejection.problem, base_url) if gateway else None
        if refusal is None:
            status = _STATUS_WITHOUT_DOCUMENT.get(rejection.problem.condition, 400)
            refusal = _own_answer(status, str(rejection.problem))
        if rejection.allow:
            allow = (b"allow", rejection.allow.encode())
            refusal = Answer(refusal.status, (*refusal.headers, allow), refusal.body)
        return refusal

    async def _read(self, call: _Call, operation: Operation, receive: Receive) -> bytes:
        limit = self.settings.max_body_bytes
        declared = call.headers.get("content-length", "0")
        size = int(declared) if declared.isdigit() else 0
        chunks: list[bytes] = []
        read, more = 0, True
        while more and max(size, read) <= limit:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Disconnected
            chunks.append(message.get("body", b""))
            read += len(chunks[-1])
            more = message.get("more_body", False)
        if max(size, read) > limit:
            problem = Problem("body-too-large", (), f"at most {limit} bytes", f"{max(size, read)} bytes or more")
            raise Rejection(problem, operation=operation)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    async def _picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.pictures:
            answer = _own_answer(404, f"{name}: no such picture")
            return Response(answer.body, answer.status, media_type="application/problem+json")
        content = self.pictures.read(name)
        return Response(content, media_type=media_type(content))


def _call(scope: Scope) -> _Call:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", None)
        host = name if port is None else f"{name}:{port}"
    return _Call(scope["method"], scope["path"], scope.get("query_string", b""), headers, f"{scope['scheme']}://{host}")


def _wish(headers: Headers) -> Wish | None:
    """What `Prefer` asks for; preferences of other kinds are for others, so they are passed over."""
    if "prefer" not in headers:
        return None
    wishes = dict(_preferences(headers["prefer"]))
    if not wishes:
        return None
    status = wishes.get("code", "")
    return Wish(int(status) if status.isdigit() else None, wishes.get("example"))


def _preferences(header: str) -> Iterator[tuple[str, str]]:
    for part in re.split("[,;]", header):
        if preference := _PREFERENCE.fullmatch(part):
            yield preference[1], preference[2].strip()


def _own_answer(status: int, title: str, **more: Any) -> Answer:
    """An answer of the server itself (RFC 9457), where no gateway has one."""
    body = orjson.dumps({"title": title, "status": status, **more})
    return Answer(status, ((b"content-type", b"application/problem+json"),), body)
