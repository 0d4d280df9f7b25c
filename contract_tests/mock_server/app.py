"""The server as an ASGI application: reads requests, has them checked, sends answers."""

import asyncio
import gc
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
from starlette.types import Receive, Scope, Send

from .answers import Answer, AnswerTemplate, AnswerWriter
from .broken_answers import changed, condition_of, page_of, status_instead
from .cassettes import Cassette, load_cassettes
from .connection import Connection, Disconnected
from .document import Document, Operation, load_documents
from .faults import PICTURES, Fault, FaultPlan, UnknownFault
from .fresh_values import FreshValues
from .gateway import Gateway, UnknownWish, Wish
from .journal import Entry, Journal
from .own_pages import own_pages
from .pictures import Pictures, media_type
from .prefer import preferences, quoted
from .problem import Problem
from .rejection import Rejection
from .request_check import Headers, check_body, check_content_type, check_credentials, check_parameters
from .routing import Match, Router, parse_query
from .settings import Settings
from .tasks import TaskStore

_PICTURES_PATH = "/pictures/"
_OWN_PATHS = ("/__mock__/", "/openapi/", "/reference/")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_PREFERENCES = frozenset({"code", "example", "fault"})
_STATUS_WITHOUT_DOCUMENT = {"not-found": 404, "method-not-allowed": 405}
_SUCCESS = range(200, 300)


@dataclass(slots=True)
class _Call:
    """What is known of a request before its body is read."""

    method: str
    path: str
    query_string: bytes
    headers: Headers
    base_url: str
    wishes: dict[str, str]


class MockServer:
    """Serves all gateways of a folder of documents on one port.

    Args:
        settings: the options.
        log: where a line of JSON is written for each request; None for nowhere.

    Raises:
        DocumentError: a document cannot be served.
        RecordingError: a recording breaks its document.
        UnknownFault: the settings ask for a fault that there is not.
    """

    def __init__(self, settings: Settings, log: BinaryIO | None = None) -> None:
        self.settings = settings
        self.documents: tuple[Document, ...] = load_documents(settings.documents)
        self.pictures = Pictures(settings.recordings / "pictures")
        self.tasks: TaskStore[AnswerTemplate] = TaskStore(
            settings.max_tasks, settings.polls_before_done, settings.task_seconds
        )
        self.faults = FaultPlan(settings.faults)
        self.operations: tuple[Operation, ...] = tuple(o for d in self.documents for o in d.operations)
        credentials = [c for o in self.operations for requirement in o.credentials for c in requirement]
        keys = {*settings.api_keys, *(key for c in credentials for key in c.placeholders)}
        self.journal = Journal(settings.max_journal, {c.name for c in credentials}, keys, log)
        self._router = Router(self.documents)
        self._fresh = FreshValues(settings.seed)
        writer = AnswerWriter(self._fresh, self.pictures)
        self.gateways: dict[str, Gateway] = {}
        self.cassettes: list[Cassette] = []
        with _no_search_for_garbage():
            for document in self.documents:
                cassettes = load_cassettes(settings.recordings, document, self._router, self.pictures)
                self.cassettes += cassettes
                self.gateways[document.gateway] = Gateway(document, cassettes, writer, self.tasks)
        self._own_pages = own_pages(self)
        self._stopping = asyncio.Event()

    def reset(self) -> None:
        """Begin again: forget tasks, journal, counts and armed faults, and start the seed anew."""
        self.tasks.clear()
        self.journal.clear()
        self.faults.disarm()
        self._fresh.restart()

    def stop_waiting(self) -> None:
        """Let go of every caller who waits for a slow answer."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for."""
        if scope["type"] != "http":
            return
        if scope["path"] == "/" or scope["path"].startswith(_OWN_PATHS):
            await self._own_pages(scope, receive, send)
            return
        started = time.perf_counter()
        call = _call(scope)
        entry = Entry(time.time(), call.method, call.path, call.query_string, call.headers)
        is_picture = call.path.startswith(_PICTURES_PATH)
        if not is_picture:
            self.journal.note(entry)  # at once: who has an answer finds it there, complete but for the time it took
        connection = Connection(scope, receive, send, self._stopping)
        try:
            answer, faults = await self._answer(call, connection, entry, is_picture)
            entry.status, entry.variant = answer.status, answer.variant
            await _deliver(answer, faults, connection)
        except Disconnected:
            pass
        finally:
            entry.milliseconds = (time.perf_counter() - started) * 1000
            self.journal.log(entry)

    async def _answer(
        self, call: _Call, connection: Connection, entry: Entry, is_picture: bool
    ) -> tuple[Answer, tuple[Fault, ...]]:
        """Return the answer, and the faults that it is still to be delivered with."""
        match: Match | Rejection | None = None
        if not is_picture:
            match = self._match(call)
            operation, document = match.operation, match.document if isinstance(match, Rejection) else None
            entry.operation_id = operation.operation_id if operation else None
            entry.gateway = operation.gateway if operation else document.gateway if document else None
        try:
            faults = self.faults.take(PICTURES if is_picture else entry.operation_id, call.wishes.get("fault"))
        except UnknownFault as error:
            return _own_answer(400, str(error)), ()
        if isinstance(match, Match) and not faults:
            return await self._operate(match, call, connection, entry, faults), ()
        entry.fault = ",".join(fault.text for fault in faults)
        names = {fault.kind.name for fault in faults}
        if "reset-before-read" in names:
            await connection.reset()
        if isinstance(match, Match):
            answer = await self._operate(match, call, connection, entry, faults)
        elif instead := _status_instead(faults):
            answer = page_of(instead)
        else:
            answer = self._picture(call) if match is None else self._refusal(match, call.base_url)
        for fault in faults:
            answer = changed(answer, fault)
        if asked := call.wishes.get("fault"):
            answer = _with_applied(answer, "fault", asked)
        if names & {"reset-after-read", "reset-after-effect"}:
            await connection.reset()
        return answer, faults

    def _match(self, call: _Call) -> Match | Rejection:
        try:
            return self._router.match(call.method, call.path, parse_query(call.query_string))
        except Rejection as rejection:
            return rejection

    async def _operate(
        self, match: Match, call: _Call, connection: Connection, entry: Entry, faults: tuple[Fault, ...]
    ) -> Answer:
        """Have a request checked and answered by its gateway, unless a fault keeps it from having an effect."""
        operation, gateway = match.operation, self.gateways[match.operation.gateway]
        query = parse_query(call.query_string)
        try:
            if faults and (instead := _status_instead(faults)):
                entry.body = self.journal.kept(await self._read(call, operation, connection), call.headers)
                return self._instead(operation, instead, call.base_url)
            check_credentials(operation, call.headers, query, self.settings.api_keys)
            parameters = check_parameters(match, call.headers, query)
            check_content_type(operation, call.headers)
            body = await self._read(call, operation, connection)
            entry.body = self.journal.kept(body, call.headers)
            request = check_body(operation, parameters, body)
            answer = gateway.answer(request, call.base_url, _wish(call.wishes))
        except Rejection as rejection:
            return self._refusal(rejection, call.base_url)
        except UnknownWish as unknown:
            return _own_answer(400, "the operation has no answer that Prefer asks for", known=unknown.known)
        entry.variant, entry.task_id = answer.variant, answer.task_id
        if answer.status in _SUCCESS and gateway.makes_something(operation):
            self.journal.took_effect(operation.operation_id)
        for name in ("code", "example") if call.wishes else ():
            if call.wishes.get(name):
                answer = _with_applied(answer, name, call.wishes[name])
        return answer

    def _instead(self, operation: Operation, status: int, base_url: str) -> Answer:
        condition = condition_of(status)
        own = self.gateways[operation.gateway].documented(operation, condition, base_url) if condition else None
        return own if own and own.status == status else page_of(status)

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

    async def _read(self, call: _Call, operation: Operation, connection: Connection) -> bytes:
        limit = self.settings.max_body_bytes
        declared = call.headers.get("content-length", "0")
        size = int(declared) if declared.isdigit() else 0
        chunks: list[bytes] = []
        read, more = 0, True
        while more and max(size, read) <= limit:
            chunk, more = await connection.body()
            chunks.append(chunk)
            read += len(chunk)
        if max(size, read) > limit:
            problem = Problem("body-too-large", (), f"at most {limit} bytes", f"{max(size, read)} bytes or more")
            raise Rejection(problem, operation=operation)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _picture(self, call: _Call) -> Answer:
        name = call.path.removeprefix(_PICTURES_PATH)
        if call.method not in ("GET", "HEAD"):
            return _own_answer(405, "pictures can be had with GET").with_header(b"allow", "GET, HEAD")
        if name not in self.pictures:
            return _own_answer(404, f"{name[:200]}: no such picture")
        content = self.pictures.read(name)
        return Answer(200, ((b"content-type", media_type(content).encode()),), content)


