"""What is drawn for a live gateway: judged as everything else is, and never billed beyond what the user allows."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from contract_tests.recorder.spending import Spending
from contract_tests.suite import live, metered_requests, wire
from contract_tests.suite.answer_checks import CHECKS
from contract_tests.suite.billing import Purse
from contract_tests.suite.contract import Contract
from contract_tests.suite.property_tests import PropertyTests
from contract_tests.suite.session import Session
from contract_tests.suite.severity import Severity
from contract_tests.suite.target import Target
from contract_tests.suite.wire import Sent, Wire
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS
from tests.support.independent_gateway import ARK, DRAW, POLL, SUBMIT, IndependentGateway
from tests.support.independent_server import Asked, has_key, json_object, serving
from tests.support.known_contracts import know_contracts
from tests.support.raw_server import http_answer, raw_server

KEY = "-".join(("live", "key", "0123456789abcdef"))
FEW = 3  # cases of a phase, for an operation
TASK = frozenset({"submit_seededit_v30", "get_seededit_v30_result"})  # one that may be billed, a free one, a link


def target_at(url: str, operations: frozenset[str] | None = None) -> Target:
    return Target("ai302", DOCUMENTS / "ai302.yaml", url, KEY, RECORDINGS, replays=False, operations=operations)


def session_with(url: str, *, confirmed: bool, most: int) -> tuple[Session, Spending]:
    contract = Contract(target_at(url, TASK))
    session = Session(contract, Wire(url))
    spending = Spending(contract.document, confirmed=confirmed, most=most)
    session.purse = Purse(contract, spending)
    return session, spending


def could_be_billed(gateway: IndependentGateway) -> list[Asked]:
    """What a gateway was asked that it could have worked on, as it sees that itself."""
    known = [a for a in gateway.requests if a.method == "POST" and a.path in (SUBMIT, DRAW, ARK)]
    return [a for a in known if has_key(a, KEY) and b"{" in a.body]


@pytest.mark.parametrize(("confirmed", "most"), [(False, 50), (True, 3)])
def test_what_is_drawn_is_billed_as_often_as_the_user_allows_and_no_more(confirmed: bool, most: int) -> None:
    allowed = most if confirmed else 0
    with serving(IndependentGateway(KEY)) as gateway:
        session, spending = session_with(gateway.url, confirmed=confirmed, most=most)
        PropertyTests(session, 1, FEW).run()
        session.wire.close()
    assert {asked.path for asked in gateway.requests if asked.method == "POST"} == {SUBMIT, POLL}
    assert len(could_be_billed(gateway)) == allowed
    assert spending.made.total() == allowed
    assert session.purse is not None
    assert session.purse.held_back > 0
    assert session.cases > allowed, "what costs nothing is asked all the same"
    assert [f for f in session.findings if f.severity is Severity.ERROR] == []
    statuses = {passed.received.status for passed in session.wire.passed if passed.received}
    assert statuses <= {200, 400, 401, 404, 405}, "what was held back is no answer of the gateway"


def test_what_a_stranger_takes_or_refuses_of_what_is_drawn_is_judged_by_evidence_alone() -> None:
    class OtherWayRound(IndependentGateway):
        def answer(self, asked: Asked) -> tuple[int, object]:
            if not has_key(asked, KEY) or "task_id" in (json_object(asked.body) or {}):
                return super().answer(asked._replace(body=b""))
            return 200, self._success({"status": "not_found", "image_urls": None, "binary_data_base64": None})

    with serving(OtherWayRound(KEY)) as gateway:
        contract = Contract(target_at(gateway.url, frozenset({"get_seededit_v30_result"})))
        session = Session(contract, Wire(gateway.url))
        PropertyTests(session, 1, FEW).run()
        session.wire.close()
    assert "answered_as_documented" in {finding.check for finding in session.findings}
    assert {finding.check for finding in session.findings} <= CHECKS.keys()


def test_a_drawn_call_that_had_no_answer_is_not_sent_again() -> None:
    class Dropping(IndependentGateway):
        def answer(self, asked: Asked) -> tuple[int, object]:
            if (
                len(could_be_billed(self)) > 2
            ):  # by then a connection is kept, and requests on one that drops are resent
                raise ConnectionResetError
            return super().answer(asked)

    with serving(Dropping(KEY)) as gateway:
        session, spending = session_with(gateway.url, confirmed=True, most=500)
        PropertyTests(session, 1, FEW).run()
        session.wire.close()
    sent = could_be_billed(gateway)
    assert len(sent) > 2
    assert spending.made.total() == len(sent)
    assert sent[2] not in sent[3:]


@pytest.mark.parametrize(("longest_idle_seconds", "connections"), [(-1.0, 2), (3600.0, 1)])
def test_a_connection_that_was_idle_for_long_is_not_used_again_since_its_server_may_be_closing_it(
    longest_idle_seconds: float, connections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (wire, metered_requests):
        monkeypatch.setattr(module, "LONGEST_IDLE_SECONDS", longest_idle_seconds)
    asked = Sent("POST", POLL)
    refusal = http_answer(b"{}", "401 Unauthorized")
    with raw_server(lambda connection, _: connection.send(refusal) > 0) as server:
        session, _ = session_with(server.url, confirmed=False, most=0)
        assert session.purse is not None
        assert [session.wire.send(asked).status for _ in range(2)] == [401, 401]
        session.wire.close()
        assert server.connections == connections
        with metered_requests.metered(session.purse, lambda _: asked), requests.Session() as client:
            assert [client.post(server.url + POLL).status_code for _ in range(2)] == [401, 401]
        assert server.connections == 2 * connections


def test_a_live_run_draws_after_its_own_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    know_contracts(monkeypatch, draws=True, shown_alone=True)
    monkeypatch.setattr(live, "_DRAWN_AT_MOST", FEW)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    with serving(IndependentGateway(KEY)) as gateway:
        wishes = live.Wishes(Severity.ERROR, seed=1)
        target = target_at(gateway.url, TASK)
        run = live.LiveRun(target, live.Allowance(confirmed=True, most=2), wishes, lambda _: None)
        session = run.run(tmp_path)
    agents = ["schemathesis" in dict(p.sent.headers).get("user-agent", "") for p in session.wire.passed]
    assert any(agents)
    assert not any(agents[: agents.index(True)])
    assert all(agents[agents.index(True) :])
    assert len(could_be_billed(gateway)) == 2
    assert [f for f in session.findings if f.severity is Severity.ERROR] == []
