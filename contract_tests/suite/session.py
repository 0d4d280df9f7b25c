"""One part of a run against one gateway: sends, judges and remembers. Parts may run in several processes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from image_gateways_documents.operations import Operation
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.schema_walk import json_path
from image_gateways_recordings.known_secrets import KnownSecrets

from .answer_checks import CHECKS, JudgedExchange, violations
from .asked_pictures import AskedPictures
from .billing import Purse
from .contract import Contract, Contradiction, Expectation
from .coverage import Item, Stated
from .document_lines import line_of
from .finding import Finding
from .severity import Severity
from .tally import Tally
from .target import Target
from .told_times import ToldTimes
from .unusual import is_usual
from .violation import Violation
from .wire import NeverLeft, NoAnswer, Received, Sent, Wire

_MOST_ALIKE = {Severity.ERROR: 3, Severity.DRIFT: 1, Severity.LOW_DRIFT: 1}
_MOST_UNANSWERED = 4
_INDEX = re.compile(r"\[[0-9]+\]")
_KEY = "$API_KEY"


class ServerIsSilent(Exception):
    """So many requests had no answer that to send the others would only take time."""


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task that is there, and of which every allowed poll tells.

    Attributes:
        asking: makes a poll of the task that the document shows one of this task.
        is_asked_for: whether a request asks for it.
    """

    asking: Callable[[Sent], Sent]
    is_asked_for: Callable[[CheckedRequest], bool]


