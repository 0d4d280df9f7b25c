"""Runs one case again."""

from pathlib import Path

from .contract import Contract
from .finding import Finding
from .kept_requests import UnknownCase, read_request
from .own_cases import run_own_cases
from .session import Session
from .target import Target
from .wire import Wire

_DRAWN = "drawn/"


def replay(target: Target, name: str, reports: Path) -> list[Finding]:
    """Run the case of a name against a mock; returns what was found wrong.

    Raises:
        UnknownCase: there is no such case.
    """
    session = Session(Contract(target), Wire(target.base_url))
    try:
        if name.startswith(_DRAWN):
            session.judge(name, read_request(reports / "cases", name, target.api_key))
        else:
            run_own_cases(session, name.__eq__)
    finally:
        session.wire.close()
    if not session.wire.passed:
        raise UnknownCase(f"{name}: no such case; a finding names its own")
    return session.findings
