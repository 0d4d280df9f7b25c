"""What the editor makes of oceanbase's answers: in the envelope and without it, whole, in part, and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from image_edit import (
    AuthenticationError,
    BadInput,
    ContentRefused,
    GatewayUnavailable,
    ImageEditError,
    InputPictureRefused,
    MaybeBilled,
    NotSupported,
    OutputRefused,
    QuotaExceeded,
    RateLimited,
    TaskFailed,
    TaskNotFound,
    UnexpectedAnswer,
)
from tests.support.editing import MODES, PICTURE, editing

KEY = "{{YOUR_API_KEY}}"
BAILIAN = "wanx2.1-t2i-turbo"
TASK_ID = "7c1e0d52-4b7a-4a0e-9f1c-2f6d8e5b3a90"
LINKS = ["https://pictures.invalid/a.png", "https://pictures.invalid/b.png"]
REFUSED = {"code": "OutputImageSensitiveContentDetected.PolicyViolation", "message": "No."}

Answers = dict[str, tuple[int, Any]]


def host(create: Any, *, status: int = 200, task: Any = None, task_status: int = 200) -> httpx.MockTransport:
    """A gateway that answers each call alike; pictures are always there."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.invalid":
            return httpx.Response(200, content=PICTURE.read_bytes())
        if request.method == "GET":
            return httpx.Response(task_status, json=task)
        sent.append(json.loads(request.content))
        return httpx.Response(status, json=create)

    sent: list[Any] = []
    transport = httpx.MockTransport(answer)
    transport.sent = sent  # type: ignore[attr-defined]
    return transport


def opened(mode: str, transport: httpx.MockTransport) -> Any:
    kind: Callable[..., Any] = httpx.Client if mode == "blocking" else httpx.AsyncClient
    client = kind(transport=transport)
    return editing(mode, gateway="oceanbase", api_key=KEY, base_url="https://gateway.invalid", http_client=client)


def enveloped(data: Any) -> Any:
    return {"success": True, "code": "200", "message": "successful", "data": data}


def ark(*items: Any, **more: Any) -> Any:
    return {"model": "doubao-seedream-4-0-250828", "created": 1757469561, "data": list(items), **more}


def task(status: str, **more: Any) -> Any:
    return {"request_id": "R1", "output": {"task_id": TASK_ID, "task_status": status, **more}}


def choices(*links: str) -> Any:
    content = [{"text": "Here it is."}, *({"image": link, "type": "image"} for link in links)]
    return [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}]


def refused(code: str, message: str = "No", **more: Any) -> Any:
    return {"error": {"code": code, "message": message, **more}}


def bailian(code: str) -> Any:
    return {"code": code, "message": "No", "request_id": "R"}


NEW_TASK = {"output": {"task_id": TASK_ID, "task_status": "PENDING"}, "request_id": "R0"}

