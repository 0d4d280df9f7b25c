"""Each answer that the documents know, and many that they do not, becomes a picture or the error that fits."""

from __future__ import annotations

import base64
import errno
import itertools
import json
import socket
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_edit import (
    AuthenticationError,
    BadInput,
    ContentRefused,
    DownloadFailed,
    GatewayUnavailable,
    ImageEditError,
    InputPictureRefused,
    InputTextRefused,
    MaybeBilled,
    NotSupported,
    OutputRefused,
    Policy,
    QuotaExceeded,
    RateLimited,
    TaskExpired,
    TaskFailed,
    TaskNotFound,
    UnexpectedAnswer,
)
from image_edit.document import ClientDocument, document
from image_edit.gateway_name import NAMES
from image_edit.gateways import adapter_of
from image_edit.gateways.gateway import Answer, End, Gateway, ResultPicture
from image_edit.network.content_coding import as_utf8
from image_edit.verdict import KINDS
from tests.support.editing import MODES, PICTURE, PICTURES, Editing, by_turns, editing
from tests.support.our_documents import OUR_GATEWAYS

KEY = f"key-{uuid.uuid4().hex}"
TASK_ID = "12345678901234567890"
LINK = "https://pictures.invalid/a.png"
MASK = PICTURES / "lighthouse_boat_mask.png"
BAILIAN = "wanx2.1-t2i-turbo"

KIND_CLASSES = {
    "bad-input": BadInput,
    "not-offered": NotSupported,
    "authentication": AuthenticationError,
    "quota": QuotaExceeded,
    "rate-limit": RateLimited,
    "refused": ContentRefused,
    "input-text-refused": InputTextRefused,
    "input-picture-refused": InputPictureRefused,
    "output-refused": OutputRefused,
    "internal": GatewayUnavailable,
    "unavailable": GatewayUnavailable,
}

# What is wrong with a poll and not with its task.
GOES_ON = (BadInput, NotSupported, AuthenticationError, QuotaExceeded, RateLimited)

CODES = [(name, code) for name in NAMES for code in document(name).error_codes]
CODES_BY_TURNS = [(*each, mode) for each, mode in zip(CODES, itertools.cycle(MODES), strict=False)]


def cv(code: int, data: Any) -> dict[str, Any]:
    return {"code": code, "data": data, "message": "Words", "request_id": "R1", "status": code, "time_elapsed": "1ms"}


def shown(name: str, code: str) -> Any:
    """The document's example of a failure with this code, of those that name no task."""
    for example in document(name)._content["components"]["examples"].values():
        if code in {str(each) for each in codes_at(example["value"])} and "task_id" not in str(example["value"]):
            return example["value"]
    raise AssertionError


def codes_at(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from (value[key] for key in ("code", "err_code", "Code") if key in value)
        for key in ("error", "ResponseMetadata", "Error"):
            yield from codes_at(value.get(key))


def call_id_in(body: Any) -> str | None:
    """The id of the call, wherever the gateways put it."""
    platform = body.get("ResponseMetadata", {}).get("RequestId")
    words = str(body.get("message", body.get("error", {}).get("message", "")))
    _, named, rest = words.lower().rpartition("request id: ")
    return body.get("request_id") or platform or (words[len(words) - len(rest) :].strip(").") if named else None)


def http_status(name: str, code: str) -> int:
    """The status that the document has for a code; 400 where it is not known."""
    for schema in document(name)._content["components"]["schemas"].values():
        if code in schema.get("x-error-codes", {}):
            status = schema["x-error-codes"][code]["http"]
            return int(status[0] if isinstance(status, list) else status or 400)
    raise AssertionError


class Gate:
    """Answers submits and polls as told, and counts them; pictures are always there."""

    def __init__(self, submit: Any, *polls: Any, status: int = 200, poll_status: int = 200) -> None:
        self.submit = (status, submit)
        self.polls = [(poll_status, poll) for poll in polls]
        self.submits = self.asked = 0
        self.bodies: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "pictures.invalid":
            return httpx.Response(200, content=PICTURE.read_bytes())
        self.bodies.append(json.loads(request.content) if request.content else None)
        is_poll = any(word in str(request.url) for word in ("_result", "GetResult", "/tasks/"))
        if is_poll:
            status, body = self.polls[min(self.asked, len(self.polls) - 1)]
            self.asked += 1
        else:
            status, body = self.submit
            self.submits += 1
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=content)


def opened(mode: str, name: str, gate: Callable[[httpx.Request], httpx.Response], **options: Any) -> Any:
    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    client = kind(transport=httpx.MockTransport(gate))
    return editing(mode, gateway=name, api_key=KEY, base_url="https://gateway.invalid", http_client=client, **options)


def submitted(name: str) -> Any:
    if name == "oceanbase":
        data = {"output": {"task_id": TASK_ID, "task_status": "PENDING"}, "request_id": "R0"}
        return {"success": True, "code": "200", "message": "successful", "data": data}
    return cv(10000, {"task_id": TASK_ID})


def polled(name: str, status: str, *links: str, **more: Any) -> Any:
    if name == "oceanbase":
        results = [{"url": link} for link in links]
        output = {"task_id": TASK_ID, "task_status": status, "results": results, **more}
        return {
            "success": True,
            "code": "200",
            "message": "successful",
            "data": {"request_id": "R1", "output": output},
        }
    return cv(10000, {"status": status, "image_urls": list(links), "binary_data_base64": None, **more})


def start(name: str) -> Callable[[Editing], Any]:
    if name == "oceanbase":
        return lambda editor: editor.submit_generate("A lighthouse", model=BAILIAN)
    return lambda editor: editor.submit_edit(PICTURE, "At night")


def ended(name: str, end: End) -> str:
    """The gateway's own word for an end."""
    ends = __import__(f"image_edit.gateways.{name}", fromlist=["ENDS"]).ENDS
    return str(next(status for status, meaning in ends.items() if meaning is end))


def test_every_kind_of_the_documents_has_an_error() -> None:
    listed = [
        *(code for name in NAMES for code in document(name).error_codes.values()),
        *(words for name in NAMES for _, words in document(name).error_texts),
    ]
    assert {each.kind for each in listed} == KINDS.keys()
    assert {kind: found for kind, (found, _) in KINDS.items()} == KIND_CLASSES


