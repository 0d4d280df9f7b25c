"""The mock server tells what it was asked and what it did, without secrets, and takes orders under /__mock__/."""

import base64
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_mock.__main__ import main
from image_gateways_recordings.secret_looks import HIDDEN

ROOT = Path(__file__).parents[2]
KEY = "{{YOUR_API_KEY}}"
HEADERS = {"Authorization": f"Bearer {KEY}"}
SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "/doubao/drawing/seededit_v30_result"
JSON = {"Content-Type": "application/json"}
EDIT: dict[str, Any] = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with started_server(Settings(seed=1, max_journal=50)) as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    running.reset()
    return running


def post(server: RunningServer, path: str, body: Any, **headers: str) -> httpx.Response:
    return httpx.post(server.url + path, json=body, headers={**HEADERS, **headers})


def control(server: RunningServer, method: str, name: str, **options: Any) -> httpx.Response:
    return httpx.request(method, f"{server.url}/__mock__/{name}", **options)


def test_the_journal_holds_request_and_outcome(server: RunningServer) -> None:
    task_id = post(server, f"{SUBMIT}?a=1&a=2", EDIT, **{"X-Note": "mine"}).json()["data"]["task_id"]
    (seen,) = server.journal()
    assert (seen.gateway, seen.operation_id, seen.method) == ("ai302", "submit_seededit_v30", "POST")
    assert (seen.path, seen.query, seen.body) == (SUBMIT, (("a", "1"), ("a", "2")), EDIT)
    assert (seen.status, seen.variant, seen.task_id, seen.fault) == (200, "task_done", task_id, "")
    assert seen.headers["x-note"] == "mine"


def test_the_journal_is_the_same_over_http(server: RunningServer) -> None:
    post(server, SUBMIT, EDIT)
    post(server, SUBMIT, {**EDIT, "prompt": 5})
    told = control(server, "GET", "journal").json()
    assert told["submits"] == server.submits == {"submit_seededit_v30": 1}
    assert [(r["operation_id"], r["status"], r["body"]["prompt"]) for r in told["requests"]] == [
        ("submit_seededit_v30", 200, "At night"),
        ("submit_seededit_v30", 400, 5),
    ]


def test_requests_that_reach_no_operation_are_in_the_journal(server: RunningServer) -> None:
    httpx.get(f"{server.url}/nowhere")
    httpx.get(f"{server.url}/volcv/v1?Action=None")
    assert [(seen.gateway, seen.operation_id, seen.status) for seen in server.journal()] == [
        (None, None, 404),
        ("volcv", None, 405),
    ]


def test_calls_that_make_something_are_counted_and_no_others(server: RunningServer) -> None:
    task_id = post(server, SUBMIT, EDIT).json()["data"]["task_id"]
    post(server, POLL, {"task_id": task_id})
    post(server, SUBMIT, {})
    post(server, SUBMIT, EDIT, Prefer="code=429")
    httpx.post(server.url + SUBMIT, json=EDIT)
    post(server, "/api/v1/images/generations", {"model": "doubao-x"})
    assert server.submits == {"submit_seededit_v30": 1, "create_image": 1}


SECRETS = {
    "header": lambda server: post(server, SUBMIT, EDIT, **{"X-Api-Key": "s3cret", "Cookie": "a=s3cret"}),
    "unknown key elsewhere": lambda server: httpx.post(
        f"{server.url}{SUBMIT}?x=s3cret", headers={"Authorization": "Bearer s3cret"}
    ),
    "wrong key": lambda server: httpx.post(server.url + SUBMIT, headers={"Authorization": "Bearer s3cret"}),
    "key elsewhere": lambda server: post(server, f"{SUBMIT}/{KEY}?x={KEY}", EDIT, **{"X-Copy": f"Bearer {KEY}"}),
    "query": lambda server: post(server, f"{SUBMIT}?token=s3cret&X-Tos-Signature=s3cret", EDIT),
    "body": lambda server: post(server, SUBMIT, {**EDIT, "api_key": "s3cret", "prompt": f"with {KEY}"}),
    "signed link": lambda server: post(
        server, SUBMIT, {**EDIT, "image_urls": ["https://example.com/a.png?X-Amz-Credential=s3cret&w=1"]}
    ),
    "another's key": lambda server: post(server, SUBMIT, {**EDIT, "prompt": "Bearer s3cret"}),
    "placeholder alone": lambda server: httpx.get(f"{server.url}/{KEY}"),
    "no json": lambda server: httpx.post(server.url + SUBMIT, content=f"junk {KEY}".encode(), headers=HEADERS),
}


