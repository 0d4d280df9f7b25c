"""`call`: any operation with fields of the caller's own, for an algorithm that no schema knows yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from image_edit import (
    BadInput,
    ContentRefused,
    DeadlinePassed,
    MaybeBilled,
    TaskExpired,
    UnexpectedAnswer,
)
from image_gateways.ai302.models import TaskSubmitted
from image_gateways.volcv.models import TaskResult
from image_gateways_mock import RunningServer
from tests.support.editing import MODES, Editing, editing
from tests.support.mock_key import KEY

URL = "https://example.com/a.png"
TASK_ID = "7392616336519610409"
BASE = "https://gateway.invalid"


Answering = Callable[[httpx.Request], httpx.Response]


@contextmanager
def answered(mode: str, gateway: str, answer: Answering) -> Iterator[tuple[Editing, list[httpx.Request]]]:
    """Give an editor whose gateway answers as a function says, and what it was asked."""
    asked: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    transport = httpx.MockTransport(answering)
    client: Any = httpx.Client(transport=transport) if mode == "blocking" else httpx.AsyncClient(transport=transport)
    with editing(mode, gateway=gateway, api_key=KEY, base_url=BASE, http_client=client) as editor:
        yield editor, asked


def envelope(data: Any, **others: Any) -> httpx.Response:
    body = {"code": 10000, "data": data, "message": "Success", "request_id": "r-1", "status": 10000, **others}
    return httpx.Response(200, json={**body, "time_elapsed": "1ms"})


def body_of(request: httpx.Request) -> Any:
    return json.loads(request.content)


# --- a task ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_a_task_of_an_unknown_algorithm_is_submitted_as_given_and_polled_as_what_it_is(mode: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["Action"] == "CVSync2AsyncSubmitTask":
            return envelope({"task_id": TASK_ID})
        return envelope({"status": "done", "resp_data": "[1, 2]"})

    fields = {"req_key": "face_of_2027", "any": {"depth": [1, None, "é"]}, "top": 0, "timeout": 3, "self": True}
    with answered(mode, "volcv", answer) as (editor, asked):
        task = editor.call("cv_sync2async_submit_task", **fields)
        assert (task.id, task.model, task.done) == (TASK_ID, "face_of_2027", False)
        editor.of(task, "wait")()
        assert editor.of(task, "results")() == []
        with pytest.raises(UnexpectedAnswer, match="no picture") as raised:
            editor.of(task, "result")()
    assert raised.value.task_id == TASK_ID
    submit, poll = asked
    assert body_of(submit) == fields
    assert (body_of(poll)["req_key"], body_of(poll)["task_id"]) == ("face_of_2027", TASK_ID)
    assert isinstance(task.answer, TaskResult)
    assert task.answer.to_dict()["data"] == {"status": "done", "resp_data": "[1, 2]"}


@pytest.mark.parametrize("mode", MODES)
def test_the_pictures_of_a_task_are_its_results(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        task = editor.call("submit_seededit_v30", image_urls=[URL], prompt="At night", seed=7)
        assert isinstance(task.answer, TaskSubmitted)
        assert [image.task_id for image in editor.of(task, "results")()] == [task.id]
    assert server.submits == {"submit_seededit_v30": 1}
    assert server.journal()[0].body == {"image_urls": [URL], "prompt": "At night", "seed": 7}


@pytest.mark.parametrize("mode", MODES)
def test_a_task_that_ends_badly_is_an_error_as_ever(mode: str) -> None:
    answers = iter([envelope({"task_id": TASK_ID}), envelope({"status": "expired"})])
    with answered(mode, "volcv", lambda _: next(answers)) as (editor, _):
        task = editor.call("cv_sync2async_submit_task", req_key="x")
        with pytest.raises(TaskExpired) as raised:
            editor.of(task, "wait")()
    assert (raised.value.task_id, raised.value.model) == (TASK_ID, "x")


@pytest.mark.parametrize("mode", MODES)
def test_a_call_about_a_task_can_be_waited_for(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        submitted = editor.submit_edit(URL, "At night")
        task = editor.call("get_seededit_v30_result", task_id=submitted.id)
        assert (task.id, task.status) == (submitted.id, "in_queue")
        assert editor.of(task, "result")().task_id == submitted.id
        with pytest.raises(DeadlinePassed):
            editor.of(editor.call("get_seededit_v30_result", task_id=editor.submit_edit(URL, "x").id), "wait")(0.1)


# --- an answer at once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "data", [{"resp_data": "{}"}, {"score": 0.5, "image_urls": []}, {"binary_data_base64": None, "infer": {}}]
)
def test_an_answer_without_a_picture_is_no_error(mode: str, data: dict[str, Any]) -> None:
    with answered(mode, "volcv", lambda _: envelope(data)) as (editor, asked):
        task = editor.call("cv_process", req_key="classify_2027")
        assert (task.id, task.done) == (None, True)
        editor.of(task, "wait")()
        assert editor.of(task, "results")() == []
        with pytest.raises(UnexpectedAnswer, match="no picture"):
            editor.of(task, "result")()
    answer = task.answer if isinstance(task.answer, dict) else task.answer.to_dict()
    assert answer["data"].items() >= data.items()
    assert len(asked) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("gateway", "operation", "answer"),
    [
        ("volcv", "cv_process", {"code": 10000, "data": [1, 2]}),
        ("volcv", "cv_sync2async_submit_task", {"code": 10000, "data": {"task": {"queued": True}}}),
        ("ai302", "submit_seededit_v30", {"anything": {"at": "all"}}),
        ("ai302", "submit_seededit_v30", {"code": 10000, "data": None, "message": "Success"}),
        ("oceanbase", "create_image", {"output": {"text": "three words"}, "request_id": "r-1"}),
    ],
)
def test_a_success_of_a_shape_that_no_schema_knows_is_an_answer(
    mode: str, gateway: str, operation: str, answer: dict[str, Any]
) -> None:
    with answered(mode, gateway, lambda _: httpx.Response(200, json=answer)) as (editor, _):
        task = editor.call(operation, any="field")
    assert task.done
    assert task.answer == answer


@pytest.mark.parametrize("mode", MODES)
def test_a_task_is_found_in_a_success_of_another_shape(mode: str) -> None:
    shape = {"code": 10000, "result": {"queue": {"task_id": TASK_ID}, "task_id": ""}}
    with answered(mode, "volcv", lambda _: httpx.Response(200, json=shape)) as (editor, _):
        task = editor.call("cv_process", req_key="x")
    assert (task.id, task.done) == (TASK_ID, False)


# --- money ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_a_billed_call_is_never_sent_twice(server: RunningServer, mode: str) -> None:
    server.arm("reset-after-effect")
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(MaybeBilled) as raised:
            editor.call("submit_seededit_v30", image_urls=[URL], prompt="At night")
        assert raised.value.maybe_billed
    assert server.submits == {"submit_seededit_v30": 1}


@pytest.mark.parametrize("mode", MODES)
def test_a_call_that_is_free_is_repeated(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        submitted = editor.submit_edit(URL, "At night")
        server.arm("http-502", operation="get_seededit_v30_result")
        assert editor.call("get_seededit_v30_result", task_id=submitted.id).id == submitted.id
    assert [exchange.operation_id for exchange in server.journal()].count("get_seededit_v30_result") == 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"code": 50411, "message": "Pre Img Risk Not Pass", "data": None}, ContentRefused),
        (400, {"code": 50411, "message": "Pre Img Risk Not Pass", "data": None}, ContentRefused),
        (502, {"anything": 1}, MaybeBilled),
        (200, "no object", MaybeBilled),
        (200, {"code": "another", "data": {"x": 1}}, MaybeBilled),
    ],
)
def test_a_failure_is_the_error_that_it_is(mode: str, status: int, body: Any, kind: type[Exception]) -> None:
    with (
        answered(mode, "volcv", lambda _: httpx.Response(status, json=body)) as (editor, _),
        pytest.raises(kind),
    ):
        editor.call("cv_process", req_key="x")


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("gateway", "operation", "fields", "word"),
    [
        ("ai302", "cv_process", {}, "ai302 has no operation 'cv_process'; there are .*submit_seededit_v30"),
        ("ai302", "seededit.submit_seededit_v30", {}, "has no operation"),
        ("ai302", 3, {}, "has no operation"),
        ("ai302", "submit_seededit_v30", {"image": b"bytes"}, "image: bytes has no form in it"),
        ("ai302", "submit_seededit_v30", {"prompt": "\ud83d"}, "no Unicode text"),
        ("oceanbase", "get_task", {}, "get_task needs task_id"),
        ("oceanbase", "get_task", {"task_id": "a", "watermark": True}, "get_task has no body, and watermark is none"),
        ("oceanbase", "get_task", {"task_id": 7}, "task_id stands outside of the body"),
        ("volcv", "cv_process", {"Version": "ü"}, "Version stands outside of the body"),
        ("volcv", "cv_sync2async_submit_task", {"req_key": 3}, "req_key"),
    ],
)
def test_a_call_that_cannot_be_sent_is_not(
    server: RunningServer, mode: str, gateway: str, operation: Any, fields: dict[str, Any], word: str
) -> None:
    with editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(BadInput, match=word) as raised:
            editor.call(operation, **fields)
        assert (raised.value.gateway, raised.value.http_status) == (gateway, None)
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
def test_fields_that_are_parameters_go_where_the_document_says(mode: str) -> None:
    with answered(mode, "volcv", lambda _: envelope({"x": 1})) as (editor, asked):
        editor.call("cv_process", Version="2027-01-01", version="of the body")
    assert dict(asked[0].url.params) == {"Action": "CVProcess", "Version": "2027-01-01"}
    assert body_of(asked[0]) == {"version": "of the body"}
    with answered(mode, "oceanbase", lambda _: httpx.Response(200, json={})) as (editor, asked):
        editor.call("create_image", model="qwen-image", input={}, **{"X-Async": "enable"})
    assert asked[0].headers["X-Async"] == "enable"
    assert body_of(asked[0]) == {"model": "qwen-image", "input": {}}