@pytest.mark.parametrize("name", NAMES)
def test_every_final_status_of_the_documents_has_a_meaning(name: str) -> None:
    ends = __import__(f"image_edit.gateways.{name}", fromlist=["ENDS"]).ENDS
    assert {str(status) for status in ends} == document(name).final_statuses


@pytest.mark.parametrize(("name", "code", "mode"), CODES_BY_TURNS)
def test_a_code_of_the_document_becomes_its_error_at_a_submit(mode: str, name: str, code: str) -> None:
    facts, body = document(name).error_codes[code], shown(name, code)
    gate = Gate(body, status=http_status(name, code))
    with opened(mode, name, gate) as editor, pytest.raises(ImageEditError) as raised:
        start(name)(editor)
    error = raised.value
    unclear = facts.kind == "internal" and http_status(name, code) != 400
    assert type(error) is (MaybeBilled if unclear else KIND_CLASSES[facts.kind])
    assert (str(error.code), error.http_status) == (code, http_status(name, code))
    assert error.request_id == call_id_in(body)
    assert error.maybe_billed == (facts.kind in ("internal", "output-refused"))
    assert facts.meaning in str(error)
    assert json.loads(error.body) == body
    assert gate.submits == (Policy().submit_tries if facts.kind == "rate-limit" else 1)


@pytest.mark.parametrize(("name", "code", "mode"), CODES_BY_TURNS)
def test_a_code_of_the_document_becomes_its_error_at_a_poll(mode: str, name: str, code: str) -> None:
    facts, body = document(name).error_codes[code], shown(name, code)
    gate = Gate(submitted(name), body, poll_status=http_status(name, code))
    with opened(mode, name, gate) as editor:
        task = start(name)(editor)
        with pytest.raises(ImageEditError) as raised:
            editor.of(task, "wait")()
    error = raised.value
    unclear = facts.kind == "bad-input" and facts.retry_poll
    in_front = name != "oceanbase" and "data" not in body
    ends = TaskFailed if facts.kind == "bad-input" and not in_front else KIND_CLASSES[facts.kind]
    ends = TaskNotFound if facts.unknown_task else GatewayUnavailable if unclear else ends
    assert type(error) is ends
    assert ("The task goes on" in str(error)) == (ends in GOES_ON or unclear or facts.kind == "unavailable")
    assert (error.task_id, error.maybe_billed) == (TASK_ID, True)
    passing = unclear or (facts.retry_poll and facts.kind in ("rate-limit", "internal", "unavailable"))
    assert gate.asked == (Policy().tries if passing else 1)
    assert gate.submits == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_code_that_stands_in_two_tables_of_a_document_means_one_thing(name: str) -> None:
    found: dict[str, Any] = {}
    for schema in document(name)._content["components"]["schemas"].values():
        for code, facts in schema.get("x-error-codes", {}).items():
            meaning = {key: facts.get(key) for key in ("kind", "retry", "poll")}
            assert found.setdefault(code, meaning) == meaning, code
            assert facts.get("poll") in (None, "unknown-task"), code


def listing(monkeypatch: pytest.MonkeyPatch, name: str, codes: dict[str, Any], *texts: Any) -> None:
    """Let a gateway's document list these codes, and these words, too."""
    content = dict(document(name)._content)
    more = {"x-error-codes": codes, "x-error-texts": texts}
    schemas = {**content["components"]["schemas"], "More": more}
    content["components"] = {**content["components"], "schemas": schemas}
    monkeypatch.setattr(Gateway, "document", ClientDocument(name, content))


def submit_error(mode: str, name: str, body: Any, status: int, **options: Any) -> ImageEditError:
    with opened(mode, name, Gate(body, status=status), **options) as editor:
        with pytest.raises(ImageEditError) as raised:
            start(name)(editor)
        return raised.value


def poll_error(mode: str, name: str, body: Any, status: int) -> tuple[ImageEditError, int]:
    """Also how often it was asked."""
    gate = Gate(None, body, poll_status=status)
    with opened(mode, name, gate) as editor, pytest.raises(ImageEditError) as raised:
        editor.of(editor.task(TASK_ID), "wait")()
    assert raised.value.task_id == TASK_ID
    assert raised.value.maybe_billed
    return raised.value, gate.asked


def envelope(code: str, words: str = "Words") -> dict[str, Any]:
    return {"success": False, "code": code, "message": words}


STATUSES = (200, 400, 401, 403, 404, 418, 429, 500, 503)


