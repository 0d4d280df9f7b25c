"""The suite's own cases, one after the other."""

from collections.abc import Callable
from http import HTTPStatus

from image_gateways_documents.media_types import essence

from .request_cases import Case, cases
from .session import Session
from .staged_answers import accepting, busy, staged, unknown
from .task_stories import stories
from .told_addresses import follow
from .violation import Violation
from .wire import NoAnswer, Received


def run_own_cases(session: Session, only: Callable[[str], bool] = lambda _: True) -> None:
    """Run the suite's own cases against a server that replays, or those whose names are chosen."""
    contract = session.contract

    def is_wanted(name: str) -> bool:
        return session.target.tries(operation_of(name)) and only(name)

    if session.target.replays:
        for case in staged(contract):
            if is_wanted(case.name):
                _judge_asked(session, case)
        for case in unknown(contract):
            if is_wanted(case.name):
                _judge_unknown(session, case)
        for case, seconds in busy(contract):
            if is_wanted(case.name):
                _judge_busy(session, case, seconds)
        for case, media_type in accepting(contract):
            if is_wanted(case.name):
                _judge_accepting(session, case, media_type)
    for case in cases(contract):
        if is_wanted(case.name):
            exchange = session.judge(case.name, case.request, case.part, case.keyword, made=case.made)
            if exchange is not None:
                follow(session, case.name, exchange)
    for name, tell in stories(session):
        if is_wanted(name):
            tell()


def operation_of(name: str) -> str:
    """Return the id of the operation that a case of a name is about."""
    return name.partition("/")[0]


def _judge_asked(session: Session, case: Case) -> None:
    """A mock gives the answer that it is asked for, and says so."""
    exchange = session.judge(case.name, case.request, expectation=session.contract.expect_asked(case.request))
    if exchange is not None:
        _says_what_it_did(session, case, exchange.received, case.request.first_headers()["prefer"])


def _judge_unknown(session: Session, case: Case) -> None:
    """A mock that has no such answer says so, and gives none instead."""
    try:
        received = session.wire.send(case.request.named() if session.name_requests else case.request)
    except NoAnswer as error:
        session.report(case.name, "answer_arrives", Violation(str(error)), case.request, case.operation)
        return
    if received.status != HTTPStatus.BAD_REQUEST:
        message = f"expected HTTP status 400, since the operation has no such answer, found {received.status}"
        session.report(case.name, "answered_as_asked", Violation(message), case.request, case.operation)
    _says_what_it_did(session, case, received, None)


def _says_what_it_did(session: Session, case: Case, received: Received, preference: str | None) -> None:
    session.tally.held(case.operation, ["answered_as_asked"])
    found = received.header("preference-applied")
    if found != preference:
        message = f"expected Preference-Applied: {preference or '(no such header)'}, found {found}"
        session.report(case.name, "answered_as_asked", Violation(message), case.request, case.operation)


def _judge_accepting(session: Session, case: Case, media_type: str) -> None:
    """A mock answers in the type that a request accepts, where the document has the answer in it."""
    exchange = session.judge(case.name, case.request)
    session.tally.held(case.operation, ["answered_as_accepted"])
    if exchange is not None and exchange.succeeded and exchange.media_type != essence(media_type):
        message = f"expected the type that was accepted, {media_type}, found {exchange.media_type or 'none'}"
        session.report(case.name, "answered_as_accepted", Violation(message), case.request, case.operation)


def _judge_busy(session: Session, case: Case, seconds: int) -> None:
    """A mock that is asked for it refuses for too many calls, and says when to come again."""
    exchange = session.judge(case.name, case.request, expectation=session.contract.expect_busy(case.request))
    if exchange is not None:
        _says_what_it_did(session, case, exchange.received, case.request.first_headers()["prefer"])
    if exchange is not None and exchange.received.header("retry-after") != str(seconds):
        message = f"expected Retry-After: {seconds}, found {exchange.received.header('retry-after')}"
        session.report(case.name, "retry_after_arrives", Violation(message), case.request, case.operation)
