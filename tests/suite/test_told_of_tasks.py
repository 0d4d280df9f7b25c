"""What a live run says of tasks, with a fault put before a stand-in: each fault is named."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from contract_tests.suite import live
from contract_tests.suite.__main__ import main
from contract_tests.suite.request_cases import cases
from image_gateways_recordings.folder import RECORDINGS
from tests.support.independent_faults import ids_of_calls, in_json, pictures, said_of_tasks
from tests.support.independent_gateway import POLL, SUBMIT, IndependentGateway
from tests.support.independent_oceanbase import CREATE, IndependentOceanbase
from tests.support.independent_server import (
    PICTURE,
    Answered,
    Asked,
    Change,
    StandIn,
    decoded_picture,
    json_object,
    serving,
)
from tests.support.independent_volcv import PATH, IndependentVolcv
from tests.support.known_contracts import know_contracts

KEY = "-".join(("live", "key", "0123456789abcdef"))
PICTURE_LINK = "https://example.com/cat.png"

GATEWAYS: dict[str, Callable[[], StandIn]] = {
    "volcv": lambda: IndependentVolcv(KEY),
    "ai302": lambda: IndependentGateway(KEY),
    "oceanbase": lambda: IndependentOceanbase(KEY),
}
# A submit of each: where to, and with which body. That of volcv is of another algorithm than its first example.
SUBMITS = {
    "volcv": (f"{PATH}?Action=CVSync2AsyncSubmitTask&Version=2022-08-31",
              {"req_key": "i2i_outpainting", "prompt": "a field", "image_urls": [PICTURE_LINK]}),
    "ai302": (SUBMIT, {"prompt": "a hat", "image_urls": [PICTURE_LINK]}),
    "oceanbase": (CREATE, {"model": "wan2.2-t2i-flash", "input": {"prompt": "a hat"}}),
}  # fmt: skip


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.setattr(live, "write_reports", lambda *_: ())  # what is read here is what the run prints
    monkeypatch.delenv("CONFIRM_BILLED", raising=False)
    for gateway in GATEWAYS:
        monkeypatch.setenv(f"{gateway.upper()}_API_KEY", KEY)


class Told:
    """Runs the suite, and keeps what it says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.stand_in: StandIn
        self.code = -1

    def of(self, gateway: str, change: Change | None = None, *more: str, billed: int = 0, submits: bool = False) -> str:
        """Return what is found, a line for each; with `submits`, a task that was submitted before is followed."""
        if billed:
            self._monkeypatch.setenv("CONFIRM_BILLED", "1")
        faulty = (change,) if change else ()
        with serving(GATEWAYS[gateway](), *faulty) as self.stand_in:
            url = self.stand_in.url
            if submits:
                more = (*more, "--task-id", submitted(url, gateway))
                self.stand_in.requests.clear()
            self.code = main(["--base-url", url, "--gateway", gateway, "--reports", str(self._folder),
                              "--max-billed", str(billed), *more])  # fmt: skip
        said = self._capsys.readouterr()
        return said.out + said.err


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(tmp_path, capsys, monkeypatch)


def submitted(url: str, gateway: str) -> str:
    path, body = SUBMITS[gateway]
    answer = httpx.post(url + path, json=body, headers={"Authorization": f"Bearer {KEY}"}).json()
    data = answer["data"]
    return str((data.get("output") or data)["task_id"])


@pytest.mark.parametrize("billed", [0, 20])
@pytest.mark.parametrize(
    ("gateway", "unknown", "instead"),
    [
        ("ai302", "not_found", "in_queue"),
        ("ai302", "not_found", "done"),
        ("oceanbase", "UNKNOWN", "PENDING"),
        ("oceanbase", "UNKNOWN", "SUCCEEDED"),
    ],
)
def test_a_task_that_nobody_submitted_neither_runs_nor_is_done(
    gateway: str, unknown: str, instead: str, billed: int, told: Told
) -> None:
    said = told.of(gateway, said_of_tasks({unknown: instead}), billed=billed)
    assert told.code == 1
    assert f"unknown_task: {'get_task' if gateway == 'oceanbase' else 'get_seededit_v30_result'} $.data." in said
    assert f'that says that there is no such task, found "{instead}"' in said


def test_a_status_that_no_document_knows_is_named_and_said_to_come_neither_before_nor_after_another(told: Told) -> None:
    said = told.of("ai302", said_of_tasks({"generating": "paused"}), billed=20)
    assert 'expected no value that the document does not know, found "paused"' in said
    assert "status_moves_forward" not in said


