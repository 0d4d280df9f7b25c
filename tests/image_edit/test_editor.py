"""The editors themselves: both alike, refusing early, hiding the key, and naming the task wherever they are stopped."""

from __future__ import annotations

import asyncio
import base64
import inspect
import itertools
import logging
import pickle
import pydoc
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from PIL import Image

import image_gateways
from image_edit import (
    AsyncImageEditor,
    AsyncTask,
    AuthenticationError,
    BadInput,
    BadPicture,
    DeadlinePassed,
    DownloadFailed,
    ImageEditError,
    ImageEditor,
    MaybeBilled,
    NotSupported,
    Policy,
    Task,
)
from image_edit.document import document
from image_edit.flows import Flows
from image_edit.network.runtime import BlockingRuntime, run
from image_edit.verdict import Judge
from image_gateways_mock import RunningServer
from tests.support.batching import NO_WAITING
from tests.support.editing import MODES, PICTURE, PICTURES, Editing, editing
from tests.support.mock_key import KEY

URL = "https://example.com/a.png"
MASK = PICTURES / "lighthouse_boat_mask.png"


def public(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(member).parameters)
        for name, member in inspect.getmembers(kind, callable)
        if not name.startswith("_") and name not in ("close", "aclose")
    }


def test_both_editors_and_both_tasks_have_the_same_methods() -> None:
    assert public(ImageEditor) == public(AsyncImageEditor)
    assert public(Task) == public(AsyncTask)
    for blocking, waiting in ((ImageEditor, AsyncImageEditor), (Task, AsyncTask)):
        for name in public(blocking):
            signatures = [str(inspect.signature(getattr(kind, name))) for kind in (blocking, waiting)]
            plain, other = (text.replace("async_editor.AsyncTask", "task.Task") for text in signatures)
            plain = plain.replace("Generator[", "AsyncGenerator[").replace(", None, None]", ", None]")
            assert plain == other.replace("AsyncTask", "Task")


def test_help_shows_and_describes_each_option_of_each_method() -> None:
    for name in ("edit", "expand", "inpaint", "erase", "generate"):
        options = public(ImageEditor)[name][1:]
        described = re.findall(r"^ {4}(\w+): ", inspect.getdoc(getattr(ImageEditor, name)) or "", re.M)
        assert described[: len(options)] == options
        assert public(ImageEditor)[f"submit_{name}"][1:] == options
        shown = pydoc.plain(pydoc.render_doc(getattr(AsyncImageEditor, f"submit_{name}")))
        assert all(f"{option}: " in shown for option in options)
        assert "**" not in shown


@pytest.mark.parametrize(
    ("method", "option", "gateway", "schema"),
    [
        ("edit", "seed", "ai302", "ArkSeed"),
        ("edit", "scale", "ai302", "SeedEditScale"),
        ("edit", "scale", "volcv", "SeedEditScale"),
        ("edit", "scale", "oceanbase", "GuidanceScale"),
        ("expand", "scale", "volcv", "OutpaintingScale"),
        ("expand", "steps", "volcv", "OutpaintingSteps"),
        ("expand", "strength", "volcv", "OutpaintingStrength"),
        ("inpaint", "scale", "volcv", "InpaintingScale"),
        ("inpaint", "steps", "volcv", "InpaintingSteps"),
        ("erase", "scale", "volcv", "EraseScale"),
        ("erase", "steps", "volcv", "EraseSteps"),
        ("erase", "strength", "volcv", "EraseStrength"),
        ("generate", "seed", "oceanbase", "Seed"),
        ("generate", "scale", "ai302", "GuidanceScale"),
    ],
)
def test_help_tells_the_bounds_that_the_documents_have(method: str, option: str, gateway: str, schema: str) -> None:
    (told,) = re.findall(rf"^ {{4}}{option}: (.*)$", inspect.getdoc(getattr(ImageEditor, method)) or "", re.M)
    bounds = document(gateway).schema(schema)
    most = f"to {bounds['maximum']}" if "maximum" in bounds else "or more"
    assert f"{bounds['minimum']} {most}" in told