@dataclass(slots=True)
class Session:
    """What one run knows.

    Attributes:
        contract: the gateway's promises.
        wire: sends the requests.
        name_requests: whether each request carries a name of its own, by which a mock's journal can be asked for it.
        findings: what was found wrong so far.
        cases: number of cases that were sent and judged.
        task_ids: the tasks that were submitted.
        first_tasks: the first of them by the id of the operation that submitted it.
        purse: asked before each request is sent, and told what became of it; None where nothing is billed.
        pause_seconds: how long to wait between two polls of a task.
        max_seconds: an answer that takes longer is a finding; None for as long as it takes.
        on_answer: told of each answer to an own case, and what was found wrong with it.
        unanswered: number of requests that had no answer.
        kept: requests that were drawn and had a finding, by the name that they can be sent again by.
        tally: what was done, counted.
        stated: what the document states, to note what of it is exercised; None where that is not asked for.
        followed: of which operations, and where in their answers, an address was followed.
        known_tasks: a task that a live gateway ended with pictures, by the id of the operation that polls it.
    """

    contract: Contract
    wire: Wire
    name_requests: bool = False
    findings: list[Finding] = field(default_factory=list)
    cases: int = 0
    task_ids: set[str] = field(default_factory=set)
    first_tasks: dict[str, str] = field(default_factory=dict)
    purse: Purse | None = None
    pause_seconds: float = 0.0
    max_seconds: float | None = None
    unanswered: int = 0
    on_answer: Callable[[JudgedExchange, list[tuple[str, Violation]]], None] = lambda _exchange, _found: None
    kept: dict[str, Sent] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    stated: Stated | None = None
    followed: set[tuple[str, str]] = field(default_factory=set)
    known_tasks: dict[str, KnownTask] = field(default_factory=dict)
    _alike: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    _fetched: dict[str, Received] = field(default_factory=dict)
    _request_ids: set[str] = field(default_factory=set)
    _times: ToldTimes = field(default_factory=ToldTimes)
    _secrets: KnownSecrets = field(default_factory=KnownSecrets)
    _pictures: AskedPictures = field(init=False)

    def __post_init__(self) -> None:
        """Remember from the beginning what is asked for."""
        self._pictures = AskedPictures(self.contract)
        self._secrets.add(self.target.api_key, _KEY)

    @property
    def target(self) -> Target:
        """What is tested."""
        return self.contract.target

    def judge(self, name: str, sent: Sent, part: Any = None, keyword: str = "", **how: Any) -> JudgedExchange | None:
        """Send a request and hold its answer to every check; None where no answer came, or it was not sent.

        Args:
            name: the case's name, by which it can be run again.
            sent: the request.
            part: the mapping of the document's tree that the case tries.
            keyword: the keyword in it.
            how: `expectation`, where it is not the document's for just this request; `made`, what it is made to break;
                `wire`, where it is sent to another server.

        Raises:
            ServerIsSilent: it is of no use to go on.
            Contradiction: the document says something else of it than it is made to be.
        """
        self.go_on()
        if self.purse is not None and not self.purse.lets_through(sent):
            return None
        self.cases += 1
        if self.name_requests:
            sent = sent.named()
        expectation: Expectation = how.get("expectation") or self._expected(sent, how.get("made"))
        try:
            self.tally.held(expectation.operation, ["answer_arrives"])
            received = how.get("wire", self.wire).send(sent)
        except NoAnswer as error:
            self.unanswered += 1
            self.tally.answered(expectation.operation, 0)
            if self.purse is not None and isinstance(error, NeverLeft):
                self.purse.never_left(sent)
            self.report(name, "answer_arrives", Violation(f"expected a whole answer, found none: {error}"), sent,
                        expectation.operation)  # fmt: skip
            return None
        exchange = JudgedExchange(self.contract, sent, received, expectation, self.fetch_once)
        if self.purse is not None:
            self.purse.answered(sent, received.status)
        found = self.found_in(exchange)
        self.on_answer(exchange, found)
        for check, violation in found:
            self.report(name, check, violation, sent, expectation.operation, exchange, part, keyword)
        return exchange

    def _expected(self, sent: Sent, made: str | None) -> Expectation:
        """What the document says of a request; what it is made to be is certain where the house's rules are kept."""
        expected = self.contract.expect(sent)
        try:
            return expected.made(made)
        except Contradiction:
            if self.contract.has_house_rules:
                raise
            return expected

    def found_in(self, exchange: JudgedExchange) -> list[tuple[str, Violation]]:
        """Hold an answer to every check, and count it; it is the one that came last."""
        late = list(self._late(exchange))
        self.tally.answered(exchange.operation, exchange.received.status)
        self.tally.held(exchange.operation, [*CHECKS, "ids_are_not_reused", *AskedPictures.CHECKS])
        if self.stated is not None:
            self.tally.seen.update(_exercised(self.stated, exchange))
        found = [*violations(exchange), *self._met_again(exchange), *self._told(exchange)]
        return [*found, *self._pictures.violations(exchange), *late]

    def _late(self, exchange: JudgedExchange) -> Iterator[tuple[str, Violation]]:
        """Yield that an answer took longer than it may."""
        if self.max_seconds is None:
            return
        self.tally.held(exchange.operation, ["answers_in_time"])
        seconds = self.wire.passed[-1].seconds
        if seconds > self.max_seconds:
            yield "answers_in_time", Violation(f"expected an answer in {self.max_seconds:g} s, found {seconds:.1f} s")

    def _met_again(self, exchange: JudgedExchange) -> Iterator[tuple[str, Violation]]:
        """Yield what an answer repeats that each has for itself: as where something between answers in its place."""
        link, task_id = exchange.task_link, exchange.task_id
        # An id that the request gave is the caller's, who gave it twice.
        if link and task_id is not None and task_id.encode() not in exchange.sent.body:
            if task_id in self.task_ids:
                message = f"expected a new task, found the id {task_id} again"
                yield "ids_are_not_reused", Violation(message, link.id_in_answer or None)
            self.task_ids.add(task_id)
            if exchange.operation is not None:
                self.first_tasks.setdefault(exchange.operation.operation_id, task_id)
        if exchange.schema is None or not exchange.is_json:
            return
        named = {text: path for path, _, text in exchange.schema.texts(exchange.value, "request-id") if text}
        for found in named.keys() & self._request_ids:
            yield "ids_are_not_reused", Violation("expected an id of its own, found an earlier answer's", named[found])
        self._request_ids |= named.keys()

    def _told(self, exchange: JudgedExchange) -> Iterator[tuple[str, Violation]]:
        """Yield the times that a mock, which makes each of them anew, has of another clock."""
        if self.target.replays and exchange.schema is not None and exchange.is_json:
            self.tally.held(exchange.operation, [ToldTimes.CHECK])
            for violation in self._times.violations(exchange.schema, exchange.value):
                yield ToldTimes.CHECK, violation

    def see_coverage(self) -> None:
        """Note from now on what of the document is exercised."""
        self.stated = Stated(self.contract.document)
        self.tally.describe(self.contract.document, self.stated)

    def go_on(self) -> None:
        """Do nothing, while the server answers.

        Raises:
            ServerIsSilent: it is of no use to go on.
        """
        if self.unanswered >= _MOST_UNANSWERED:
            raise ServerIsSilent(f"{self.unanswered} requests had no answer: the others are not sent")

    def fetch_once(self, link: str) -> Received:
        """Fetch a picture; a live gateway's is not fetched again, since that may take long.

        Raises:
            NoAnswer: nothing came.
        """
        if self.target.replays:
            return self.fetch(link)
        if link not in self._fetched:
            self._fetched[link] = self.fetch(link)
        return self._fetched[link]

    def fetch(self, link: str) -> Received:
        """Fetch a picture. A mock's is had from the server that is tested, whichever name the link has for it.

        Raises:
            NoAnswer: nothing came.
        """
        parts = urlsplit(link)
        asked = Sent("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        if self.target.replays or link.startswith(f"{self.target.base_url}/"):
            return self.wire.send(asked)
        elsewhere = Wire(f"{parts.scheme}://{parts.netloc}", self.wire.timeout_seconds)
        try:
            return elsewhere.send(asked)
        finally:
            elsewhere.close()

    def report(
        self,
        name: str,
        check: str,
        violation: Violation,
        sent: Sent,
        operation: Operation | None,
        exchange: JudgedExchange | None = None,
        part: Any = None,
        keyword: str = "",
    ) -> None:
        """Remember a violation as a finding, unless the same check found enough at the same place."""
        path = "" if violation.path is None else json_path(violation.path, "$")
        # What is found of an unusual request may be nobody's fault, so it must not stand for other findings.
        # Drift is told once for each status: a success and a failure have nothing to do with each other.
        status = exchange.received.status if exchange and violation.severity is not Severity.ERROR else None
        place = (check, operation.operation_id if operation else "", _INDEX.sub("[]", path), is_usual(sent), status)
        self._alike[place] += 1
        if self._alike[place] > _MOST_ALIKE[violation.severity]:
            return
        document = self.contract.document
        line = ""
        if violation.part is not None:
            line = line_of(document, violation.part, violation.keyword)
        elif violation.path is not None and exchange is not None and operation is not None:
            line = self.contract.line(operation, exchange.received.status, exchange.media_type, violation.path)
        if part is not None and check == "answered_as_documented":
            line = line_of(document, part, keyword) or line
        if not line and operation is not None:
            line = line_of(document, operation.node)
        self.findings.append(
            Finding(
                check=check,
                operation_id=operation.operation_id if operation else "",
                message=self.without_key(violation.message),
                json_path=path,
                document_line=line,
                curl=sent.as_curl(self.target.base_url, self.target.api_key),
                replay=self.replay(name),
                request=sent.name,
                severity=violation.severity,
            )
        )

    def add(self, check: str, message: str) -> None:
        """Remember a finding that is about no request."""
        self._alike[check, message] += 1
        if self._alike[check, message] > 1:
            return
        self.findings.append(Finding(check, "", self.without_key(message)))

    def keep(self, sent: Sent) -> str:
        """Keep a request that was drawn, and return the name that it can be sent again by."""
        name = f"drawn/{sha256(repr(sent).encode()).hexdigest()[:12]}"
        self.kept[name] = sent
        return name

    def replay(self, name: str) -> str:
        """Return the command that runs a case again."""
        target = self.target
        return (
            f".venv/bin/python -m contract_tests.suite --gateway {target.gateway} "
            f"--base-url {target.base_url} --case '{name}'"
        )

    def without_key(self, text: str) -> str:
        """Return a text in which the key is not, nor what base64 and the like make of it."""
        key = self.target.api_key
        return self._secrets.hide(text.replace(key, _KEY)) if key else text


def _exercised(stated: Stated, exchange: JudgedExchange) -> Iterator[Item]:
    """What of a document a request and its answer exercise, as far as the document allows them."""
    if exchange.expectation.request is not None:
        yield from stated.by_request(exchange.expectation.request)
    operation, schema = exchange.operation, exchange.schema
    if operation is not None and schema is not None and exchange.is_json and schema.problem(exchange.value) is None:
        yield from stated.by_answer(operation, exchange.received.status, exchange.value)
