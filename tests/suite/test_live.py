"""A run against a gateway that is none of this project's mocks: what it costs, what it says, when it does not start."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import orjson
import pytest
from starlette.types import Message, Receive, Scope, Send

from contract_tests.suite import live
from contract_tests.suite.__main__ import main
from contract_tests.suite.contract import Contract
from contract_tests.suite.request_cases import Case, cases
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings
from image_gateways_mock.app import MockServer
from tests.support.independent_gateway import SUBMIT, IndependentGateway
from tests.support.independent_server import Asked
from tests.support.known_contracts import know_contracts
from tests.support.ordinary_proxy import ordinary_proxy
from tests.support.our_documents import CHOICE
from tests.support.served import served

KEY = "-".join(("live", "key", "0123456789abcdef"))
SUBMITS = {"submit_seededit_v30"}
BILLED = {*SUBMITS, "create_doubao_image", "draw_doubao_image"}


class Gateway(NamedTuple):
    url: str
    app: MockServer
    added: list[bytes]  # what is put before the last character of each success


def folder_of(gateway: str, folder: Path) -> Path:
    """Make a folder with the document of one gateway, which a server reads in a fourth of the time."""
    folder.mkdir()
    shutil.copy(DOCUMENTS / f"{gateway}.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def shared_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway with a key of its own, which says of itself what any other server would: nothing."""
    documents = folder_of("ai302", tmp_path_factory.mktemp("gateway") / "documents")
    app = MockServer(Settings(documents, api_keys=(KEY,), seed=1))
    added: list[bytes] = []

    async def without_control(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/__mock__"):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": b"<html>nothing here</html>"})
        else:
            await app(scope, receive, changing(send) if added else send)

    def changing(send: Send) -> Send:
        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [pair for pair in message["headers"] if pair[0] != b"content-length"]
            elif message.get("body", b"").startswith(b'{"code":10000'):
                message["body"] = message["body"][:-1] + b"".join(added) + b"}"
            await send(message)

        return changed

    with served(without_control) as url:
        yield Gateway(url, app, added)


