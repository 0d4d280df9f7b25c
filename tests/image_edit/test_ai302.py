"""302.AI through the editor: which of its calls an edit goes to, and what its answers become, whatever their form.

The answers are written by hand, in forms that were seen or are documented, so that no document of ours judges itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from image_edit import (
    AuthenticationError,
    BadInput,
    GatewayUnavailable,
    ImageEditError,
    InputTextRefused,
    MaybeBilled,
    NotSupported,
    OutputRefused,
    QuotaExceeded,
    RateLimited,
    TaskFailed,
    TaskNotFound,
)
from tests.support.editing import MODES, PICTURE, editing

KEY = "{{YOUR_API_KEY}}"
URL = "https://pictures.invalid/lighthouse.png"
SEEDREAM = "doubao-seedream-4-0-250828"
TASK_ID = "40213377850612290417"
SUBMIT, RESULT = "/doubao/drawing/seededit_v30", "/doubao/drawing/seededit_v30_result"
IMAGES, DRAWING = "/doubao/images/generations", "/doubao/drawing"
PICTURES = Path(__file__).parents[2] / "contract_tests" / "recordings" / "pictures"


class Host:
    """Stands in for 302.AI: answers each path as told, serves pictures, and remembers what it was sent."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.sent: list[tuple[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.invalid":
            return httpx.Response(200, content=(PICTURES / request.url.path[1:]).read_bytes())
        path = request.url.path
        self.sent.append((path, json.loads(request.content)))
        status, body = self.answers[{SUBMIT: "submit", RESULT: "result", IMAGES: "images", DRAWING: "drawing"}[path]]
        return httpx.Response(status, json=body)


def opened(mode: str, host: Callable[[httpx.Request], httpx.Response]) -> Any:
    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    client = kind(transport=httpx.MockTransport(host))
    return editing(mode, gateway="ai302", api_key=KEY, base_url="https://gateway.invalid", http_client=client)


def made(*items: Any, **more: Any) -> tuple[int, Any]:
    return 200, {"model": SEEDREAM, "created": 1757400000, "data": list(items), **more}


LINK, OTHER_LINK = {"url": URL}, {"url": "https://pictures.invalid/lighthouse_boat.png", "size": "96x64"}
ACCEPTED = 200, {"code": 10000, "data": {"task_id": TASK_ID}}
DONE = 200, {"code": 10000, "data": {"status": "done", "image_urls": [URL]}, "message": None}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", [None, "seededit_v30"])
def test_an_edit_without_a_model_is_a_task_whose_answers_may_be_the_least_that_is_needed(
    mode: str, model: str | None
) -> None:
    host = Host(submit=ACCEPTED, result=DONE)
    with opened(mode, host) as editor:
        edited = editor.edit(PICTURE, "At night", model=model)
    assert edited.data == (PICTURES / "lighthouse.png").read_bytes()
    assert [path for path, _ in host.sent] == [SUBMIT, RESULT]


@pytest.mark.parametrize("mode", MODES)
def test_a_doubao_model_edits_several_pictures_at_once_and_gives_several(mode: str) -> None:
    host = Host(images=made(LINK, OTHER_LINK, usage={"generated_images": 2}))
    options = {"sequential_image_generation": "auto", "sequential_image_generation_options": {"max_images": 2}}
    with opened(mode, host) as editor:
        task = editor.submit_edit([URL, PICTURE], "Both", model=SEEDREAM, size="2K", vendor_options=options)
        edited = editor.of(task, "results")()
    assert [each.data for each in edited] == [
        (PICTURES / name).read_bytes() for name in ("lighthouse.png", "lighthouse_boat.png")
    ]
    ((path, sent),) = host.sent
    first, second = sent.pop("image")
    assert (path, first, second[:22]) == (IMAGES, URL, "data:image/png;base64,")
    assert sent == {"model": SEEDREAM, "prompt": "Both", "size": "2K", **options}