def statuses(mode: str) -> tuple[int, ...]:
    """Every other one; the other mode has the others."""
    return STATUSES[MODES.index(mode) :: len(MODES)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_listed_kind_counts_whatever_the_status_is_and_alone_what_may_have_run_may_be_billed(
    mode: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing(monkeypatch, "oceanbase", {"Listed": {"http": None, "kind": kind, "retry": False}})
    for status in statuses(mode):
        error = submit_error(mode, "oceanbase", envelope("Listed"), status)
        unclear = kind == "internal" and (status < 300 or status >= 500)
        assert type(error) is (MaybeBilled if unclear else KIND_CLASSES[kind])
        assert error.maybe_billed == (kind in ("internal", "output-refused"))
        assert (error.code, error.http_status, error.retry_can_help) == ("Listed", status, False)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("retry", [False, "polls"])
def test_a_listed_kind_at_a_poll_counts_whatever_the_status_is_and_is_repeated_where_the_document_says_so(
    mode: str, kind: str, retry: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing(monkeypatch, "oceanbase", {"Listed": {"http": None, "kind": kind, "retry": retry}})
    found = KIND_CLASSES[kind]
    if found is BadInput:
        found = GatewayUnavailable if retry else TaskFailed
    for status in statuses(mode):
        error, asked = poll_error(mode, "oceanbase", envelope("Listed"), status)
        assert (type(error), error.retry_can_help) == (found, bool(retry))
        assert asked == (Policy().tries if retry and found in (GatewayUnavailable, RateLimited) else 1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", ["Listed.Why", "Listed.Why.Now", "", "Unlisted.Listed"])
def test_a_code_is_looked_up_to_its_last_dot_and_then_the_words_count(
    mode: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {"Listed": {"http": None, "kind": "input-text-refused", "retry": False}}
    balance = {"pattern": "balance .* used up", "kind": "quota", "retry": False}
    listing(monkeypatch, "oceanbase", codes, balance)
    error = submit_error(mode, "oceanbase", envelope(code, "Sorry, the Balance of 12 is used up"), 500)
    assert type(error) is (InputTextRefused if code.startswith("Listed") else QuotaExceeded)
    assert error.code == (code or None)
    assert not error.maybe_billed


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["ai302", "volcv"])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_code_for_a_task_that_is_not_known_is_not_how_a_task_ended_unless_the_failure_names_it(
    mode: str, name: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = {"http": 400, "kind": "bad-input", "retry": False, "poll": "unknown-task"}
    listing(monkeypatch, name, {"50215": unknown})
    error, asked = poll_error(mode, name, cv(50215, None), status)
    assert (type(error), asked, error.retry_can_help) == (TaskNotFound, 1, False)
    assert f"does not know the task {TASK_ID}" in str(error)
    error, asked = poll_error(mode, name, cv(50215, None) | {"task_id": TASK_ID}, status)
    assert (type(error), asked) == (TaskFailed, 1)
    assert type(submit_error(mode, name, cv(50215, None), status)) is BadInput


@pytest.mark.parametrize("mode", MODES)
def test_a_call_that_the_host_does_not_offer_is_no_unknown_task_and_costs_nothing(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing(monkeypatch, "volcv", {"50402": {"http": 400, "kind": "not-offered", "retry": False}})
    for status in STATUSES:
        error = submit_error(mode, "volcv", cv(50402, None), status)
        assert (type(error), error.maybe_billed) == (NotSupported, False)
        assert "Check the base URL, the model and the action" in str(error)
        error, asked = poll_error(mode, "volcv", cv(50402, None), status)
        assert (type(error), asked) == (NotSupported, 1)
        assert "The task goes on" in str(error)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [200, 400])
def test_a_refused_submit_that_names_a_task_tells_it_and_may_be_billed(mode: str, status: int) -> None:
    error = submit_error(mode, "volcv", cv(50412, None) | {"task_id": TASK_ID}, status)
    assert (type(error), error.task_id, error.maybe_billed) == (InputTextRefused, TASK_ID, True)


@pytest.mark.parametrize("mode", MODES)
def test_a_submit_that_was_limited_and_yet_names_a_task_is_not_sent_again(mode: str) -> None:
    gate = Gate(cv(50430, None) | {"task_id": TASK_ID}, status=429)
    with opened(mode, "volcv", gate) as editor, pytest.raises(RateLimited) as raised:
        start("volcv")(editor)
    assert (raised.value.task_id, raised.value.maybe_billed, gate.submits) == (TASK_ID, True, 1)


@pytest.mark.parametrize("mode", MODES)
def test_a_failure_of_the_host_in_front_says_nothing_about_the_task(mode: str) -> None:
    refused = {"Code": "Unlisted", "Message": "Words"}
    metadata = {"RequestId": "R1", "Action": "A", "Version": "V", "Service": "cv", "Region": "r", "Error": refused}
    error, _ = poll_error(mode, "volcv", {"ResponseMetadata": metadata}, 400)
    assert type(error) is BadInput
    assert "The task goes on" in str(error)
    assert (error.code, error.request_id) == ("Unlisted", "R1")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_what_is_not_listed_is_a_refusal_at_4xx_and_else_nobody_knows(mode: str, name: str) -> None:
    body = envelope("Unlisted") if name == "oceanbase" else cv(59999, None)
    kinds = {400: BadInput, 401: AuthenticationError, 402: QuotaExceeded, 403: AuthenticationError, 404: NotSupported}
    kinds |= {405: NotSupported, 413: BadInput, 418: UnexpectedAnswer, 422: BadInput, 429: RateLimited}
    for status in (*kinds, 200, 408, 500, 503):
        error = submit_error(mode, name, body, status)
        assert type(error) is kinds.get(status, MaybeBilled), status
        assert error.maybe_billed == (status not in kinds)
        assert (str(error.code), error.http_status) == (str(body["code"]), status)
        error, asked = poll_error(mode, name, body, status)
        found: type[ImageEditError] = kinds.get(status, GatewayUnavailable)
        if found is BadInput:
            found = TaskFailed
        elif status == 404 and name == "oceanbase":  # its path names the task
            found = TaskNotFound
        assert type(error) is found, status
        assert asked == (Policy().tries if found in (GatewayUnavailable, RateLimited) else 1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("words", "headers", "found"),
    [
        ("No. (request id: 2026a-B_c)", {}, "2026a-B_c"),
        ("No. Request id: 0217666", {}, "0217666"),
        ("No; RequestId: abc-def.", {}, "abc-def"),
        ("No (request id: inner) (request id: outer)", {"x-request-id": "other"}, "outer"),
        ("No.", {"X-Oneapi-Request-Id": "A1", "X-Request-Id": "B2"}, "A1"),
        ("No.", {"X-Request-Id": "B2"}, "B2"),
        ("No request id was sent.", {}, None),
    ],
)
def test_the_id_of_the_call_is_found_where_a_failure_has_it(
    mode: str, words: str, headers: dict[str, str], found: str | None
) -> None:
    for body in (envelope("Unlisted", words), {"words": words}):

        def answer(_: httpx.Request, content: Any = body) -> httpx.Response:
            return httpx.Response(500, json=content, headers=headers)

        with opened(mode, "oceanbase", answer) as editor, pytest.raises(MaybeBilled) as raised:
            start("oceanbase")(editor)
        assert raised.value.request_id == found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["request_id", "RequestId"])
@pytest.mark.parametrize("status", [200, 403, 500])
def test_the_id_of_the_call_is_found_in_a_body_of_no_known_form(mode: str, name: str, status: int) -> None:
    assert submit_error(mode, "oceanbase", {"Trace": {name: "R9"}}, status).request_id == "R9"


@pytest.mark.parametrize("mode", MODES)
def test_a_failure_tells_which_model_it_is_about(mode: str) -> None:
    for name, model in (("oceanbase", BAILIAN), ("volcv", "byteedit_v2.0")):
        for status in (400, 404, 503):
            assert model in str(submit_error(mode, name, b"{}", status))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("task_id", ["12\ud83d", "\udcff"])
def test_a_submit_that_names_a_task_nobody_can_ask_for_may_have_been_billed(mode: str, name: str, task_id: str) -> None:
    body = json.dumps(submitted(name)).replace(TASK_ID, json.dumps(task_id)[1:-1]).encode()
    gate = Gate(body)
    with opened(mode, name, gate) as editor, pytest.raises(MaybeBilled) as raised:
        start(name)(editor)
    assert (raised.value.body, raised.value.maybe_billed, raised.value.task_id) == (body, True, None)
    assert (gate.submits, gate.asked) == (1, 0)


@pytest.mark.parametrize("mode", MODES)
def test_a_refusal_that_may_be_of_the_network_ends_no_paid_task(mode: str) -> None:
    gate = Gate(submitted("ai302"), shown("ai302", "-10003"), poll_status=400)
    with opened(mode, "ai302", gate) as editor:
        task = start("ai302")(editor)
        with pytest.raises(GatewayUnavailable, match="The task goes on; ask for it again"):
            editor.of(task, "wait")()
        gate.polls = [(200, polled("ai302", ended("ai302", End.DONE), LINK))]
        assert editor.of(task, "result")().url == LINK
    assert gate.submits == 1


PAGES: dict[int, type[ImageEditError]] = {
    400: BadInput,
    401: AuthenticationError,
    402: QuotaExceeded,
    403: AuthenticationError,
    404: UnexpectedAnswer,
    405: UnexpectedAnswer,
    408: MaybeBilled,
    413: BadInput,
    429: RateLimited,
    499: MaybeBilled,
    500: MaybeBilled,
    503: MaybeBilled,
    504: MaybeBilled,
    520: MaybeBilled,
    599: MaybeBilled,
    200: MaybeBilled,
    202: MaybeBilled,
    204: MaybeBilled,
    302: UnexpectedAnswer,
}


@pytest.mark.parametrize(("status", "name", "mode"), by_turns(PAGES, NAMES))
def test_a_page_in_place_of_an_answer_is_judged_by_its_status(mode: str, name: str, status: int) -> None:
    end = PAGES[status]
    body = b"" if status == 204 else b"<html><h1>Words</h1></html>"
    gate = Gate(body, status=status)
    with opened(mode, name, gate) as editor, pytest.raises(ImageEditError) as raised:
        start(name)(editor)
    assert type(raised.value) is end
    assert (raised.value.http_status, raised.value.body) == (status, body)
    assert raised.value.maybe_billed == (end is MaybeBilled)
    assert gate.submits == (Policy().submit_tries if status == 429 else 1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["ai302", "volcv"])
def test_a_known_code_counts_whatever_the_status_is(mode: str, name: str) -> None:
    for status in (200, 404, 418, 502):
        gate = Gate(cv(50429, None), status=status)
        with opened(mode, name, gate) as editor, pytest.raises(RateLimited):
            start(name)(editor)
        gate = Gate(cv(50412, None), status=status)
        with opened(mode, name, gate) as editor, pytest.raises(InputTextRefused):
            start(name)(editor)
        assert gate.submits == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'"text"', b"{" * 100_000, b'{"code": 10000}', b"\xff\xfe{\x00}\x00", b"[1e999]"],
    ids=["empty", "null", "list", "object", "text", "deep", "half", "utf-16", "huge-number"],
)
def test_a_success_that_says_nothing_may_have_been_billed(mode: str, name: str, body: bytes) -> None:
    gate = Gate(body)
    with opened(mode, name, gate) as editor, pytest.raises(MaybeBilled) as raised:
        start(name)(editor)
    assert raised.value.body == body
    assert gate.submits == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["ai302", "volcv"])
@pytest.mark.parametrize(
    ("written", "as_well"),
    [(f'"{TASK_ID}"', TASK_ID), ('"code"', '"cod"'), ('"data"', '"d"')],
    ids=["number", "no-code", "no-data"],
)
def test_an_accepted_submit_in_another_shape_tells_the_task_that_it_names(
    mode: str, name: str, written: str, as_well: str
) -> None:
    body = json.dumps(submitted(name)).replace(written, as_well).encode()
    gate = Gate(body, polled(name, ended(name, End.DONE), LINK))
    with opened(mode, name, gate) as editor:
        with pytest.raises(MaybeBilled, match=TASK_ID) as raised:
            start(name)(editor)
        assert raised.value.task_id == TASK_ID
        assert editor.of(editor.task(raised.value.task_id), "result")().task_id == TASK_ID
    assert gate.submits == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_success_of_no_known_vendor_tells_the_task_that_it_names(mode: str) -> None:
    body = {"success": True, "code": "200", "message": "successful", "data": {"job": {"task_id": TASK_ID}}}
    with opened(mode, "oceanbase", Gate(body)) as editor, pytest.raises(UnexpectedAnswer) as raised:
        start("oceanbase")(editor)
    assert raised.value.task_id == TASK_ID


@pytest.mark.parametrize("mode", MODES)
def test_words_that_are_no_unicode_do_not_hide_the_error(mode: str) -> None:
    refusal = cv(50412, None) | {"message": "\ud800"}
    with opened(mode, "ai302", Gate(refusal, status=400)) as editor, pytest.raises(InputTextRefused) as raised:
        start("ai302")(editor)
    str(raised.value).encode()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "link",
    [
        "/a.png",
        "a.png",
        "http://[::1",
        "http://xn--/a.png",
        "http://a/\ud800",
        "http://a/\nb",
        "file:///a",
        "http://a:b",
    ],
)
def test_a_link_that_is_none_is_told_and_not_fetched(mode: str, link: str) -> None:
    with opened(mode, "ai302", Gate(submitted("ai302"), polled("ai302", "done", link))) as editor:
        with pytest.raises(DownloadFailed) as raised:
            editor.edit(PICTURE, "At night")
        assert editor.pauses[1:] == []
    assert (raised.value.url, raised.value.task_id, raised.value.maybe_billed) == (link, TASK_ID, True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("begin", ["", "data:image/png;base64,"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.encodebytes])
def test_base64_is_taken_however_it_is_written(mode: str, begin: str, encode: Callable[[bytes], bytes]) -> None:
    answer = polled("ai302", "done")
    answer["data"]["binary_data_base64"] = [begin + encode(PICTURE.read_bytes()).decode()]
    with opened(mode, "ai302", Gate(submitted("ai302"), answer)) as editor:
        assert editor.edit(PICTURE, "At night").data == PICTURE.read_bytes()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "data"), [(None, PICTURE), (MASK, MASK), (b"broken", PICTURE)])
