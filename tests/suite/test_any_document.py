"""A document with no key of ours, no envelope and no evidence is held as well: tiny ones, of our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi import checks as _checks  # noqa: F401  registers them
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.suite.asked_values import form_fields
from contract_tests.suite.contract import Contract
from contract_tests.suite.decoded_pictures import decoded
from contract_tests.suite.finding import Finding
from contract_tests.suite.jobs import RunPart, run_job
from contract_tests.suite.live import Allowance, LiveRun, Wishes
from contract_tests.suite.mock_run import mock_targets, run_against_mock
from contract_tests.suite.own_cases import run_own_cases
from contract_tests.suite.property_tests import PropertyTests
from contract_tests.suite.request_cases import cases
from contract_tests.suite.request_making import request_of
from contract_tests.suite.schema_values import encoded_picture
from contract_tests.suite.session import Session
from contract_tests.suite.severity import Severity
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import TaskStory, unbilled_stories
from contract_tests.suite.wire import Received, Sent, Wire
from image_gateways_documents.operations import Operation
from image_gateways_mock import Settings, started_server
from tests.support.served import served

KEY = "a-name:and-a-password"
DAIRY = """
openapi: 3.0.3
info: {title: A dairy, version: '1'}
servers: [{url: 'https://dairy.invalid/{version}', variables: {version: {default: v2}}}]
security: [{who: [], same: []}]
components:
  securitySchemes:
    who: {type: http, scheme: basic}
    same: {type: http, scheme: basic}
    badge: {type: apiKey, in: cookie, name: badge}
paths:
  /cows/{cow}:
    parameters:
      - {name: cow, in: path, required: true, schema: {type: string, format: uuid}}
      - {name: X-Unit, in: header, required: true, schema: {type: string, enum: [litre, pint]}}
    get:
      parameters:
        - {name: day, in: query, required: true, schema: {type: string, format: date}}
        - {name: parts, in: query, required: true, schema: {type: array, items: {type: integer}, minItems: 2}}
        - {name: visit, in: cookie, required: true, schema: {type: integer, minimum: 3}}
        - {name: other, in: query, schema: {type: string}}
      responses: {'200': {description: A cow., content: {image/png: {}}}}
    delete:
      security: [{badge: []}]
      responses: {'204': {description: Gone.}}
  /milk:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [bottle, count]
              properties:
                bottle: {type: string, format: binary}
                count: {type: integer, minimum: 1}
                size: {type: string, enum: [small, big]}
                notes: {type: array, items: {type: string}}
                labels: {type: array, items: {type: object, required: [text], properties: {text: {type: string}}}}
      responses: {'201': {description: Poured., content: {text/plain: {schema: {type: string}}}}}
    put:
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {
        type: object, required: [cream, uses], properties: {cream: {type: boolean}, uses: {type: array}}}}}}
      responses: {'200': {description: Kept., content: {application/json: {schema: {type: object, required: [ok],
        properties: {ok: {type: boolean}}}}}}}
