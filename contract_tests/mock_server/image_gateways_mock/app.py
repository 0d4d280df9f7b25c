"""The server as an ASGI application: reads requests, has them checked, sends answers."""

import asyncio
import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from image_gateways_documents.document import Document, read_documents
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.operations import Operation
from image_gateways_documents.picture_check import media_type
from image_gateways_documents.problem import Problem
from image_gateways_documents.routing import Match, Rejection, Router
from image_gateways_recordings.cassettes import Cassette, RecordingError, RecordingErrors, load_cassettes
from image_gateways_recordings.pictures import Pictures

from .answers import AnswerTemplate, AnswerWriter, ReplayedAnswer
from .broken_answers import changed, condition_of, page_of, status_instead
from .connection import Connection, Disconnected
from .faults import PICTURES, Fault, FaultPlan, UnknownFault
from .fresh_values import FreshValues
from .gateway import GatewayReplay, NothingToAnswer, UnknownWish
from .journal import CallJournal, NotedRequest
from .log import Log
from .origins import for_pages, is_of_page
from .own_addresses import SAMPLE_PICTURE
from .own_pages import own_pages
from .prefer import quoted
from .request_head import PICTURES_PATH, RequestHead, RequestHeads
from .sample_pictures import sample_picture
from .settings import Settings
from .tasks import TaskStore

_OWN_PATHS = ("/__mock__/", "/openapi/", "/reference/")
_STATUS_WITHOUT_DOCUMENT = {
    "missing-credentials": 401,
    "wrong-credentials": 401,
    "not-found": 404,
    "method-not-allowed": 405,
    "body-too-large": 413,
    "unsupported-media-type": 415,
}