@pytest.fixture
def gateway(shared_gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """A gateway that remembers nothing of the tests before, and a user who lets nothing be billed."""
    shared_gateway.app.reset()
    shared_gateway.added.clear()
    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.delenv("CONFIRM_BILLED", raising=False)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    return shared_gateway


def run(url: str, reports: Path, *more: str) -> int:
    return main(["--base-url", url, "--gateway", "ai302", "--reports", str(reports), *more])


def test_nothing_is_billed_unless_the_user_confirms_it(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(gateway.url, tmp_path, "--max-billed", "50") == 0
    said = capsys.readouterr().out
    assert gateway.app.journal.submits == {}
    assert "Billed calls that will be made: 0" in said
    assert "Not run:" in said
    assert "0.05 PTC a call" in said
    assert "CONFIRM_BILLED=1" in said
    assert "--confirm-billed" not in said, "an option of the recorder alone"


def test_calls_that_may_be_billed_stop_at_the_budget_and_are_never_repeated(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    assert run(gateway.url, tmp_path, "--max-billed", "3") == 0
    said = capsys.readouterr().out
    asked = [e for e in gateway.app.journal if e.operation_id in BILLED and e.headers.get("authorization") is not None]
    billed = [e for e in asked if e.status == 200]
    assert "Billed calls that will be made: at most 3" in said
    assert sum(gateway.app.journal.submits.values()) == len(billed)
    assert len(billed) <= 3
    assert "spent: 3 billed calls" in said


def test_a_budget_of_nothing_makes_no_billed_call(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    assert run(gateway.url, tmp_path, "--max-billed", "0") == 0
    assert gateway.app.journal.submits == {}


def test_a_live_run_leaves_reports_without_the_key(gateway: Gateway, tmp_path: Path) -> None:
    run(gateway.url, tmp_path)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {"junit.xml", "traffic.har", "index.html"} <= {file.name for file in files}
    assert all(KEY not in file.read_text(encoding="utf-8") for file in files)
    assert "Drift, field by field" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_without_a_key_nothing_is_sent_and_one_line_says_so(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    assert run(gateway.url, tmp_path) == 2
    said = capsys.readouterr()
    assert said.err == "error: no key: put the key of ai302 in the environment as AI302_API_KEY\n"
    assert list(gateway.app.journal) == []


def test_a_profile_is_not_taken_where_another_would_be_run(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(gateway.url, tmp_path, "--profile", "deep") == 2
    assert "a profile is for a mock" in capsys.readouterr().err
    assert list(gateway.app.journal) == []
    with pytest.raises(SystemExit):
        run(gateway.url, tmp_path, "--profile", "live")


def test_a_server_that_is_no_mock_must_be_named(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--base-url", gateway.url, "--reports", str(tmp_path)]) == 2
    assert f"GATEWAY={CHOICE}" in capsys.readouterr().err
    assert list(gateway.app.journal) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no-such-host.invalid", "not a url", "ftp://127.0.0.1"])
def test_a_wrong_host_or_one_that_is_down_is_one_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    assert run(url, tmp_path) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1


def test_a_server_that_is_no_gateway_never_sees_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    seen: list[Scope] = []

    async def page(scope: Scope, _: Receive, send: Send) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<html>a shop</html>"})

    with served(page) as url:
        assert run(url, tmp_path) == 2
    assert "is no ai302" in capsys.readouterr().err
    assert all(b"authorization" not in dict(scope["headers"]) for scope in seen)


def test_a_gateway_that_departs_from_the_document_is_a_finding_field_by_field(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.app.faults.arm("wrong-content-type", None, "get_seededit_v30_result")
    assert run(gateway.url, tmp_path) == 1
    assert "documented_content_type: get_seededit_v30_result" in capsys.readouterr().out


def test_what_the_document_leaves_open_is_drift_and_no_error(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.added.append(b',"trace":"7"')
    assert run(gateway.url, tmp_path) == 0
    said = capsys.readouterr().out
    assert "drift get_seededit_v30_result 200 $.trace: the document says nothing of such a field; " in said
    assert 'the gateway said "7"' in said


def test_a_gateway_as_the_document_and_the_recordings_have_it_shows_no_drift(
    gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, of_each_kind=True)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    assert run(gateway.url, tmp_path, "--max-billed", "5000", "--fail-on", "drift") == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith(("drift ", "drift: ", "low drift: "))] == []


@pytest.fixture
def independent(independent: IndependentGateway, monkeypatch: pytest.MonkeyPatch) -> IndependentGateway:
    """That of the room, which is asked nothing but what its document shows."""
    know_contracts(monkeypatch, shown_alone=True)
    return independent


def failed_in(reports: Path) -> set[tuple[str, str]]:
    """The operations and checks that failed, by JUnit."""
    cases = ElementTree.parse(reports / "junit.xml").iter("testcase")
    return {(c.get("classname", ""), c.get("name", "")) for c in cases if c.find("failure") is not None}


def test_each_field_that_drifts_is_one_finding_that_fails_a_run_only_if_it_is_told_so(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    independent.more = {"trace": "7"}
    independent.more_data = {"queue": {"position": 3}}
    assert run(independent.url, tmp_path / "as-it-comes") == 0
    said = capsys.readouterr().out
    drifted = ["submit_seededit_v30 $.trace", "get_seededit_v30_result $.trace", "get_seededit_v30_result $.data.queue"]
    for place in drifted:
        assert said.count(f"drift: nothing_undocumented: {place}: expected no field") == 1
    assert failed_in(tmp_path / "as-it-comes") == set()
    assert run(independent.url, tmp_path / "strict", "--fail-on", "drift") == 1
    assert {(o, "nothing_undocumented") for o in (*SUBMITS, "get_seededit_v30_result")} <= failed_in(
        tmp_path / "strict"
    )
    page = (tmp_path / "strict" / "index.html").read_text(encoding="utf-8")
    assert "beyond the document" in page
    assert "$.data.queue" in page


def test_a_refusal_of_an_address_that_nobody_can_fetch_is_drift(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, refused = independent.answer, list[Asked]()

    def fetching(asked: Asked) -> tuple[int, Any]:
        if b'"https://xxx' in asked.body and asked.authorization.endswith(independent.key):
            refused.append(asked)
            message = "the picture cannot be fetched"
            return 400, {"error": {"err_code": -10003, "message": message, "message_cn": message, "type": "api_error"}}
        return usual(asked)

    monkeypatch.setattr(independent, "answer", fetching)
    assert run(independent.url, tmp_path, "--max-billed", "40") == 0
    assert refused
    assert "drift: answered_as_documented: " in capsys.readouterr().out


def test_a_gateway_that_has_too_many_calls_each_time_fails_a_run(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = independent.answer

    def busy(asked: Asked) -> tuple[int, Any]:
        return independent._too_many() if asked.authorization.endswith(independent.key) else usual(asked)

    monkeypatch.setattr(independent, "answer", busy)
    assert run(independent.url, tmp_path, "--max-billed", "4") == 1
    assert "any_call_is_let_in" in capsys.readouterr().out


def test_a_status_of_a_task_that_no_caller_knows_fails_a_run(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    independent.end = "paused"
    assert run(independent.url, tmp_path, "--max-billed", "6") == 1
    place = "nothing_undocumented: get_seededit_v30_result $.data.status: "
    assert f'\n{place}expected no value that the document does not know, found "paused"' in capsys.readouterr().out


def test_the_worst_is_told_first(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    independent.more = {"trace": "7"}
    independent.with_picture = False
    assert run(independent.url, tmp_path, "--max-billed", "20") == 1
    lines = capsys.readouterr().out.splitlines()
    errors = [n for n, line in enumerate(lines) if line.startswith("picture_with_success: ")]
    drift = [n for n, line in enumerate(lines) if line.startswith("drift: ")]
    low = [n for n, line in enumerate(lines) if line.startswith("low drift: ")]
    assert errors
    assert drift
    assert low
    assert max(errors) < min(drift) <= max(drift) < min(low)


def test_a_gateway_that_drifts_nowhere_passes_a_run_that_fails_on_drift(
    independent: IndependentGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_unreadable(contract: Contract) -> Iterator[Case]:
        # Which code a gateway gives for what cannot be read is inferred, and this one gives another.
        return (c for c in cases(contract) if not re.search("/(text|content_type)/", c.name))

    monkeypatch.setattr(live, "cases", without_unreadable)
    assert run(independent.url, tmp_path, "--fail-on", "drift") == 0
    assert failed_in(tmp_path) == set()


def test_a_task_that_is_done_without_a_picture_is_found(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    independent.with_picture = False
    assert run(independent.url, tmp_path) == 1
    assert (
        "expected a picture, as in each recorded answer of a task that is done, found none" in capsys.readouterr().out
    )
    assert failed_in(tmp_path) == {("get_seededit_v30_result", "picture_with_success")}


def test_a_proxy_that_answers_a_submit_in_the_place_of_the_gateway_is_found(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def submits(contract: Contract) -> Iterator[Case]:
        return (c for c in cases(contract) if c.operation.operation_id in SUBMITS)

    monkeypatch.setattr(live, "cases", submits)  # what the document shows is one alone
    with ordinary_proxy(independent.url, keeps=lambda method, path: method == "POST" and path == SUBMIT) as url:
        assert run(url, tmp_path, "--max-billed", "3") == 1
    assert "expected a new task, found the id" in capsys.readouterr().out
    assert ("submit_seededit_v30", "ids_are_not_reused") in failed_in(tmp_path)


def test_a_submit_that_a_proxy_sends_twice_shows_in_nothing_but_what_the_proxy_says_of_it(
    independent: IndependentGateway, tmp_path: Path
) -> None:
    def twice(_: str, path: str) -> int:
        return 2 if path == SUBMIT else 1

    with ordinary_proxy(independent.url, times=twice) as url:
        assert run(url, tmp_path / "silent", "--max-billed", "1") == 0
        assert independent.submits == 2, "which is why the mock, with its journal, is put behind a proxy first"
    with ordinary_proxy(independent.url, times=twice, says=(("x-envoy-attempt-count", "2"),)) as url:
        assert run(url, tmp_path / "told", "--max-billed", "1") == 1
    assert ("submit_seededit_v30", "answered_for_once") in failed_in(tmp_path / "told")


@pytest.fixture
def vendors_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A gateway that passes on what its vendors answer, without an envelope of its own around it."""
    app = MockServer(Settings(folder_of("oceanbase", tmp_path / "documents"), api_keys=(KEY,), seed=1))

    async def unwrapping(scope: Scope, receive: Receive, send: Send) -> None:
        async def unwrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [pair for pair in message["headers"] if pair[0] != b"content-length"]
            elif message.get("body", b"").startswith(b'{"success":true'):
                message["body"] = orjson.dumps(orjson.loads(message["body"])["data"])
            await send(message)

        if scope["path"].startswith("/__mock__"):
            scope = {**scope, "path": "/nothing"}
        await app(scope, receive, unwrapped)

    def with_a_vendor(contract: Contract) -> Iterator[Case]:
        shown = (c for c in cases(contract) if "/example_" in c.name)
        return (c for c in shown if c.name != "create_image/example_1")  # the page leaves its answer out

    know_contracts(monkeypatch)
    monkeypatch.setattr(live, "cases", with_a_vendor)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    monkeypatch.setenv("OCEANBASE_API_KEY", KEY)
    with served(unwrapping) as url:
        yield url


def test_vendors_answers_without_the_envelope_are_drift_and_an_answer_at_once_needs_no_task(
    vendors_alone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--base-url", vendors_alone, "--gateway", "oceanbase", "--reports", str(tmp_path), "--max-billed", "3"]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    for vendors in ("create_image $: expected the usual form", "Ark's answer alone", "Bailian's task alone"):
        assert vendors in said
    assert ", 0 errors, " in said