def test_of_a_picture_that_came_both_ways_the_one_at_hand_counts(mode: str, text: Any, data: Path) -> None:
    answer = polled("ai302", "done", LINK)
    if text is not None:
        content = text.read_bytes() if isinstance(text, Path) else text
        answer["data"]["binary_data_base64"] = [base64.b64encode(content).decode()]
    with opened(mode, "ai302", Gate(submitted("ai302"), answer)) as editor:
        image = editor.edit(PICTURE, "At night")
    assert (image.data, image.url) == (data.read_bytes(), LINK)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_a_task_is_picked_up_in_another_process_by_its_id_alone(mode: str, name: str) -> None:
    gate = Gate(None, polled(name, ended(name, End.DONE), LINK))
    with opened(mode, name, gate) as editor:
        task = editor.task(TASK_ID)
        assert (task.id, task.status, task.done, gate.asked) == (TASK_ID, None, False, 0)
        image = editor.of(task, "result")()
        assert (task.status, task.done) == (ended(name, End.DONE), True)
        assert editor.pauses == []
        assert editor.of(task, "result")() is image
    assert (gate.asked, gate.submits) == (1, 0)
    assert (image.task_id, image.request_id, image.url) == (TASK_ID, "R1", LINK)
    assert image.answer.to_dict() == polled(name, ended(name, End.DONE), LINK)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
