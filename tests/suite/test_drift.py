"""What a live gateway says beside its document and beside its examples: told as drift, by suite and recorder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.recorder.drift import Drift, answer_oddities
from contract_tests.suite.answer_checks import JudgedExchange, violations
from contract_tests.suite.contract import Contract, Expectation
from contract_tests.suite.drift_table import rows
from contract_tests.suite.request_cases import cases
from contract_tests.suite.severity import FAILING, Severity
from contract_tests.suite.target import Target
from contract_tests.suite.wire import NoAnswer, Received, Sent
from image_gateways.ai302.models.task_result import TaskResult
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS
from tests.support.independent_server import call_id, duration

UNEVEN = Path(__file__).parents[1] / "support" / "documents" / "uneven.yaml"
SUBMITTED: dict[str, Any] = {"code": 1000, "data": {"id": "1"}, "message": "Fine", "request_id": "a"}
REFUSED: dict[str, Any] = {"code": 7, "data": None, "message": "No", "request_id": "a"}
PATHS = {"submit_edit": "/edits", "get_edit": "/edits/result", "make_pictures": "/makings"}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder = tmp_path_factory.mktemp("recordings")
    return Contract(Target("uneven", UNEVEN, "http://127.0.0.1:1", "{{YOUR_API_KEY}}", folder, replays=False))


def no_picture(link: str) -> Received:
    raise NoAnswer(link)


def exchange_of(contract: Contract, operation: str, status: int, answer: Any) -> JudgedExchange:
    """An answer to the first example of an operation."""
    known = next(o for o in contract.document.operations if o.operation_id == operation)
    headers = (("content-type", "application/json"), ("authorization", "Bearer {{YOUR_API_KEY}}"))
    sent = Sent("POST", PATHS[operation], headers, json.dumps(known.body_examples[0]).encode())
    received = Received(status, (("content-type", "application/json"),), json.dumps(answer).encode())
    return JudgedExchange(contract, sent, received, contract.expect(sent), no_picture)


def told(exchange: JudgedExchange) -> list[tuple[str, Any, Severity]]:
    """The check, the place and the severity of each finding, of refusals and pictures none."""
    others = {"answered_as_documented", "whole_pictures"}
    return [(c, v.path, v.severity) for c, v in violations(exchange) if c not in others]


def without(answer: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in names}


@pytest.mark.parametrize(
    ("operation", "status", "answer", "missing"),
    [
        ("submit_edit", 200, SUBMITTED, []),
        ("submit_edit", 200, without(SUBMITTED, "message", "request_id"), [("message",), ("request_id",)]),
        ("submit_edit", 400, without(REFUSED, "data"), [("data",)]),
        ("submit_edit", 403, {"error": {"message": "No"}}, [("error", "code"), ("error", "type")]),
        ("get_edit", 200, {**SUBMITTED, "data": {"status": "running"}}, [("data", "urls")]),
        ("get_edit", 200, {**SUBMITTED, "data": {"status": "running", "urls": None}}, []),
    ],
)
def test_a_field_of_each_example_of_its_kind_that_is_missing_is_drift_for_which_no_run_fails(
    contract: Contract, operation: str, status: int, answer: Any, missing: list[Any]
) -> None:
    found = told(exchange_of(contract, operation, status, answer))
    assert found == [("usual_fields", path, Severity.LOW_DRIFT) for path in missing]
    assert not any(severity.fails(worst) for _, _, severity in found for worst in FAILING)


def test_what_only_some_examples_of_a_kind_have_is_not_usual(contract: Contract) -> None:
    facts = contract.facts["get_edit"].answer_facts(200, "application/json")
    assert facts is not None
    assert list(facts.missing_fields({"Meta": {}, "Result": {}})) == []


@pytest.mark.parametrize(
    ("operation", "answer", "sentence"),
    [
        (
            "submit_edit",
            {"Meta": {"Id": "a"}, "Result": SUBMITTED},
            "A wrapped success was seen on another route alone.",
        ),
        (
            "make_pictures",
            {"made": [{"url": "https://example.com/a.png"}]},
            "The maker's own answer, without the envelope.",
        ),
    ],
)
def test_an_answer_that_fits_what_is_marked_as_drift_alone_is_told_with_its_sentence(
    contract: Contract, operation: str, answer: Any, sentence: str
) -> None:
    exchange = exchange_of(contract, operation, 200, answer)
    (violation,) = [v for check, v in violations(exchange) if check == "usual_alternative"]
    assert (violation.path, violation.severity) == ((), Severity.DRIFT)
    assert violation.message.endswith(sentence)
    assert violation.severity.fails(Severity.DRIFT)
    assert not violation.severity.fails(Severity.ERROR)
    (row,) = [row for row in rows(exchange, violations(exchange)) if row.verdict == "beyond the document"]
    assert (row.path, sentence in row.document) == ("$", True)


def test_the_table_shows_a_list_beside_the_object_that_was_recorded_in_its_place() -> None:
    target = Target("oceanbase", DOCUMENTS / "oceanbase.yaml", "http://127.0.0.1:1", "", RECORDINGS, replays=False)
    contract = Contract(target)
    (operation,) = (o for o in contract.document.operations if o.operation_id == "create_image")
    headers = (("content-type", "application/json"), ("authorization", "Bearer {{YOUR_API_KEY}}"))
    sent = Sent("POST", operation.path, headers, json.dumps(operation.body_examples[1]).encode())
    alone = {
        "model": "doubao-seededit-3-0-i2i-250628",
        "created": 1,
        "data": [{"url": "https://pictures.invalid/a.png"}],
    }
    received = Received(200, (("content-type", "application/json"),), json.dumps(alone).encode())
    exchange = JudgedExchange(contract, sent, received, contract.expect(sent), no_picture)
    table = {row.path: row for row in rows(exchange, violations(exchange))}
    assert "The envelope is missing" in table["$"].document
    assert table["$.data[0].url"].gateway == '"https://pictures.invalid/a.png"'
    assert table["$.data.model"].gateway == "nothing"


def live_contract(gateway: str) -> Contract:
    return Contract(Target(gateway, DOCUMENTS / f"{gateway}.yaml", "http://127.0.0.1:1", "", RECORDINGS, replays=False))


@pytest.mark.parametrize("gateway", ["volcv", "oceanbase", "ai302"])
def test_the_table_has_no_row_that_differs_for_an_answer_that_the_document_shows(gateway: str) -> None:
    contract = live_contract(gateway)
    for operation in contract.document.operations:
        for example in (*operation.examples, *contract.document.unrouted.values()):
            if example.status is None or example.media_type != "application/json":
                continue
            sent = Sent(operation.method, operation.path)
            received = Received(
                example.status, (("content-type", "application/json"),), json.dumps(example.value).encode()
            )
            exchange = JudgedExchange(contract, sent, received, Expectation(operation, None), no_picture)
            assert [row for row in rows(exchange, ()) if row.verdict] == [], example.name


def test_the_table_has_no_row_for_an_id_of_another_length_and_a_duration_in_another_unit() -> None:
    contract = live_contract("volcv")
    for operation in contract.document.operations:
        shown = next(e.value for e in operation.examples if e.status == 200 and "time_elapsed" in e.value)
        for number in range(4):
            text = json.dumps({**shown, "time_elapsed": duration(number)}).replace(shown["request_id"], call_id(number))
            received = Received(200, (("content-type", "application/json"),), text.encode())
            sent = Sent(operation.method, operation.path)
            exchange = JudgedExchange(contract, sent, received, Expectation(operation, None), no_picture)
            assert [row for row in rows(exchange, ()) if row.verdict] == []


def test_a_live_gateway_is_asked_for_no_task_that_was_recorded() -> None:
    contract = live_contract("volcv")
    (poll,) = (o for o in contract.document.operations if o.operation_id in contract.document.submits)
    recorded = {i.request.body["task_id"] for i in contract.recorded(poll) if i.request is not None}
    recorded -= {body["task_id"] for body in poll.body_examples}
    asked = [case.request.body for case in cases(contract) if case.operation is poll]
    assert recorded
    assert not [body for body in asked for task_id in recorded if task_id.encode() in body]


@pytest.mark.parametrize(
    ("more", "severity"),
    [({"error": {"why": "no key"}}, Severity.ERROR), ({"error": None}, Severity.DRIFT),
     ({"trace": {"id": "a"}}, Severity.DRIFT)],
)  # fmt: skip
@pytest.mark.parametrize("gateway", ["oceanbase", "ai302", "volcv"])
def test_a_success_that_is_a_failure_too_breaks_the_document_and_any_other_new_field_is_drift(
    gateway: str, more: dict[str, Any], severity: Severity
) -> None:
    contract = live_contract(gateway)
    operation = next(o for o in contract.document.operations if o.task_link)
    shown = next(e for e in operation.examples if e.status == 200 and operation.submitted_task(200, e.value))
    body = json.dumps({**shown.value, **more}).encode()
    received = Received(200, (("content-type", "application/json"),), body)
    exchange = JudgedExchange(contract, Sent(operation.method, operation.path), received, Expectation(operation, None),
                              no_picture)  # fmt: skip
    assert ("nothing_undocumented", (next(iter(more)),), severity) in told(exchange)


@pytest.mark.parametrize(
    ("allow", "is_told"), [("GET", False), ("GET, HEAD", False), ("", True), ("POST, GET", True), ("HEAD", True)]
)
def test_a_live_gateway_that_refuses_a_method_tells_the_documented_ones_and_not_the_refused_one(
    allow: str, is_told: bool
) -> None:
    contract = live_contract("oceanbase")
    sent = next(c.request for c in cases(contract) if c.request.method == "POST" and "/tasks/" in c.request.target)
    received = Received(405, (("content-type", "application/json"), ("allow", allow)), b"{}")
    exchange = JudgedExchange(contract, sent, received, contract.expect(sent), no_picture)
    found = [severity for name, _, severity in told(exchange) if name == "methods_with_405"]
    assert found == [Severity.DRIFT] * is_told


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ({"output": {"task_status": "RUNNING", "task_metrics": {"TOTAL": 1}}}, []),
        ({"output": {"task_status": "RUNNING", "task_metrics": {"TOTAL": "1"}}}, [("documented_body", Severity.ERROR)]),
        ({"task_status": "RUNNING", "task_metrics": {"TOTAL": -1}}, [("documented_body", Severity.ERROR)]),
        ({"job": "a-1", "state": "running"}, [("usual_alternative", Severity.DRIFT)]),
    ],
)
def test_another_vendors_task_is_drift_and_a_known_one_with_a_field_of_another_type_an_error(
    task: dict[str, Any], found: list[tuple[str, Severity]]
) -> None:
    contract = live_contract("oceanbase")
    operation = next(o for o in contract.document.operations if o.operation_id in contract.document.submits)
    body = json.dumps({"success": True, "code": "200", "message": "successful", "data": task}).encode()
    received = Received(200, (("content-type", "application/json"),), body)
    sent = Sent(operation.method, operation.path)
    exchange = JudgedExchange(contract, sent, received, Expectation(operation, None), no_picture)
    judged = ("documented_body", "usual_alternative")
    assert [(name, severity) for name, path, severity in told(exchange) if name in judged] == found


DONE: dict[str, Any] = {
    "code": 10000, "status": 10000, "message": "Success", "request_id": "202507041106", "time_elapsed": "1ms",
    "data": {"status": "done", "image_urls": ["https://pictures.invalid/a.png"], "binary_data_base64": None},
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "is_read", "level"),
    [
        (DONE, True, None),
        ({**DONE, "request_id": "202611281530", "time_elapsed": "2ms"}, True, None),
        ({**DONE, "trace": "7"}, True, Severity.DRIFT),
        (without(DONE, "message"), True, Severity.LOW_DRIFT),
        ({**DONE, "data": {**DONE["data"], "status": "paused"}}, True, Severity.ERROR),
        ({**DONE, "message": 7}, False, Severity.ERROR),
        ({**DONE, "data": {**DONE["data"], "image_urls": "https://pictures.invalid/a.png"}}, False, Severity.ERROR),
        (without(DONE, "code"), False, Severity.ERROR),
        (without(DONE, "data"), False, Severity.ERROR),
        ({**DONE, "code": 10001}, False, Severity.ERROR),
    ],
    ids=["usual", "other id and time", "new field", "lost optional field", "new status of a task", "other type",
         "text for a list", "lost code", "lost data", "other code"],
)  # fmt: skip
def test_what_the_generated_client_cannot_read_or_a_caller_not_act_on_is_an_error_and_other_news_is_drift(
    answer: dict[str, Any], is_read: bool, level: Severity | None
) -> None:
    target = Target("ai302", DOCUMENTS / "ai302.yaml", "http://127.0.0.1:1", "", RECORDINGS, replays=False)
    contract = Contract(target)
    (poll,) = contract.document.submits
    operation = next(o for o in contract.document.operations if o.operation_id == poll)
    headers = (("content-type", "application/json"), ("authorization", "Bearer {{YOUR_API_KEY}}"))
    sent = Sent("POST", operation.path, headers, json.dumps(operation.body_examples[0]).encode())
    received = Received(200, (("content-type", "application/json"),), json.dumps(answer).encode())
    exchange = JudgedExchange(contract, sent, received, contract.expect(sent), no_picture)
    levels = [severity for _, _, severity in told(exchange)]
    assert min(levels, key=list(Severity).index, default=None) == level
    if is_read:
        assert TaskResult.from_dict(answer).code == 10000
    else:
        with pytest.raises((KeyError, TypeError, ValueError)):
            TaskResult.from_dict(answer)


def test_the_recorder_tells_the_same(contract: Contract) -> None:
    facts = contract.facts["submit_edit"].answer_facts(200, "application/json")
    assert facts is not None
    nothing = "in each of its examples that there is such a field"
    assert list(answer_oddities(without(SUBMITTED, "message"), facts)) == [
        Drift("answer $.message", nothing, "nothing")
    ]
    (wrapped,) = answer_oddities({"Meta": {"Id": "a"}, "Result": SUBMITTED}, facts)
    assert (wrapped.where, wrapped.document) == ("answer $", "A wrapped success was seen on another route alone.")


def test_a_mock_is_held_to_its_recordings_and_not_to_what_is_usual(contract: Contract) -> None:
    for file in DOCUMENTS.glob("*.yaml"):
        assert Target(file.stem, file, "", "", RECORDINGS).replays
    exchange = exchange_of(contract, "submit_edit", 200, without(SUBMITTED, "message"))
    exchange.contract = Contract(Target("uneven", UNEVEN, "", "{{YOUR_API_KEY}}", contract.target.recordings))
    assert {check for check, _, _ in told(exchange)} == {"as_recorded", "new_task_is_named_as_recorded"}