@pytest.mark.parametrize("where", SECRETS)
def test_no_secret_is_in_the_journal(server: RunningServer, where: str) -> None:
    SECRETS[where](server)
    told = control(server, "GET", "journal").text
    assert "s3cret" not in told
    assert KEY not in told
    assert HIDDEN in told


def test_what_only_looks_like_a_secret_stays(server: RunningServer) -> None:
    body = {"req_key": "byteedit_v2.0", **EDIT}
    post(server, "/volcv/v1?Action=CVProcess&Version=2022-08-31", body)
    assert server.journal()[0].body == body


def test_little_is_kept_of_a_large_body(server: RunningServer) -> None:
    post(server, SUBMIT, {**EDIT, "notes": ["note"] * 10_000})
    assert len(control(server, "GET", "journal").content) < 10_000


def test_little_is_kept_of_large_headers_and_paths(server: RunningServer) -> None:
    headers = {f"X-{number}": "h" * 100 for number in range(500)}
    httpx.get(f"{server.url}/{'p' * 20_000}?{'q' * 20_000}", headers=headers)
    assert len(control(server, "GET", "journal").content) < 30_000


@pytest.mark.parametrize("size", [300, 3_000_000])
def test_a_picture_is_shortened(server: RunningServer, size: int) -> None:
    picture = base64.b64encode(bytes(size)).decode()
    post(server, SUBMIT, {"binary_data_base64": [picture], "prompt": "At night"})
    body = json.loads(control(server, "GET", "journal").content)["requests"][0]["body"]
    text = body["binary_data_base64"][0] if isinstance(body, dict) else body
    assert f"({len(picture)} characters)" in text
    assert len(text) < 500


def test_the_journal_is_bounded(server: RunningServer) -> None:
    for number in range(60):
        httpx.get(f"{server.url}/{number}")
    assert [seen.path for seen in server.journal()] == [f"/{number}" for number in range(10, 60)]


@pytest.mark.parametrize(
    "body", ['{"a": "\\ud800"}', '{"seed": ' + "9" * 300 + "}", "[" * 500, "\x00", '{"\\u0000": 1}']
)
def test_the_journal_survives_what_it_cannot_read(server: RunningServer, body: str) -> None:
    headers = {**HEADERS, "X-Odd": "\xff".encode("latin-1"), "Content-Type": "application/json"}
    httpx.post(f"{server.url}{SUBMIT}?%ff=%00", content=body.encode(), headers=headers)  # type: ignore[arg-type]
    assert len(control(server, "GET", "journal").json()["requests"]) == 1


def test_the_journal_can_be_forgotten_alone(server: RunningServer) -> None:
    post(server, SUBMIT, EDIT)
    server.arm("http-502")
    assert control(server, "DELETE", "journal").status_code == 204
    assert (server.journal(), server.submits) == ([], {})
    assert post(server, SUBMIT, EDIT).status_code == 502


def test_a_reset_begins_again_from_the_seed(server: RunningServer) -> None:
    first = post(server, SUBMIT, EDIT).json()
    server.arm("http-502", times=None)
    assert control(server, "POST", "reset").status_code == 204
    assert (server.journal(), server.submits, len(server.app.tasks)) == ([], {}, 0)
    assert post(server, SUBMIT, EDIT).json() == first