ANSWERS_AT_ONCE = {
    "enveloped": enveloped(ark(*({"url": link} for link in LINKS))),
    "without success": {"code": "200", "message": "ok", "data": ark(*({"url": link} for link in LINKS))},
    "code as a number": {"success": True, "code": 200, "data": ark(*({"url": link} for link in LINKS))},
    "nulls": enveloped(
        ark(*({"url": link, "b64_json": None, "error": None} for link in LINKS), usage=None, error=None)
    ),
    "Ark alone": ark(*({"url": link, "size": "96x64"} for link in LINKS), usage={"generated_images": 2}),
    "as OpenAI answers": {"created": 1757469561, "data": [{"url": link} for link in LINKS]},
    "Bailian at once": enveloped({"output": {"choices": choices(*LINKS)}, "usage": {"width": 96}, "request_id": "R"}),
    "Bailian at once alone": {"output": {"choices": choices(*LINKS)}, "request_id": "R"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("answer", ANSWERS_AT_ONCE.values(), ids=ANSWERS_AT_ONCE)
def test_pictures_are_read_whatever_stands_around_them(mode: str, answer: Any) -> None:
    with opened(mode, host(answer)) as editor:
        made = editor.submit_edit(PICTURE, "At night")
        assert (made.id, made.done, made.failures) == (None, True, ())
        assert [image.url for image in editor.of(made, "results")()] == LINKS


FINISHED = {
    "enveloped": enveloped(task("SUCCEEDED", results=[{"url": link} for link in LINKS])),
    "alone": task("SUCCEEDED", results=[{"url": link} for link in LINKS]),
    "output alone": enveloped(task("SUCCEEDED", results=[{"url": link} for link in LINKS])["output"]),
    "status and results": enveloped(
        {"output": {"task_status": "SUCCEEDED", "results": [{"url": url} for url in LINKS]}}
    ),
    "choices": enveloped(task("SUCCEEDED", choices=choices(*LINKS), finished=True, results=None)),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "created", [enveloped(NEW_TASK), NEW_TASK, {"output": {"task_id": TASK_ID}}, enveloped({"task_id": TASK_ID})]
)
@pytest.mark.parametrize("finished", FINISHED.values(), ids=FINISHED)
def test_a_task_is_read_whatever_stands_around_it(mode: str, created: Any, finished: Any) -> None:
    with opened(mode, host(created, task=finished)) as editor:
        made = editor.submit_generate("A lighthouse", model=BAILIAN)
        assert (made.id, made.done) == (TASK_ID, False)
        assert [image.url for image in editor.of(made, "results")()] == LINKS


@pytest.mark.parametrize("mode", MODES)
def test_of_several_pictures_the_refused_ones_are_told_and_the_others_kept(mode: str) -> None:
    with opened(mode, host(enveloped(ark({"url": LINKS[0]}, {"error": REFUSED}, {"url": LINKS[1]})))) as editor:
        made = editor.submit_edit([PICTURE, PICTURE], "At night")
        assert made.failures == (f"{REFUSED['code']}: No.",)
        assert [image.url for image in editor.of(made, "results")()] == LINKS


NOTHING_MADE = {
    "each picture": enveloped(ark({"error": REFUSED}, {"error": REFUSED})),
    "the answer": enveloped(ark(error=REFUSED)),
    "instead of data": enveloped({"model": "m", "created": 1, "error": REFUSED}),
    "Ark alone": {"model": "m", "created": 1, "error": REFUSED},
    "null data": {"model": "m", "created": 1, "data": None, "error": REFUSED},
    "an envelope of failure": {"success": False, "code": REFUSED["code"], "message": "No.", "data": None},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("answer", NOTHING_MADE.values(), ids=NOTHING_MADE)
def test_pictures_that_were_all_refused_with_http_200_are_a_refusal_of_the_result(mode: str, answer: Any) -> None:
    with opened(mode, host(answer)) as editor, pytest.raises(OutputRefused, match=r"No\..*Change the prompt") as raised:
        editor.edit(PICTURE, "At night")
    assert (raised.value.code, raised.value.maybe_billed) == (REFUSED["code"], True)


@pytest.mark.parametrize("mode", MODES)
def test_a_task_that_failed_without_a_code_says_why_in_words(mode: str) -> None:
    failed = enveloped(task("FAILED", message="The prompt is empty."))
    with opened(mode, host(enveloped(NEW_TASK), task=failed)) as editor:
        made = editor.submit_generate("A lighthouse", model=BAILIAN)
        with pytest.raises(TaskFailed, match=r"The prompt is empty\."):
            editor.of(made, "wait")()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("code", "error"),
    [("DataInspectionFailed", ContentRefused), ("InvalidParameter", TaskFailed), ("NobodyKnows", TaskFailed)],
)
def test_a_task_that_failed_over_its_content_is_a_refusal(mode: str, code: str, error: type[ImageEditError]) -> None:
    failed = enveloped(task("FAILED", code=code, message="No."))
    with opened(mode, host(enveloped(NEW_TASK), task=failed)) as editor, pytest.raises(error) as raised:
        editor.generate("A lighthouse", model=BAILIAN)
    assert type(raised.value) is error
    assert (raised.value.task_id, raised.value.request_id, raised.value.maybe_billed) == (TASK_ID, "R1", True)


FAILURES = {
    "page 003": (429, {"success": False, "code": "429", "message": "Rate limit exceeded"}, RateLimited, "429", None),
    "at 200": (200, {"success": False, "code": "401", "message": "Unauthorized"}, AuthenticationError, "401", None),
    "data": (400, {"success": False, "code": "400", "message": "No", "data": {"a": 1}}, BadInput, "400", None),
    "number": (401, {"success": False, "code": 401, "message": "No"}, AuthenticationError, "401", None),
    "a status at 200": (200, {"success": False, "code": "403", "message": "No"}, AuthenticationError, "403", None),
    "no success": (400, {"code": "400", "message": "No", "data": None}, BadInput, "400", None),
    "sibling": (401, refused("unauthorized"), AuthenticationError, "unauthorized", None),
    "Ark's model": (
        404,
        refused("InvalidEndpointOrModel.NotFound", "No. Request id: 021751598399d4f1c07"),
        BadInput,
        "InvalidEndpointOrModel.NotFound",
        "021751598399d4f1c07",
    ),
    "Ark's picture": (
        400,
        refused("InputImageSensitiveContentDetected", param="", type="BadRequest"),
        InputPictureRefused,
        "InputImageSensitiveContentDetected",
        None,
    ),
    "Ark's money": (403, refused("AccountOverdueError"), QuotaExceeded, None, None),
    "Ark's load": (429, refused("ServerOverloaded"), RateLimited, None, None),
    "Bailian's key": (401, bailian("InvalidApiKey"), AuthenticationError, None, "R"),
    "Bailian's money": (400, bailian("Arrearage"), QuotaExceeded, None, "R"),
    "Bailian's check": (400, bailian("DataInspectionFailed"), ContentRefused, None, "R"),
    "Bailian's rate": (429, bailian("Throttling.RateQuota"), RateLimited, None, "R"),
    "Bailian's model": (503, bailian("ModelUnavailable"), GatewayUnavailable, None, "R"),
    "Ark failed": (500, refused("InternalServiceError"), MaybeBilled, None, None),
    "no such path": (404, refused("not_found"), NotSupported, "not_found", None),
    "empty code": (403, refused("", "No (request id: 7)", type="e"), AuthenticationError, None, None),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("status", "body", "error", "code", "request_id"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_an_error_of_its_type_in_whichever_form_it_comes(
    mode: str, status: int, body: Any, error: type[ImageEditError], code: str | None, request_id: str | None
) -> None:
    with opened(mode, host(body, status=status)) as editor, pytest.raises(ImageEditError) as raised:
        editor.edit(PICTURE, "At night")
    assert type(raised.value) is error
    assert raised.value.maybe_billed == (error is MaybeBilled)
    assert code is None or raised.value.code == code
    assert request_id is None or raised.value.request_id == request_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, refused("not_found"), TaskNotFound),
        (200, refused("not_found"), TaskNotFound),
        (200, enveloped(task("UNKNOWN")), TaskNotFound),
        (401, bailian("InvalidApiKey"), AuthenticationError),
        (200, enveloped({"state": "running"}), UnexpectedAnswer),
    ],
)
def test_a_poll_that_fails_says_of_what(mode: str, status: int, body: Any, error: type[ImageEditError]) -> None:
    with opened(mode, host(None, task=body, task_status=status)) as editor, pytest.raises(ImageEditError) as raised:
        editor.of(editor.task(TASK_ID), "wait")()
    assert type(raised.value) is error
    assert raised.value.task_id == TASK_ID


@pytest.mark.parametrize("mode", MODES)
def test_without_a_model_one_that_takes_so_many_pictures_is_asked(mode: str) -> None:
    transport = host(enveloped(ark({"url": LINKS[0]})))
    with opened(mode, transport) as editor:
        editor.edit(LINKS[0], "At night")
        editor.edit(LINKS, "At night")
        with pytest.raises(BadInput, match="image"):
            editor.edit(LINKS * 8, "At night")
    one, several = transport.sent  # type: ignore[attr-defined]
    assert (one["model"], one["image"]) == ("doubao-seededit-3-0-i2i-250628", LINKS[0])
    assert (several["model"], several["image"]) == ("doubao-seedream-4-0-250828", LINKS)


@pytest.mark.parametrize("mode", MODES)
def test_newer_models_take_what_their_page_names(mode: str) -> None:
    options = {"image": LINKS, "sequential_image_generation": "auto", "output_format": "png", "tools": [{"type": "x"}]}
    refused_options: list[dict[str, Any]] = [
        {"sequential_image_generation_options": {"max_images": 16}},
        {"sequential_image_generation": "on"},
        {"image": []},
        {"stream": True},
    ]
    transport = host(enveloped(ark({"url": LINKS[0]})))
    with opened(mode, transport) as editor:
        editor.generate("Two", model="doubao-seedream-5-0-260128", size="2K", vendor_options=options)
        for wrong in refused_options:
            with pytest.raises(BadInput):
                editor.generate("Two", model="doubao-seedream-5-0-260128", vendor_options=wrong)
    assert transport.sent == [  # type: ignore[attr-defined]
        {"model": "doubao-seedream-5-0-260128", "prompt": "Two", "size": "2K", **options}
    ]


@pytest.mark.parametrize("model", ["seedream-4-5-251128", "dola-seedream-5-0-pro-260628", "ep-20260125201054-a1b2c"])
def test_a_model_of_ark_may_have_the_name_that_it_has_outside_china_or_that_of_an_endpoint(model: str) -> None:
    transport = host(enveloped(ark({"url": LINKS[0]})))
    with opened("blocking", transport) as editor:
        assert editor.edit(LINKS, "At night", model=model).url == LINKS[0]
        with pytest.raises(NotSupported, match="a model of Ark, such as doubao-seedream"):
            editor.edit(LINKS, "At night", model=BAILIAN)
    assert [body["model"] for body in transport.sent] == [model]  # type: ignore[attr-defined]
