"""Each check of the contract suite: it passes over the right answer, and finds the fault that it is there for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contract_tests.suite.answer_checks import CHECKS, JudgedExchange, violations
from contract_tests.suite.contract import Contract
from contract_tests.suite.disguised_key import repeats
from contract_tests.suite.document_lines import line_of
from contract_tests.suite.jobs import RunPart, run_job
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.request_making import request_of
from contract_tests.suite.session import Session
from contract_tests.suite.severity import Severity
from contract_tests.suite.staged_answers import staged
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import stories
from contract_tests.suite.wire import Received, Sent, Wire
from image_gateways_documents import request_check
from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.picture_check import picture_problem
from image_gateways_documents.problem import Problem
from image_gateways_documents.routing import Router
from image_gateways_documents.schema_walk import places
from image_gateways_documents.yaml_text import read_yaml
from image_gateways_mock import Settings, running_server
from image_gateways_recordings.folder import RECORDINGS

Change = Callable[[Received], Received]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_server(Settings(seed=1)) as url:
        yield url


@pytest.fixture(scope="module")
def contracts(base_url: str) -> dict[str, Contract]:
    return {file.stem: Contract(target(file, base_url)) for file in sorted(DOCUMENTS.glob("*.yaml"))}


def target(file: Path, base_url: str) -> Target:
    return Target(file.stem, file, base_url, "{{YOUR_API_KEY}}", RECORDINGS)


def body(change: Callable[[Any], Any]) -> Change:
    """A change of the parsed body."""

    def changed(received: Received) -> Received:
        return replace(received, body=json.dumps(change(json.loads(received.body)), ensure_ascii=False).encode())

    return changed


def header(name: str, value: str | None) -> Change:
    def changed(received: Received) -> Received:
        kept = tuple(pair for pair in received.headers if pair[0] != name)
        return replace(received, headers=kept if value is None else (*kept, (name, value)))

    return changed


def in_data(**fields: Any) -> Change:
    return body(lambda value: {**value, "data": {**value["data"], **fields}})


def counted(succeeded: Any) -> Change:
    """A task of which some pictures were made."""
    return in_data(output={"task_status": "SUCCEEDED", "task_metrics": {"SUCCEEDED": succeeded}})


def timed(**times: str) -> Change:
    """A task that is told to have been at these times."""
    return in_data(output={"task_status": "SUCCEEDED", **times})


# For each check: the gateway and the case that is sent, and what is done to the right answer.
FAULTS: dict[str, list[tuple[str, str, Change]]] = {
    "documented_status": [
        ("volcv", "cv_process/example_1", lambda answer: replace(answer, status=201)),
        ("volcv", "cv_process/key/none", lambda answer: replace(answer, status=302)),
    ],
    "documented_content_type": [
        ("ai302", "submit_seededit_v30/example_1", header("content-type", "text/plain")),
        ("ai302", "submit_seededit_v30/example_1", header("content-type", "application/json; charset=latin-1")),
        ("ai302", "submit_seededit_v30/example_1", header("content-type", None)),
        ("ai302", "submit_seededit_v30/example_1", header("content-encoding", "gzip")),
    ],
    "strict_json": [
        ("ai302", "submit_seededit_v30/example_1", lambda a: replace(a, body=b"\xef\xbb\xbf" + a.body)),
        ("ai302", "submit_seededit_v30/example_1", lambda a: replace(a, body=a.body[:-1])),
        ("ai302", "submit_seededit_v30/example_1", lambda a: replace(a, body=a.body[:-1] + b',"code":1}')),
        ("ai302", "submit_seededit_v30/example_1", lambda a: replace(a, body=a.body[:-1] + b',"x":NaN}')),
    ],
    "picture_of_its_type": [
        ("ai302", "submit_seededit_v30/example_1", header("content-type", "image/png")),
    ],
    "documented_body": [
        ("ai302", "submit_seededit_v30/example_1", in_data(task_id=13255822150128211173)),
        ("ai302", "submit_seededit_v30/example_1", body(lambda value: {**value, "message": 7})),
        ("oceanbase", "create_image/example_2", in_data(usage="1 picture")),
        ("oceanbase", "create_image/example_2", in_data(usage={"generated_images": -1})),
        ("oceanbase", "get_task/no_body/as_it_is", counted(-1)),
        ("oceanbase", "get_task/no_body/as_it_is", counted("1")),
    ],
    "nothing_undocumented": [
        ("ai302", "submit_seededit_v30/example_1", body(lambda value: {**value, "trace": 1})),
        ("ai302", "get_seededit_v30_result/example_1", in_data(status="finished")),
    ],
    "usual_fields": [
        ("volcv", "cv_process/example_1", body(lambda value: {k: v for k, v in value.items() if k != "time_elapsed"})),
    ],
    "usual_alternative": [  # more in small documents, in test_drift
        ("oceanbase", "create_image/key/none", body(lambda value: {**value, "data": {}})),
    ],
    "code_of_status": [
        ("ai302", "submit_seededit_v30/key/none", lambda answer: replace(answer, status=400)),
        ("volcv", "cv_process/text/cut", lambda answer: replace(answer, status=500)),
    ],
    "data_with_success_alone": [
        ("volcv", "cv_process/text/cut", body(lambda value: {**value, "data": {"image_urls": ["https://a.b/c.png"]}})),
        ("volcv", "cv_process/example_1", body(lambda value: {**value, "data": None})),
    ],
    "answered_as_documented": [
        ("volcv", "cv_process/example_1", lambda answer: replace(answer, status=400)),
        ("volcv", "cv_process/key/none", lambda answer: replace(answer, status=200)),
        ("volcv", "cv_process/text/cut", body(lambda value: {**value, "code": 50412, "status": 50412})),
        ("volcv", "cv_process/text/cut", body(lambda value: {**value, "data": {}})),
    ],
    "methods_with_405": [
        ("ai302", "submit_seededit_v30/method/PUT", header("allow", None)),
        ("volcv", "cv_process/method/PUT", header("allow", "GET, POST")),
    ],
    "asked_method_is_in_allow": [
        ("volcv", "cv_process/text/cut", header("allow", "")),
        ("volcv", "cv_process/example_1", header("allow", "GET, HEAD")),
    ],
    "refusal_names_the_place": [
        ("ai302", "submit_seededit_v30/body_1/prompt/absent", lambda answer: replace(
            answer, body=answer.body.replace(b"prompt", b"field"))),
    ],
    "as_recorded": [
        ("volcv", "cv_process/example_1", body(lambda value: {**value, "message": f"{value['message']}: and more"})),
        ("oceanbase", "create_image/example_2", body(lambda value: {**value, "data": {"image": []}})),
        ("volcv", "cv_process/example_1", in_data(llm_result=None)),
    ],
    "polled_id_is_the_asked": [
        ("oceanbase", "get_task/no_body/as_it_is", body(lambda v: {**v, "data": {**v["data"], "output": {
            **v["data"]["output"], "task_id": "3f1d7c52-86a4-4b1e-9c0d-5a7e2b94f614"}}})),
        ("volcv", "cv_sync2async_get_result/answer/failed_task", body(
            lambda value: {**value, "task_id": "7418048504813240371"})),
    ],
    "new_task_is_named_as_recorded": [
        ("ai302", "submit_seededit_v30/example_1", in_data(task_id="1325582215012821117")),
    ],
    "asked_picture_form": [
        ("volcv", "cv_process/example_1", body(lambda value: {**value, "data": {
            **value["data"], "image_urls": ["https://example.com/cat.png"], "binary_data_base64": ["AAAA"]}})),
    ],
    "whole_pictures": [
        ("oceanbase", "create_image/example_2", body(lambda v: {**v, "data": {**v["data"], "data": [
            {"b64_json": "iVBORw0KGgoAAAANSUhEUgAAAGAAAAB"}]}})),
        ("oceanbase", "create_image/example_2", body(lambda v: {**v, "data": {**v["data"], "data": [
            {"url": "https://example.com/pictures/nothing.png"}]}})),
    ],
    "picture_with_success": [
        ("volcv", "cv_process/example_1", in_data(image_urls=[], binary_data_base64=None)),
        ("oceanbase", "create_image/example_2", body(lambda v: {**v, "data": {**v["data"], "data": []}})),
    ],
    "answered_for_once": [
        ("ai302", "submit_seededit_v30/example_1", header("age", "0")),
        ("ai302", "submit_seededit_v30/example_1", header("x-envoy-attempt-count", "2")),
        ("ai302", "submit_seededit_v30/example_1", header("cache-status", "Edge; hit")),
        ("ai302", "submit_seededit_v30/example_1", header("warning", '110 - "Response is Stale"')),
        ("ai302", "submit_seededit_v30/example_1", header("x-cache", "Hit from an edge")),
        ("ai302", "submit_seededit_v30/example_1", header("x-cache", "MISS, HIT")),
        ("ai302", "submit_seededit_v30/example_1", header("cf-cache-status", "HIT")),
    ],
    "dated_by_a_clock": [
        ("ai302", "submit_seededit_v30/example_1", header("date", "yesterday")),
        ("ai302", "submit_seededit_v30/example_1", header("date", "Fri, 31 Dec 1999 23:59:59 GMT")),
    ],
    "message_tells_the_outcome": [
        ("oceanbase", "create_image/key/none", body(lambda value: {**value, "message": "Successful."})),
        ("volcv", "cv_process/example_1", body(lambda value: {**value, "message": "Text Risk Not Pass"})),
        ("ai302", "submit_seededit_v30/key/none", body(lambda v: {"error": {**v["error"], "message": " "}})),
    ],
    "times_are_in_seconds": [
        ("oceanbase", "create_image/example_2", in_data(created=1_764_158_400_000)),
        ("oceanbase", "create_image/example_2", in_data(created=0)),
        ("ai302", "create_doubao_image/example_1", body(lambda value: {**value, "created": 1_764_158_400_000_000})),
    ],
    "times_can_be_read": [
        ("oceanbase", "get_task/no_body/as_it_is", timed(submit_time="a moment ago")),
    ],
    "times_in_their_order": [
        ("oceanbase", "get_task/no_body/as_it_is", timed(submit_time="2025-07-04 11:06:39.402",
                                                         end_time="2025-07-04 11:06:37.401")),
        ("oceanbase", "get_task/no_body/as_it_is", timed(scheduled_time="2025-07-04 11:06:39",
                                                         end_time="2025-07-04T11:06:40+01:00")),
    ],
    "ids_of_calls_are_told": [
        ("ai302", "submit_seededit_v30/example_1", body(lambda value: {**value, "request_id": ""})),
    ],
    "no_key_in_answer": [
        ("ai302", "submit_seededit_v30/key/wrong", body(lambda v: {"error": {
            **v["error"], "message": "{{YOUR_API_KEY}}"}})),
        *(("ai302", "submit_seededit_v30/example_1", header("x-trace", text)) for text in (
            "e3tZT1VSX0FQSV9LRVl9fQ", "dXNlcjp7e1lPVVJfQVBJX0tFWX19", "token=%7b%7BYOUR_API_KEY%7D%7d",
            "token=%257B%257BYOUR_API_KEY%257D%257D", "&#123;&#x7b;YOUR_API_KEY&#125;&#125;",
            "7B7B594F55525F4150495F4B45597D7D")),
        ("ai302", "submit_seededit_v30/example_1", header("x-{{your_api_key}}", "1")),
        ("ai302", "submit_seededit_v30/example_1", lambda a: replace(
            a, body=a.body.replace(b'"Success"', b'"{{YOUR\\u005fAPI_KEY}}"'))),
    ],
    "sane_retry_after": [
        ("ai302", "submit_seededit_v30/example_1", header("retry-after", "soon")),
        ("ai302", "submit_seededit_v30/example_1", header("retry-after", "999999999")),
        ("ai302", "submit_seededit_v30/example_1", header("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")),
    ],
}  # fmt: skip


OF_LIVE_GATEWAYS = {"usual_fields", "usual_alternative"}


@cache
def asked_for(contract: Contract) -> dict[str, Case]:
    return {case.name: case for case in staged(contract)}


@cache
def usual(contract: Contract) -> dict[str, Case]:
    return {case.name: case for case in cases(contract)}


@contextmanager
def exchange_of(contract: Contract, name: str) -> Iterator[JudgedExchange]:
    session = Session(contract, Wire(contract.target.base_url))
    case = asked_for(contract).get(name) or usual(contract)[name]
    expectation = contract.expect_asked(case.request) if name in asked_for(contract) else None
    exchange = session.judge(name, case.request, expectation=expectation, made=case.made)
    assert exchange is not None
    assert session.findings == []
    yield exchange
    session.wire.close()


def test_a_place_is_reported_by_the_worst_that_is_wrong_with_it(contracts: dict[str, Contract]) -> None:
    with exchange_of(contracts["volcv"], "cv_process/text/cut") as right:
        contract = copy(right.contract)
        contract.target = replace(contract.target, replays=False)
        submit = next(o for o in contract.document.operations if o.task_link)
        expectation = replace(right.expectation, operation=submit)
        received = body(lambda value: {**value, "data": {"task_id": "7392616336519610409"}})(right.received)
        faulty = JudgedExchange(contract, right.sent, received, expectation, right.fetch)
        found = {v.path: (name, v.severity) for name, v in violations(faulty)}
    assert found["data", "task_id"] == ("data_with_success_alone", Severity.ERROR)


@pytest.mark.parametrize(("key", "text"), [
    ("{{YOUR_API_KEY}}", "e3tZT1VSX0FQSV9L, token=%7b%7BYOUR_API%7D, 7B7B594F55525F"),
    ("sk1", "c2sx c2syLXN 736b31"),  # so short that it may come by chance
])  # fmt: skip
def test_a_part_of_a_key_or_what_may_be_chance_is_no_key(key: str, text: str) -> None:
    assert not repeats(key, text)


@pytest.mark.parametrize("text", ["MISS", "miss, stale", "white", "Error"])
def test_a_cache_that_did_not_answer_is_no_fault(contracts: dict[str, Contract], text: str) -> None:
    with exchange_of(contracts["ai302"], "submit_seededit_v30/example_1") as right:
        passed_on = replace(right, received=header("x-cache-status", text)(right.received))
        assert not list(violations(passed_on))


def test_a_link_to_a_picture_has_no_content_coding_as_none_is_accepted(contracts: dict[str, Contract]) -> None:
    with exchange_of(contracts["oceanbase"], "create_image/example_2") as right:
        coded = replace(right, fetch=lambda link: header("content-encoding", "gzip")(right.fetch(link)))
        assert [v.message for v in CHECKS["whole_pictures"](coded)] == [
            "expected a whole picture, found the content coding gzip at its link, since none was accepted"
        ]


def test_each_check_has_a_fault_that_it_finds() -> None:
    in_small_documents = {"documented_headers"}  # in test_any_document; no document here has a header of an answer
    assert FAULTS.keys() == CHECKS.keys() - in_small_documents


@pytest.mark.parametrize(
    ("check", "gateway", "case", "change"),
    [(check, *row) for check, table in FAULTS.items() for row in table],
    ids=[f"{check}-{number}" for check, table in FAULTS.items() for number in range(len(table))],
)
def test_a_check_finds_its_fault_and_nothing_in_the_right_answer(
    contracts: dict[str, Contract], check: str, gateway: str, case: str, change: Change
) -> None:
    with exchange_of(contracts[gateway], case) as right:
        if check in OF_LIVE_GATEWAYS:
            right.contract = copy(right.contract)
            right.contract.target = replace(right.contract.target, replays=False)
        faulty = JudgedExchange(right.contract, right.sent, change(right.received), right.expectation, right.fetch)

        assert list(violations(right)) == []
        assert list(CHECKS[check](faulty)), f"{check} passes over {faulty.received}"


class ChangedWire(Wire):
    """Changes answers on their way."""

    change: Callable[[Sent, Received], Received]

    def send(self, request: Sent) -> Received:
        return self.change(request, super().send(request))


def told(contract: Contract, story: str, change: Callable[[Sent, Received], Received]) -> set[str]:
    """The checks that find something in a story."""
    wire = ChangedWire(contract.target.base_url)
    wire.change = change
    session = Session(contract, wire)
    dict(stories(session))[story]()
    wire.close()
    return {finding.check for finding in session.findings}


def polls_alone(change: Change) -> Callable[[Sent, Received], Received]:
    return lambda sent, received: change(received) if "result" in sent.path and received.status == 200 else received


def backwards() -> Callable[[Sent, Received], Received]:
    statuses = iter(["generating", "in_queue"])
    return polls_alone(lambda answer: in_data(status=next(statuses, "done"))(answer))


def changing_end() -> Callable[[Sent, Received], Received]:
    numbers = iter(range(1000))
    return polls_alone(lambda answer: in_data(resp_data=str(next(numbers)))(answer))


def changing_late() -> Callable[[Sent, Received], Received]:
    statuses = iter(["done"] * 9)
    return polls_alone(lambda answer: in_data(status=next(statuses, "generating"))(answer))


def same_id(sent: Sent, received: Received) -> Received:
    return in_data(task_id="13255822150128211173")(received) if sent.path.endswith("seededit_v30") else received


without_pictures = in_data(image_urls=[], binary_data_base64=[])


def another_picture(sent: Sent, received: Received) -> Received:
    if not sent.path.startswith("/pictures/"):
        return received
    content = (RECORDINGS / "pictures" / "lighthouse.png").read_bytes()
    return replace(received, body=content, headers=(("content-type", "image/png"),))


TASK = "submit_seededit_v30/task/task_done"


def test_nothing_is_found_in_a_task_that_goes_well(contracts: dict[str, Contract]) -> None:
    assert told(contracts["ai302"], TASK, lambda _, received: received) == set()


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("status_moves_forward", backwards()),
        ("no_status_is_skipped", polls_alone(in_data(status="done"))),
        ("task_ends", polls_alone(in_data(status="generating"))),
        ("final_stays", changing_end()),
        ("final_stays", changing_late()),
        ("ids_are_not_reused", same_id),
        ("ids_are_not_reused", polls_alone(body(lambda value: {**value, "request_id": "2025070411370"}))),
        ("picture_with_success", polls_alone(without_pictures)),
        ("task_is_named", lambda sent, received: received if "result" in sent.path else in_data(task_id=1)(received)),
        ("forms_agree", another_picture),
        ("unknown_task", polls_alone(in_data(status="expired"))),
        ("task_ends_as_recorded", polls_alone(in_data(status="not_found"))),
    ],
)
def test_a_task_that_goes_wrong_is_found(
    contracts: dict[str, Contract], check: str, change: Callable[[Sent, Received], Received]
) -> None:
    assert check in told(contracts["ai302"], TASK, change)


@pytest.mark.parametrize(
    ("told_instead", "part"),
    [
        ({"_refusal": None}, "/key/longer"),
        ({"_media_type_and_charset": ("application/json", "utf-8"), "is_json": True}, "/content_type/text"),
        ({"picture_problem": None}, "/x-picture/"),
        ({"_json_texts": ()}, "/content/"),
    ],
)
def test_what_the_checks_of_the_server_miss_is_found_by_a_suite_that_has_the_same_fault_in_its_process(
    monkeypatch: pytest.MonkeyPatch, told_instead: dict[str, Any], part: str
) -> None:
    with running_server(Settings(seed=1)) as url:
        contract = Contract(target(DOCUMENTS / "volcv.yaml", url))
        known = [case for case in cases(contract) if part in case.name and case.made]
        for function, answer in told_instead.items():
            monkeypatch.setattr(request_check, function, lambda *_, answer=answer: answer)
        session = Session(contract, Wire(url))
        for case in known:
            session.judge(case.name, case.request, made=case.made)
        session.wire.close()
    assert known
    # What is taken for JSON and is none is refused for another reason.
    assert {"answered_as_documented", "refusal_names_the_place"} & {finding.check for finding in session.findings}


def first_picture_alone(schema: BodySchema, value: Any) -> list[Any]:
    return list(PICTURES(schema, value))[:1]


def any_jpeg(base64: str, *about: Any) -> Problem | None:
    return None if base64.startswith("/9j/") else PICTURE_PROBLEM(base64, *about)


def key_anywhere(credential: Any, headers: Any, query: Any, keys: Any) -> Problem | None:
    return REFUSAL(credential, {**headers, "authorization": f"Bearer {dict(query).get('key')}"}, query, keys)


def nearly_the_path(router: Router, path: str) -> Any:
    return ROUTE(router, path.rstrip("/").lower())


PICTURES, PICTURE_PROBLEM, REFUSAL, ROUTE = (
    request_check._pictures,
    picture_problem,
    request_check._refusal,
    Router._route,
)


@pytest.mark.parametrize(
    ("place", "function", "lenient", "part"),
    [
        (request_check, "_pictures", first_picture_alone, "/x-picture/last"),
        (request_check, "picture_problem", any_jpeg, "/x-picture/"),
        (request_check, "_refusal", key_anywhere, "/key/in_the_query"),
        (Router, "_route", nearly_the_path, "/path/other_case"),
        (Router, "_route", nearly_the_path, "/path/slash_at_its_end"),
    ],
)
def test_a_mock_that_takes_what_is_nearly_right_is_found(
    contracts: dict[str, Contract], monkeypatch: pytest.MonkeyPatch, place: Any, function: str, lenient: Any, part: str
) -> None:
    contract = contracts["volcv"]
    nearly = [case for case in cases(contract) if part in case.name and case.made]
    if part == "/x-picture/":
        nearly = [case for case in nearly if case.made == "picture-too-large" and b'"/9j/' in case.request.body]
    monkeypatch.setattr(place, function, lenient)
    session = Session(contract, Wire(contract.target.base_url))
    for case in nearly:
        session.judge(case.name, case.request, made=case.made)
    session.wire.close()
    assert nearly
    assert "answered_as_documented" in {finding.check for finding in session.findings}


def test_a_finding_says_where_what_and_how_to_see_it_again(contracts: dict[str, Contract]) -> None:
    contract = contracts["ai302"]
    wire = ChangedWire(contract.target.base_url)
    wire.change = lambda _, received: in_data(task_id=1)(received)
    session = Session(contract, wire)
    case = usual(contract)["submit_seededit_v30/example_1"]
    session.judge(case.name, case.request)
    wire.close()

    finding = session.findings[0]
    file, _, line = finding.document_line.partition(":")

    assert finding.json_path == "$.data.task_id"
    text = (DOCUMENTS.parent / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert "TaskId" in text or "task_id" in text, f"{finding.document_line}: {text}"
    assert "$API_KEY" in finding.curl
    assert contract.target.api_key not in finding.curl
    assert "--case 'submit_seededit_v30/example_1'" in finding.replay


def test_names_of_cases_are_unique_and_the_same_each_time(contracts: dict[str, Contract]) -> None:
    for contract in contracts.values():
        names = [case.name for case in cases(contract)]
        assert len(names) == len(set(names))
        assert names == [case.name for case in cases(contract)]


def open_enums(node: Any, schemas: dict[str, Any]) -> Iterator[list[Any]]:
    """The enums beside which any other text is taken too."""
    if isinstance(node, dict):
        branches = node.get("anyOf", ())
        if {"type": "string"} in branches:
            named = [schemas[branch["$ref"].rpartition("/")[2]] for branch in branches if "$ref" in branch]
            yield from (schema["enum"] for schema in named if "enum" in schema)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from open_enums(child, schemas)


def test_every_bound_of_a_request_is_tried_on_both_sides(contracts: dict[str, Contract]) -> None:
    contract = contracts["volcv"]
    document = read_yaml(DOCUMENTS / "volcv.yaml")
    no_bounds = list(open_enums(document, document["components"]["schemas"]))
    tried: dict[str, set[bool]] = {}
    for case in cases(contract):
        if case.keyword == "enum" and case.part["enum"] in no_bounds:
            continue
        if case.keyword in ("minimum", "maximum", "exclusiveMinimum", "enum", "const", "minItems", "maxItems", "oneOf"):
            refused = contract.expect(case.request).problem is not None
            tried.setdefault(f"{case.keyword} {line_of(contract.document, case.part)}", set()).add(refused)
    # An enumeration beside which any text may stand refuses nothing.
    unions = [
        [contract.document.resolve(branch["$ref"]) if "$ref" in branch else branch for branch in place.schema["anyOf"]]
        for operation in contract.document.operations
        for place in places(contract.facts[operation.operation_id].body_schema, contract.document.resolve)
        if "anyOf" in place.schema
    ]
    is_open = {
        f"enum {line_of(contract.document, part)}": {False}
        for union in unions
        for part in union
        if "enum" in part and {"type": part["type"]} in union
    }
    assert tried
    wrong = {place for place, sides in tried.items() if sides != is_open.get(place, {True, False})}
    assert not wrong


def test_a_request_is_written_once_and_sent_as_it_is(contracts: dict[str, Contract]) -> None:
    contract = contracts["ai302"]
    operation = contract.document.operations[0]
    sent = request_of(contract, operation, {"prompt": "猫"})
    assert sent.body == '{"prompt":"猫"}'.encode()


def test_a_bound_that_moves_in_the_document_is_found(base_url: str, tmp_path: Path) -> None:
    text = (DOCUMENTS / "ai302.yaml").read_text(encoding="utf-8")
    file = tmp_path / "ai302.yaml"
    file.write_text(re.sub(r"(?<=maxLength: )\d+", lambda n: str(int(n[0]) + 1), text), encoding="utf-8")
    moved = replace(target(file, base_url), operations=frozenset({"submit_seededit_v30"}))
    assert {finding.check for finding in run_job(RunPart(moved)).findings} == {"answered_as_documented"}


def test_a_recording_that_breaks_the_document_is_found(base_url: str, tmp_path: Path) -> None:
    text = (DOCUMENTS / "ai302.yaml").read_text(encoding="utf-8")
    file = tmp_path / "ai302.yaml"
    file.write_text(text.replace("pattern: ^[0-9]{1,20}$", "pattern: ^[0-9]{1,19}$"), encoding="utf-8")
    assert [finding.check for finding in run_job(RunPart(target(file, base_url))).findings] == ["recordings"]