@pytest.mark.parametrize(
    ("end", "error"),
    [
        (End.FAILED, TaskFailed),
        (End.CANCELED, TaskFailed),
        (End.EXPIRED, TaskExpired),
        (End.NOT_FOUND, TaskNotFound),
        (End.DONE, UnexpectedAnswer),
    ],
)
def test_a_task_that_ends_without_a_picture_is_an_error(
    mode: str, name: str, end: End, error: type[ImageEditError]
) -> None:
    ends = __import__(f"image_edit.gateways.{name}", fromlist=["ENDS"]).ENDS
    if end not in ends.values():
        return  # a gateway whose tasks do not end so
    gate = Gate(submitted(name), polled(name, ended(name, end)))
    with opened(mode, name, gate) as editor:
        task = start(name)(editor)
        with pytest.raises(error) as raised:
            editor.of(task, "result")()
        for method in ("wait", "result", "results"):
            with pytest.raises(error):
                editor.of(task, method)()
    assert type(raised.value) is error
    assert gate.asked == 1
    assert (raised.value.task_id, raised.value.maybe_billed, raised.value.request_id) == (TASK_ID, True, "R1")
    assert json.loads(raised.value.body) == polled(name, ended(name, end))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "RUNNING"])
def test_a_new_task_is_asked_for_whatever_its_first_status_is(mode: str, status: str) -> None:
    created = submitted("oceanbase")
    created["data"]["output"]["task_status"] = status
    with opened(mode, "oceanbase", Gate(created, polled("oceanbase", "SUCCEEDED", LINK))) as editor:
        assert editor.generate("A lighthouse", model=BAILIAN).url == LINK


@pytest.mark.parametrize("mode", MODES)
def test_of_a_task_that_failed_in_part_the_pictures_are_kept_and_the_failures_told(mode: str) -> None:
    answer = polled("oceanbase", "SUCCEEDED", LINK)
    answer["data"]["output"]["results"].insert(0, {"code": "InternalError.Timeout", "message": "Too slow."})
    with opened(mode, "oceanbase", Gate(submitted("oceanbase"), answer)) as editor:
        task = start("oceanbase")(editor)
        (image,) = editor.of(task, "results")()
        assert image.data == PICTURE.read_bytes()
        assert task.failures == ("InternalError.Timeout: Too slow.",)


@pytest.mark.parametrize("mode", MODES)
def test_a_task_that_failed_as_a_whole_says_why(mode: str) -> None:
    answer = polled("oceanbase", "FAILED", code="InvalidParameter", message="The prompt is empty.")
    with opened(mode, "oceanbase", Gate(submitted("oceanbase"), answer)) as editor:
        task = start("oceanbase")(editor)
        with pytest.raises(TaskFailed, match=r"InvalidParameter: The prompt is empty\."):
            editor.of(task, "wait")()