@pytest.mark.parametrize(
    ("status", "refusal", "code"),
    [
        (401, {"error": {"err_code": -10001, "message": "Missing 302 Apikey"}}, 1),
        (400, {"error": {"err_code": -10009, "message": "Not supported"}}, 1),
        (400, {"error": {"err_code": -10010, "message": "Not found"}}, 0),
    ],
    ids=["no key is taken", "nothing is offered", "no task is known"],
)
def test_a_gateway_that_lets_no_call_in_is_named_though_nothing_may_be_billed(
    status: int, refusal: dict[str, Any], code: int, told: Told
) -> None:
    def shut(asked: Asked, answered: Answered) -> Answered:
        is_let_in = asked.path == POLL and answered.status != 401
        return Answered(status, "application/json", json.dumps(refusal).encode()) if is_let_in else answered

    said = told.of("ai302", shut)
    assert ("any_call_is_let_in: " in said) == bool(code)
    assert told.code == code, said


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_task_of_the_user_s_is_followed_to_its_end_and_beyond_and_nothing_is_billed(gateway: str, told: Told) -> None:
    said = told.of(gateway, submits=True)
    assert told.code == 0, said
    made = [asked for asked in told.stand_in.requests if asked.path == PICTURE]
    assert made, "its pictures are fetched"
    assert getattr(told.stand_in, "made", getattr(told.stand_in, "submits", 0)) == 1, "what was submitted before"


def refused(asked: Asked, is_refused: bool) -> Callable[[Answered], Answered]:
    """What an answer to a poll is turned into: a refusal, or what is told of a task that runs."""
    failure = {"error": {"err_code": -10003, "message": "Network error"}}
    running = {"code": 10000, "data": {"status": "generating"}, "message": "Success", "request_id": f"{id(asked):034X}"}
    status, value = (400, failure) if is_refused else (200, running)
    return lambda answered: answered._replace(status=status, content=json.dumps(value).encode())


@pytest.mark.parametrize(
    ("is_other", "is_refused", "finding"),
    [
        (lambda asked: not asked.authorization, False,
         "\nanswered_as_documented: get_seededit_v30_result: expected a refusal, since of missing-credentials"),
        (lambda asked: asked.body[-2:-1] == b",", False,
         "drift: answered_as_documented: get_seededit_v30_result: expected a refusal, since of malformed-json"),
        (lambda asked: asked.body[:1] == b" ", True,
         "\nknown_task_is_told: get_seededit_v30_result: expected a success, since the document allows the poll"),
    ],
    ids=["taken without a key", "taken though no JSON", "refused though allowed"],
)  # fmt: skip
def test_what_polls_are_refused_for_is_tried_on_a_task_that_is_there(
    is_other: Callable[[Asked], bool], is_refused: bool, finding: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = re.compile("get_seededit_v30_result/(key/none|text/(trailing_comma|spaces_around))")
    monkeypatch.setattr(live, "cases", lambda contract: [c for c in cases(contract) if names.match(c.name)])

    def change(asked: Asked, answered: Answered) -> Answered:
        return refused(asked, is_refused)(answered) if asked.path == POLL and is_other(asked) else answered

    said = told.of("ai302", change, submits=True)
    assert finding in said
    assert said.count(": get_seededit_v30_result: expected") == 1


def test_whether_a_task_that_nobody_submitted_is_there_no_server_says_that_failed(told: Told) -> None:
    def failing(asked: Asked, answered: Answered) -> Answered:
        if b"not_found" not in answered.content:
            return answered
        failure = {"code": 50500, "data": None, "message": "Internal Error", "request_id": f"{id(asked):034X}"}
        return answered._replace(status=500, content=json.dumps(failure).encode())

    said = told.of("ai302", failing)
    assert told.code == 0
    assert "drift: unknown_task: get_seededit_v30_result: expected a refusal, or a status that says that there" in said


def test_a_path_that_is_not_there_is_asked_for_without_leave_to_spend(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "cases", lambda contract: [c for c in cases(contract) if "/path/" in c.name])

    def anywhere(_: Asked, answered: Answered) -> Answered:
        return answered._replace(status=200) if answered.status == 404 else answered

    said = told.of("ai302", anywhere)
    assert "drift: answered_as_documented: expected a refusal, since of not-found (path: expected a documented" in said


@in_json
def nothing_made(_: Asked, value: Any) -> None:
    """Each task fails, as soon as it is asked for."""
    if "status" in (value.get("data") or {}):
        value["data"] = {"status": "failed"}


@pytest.mark.parametrize(
    ("gateway", "fault", "code", "finding"),
    [
        ("ai302", said_of_tasks({"in_queue": "not_found"}), 1,
         "\nnew_task_is_known: get_seededit_v30_result $.data.status: "),
        ("oceanbase", said_of_tasks({"PENDING": "UNKNOWN"}), 1,
         "\nnew_task_is_known: get_task $.data.output.task_status: "),
        ("ai302", nothing_made, 0, "\ndrift: new_task_is_made: get_seededit_v30_result $.data.status: "),
    ],
)  # fmt: skip
def test_a_task_that_was_just_taken_is_known_and_mostly_made(
    gateway: str, fault: Change, code: int, finding: str, told: Told
) -> None:
    assert finding in told.of(gateway, fault, billed=20)
    assert told.code == code


def test_a_task_of_the_user_s_that_is_not_there_is_told(told: Told) -> None:
    said = told.of("ai302", None, "--task-id", "7500000000000000099")
    assert told.code == 0
    assert "drift: named_task_is_there: get_seededit_v30_result $.data.status: expected the task that is named" in said


def test_a_new_task_that_is_refused_as_unknown_is_named(told: Told) -> None:
    def unknown(asked: Asked, answered: Answered) -> Answered:
        failure = {"code": 50215, "data": None, "message": "Input invalid", "request_id": f"2026{id(asked):030X}"}
        return answered._replace(status=400, content=json.dumps(failure).encode()) if asked.path == POLL else answered

    assert "\nnew_task_is_known: get_seededit_v30_result: expected a task that" in told.of("ai302", unknown, billed=20)


def turns(*statuses: str) -> Change:
    """The statuses that the polls of a task that is there tell, one after the other; then the last."""
    left = list(statuses)

    def change(_: Asked, answered: Answered) -> Answered:
        value = json.loads(answered.content) if answered.media_type == "application/json" else {}
        data = value.get("data") or {}
        if data.get("status", "not_found") == "not_found":
            return answered
        data["status"] = left.pop(0) if len(left) > 1 else left[0]
        return answered._replace(content=json.dumps(value).encode())

    return change


def no_pictures(asked: Asked, answered: Answered) -> Answered:
    return Answered(404, "text/plain", b"gone") if asked.path == PICTURE else answered


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        (turns("in_queue", "generating", "in_queue", "done"), "status_moves_forward: get_seededit_v30_result"),
        (turns("in_queue"), "task_ends: get_seededit_v30_result"),
        (turns("generating", "generating", "generating", "done", "generating"), "final_stays: get_seededit_v30_result"),
        (no_pictures, "whole_pictures: get_seededit_v30_result"),
    ],
    ids=["backwards", "endless", "not for good", "dead link"],
)
def test_order_end_and_links_of_a_task_are_judged_by_polls_alone(fault: Change, finding: str, told: Told) -> None:
    said = told.of("ai302", fault, submits=True)
    assert told.code == 1
    assert finding in said


