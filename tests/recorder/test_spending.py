"""Money: what may be billed is not sent unless it was confirmed, and every call that was sent is counted."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from contract_tests.base_url import parsed_base_url
from contract_tests.recorder.proxy import RecordingProxy, running_proxy
from contract_tests.recorder.session import RecordingSession
from contract_tests.recorder.spending import Spending
from contract_tests.suite import live
from contract_tests.suite.__main__ import main
from contract_tests.suite.billing import Purse, may_be_billed
from contract_tests.suite.contract import Contract
from contract_tests.suite.request_cases import cases
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.wire import Sent, Wire
from image_edit.document import ClientDocument
from image_gateways_documents.document import Document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS
from tests.support.independent_gateway import POLL, SUBMIT, IndependentGateway
from tests.support.independent_server import Asked, serving
from tests.support.known_contracts import know_contracts
from tests.support.our_documents import OURS

KEY = "-".join(("live", "key", "0123456789abcdef"))
HEADERS = {"Authorization": f"Bearer {KEY}"}
EDIT = {"image_urls": ["https://example.com/cat.png"], "prompt": "a hat"}


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndependentGateway]:
    know_contracts(monkeypatch)  # what schemathesis draws is held to the budget in tests/suite/test_live_draws.py
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.delenv("CONFIRM_BILLED", raising=False)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    with serving(IndependentGateway(KEY)) as running:
        yield running


@pytest.fixture
def unpriced(tmp_path: Path) -> Path:
    """A document that says nowhere what is billed."""
    lines = (DOCUMENTS / "ai302.yaml").read_text("utf-8").splitlines(keepends=True)
    file = tmp_path / "documents" / "ai302.yaml"
    file.parent.mkdir()
    file.write_text("".join(line for line in lines if not re.match(r" +x-(billed|price):", line)), "utf-8")
    assert "x-billed" not in file.read_text("utf-8")
    return file


def run(gateway: IndependentGateway, reports: Path, *more: str) -> int:
    return main(["--base-url", gateway.url, "--gateway", "ai302", "--reports", str(reports), *more])


def workable(gateway: IndependentGateway) -> list[str]:
    """The paths of what a gateway could have worked on: to change something, with the key and an object."""
    return [r.path for r in gateway.requests if r.method != "GET" and KEY in r.authorization and b"{" in r.body]


def test_of_a_document_without_prices_a_live_run_makes_no_call_unless_it_is_confirmed(
    gateway: IndependentGateway, unpriced: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(gateway, tmp_path, "--document", str(unpriced), "--max-billed", "50")
    assert workable(gateway) == []
    assert gateway.submits == 0
    assert "spent: 0 billed calls" in capsys.readouterr().out


def test_of_a_document_without_prices_polls_count_as_billed_too(
    gateway: IndependentGateway,
    unpriced: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    run(gateway, tmp_path, "--document", str(unpriced), "--max-billed", "3")
    assert workable(gateway) == [SUBMIT, POLL, POLL]
    assert "spent: 3 billed calls" in capsys.readouterr().out


def test_a_live_run_counts_each_call_that_was_sent(
    gateway: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    run(gateway, tmp_path, "--max-billed", "4")
    assert len([path for path in workable(gateway) if path != POLL]) == 4
    assert "spent: 4 billed calls, for at most 0.05 PTC" in capsys.readouterr().out


def test_what_a_gateway_takes_though_it_should_have_refused_it_is_counted_and_not_tried_again(
    gateway: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.takes_anything = True
    run(gateway, tmp_path)
    assert gateway.submits == 1
    assert "spent: 3 billed calls, for at most 0.05 PTC" in capsys.readouterr().out, "one of each operation"


def test_a_call_that_could_not_be_sent_costs_nothing(gateway: IndependentGateway) -> None:
    contract = Contract(Target("ai302", DOCUMENTS / "ai302.yaml", gateway.url, KEY, RECORDINGS, replays=False))
    spending = Spending(contract.document, confirmed=True, most=1)
    example = next(case for case in cases(contract) if case.name == "submit_seededit_v30/example_1")
    nobody = Session(contract, Wire("http://127.0.0.1:1"), purse=Purse(contract, spending))
    assert nobody.judge(example.name, example.request) is None
    assert spending.made.total() == 0
    answered = Session(contract, Wire(gateway.url), purse=Purse(contract, spending))
    assert answered.judge(example.name, example.request) is not None
    assert spending.made.total() == 1
    assert answered.judge(example.name, example.request) is None, "the budget is one"
    assert gateway.submits == 1
    nobody.wire.close()
    answered.wire.close()


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError("the disk is full")])
def test_what_was_spent_is_said_however_a_live_run_ends(
    gateway: IndependentGateway,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    end: BaseException,
) -> None:
    def end_it(*_: object) -> None:
        raise end

    monkeypatch.setattr(live, "write_reports", end_it)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    assert run(gateway, tmp_path, "--max-billed", "2") in (2, 130)
    assert "spent: 2 billed calls" in capsys.readouterr().out


def test_a_submit_without_an_answer_is_spent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(IndependentGateway):
        def answer(self, asked: Asked) -> tuple[int, object]:
            if workable(self):
                raise ConnectionResetError
            return super().answer(asked)

    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    with serving(Silent(KEY)) as silent:
        run(silent, tmp_path, "--max-billed", "3")
        assert len([path for path in workable(silent) if path != POLL]) == 3
    said = capsys.readouterr().out
    assert "at most 3, as MAX_BILLED allows" in said
    assert "A call is spent as soon as it is sent, whether an answer comes or not" in said
    assert "spent: 3 billed calls" in said


@pytest.mark.parametrize(("confirmed", "most", "sent"), [(False, 50, 0), (True, 0, 0), (True, 2, 2)])
def test_of_a_document_without_prices_the_recorder_forwards_what_was_confirmed_and_no_more(
    gateway: IndependentGateway, unpriced: Path, tmp_path: Path, confirmed: bool, most: int, sent: int
) -> None:
    document = Document(unpriced)
    session = RecordingSession(document, recordings=tmp_path / "recordings", source="a test", report=lambda _: None)
    spending = Spending(document, confirmed=confirmed, most=most)
    base_url = parsed_base_url(gateway.url)
    proxy = RecordingProxy(base_url, session, spending, timeout_seconds=20, report=lambda _: None)
    with running_proxy(proxy) as url, httpx.Client(base_url=url, headers=HEADERS) as client:
        statuses = [client.post(SUBMIT, json=EDIT).status_code for _ in range(2)]
        statuses += [client.post(POLL, json={"task_id": "1"}).status_code for _ in range(2)]
    assert statuses == [200] * sent + [402] * (4 - sent)
    assert len(gateway.requests) == spending.made.total() == sent


@pytest.mark.parametrize(
    ("method", "stated", "billed"),
    [
        ("post", None, True),
        ("put", None, True),
        ("patch", None, True),
        ("delete", None, True),
        ("get", None, False),
        ("head", None, False),
        ("options", None, False),
        ("post", False, False),
        ("get", True, True),
    ],
)
def test_whatever_may_change_something_is_billed_unless_the_document_says_otherwise(
    method: str, stated: object, billed: bool, tmp_path: Path
) -> None:
    operation: dict[str, object] = {"operationId": "it", "responses": {"204": {"description": "Done."}}}
    if stated is not None:
        operation["x-billed"] = stated
    file = tmp_path / "small.json"
    info = {"title": "Small", "version": "1"}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": info, "paths": {"/it": {method: operation}}}), "utf-8")
    document = Document(file)
    assert (Spending(document, confirmed=True, most=1).price("it") is not None) == billed
    assert ClientDocument("small", document.root).is_billed("it") == billed


BEARER: dict[str, Any] = {"type": "http", "scheme": "bearer"}
BASIC: dict[str, Any] = {"type": "http", "scheme": "basic"}
IN_QUERY: dict[str, Any] = {"type": "apiKey", "in": "query", "name": "key"}
NEEDED: list[dict[str, list[str]]] = [{"key": []}]
PERHAPS = [*NEEDED, {}]
AN_OBJECT = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
AN_ARRAY = {"required": True, "content": {"application/json": {"schema": {"type": "array"}}}}
A_FORM = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
ODD_KEY = "odd+key/0123456789=="
CODED = b64encode(ODD_KEY.encode()).decode()


@pytest.mark.parametrize(
    ("scheme", "security", "taken", "sent", "may_be"),
    [
        (BEARER, NEEDED, AN_OBJECT, Sent("POST", "/it", (("authorization", f"Bearer {ODD_KEY}"),), b"{}"), True),
        (BEARER, NEEDED, AN_OBJECT, Sent("POST", "/it", (), b"{}"), False),
        (BEARER, NEEDED, AN_OBJECT, Sent("POST", "/it", (("authorization", f"Bearer {ODD_KEY}"),), b"[1]"), False),
        (BEARER, None, AN_OBJECT, Sent("POST", "/it", (), b"{}"), True),
        (BEARER, PERHAPS, AN_OBJECT, Sent("POST", "/it", (), b"{}"), True),
        (IN_QUERY, NEEDED, AN_OBJECT, Sent("POST", f"/it?{urlencode({'key': ODD_KEY})}", (), b"{}"), True),
        (BASIC, NEEDED, AN_OBJECT, Sent("POST", "/it", (("authorization", f"Basic {CODED}"),), b"{}"), True),
        (BEARER, None, A_FORM, Sent("POST", "/it", (), b"prompt=a+cat"), True),
        (BEARER, None, AN_ARRAY, Sent("POST", "/it", (), b'["a cat"]'), True),
        (BEARER, None, {**AN_OBJECT, "required": False}, Sent("POST", "/it"), True),
        (BEARER, None, None, Sent("POST", "/it"), True),
        (BEARER, None, AN_OBJECT, Sent("POST", "/another", (), b"{}"), True),
        (BEARER, None, AN_OBJECT, Sent("GET", "/another", (), b"{}"), False),
    ],
)
def test_certain_not_to_be_billed_is_only_what_lacks_a_key_or_a_body_that_the_document_demands(
    scheme: object, security: object, taken: object, sent: Sent, may_be: bool, tmp_path: Path
) -> None:
    operation: dict[str, object] = {"operationId": "it", "responses": {"204": {"description": "Done."}}}
    operation |= {"security": security} if security else {}
    operation |= {"requestBody": taken} if taken else {}
    file = tmp_path / "small.json"
    whole = {"paths": {"/it": {"post": operation}}, "components": {"securitySchemes": {"key": scheme}}}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "Small", "version": "1"}, **whole}), "utf-8")
    target = Target("small", file, "http://127.0.0.1:1", ODD_KEY, tmp_path, replays=False)
    assert may_be_billed(Contract(target), sent) == may_be


def test_the_prices_of_the_documents_are_those_that_they_state() -> None:
    free = {
        name
        for document in OURS
        for name in (o.operation_id for o in document.operations)
        if Spending(document, confirmed=True, most=1).price(name) is None
    }
    assert free == {"get_seededit_v30_result", "cv_sync2async_get_result", "get_task"}
