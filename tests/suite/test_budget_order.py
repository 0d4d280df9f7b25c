"""What a budget goes to first, what it was not enough for, and how long an answer may take."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.suite import live, wire
from contract_tests.suite.__main__ import main
from contract_tests.suite.billing import is_billed_example, may_be_billed
from contract_tests.suite.budget_order import constraint_of, in_order, not_asked
from contract_tests.suite.contract import Contract
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.target import Target
from contract_tests.suite.text_cases import text_cases
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.schema_walk import find
from image_gateways_recordings.folder import RECORDINGS
from tests.support.independent_gateway import IndependentGateway

POLL_EXAMPLE = "get_seededit_v30_result/example_1"


@pytest.fixture(scope="module", params=["ai302", "oceanbase"])
def contract(request: pytest.FixtureRequest) -> Contract:
    document = DOCUMENTS / f"{request.param}.yaml"
    return Contract(Target(request.param, document, "http://127.0.0.1:1", "key", RECORDINGS, replays=False))


def of_one_operation(made: Callable[[Contract], Iterable[Case]]) -> Callable[[Contract], list[Case]]:
    return lambda contract: [c for c in made(contract) if c.operation.operation_id == "submit_seededit_v30"]


def run(url: str, reports: Path, *more: str) -> int:
    return main(["--base-url", url, "--gateway", "ai302", "--reports", str(reports), *more])


def test_a_budget_goes_to_examples_then_to_one_case_of_each_constraint_then_to_the_rest(contract: Contract) -> None:
    priced = [c for c in (*cases(contract), *text_cases(contract)) if may_be_billed(contract, c.request)]
    ordered = in_order(contract, priced)
    assert sorted(c.name for c in ordered) == sorted(c.name for c in priced)
    examples = sum(is_billed_example(contract, c) for c in priced)
    assert all(is_billed_example(contract, c) for c in ordered[:examples])
    constraints = {constraint_of(contract, c) for c in priced if not is_billed_example(contract, c)}
    once = ordered[examples : examples + len(constraints)]
    assert {constraint_of(contract, c) for c in once} == constraints
    assert len(constraints) < len(priced) - examples, "some constraints have more than one case"
    broken = {constraint_of(contract, c) for c in priced if c.made}
    assert {constraint_of(contract, c) for c in once if c.made} == broken, "what is to be refused goes before the rest"
    kinds = {(constraint_of(contract, c), c.made) for c in priced if not is_billed_example(contract, c)}
    assert {(constraint_of(contract, c), c.made) for c in ordered[examples : examples + len(kinds)]} == kinds


def test_what_was_not_asked_names_place_keyword_and_line_and_nothing_of_which_a_case_was_sent(
    contract: Contract,
) -> None:
    priced = [c for c in cases(contract) if may_be_billed(contract, c.request)]
    bounded = next(c for c in priced if c.keyword == "maximum")
    constraint = constraint_of(contract, bounded)
    alike = [c for c in priced if constraint_of(contract, c) == constraint]
    (line,) = not_asked(contract, [], alike)
    assert line == f"not asked: {constraint.operation_id} {constraint.place}: maximum ({constraint.line})"
    file, _, number = constraint.line.rpartition(":")
    assert "maximum:" in (DOCUMENTS.parent / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert len(alike) > 1
    assert list(not_asked(contract, alike[:1], alike[1:])) == []


def test_texts_that_break_servers_are_as_long_as_the_document_allows_and_allowed(contract: Contract) -> None:
    found = list(text_cases(contract))
    assert found
    for case in found:
        place = tuple(case.name.split("/")[2:-2])
        text = next(value for _, value in find(json.loads(case.request.body), place))
        assert len(text) == case.part.get("maxLength", 700)
        assert contract.expect(case.request).problem is None
        assert may_be_billed(contract, case.request) == (contract.facts[case.operation.operation_id].price is not None)
    kinds = {case.name.rpartition("/")[2] for case in found}
    assert kinds == {"emoji", "combining", "right_to_left", "astral"}


def test_a_gateway_that_counts_bytes_in_the_place_of_characters_is_found(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = independent.answer

    def counting_bytes(asked: Any) -> tuple[int, Any]:
        too_long = asked.path.endswith("/seededit_v30") and "prompt" in asked.body.decode("utf-8", "replace")
        if too_long and asked.body.startswith(b"{") and len(asked.body) > 1500 and b"\xf0\x9f" in asked.body:
            return 400, {
                "error": {"err_code": -10003, "message": "prompt", "message_cn": "prompt", "type": "api_error"}
            }
        return usual(asked)

    monkeypatch.setattr(independent, "answer", counting_bytes)
    monkeypatch.setattr(live, "cases", lambda _: ())  # these texts alone
    assert run(independent.url, tmp_path, "--max-billed", "5000") == 1
    said = capsys.readouterr().out
    assert "answered_as_documented: submit_seededit_v30: expected a success, since the document allows" in said


def test_a_run_within_a_budget_lists_what_was_not_asked_by_constraint(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cases", "text_cases"):
        monkeypatch.setattr(live, name, of_one_operation(getattr(live, name)))
    assert run(independent.url, tmp_path / "some", "--max-billed", "3") == 0
    said = capsys.readouterr().out
    assert "not asked: submit_seededit_v30 prompt: " in said
    assert "maxLength (openapi/ai302.yaml:" in said
    assert "not asked: submit_seededit_v30 prompt: " in (tmp_path / "some" / "index.html").read_text(encoding="utf-8")
    assert run(independent.url, tmp_path / "all", "--max-billed", "5000") == 0
    assert "not asked: " not in capsys.readouterr().out


def test_an_answer_that_takes_longer_than_it_may_is_a_finding(
    independent: IndependentGateway, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def time() -> float:
        return len(independent.requests) * 5.0  # each answer takes five seconds

    monkeypatch.setattr(wire, "time", SimpleNamespace(time=time, monotonic=time))
    monkeypatch.setattr(live, "cases", lambda contract: [c for c in cases(contract) if c.name == POLL_EXAMPLE])
    assert run(independent.url, tmp_path / "fast enough", "--max-billed", "0", "--max-seconds", "5") == 0
    assert run(independent.url, tmp_path / "too slow", "--max-billed", "0", "--max-seconds", "4.5") == 1
    assert (
        "answers_in_time: get_seededit_v30_result: expected an answer in 4.5 s, found 5.0 s" in capsys.readouterr().out
    )
