"""Holds a proxy to account: what the mock's journal says arrived and left is what was sent and what came back."""

import threading
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx

from contract_tests.connections import LONGEST_IDLE_SECONDS, client_options
from image_gateways_documents.document import Document
from image_gateways_mock.journal import CallJournal, JournalEntry, NotedRequest, asked

from .finding import Finding
from .tally import Tally
from .unusual import is_usual
from .wire import CASE_HEADER, Passed, Sent

CHECKS = ("each_request_arrives_once", "requests_arrive_unchanged", "answers_arrive_unchanged")
"""What each operation is held to by the journal alone."""

_SECONDS_BETWEEN = 0.2
_PATIENCE_SECONDS = 300  # thousands of requests on a busy machine; how long they took is judged elsewhere
_SHOWN = 3

# What a proxy must leave alone; others belong to the connection, or tell who is calling.
_KEPT_HEADERS = frozenset({"authorization", "content-type", "content-encoding", "prefer"})
# What the connection says where a request does not, also of a header that the document names.
_OF_CONNECTION = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})


# What a proxy must not add to an answer, since callers go by it.
_NOT_TO_BE_ADDED = frozenset({
    "allow", "cache-control", "content-disposition", "content-encoding", "content-language", "etag", "expires",
    "last-modified", "location", "preference-applied", "refresh", "retry-after", "set-cookie", "www-authenticate",
})  # fmt: skip