@pytest.mark.parametrize("mode", MODES)
def test_a_task_whose_content_was_refused_is_a_refusal_and_was_paid_for(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing(monkeypatch, "oceanbase", {"Refused": {"http": 400, "kind": "input-picture-refused", "retry": False}})
    answer = polled("oceanbase", "FAILED")
    results = [{"code": "Refused.So", "message": "Why."}, {"code": "Refused", "message": "No. Request id: 0217"}]
    answer["data"]["output"]["results"] = results
    del answer["data"]["request_id"]
    with opened(mode, "oceanbase", Gate(submitted("oceanbase"), answer)) as editor:
        task = start("oceanbase")(editor)
        with pytest.raises(
            InputPictureRefused, match=r"Refused\.So: Why\.; Refused: .* Use another picture\."
        ) as raised:
            editor.of(task, "wait")()
        assert task.failures == ("Refused.So: Why.", "Refused: No. Request id: 0217")
    error = raised.value
    assert (error.code, error.request_id, error.task_id) == ("Refused.So", "0217", TASK_ID)
    assert (error.maybe_billed, error.retry_can_help) == (True, False)


@pytest.mark.parametrize("mode", MODES)
def test_a_status_that_nobody_knows_is_asked_again(mode: str) -> None:
    polls = [polled("ai302", "thinking"), polled("ai302", "done", LINK)]
    seen: list[Any] = []
    with opened(mode, "ai302", Gate(submitted("ai302"), *polls)) as editor:
        task = start("ai302")(editor)
        editor.of(task, "wait")(60, 0.5, lambda task: seen.append((task.id, task.status)))
        assert editor.pauses == [0.5, 0.5]
    assert seen == [(TASK_ID, "thinking"), (TASK_ID, "done")]


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_that_came_at_once_is_a_task_without_an_id(mode: str) -> None:
    data = {"created": 1, "data": [{"url": LINK}, {"b64_json": base64.b64encode(PICTURE.read_bytes()).decode()}]}
    gate = Gate({"success": True, "code": "200", "message": "successful", "data": data})
    with opened(mode, "oceanbase", gate) as editor:
        task = editor.submit_edit(PICTURE, "At night", seed=5)
        assert (task.id, task.done) == (None, True)
        first, second = editor.of(task, "results")()
    assert (first.url, second.url) == (LINK, None)
    assert first.data == second.data == PICTURE.read_bytes()
    assert (first.seed, first.task_id, gate.asked) == (5, None, 0)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("data", [{}, {"created": 1, "data": []}, {"created": 1, "data": [{"size": "1x1"}]}])
def test_an_answer_at_once_without_a_picture_is_unexpected(mode: str, data: Any) -> None:
    gate = Gate({"success": True, "code": "200", "message": "successful", "data": data})
    with opened(mode, "oceanbase", gate) as editor, pytest.raises(UnexpectedAnswer) as raised:
        editor.edit(PICTURE, "At night")
    assert raised.value.maybe_billed


@pytest.mark.parametrize("mode", MODES)
def test_a_vendors_error_inside_a_success_is_told(mode: str) -> None:
    data = {"created": 1, "data": [], "error": {"code": "OutputImageSensitive", "message": "No."}}
    gate = Gate({"success": True, "code": "200", "message": "successful", "data": data})
    with opened(mode, "oceanbase", gate) as editor, pytest.raises(TaskFailed, match=r"OutputImageSensitive: No\."):
        editor.edit(PICTURE, "At night")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "text", ["no base64!", "é" * 64, base64.b64encode(PICTURE.read_bytes()[:200]).decode(), "AAAA"]
)
def test_base64_that_is_no_whole_picture_is_an_error(mode: str, text: str) -> None:
    answer = polled("ai302", "done")
    answer["data"]["binary_data_base64"] = [text]
    with opened(mode, "ai302", Gate(submitted("ai302"), answer)) as editor:
        task = start("ai302")(editor)
        with pytest.raises(DownloadFailed) as raised:
            editor.of(task, "result")()
    assert (raised.value.url, raised.value.task_id) == (None, TASK_ID)
    assert json.loads(raised.value.body) == answer


@pytest.mark.parametrize("mode", MODES)
def test_a_task_of_the_wrong_shape_is_asked_again_and_then_unexpected(mode: str) -> None:
    gate = Gate(submitted("oceanbase"), {"success": True, "code": "200", "message": "successful", "data": {}})
    with opened(mode, "oceanbase", gate) as editor:
        task = start("oceanbase")(editor)
        with pytest.raises(UnexpectedAnswer):
            editor.of(task, "wait")()
    assert gate.asked == Policy().tries


@pytest.mark.parametrize("mode", MODES)
def test_an_unknown_task_that_is_refused_with_404_is_not_found(mode: str) -> None:
    gate = Gate(None, {"error": {"code": "not_found", "message": "Not found."}}, poll_status=404)
    with opened(mode, "oceanbase", gate) as editor, pytest.raises(TaskNotFound):
        editor.of(editor.task(TASK_ID), "wait")()
    assert gate.asked == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [429, 503])
def test_a_poll_waits_as_long_as_it_is_asked_to(mode: str, status: int) -> None:
    answers = iter(
        [(status, {"Retry-After": "17"}, b""), (200, {}, json.dumps(polled("ai302", "done", LINK)).encode())]
    )

    def answer(_: httpx.Request) -> httpx.Response:
        code, headers, body = next(answers)
        return httpx.Response(code, headers=headers, content=body)

    with opened(mode, "ai302", answer) as editor:
        assert editor.of(editor.task(TASK_ID), "wait")().done
        assert editor.pauses == [17]


def test_the_platforms_own_failure_is_read() -> None:
    example = document("volcv").example("InvalidCredential")
    with opened("blocking", "volcv", Gate(example, status=401)) as editor, pytest.raises(AuthenticationError) as raised:
        start("volcv")(editor)
    metadata = example["ResponseMetadata"]
    assert (raised.value.code, raised.value.request_id) == (metadata["Error"]["Code"], metadata["RequestId"])


def test_the_pictures_of_every_gateway_have_the_limits_of_its_document() -> None:
    for name in NAMES:
        adapter = adapter_of(name)
        assert adapter.picture_limits().max_bytes == document(name).schema(adapter.picture_schema)["x-picture"].get(
            "max_bytes"
        )


def test_a_task_is_forgotten_no_earlier_than_the_document_says() -> None:
    assert {name: document(name).task_lifetime.total_seconds() / 3600 for name in OUR_GATEWAYS} == {
        "ai302": 12, "oceanbase": 24, "volcv": 12,
    }  # fmt: skip
    silent = ClientDocument("ai302", {"paths": {}, "components": {"schemas": {"TaskId": {"type": "string"}}}})
    assert silent.task_lifetime == timedelta.max


def test_what_a_document_says_within_an_object_counts_as_well() -> None:
    fields = {"id": {"x-lifetime-hours": 2}, "status": {"enum": ["waits", "done"], "x-final": ["done"]}}
    known = ClientDocument("ai302", {"paths": {}, "components": {"schemas": {"Task": {"properties": fields}}}})
    assert known.task_lifetime == timedelta(hours=2)
    assert known.final_statuses == {"done"}
    assert known.success_code is None


def test_of_a_long_picture_only_the_beginning_is_held_to_the_document() -> None:
    beginning = base64.b64encode(PICTURE.read_bytes()).decode().rstrip("=")
    with pytest.raises(BadInput, match="pattern"):
        document("ai302").check("InputPictureBase64", f"{beginning}!")
    document("ai302").check("InputPictureBase64", f"{beginning}{'A' * 100_000}!")
    with pytest.raises(BadInput, match="pattern") as raised:
        document("ai302").check("InputPictureBase64", "!" * 100_000)
    assert len(str(raised.value)) < 200