def test_faults_are_listed_armed_and_disarmed_over_http(server: RunningServer) -> None:
    armed = control(server, "POST", "faults", json={"fault": "http-502", "times": 3, "operation": "create_image"})
    assert (armed.status_code, armed.json()) == (
        201,
        {"fault": "http-502", "times": 3, "operation": "create_image"},
    )
    post(server, "/api/v1/images/generations", {"model": "m"})
    listed = control(server, "GET", "faults").json()
    assert listed["armed"] == [{"fault": "http-502", "times": 2, "operation": "create_image"}]
    assert {"name": "http-502", "does": "a proxy's page instead of an answer", "parameter": None} in listed["faults"]
    assert control(server, "DELETE", "faults").status_code == 204
    assert control(server, "GET", "faults").json()["armed"] == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "an object with fault, operation, times"),
        (b'{"fault": "cut", "time": 1}', "an object with fault, operation, times"),
        (b"{}", "fault is a text"),
        (b'{"fault": "nothing-like-it"}', "no fault is named"),
        (b'{"fault": "cut", "times": 0}', "times is a whole number"),
        (b'{"fault": "cut", "times": true}', "times is a whole number"),
        (b'{"fault": "cut", "times": ' + b"9" * 300 + b"}", "times is a whole number"),
        (b'{"fault": "cut", "operation": "other"}', "operation is one of pictures, submit_seededit_v30"),
        (b'{"fault": "cut", "operation": []}', "operation is one of"),
        (b'{"fault": "cut-picture", "operation": "create_image"}', "pictures alone"),
        (b" " * 70_000, "at most 65536 bytes"),
    ],
)
def test_a_control_request_that_cannot_be_followed_says_why(server: RunningServer, body: bytes, word: str) -> None:
    answer = control(server, "POST", "faults", content=body, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert word in answer.json()["title"]
    assert control(server, "GET", "faults").json()["armed"] == []


def test_unknown_control_paths_and_methods_say_what_there_is(server: RunningServer) -> None:
    unknown, wrong = control(server, "GET", "nothing"), control(server, "DELETE", "operations")
    assert (unknown.status_code, unknown.json()["title"]) == (404, "there are journal, reset, faults, operations here")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")


def test_operations_are_listed_with_what_they_can_answer(server: RunningServer) -> None:
    listed = {o["operation_id"]: o for o in control(server, "GET", "operations").json()["operations"]}
    assert set(listed) == {operation.operation_id for operation in server.app.operations}
    submit = listed["cv_process"]
    assert (submit["method"], submit["path"], submit["query"]["Action"]) == ("POST", "/volcv/v1", "CVProcess")
    assert {"name": "text_risk_not_pass", "status": 400} in submit["variants"]
    assert "429" in submit["statuses"]


def test_control_needs_no_key_and_is_not_in_the_journal(server: RunningServer) -> None:
    control(server, "GET", "operations")
    assert server.journal() == []


def logged(command: list[str], path: Path, *options: str) -> list[dict[str, Any]]:
    """Start the command, send it a request with secrets and a picture, stop it, and return the lines it wrote."""
    with (
        path.open("w") as errors,
        subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT) as process,
    ):
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        httpx.post(f"{url}{SUBMIT}?token=s3cret", json={**EDIT, "prompt": "p" * 5000}, headers=HEADERS)
        process.terminate()
        process.communicate()
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_request_is_a_line_of_json_without_secrets_and_bodies(lean_mock: list[str], tmp_path: Path) -> None:
    (line,) = logged(lean_mock, tmp_path / "errors")
    assert (line["operation_id"], line["status"], line["query"]) == (
        "submit_seededit_v30",
        400,
        [["token", HIDDEN]],
    )
    assert {"time", "gateway", "method", "path", "variant", "task_id", "milliseconds", "fault"} <= line.keys()
    text = (tmp_path / "errors").read_text("utf-8")
    assert "s3cret" not in text
    assert KEY not in text
    assert "pppp" not in text


def test_the_log_goes_to_a_file_or_nowhere_when_that_is_asked_for(lean_mock: list[str], tmp_path: Path) -> None:
    assert logged(lean_mock, tmp_path / "errors", "--quiet") == []
    assert logged(lean_mock, tmp_path / "errors", "--log", str(tmp_path / "log")) == []
    assert len((tmp_path / "log").read_text("utf-8").splitlines()) == 1


def test_a_log_that_cannot_be_written_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port=0", f"--log={tmp_path}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
