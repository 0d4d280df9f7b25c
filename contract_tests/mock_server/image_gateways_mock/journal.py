"""The journal: what was asked and answered, bounded, without secrets and without pictures."""

from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from math import isinf
from typing import Any

import orjson

from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.request_check import Headers
from image_gateways_documents.routing import parse_query
from image_gateways_recordings.redaction import Redaction
from image_gateways_recordings.secret_looks import HIDDEN

from .answers import ReplayedAnswer
from .log import Log

_LONGEST_TEXT = 200
_LONGEST_SEARCHED = 4096
_LONGEST_BODY = 8192
_MOST_HEADERS = 100
_SHOWN = 40
_MOST_BITS = 63  # what JSON readers take for an integer

# A request with this header names itself, as schemathesis does and the contract suite: its journal entry then has
# checksums, by which a proxy between the two can be held to account. Others are spared their cost.
_NAMES_ITSELF = "x-schemathesis-testcaseid"

# What a request carries as keys, each with what stands in for it.
_Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checksums:
    """What left and what arrived, exactly.

    Attributes:
        request_sha256: of the request's body; None where it was not read.
        answer_sha256: of the answer's body.
        answer_headers: the answer's headers, without those that the connection brings.
    """

    request_sha256: str | None
    answer_sha256: str | None
    answer_headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One request and what became of it.

    Attributes:
        number: counts the requests, from 1, since the server started.
        time: when it came, in UTC.
        gateway: the gateway that was meant; None where no document has such a path.
        operation_id: its operation; None where it reached none.
        method: its HTTP method.
        path: its path, decoded.
        query: its query parameters, names and values in order; secrets are hidden.
        headers: its headers, names in lower case; secrets are hidden.
        body: its body: parsed JSON, else text, with long texts shortened and secrets hidden; None for an empty one.
        status: HTTP status code of the answer; None where the connection was taken down instead.
        variant: the recording or example that answered; None where it was another answer.
        task_id: the task that the answer speaks about, if any.
        milliseconds: how long it took.
        fault: what went wrong on purpose, as it was asked for; empty for nothing.
        checksums: of a request that names itself with `X-Schemathesis-TestCaseId`; None of any other.
    """

    number: int
    time: datetime
    gateway: str | None
    operation_id: str | None
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: Any
    status: int | None
    variant: str | None
    task_id: str | None
    milliseconds: float
    fault: str
    checksums: Checksums | None


@dataclass(slots=True)
class JournaledRequest:
    """What is kept of a request, its body aside: the same object for equal requests.

    `shown` is its path and its query without secrets, once somebody asked for them.
    """

    method: str
    path: str
    query: bytes
    headers: Headers
    gateway: str | None
    operation_id: str | None
    shown: tuple[str, tuple[tuple[str, str], ...]] | None = None


def asked(
    method: str, path: str, query: bytes, headers: Headers, gateway: str | None, operation_id: str | None
) -> JournaledRequest:
    """Return what is kept of a request; of what is very long, the beginning."""
    if len(headers) > _MOST_HEADERS or sum(map(len, headers.values())) > _LONGEST_BODY:
        first = islice(headers.items(), _MOST_HEADERS)
        headers = {name[:_LONGEST_TEXT]: value[:_LONGEST_TEXT] for name, value in first}
    return JournaledRequest(method, path[:_LONGEST_SEARCHED], query[:_LONGEST_SEARCHED], headers, gateway, operation_id)


@dataclass(slots=True)
class NotedRequest:
    """An exchange as it is noted, before anyone asks for it."""

    time: float
    asked: JournaledRequest
    body: bytes = b""
    status: int | None = None
    variant: str | None = None
    task_id: str | None = None
    milliseconds: float = 0.0
    fault: str = ""
    number: int = 0
    checksums: Checksums | None = None


class CallJournal:
    """The latest exchanges with gateways, and how often each operation that makes something took effect.

    Args:
        limit: number of exchanges that are kept; the oldest is forgotten first.
        secrets: names of headers and query parameters that carry keys.
        keys: keys that are hidden wherever they stand.
        log: takes a line of JSON for each exchange; None for nowhere.
    """

    def __init__(self, limit: int, secrets: Collection[str], keys: Collection[str], log: Log | None = None) -> None:
        self._entries: deque[NotedRequest] = deque(maxlen=limit)
        self._secrets = frozenset(name.lower() for name in secrets)
        self._redaction = Redaction(secrets)
        for key in keys:
            self._redaction.known.add(key, HIDDEN)
        self._submits: Counter[str] = Counter()
        self._noted = 0
        self._log = log

    def __iter__(self) -> Iterator[JournalEntry]:
        return self.after(0)

    def after(self, number: int) -> Iterator[JournalEntry]:
        """Return the exchanges that came after the one of a number, oldest first."""
        return iter([self._exchange(entry) for entry in list(self._entries) if entry.number > number])

    @property
    def submits(self) -> dict[str, int]:
        """How often each operation took effect, and would be billed, whether or not its answer arrived."""
        return dict(self._submits)

    def took_effect(self, operation_id: str) -> None:
        """Count a request that made something."""
        self._submits[operation_id] += 1

    def note(self, entry: NotedRequest) -> None:
        """Keep an exchange; what is not known of it yet may be filled in later."""
        self._noted += 1
        entry.number = self._noted
        self._entries.append(entry)

    def read(self, entry: NotedRequest, body: bytes) -> None:
        """Keep of a request's body all of a short one, else its beginning with long texts shortened."""
        if _NAMES_ITSELF in entry.asked.headers:
            entry.checksums = Checksums(sha256(body).hexdigest(), None, ())
        if len(body) > _LONGEST_BODY:
            shortened = self._without_secrets(_readable(body), self._sent_keys(entry.asked.headers))
            body = orjson.dumps(shortened, default=str)[:_LONGEST_BODY]
        entry.body = body

    def answered(self, entry: NotedRequest, answer: ReplayedAnswer) -> None:
        """Keep how a request was answered."""
        entry.status, entry.variant = answer.status, answer.variant
        if _NAMES_ITSELF in entry.asked.headers:
            read = entry.checksums.request_sha256 if entry.checksums else None
            headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
            entry.checksums = Checksums(read, sha256(answer.body).hexdigest(), headers)

    def log(self, entry: NotedRequest) -> None:
        """Write an exchange's line, without its headers and its body."""
        if self._log is None:
            return
        self._log.write(orjson.dumps(self._line(entry), option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))

    def clear(self) -> None:
        """Forget every exchange and every count."""
        self._entries.clear()
        self._submits.clear()

    def _exchange(self, entry: NotedRequest) -> JournalEntry:
        headers = entry.asked.headers
        keys = self._sent_keys(headers)
        return JournalEntry(
            number=entry.number,
            headers={self._text(name, ()): self._named(name, value, keys) for name, value in headers.items()},
            body=self._without_secrets(_readable(entry.body), keys),
            checksums=entry.checksums,
            **self._line(entry),
        )

    def _line(self, entry: NotedRequest) -> dict[str, Any]:
        """What the log has of an exchange, too."""
        asked = entry.asked
        path, query = self._shown(asked)
        return {
            "time": datetime.fromtimestamp(entry.time, UTC),
            "gateway": asked.gateway,
            "operation_id": asked.operation_id,
            "method": asked.method,
            "path": path,
            "query": query,
            "status": entry.status,
            "variant": entry.variant,
            "task_id": entry.task_id,
            "milliseconds": round(entry.milliseconds, 3),
            "fault": entry.fault,
        }

    def _shown(self, asked: JournaledRequest) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The path and the query without secrets; worked out once for all equal requests."""
        if asked.shown is None:
            keys = self._sent_keys(asked.headers)
            query = tuple(
                (self._text(name, keys), self._named(name, value, keys)) for name, value in parse_query(asked.query)
            )
            asked.shown = self._text(asked.path, keys), query
        return asked.shown

    def _sent_keys(self, headers: Headers) -> _Keys:
        return tuple((headers[header].rpartition(" ")[2], HIDDEN) for header in self._secrets & headers.keys())

    def _named(self, name: str, value: str, keys: _Keys) -> str:
        return HIDDEN if self._redaction.hides(name) else self._text(value, keys, name)

    def _without_secrets(self, value: Any, keys: _Keys) -> Any:
        return self._redaction.value(value, text=lambda text, _, name: self._text(text, keys, name))

    def _text(self, text: str, keys: _Keys, name: str = "") -> str:
        # What is not shown need not be searched: a text may be megabytes of picture.
        shown = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_SEARCHED]
        shown = _printable(self._redaction.text(shown, name=name, more=keys))
        return shown if len(text) <= _LONGEST_TEXT else f"{shown[:_SHOWN]}… ({len(text)} characters)"


def _readable(body: bytes) -> Any:
    if not body:
        return None
    try:
        return _short_numbers(parse_json(body))
    except MalformedJson:
        return body.decode("utf-8", "replace")


def _short_numbers(value: Any) -> Any:
    match value:
        case dict():
            return {name: _short_numbers(below) for name, below in value.items()}
        case list():
            return [_short_numbers(below) for below in value]
        case int() if value.bit_length() > _MOST_BITS:
            return "a huge integer"
        case float() if isinf(value):
            return "a number too large"
    return value


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
