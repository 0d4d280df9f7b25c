"""Documents whose answers are unions: failures with a status of success, wrapped successes, tasks of several kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.suite.answer_checks import CHECKS, JudgedExchange
from contract_tests.suite.contract import Contract
from contract_tests.suite.jobs import RunPart, run_job
from contract_tests.suite.request_cases import cases
from contract_tests.suite.severity import Severity
from contract_tests.suite.target import Target
from contract_tests.suite.wire import NoAnswer, Received
from image_gateways_documents.document import Document
from image_gateways_mock import Settings, started_server
from image_gateways_mock.server import RunningServer

DOCUMENTS = Path(__file__).parents[1] / "support" / "documents"
UNEVEN = DOCUMENTS / "uneven.yaml"
ID = "20251126221900a1b2c3d4e5f6"
POLL = "/edits/result"
KEY = "{{YOUR_API_KEY}}"
HEADERS = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
CROP = {"kind": "crop", "picture": "https://example.com/cat.png", "by": 2}
REFUSED: dict[str, Any] = {"code": 7, "data": None, "message": "No", "request_id": "a"}


def interaction(path: str, body: Any, answer: Any, status: int = 200) -> dict[str, Any]:
    headers = {name: [value] for name, value in HEADERS.items()}
    return {
        "request": {"method": "POST", "uri": f"https://uneven.invalid{path}", "headers": headers,
                    "body": json.dumps(body)},
        "response": {"status": {"code": status, "message": "-"}, "headers": {"Content-Type": ["application/json"]},
                     "body": {"string": json.dumps(answer)}},
    }  # fmt: skip


def polled(**data: Any) -> dict[str, Any]:
    return {"code": 1000, "data": {"urls": None, **data}, "message": "Fine", "request_id": ID}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task of the second kind that fails, and a submit that is refused with a status of success."""
    folder = tmp_path_factory.mktemp("recordings")
    (folder / "uneven").mkdir()
    (folder / "pictures").mkdir()
    submitted = {"code": 1000, "data": {"id": "7777777"}, "message": "Fine", "request_id": ID}
    question = {"kind": "crop", "id": "7777777"}
    stories = {
        "submit_edit__crop_fails": [
            interaction("/edits", CROP, submitted),
            interaction(POLL, question, polled(status="running")),
            interaction(POLL, question, polled(status="failed")),
        ],
        "get_edit__question": [interaction(POLL, {"kind": "brighten", "id": "12345"}, polled(status="done"))],
        "get_edit__unknown": [interaction(POLL, {"kind": "brighten", "id": "9"}, {**REFUSED, "request_id": ID}, 400)],
        "submit_edit__a_refusal": [interaction("/edits", {"kind": "melt"}, REFUSED)],
        "submit_edit__a_wrapped_success": [
            interaction("/edits", {**CROP, "by": 3}, {"Meta": {"Id": ID}, "Result": submitted})
        ],
    }
    for name, interactions in stories.items():
        content = {"version": 1, "provenance": {"kind": "constructed"}, "interactions": interactions}
        (folder / "uneven" / f"{name}.yaml").write_text(json.dumps(content), "utf-8")
    return folder


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / UNEVEN.name).write_text(UNEVEN.read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def one_mock(documents: Path, recordings: Path) -> Iterator[RunningServer]:
    with started_server(Settings(documents=documents, recordings=recordings, seed=1)) as server:
        yield server


@pytest.fixture
def mock(one_mock: RunningServer) -> RunningServer:
    one_mock.reset()
    return one_mock


def asked(mock: RunningServer, path: str, body: Any, **headers: str) -> httpx.Response:
    return httpx.post(mock.url + path, json=body, headers={**HEADERS, **headers})


# --- the mock -------------------------------------------------------------------------------------------------------


def test_a_mock_gives_a_success_of_the_usual_form_unless_it_is_asked_for_another(mock: RunningServer) -> None:
    for wishes in ({}, {"prefer": "code=200"}):
        for by in (2, 3, 4):
            if (by, wishes) != (3, {}):  # which was recorded with a wrapped success
                assert asked(mock, "/edits", {**CROP, "by": by}, **wishes).json()["data"]["id"]
    assert asked(mock, "/edits", CROP, prefer="example=RefusedWith200").json()["code"] == 7
    assert asked(mock, "/edits", CROP, prefer="example=SubmittedWrapped").json()["Result"]["code"] == 1000
    assert asked(mock, "/edits", {"kind": "crop"}).status_code == 400


def test_a_failure_with_a_status_of_success_submits_nothing(mock: RunningServer) -> None:
    assert asked(mock, "/edits", CROP, prefer="example=RefusedWith200").status_code == 200
    assert mock.submits == {}
    asked(mock, "/edits", CROP, prefer="example=SubmittedWrapped")
    assert mock.submits == {"submit_edit": 1}


def test_the_task_of_a_wrapped_success_can_be_polled(mock: RunningServer) -> None:
    task_id = asked(mock, "/edits", CROP, prefer="example=SubmittedWrapped").json()["Result"]["data"]["id"]
    polls = [asked(mock, POLL, {"kind": "crop", "id": task_id}).json() for _ in range(3)]
    assert [poll["data"]["status"] for poll in polls] == ["running", "failed", "failed"], "as a like one's"


def test_a_task_without_recorded_polls_ends_with_the_first_end_that_is_documented(mock: RunningServer) -> None:
    brighten = {"kind": "brighten", "picture": "https://example.com/cat.png"}
    task_id = asked(mock, "/edits", brighten, prefer="example=Submitted").json()["data"]["id"]
    polls = [asked(mock, POLL, {"kind": "brighten", "id": task_id}).json() for _ in range(5)]
    assert [poll["data"]["status"] for poll in polls] == ["running", "done", "done", "done", "done"]
    assert len(polls[-1]["data"]["urls"]) == 2


def test_what_a_recording_was_refused_with_may_break_the_document_whatever_the_status_was(recordings: Path) -> None:
    document = Document(UNEVEN)
    submit = next(o for o in document.operations if o.operation_id == "submit_edit")
    assert not submit.succeeds(200, REFUSED)
    assert submit.succeeds(200, {"code": 1000, "data": {"id": "1"}})
    contract = Contract(Target("uneven", UNEVEN, "http://127.0.0.1:1", KEY, recordings))
    (refused,) = [c.interactions[0] for c in contract.cassettes if c.variant == "a_refusal"]
    assert refused.request is None


# --- the suite ------------------------------------------------------------------------------------------------------


def test_a_mock_of_unions_passes_and_its_polls_repeat_the_kind_of_the_submit(
    mock: RunningServer, documents: Path, recordings: Path
) -> None:
    target = Target("uneven", documents / UNEVEN.name, mock.url, KEY, recordings)
    picture = "expected a whole picture, found HTTP status 404 at its link"
    found = [f for f in run_job(RunPart(target)).findings if f.message != picture]
    assert not found, "\n".join(f"{f.replay} {f.check} {f.message}" for f in found)
    cropped = {
        e.task_id for e in mock.journal() if e.variant in {"crop_fails", "a_wrapped_success"} and e.path == "/edits"
    }
    kinds = {e.body["kind"] for e in mock.journal() if e.path == POLL and e.task_id in cropped}
    assert kinds == {"crop"}


def told(contract: Contract, case_name: str, status: int, answer: Any, *checks: str) -> list[tuple[str, str, Severity]]:
    case = next(case for case in cases(contract) if case.name == case_name)
    received = Received(status, (("content-type", "application/json"),), json.dumps(answer).encode())
    exchange = JudgedExchange(contract, case.request, received, contract.expect(case.request), no_picture)
    return [(name, v.message, v.severity) for name in checks or CHECKS for v in CHECKS[name](exchange)]


def no_picture(link: str) -> Received:
    raise NoAnswer(link)


@pytest.fixture(scope="module")
def live(recordings: Path) -> Contract:
    return Contract(Target("uneven", UNEVEN, "http://127.0.0.1:1", KEY, recordings, replays=False))


def test_a_failure_with_a_status_of_success_is_a_failure_with_its_code(live: Contract) -> None:
    (found,) = told(live, "submit_edit/example_2", 200, REFUSED)
    message = "expected a success, since the document allows the request, found 200 with code 7"
    assert found == ("answered_as_documented", message, Severity.ERROR)


@pytest.mark.parametrize(
    ("case", "status", "answer", "severity"),
    [
        ("submit_edit/body_1/kind/absent", 400, REFUSED, None),
        ("submit_edit/body_1/kind/absent", 200, REFUSED, Severity.DRIFT),
        ("submit_edit/body_1/kind/absent", 403, {"error": {"message": "No", "type": "a", "code": ""}}, Severity.ERROR),
        ("submit_edit/key/wrong", 401, {**REFUSED, "code": 8}, None),
        ("submit_edit/key/wrong", 403, {"error": {"message": "No", "type": "a", "code": ""}}, Severity.DRIFT),
    ],
)
def test_the_status_of_a_refusal_is_demanded_only_where_a_page_says_it(
    live: Contract, case: str, status: int, answer: Any, severity: Severity | None
) -> None:
    found = told(live, case, status, answer, "answered_as_documented", "code_of_status")
    statuses = [level for _, message, level in found if message.startswith("expected HTTP status")]
    assert statuses == ([severity] if severity else [])


def test_a_code_counts_as_what_stands_before_its_last_dot(live: Contract) -> None:
    answer = {"error": {"message": "No", "type": "a", "code": "Quota.Day"}}
    assert told(live, "submit_edit/example_1", 403, answer, "code_of_status") == []
    assert told(live, "submit_edit/example_1", 403, answer, "nothing_undocumented") == []
    (found,) = told(live, "submit_edit/example_1", 401, answer, "code_of_status")
    assert found[1] == "expected HTTP status 403 or 429 or 503 with code Quota.Day, found 401"


def test_a_failure_that_brings_a_picture_or_a_task_is_found(live: Contract) -> None:
    for status in (200, 400):
        for data in ({"id": "1"}, {"id": ""}, {}, None):
            found = told(live, "submit_edit/example_1", status, {**REFUSED, "data": data}, "data_with_success_alone")
            assert len(found) == (data == {"id": "1"})


def test_each_branch_of_a_property_and_each_number_of_pictures_is_tried(live: Contract) -> None:
    made = [case for case in cases(live) if case.name.startswith("make_pictures/body_1/image")]
    sent = [(json.loads(case.request.body).get("image"), live.expect(case.request).problem is None) for case in made]
    numbers = {(len(image), taken) for image, taken in sent if isinstance(image, list)}
    assert {(1, True), (2, True), (14, True), (15, False), (0, False)} <= numbers
    assert any(isinstance(image, str) and taken for image, taken in sent)
    assert any(isinstance(image, list) and image[:1] == ["ftp://example.com/cat.png"] for image, _ in sent)


def test_what_is_wrong_is_told_of_the_form_that_was_meant(live: Contract) -> None:
    submit = next(o for o in live.document.operations if o.operation_id == "submit_edit")
    answered = submit.response(200)
    assert answered is not None
    schema = answered.content["application/json"]
    assert schema is not None
    wrong = {"code": 1000, "data": {"id": 7}, "message": 7}
    assert {problem.path for problem in schema.problems(wrong)} == {("data", "id"), ("message",)}
    assert {problem.path for problem in schema.problems({"Meta": {}, "Result": {"code": 1000}})} == {("Result", "data")}
