"""The suite's own cases, one after the other."""

from .request_cases import Case, cases
from .session import Session
from .staged_answers import busy, staged
from .task_stories import stories
from .violation import Violation


def run_own_cases(session: Session, only: str | None = None) -> None:
    """Run the suite's own cases against a server that replays, or the one of a name."""
    contract = session.contract

    def is_wanted(name: str) -> bool:
        return only in (None, name) and session.target.tries(name.partition("/")[0])

    for case in cases(contract):
        if is_wanted(case.name):
            session.judge(case.name, case.request, case.part, case.keyword, made=case.made)
    if session.target.replays:
        for case in staged(contract):
            if is_wanted(case.name):
                session.judge(case.name, case.request, expectation=contract.expect_asked(case.request))
        for case, seconds in busy(contract):
            if is_wanted(case.name):
                _judge_busy(session, case, seconds)
    for name, tell in stories(session):
        if is_wanted(name):
            tell()


def _judge_busy(session: Session, case: Case, seconds: int) -> None:
    """A mock that is asked for it refuses for too many calls, and says when to come again."""
    exchange = session.judge(case.name, case.request, expectation=session.contract.expect_busy(case.request))
    if exchange is not None and exchange.received.header("retry-after") != str(seconds):
        message = f"expected Retry-After: {seconds}, found {exchange.received.header('retry-after')}"
        session.report(case.name, "retry_after_arrives", Violation(message), case.request, case.operation)
