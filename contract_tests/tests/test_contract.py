"""The contract suite against the mock server: every operation, every phase, and every way between the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.mock_server import RunningServer, Settings, started_server
from contract_tests.mock_server.document import Document
from contract_tests.mock_server.settings import DOCUMENTS, RECORDINGS
from contract_tests.suite.__main__ import main
from contract_tests.suite.contract import Contract
from contract_tests.suite.journal_account import JournalAccount
from contract_tests.suite.request_cases import cases
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.wire import CASE_HEADER, Passed, Wire

AT_LEAST = 3_000

DOCUMENT = DOCUMENTS / "ai302.yaml"
EXAMPLE = "submit_seededit_v30/example_1"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with started_server(Settings(seed=1)) as running:
        yield running


def test_valid_and_invalid_calls_of_every_operation_get_what_the_document_says(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--base-url", server.url, "--reports", str(tmp_path)])
    said = capsys.readouterr()
    with capsys.disabled():
        print(f"\n{said.out}")  # noqa: T201  the figures are for whoever reads the run
    assert code == 0, said.out + said.err
    count = re.search(r"(\d+) cases in", said.out)
    assert count is not None
    assert int(count[1]) >= AT_LEAST


def test_a_case_can_be_run_again_by_its_name(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.reset()
    assert main(["--base-url", server.url, "--gateway", "ai302", "--case", EXAMPLE]) == 0
    assert [entry.operation_id for entry in server.journal()] == ["submit_seededit_v30"]
    assert main(["--base-url", server.url, "--gateway", "ai302", "--case", "nothing"]) == 2
    assert "no such case" in capsys.readouterr().err


def test_a_drawn_case_that_failed_can_be_run_again(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--base-url", server.url, "--gateway", "ai302", "--reports", str(tmp_path), "--jobs", "1"]
    server.arm("invalid-json", None, "get_seededit_v30_result")
    assert main(arguments) == 1
    again = re.search(r"--case '(drawn/[0-9a-f]+)'", (tmp_path / "junit.xml").read_text(encoding="utf-8"))
    assert again is not None
    capsys.readouterr()
    assert main([*arguments, "--case", again[1]]) == 1
    assert "strict_json" in capsys.readouterr().out
    server.reset()
    assert main([*arguments, "--case", again[1]]) == 0


@pytest.fixture
def session(server: RunningServer) -> Iterator[Session]:
    target = Target("ai302", DOCUMENT, server.url, "{{YOUR_API_KEY}}", RECORDINGS)
    wire = Wire(server.url, name_requests=True)
    yield Session(Contract(target), wire)
    wire.close()


def account_of(session: Session, url: str) -> tuple[JournalAccount, Passed]:
    """Send one request while its journal is read."""
    case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
    with JournalAccount(url, [Document(DOCUMENT)]) as account:
        session.judge(case.name, case.request)
    return account, session.wire.passed[-1]


def test_what_arrives_as_it_was_sent_is_no_finding(server: RunningServer, session: Session) -> None:
    account, passed = account_of(session, server.url)
    assert list(account.findings([passed])) == []


def test_a_request_that_arrives_twice_or_never_is_found(server: RunningServer, session: Session) -> None:
    with JournalAccount(server.url, [Document(DOCUMENT)]) as account:
        case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
        session.judge(case.name, case.request)
        passed = session.wire.passed[-1]
        session.wire.send(passed.sent)
    named = tuple((name, "other" if name == CASE_HEADER else value) for name, value in passed.sent.headers)
    never = replace(passed, sent=replace(passed.sent, headers=named))
    assert [finding.check for finding in account.findings([passed])] == ["each_request_arrives_once"]
    assert [finding.check for finding in account.findings([never])] == ["each_request_arrives_once"]


def test_a_request_without_a_name_is_found(server: RunningServer, session: Session) -> None:
    with JournalAccount(server.url, [Document(DOCUMENT)]) as account:
        case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
        session.wire.send(case.request, named=False)
    assert [finding.check for finding in account.findings([])] == ["only_what_was_sent_arrives"]


def test_whatever_changes_on_the_way_is_found(server: RunningServer, session: Session) -> None:
    account, passed = account_of(session, server.url)
    sent, received = passed.sent, passed.received
    assert received is not None
    headers = tuple(pair for pair in sent.headers if pair[0] != "content-type")
    requests = [
        replace(sent, body=sent.body + b" "),
        replace(sent, target=f"{sent.target}?a=1"),
        replace(sent, target=f"{sent.target}/"),
        replace(sent, headers=headers),
        replace(sent, headers=(*sent.headers, ("prefer", "code=429"))),
        replace(sent, method="PUT"),
    ]
    answers = [
        replace(received, body=received.body + b"\n"),
        replace(received, status=201),
        replace(received, headers=(("content-type", "application/json; charset=utf-8"),)),
        replace(received, headers=(*received.headers, ("set-cookie", "a=b"))),
    ]
    for request in requests:
        found = list(account.findings([replace(passed, sent=request)]))
        assert [finding.check for finding in found] == ["requests_arrive_unchanged"], request
    for answer in answers:
        found = list(account.findings([replace(passed, received=answer)]))
        assert [finding.check for finding in found] == ["answers_arrive_unchanged"], answer