def _status_instead(faults: tuple[Fault, ...]) -> int | None:
    return next(filter(None, map(status_instead, faults)), None)


async def _deliver(answer: Answer, faults: tuple[Fault, ...], connection: Connection) -> None:
    for fault in faults:
        if fault.delays:
            await connection.wait(fault.seconds())
    for fault in faults:
        if fault.kind.name == "cut":
            await connection.deliver_part(answer, fault.parameter)
        elif fault.kind.name == "drip":
            await connection.deliver_slowly(answer, fault.seconds)
            return
    await connection.deliver(answer)


def _with_applied(answer: Answer, name: str, value: str) -> Answer:
    """Say which preference was granted; what was said before stays."""
    said = dict(answer.headers).get(b"preference-applied")
    own = f"{name}={quoted(value)}"
    return answer.with_header(b"preference-applied", f"{said.decode('latin-1')}, {own}" if said else own)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Keep the collector from searching, again and again, through thousands of recordings that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _call(scope: Scope) -> _Call:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", None)
        host = name if port is None else f"{name}:{port}"
    asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"prefer"]
    wishes = preferences(asked, _PREFERENCES) if asked else {}
    base_url = f"{scope['scheme']}://{host}"
    return _Call(scope["method"], scope["path"], scope.get("query_string", b""), headers, base_url, wishes)


def _wish(wishes: dict[str, str]) -> Wish | None:
    status, example = wishes.get("code"), wishes.get("example")
    return Wish(status.upper() if status else None, example or None) if status or example else None


def _own_answer(status: int, title: str, **more: Any) -> Answer:
    """An answer of the server itself (RFC 9457), where no gateway has one."""
    body = orjson.dumps({"title": title, "status": status, **more})
    return Answer(status, ((b"content-type", b"application/problem+json"),), body)