"""


@pytest.fixture(scope="module")
def dairy(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    file = tmp_path_factory.mktemp("dairy") / "dairy.yml"
    file.write_text(DAIRY, "utf-8")
    return Contract(Target("dairy", file, "http://127.0.0.1:1", KEY, file.parent, takes_any_key=True, replays=False))


def operation(contract: Contract, method: str) -> Operation:
    return next(each for each in contract.document.operations if each.method == method)


def test_whatever_an_operation_needs_is_in_its_requests(dairy: Contract) -> None:
    asked = request_of(dairy, operation(dairy, "GET"))
    assert asked.target == "/v2/cows/7f4df9a6-5b0b-4d7c-8f6e-2b1a3c4d5e6f?day=2026-01-02&parts=1&parts=1"
    assert len(asked.headers) == 3
    assert asked.first_headers() == {
        "x-unit": "litre", "cookie": "visit=3", "authorization": "Basic YS1uYW1lOmFuZC1hLXBhc3N3b3Jk",
    }  # fmt: skip
    assert request_of(dairy, operation(dairy, "DELETE")).first_headers()["cookie"] == f"badge={KEY}"


def test_of_each_operation_there_is_a_request_that_the_document_allows(dairy: Contract) -> None:
    usual = [case for case in cases(dairy) if case.name.endswith("/as_it_is")]
    assert {case.operation.operation_id for case in usual} == {o.operation_id for o in dairy.document.operations}
    assert [(case.name, dairy.expect(case.request).problem) for case in usual] == [(case.name, None) for case in usual]


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("key/none/badge", "missing-credentials"),
        ("query/other/twice", "conflicting-fields"),
        ("cookie/visit/1", None),
        ("cookie/visit/3", "out-of-bounds"),
        ("cookie/visit/absent", "missing-field"),
        ("query/day/absent", "missing-field"),
        ("query/parts/absent", "missing-field"),
        ("header/x-unit/absent", "missing-field"),
    ],
)
def test_a_mock_is_asked_without_its_key_and_with_parameters_left_out_at_their_bounds_and_beyond_wherever_they_stand(
    dairy: Contract, name: str, condition: str | None
) -> None:
    made = {case.name.partition("/")[2]: case for case in cases(Contract(replace(dairy.target, replays=True)))}
    problem = dairy.expect(made[name].request).problem
    assert (problem.condition if problem else None) == condition


def changed(sent: Sent, old: str, new: str) -> Sent:
    headers = tuple((name, value.replace(old, new)) for name, value in sent.headers)
    return Sent(sent.method, sent.target.replace(old, new), headers, sent.body.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    ("method", "body", "old", "new", "condition"),
    [
        ("GET", None, "&parts=1&parts=1", "&parts=1", "out-of-bounds"),
        ("GET", None, "parts=1", "parts=one", "wrong-type"),
        ("GET", None, "2026-01-02", "January", "out-of-bounds"),
        ("GET", None, "visit=3", "visit=2", "out-of-bounds"),
        ("GET", None, "visit=3", "visitor=3", "missing-field"),
        ("GET", None, "visit=3", 'other="; |#=; visit="3"', None),
        ("GET", None, "litre", "barrel", "out-of-bounds"),
        ("GET", None, "Basic ", "Bearer ", "wrong-credentials"),
        ("DELETE", None, "badge=", "budge=", "missing-credentials"),
        ("POST", {"bottle": "", "count": 2, "notes": ["a", "b"]}, "notes", "notes", None),
        ("POST", {"bottle": "", "count": 0}, "x", "x", "out-of-bounds"),
        ("POST", {"bottle": "", "count": 1, "size": "5"}, "x", "x", "out-of-bounds"),
        ("POST", {"bottle": ""}, "x", "x", "missing-field"),
        ("POST", {"bottle": "", "count": 1, "labels": "a"}, "a\r", '{"text": "a"}\r', None),
        ("PUT", {"cream": True}, "x-www", "x-www", None),
        ("PUT", {"cream": True}, "cream=true", "cream=much", "wrong-type"),
        ("PUT", {"cream": True}, "x-www-form-urlencoded", "json", "unsupported-media-type"),
    ],
)
def test_a_request_is_judged_by_where_and_how_its_parts_are_written(
    dairy: Contract, method: str, body: Any, old: str, new: str, condition: str | None
) -> None:
    problem = dairy.expect(changed(request_of(dairy, operation(dairy, method), body), old, new)).problem
    assert (problem.condition if problem else None) == condition


def test_a_form_of_several_parts_may_have_none() -> None:
    assert form_fields("multipart/form-data; boundary=b", b"--b--\r\n", lambda _, ways: ways[0]) == {}


PICTURE = decoded(encoded_picture("PNG", 8, 8))
WELL = {
    "GET": (200, b"image/png", PICTURE),
    "DELETE": (204, b"", b""),
    "POST": (201, b"text/plain; charset=iso-8859-1", b"not {json"),
    "PUT": (200, b"application/json", b'{"ok":true}'),
}


def answering(answers: dict[str, tuple[int, bytes, bytes]]) -> ASGIApp:
    async def app(scope: Scope, _: Receive, send: Send) -> None:
        status, media_type, body = answers[scope["method"]]
        headers = [(b"content-type", media_type)] if media_type else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


@contextmanager
def found(dairy: Contract, answers: dict[str, tuple[int, bytes, bytes]]) -> Iterator[list[Finding]]:
    with served(answering(answers)) as url:
        session = Session(dairy, Wire(url))
        for case in cases(dairy):
            if case.name.endswith("/as_it_is"):
                session.judge(case.name, case.request, made=case.made)
        session.wire.close()
    yield session.findings


def test_answers_of_every_type_are_judged_by_that_type_and_an_empty_one_by_its_status(dairy: Contract) -> None:
    with found(dairy, WELL) as findings:
        assert findings == []


@pytest.mark.parametrize(
    ("method", "answer", "check"),
    [
        ("GET", (200, b"image/png", b"no picture"), "picture_of_its_type"),
        ("GET", (200, b"image/png", decoded(encoded_picture("JPEG", 8, 8))), "picture_of_its_type"),
        ("GET", (200, b"application/json", b"{}"), "documented_content_type"),
        ("DELETE", (202, b"", b""), "documented_status"),
        ("DELETE", (204, b" ", b""), "documented_content_type"),
        ("POST", (422, b"text/plain", b"no"), "answered_as_documented"),
        ("PUT", (200, b"application/json", b"{ok"), "strict_json"),
        ("PUT", (200, b"application/json", b"{}"), "documented_body"),
    ],
)
def test_an_answer_that_is_not_what_its_type_or_its_status_says_is_found(
    dairy: Contract, method: str, answer: tuple[int, bytes, bytes], check: str
) -> None:
    with found(dairy, {**WELL, method: answer}) as findings:
        assert check in {finding.check for finding in findings}


def test_a_refusal_of_which_the_document_says_nothing_may_have_any_status_of_4xx(dairy: Contract) -> None:
    sent = changed(request_of(dairy, operation(dairy, "GET")), "visit=3", "visit=2")
    for status, checks in ((418, set()), (503, {"documented_status"})):
        with served(answering({"GET": (status, b"text/plain", b"no")})) as url:
            session = Session(dairy, Wire(url))
            session.judge("one", sent)
            session.wire.close()
        assert {finding.check for finding in session.findings} == checks


SHOP = """
openapi: 3.1.0
info: {title: A shop, version: '1'}
paths:
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        '201':
          description: Ordered.
          content:
            application/json: {schema: {type: object, required: [number], properties: {number: {type: string}}}}
          links: {look: {operationId: look, parameters: {query.number: $response.body#/number}}}
  /order:
    get:
      operationId: look
      parameters: [{name: number, in: query, required: true, schema: {type: string}}]
      responses: {'200': {description: An order., content: {application/json: {schema: {type: object}}}}}
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [("query", "string"), ("path", "string"), ("path", "integer"), ("header", "integer"), ("query", "X-Number")],
)
def test_a_task_of_which_nothing_is_recorded_is_told_by_every_kind_of_link(
    tmp_path: Path, place: str, kind: str
) -> None:
    text = SHOP.replace("query.number:", f"{place}.number:").replace(
        "name: number, in: query", f"name: number, in: {place}"
    )
    text = text.replace("/order:", "/order/{number}:") if place == "path" else text
    if kind == "X-Number":  # the id is told there, and in the body is another number
        header = "          headers: {X-Number: {schema: {type: string}}}\n          links:"
        text = text.replace("          links:", header).replace("$response.body#/number", "$response.header.X-Number")
    kind = kind if kind in ("string", "integer") else "string"
    (tmp_path / "shop.yaml").write_text(text.replace("type: string", f"type: {kind}"), "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        session = Session(Contract(Target("shop", tmp_path / "shop.yaml", server.url, "", tmp_path)), Wire(server.url))
        run_own_cases(session, lambda name: "/task/" in name)
        session.wire.close()
        first, second, *asked = server.journal()
    assert session.findings == []
    assert None not in {first.task_id, second.task_id}
    assert {entry.task_id for entry in asked} >= {first.task_id, second.task_id}


KIOSK = """
openapi: 3.1.0
info: {title: A kiosk, version: '1'}
paths:
  /papers:
    get:
      operationId: papers
      responses:
        '200': {description: All., content: {application/json: {schema: {type: object}}, text/csv: {example: 'a,b'}}}
    post:
      operationId: order
      responses:
        '201':
          description: Ordered.
          content: {application/json: {example: {order: 7}, schema: {
            type: object, required: [order], properties: {order: {type: integer}}}}}
          links: {look: {operationId: look, parameters: {order: $response.body#/order}}}
  /papers/{order}:
    get:
      operationId: look
      parameters: [{name: order, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: An order., content: {application/json: {schema: {type: object}}}}}
  /old:
    get: {operationId: old, responses: {'301': {description: Moved.}}}
"""


@pytest.mark.parametrize(
    ("changed", "checks"),
    [
        ("", set()),
        ("accept", {"answered_as_accepted"}),
        ("order", {"ids_are_not_reused"}),
        ("old", {"answered_as_documented", "documented_status"}),
    ],
)
def test_a_mock_gives_the_accepted_type_a_new_number_to_each_task_and_what_stands_for_a_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, checks: set[str]
) -> None:
    document = tmp_path / "kiosk.yaml"
    document.write_text(KIOSK, "utf-8")
    send = Wire.send

    def sent_otherwise(wire: Wire, request: Sent) -> Received:
        if changed == "accept":
            return send(wire, replace(request, headers=()))
        answer = send(wire, request)
        if changed == "old" and request.target == "/old":
            return replace(answer, status=418)
        return replace(answer, body=b'{"order":7}') if changed == "order" and request.method == "POST" else answer

    monkeypatch.setattr(Wire, "send", sent_otherwise)
    with started_server(Settings(documents=document, recordings=tmp_path)) as server:
        session = Session(Contract(Target("kiosk", document, server.url, "", tmp_path)), Wire(server.url))
        run_own_cases(session, lambda name: name.endswith(("/as_it_is", "/json", "/csv")) or "/task/" in name)
        session.wire.close()
    assert {finding.check for finding in session.findings} == checks


def test_a_task_is_asked_for_by_the_header_that_a_link_leads_to(tmp_path: Path) -> None:
    by_header = SHOP.replace("query.number:", "Number:").replace("name: number, in: query", "name: number, in: header")
    (tmp_path / "shop.yaml").write_text(by_header, "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        contract = Contract(Target("shop", tmp_path / "shop.yaml", server.url, "", tmp_path))
        session = Session(contract, Wire(server.url))
        TaskStory(session, operation(contract, "POST"), "one", "", {}, []).tell_once()
        session.wire.close()
        made, *asked = server.journal()
    assert session.findings == []
    assert made.task_id is not None
    assert {entry.task_id for entry in asked} == {made.task_id}
    assert {passed.sent.first_headers().get("number") for passed in session.wire.passed[1:]} == {made.task_id}


def test_a_task_is_asked_for_by_the_query_and_has_no_end_where_nobody_says_what_its_end_is(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP, "utf-8")
    contract = Contract(Target("shop", tmp_path / "shop.yaml", "", "", tmp_path, replays=False))
    answers = {"POST": (201, b"application/json", b'{"number":"a 7"}'), "GET": (200, b"application/json", b"{}")}
    with served(answering(answers)) as url:
        session = Session(contract, Wire(url))
        TaskStory(session, operation(contract, "POST"), "one", "", {}, []).tell_once()
        for tell in unbilled_stories(session):
            tell()
        session.wire.close()
    assert session.findings == []
    targets = [passed.sent.target for passed in session.wire.passed]
    assert targets[:2] == ["/orders", "/order?number=a+7"]


@pytest.mark.parametrize(
    ("header", "text", "found"),
    [
        ("{required: true, schema: {type: integer, minimum: 1}}", "7", []),
        ("{required: true, schema: {type: integer, minimum: 1}}", "0", ["documented_headers"]),
        ("{required: true, schema: {type: integer, minimum: 1}}", "seven", ["documented_headers"]),
        ("{required: true, schema: {type: integer, minimum: 1}}", None, ["documented_headers"]),
        ("{schema: {type: integer}}", None, []),
        ("{schema: {type: integer, example: 3}}", None, ["documented_headers"]),
        ("{schema: {type: array, items: {enum: [a, b]}}}", "a,b", []),
        ("{schema: {type: array, items: {enum: [a, b]}}}", "a,c", ["documented_headers"]),
    ],
)
def test_each_header_of_an_answer_is_held_to_its_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, text: str | None, found: list[str]
) -> None:
    told = SHOP.replace("          links:", f"          headers: {{X-Left: {header}}}\n          links:")
    (tmp_path / "shop.yaml").write_text(told, "utf-8")
    contract = Contract(Target("shop", tmp_path / "shop.yaml", "", "", tmp_path))
    headers = (("content-type", "application/json"), *([("x-left", text)] if text else []))
    monkeypatch.setattr(Wire, "send", lambda *_: Received(201, headers, b'{"number":"a 7"}'))
    session = Session(contract, Wire("http://127.0.0.1"))
    session.judge("one", request_of(contract, operation(contract, "POST"), {}))
    session.wire.close()
    assert [finding.check for finding in session.findings] == found


@pytest.mark.parametrize(("statuses", "found"), [([202, 200, 200], []), ([202, 200, 202], ["final_stays"])])
def test_a_task_that_is_done_by_its_http_status_alone_does_not_go_on_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statuses: list[int], found: list[str]
) -> None:
    goes_on = SHOP.replace("responses: {'200'", "responses: {'202': {description: Wait.}, '200'")
    (tmp_path / "shop.yaml").write_text(goes_on, "utf-8")
    contract = Contract(Target("shop", tmp_path / "shop.yaml", "", "", tmp_path, replays=False))
    polls = iter(statuses)

    def answer(_: Wire, request: Sent) -> Received:
        status = 201 if request.method == "POST" else next(polls)
        headers, body = (("content-type", "application/json"),), b'{"number":"a 7"}'
        return Received(status, headers, body) if status != 202 else Received(202, (), b"")

    monkeypatch.setattr(Wire, "send", answer)
    session = Session(contract, Wire("http://127.0.0.1"))
    TaskStory(session, operation(contract, "POST"), "one", "", {}, []).tell_once()
    session.wire.close()
    assert [finding.check for finding in session.findings] == found
    assert next(polls, None) is None


def test_a_mock_knows_each_task_that_it_just_took(tmp_path: Path) -> None:
    lost = SHOP.replace("responses: {'200'", "responses: {'404': {description: No.}, '200'")
    (tmp_path / "shop.yaml").write_text(lost, "utf-8")
    contract = Contract(Target("shop", tmp_path / "shop.yaml", "", "", tmp_path))
    with served(answering({"POST": (201, b"application/json", b'{"number":"a 7"}'), "GET": (404, b"", b"")})) as url:
        session = Session(contract, Wire(url))
        TaskStory(session, operation(contract, "POST"), "one", "", {}, []).tell_once()
        session.wire.close()
    assert "new_task_is_known" in {finding.check for finding in session.findings}


def test_a_poll_with_a_made_up_id_may_get_the_status_that_an_unknown_task_has(tmp_path: Path) -> None:
    refusal = "{description: No., content: {application/json: {schema: {type: object}, examples: {One: %s}}}}"
    lost = refusal % "{x-conditions: [unknown-task], value: {}}"
    refusals = f"responses: {{'404': {lost}, '409': {refusal % '{value: {}}'}, '200': {{description: An order."
    text = SHOP.replace("responses: {'200': {description: An order.", refusals)
    (tmp_path / "shop.yaml").write_text(f"x-house-rules: true{text}", "utf-8")
    contract = Contract(Target("shop", tmp_path / "shop.yaml", "", "", tmp_path))
    for status, checks in ((404, set()), (409, {"as_recorded"})):
        with served(answering({"GET": (status, b"application/json", b"{}")})) as url:
            session = Session(contract, Wire(url))
            session.judge("one", request_of(contract, operation(contract, "GET")))
            session.wire.close()
        assert {finding.check for finding in session.findings} == checks


def test_schemathesis_holds_a_document_of_anybody_to_all_that_a_right_one_keeps(dairy: Contract) -> None:
    left_out = PropertyTests(Session(dairy, Wire(dairy.target.base_url)), 0, 1)._left_out()
    known = set(CHECKS.get_all_names())
    assert known - set(left_out) >= {"ensure_resource_availability", "allow_header_conformance", "not_a_server_error"}
    assert set(left_out) <= known


def test_a_run_tells_what_of_a_document_nobody_follows(tmp_path: Path) -> None:
    elsewhere = SHOP.replace("  /order:\n", "  /order:\n    servers: [{url: 'https://orders.invalid'}]\n")
    (tmp_path / "shop.yaml").write_text(elsewhere, "utf-8")
    target = Target("shop", tmp_path / "shop.yaml", "http://127.0.0.1:1", "", tmp_path, operations=frozenset())
    (note,) = run_against_mock(target.base_url, [RunPart(target)], 1, journal=False, is_own=True).notes
    assert note.endswith("#/paths/~1order/get: is called where all operations are, not at https://orders.invalid")
    run = LiveRun(
        replace(target, replays=False), Allowance(confirmed=False, most=0), Wishes(Severity.ERROR, 0), lambda _: None
    )
    assert note in run._plan([], [], 0)


def test_a_document_that_cannot_be_read_is_told_line_by_line_and_stops_nobody(tmp_path: Path) -> None:
    torn = tmp_path / "torn.yaml"
    torn.write_text(
        DAIRY.replace("/milk:", "/milk: {$ref: '#/nowhere'}\n  /gone:\n    $ref: '#/no'\n  /cream:"), "utf-8"
    )
    (target,) = mock_targets("http://127.0.0.1:1", ["torn"], "torn", torn, tmp_path, is_own=True)
    findings = run_job(RunPart(target)).findings
    assert {finding.check for finding in findings} == {"document"}
    assert all(str(torn) in finding.message and "line " in finding.message for finding in findings)