FOREIGN_STATUSES = (
    *(101, 300, 301, 302, 304, 305, 307, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414),
    *(
        415,
        416,
        417,
        418,
        421,
        422,
        423,
        424,
        425,
        426,
        428,
        429,
        431,
        444,
        451,
        499,
        500,
        501,
        502,
        503,
        504,
        511,
        520,
    ),
    *(200, 202, 204, 526, 599, 999),
)
FOREIGN_BODIES = (
    b"",
    b"Bad Request",
    b"<html><h1>400 Bad Request</h1><hr>nginx</html>",
    b'{"message": "Bad Request"}',
    b'{"error": "bad request"}',
    b'{"code": 400, "message": "Bad Request"}',
    b'{"type": "about:blank", "title": "Bad Request", "status": 400}',
    b'{"success": false, "errors": [{"code": 1000, "message": "no"}]}',
    b"\xff\xfe\x00",
)


def foreign_answers(mode: str, name: str) -> list[tuple[int, bytes]]:
    """A part of all pairs: each pair meets one gateway in one mode, each status and each body all of them in both."""
    turns: list[tuple[str, str]] = [(each, way) for each in NAMES for way in MODES]
    turn, of = turns.index((name, mode)), len(turns)
    return [
        (status, body)
        for row, status in enumerate(FOREIGN_STATUSES)
        for body in FOREIGN_BODIES[(turn + row) % of :: of]
    ]


def of_who_asks(status: int) -> type[ImageEditError] | None:
    """The error that a status alone means about the caller, or about the server's state."""
    if status in (401, 403):
        return AuthenticationError
    if status == 402:
        return QuotaExceeded
    if status == 429:
        return RateLimited
    return GatewayUnavailable if status in (408, 425, 499) or status >= 500 else None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_no_answer_of_somebody_else_to_a_poll_ends_the_task(mode: str, name: str) -> None:
    gate = Gate(submitted(name), None)
    with opened(mode, name, gate, policy=Policy(tries=2)) as editor:
        task = start(name)(editor)
        for status, body in foreign_answers(mode, name):
            gate.polls, gate.asked = [(status, body)], 0
            with pytest.raises(ImageEditError) as raised:
                editor.of(task, "wait")()
            error = raised.value
            assert type(error) is (of_who_asks(status) or UnexpectedAnswer), (status, body)
            assert (error.task_id, error.maybe_billed, error.http_status) == (TASK_ID, True, status)
            assert (error.body, "The task goes on" in str(error)) == (body, True)
            at_once = type(error) in (AuthenticationError, QuotaExceeded)
            assert gate.asked == (1 if at_once else 2)
        gate.polls = [(200, polled(name, ended(name, End.DONE), LINK))]
        assert editor.of(task, "result")().url == LINK
    assert gate.submits == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_an_answer_of_somebody_else_to_a_submit_is_refusal_or_doubt_and_is_sent_again_after_429_alone(
    mode: str, name: str
) -> None:
    gate = Gate(None)
    with opened(mode, name, gate) as editor:
        for status, body in foreign_answers(mode, name):
            gate.submit, gate.submits = (status, body), 0
            with pytest.raises(ImageEditError) as raised:
                start(name)(editor)
            error = raised.value
            unclear = status < 300 or of_who_asks(status) is GatewayUnavailable
            assert error.maybe_billed == (type(error) is MaybeBilled) == unclear, (status, body)
            assert (error.task_id, error.http_status, error.body) == (None, status, body)
            assert gate.submits == (Policy().submit_tries if status == 429 else 1)


@pytest.mark.parametrize("mode", MODES)
def test_whatever_answers_a_download_the_link_and_the_task_are_told(mode: str) -> None:
    gate = Gate(submitted("ai302"), polled("ai302", "done", LINK))
    told: list[tuple[int, bytes]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(told[0][0], content=told[0][1]) if request.url.host == "pictures.invalid" else gate(request)
        )

    with opened(mode, "ai302", answer, policy=Policy(tries=1)) as editor:
        task = start("ai302")(editor)
        for status, body in foreign_answers(mode, "ai302"):
            told[:] = [(status, body)]
            with pytest.raises(DownloadFailed) as raised:
                editor.of(task, "result")()
            assert (raised.value.url, raised.value.task_id, raised.value.http_status) == (LINK, TASK_ID, status)
    assert gate.submits == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_a_refusal_of_somebody_else_at_one_poll_is_asked_again_and_the_picture_comes(mode: str, name: str) -> None:
    gate = Gate(submitted(name))
    gate.polls = [(400, b"<html>400</html>"), (404, b""), (200, polled(name, ended(name, End.DONE), LINK))]
    with opened(mode, name, gate) as editor:
        task = start(name)(editor)
        assert editor.of(task, "result")().url == LINK
    assert (gate.submits, gate.asked) == (1, 3)


@pytest.mark.parametrize("mode", MODES)
def test_a_poll_that_is_answered_about_another_task_gives_nobody_elses_picture(mode: str) -> None:
    other = polled("oceanbase", "SUCCEEDED", "https://pictures.invalid/other.png")
    other["data"]["output"]["task_id"] = "99999999999999999999"
    gate = Gate(submitted("oceanbase"), other)
    with opened(mode, "oceanbase", gate) as editor:
        task = start("oceanbase")(editor)
        with pytest.raises(UnexpectedAnswer, match=r"another task.*99999999999999999999.*goes on") as raised:
            editor.of(task, "result")()
        assert (raised.value.task_id, raised.value.request_id, task.done) == (TASK_ID, "R1", False)
        assert json.loads(raised.value.body) == other
        assert gate.asked == Policy().tries
        gate.polls = [(200, other), (200, polled("oceanbase", "SUCCEEDED", LINK))]
        gate.asked = 0
        assert editor.of(task, "result")().url == LINK
    assert gate.submits == 1


