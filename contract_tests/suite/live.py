"""A live gateway: what it refuses unbilled by default, and documented examples within a budget."""

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

from contract_tests.base_url import parsed_base_url
from contract_tests.connections import proxy_for
from contract_tests.gateway_documents import UnknownGateway, document_of
from contract_tests.recorder.spending import Spending
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.media_types import essence
from image_gateways_documents.operations import Operation

from .answer_checks import JudgedExchange
from .billing import Purse, is_billed_example, may_be_billed
from .budget_order import in_order, not_asked
from .contract import Contract
from .drift_table import DIFFERS, VERDICTS, DriftRow, rows
from .jobs import RunPart, outcome_of
from .kept_requests import write_requests
from .reports.contents import Report
from .reports.files import write_reports
from .reports.summary import line_of_held_back, lines_of_live_run
from .request_cases import Case, cases
from .session import ServerIsSilent, Session
from .severity import Severity
from .target import Target
from .task_stories import TaskStory, unbilled_stories
from .text_cases import text_cases
from .told_addresses import follow
from .violation import Violation
from .wire import NoAnswer, Sent, Wire

_SECONDS_TO_ANSWER = 300.0
_SECONDS_BETWEEN_POLLS = 3.0
_SHUT_OUT = ("authentication", "not-offered")
_DRAWN_AT_MOST = 20  # cases of a phase, for an operation: a live gateway is not to be flooded


class CannotStart(Exception):
    """The run cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a live run may spend.

    Attributes:
        confirmed: whether the user said that billed calls may be made.
        most: number of billed calls, 0 or more, that may be made.
    """

    confirmed: bool
    most: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of a live run beside what it may spend.

    Attributes:
        fail_on: the least bad finding that makes the run fail.
        seed: of what is drawn.
        task_id: a task of the user's that is followed, which costs nothing; empty for none.
        max_seconds: an answer that takes longer is a finding; None for as long as it takes.
    """

    fail_on: Severity
    seed: int
    task_id: str = ""
    max_seconds: float | None = None


def key_variable(gateway: str) -> str:
    """Return the name of the environment variable that holds a gateway's key."""
    return f"{re.sub(r'[^A-Z0-9]', '_', gateway.upper())}_API_KEY"


def live_target(gateway: str | None, base_url: str, document: Path | None, recordings: Path) -> Target:
    """Return what a live run is held against.

    Args:
        gateway: the gateway's name; None or empty for that of the document, else of the one that has the address.
        base_url: the gateway's address.
        document: the document, if not the gateway's own.
        recordings: folder of the recordings.

    Raises:
        CannotStart: it is not known which gateway this is, there is no such one, or its key is missing.
        DocumentError: the document cannot be read.
    """
    try:
        held_to = document or document_of(gateway, parsed_base_url(base_url), DOCUMENTS)
    except UnknownGateway as error:
        raise CannotStart(str(error) if gateway else f"{base_url} is not this project's mock, and {error}") from None
    name = gateway or held_to.stem
    return Target(name, held_to, base_url, _key(name, held_to), recordings, replays=False)


def _key(gateway: str, document: Path) -> str:
    """Return the user's key; empty where the document asks for none.

    Raises:
        CannotStart: it is missing, or is no key.
    """
    name = key_variable(gateway)
    key = os.environ.get(name, "")
    if not key and open_document(document, gateway=gateway, lined=True).credentials:
        raise CannotStart(f"no key: put the key of {gateway} in the environment as {name}")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise CannotStart(f"{name} holds what no key has: a space, a line break or another character")
    return key


def draw(session: Session, seed: int) -> None:
    """Have schemathesis send, in all its phases, what the purse of a session lets through."""
    from .property_tests import PropertyTests  # takes a third of a second to import

    PropertyTests(session, seed, _DRAWN_AT_MOST).run()


def _is_shut_out(exchange: JudgedExchange) -> bool:
    """Whether a call is refused for its key, as one of too many or as one that is not offered, not for its content."""
    if exchange.succeeded:
        return False
    if exchange.is_for_another_time or exchange.received.status == HTTPStatus.UNAUTHORIZED:
        return True
    codes = exchange.facts.codes(exchange.value) if exchange.facts and exchange.is_json else ()
    return any(c.facts.get("kind") in _SHUT_OUT and c.facts.get("poll") != "unknown-task" for c in codes)