class MockServer:
    """Serves all gateways of a folder of documents on one port.

    One that cannot be served does not keep the others from being served.

    Args:
        settings: the options.
        log: takes a line of JSON for each request; None for nowhere.

    Attributes:
        problems: why others, or operations of those that are served, are not: a line for each, with file and place.
        left_out: what of those that are served nobody follows; lines of the same form.

    Raises:
        DocumentError: no document can be served; a line for each problem.
        RecordingError: the same, and nothing is wrong but recordings.
        UnknownFault: the settings ask for a fault that there is not.
    """

    def __init__(self, settings: Settings, log: Log | None = None) -> None:
        self.settings = settings
        read = read_documents(settings.documents)
        self.problems: list[str] = [*read.problems]
        self.left_out: list[str] = []
        self.pictures = Pictures(settings.recordings / "pictures")
        self.pictures.carry(SAMPLE_PICTURE, sample_picture("image/png"))
        self.tasks: TaskStore[AnswerTemplate] = TaskStore(
            settings.max_tasks, settings.polls_before_done, settings.task_seconds
        )
        self._fresh = FreshValues(settings.seed)
        self.gateways: dict[str, GatewayReplay] = {}
        self.cassettes: list[Cassette] = []
        with _no_search_for_garbage():
            self._serve(read.documents)
        self.documents: tuple[Document, ...] = tuple(gateway.document for gateway in self.gateways.values())
        self.operations: tuple[Operation, ...] = tuple(o for d in self.documents for o in d.operations)
        self.faults = FaultPlan(settings.faults, (operation.operation_id for operation in self.operations))
        credentials = [c for o in self.operations for c in o.all_credentials]
        keys = {*settings.api_keys, *(key for c in credentials for key in c.placeholders)}
        self.journal = CallJournal(settings.max_journal, {c.name for c in credentials}, keys, log)
        self._heads = RequestHeads(Router(self.documents), settings.api_keys)
        self._own_pages = own_pages(self)
        self._for_pages = for_pages(self._respond, settings.origins)
        self._stopping = asyncio.Event()

    def _serve(self, documents: Iterable[Document]) -> None:
        """Take up each gateway that can be served, and note what is wrong with the others."""
        writer = AnswerWriter(self._fresh, self.pictures)
        served: list[Document] = []
        broken: list[RecordingError] = []
        for document in documents:
            try:
                router = Router([*served, document])
                cassettes = load_cassettes(self.settings.recordings, document, router, self.pictures)
                gateway = GatewayReplay(document, cassettes, writer, self.tasks)
            except RecursionError:
                self.problems.append(f"{document.file}: a schema holds itself without end")
            except (DocumentError, RecordingError) as error:
                self.problems += (line for line in str(error).splitlines() if line not in self.problems)
                broken += [error] if isinstance(error, RecordingError) else []
            else:
                served.append(document)
                self.gateways[document.gateway] = gateway
                self.problems += gateway.problems
                self.left_out += document.notes
                self.cassettes += cassettes
        if not served:
            of_recordings = {line for error in broken for line in str(error).splitlines()}
            is_all = of_recordings.issuperset(self.problems)
            raise RecordingErrors(broken) if broken and is_all else DocumentError("\n".join(self.problems))

    def reset(self) -> None:
        """Begin again: forget tasks, journal, counts and armed faults, and start the seed anew."""
        self.tasks.clear()
        self.journal.clear()
        self.faults.disarm()
        self._fresh.restart()
        self._heads.forget()

    def stop_waiting(self) -> None:
        """Let go of every caller who waits for a slow answer."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI asks for."""
        if scope["type"] != "http":
            return
        if is_of_page(scope):
            await self._for_pages(scope, receive, send)
        else:
            await self._respond(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/" or scope["path"].startswith(_OWN_PATHS):
            await self._own_pages(scope, receive, send)
            return
        started = time.perf_counter()
        head = self._heads.read(scope)
        entry = NotedRequest(time.time(), head.asked)
        if head.match is not None:
            self.journal.note(entry)  # at once: who has an answer finds it there, complete but for the time it took
        connection = Connection(scope, receive, send, self._stopping)
        try:
            answer, faults = await self._answer(head, connection, entry)
            self.journal.answered(entry, answer)
            if faults or not connection.send_whole(answer):
                await _deliver(answer, faults, connection)
        except Disconnected:
            pass
        finally:
            entry.milliseconds = (time.perf_counter() - started) * 1000
            self.journal.log(entry)

    async def _answer(
        self, head: RequestHead, connection: Connection, entry: NotedRequest
    ) -> tuple[ReplayedAnswer, tuple[Fault, ...]]:
        """Return the answer, and the faults that it is still to be delivered with."""
        match = head.match
        try:
            faults = self.faults.take(PICTURES if match is None else head.asked.operation_id, head.wishes.get("fault"))
        except UnknownFault as error:
            return _own_answer(400, str(error)), ()
        if isinstance(match, Match) and not faults:
            return await self._operate(match, head, connection, entry, faults), ()
        entry.fault = ",".join(fault.text for fault in faults)
        names = {fault.kind.name for fault in faults}
        if "reset-before-read" in names:
            await connection.reset()
        if isinstance(match, Match):
            answer = await self._operate(match, head, connection, entry, faults)
        elif instead := _status_instead(faults):
            answer = page_of(instead)
        else:
            answer = self._picture(head) if match is None else self._refusal(match, head.base_url)
        for fault in faults:
            answer = changed(answer, fault)
        if asked := head.wishes.get("fault"):
            answer = _with_applied(answer, "fault", asked)
        if names & {"reset-after-read", "reset-after-effect"}:
            await connection.reset()
        return answer, faults

    async def _operate(
        self, match: Match, head: RequestHead, connection: Connection, entry: NotedRequest, faults: tuple[Fault, ...]
    ) -> ReplayedAnswer:
        """Have a request checked and answered by its gateway, unless a fault keeps it from having an effect."""
        operation, gateway = match.operation, self.gateways[match.operation.gateway]
        try:
            if faults and (instead := _status_instead(faults)):
                self.journal.read(entry, await self._read(head, operation, connection))
                return self._instead(operation, instead, head.base_url)
            if isinstance(head.parameters, Rejection):
                return self._refusal(head.parameters, head.base_url)
            body = connection.whole_body()
            if body is None or max(head.size, len(body)) > self.settings.max_body_bytes:
                body = await self._read(head, operation, connection)
            self.journal.read(entry, body)
            content_type = head.headers.get("content-type", "")
            request = self._heads.request(operation, head.parameters, body, content_type)
            answer = gateway.answer(request, head.base_url, head.wish, head.headers.get("accept", ""))
        except Rejection as rejection:
            return self._refusal(rejection, head.base_url)
        except UnknownWish as unknown:
            return _own_answer(400, "the operation has no answer that Prefer asks for", known=unknown.known)
        except NothingToAnswer:
            title = f"{operation.operation_id} has no answer of success; document one (200), or give it an example"
            return _own_answer(501, title)
        entry.variant, entry.task_id = answer.variant, answer.task_id
        if answer.succeeded and gateway.makes_something(operation):
            self.journal.took_effect(operation.operation_id)
        for name in ("code", "example") if head.wishes else ():
            if head.wishes.get(name):
                answer = _with_applied(answer, name, head.wishes[name])
        return answer

    def _instead(self, operation: Operation, status: int, base_url: str) -> ReplayedAnswer:
        own = self.gateways[operation.gateway].documented(operation, status, condition_of(status), base_url)
        return own or page_of(status)

    def _refusal(self, rejection: Rejection, base_url: str) -> ReplayedAnswer:
        gateway = rejection.operation.gateway if rejection.operation else None
        gateway = gateway or (rejection.document.gateway if rejection.document else None)
        refusal = self.gateways[gateway].refuse(rejection.operation, rejection.problem, base_url) if gateway else None
        if refusal is None:
            status = _STATUS_WITHOUT_DOCUMENT.get(rejection.problem.condition, 400)
            refusal = _own_answer(status, str(rejection.problem))
        if rejection.allow:
            allow = (b"allow", rejection.allow.encode())
            refusal = ReplayedAnswer(refusal.status, (*refusal.headers, allow), refusal.body)
        return refusal

    async def _read(self, head: RequestHead, operation: Operation, connection: Connection) -> bytes:
        limit = self.settings.max_body_bytes
        chunks: list[bytes] = []
        read, more = 0, True
        while more and max(head.size, read) <= limit:
            chunk, more = await connection.body()
            chunks.append(chunk)
            read += len(chunk)
        if max(head.size, read) > limit:
            problem = Problem("body-too-large", (), f"at most {limit} bytes", f"{max(head.size, read)} bytes or more")
            raise Rejection(problem, operation=operation)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _picture(self, head: RequestHead) -> ReplayedAnswer:
        name = head.path.removeprefix(PICTURES_PATH)
        if head.method not in ("GET", "HEAD"):
            return _own_answer(405, "pictures can be had with GET").with_header(b"allow", "GET, HEAD")
        if name not in self.pictures:
            return _own_answer(404, f"{name[:200]}: no such picture")
        content = self.pictures.read(name)
        return ReplayedAnswer(200, ((b"content-type", media_type(content).encode()),), content)


def _status_instead(faults: tuple[Fault, ...]) -> int | None:
    return next(filter(None, map(status_instead, faults)), None)


async def _deliver(answer: ReplayedAnswer, faults: tuple[Fault, ...], connection: Connection) -> None:
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


def _with_applied(answer: ReplayedAnswer, name: str, value: str) -> ReplayedAnswer:
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


def _own_answer(status: int, title: str, **more: Any) -> ReplayedAnswer:
    """An answer of the server itself (RFC 9457), where no gateway has one."""
    body = orjson.dumps({"title": title, "status": status, **more})
    return ReplayedAnswer(status, ((b"content-type", b"application/problem+json"),), body)
