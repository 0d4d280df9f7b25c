"""The mock server keeps tasks: a fresh id, the recorded answers in order, the last one for good."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from image_gateways_mock import Settings, running_server
from image_gateways_mock.tasks import TaskStore

HEADERS = {"Authorization": "Bearer {{YOUR_API_KEY}}"}
SUBMIT = {"Action": "CVSync2AsyncSubmitTask", "Version": "2022-08-31"}
RESULT = {"Action": "CVSync2AsyncGetResult", "Version": "2022-08-31"}
EDIT: dict[str, Any] = {"req_key": "byteedit_v2.0", "image_urls": ["https://example.com/a.png"], "prompt": "At night"}


@pytest.fixture(scope="module")
def caller() -> Iterator[httpx.Client]:
    with running_server() as url, httpx.Client(base_url=url, headers=HEADERS) as client:
        yield client


def submit(caller: httpx.Client, prefer: str = "") -> str:
    response = caller.post("/volcv/v1", params=SUBMIT, json=EDIT, headers={"Prefer": prefer} if prefer else {})
    task_id = response.json()["data"]["task_id"]
    assert isinstance(task_id, str)
    return task_id


def poll(caller: httpx.Client, task_id: str, **options: Any) -> httpx.Response:
    return caller.post("/volcv/v1", params=RESULT, json={"req_key": "byteedit_v2.0", "task_id": task_id, **options})


def statuses(caller: httpx.Client, task_id: str, polls: int) -> list[str]:
    return [poll(caller, task_id).json()["data"]["status"] for _ in range(polls)]


def test_a_submit_gives_a_fresh_id_of_twenty_digits(caller: httpx.Client) -> None:
    ids = {submit(caller) for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"[1-9][0-9]{19}", task_id) for task_id in ids)


def test_polling_replays_the_recorded_answers_and_the_last_one_sticks(caller: httpx.Client) -> None:
    assert statuses(caller, submit(caller), 5) == ["in_queue", "generating", "done", "done", "done"]


def test_tasks_do_not_disturb_each_other(caller: httpx.Client) -> None:
    first, second = submit(caller), submit(caller)
    assert statuses(caller, first, 3)[-1] == "done"
    assert statuses(caller, second, 1) == ["in_queue"]


def test_a_recorded_task_is_known_from_the_start(caller: httpx.Client) -> None:
    assert statuses(caller, "7418048504813240370", 3) == ["in_queue", "generating", "done"]


def test_an_unknown_task_is_answered_as_the_document_says(caller: httpx.Client) -> None:
    response = poll(caller, "123")
    assert (response.status_code, response.json()["data"]["status"]) == (200, "not_found")


def test_a_task_that_fails_answers_its_poll_with_a_business_code(caller: httpx.Client) -> None:
    task_id = submit(caller, "example=task_fails")
    answers = [poll(caller, task_id) for _ in range(4)]
    assert answers[0].status_code == 200
    assert [answer.status_code for answer in answers[-2:]] == [400, 400]
    assert answers[-1].json()["code"] != 10000


def test_a_task_that_expires_is_reachable(caller: httpx.Client) -> None:
    assert statuses(caller, submit(caller, "example=task_expires"), 4)[-1] == "expired"


def test_a_poll_can_ask_for_any_answer_by_name(caller: httpx.Client) -> None:
    body = {"req_key": "byteedit_v2.0", "task_id": "5"}
    response = caller.post("/volcv/v1", params=RESULT, json=body, headers={"Prefer": "example=TaskExpired"})
    assert response.json()["data"]["status"] == "expired"


# --- of each algorithm ----------------------------------------------------------------------------------------------


OF_ALGORITHMS: list[tuple[dict[str, Any], str]] = [
    (EDIT, "lighthouse_night.jpg"),
    (EDIT | {"req_key": "seededit_v3.0"}, "lighthouse_night.jpg"),
    ({"req_key": "i2i_outpainting", "image_urls": ["https://example.com/a.png"], "top": 0.5}, "lighthouse_wide.png"),
    (
        {"req_key": "i2i_outpainting", "image_urls": ["https://example.com/a.png", "https://example.com/mask.png"]},
        "lighthouse_canvas_filled.png",
    ),
    (
        {"req_key": "i2i_inpainting_edit", "image_urls": ["https://example.com/a.png", "https://example.com/m.png"]},
        "lighthouse_boat.png",
    ),
    (
        {"req_key": "i2i_inpainting", "image_urls": ["https://example.com/a.png", "https://example.com/m.png"]},
        "lighthouse.png",
    ),
]


@pytest.fixture(scope="module")
def caller_without_recordings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(recordings=tmp_path_factory.mktemp("recordings"))
    with running_server(settings) as url, httpx.Client(base_url=url, headers=HEADERS) as client:
        yield client


def end_of_a_task(caller: httpx.Client, body: dict[str, Any]) -> str:
    """The link that a task ends with, after the usual course."""
    submitted = caller.post("/volcv/v1", params=SUBMIT, json=body).json()
    asked = {"req_key": body["req_key"], "task_id": submitted["data"]["task_id"], "req_json": '{"return_url":true}'}
    polled = [caller.post("/volcv/v1", params=RESULT, json=asked).json() for _ in range(4)]
    assert [answer["data"]["status"] for answer in polled] == ["in_queue", "generating", "done", "done"]
    (link,) = polled[-1]["data"]["image_urls"]
    return str(link)


@pytest.mark.parametrize(("body", "picture"), OF_ALGORITHMS, ids=[body["req_key"] for body, _ in OF_ALGORITHMS])
def test_each_algorithm_is_a_task_that_ends_with_its_picture(
    caller: httpx.Client, caller_without_recordings: httpx.Client, body: dict[str, Any], picture: str
) -> None:
    assert end_of_a_task(caller, body).endswith(f"/{picture}")
    assert end_of_a_task(caller_without_recordings, body)


def test_a_form_that_is_told_as_drift_and_a_failure_at_200_are_given_on_request_alone(caller: httpx.Client) -> None:
    for name in ("AccessDeniedAtOk", "CvSync2asyncSubmitTaskWrappedResponseExample"):
        asked = caller.post("/volcv/v1", params=SUBMIT, json=EDIT, headers={"Prefer": f"example={name}"})
        assert asked.status_code == 200
        assert "task_id" not in (asked.json().get("data") or {})
        assert submit(caller)


def test_a_302_ai_task_runs_its_course(caller: httpx.Client) -> None:
    body = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}
    task_id = caller.post("/doubao/drawing/seededit_v30", json=body).json()["data"]["task_id"]
    answers = [caller.post("/doubao/drawing/seededit_v30_result", json={"task_id": task_id}).json() for _ in range(9)]
    assert answers[0]["data"]["status"] != "done"
    assert answers[-1]["data"]["status"] == "done"


@pytest.mark.parametrize(
    ("variant", "last"),
    [
        ("bailian_task_done", "SUCCEEDED"),
        ("bailian_task_fails", "FAILED"),
        ("bailian_task_is_canceled", "CANCELED"),
        ("bailian_task_partly_fails", "SUCCEEDED"),
    ],
)
def test_each_end_of_a_bailian_task_is_reachable(caller: httpx.Client, variant: str, last: str) -> None:
    body = {"model": "wanx2.1-t2i-turbo", "input": {"prompt": "A lighthouse"}}
    submitted = caller.post("/api/v1/images/generations", json=body, headers={"Prefer": f"example={variant}"})
    task_id = submitted.json()["data"]["output"]["task_id"]
    answers = [caller.get(f"/api/v1/tasks/{task_id}").json()["data"]["output"] for _ in range(6)]
    assert {answer["task_id"] for answer in answers} == {task_id}
    assert answers[-1]["task_status"] == last
    if variant == "bailian_task_partly_fails":
        assert answers[-1]["task_metrics"]["FAILED"] > 0


def test_an_unknown_bailian_task_is_answered_as_the_document_says(caller: httpx.Client) -> None:
    assert caller.get("/api/v1/tasks/never-made").json()["data"]["output"]["task_status"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("polls_before_done", "expected"),
    [
        (0, ["done", "done"]),
        (1, ["in_queue", "done", "done"]),
        (4, ["in_queue", "in_queue", "generating", "generating", "done"]),
    ],
)
def test_polls_before_done_stretches_the_recorded_answers(polls_before_done: int, expected: list[str]) -> None:
    settings = Settings(polls_before_done=polls_before_done)
    with running_server(settings) as url, httpx.Client(base_url=url, headers=HEADERS) as caller:
        assert statuses(caller, submit(caller), len(expected)) == expected


def test_task_seconds_keep_a_task_from_finishing_early() -> None:
    with running_server(Settings(task_seconds=3600)) as url, httpx.Client(base_url=url, headers=HEADERS) as caller:
        assert set(statuses(caller, submit(caller), 6)) == {"in_queue"}


def test_a_task_moves_on_with_the_clock() -> None:
    times = iter((0.0, 0.0, 14.9, 15.0, 29.9, 30.0, 99.0))
    store: TaskStore[str] = TaskStore(10, None, 30, clock=lambda: next(times))
    task = store.add("a", "1", ("in_queue", "generating", "done"), None)
    seen = [store.poll(task) for _ in range(6)]
    assert seen == ["in_queue", "in_queue", "generating", "generating", "done", "done"]


def test_both_the_clock_and_the_polls_must_be_through() -> None:
    now = 0.0
    store: TaskStore[str] = TaskStore(10, 2, 30, clock=lambda: now)
    task = store.add("a", "1", ("in_queue", "generating", "done"), None)
    early = [store.poll(task) for _ in range(4)]
    now = 30.0
    assert (early[-1], store.poll(task)) == ("in_queue", "done")
    now = 60.0
    late = store.add("a", "2", ("in_queue", "generating", "done"), None)
    now = 90.0
    assert [store.poll(late) for _ in range(3)] == ["in_queue", "generating", "done"]


def test_the_store_forgets_the_oldest_task_when_it_is_full() -> None:
    store: TaskStore[str] = TaskStore(3, None, 0)
    for number in range(10):
        store.add("a", str(number), ("done",), None)
    assert len(store) == 3
    assert [store.get("a", str(number)) is None for number in (6, 7)] == [True, False]
    store.clear()
    assert len(store) == 0


def test_the_same_seed_gives_the_same_answers() -> None:
    runs = []
    for _ in range(2):
        with running_server(Settings(seed=7)) as url, httpx.Client(base_url=url, headers=HEADERS) as caller:
            task_id = submit(caller)
            runs.append([task_id, poll(caller, task_id).text, poll(caller, task_id).text])
    assert runs[0] == runs[1]


def test_another_seed_gives_other_ids() -> None:
    ids = set()
    for seed in (1, 2):
        with running_server(Settings(seed=seed)) as url, httpx.Client(base_url=url, headers=HEADERS) as caller:
            ids.add(submit(caller))
    assert len(ids) == 2