class LiveRun:
    """One run against a live gateway.

    Args:
        target: the gateway.
        allowance: what may be spent.
        wishes: what is asked for beside that.
        say: shows a line to the user.
    """

    def __init__(self, target: Target, allowance: Allowance, wishes: Wishes, say: Callable[[str], None]) -> None:
        self._contract = Contract(target)
        self._allowance = allowance
        self._started = time.time()
        self._say = say
        self._wishes = wishes
        self._spending = Spending(self._contract.document, confirmed=allowance.confirmed, most=allowance.most)
        self._session = Session(self._contract, Wire(target.base_url, _SECONDS_TO_ANSWER))
        self._purse = self._session.purse = Purse(self._contract, self._spending)
        self._session.max_seconds = wishes.max_seconds
        self._session.pause_seconds = _SECONDS_BETWEEN_POLLS
        self._session.on_answer = self._look
        self._session.see_coverage()
        self._drift: dict[tuple[str, str], DriftRow] = {}
        self._let_in: Counter[bool] = Counter()
        self._asked: list[Case] = []
        self._not_asked: list[Case] = []

    def run(self, reports: Path) -> Session:
        """Send what may be sent, and write the reports; returns the session with its findings.

        What was spent is said however the run ends.

        Raises:
            CannotStart: this is no such gateway.
        """
        try:
            self._is_a_gateway()
            examples = self._send_all()
            self._report(reports, examples)
        except BaseException:
            if self._spending.made.total():
                self._say(self._spent)
            raise
        finally:
            self._session.wire.close()
        return self._session

    @property
    def _spent(self) -> str:
        return f"spent: {self._spending.spent()}"

    def _send_all(self) -> int:
        """Send what may be sent, after saying so; returns the number of billed examples there are."""
        tries = self._contract.target.tries
        known = (*cases(self._contract), *text_cases(self._contract))
        all_cases = [case for case in known if tries(case.operation.operation_id)]
        priced = {case.name: case for case in all_cases if may_be_billed(self._contract, case.request)}
        examples = [case for case in priced.values() if is_billed_example(self._contract, case)]
        others = [case for case in priced.values() if not is_billed_example(self._contract, case)]
        free = [case for case in all_cases if case.name not in priced]
        polls = {case.name: case for case in free if case.operation.operation_id in self._contract.document.submits}
        for line in self._plan(examples, others, len(free)):
            self._say(line)
        try:
            at_first = (case for case in free if case.name not in polls)
            for case in (*at_first, *in_order(self._contract, list(priced.values()))):
                self._send(case)
            # After the examples: of a document without prices a poll may be billed as well, and takes of the budget.
            for tell in unbilled_stories(self._session, self._wishes.task_id):
                tell()
            for case in polls.values():  # last, since only by a task that is there it shows what a poll is refused for
                self._send(self._of_known_task(case))
            draw(self._session, self._wishes.seed)
        except ServerIsSilent as silent:
            self._session.add("answer_arrives", str(silent))
        self._see_that_any_call_is_let_in()
        return len(examples)

    def _plan(self, examples: list[Case], others: list[Case], free: int) -> Iterator[str]:
        target = self._contract.target
        yield (
            f"{target.base_url}, as {target.gateway}: {free} calls that cost nothing, since they change nothing, "
            "are free by the document, or carry no key or nothing to work on"
        )
        yield from self._contract.document.notes
        yield from self._spending.plan()
        if self._allowance.confirmed:
            yield (
                f"Billed calls that will be made: at most {self._allowance.most}, as MAX_BILLED allows. First come the "
                f"{len(examples)} documented examples, each task with its polls. Of the {len(others)} others that a "
                "gateway might take, one for each constraint follows, then the rest. Then come those that are drawn. "
                "A call is spent as soon as it is sent, whether an answer comes or not."
            )
        else:
            yield (
                f"Billed calls that will be made: 0. {len(examples)} documented examples and {len(others)} others "
                "that a gateway might take are left out: CONFIRM_BILLED=1 MAX_BILLED=n makes n of them."
            )

    def _send(self, case: Case) -> None:
        """Send a case, once, if the purse lets it through; a task is followed to its end."""
        held_back = self._purse.held_back
        self._judge(case)
        (self._asked if self._purse.held_back == held_back else self._not_asked).append(case)

    def _judge(self, case: Case) -> None:
        if case.operation.task_link is not None and is_billed_example(self._contract, case):
            body = case.operation.body_examples[int(case.name.rpartition("_")[2]) - 1]
            TaskStory(self._session, case.operation, case.name, "", body, []).tell_once()
        else:
            exchange = self._session.judge(case.name, case.request, case.part, case.keyword, made=case.made)
            if exchange is not None:
                follow(self._session, case.name, exchange)
                self._see_that_known_task_is_told(case, exchange)

    def _see_that_known_task_is_told(self, case: Case, exchange: JudgedExchange) -> None:
        """A task that ended with pictures is told of to whoever asks for it as the document allows."""
        known, request = self._session.known_tasks.get(case.operation.operation_id), exchange.expectation.request
        if known is None or request is None or not known.is_asked_for(request):
            return
        self._session.tally.held(case.operation, ("known_task_is_told",))
        if not exchange.succeeded and not exchange.is_for_another_time:
            found = (
                f"expected a success, since the document allows the poll of this task, found {exchange.received.status}"
            )
            self._session.report(case.name, "known_task_is_told", Violation(found), exchange.sent, case.operation,
                                 exchange, case.part, case.keyword)  # fmt: skip

    def _of_known_task(self, case: Case) -> Case:
        """Return a poll as one of a task that is known to be there, if there is one."""
        known = self._session.known_tasks.get(case.operation.operation_id)
        return replace(case, request=known.asking(case.request)) if known else case

    def _is_a_gateway(self) -> None:
        """Ask once without a key what is certain to cost nothing: whoever answers with a page is no gateway."""
        bare = ((o, Sent(o.method, o.path)) for o in self._contract.document.operations)
        for operation, asked in bare:
            if not may_be_billed(self._contract, asked):
                self._ask_whether_it_is_a_gateway(operation, asked)
                return

    def _ask_whether_it_is_a_gateway(self, operation: Operation, asked: Sent) -> None:
        wire = Wire(self._contract.target.base_url)
        try:
            answer = wire.send(asked)
            self._purse.answered(asked, answer.status)
        except NoAnswer as error:
            proxy = proxy_for(self._contract.target.base_url)
            way = f" through {proxy}" if proxy else ""
            raise CannotStart(f"{self._contract.target.base_url} does not answer{way}: {error}") from None
        finally:
            wire.close()
        media_type = essence(answer.header("content-type") or "nothing")
        known = {name for response in operation.responses.values() for name in response.content}
        documented = operation.response(answer.status)
        may_be_anything = documented is None or not documented.content
        if media_type not in known and (media_type == "text/html" or not may_be_anything):
            raise CannotStart(
                f"{self._contract.target.base_url} is no {self._contract.target.gateway}: it answers "
                f"{operation.method} {operation.path} with HTTP {answer.status} and {media_type}"
            )

    def _see_that_any_call_is_let_in(self) -> None:
        """A key that is taken nowhere, an address without calls or a limit that is reached leave nothing to judge."""
        if self._let_in[False] and not self._let_in[True]:
            self._session.add(
                "any_call_is_let_in",
                f"expected one of the {self._let_in[False]} calls that the document allows to be let in, found each "
                "refused for its key, as one of too many, or as a call that is not offered",
            )

    def _look(self, exchange: JudgedExchange, found: list[tuple[str, Violation]]) -> None:
        if exchange.expectation.request is not None:
            self._let_in[not _is_shut_out(exchange)] += 1
        for row in rows(exchange, found):
            known = self._drift.get((row.answer, row.path))
            if known is None or (row.verdict and not known.verdict):
                self._drift[row.answer, row.path] = row

    def _report(self, reports: Path, examples: int) -> None:
        session, target = self._session, self._contract.target
        told = [row for row in self._drift.values() if row.verdict]
        drift = sorted(told, key=lambda row: VERDICTS.index(row.verdict))
        differing = sum(row.verdict == DIFFERS for row in drift)
        summary = list(lines_of_live_run(session.cases, session.findings, differing, self._spent))
        if self._purse.held_back:
            of_examples = sum(is_billed_example(self._contract, case) for case in self._not_asked)
            drawn = self._purse.held_back - len(self._not_asked)
            summary.append(line_of_held_back(len(self._not_asked), examples, of_examples, drawn))
            summary += not_asked(self._contract, self._asked, self._not_asked)
        report = Report(
            f"Contract tests of {target.gateway} at {target.base_url}",
            summary,
            [outcome_of(RunPart(target), session)],
            session.findings,
            self._started,
            self._wishes.fail_on,
            drift=list(self._drift.values()),
        )
        write_requests(reports / "cases", session.kept, target.api_key)
        files = write_reports(reports, report)
        for row in drift:
            self._say(
                f"drift {row.answer} {row.path}: the document says {row.document}; the recording says {row.recording}; "
                f"the gateway said {row.gateway} ({row.verdict})"
            )
        for line in summary:
            self._say(line)
        self._say(f"reports: {', '.join(map(str, files))}")