def test_a_call_whose_id_is_an_empty_text_is_named(told: Told) -> None:
    said = told.of("ai302", ids_of_calls(""), submits=True)
    assert "drift: ids_of_calls_are_told: get_seededit_v30_result $.request_id: expected the id of the call" in said


def test_a_submit_whose_refusal_names_no_task_is_one_finding_and_has_no_story(told: Told) -> None:
    def full(asked: Asked, answered: Answered) -> Answered:
        if asked.path != SUBMIT or answered.status != 200:
            return answered
        failure = {"code": 50500, "data": None, "message": "Internal Error", "request_id": f"2026{id(asked):030X}"}
        return answered._replace(status=500, content=json.dumps(failure).encode())

    said = told.of("ai302", full, billed=20)
    assert "answered_as_documented: submit_seededit_v30: expected a success" in said
    assert "task_is_named" not in said


# --- pictures -------------------------------------------------------------------------------------------------------


def written(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


SHADES = Image.linear_gradient("L").resize((64, 48)).convert("RGB")


@pytest.mark.parametrize(
    ("picture", "media_type", "finding"),
    [
        (written(Image.new("RGB", (64, 48), "teal"), "PNG"), "image/png", "drift: picture_shows_something: "),
        (written(SHADES, "PNG"), "image/png", "drift: picture_of_its_own: "),
        (written(SHADES, "PNG"), "image/png", "drift: picture_of_the_size: create_doubao_image $.data[0].b64_json: "
         "expected a picture of 2048x2048 pixels, as was asked for, found one of 64x48"),
        (written(SHADES, "WEBP"), "image/webp", "low drift: usual_picture_type: get_seededit_v30_result "),
        ((RECORDINGS / "pictures" / "lighthouse_wide.png").read_bytes(), "image/png", "\npicture_of_its_own: get_seed"),
    ],
    ids=["one colour", "one for all", "another size", "another type", "one recorded for another"],
)  # fmt: skip
def test_a_picture_is_held_against_what_was_asked_for(
    picture: bytes, media_type: str, finding: str, told: Told
) -> None:
    said = told.of("ai302", pictures(picture, media_type), billed=20)
    assert finding in said
    assert "whole_pictures" not in said, "it is whole, and of the type that its link states"


def test_a_task_of_the_user_s_that_is_there_only_when_it_is_asked_for_again_is_named(told: Told) -> None:
    polls: list[str] = []

    def at_first_unknown(asked: Asked, answered: Answered) -> Answered:
        polls.append(asked.path)
        if len(polls) > 1 and polls[-2] != polls[-1] and '"PENDING"' in answered.content.decode(errors="replace"):
            failure = {"success": False, "code": "404", "message": "Not found"}
            return Answered(404, "application/json", json.dumps(failure).encode())
        return answered

    said = told.of("oceanbase", at_first_unknown, submits=True)
    assert "named_task_is_there: get_task: expected the task that is named to be there each time, found 404" in said
    assert told.code == 1


def test_the_first_poll_of_a_task_of_the_user_s_tells_how_far_it_was(told: Told) -> None:
    said = told.of("oceanbase", said_of_tasks({"PENDING": "RUNNING", "RUNNING": "PENDING"}), submits=True)
    assert "\nstatus_moves_forward: get_task $.data.output.task_status: expected a status that follows" in said


def test_a_task_that_ran_does_not_end_as_one_that_never_was(told: Told) -> None:
    said = told.of("oceanbase", said_of_tasks({"SUCCEEDED": "UNKNOWN"}), submits=True)
    assert "final_stays: get_task $.data.output.task_status: expected a task that was RUNNING to stay known" in said
    assert told.code == 1


def test_a_recorded_picture_too_has_the_size_that_its_answer_states(told: Told) -> None:
    recorded = (RECORDINGS / "pictures" / "lighthouse_wide.png").read_bytes()

    def stated(_: Asked, value: Any) -> None:
        made = value.get("data")
        if isinstance(made, dict) and isinstance(made.get("data"), list):
            made["data"] = [{"b64_json": base64.b64encode(recorded).decode(), "size": "7x9"}]

    said = told.of("oceanbase", in_json(stated), billed=20)
    assert (
        "picture_of_the_size: create_image $.data.data[0].b64_json: expected a picture of 7x9 pixels, as the an" in said
    )


def test_a_picture_that_stands_twice_in_an_answer_is_told_once(told: Told) -> None:
    def doubled(_: Asked, value: Any) -> None:
        made = value.get("data")
        if isinstance(made, dict) and isinstance(made.get("data"), list):
            made["data"] *= 2

    said = told.of("oceanbase", in_json(doubled), billed=20)
    assert (
        "drift: picture_of_its_own: create_image $.data.data[1].url: expected a picture of its own, found the one that"
        in said
    )
    assert "$.data.data[0]" not in said


def test_a_picture_under_another_type_is_named_for_what_it_is_and_a_parameter_is_no_other_type(told: Told) -> None:
    said = told.of("ai302", pictures(written(SHADES, "WEBP"), "image/png"), submits=True)
    assert "found a picture of type image/webp under Content-Type: image/png" in said
    assert "whole_pictures" not in told.of("ai302", pictures(written(SHADES, "PNG"), "image/png; charset=binary"),
                                           submits=True)  # fmt: skip


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize(
    ("gateway", "places"),
    [
        ("ai302", ["get_seededit_v30_result $.data.image_urls[0]"]),
        ("volcv", ["cv_process $.data.image_urls[0]", "cv_process $.data.binary_data_base64[0]"]),
    ],
    ids=["task", "call"],
)
def test_the_input_is_no_result_neither_as_it_was_given_nor_written_anew(
    gateway: str, places: list[str], anew: bool, told: Told
) -> None:
    submits: dict[str, dict[str, Any]] = {}

    def input_back(asked: Asked, value: Any) -> None:
        body, data = json_object(asked.body) or {}, value.get("data")
        if not isinstance(data, dict):
            return
        if "task_id" in data:
            submits[data["task_id"]] = body
        of = submits.get(str(body.get("task_id")), body)
        if data.get("image_urls") and of.get("image_urls"):
            data["image_urls"] = of["image_urls"]
        picture = decoded_picture((of.get("binary_data_base64") or [""])[0])
        if data.get("binary_data_base64") and picture is not None:
            again = base64.b64encode(written(picture, "TIFF")).decode()
            data["binary_data_base64"] = [again if anew else of["binary_data_base64"][0]]

    said = told.of(gateway, in_json(input_back), billed=20)
    assert told.code == 1
    assert all(f"\nnot_the_input: {place}: expected another picture than the input" in said for place in places)


def test_a_mock_is_given_no_task_to_follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--gateway", "ai302", "--task-id", "1", "--reports", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: a task is followed at a gateway alone")