@pytest.mark.parametrize("mode", MODES)
def test_an_option_that_there_is_not_is_a_mistake_of_the_program(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        for value in (3, None):
            with pytest.raises(TypeError, match="edit has no option 'sead'"):
                editor.edit(PICTURE, "At night", sead=value)
    with (
        editing(mode, gateway="oceanbase", api_key=KEY, base_url=server.url) as editor,
        pytest.raises(TypeError, match="generate needs the option 'model'"),
    ):
        editor.generate("A boat")
    assert server.journal() == []


# --- what is refused before anything is sent ------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("gateway", "method", "arguments", "options", "word"),
    [
        ("ai302", "expand", (PICTURE,), {"to": "16:9"}, "ai302 has no expand; volcv does"),
        ("oceanbase", "inpaint", (PICTURE, PICTURE, "A boat"), {}, "oceanbase has no inpaint; volcv does"),
        ("oceanbase", "submit_inpaint", (PICTURE, PICTURE, "A boat"), {}, "oceanbase has no inpaint; volcv does"),
        ("ai302", "submit_expand", (PICTURE,), {"to": "16:9"}, "ai302 has no expand; volcv does"),
        ("ai302", "generate", ("A boat",), {"model": "m"}, "general_v2.0"),
        ("ai302", "submit_edit", (URL, "A boat"), {"model": "m"}, "no model at all, which is SeedEdit 3.0, not 'm'"),
        ("ai302", "submit_edit", (URL, "A boat"), {"size": "2K"}, "takes no size; a model whose name begins"),
        ("volcv", "submit_generate", ("A boat",), {"model": "m"}, "volcv has no generate; ai302 and oceanbase do"),
        ("ai302", "edit", (URL, "A boat"), {"negative_prompt": "x"}, "takes no negative_prompt; volcv does"),
        ("volcv", "submit_edit", (URL, "A boat"), {"model": "x"}, "takes byteedit_v2.0 or seededit_v3.0 .* not 'x'"),
        (
            "volcv",
            "edit",
            (URL, "A boat"),
            {"model": "seededit_v3.0", "negative_prompt": "x"},
            "seededit_v3.0 takes no negative_prompt; byteedit_v2.0 does",
        ),
        ("oceanbase", "edit", (URL, "A boat"), {"model": "wanx2.1-t2i-turbo"}, "a model of Ark"),
        ("oceanbase", "generate", ("A boat",), {"model": "wanx2.1-t2i-turbo", "seed": 1}, "vendor_options"),
        ("oceanbase", "task", ("abc",), {"watermark": True}, "takes no watermark; ai302 and volcv do"),
        ("ai302", "task", ("7",), {"model": "x"}, "takes no model; volcv does"),
    ],
)
def test_what_a_gateway_cannot_do_is_refused_with_the_gateway_that_can(
    server: RunningServer, mode: str, gateway: str, method: str, arguments: Any, options: Any, word: str
) -> None:
    with editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(NotSupported, match=word) as raised:
            getattr(editor, method)(*arguments, **options)
        assert isinstance(raised.value, ValueError)
        assert (raised.value.http_status, raised.value.maybe_billed) == (None, False)
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("gateway", "options", "word"),
    [
        ("ai302", {"scale": 1.1}, "scale: 1.1 is greater than the maximum of 1"),
        ("ai302", {"scale": float("nan")}, "scale"),
        ("ai302", {"prompt": "x" * 100_000}, r"prompt: breaks maxLength \d"),
        ("ai302", {"prompt": "\udfff"}, "JSON"),
        ("ai302", {"prompt": 3}, "prompt: 3 is not of type"),
        ("ai302", {"seed": "7"}, "seed"),
        ("ai302", {"seed": True}, "seed"),
        ("volcv", {"scale": -0.1}, "scale: -0.1 is less than the minimum of 0"),
        ("oceanbase", {"scale": 0.5}, "guidance_scale: 0.5 is less than the minimum of 1"),
        ("oceanbase", {"seed": 2**31}, "seed"),
        ("oceanbase", {"watermark": "text"}, "watermark"),
        ("oceanbase", {"model": 3}, "model is a text"),
        ("oceanbase", {"vendor_options": {"n": {1, 2}}}, "JSON"),
        ("oceanbase", {"image": [PICTURE] * 15}, "^image: breaks maxItems 14$"),
        ("oceanbase", {"image": [URL, "https://a b"]}, "^the picture 2 of 2 is at 'https://a b'"),
        ("oceanbase", {"image": [URL, PICTURE.parent / "none.png"]}, "^the picture 2 of 2 '.*none.png' does not exist"),
        ("ai302", {"timeout": 0}, "timeout"),
        ("ai302", {"timeout": float("inf")}, "timeout"),
        ("ai302", {"timeout": float("nan")}, "timeout"),
        ("ai302", {"timeout": 1e12}, "timeout"),
        ("ai302", {"timeout": "60"}, "timeout"),
    ],
)
def test_a_request_that_the_document_does_not_allow_is_not_sent(
    server: RunningServer, mode: str, gateway: str, options: dict[str, Any], word: str
) -> None:
    with editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(BadInput, match=word) as raised:
            editor.edit(**{"image": PICTURE, "prompt": "At night", **options})
        assert raised.value.http_status is None
        assert len(str(raised.value)) < 400
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_that_the_gateway_does_not_take_is_not_sent(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(BadPicture) as raised:
            editor.edit(b"no picture", "At night")
        assert raised.value.gateway == "ai302"
        with pytest.raises(BadPicture):
            editor.edit(PICTURE.read_bytes()[:-20], "At night")
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("task_id", [24089154938208861744, "12 34", "", "1" * 21, None])
def test_what_is_no_task_id_is_refused(mode: str, task_id: Any) -> None:
    with editing(mode, api_key=KEY) as editor, pytest.raises(BadInput):
        editor.task(task_id)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("interval", [-1, float("nan"), float("inf")])
def test_an_interval_that_makes_no_sense_is_refused(mode: str, interval: float) -> None:
    with editing(mode, api_key=KEY) as editor, pytest.raises(BadInput, match="interval"):
        editor.of(editor.task("12"), "wait")(60, interval)


def nested(levels: int) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    inner = whole
    for _ in range(levels):
        inner["a"] = {}
        inner = inner["a"]
    return whole


NO_WATERMARKS: list[Any] = ["\ud83d", "a\udce9", [1], b"x", 7, 0, 1.5, {"a": 1}, object()]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("gateway", ["ai302", "volcv"])
@pytest.mark.parametrize("watermark", NO_WATERMARKS, ids=lambda value: type(value).__name__)
def test_what_only_a_poll_carries_is_held_to_the_document_before_the_submit_is_billed(
    server: RunningServer, mode: str, gateway: str, watermark: Any
) -> None:
    with editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor:
        for method in ("edit", "submit_edit"):
            with pytest.raises(BadInput, match="logo_text_content") as raised:
                getattr(editor, method)(URL, "At night", watermark=watermark)
            assert (raised.value.gateway, raised.value.http_status) == (gateway, None)
        with pytest.raises(BadInput, match="logo_text_content"):
            editor.task("12", watermark=watermark)
    assert server.journal() == []


@pytest.mark.parametrize("watermark", NO_WATERMARKS, ids=lambda value: type(value).__name__)
def test_a_watermark_that_is_none_is_not_billed_where_the_submit_carries_it(
    server: RunningServer, watermark: Any
) -> None:
    with ImageEditor("volcv", KEY, server.url) as editor:
        with pytest.raises(BadInput, match="logo_text_content"):
            editor.expand(PICTURE, to="16:9", watermark=watermark)
        with pytest.raises(BadInput, match="logo_text_content"):
            editor.inpaint(PICTURE, MASK, "A boat", watermark=watermark)
    assert server.journal() == []


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"x": float("nan")}, r"x: nan has no form"),
        ({"x": [1, float("-inf")]}, r"x\.\[\]: -inf has no form"),
        (nested(150), "nested more than"),
        (nested(5000), "nested more than"),
        ({1: 2}, "name of a field is a text, not int"),
        ({"x": {b"y": 2}}, "x: the name of a field is a text, not bytes"),
        ({"\ud83d": 1}, "no Unicode text"),
        ({"x": {"\ud83d": 1}}, "x: .*no Unicode text"),
        ({"x": "\ud83d"}, r"x: '\\ud83d' in it is no Unicode text"),
        ({"x": object()}, "x: object has no form"),
        ([("x", 1)], "as a dict, not list"),
        ("x=1", "as a dict, not str"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
@pytest.mark.parametrize("model", ["doubao-seedream-4-0-250828", "wanx2.1-t2i-turbo", "another"])
def test_vendor_options_that_json_cannot_hold_are_refused_with_their_place(
    server: RunningServer, model: str, options: Any, word: str
) -> None:
    with ImageEditor("oceanbase", KEY, server.url) as editor:
        with pytest.raises(BadInput, match=word) as raised:
            editor.generate("A boat", model=model, vendor_options=options)
        assert len(str(raised.value)) < 400
    assert server.journal() == []


@pytest.mark.parametrize("model", ["doubao-seedream-4-0-250828", "another"])
@pytest.mark.parametrize("name", ["prompt", "model"])
def test_a_vendor_option_never_stands_in_silence_for_an_argument(server: RunningServer, model: str, name: str) -> None:
    refused = pytest.raises(BadInput, match=f"vendor_options holds '{name}', which is set already")
    with ImageEditor("oceanbase", KEY, server.url) as editor, refused:
        editor.generate("A boat", model=model, vendor_options={name: "another"})
    assert server.journal() == []


def test_a_key_that_was_taken_for_a_task_id_is_not_shown() -> None:
    key = "a-key-of-" + "somebody"
    editor = ImageEditor("ai302", key, "https://gateway.invalid")
    with editor, pytest.raises(BadInput, match="the task's id") as raised:
        editor.task(key)
    assert key not in str(raised.value)


@pytest.mark.parametrize("text", ["\ud83d", "caf\udce9"])
def test_a_text_that_is_no_unicode_is_refused_wherever_it_stands(server: RunningServer, text: str) -> None:
    with ImageEditor("volcv", KEY, server.url) as editor:
        for call in (
            lambda: editor.edit(URL, text),
            lambda: editor.edit(URL, "At night", negative_prompt=text),
            lambda: editor.edit(f"{URL}?{text}", "At night"),
            lambda: editor.expand(PICTURE, to="16:9", prompt=text),
            lambda: editor.inpaint(PICTURE, MASK, text),
            lambda: editor.task(text),
        ):
            with pytest.raises(BadInput, match="no Unicode text"):
                call()
    assert server.journal() == []


@pytest.mark.parametrize("written", ["HTTPS://pictures.invalid/a.png", " https://pictures.invalid/a.png\n"])
def test_the_link_of_a_picture_is_followed_however_it_is_written(written: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == "https://pictures.invalid/a.png":
            return httpx.Response(200, content=PICTURE.read_bytes())
        data = {"model": "m", "created": 1, "data": [{"url": written}]}
        return httpx.Response(200, json={"success": True, "code": "200", "message": "successful", "data": data})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        editor = ImageEditor("oceanbase", KEY, "https://gateway.invalid", http_client=client)
        assert editor.edit(URL, "At night").data == PICTURE.read_bytes()


def test_a_picture_as_base64_is_read_however_it_is_written() -> None:
    whole = PICTURE.read_bytes() + b"\xfb\xff"  # so that letters and padding of each kind stand in it
    plain = base64.b64encode(whole).decode()
    assert "=" in plain
    assert "+" in plain
    spelled = [
        plain,
        plain.rstrip("="),
        base64.urlsafe_b64encode(whole).decode(),
        base64.urlsafe_b64encode(whole).decode().rstrip("="),
        base64.encodebytes(whole).decode(),
        f" DATA:image/png;base64,{plain}",
        f"data:image/png;base64,{plain.rstrip('=')}",
        "data:image/png;base64," + quote(plain),
    ]
    for text in spelled:

        def answer(_: httpx.Request, text: str = text) -> httpx.Response:
            where = "url" if "data:" in text.lower() else "b64_json"
            data = {"model": "m", "created": 1, "data": [{where: text}]}
            return httpx.Response(200, json={"success": True, "code": "200", "message": "successful", "data": data})

        with httpx.Client(transport=httpx.MockTransport(answer)) as client:
            editor = ImageEditor("oceanbase", KEY, "https://gateway.invalid", http_client=client)
            assert editor.edit(URL, "At night").data == whole


# --- configuration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("gateway", ["ai302", "volcv", "oceanbase"])
def test_key_and_base_url_come_from_the_environment(
    server: RunningServer, mode: str, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{gateway.upper()}_API_KEY", f"{KEY}\n")
    monkeypatch.setenv(f"{gateway.upper()}_BASE_URL", f"{server.url}/")
    with editing(mode, gateway=gateway) as editor:
        assert editor.edit(URL, "At night").data
        assert KEY not in f"{editor.editor!r} {editor.editor} {vars(editor.editor)}"


def test_a_missing_key_names_the_variable_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AI302_API_KEY", raising=False)
    with pytest.raises(AuthenticationError, match="AI302_API_KEY"):
        ImageEditor()
    with pytest.raises(AuthenticationError, match="characters") as raised:
        ImageEditor(api_key=f"{KEY}\n{KEY}")
    assert KEY not in f"{raised.value!r}"


def test_a_missing_base_url_names_the_variable_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOLCV_BASE_URL", raising=False)
    with pytest.raises(BadInput, match="VOLCV_BASE_URL"):
        ImageEditor("volcv", KEY)
    with ImageEditor(api_key=KEY) as editor:
        assert editor.base_url == "https://api.302.ai"


def test_an_unknown_gateway_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match="ai302, oceanbase, volcv"):
        ImageEditor("openai", KEY)  # type: ignore[arg-type]  # what a program without type checks may do


def test_a_gateway_that_has_a_client_and_no_adapter_is_refused_in_these_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "newcomer").mkdir()
    (tmp_path / "newcomer" / "__init__.py").touch()
    monkeypatch.setattr(image_gateways, "__path__", [*image_gateways.__path__, str(tmp_path)])
    with pytest.raises(
        BadInput, match=r"a client of 'newcomer', image_gateways\.newcomer, and no adapter .*; there are "
    ):
        ImageEditor("newcomer", KEY)  # type: ignore[arg-type]  # what somebody may do who has just made the client


@pytest.mark.parametrize("name", ["client", "", "..", "ai302.models"])
def test_what_is_no_client_is_no_gateway(name: str) -> None:
    with pytest.raises(BadInput, match="there is no gateway"):
        ImageEditor(name, KEY)  # type: ignore[arg-type]  # what a program without type checks may do


@pytest.mark.parametrize("mode", MODES)
def test_a_closed_editor_says_so(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        editor.method(getattr(editor.editor, "close" if mode == "blocking" else "aclose"))()
        with pytest.raises(BadInput, match="closed"):
            editor.edit(PICTURE, "At night")
        with pytest.raises(BadInput, match="closed"):
            editor.of(task, "result")()


# --- what is sent ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_what_is_left_out_is_not_sent(server: RunningServer, mode: str) -> None:
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        editor.edit(URL, "At night")
        editor.edit(URL, "At night", seed=0, scale=0, negative_prompt="", watermark="mine")
    submits = [e.body for e in server.journal() if e.operation_id == "cv_sync2async_submit_task"]
    polls = [e.body for e in server.journal() if e.operation_id == "cv_sync2async_get_result"]
    least = {"req_key": "byteedit_v2.0", "prompt": "At night", "image_urls": [URL]}
    assert submits == [least, {**least, "seed": 0, "scale": 0, "negative_prompt": ""}]
    assert polls[0]["req_json"] == '{"return_url": true}'
    assert '"logo_text_content": "mine"' in polls[-1]["req_json"]


@pytest.mark.parametrize("mode", MODES)
def test_a_list_of_one_picture_is_that_picture(server: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        assert editor.edit([URL], "At night").task_id == server.journal()[0].task_id
    assert server.journal()[0].body["image_urls"] == [URL]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("gateway", ["ai302", "volcv"])
@pytest.mark.parametrize("pictures", [[URL, URL, URL], (PICTURE, PICTURE)])
def test_a_gateway_that_takes_one_picture_says_so(
    server: RunningServer, mode: str, gateway: str, pictures: Any
) -> None:
    told = f"one picture is taken here, and {len(pictures)} were given"
    with (
        editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor,
        pytest.raises(BadInput, match=told) as raised,
    ):
        editor.submit_edit(pictures, "At night")
    assert raised.value.gateway == gateway
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_is_held_to_the_limits_of_the_model_that_gets_it(server: RunningServer, mode: str) -> None:
    wide = PICTURES / "lighthouse_wide.png"
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(BadPicture, match="at most 3 times the short side"):
            editor.edit(wide, "At night")
        assert editor.edit(wide, "At night", model="doubao-seedream-4-0-250828").task_id is None
    assert server.submits == {"create_doubao_image": 1}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("gateway", ["ai302", "oceanbase", "volcv"])
def test_an_edit_of_no_picture_is_not_sent(server: RunningServer, mode: str, gateway: str) -> None:
    with editing(mode, gateway=gateway, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(BadInput, match="no picture in the list") as raised:
            editor.edit([], "At night")
        assert raised.value.gateway == gateway
    assert server.journal() == []


# Blanks, a line's end, and what nobody sees: no-break and zero-width space, byte order mark, joiners, a filler.
WORDLESS = [
    "",
    " \n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\ufeff \u200b\u2060\t\u3000",
    "\u200d\ufe0f",
    "\u3164",
    "\x00\x1f",
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prompt", WORDLESS, ids=ascii)
def test_a_prompt_without_words_is_not_sent(server: RunningServer, mode: str, prompt: str) -> None:
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as volcv:
        needing: list[Callable[[], Any]] = [
            lambda: volcv.edit(URL, prompt),
            lambda: volcv.edit(PICTURE, prompt),
            lambda: volcv.submit_edit(URL, prompt),
            lambda: volcv.inpaint(PICTURE, MASK, prompt),
            lambda: volcv.submit_inpaint(PICTURE, MASK, prompt),
        ]
        for call in needing:
            with pytest.raises(BadInput, match=r"the prompt is empty: say what is wanted$"):
                call()
        allowing: list[Callable[[], Any]] = [
            lambda: volcv.expand(PICTURE, to="16:9", prompt=prompt),
            lambda: volcv.submit_expand(PICTURE, to="16:9", prompt=prompt),
        ]
        for call in allowing:
            with pytest.raises(BadInput, match="the prompt is empty: say what is wanted, or leave the prompt out"):
                call()
    with editing(mode, gateway="oceanbase", api_key=KEY, base_url=server.url) as oceanbase:
        needing = [
            lambda: oceanbase.generate(prompt, model="wanx2.1-t2i-turbo"),
            lambda: oceanbase.submit_generate(prompt, model="wanx2.1-t2i-turbo"),
        ]
        for call in needing:
            with pytest.raises(BadInput, match=r"the prompt is empty: say what is wanted$"):
                call()
    assert server.journal() == []


@pytest.mark.parametrize(
    "prompt", ["x", "\ufeff\u96ea", "\u2603", "\U0001f1eb\U0001f1f7", "1\ufe0f\u20e3", "\u0e01\u0e33", "?"], ids=ascii
)
def test_a_prompt_of_one_letter_or_sign_is_sent_as_it_is(server: RunningServer, prompt: str) -> None:
    with ImageEditor("volcv", KEY, server.url) as editor:
        editor.submit_edit(URL, prompt)
    [sent] = server.journal()
    assert sent.body["prompt"] == prompt


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("colour", [0, 1, 255])
def test_a_mask_that_marks_nothing_or_everything_is_not_sent(server: RunningServer, mode: str, colour: int) -> None:
    picture, mask = Image.new("RGB", (64, 64), "blue"), Image.new("L", (64, 64), colour)
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        calls: list[Callable[[], Any]] = [
            lambda: editor.inpaint(picture, mask, "A boat"),
            lambda: editor.erase(picture, mask),
            lambda: editor.submit_inpaint(picture, mask, "A boat", fit=True),
            lambda: editor.submit_erase(picture, mask, fit=True),
        ]
        for call in calls:
            with pytest.raises(BadPicture, match=r"the mask .*(all black|all white)") as raised:
                call()
            assert raised.value.gateway == "volcv"
    assert server.journal() == []


@pytest.mark.parametrize("mode", MODES)
def test_a_task_tells_the_model_that_its_polls_name(server: RunningServer, mode: str) -> None:
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        task = editor.submit_edit(URL, "At night")
        again = editor.task(task.id, model=task.model)
        editor.of(again, "wait")()
        assert editor.task("7").model is None
    submit, *polls = [exchange.body for exchange in server.journal()]
    assert task.model == again.model == submit["req_key"]
    assert {poll["req_key"] for poll in polls} == {task.model}


@pytest.mark.parametrize("mode", MODES)
def test_what_names_a_task_names_its_model_too(server: RunningServer, mode: str) -> None:
    stop = KeyboardInterrupt()

    def on_update(_: object) -> None:
        raise stop

    server.arm("invalid-json", operation="cv_sync2async_submit_task")
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(MaybeBilled) as lost:
            editor.submit_edit(URL, "At night")
        task = editor.submit_edit(URL, "At night")
        with pytest.raises(KeyboardInterrupt):
            editor.of(task, "wait")(on_update=on_update)
        with pytest.raises(DeadlinePassed, match=f"model {task.model}") as late:
            editor.of(task, "wait")(0.001, 60)
    assert lost.value.task_id is not None
    assert stop.model == late.value.model == lost.value.model == task.model  # type: ignore[attr-defined]
    assert f".task('{task.id}', model='{task.model}')" in stop.__notes__[0]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("algorithm", "ask"),
    [
        ("byteedit_v2.0", lambda editor: editor.edit(PICTURE, "At night", negative_prompt="fog", watermark="ours")),
        ("seededit_v3.0", lambda editor: editor.edit(PICTURE, "At night", model="seededit_v3.0", watermark="ours")),
        ("i2i_outpainting", lambda editor: editor.expand(PICTURE, top=0.5, watermark="ours")),
        ("i2i_inpainting_edit", lambda editor: editor.inpaint(PICTURE, MASK, "A boat", watermark="ours")),
        ("i2i_inpainting", lambda editor: editor.erase(PICTURE, MASK, strength=0.5, watermark="ours")),
    ],
)
def test_whatever_volcv_does_is_a_task_of_which_the_polls_name_the_algorithm(
    server: RunningServer, mode: str, algorithm: str, ask: Callable[[Editing], Any]
) -> None:
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        image = ask(editor)
    submit, *polls = [exchange for exchange in server.journal() if exchange.operation_id]
    assert (submit.operation_id, submit.body["req_key"]) == ("cv_sync2async_submit_task", algorithm)
    assert {poll.body["req_key"] for poll in polls} == {algorithm}
    assert {poll.body["task_id"] for poll in polls} == {image.task_id}
    assert "ours" in polls[-1].body["req_json"]


@pytest.mark.parametrize("mode", MODES)
def test_a_side_that_is_left_out_of_an_expansion_stays(server: RunningServer, mode: str) -> None:
    with editing(mode, gateway="volcv", api_key=KEY, base_url=server.url) as editor:
        editor.expand(PICTURE, top=0.5)
    submit = server.journal()[0].body
    assert submit["req_key"] == "i2i_outpainting"
    assert len(submit["binary_data_base64"]) == 2
    assert (submit["max_width"], submit["max_height"]) == (96, 96)
    assert submit.keys().isdisjoint({"top", "bottom", "left", "right"})


@pytest.mark.parametrize("mode", MODES)
def test_logs_tell_the_story_without_key_and_pictures(
    server: RunningServer, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "image_edit")
    server.arm("http-502", operation="get_seededit_v30_result")
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        image = editor.edit(PICTURE, "At night")
    mine = [record for record in caplog.records if record.name == "image_edit"]
    assert [record.levelno for record in mine[:3]] == [logging.INFO, logging.DEBUG, logging.WARNING]
    assert image.task_id is not None
    assert all(image.task_id in record.getMessage() for record in mine if record.levelno == logging.DEBUG)
    assert KEY not in caplog.text
    assert max(len(record.getMessage()) for record in mine) < 300


# --- stopping -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_what_stops_a_wait_carries_the_task(server: RunningServer, mode: str) -> None:
    class Stop(BaseException):
        pass

    stop = Stop()

    def on_update(_: object) -> None:
        raise stop

    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        with pytest.raises(Stop) as raised:
            editor.of(task, "wait")(60, 0, on_update)
        assert raised.value is stop
        assert raised.value.task_id == task.id  # type: ignore[attr-defined]
        assert f".task('{task.id}')" in raised.value.__notes__[0]
        assert editor.of(task, "result")().task_id == task.id
    assert server.submits == {"submit_seededit_v30": 1}


def test_ctrl_c_during_a_wait_leaves_the_task_id(server: RunningServer) -> None:
    class Interrupted(ImageEditor):
        _sleep = staticmethod(lambda _: (_ for _ in ()).throw(KeyboardInterrupt))

    with Interrupted(api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(KeyboardInterrupt) as raised:
            editor.edit(PICTURE, "At night")
        task_id = raised.value.task_id  # type: ignore[attr-defined]
        assert task_id == server.journal()[0].task_id
        assert task_id in raised.value.__notes__[0]


def test_ctrl_c_during_a_submit_says_that_it_may_be_billed() -> None:
    def interrupted(_: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with httpx.Client(transport=httpx.MockTransport(interrupted)) as client:
        editor = ImageEditor(api_key=KEY, http_client=client)
        with pytest.raises(KeyboardInterrupt) as raised:
            editor.edit(URL, "At night")
    assert "may have run, and been billed" in raised.value.__notes__[0]


def test_ctrl_c_when_the_answer_to_a_submit_is_there_says_that_it_may_be_billed(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Judge, "judge", interrupted)
    with ImageEditor(api_key=KEY, base_url=server.url) as editor, pytest.raises(KeyboardInterrupt) as raised:
        editor.edit(PICTURE, "At night")
    assert "may have run, and been billed" in raised.value.__notes__[0]
    assert server.submits == {"submit_seededit_v30": 1}


def test_ctrl_c_while_the_picture_of_an_answer_at_once_is_fetched_leaves_its_link() -> None:
    link = "https://pictures.invalid/a.png"
    data = {"model": "m", "created": 1, "data": [{"url": link}]}

    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == link:
            raise KeyboardInterrupt
        return httpx.Response(200, json={"success": True, "code": "200", "message": "successful", "data": data})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        editor = ImageEditor("oceanbase", KEY, "https://gateway.invalid", http_client=client)
        with pytest.raises(KeyboardInterrupt) as raised:
            editor.edit(URL, "At night")
    assert raised.value.url == link  # type: ignore[attr-defined]
    assert link in raised.value.__notes__[0]


def test_ctrl_c_at_any_line_of_a_poll_leaves_the_task_id(server: RunningServer) -> None:
    codes = (Flows._answered.__code__, BlockingRuntime.exchange.__code__)

    def interruption_at(line: int, task: Task) -> KeyboardInterrupt | None:
        """Wait for a task, interrupted when that comes to a line; None if it does not come so far."""
        lines = itertools.count()

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code in codes and event == "line" and next(lines) == line:
                sys.settrace(None)
                raise KeyboardInterrupt
            return trace if frame.f_code in codes else None

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            task.wait()
        except KeyboardInterrupt as interruption:
            return interruption
        finally:
            sys.settrace(before)
        return None

    policy = Policy(first_interval=0)
    with ImageEditor(api_key=KEY, base_url=server.url, policy=policy) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        assert task.id is not None
        for line in (0, 4, 8, 12, 16):
            interruption = interruption_at(line, editor.task(task.id))
            assert interruption is not None
            assert interruption.task_id == task.id  # type: ignore[attr-defined]
        assert interruption_at(10_000, editor.task(task.id)) is None


def test_what_blocks_waits_for_no_event_loop() -> None:
    with pytest.raises(RuntimeError, match="suspended"):
        run(asyncio.sleep(0))


def test_an_editor_that_is_closed_meanwhile_leaves_what_was_paid_for(server: RunningServer) -> None:
    def closing(status: str) -> Callable[[Task], object]:
        return lambda task: editor.close() if task.status == status else None

    policy = Policy(first_interval=0)
    with ImageEditor(api_key=KEY, base_url=server.url, policy=policy) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        with pytest.raises(BadInput, match="closed") as refused:
            task.wait(on_update=closing("in_queue"))
        assert (refused.value.task_id, refused.value.maybe_billed) == (task.id, True)
    with ImageEditor(api_key=KEY, base_url=server.url, policy=policy) as editor:
        task = editor.submit_edit(PICTURE, "At night").wait(on_update=closing("done"))
        with pytest.raises(DownloadFailed, match="closed") as failed:
            task.result()
        assert (failed.value.url or "").startswith(server.url)


def test_a_cancelled_wait_leaves_the_task_id(server: RunningServer) -> None:
    async def cancelled() -> tuple[str | None, asyncio.CancelledError]:
        async with AsyncImageEditor(api_key=KEY, base_url=server.url, policy=Policy(first_interval=60)) as editor:
            task = await editor.submit_edit(PICTURE, "At night")
            waiting = asyncio.create_task(task.wait(600, 600))
            await asyncio.sleep(0)
            waiting.cancel()
            try:
                await waiting
            except asyncio.CancelledError as stopped:
                return task.id, stopped
            raise AssertionError

    task_id, stopped = asyncio.run(cancelled())
    assert stopped.task_id == task_id  # type: ignore[attr-defined]
    assert f".task('{task_id}')" in stopped.__notes__[0]


def test_a_cancelled_request_leaves_no_connection_and_keeps_the_deadline_of_others(server: RunningServer) -> None:
    server.arm("latency=60s", operation="get_seededit_v30_result")

    async def cancelled() -> list[Any]:
        async with AsyncImageEditor(api_key=KEY, base_url=server.url, max_concurrent=1, policy=NO_WAITING) as editor:
            task = await editor.submit_edit(PICTURE, "At night")
            waiting = asyncio.create_task(task.wait(600, 0))
            while server.app.faults.armed:
                await asyncio.sleep(0.01)
            with pytest.raises(DeadlinePassed) as raised:
                await editor.submit_edit(PICTURE, "In vain", timeout=0.05)
            assert not raised.value.maybe_billed
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert (await task.result()).task_id == task.id
            client: Any = editor._own_client
            return [each for each in client._transport._pool.connections if not each.is_idle()]

    assert asyncio.run(cancelled()) == []
    assert server.submits == {"submit_seededit_v30": 1}


def test_two_threads_that_want_a_result_fetch_it_once(server: RunningServer) -> None:
    with ImageEditor(api_key=KEY, base_url=server.url, policy=Policy(first_interval=0)) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        found: list[Any] = []
        threads = [threading.Thread(target=lambda: found.append(task.result())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 4
    assert all(image is found[0] for image in found)
    assert sum(exchange.operation_id == "get_seededit_v30_result" for exchange in server.journal()) <= 4


def test_a_thread_that_waits_for_another_keeps_its_deadline(server: RunningServer) -> None:
    entered, go = threading.Event(), threading.Event()

    def on_update(_: object) -> None:
        entered.set()
        go.wait()

    step = 0.0
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += step
        return now

    class Stepping(ImageEditor):
        _clock = staticmethod(clock)

    with Stepping(api_key=KEY, base_url=server.url, policy=Policy(first_interval=0)) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        other = threading.Thread(target=lambda: task.wait(on_update=on_update))
        other.start()
        entered.wait()
        with pytest.raises(DeadlinePassed, match="another caller"):
            task.result(timeout=0.05)
        step = 100  # so that it passes before the turn is waited for
        with pytest.raises(DeadlinePassed, match="another caller"):
            task.result(timeout=50)
        step = 0
        go.set()
        other.join()
        assert task.result().task_id == task.id


# --- many, and light ------------------------------------------------------------------------------------------------


def test_many_tasks_are_waited_for_at_once_and_each_gets_its_own_answer(server: RunningServer) -> None:
    async def many() -> None:
        policy = Policy(first_interval=0.01)
        async with AsyncImageEditor(api_key=KEY, base_url=server.url, policy=policy, max_concurrent=8) as editor:
            tasks = await asyncio.gather(*(editor.submit_edit(URL, f"Number {n}", seed=n) for n in range(30)))
            images = await asyncio.gather(*(task.result() for task in tasks))
            assert [image.task_id for image in images] == [task.id for task in tasks]
            assert [image.seed for image in images] == list(range(30))
            client: Any = editor._own_client
            assert len(client._transport._pool.connections) <= 8

    asyncio.run(many())
    assert server.submits == {"submit_seededit_v30": 30}


def test_importing_the_package_loads_nothing_that_waits_for_a_first_picture() -> None:
    program = "import sys, image_edit; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    for heavy in ("PIL", "httpcore", "jsonschema_rs", "orjson", "image_gateways.ai302", "image_gateways.volcv"):
        assert heavy not in loaded


def test_errors_cross_processes_with_all_that_they_know(server: RunningServer) -> None:
    server.arm("http-502", operation="submit_seededit_v30")
    with ImageEditor(api_key=KEY, base_url=server.url) as editor, pytest.raises(ImageEditError) as raised:
        editor.edit(PICTURE, "At night")
    raised.value.add_note("seen")
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), vars(again), again.args) == (type(raised.value), vars(raised.value), raised.value.args)


def test_the_recorded_pictures_are_what_comes_back(server: RunningServer) -> None:
    with ImageEditor(api_key=KEY, base_url=server.url, policy=Policy(first_interval=0)) as editor:
        image = editor.edit(PICTURE, "At night")
    assert image.data in {path.read_bytes() for path in PICTURES.iterdir()}