@pytest.mark.parametrize("mode", MODES)
def test_of_several_pictures_those_that_were_made_are_given_though_one_failed(mode: str) -> None:
    failed = {"error": {"code": "OutputImageSensitiveContentDetected", "message": "No."}}
    with opened(mode, Host(images=made(failed, LINK))) as editor:
        task = editor.submit_edit(URL, "Both", model=SEEDREAM)
        assert len(editor.of(task, "results")()) == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_doubao_model_draws_and_an_older_one_draws_by_the_older_call(mode: str) -> None:
    host = Host(
        images=made(LINK), drawing=(200, {"code": 10000, "data": {"image_urls": [URL], "binary_data_base64": None}})
    )
    with opened(mode, host) as editor:
        assert editor.generate("A lighthouse", model=SEEDREAM).data
        assert editor.generate("A lighthouse", model="general_v2.1_L", size="512x768", seed=7, watermark="mine").data
        with pytest.raises(BadInput, match="'1024x768', not '2K'"):
            editor.generate("A lighthouse", model="general_v2.1_L", size="2K")
    (_, drawn), (path, older) = host.sent
    assert drawn == {"model": SEEDREAM, "prompt": "A lighthouse"}
    assert path == DRAWING
    assert older == {
        "prompt": "A lighthouse",
        "model_version": "general_v2.1_L",
        "width": 512,
        "height": 768,
        "seed": 7,
        "return_url": True,
        "logo_info": {"add_logo": True, "logo_text_content": "mine"},
    }


@pytest.mark.parametrize("mode", MODES)
def test_a_text_as_watermark_is_refused_before_a_doubao_model_is_paid_for(mode: str) -> None:
    host = Host()
    with opened(mode, host) as editor, pytest.raises(NotSupported, match="watermark"):
        editor.edit(URL, "At night", model=SEEDREAM, watermark="mine")
    assert host.sent == []


def own(code: int, **more: Any) -> dict[str, Any]:
    return {"error": {"err_code": code, "message": "Words", **more}}


def ark(code: str | None, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": "Words. Request id: 02175760001", "param": "", "type": "X", **more}}


CV = {"message": "Words", "request_id": "R1", "status": 0, "time_elapsed": "1ms"}
PLATFORM = {"ResponseMetadata": {"RequestId": "R2", "Error": {"Code": "AccessDenied", "Message": "Words"}}}
UNKNOWN_ACTION = {"ResponseMetadata": {"Error": {"Code": "InvalidActionOrVersion", "CodeN": 10, "Message": "Words"}}}

REFUSED_SUBMITS: list[tuple[str, int, Any, type[ImageEditError], Any, bool]] = [
    ("no model is there, in short", 503, own(-10008), GatewayUnavailable, -10008, False),
    ("the same, in more words", 503, own(-10008, message_en="W", message_ja="W"), GatewayUnavailable, -10008, False),
    ("a balance that is used up", 402, own(-10004, message_cn=None, type=None), QuotaExceeded, -10004, False),
    ("the same with another status", 400, own(-10004), QuotaExceeded, -10004, False),
    ("a wrong key", 401, own(-10001, message_jp="W"), AuthenticationError, -10001, False),
    ("a parameter that is wrong", 400, own(-10003), BadInput, -10003, False),
    ("the same code where it is no refusal", 502, own(-10003), MaybeBilled, -10003, True),
    ("what the gateway has not", 404, own(-10009), NotSupported, -10009, False),
    ("a gateway that waited too long", 504, own(-1024), MaybeBilled, -1024, True),
    ("a code that nobody knows", 500, own(-10099), MaybeBilled, -10099, True),
    ("a text refused with HTTP 200", 200, {"code": 50412, "data": None, **CV}, InputTextRefused, 50412, False),
    ("the same with data that is empty", 200, {"code": 50413, "data": {}, **CV}, InputTextRefused, 50413, False),
    ("the same with nothing beside the code", 400, {"code": 50412}, InputTextRefused, 50412, False),
    ("too many calls", 429, {"code": 50430, "message": "Words"}, RateLimited, 50430, False),
    ("the platform denies access", 403, PLATFORM, AuthenticationError, "AccessDenied", False),
    ("the platform has no such call", 404, UNKNOWN_ACTION, NotSupported, "InvalidActionOrVersion", False),
    ("an error with words alone", 401, {"error": {"message": "Words"}}, AuthenticationError, None, False),
    ("an error with a number", 429, {"error": {"message": "Words", "code": 9}}, RateLimited, "9", False),
    ("an error of the server's, too", 500, {"error": {"message": "Words", "code": None}}, MaybeBilled, None, True),
]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "maybe_billed"),
    [each[1:] for each in REFUSED_SUBMITS],
    ids=[each[0] for each in REFUSED_SUBMITS],
)
def test_a_submit_that_was_refused_becomes_the_error_that_fits(
    mode: str, status: int, body: Any, kind: type[ImageEditError], code: Any, maybe_billed: bool
) -> None:
    host = Host(submit=(status, body))
    with opened(mode, host) as editor, pytest.raises(ImageEditError) as raised:
        editor.submit_edit(PICTURE, "At night")
    assert type(raised.value) is kind
    assert (raised.value.code, raised.value.http_status, raised.value.maybe_billed) == (code, status, maybe_billed)
    assert "Words" in str(raised.value) or body == {"code": 50412}
    assert len([path for path, _ in host.sent if path == SUBMIT]) <= (1 if maybe_billed else 10)


