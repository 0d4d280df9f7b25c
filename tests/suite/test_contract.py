"""The contract suite against the mock server: every operation, every phase, and every way between the two."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from schemathesis.engine import Status, events
from schemathesis.engine.recorder import ScenarioRecorder

from contract_tests.suite import __main__ as suite_command
from contract_tests.suite import property_tests, wire
from contract_tests.suite.__main__ import main
from contract_tests.suite.contract import Contract
from contract_tests.suite.jobs import EXAMPLES, JobResult, RunPart, run_jobs
from contract_tests.suite.journal_account import CHECKS as JOURNAL_CHECKS
from contract_tests.suite.journal_account import JournalAccount
from contract_tests.suite.mock_run import found_of_tasks_met_again, run_against_mock
from contract_tests.suite.options import CI_SEED
from contract_tests.suite.own_cases import run_own_cases
from contract_tests.suite.request_cases import cases
from contract_tests.suite.request_making import request_of
from contract_tests.suite.session import ServerIsSilent, Session
from contract_tests.suite.staged_answers import busy, staged
from contract_tests.suite.target import Profile, Target
from contract_tests.suite.task_stories import stories
from contract_tests.suite.told_times import ToldTimes
from contract_tests.suite.wire import CASE_HEADER, Passed, Received, Sent, Wire
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.operation_facts import facts_of
from image_gateways_mock import RunningServer, Settings, fresh_values, started_server
from image_gateways_recordings.folder import RECORDINGS
from tests.support.few_cases import send_few_cases, try_alone
from tests.support.mock_key import KEY as MOCK_KEY
from tests.support.ordinary_proxy import ordinary_proxy
from tests.support.our_documents import OUR_FILES

AT_LEAST = 500
FEW_EXAMPLES = 2
AT_LEAST_DRAWN = 100

DOCUMENT = DOCUMENTS / "ai302.yaml"
KEY = "-".join(("live", "key", "0123456789abcdef"))
SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "get_seededit_v30_result"
EXAMPLE = "submit_seededit_v30/example_1"
ONE_GATEWAY = ("--gateway", "ai302", "--profile", "quick", "--jobs", "1")


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with started_server(Settings(seed=1)) as running:
        yield running


def operations_of_each_body(document: Path) -> frozenset[str]:
    """One of the operations that take the same body: one that submits a task, if there is any."""
    read = open_document(document)
    facts = facts_of(read)
    in_order = sorted(read.operations, key=lambda operation: operation.task_link is not None)
    return frozenset({str(facts[o.operation_id].body_schema or o.path): o.operation_id for o in in_order}.values())


def test_a_document_that_is_not_served_is_told_and_keeps_no_other_from_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {"200": {"description": "It.", "content": {"application/json": {"schema": {"type": "integer"}}}}}
    small = {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"get": {"responses": answer}}},
    }
    (tmp_path / "small.json").write_text(json.dumps(small), "utf-8")
    torn = tmp_path / "torn.yaml"
    torn.write_text("paths: [", "utf-8")
    monkeypatch.setattr(suite_command, "Settings", partial(Settings, documents=tmp_path, recordings=tmp_path))
    run = ["--document", str(tmp_path / "small.json"), "--recordings", str(tmp_path), "--reports", str(tmp_path)]
    assert main([*run, "--profile", "quick", "--jobs", "1"]) == 1
    told = capsys.readouterr()
    assert f"not held to anything: {torn}: line " in told.out
    assert "0 findings" in told.out
    assert told.err == ""
    assert main([*run, "--gateway", "small", "--profile", "quick", "--jobs", "1"]) == 0


@pytest.mark.parametrize("document", OUR_FILES, ids=lambda file: file.stem)
def test_valid_and_invalid_calls_get_what_the_document_says_and_arrive_as_they_were_sent(
    server: RunningServer, document: Path
) -> None:
    """All of the suite's own cases, and of each phase of schemathesis a few, one operation for each body's schema.

    `make contract` draws more, and for all operations.
    """
    target = Target(document.stem, document, server.url, "{{YOUR_API_KEY}}", RECORDINGS)
    drawn_for = replace(target, operations=operations_of_each_body(document))
    parts = [RunPart(target), RunPart(drawn_for, CI_SEED, FEW_EXAMPLES)]
    came = run_against_mock(server.url, parts, processes=1, journal=True, is_own=True)
    assert came.findings == []
    own, drawn = came.outcomes
    contract = Contract(target)
    made = [*cases(contract), *staged(contract), *busy(contract)]
    assert own.cases >= len(made) >= AT_LEAST
    assert drawn.cases >= AT_LEAST_DRAWN


def test_parts_of_a_run_may_run_side_by_side(server: RunningServer) -> None:
    target = Target("ai302", DOCUMENT, server.url, "{{YOUR_API_KEY}}", RECORDINGS, operations=frozenset({POLL}))
    parts = [RunPart(target), RunPart(replace(target, recordings=RECORDINGS / "none"))]
    found, failed = run_jobs(parts, processes=2)
    assert (found.job, found.findings) == (parts[0], [])
    assert found.cases >= AT_LEAST_DRAWN
    assert [finding.check for finding in failed.findings] == ["recordings"]


def test_a_task_that_two_parts_of_a_run_were_given_is_found() -> None:
    part = RunPart(Target("ai302", DOCUMENT, "http://127.0.0.1:1", KEY, RECORDINGS))
    other = replace(part, target=replace(part.target, document=DOCUMENTS / "volcv.yaml"))
    results = [JobResult(each, task_ids={"1", number}) for each, number in ((part, "2"), (other, "3"), (part, "4"))]
    (found,) = found_of_tasks_met_again(results)
    assert (found.check, found.message.count(" 1,")) == ("ids_are_not_reused", 1)


def test_a_case_can_be_run_again_by_its_name(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.reset()
    assert main(["--base-url", server.url, "--gateway", "ai302", "--case", EXAMPLE]) == 0
    assert [entry.operation_id for entry in server.journal()] == ["submit_seededit_v30"]
    assert main(["--base-url", server.url, "--gateway", "ai302", "--case", "nothing"]) == 2
    assert "no such case" in capsys.readouterr().err


def test_reports_that_cannot_be_written_are_one_line_before_anything_is_sent(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reset()
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["--base-url", server.url, *ONE_GATEWAY, "--reports", str(tmp_path / "file")]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: no reports were written: ")
    assert said.out + said.err == said.err.splitlines()[0] + "\n"
    assert server.journal() == []


def test_a_key_in_the_environment_is_not_sent_to_a_mock_that_takes_placeholders(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Sent] = []
    send = Wire.send

    def noted(wire: Wire, request: Sent) -> Received:
        sent.append(request)
        return send(wire, request)

    monkeypatch.setattr(Wire, "send", noted)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    assert main(["--base-url", server.url, "--gateway", "ai302", "--case", EXAMPLE]) == 0
    assert sent
    assert all(KEY not in value for request in sent for _, value in request.headers)


@pytest.fixture
def few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    send_few_cases(monkeypatch, "submit_seededit_v30")


@pytest.mark.usefixtures("few_cases")
def test_a_mock_with_a_key_of_its_own_is_asked_with_the_key_of_the_environment(
    shared_mock: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", MOCK_KEY)
    assert main(["--base-url", shared_mock.url, *ONE_GATEWAY, "--reports", str(tmp_path)]) == 0


def test_a_mock_that_does_not_answer_has_not_accepted_a_key(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    server.arm("reset-before-read", 1)
    assert main(["--base-url", server.url, *ONE_GATEWAY, "--reports", str(tmp_path)]) == 2
    server.reset()
    assert "it is not known which key the mock takes" in capsys.readouterr().err


def test_an_answer_to_schemathesis_that_the_suites_checks_are_not_held_to_is_found(
    small: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = tmp_path / "schemathesis.toml"
    text = property_tests._CONFIGURATION.read_text("utf-8")
    configuration.write_text(f"{text}\n[checks.answer_checks]\nenabled = false\n", "utf-8")
    monkeypatch.setattr(property_tests, "_CONFIGURATION", configuration)
    property_tests.PropertyTests(small, seed=1, max_examples=1).run()
    (finding,) = small.findings
    assert finding.check == "every_answer_is_examined"
    assert re.fullmatch(r"expected \d+ answers to be held to the suite's checks, 0 were", finding.message)


@pytest.mark.parametrize(("text", "found"), [("no JSON", 0), ('{"return_url": 1}', 0), ('{"return_url": true}', 1)])
def test_schemathesis_is_not_believed_where_a_text_holds_json_which_it_does_not_read(text: str, found: int) -> None:
    target = Target("volcv", DOCUMENTS / "volcv.yaml", "http://127.0.0.1:1", "{{YOUR_API_KEY}}", RECORDINGS)
    session = Session(Contract(target), Wire(target.base_url))
    (poll_id,) = session.contract.document.submits
    poll = next(o for o in session.contract.document.operations if o.operation_id == poll_id)
    sent = request_of(session.contract, poll, {**poll.body_examples[0], "req_json": text})
    headers = {name: [value] for name, value in sent.headers}
    asked = SimpleNamespace(method="POST", uri=target.base_url + sent.target, headers=headers, body=sent.body)
    failed = SimpleNamespace(failure=SimpleNamespace(case_id=None, title="Rejected", message="it should be accepted"))
    check = SimpleNamespace(name="positive_data_acceptance", status=Status.FAILURE, failure_info=failed)
    event = events.ScenarioFinished.__new__(events.ScenarioFinished)
    event.recorder = cast(
        ScenarioRecorder,
        SimpleNamespace(
            interactions={"one": SimpleNamespace(request=asked, response=None)},
            cases={"one": SimpleNamespace(parent_id=None, transition=None)},
            checks={"one": [check]},
        ),
    )
    property_tests.PropertyTests(session, seed=1, max_examples=1)._take(event, set())
    session.wire.close()
    assert [finding.check for finding in session.findings] == ["positive_data_acceptance"] * found


def test_a_case_of_schemathesis_that_belongs_to_no_run_is_found(
    small: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(property_tests, "_runs", Forgetful())
    property_tests.PropertyTests(small, seed=1, max_examples=1).run()
    assert any("a document that no run has given it" in finding.message for finding in small.findings)


class Forgetful(dict[int, property_tests.PropertyTests]):
    """Knows of no run."""

    def get(self, *_: Any) -> Any:
        return None


def test_a_clock_that_is_set_while_an_answer_comes_makes_no_slow_answer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(1_000_000, 3_600)
    monkeypatch.setattr(wire, "time", SimpleNamespace(time=lambda: next(clock), monotonic=time.monotonic))
    case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
    assert session.judge(case.name, case.request) is not None
    assert session.findings == []


def test_a_server_that_falls_silent_is_not_waited_for_again_and_again(server: RunningServer, session: Session) -> None:
    server.arm("reset-before-read", 1_000)
    with pytest.raises(ServerIsSilent):
        run_own_cases(session)
    server.reset()
    assert len(session.wire.passed) < 10
    assert {finding.check for finding in session.findings} == {"answer_arrives"}


def test_a_drawn_case_that_failed_can_be_run_again(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    try_alone(monkeypatch, "get_task")
    monkeypatch.setitem(EXAMPLES, Profile.CI, 1)
    arguments = ["--base-url", server.url, "--gateway", "oceanbase", "--reports", str(tmp_path), "--jobs", "1"]
    server.arm("invalid-json", None, "get_task")
    assert main(arguments) == 1
    again = re.search(r"--case '(drawn/[0-9a-f]+)'", (tmp_path / "junit.xml").read_text(encoding="utf-8"))
    assert again is not None
    capsys.readouterr()
    assert main([*arguments, "--case", again[1]]) == 1
    assert "strict_json" in capsys.readouterr().out
    server.reset()
    assert main([*arguments, "--case", again[1]]) == 0


@contextmanager
def session_of(document: Path, url: str, operations: frozenset[str] | None = None) -> Iterator[Session]:
    target = Target(document.stem, document, url, "{{YOUR_API_KEY}}", RECORDINGS, operations=operations)
    wire = Wire(url)
    yield Session(Contract(target), wire, name_requests=True)
    wire.close()


@pytest.fixture
def session(server: RunningServer) -> Iterator[Session]:
    with session_of(DOCUMENT, server.url) as session:
        yield session


@pytest.fixture
def small(server: RunningServer) -> Iterator[Session]:
    """A session that draws as little as there is: polls alone."""
    with session_of(DOCUMENT, server.url, frozenset({POLL})) as session:
        yield session


def account_of(session: Session, url: str) -> tuple[JournalAccount, Passed]:
    """Send one request while its journal is read."""
    case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
    with JournalAccount(url, [open_document(DOCUMENT)]) as account:
        session.judge(case.name, case.request)
    return account, session.wire.passed[-1]


def test_a_picture_is_fetched_once_for_all_that_is_checked_of_an_answer(session: Session) -> None:
    case = next(case for case in cases(session.contract) if case.name == "draw_doubao_image/example_1")
    session.judge(case.name, case.request)
    assert session.findings == []
    assert [passed.sent.method for passed in session.wire.passed] == ["POST", "GET"]


def test_what_arrives_as_it_was_sent_is_no_finding(server: RunningServer, session: Session) -> None:
    account, passed = account_of(session, server.url)
    assert list(account.findings([passed])) == []


def test_what_a_connection_says_where_a_request_does_not_is_no_finding(
    server: RunningServer, session: Session, tmp_path: Path
) -> None:
    header = {"name": "User-Agent", "in": "header", "schema": {"type": "string"}}
    root = {"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [header], "responses": {}}}}}
    (tmp_path / "a.json").write_text(json.dumps(root), "utf-8")
    case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
    with JournalAccount(server.url, [open_document(DOCUMENT), open_document(tmp_path / "a.json")]) as account:
        session.judge(case.name, case.request)
    assert list(account.findings([session.wire.passed[-1]])) == []


def test_a_request_that_arrives_twice_or_never_is_found(server: RunningServer, session: Session) -> None:
    with JournalAccount(server.url, [open_document(DOCUMENT)]) as account:
        case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
        session.judge(case.name, case.request)
        passed = session.wire.passed[-1]
        session.wire.send(passed.sent)
    named = tuple((name, "other" if name == CASE_HEADER else value) for name, value in passed.sent.headers)
    never = replace(passed, sent=replace(passed.sent, headers=named))
    assert [finding.check for finding in account.findings([passed])] == ["each_request_arrives_once"]
    assert [finding.check for finding in account.findings([never])] == ["each_request_arrives_once"]


def test_a_request_without_a_name_is_found(server: RunningServer, session: Session) -> None:
    with JournalAccount(server.url, [open_document(DOCUMENT)]) as account:
        case = next(case for case in cases(session.contract) if case.name == EXAMPLE)
        session.wire.send(case.request)
    assert [finding.check for finding in account.findings([])] == ["only_what_was_sent_arrives"]


UNUSUAL = [
    Sent("PUT", "/doubao/drawing/seededit_v30"),
    Sent("GET", "/api/v1/tasks/%0A"),
    Sent("GET", "/api/v1//tasks"),
    Sent("POST", "/volcv/v1?Action=CVProcess&Action=CVProcess"),
]


@pytest.mark.parametrize("request_", UNUSUAL, ids=lambda sent: f"{sent.method} {sent.target}")
def test_what_no_client_sends_may_be_answered_by_a_proxy(server: RunningServer, request_: Sent) -> None:
    sent = request_.named()
    with JournalAccount(server.url, [open_document(DOCUMENT)]) as account:
        pass
    passed = [Passed(sent, None, 0.0, 0.0)]
    assert account.not_handed_on(passed) == [sent]
    assert list(account.findings(passed)) == []


def test_an_unusual_request_that_comes_through_is_held_to_account(server: RunningServer, session: Session) -> None:
    with JournalAccount(server.url, [open_document(DOCUMENT)]) as account:
        session.judge("unusual", replace(UNUSUAL[0], body=b"{}"))
    passed = session.wire.passed[-1]
    assert passed.received is not None
    assert account.not_handed_on([passed]) == []
    changed = replace(passed, received=replace(passed.received, status=200))
    assert [finding.check for finding in account.findings([changed])] == ["answers_arrive_unchanged"]


@pytest.mark.usefixtures("few_cases")
def test_an_ordinary_proxy_is_no_finding_and_what_it_answers_by_itself_is_said(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ordinary_proxy(server.url) as url:
        code = main(["--base-url", url, *ONE_GATEWAY, "--reports", str(tmp_path)])
    said = capsys.readouterr().out
    assert code == 0, said
    assert "unusual requests (DELETE, PATCH, PUT) were not handed on" in said


@pytest.mark.usefixtures("few_cases")
def test_a_single_answer_that_a_proxy_changes_is_found(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = count()

    def seventh(body: bytes) -> bytes:
        return body.replace(b"}", b" }", 1) if next(numbers) == 6 else body

    with ordinary_proxy(server.url, change=seventh) as url:
        assert main(["--base-url", url, *ONE_GATEWAY, "--reports", str(tmp_path)]) == 1
    assert "answers_arrive_unchanged" in capsys.readouterr().out


@pytest.mark.usefixtures("few_cases")
def test_a_submit_that_a_proxy_sends_twice_is_found_by_the_journal(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ordinary_proxy(server.url, times=lambda _, path: 2 if path == SUBMIT else 1) as url:
        assert main(["--base-url", url, *ONE_GATEWAY, "--reports", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert f"each_request_arrives_once: submit_seededit_v30: POST {SUBMIT}: expected 1 of it to arrive, found 2" in said
    cases = ElementTree.parse(tmp_path / "junit.xml").iter("testcase")
    failed = {(c.get("classname"), c.get("name")) for c in cases if c.find("failure") is not None}
    assert ("submit_seededit_v30", "each_request_arrives_once") in failed
    assert {check for _, check in failed} == {"each_request_arrives_once"}


@pytest.mark.usefixtures("few_cases")
def test_without_the_journal_a_mock_is_judged_by_its_answers_alone(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_a_stranger = [*ONE_GATEWAY, "--no-journal", "--reports", str(tmp_path)]
    with ordinary_proxy(server.url, times=lambda _, path: 2 if path == SUBMIT else 1) as url:
        assert main(["--base-url", url, *as_a_stranger]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "only what a stranger's answers show was judged" in said
    assert "drift: answered_as_documented" in said  # the proxy's own answers to what no client sends
    named = {case.get("name") for case in ElementTree.parse(tmp_path / "junit.xml").iter("testcase")}
    assert named.isdisjoint(JOURNAL_CHECKS)
    assert "documented_body" in named
    with ordinary_proxy(server.url, change=lambda body: body.replace(b'"Success"', b'"Done"')) as url:
        assert main(["--base-url", url, *as_a_stranger]) == 1


@pytest.mark.usefixtures("few_cases")
def test_the_mock_of_a_run_has_its_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def served(settings: Settings) -> AbstractContextManager[RunningServer]:
        seeds.append(settings.seed)
        return started_server(settings)

    seeds: list[int | None] = []
    monkeypatch.setattr(suite_command, "started_server", served)
    for seed in ("5", "random"):
        assert main([*ONE_GATEWAY, "--seed", seed, "--reports", str(tmp_path)]) == 0
    assert seeds[0] == 5
    assert seeds[1] not in (5, None)


def test_a_seed_that_no_mock_takes_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--seed", str(2**63)])
    assert "a whole number from" in capsys.readouterr().err


class FewMoments(random.Random):
    """Draws one of two fractions of a second, so that most answers have two moments that are the same."""

    def randrange(self, *_: Any, **__: Any) -> int:
        return int(self.random() < 0.5)


def test_the_stories_of_tasks_are_green_however_many_moments_are_the_same_by_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fresh_values, "random", SimpleNamespace(Random=FewMoments))
    monkeypatch.setattr(fresh_values.FreshValues, "now", lambda _: 1735689600.0)
    with started_server(Settings(seed=1)) as of_few_moments:
        for document in OUR_FILES:
            with session_of(document, of_few_moments.url) as session:
                session._times = ToldTimes(seconds=lambda: 0.0)  # the run's clock stands as the mock's does
                for _, tell in stories(session):
                    tell()
                assert session.findings == []
                assert session.cases


def test_whatever_changes_on_the_way_is_found(server: RunningServer, session: Session) -> None:
    account, passed = account_of(session, server.url)
    sent, received = passed.sent, passed.received
    assert received is not None
    headers = tuple(pair for pair in sent.headers if pair[0] != "content-type")
    requests = [
        replace(sent, body=sent.body + b" "),
        replace(sent, target=f"{sent.target}?a=1"),
        replace(sent, target=f"{sent.target}x"),
        replace(sent, headers=headers),
        replace(sent, headers=(*sent.headers, ("prefer", "code=429"))),
        replace(sent, method="GET"),
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