class JournalAccount:
    """Reads a mock's journal while a run lasts, since the journal keeps only the latest requests.

    Args:
        base_url: the mock, or the proxy in front of it, without a trailing slash.
        documents: the documents that are tested.
    """

    def __init__(self, base_url: str, documents: list[Document]) -> None:
        self._url = f"{base_url}/__mock__/journal"
        limits = httpx.Limits(keepalive_expiry=LONGEST_IDLE_SECONDS)
        self._client = httpx.Client(timeout=_PATIENCE_SECONDS, limits=limits, **client_options(base_url))
        operations = [operation for document in documents for operation in document.operations]
        credentials = [credential for document in documents for credential in document.credentials]
        keys = {key for credential in credentials for key in credential.placeholders}
        self._own_journal = CallJournal(1, {credential.name for credential in credentials}, keys)
        self._kept_headers = _KEPT_HEADERS | {
            parameter.name for o in operations for parameter in o.parameters if parameter.location == "header"
        }
        self._arrived: dict[str, list[dict[str, Any]]] = {}
        self._unnamed = 0
        self._lost = 0
        self._number = 0
        self._problem = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read_on, name="journal", daemon=True)

    def __enter__(self) -> "JournalAccount":
        self._read(first=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._read()
        self._client.close()

    def findings(self, passed: list[Passed]) -> Iterator[Finding]:
        """Yield each difference between what was sent and received and what the journal says, after the run."""
        if self._problem:
            yield Finding("journal", "", f"the mock's journal cannot be read: {self._problem}")
            return
        sent = [one for one in passed if one.sent.name and self._was_handed_on(one.sent)]
        times = Counter(one.sent.name for one in sent)
        found: dict[tuple[str, str], list[str]] = {}
        for one in sent:
            arrived = self._arrived.get(one.sent.name, [])
            for kind, message in self._differences(one, arrived, times[one.sent.name]):
                place = (kind, self._operation(one))
                found.setdefault(place, []).append(f"{one.sent.method} {one.sent.path}: {message}")
        for (kind, operation_id), messages in found.items():
            more = f" (and {len(messages) - _SHOWN} more)" if len(messages) > _SHOWN else ""
            yield Finding(kind, operation_id, "; ".join(messages[:_SHOWN]) + more)
        if self._unnamed:
            message = (
                f"expected only the suite's requests, found {self._unnamed} without a name: something between makes "
                "requests of its own, or somebody else uses this mock"
            )
            yield Finding("only_what_was_sent_arrives", "", message)

    def tally(self, passed: list[Passed]) -> Tally:
        """Return how often each operation was held to the journal, after the run."""
        tally = Tally()
        for one in passed:
            if one.sent.name and self._was_handed_on(one.sent):
                tally.checks.update((self._operation(one), check) for check in CHECKS)
        tally.checks["", "only_what_was_sent_arrives"] += 1
        return tally

    def _operation(self, one: Passed) -> str:
        """The operation that a request reached, by its id; empty for none."""
        arrived = self._arrived.get(one.sent.name, [])
        return str(arrived[0]["operation_id"] or "") if arrived else ""

    def not_handed_on(self, passed: list[Passed]) -> list[Sent]:
        """Return the unusual requests that did not arrive, or not as they were sent: what answered is not the mock."""
        return [one.sent for one in passed if one.sent.name and not self._was_handed_on(one.sent)]

    @property
    def lost(self) -> int:
        """Number of requests that the journal forgot before they were read; nothing is said of them."""
        return self._lost

    def _was_handed_on(self, sent: Sent) -> bool:
        """Whether a request may be held to account: it is a usual one, or came through as it was sent."""
        if is_usual(sent):
            return True
        own = self._as_journalled(sent)
        wanted = (own.method, own.path, [list(pair) for pair in own.query])
        arrived = self._arrived.get(sent.name, [])
        return bool(arrived) and all((one["method"], one["path"], one["query"]) == wanted for one in arrived)

    def _differences(self, one: Passed, arrived: list[dict[str, Any]], times: int) -> Iterator[tuple[str, str]]:
        if not arrived and self._lost:
            return
        if len(arrived) != times:
            yield "each_request_arrives_once", f"expected {times} of it to arrive, found {len(arrived)}"
        if len(arrived) != 1 or times > 1:
            return
        there = arrived[0]
        sent = self._as_journalled(one.sent)
        for name in ("method", "path"):
            if there[name] != getattr(sent, name):
                yield "requests_arrive_unchanged", f"expected the {name} {getattr(sent, name)}, found {there[name]}"
        if [list(pair) for pair in sent.query] != there["query"]:
            yield "requests_arrive_unchanged", f"expected the query {sent.query}, found {there['query']}"
        for name in self._kept_headers - (_OF_CONNECTION - sent.headers.keys()):
            if sent.headers.get(name) != there["headers"].get(name):
                message = f"expected the header {name}: {sent.headers.get(name)}, found {there['headers'].get(name)}"
                yield "requests_arrive_unchanged", message
        checksums = there["checksums"] or {}
        read = checksums.get("request_sha256")
        if read is not None and read != sha256(one.sent.body).hexdigest():
            yield "requests_arrive_unchanged", "expected the body as it was sent, found another"
        if one.received is None or there["status"] is None:
            return
        if one.received.status != there["status"]:
            message = f"expected HTTP status {there['status']}, as was answered, found {one.received.status}"
            yield "answers_arrive_unchanged", message
        for name, value in checksums.get("answer_headers", ()):
            if (given := one.received.header(name)) != value:
                message = f"expected the header {name}: {value}, as was answered, found {given}"
                yield "answers_arrive_unchanged", message
        left = {name for name, _ in checksums.get("answer_headers", ())}
        for name, value in one.received.headers:
            if name in _NOT_TO_BE_ADDED - left:
                yield "answers_arrive_unchanged", f"expected no header {name}, as was answered, found {value}"
        if one.sent.method != "HEAD" and checksums.get("answer_sha256") != sha256(one.received.body).hexdigest():
            yield "answers_arrive_unchanged", "expected the body as it was answered, found another"

    def _as_journalled(self, sent: Sent) -> JournalEntry:
        _, _, query = sent.target.partition("?")
        headers = {name: value.strip() for name, value in sent.first_headers().items()}
        self._own_journal.note(
            NotedRequest(0.0, asked(sent.method, sent.path, query.partition("#")[0].encode(), headers, None, None))
        )
        return next(iter(self._own_journal))

    def _read_on(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN):
            self._read()

    def _read(self, first: bool = False) -> None:
        try:
            answer = self._client.get(self._url, params={"after": self._number})
            requests: list[dict[str, Any]] = answer.raise_for_status().json()["requests"]
            for request in requests:
                number = int(request["number"])
                if not first:
                    self._lost += number - self._number - 1
                    self._take(request)
                self._number = number
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            self._problem = self._problem or f"{type(error).__name__} {error}"

    def _take(self, request: dict[str, Any]) -> None:
        name = request["headers"].get(CASE_HEADER)
        if name is None:
            from schemathesis.engine.run.probes import HEADER_NAME  # takes a tenth of a second to import

            self._unnamed += HEADER_NAME.lower() not in request["headers"]
        else:
            self._arrived.setdefault(name, []).append(request)