# At port 1 nothing listens; of the others no address can be made, or none that is connected to.
LINKS_TO_NOWHERE = (
    *("http://127.0.0.1:99999/a", "http://127.0.0.1:65536/a", "http://127.0.0.1:0/a", "http://127.0.0.1:-1/a"),
    *("http://", "https://", "http:///a", "http://:80/a", "http:127.0.0.1", "//127.0.0.1:1/a", "?", "#", " ", "a b"),
    *("file:///a", "ftp://127.0.0.1/a", "data:image/png;base64,AAAA", "data:,", "DATA:,a", "javascript:alert(1)"),
    *("http://[::1]:1/a", "http://[::ffff:127.0.0.1]:1/a", "http://[::1/a", "http://[v1.a]/a", "http://[]/a"),
    *("http://a\x00b/", "http://127.0.0.1:1/\x01", "http://127.0.0.1:1/\x7f", "http://127.0.0.1:1/\u2028", "\ud800"),
    *("http://127.0.0.1:1/" + "a" * 1_000_000, "http://" + "a" * 70_000, "http://" + "a" * 64 + ":1/"),
    *("http://..:1/", "http://a..b:1/", "http://.:1/", "http://xn--a:1/", "http://\u200b:1/", "http://☃:1/"),
    *("http://u:p@127.0.0.1:1/", "http://127.0.0.1:1/#a", "http://127.0.0.1:\uff11/", "HTTP://127.0.0.1:1/"),
    *(" http://127.0.0.1:1/ ", "\thttps://127.0.0.1:1/\n", "http:\\\\127.0.0.1:1\\a", "http://127.0.0.1:1:1/"),
)
PARTS = (
    *(
        "http://",
        "HTTPS://",
        "http:",
        "//",
        "127.0.0.1",
        "[::1]",
        "[",
        "]",
        "%",
        "%25eth0",
        "@",
        "u:p@",
        ":1",
        ":99999",
    ),
    *(":", "..", "/", "?", "#", "\\", " ", "\n", "\x00", "é", "☃", "\ud800", "xn--", "invalid", "a" * 70, ":\uff19"),
)


def check_nowhere(editor: Editing, link: str) -> None:
    job = editor.editor._core.picked_up(TASK_ID, {})
    job.answer = Answer(None, status="done", end=End.DONE, pictures=(ResultPicture(link),))
    task = editor.editor._task(job)
    with pytest.raises(DownloadFailed) as raised:
        editor.of(task, "result")()
    assert type(raised.value) is DownloadFailed
    assert (raised.value.url, raised.value.task_id, raised.value.maybe_billed) == (link, TASK_ID, True)
    assert editor.busy_connections() == []


@pytest.mark.parametrize("mode", MODES)
def test_any_link_to_nowhere_is_told_and_its_download_failed(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names_are_unknown(monkeypatch)
    with editing(mode, api_key=KEY, policy=Policy(tries=1)) as editor:
        for link in LINKS_TO_NOWHERE:
            check_nowhere(editor, link)


@pytest.mark.parametrize("mode", MODES)
def test_whatever_a_gateway_calls_a_link_the_download_fails_with_it(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names_are_unknown(monkeypatch)
    joined = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)

    @given(link=st.one_of(st.text(max_size=40), joined, joined.map("http://".__add__)))
    def check(link: str) -> None:
        check_nowhere(editor, link)

    with editing(mode, api_key=KEY, policy=Policy(tries=1)) as editor:
        check()


def names_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look no name up outside, and connect to no port that a server of this machine may have."""
    lookup, connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in ("127.0.0.1", "::1"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return lookup(host, *arguments, **options)

    def connected(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and 1 < address[1] < 65_536:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "refused")
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connected)


WORDS = {
    "gbk": "图片太大、请重试。",
    "gb18030": "图片太大 \U0001f5bc",
    "big5": "圖片太大、請重試。功",
    "shift_jis": "画像が大きすぎます。表",
    "euc_kr": "이미지가 너무 큽니다",
    "latin-1": "L'été, une image trop grande à côté",
    "cp1252": "Naïve “words” … é €",
    "koi8_r": "Слишком большая картинка",
}


def written(answer: Any, charset: str) -> bytes:
    """An answer with words in another charset than JSON has."""
    return json.dumps(answer, ensure_ascii=False).replace("Words", WORDS[charset]).encode(charset)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("charset", WORDS)
@pytest.mark.parametrize("name", ["ai302", "volcv"])
def test_words_in_another_charset_lose_no_task_no_picture_and_no_code(mode: str, charset: str, name: str) -> None:
    gate = Gate(written(submitted(name), charset), written(polled(name, ended(name, End.DONE), LINK), charset))
    with opened(mode, name, gate) as editor:
        image = editor.of(start(name)(editor), "result")()
    assert (image.task_id, image.url, image.request_id) == (TASK_ID, LINK, "R1")
    refusal = written(cv(50412, None), charset)
    with opened(mode, name, Gate(refusal, status=400)) as editor, pytest.raises(InputTextRefused) as raised:
        start(name)(editor)
    assert (raised.value.code, raised.value.body) == (50412, refusal)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [200, 400, 418, 500])
def test_words_are_read_by_the_charset_that_is_named_and_else_as_the_gateways_write(mode: str, status: int) -> None:
    for charset, content_type in [
        ("gbk", "application/json"),
        ("koi8_r", "application/json; charset=KOI8-R"),
        ("latin-1", 'text/html; charset="iso-8859-1"'),
        ("gbk", "application/json; charset=utf-8"),
        ("gbk", "application/json; charset=idna"),
        ("gbk", "application/json; charset=hex"),
        ("gbk", "application/json; charset=none-such"),
    ]:
        refusal = written(cv(50412, None), charset)

        def answer(_: httpx.Request, content: bytes = refusal, type_: str = content_type) -> httpx.Response:
            return httpx.Response(status, content=content, headers={"Content-Type": type_})

        with opened(mode, "ai302", answer) as editor, pytest.raises(InputTextRefused) as raised:
            start("ai302")(editor)
        assert WORDS[charset] in str(raised.value)


@given(words=st.text(max_size=50), charset=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]))
def test_json_that_is_read_as_it_stands_is_left_as_it_is(words: str, charset: str) -> None:
    content = json.dumps({"message": words}, ensure_ascii=False).encode(charset, "surrogatepass")
    assert as_utf8(content, "latin-1") is content


@given(content=st.binary(max_size=60), charset=st.sampled_from([None, "gbk", "latin-1", "rot13", "\0", "punycode"]))
def test_what_is_no_json_is_left_as_it_is_and_what_is_mended_is_utf_8(content: bytes, charset: str | None) -> None:
    mended = as_utf8(b'{"message": "' + content + b'"}', charset)
    if mended != b'{"message": "' + content + b'"}':
        assert json.loads(mended.decode())
    assert as_utf8(b"<html>\xff" + content, charset) == b"<html>\xff" + content
