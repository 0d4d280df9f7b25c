"""What only a mock does: it gives what it is asked for and says so, and its links begin with its own address."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from contract_tests.suite.contract import Contract
from contract_tests.suite.own_cases import run_own_cases
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.wire import Received, Sent, Wire
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import RunningServer
from image_gateways_recordings.folder import RECORDINGS
from tests.support.mock_key import KEY

OPERATION = "create_doubao_image"


@pytest.fixture
def session(shared_mock: RunningServer) -> Iterator[Session]:
    document = DOCUMENTS / "ai302.yaml"
    target = Target("ai302", document, shared_mock.url, KEY, RECORDINGS, is_direct=True)
    session = Session(Contract(target), Wire(shared_mock.url))
    yield session
    session.wire.close()


def without_applied(answer: Received) -> Received:
    return replace(answer, headers=tuple(header for header in answer.headers if header[0] != "preference-applied"))


def with_applied(answer: Received) -> Received:
    return replace(answer, headers=(*answer.headers, ("preference-applied", "example=another")))


def taken(answer: Received) -> Received:
    return replace(answer, status=200)


def leading_elsewhere(answer: Received) -> Received:
    return replace(answer, body=answer.body.replace(b"http://", b"https://"))


@pytest.mark.parametrize(
    ("case", "change", "check"),
    [
        ("answer/invalid_api_key", without_applied, "answered_as_asked"),
        ("status/4XX", without_applied, "answered_as_asked"),
        ("busy/3", without_applied, "answered_as_asked"),
        ("unknown/example", with_applied, "answered_as_asked"),
        ("unknown/example", taken, "answered_as_asked"),
        ("status/401", taken, "answered_as_documented"),
        ("forms/body_1", leading_elsewhere, "whole_pictures"),
    ],
)
def test_a_mock_that_does_otherwise_than_it_is_asked_or_says_is_found(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    case: str,
    change: Callable[[Received], Received],
    check: str,
) -> None:
    run_own_cases(session, f"{OPERATION}/{case}".__eq__)
    assert session.wire.passed
    assert session.findings == []
    send = Wire.send

    def changed(wire: Wire, request: Sent) -> Received:
        answer = send(wire, request)
        return change(answer) if request.method == "POST" else answer

    monkeypatch.setattr(Wire, "send", changed)
    run_own_cases(session, f"{OPERATION}/{case}".__eq__)
    assert check in {finding.check for finding in session.findings}


def test_links_begin_with_the_name_that_a_server_was_asked_by_and_where_something_stands_before_it_nobody_knows_which(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Wire.send

    def renamed(wire: Wire, request: Sent) -> Received:
        answer = send(wire, request)
        return replace(answer, body=answer.body.replace(b"gateway.example:8443", b"gateway.example"))

    monkeypatch.setattr(Wire, "send", renamed)
    run_own_cases(session, f"{OPERATION}/forms/body_1".__eq__)
    assert {finding.check for finding in session.findings} == {"whole_pictures"}
    session.findings.clear()
    session.contract.target = replace(session.contract.target, is_direct=False)
    run_own_cases(session, f"{OPERATION}/forms/body_1".__eq__)
    assert session.findings == []