ARK_REFUSALS: list[tuple[int, Any, type[ImageEditError], str | int, bool]] = [
    (404, ark("InvalidEndpointOrModel.NotFound"), BadInput, "InvalidEndpointOrModel.NotFound", False),
    (400, ark("InvalidParameter.Size"), BadInput, "InvalidParameter.Size", False),
    (400, ark("OutputImageSensitiveContentDetected"), OutputRefused, "OutputImageSensitiveContentDetected", True),
    (403, ark("AccountOverdueError"), QuotaExceeded, "AccountOverdueError", False),
    (429, ark("ModelAccountIpmRateLimitExceeded"), RateLimited, "ModelAccountIpmRateLimitExceeded", False),
    (500, ark("InternalServiceError"), MaybeBilled, "InternalServiceError", True),
    (503, own(-10008), GatewayUnavailable, -10008, False),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("status", "body", "kind", "code", "maybe_billed"), ARK_REFUSALS)
def test_an_error_of_ark_that_is_passed_on_becomes_the_error_that_fits(
    mode: str, status: int, body: Any, kind: type[ImageEditError], code: str | int, maybe_billed: bool
) -> None:
    with opened(mode, Host(images=(status, body))) as editor, pytest.raises(ImageEditError) as raised:
        editor.edit(URL, "At night", model=SEEDREAM)
    assert type(raised.value) is kind
    assert (raised.value.code, raised.value.maybe_billed) == (code, maybe_billed)
    assert raised.value.request_id == (None if code == -10008 else "02175760001")


POLLS: list[tuple[str, int, Any, type[ImageEditError]]] = [
    ("failed", 200, {"code": 10000, "data": {"status": "failed", "image_urls": []}}, TaskFailed),
    ("unknown", 400, {"code": 50215, "data": None, "message": "Words"}, TaskNotFound),
    ("unknown to the gateway", 404, own(-10010), TaskNotFound),
    ("refused with HTTP 200", 200, {"code": 50413, "data": {"resp_data": ""}, **CV}, InputTextRefused),
    ("refused output", 400, {"code": 50511, "data": {"status": "done"}, **CV}, OutputRefused),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("status", "body", "kind"), [each[1:] for each in POLLS], ids=[each[0] for each in POLLS])
def test_a_task_that_gives_no_picture_ends_with_the_error_that_fits(
    mode: str, status: int, body: Any, kind: type[ImageEditError]
) -> None:
    host = Host(submit=ACCEPTED, result=(status, body))
    with opened(mode, host) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        with pytest.raises(ImageEditError) as raised:
            editor.of(task, "result")()
    assert type(raised.value) is kind
    assert (raised.value.task_id, raised.value.maybe_billed) == (TASK_ID, True)
    assert [path for path, _ in host.sent] == [SUBMIT, RESULT]
