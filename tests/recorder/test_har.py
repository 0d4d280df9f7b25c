"""A HAR file becomes recordings as if it had passed through the proxy; what is no business of ours is left out."""

import base64
import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.base_url import parsed_base_url
from contract_tests.recorder.__main__ import main
from contract_tests.recorder.har import HarContent, read_har
from contract_tests.recorder.recorded import RawExchange
from image_gateways_recordings.folder import RECORDINGS

KEY = "k3y/With+Odd=Signs-8842"
HOST = "https://api.302.ai"
SUBMIT, POLL = HOST + "/doubao/drawing/seededit_v30", HOST + "/doubao/drawing/seededit_v30_result"
ENVELOPE = {"code": 10000, "message": "Success", "request_id": "2025", "status": 10000, "time_elapsed": "1ms"}
EDIT = {"image_urls": ["https://example.com/cat.png"], "prompt": "Give it a hat"}
PICTURE = (RECORDINGS / "pictures" / "lighthouse_night.jpg").read_bytes()
SIGNATURE = "0123456789abcdef"
LINK = f"https://cdn.example/out.jpg?X-Tos-Signature={SIGNATURE}"


def entry(url: str, sent: Any, received: Any, second: int = 0, status: int = 200, **content: Any) -> dict[str, Any]:
    text = {"text": json.dumps(received)} if received is not None else {}
    return {
        "startedDateTime": f"2026-01-02T03:04:{second:02}.000Z",
        "request": {
            "method": "POST" if sent is not None else "GET",
            "url": url,
            "headers": [
                {"name": ":authority", "value": "api.302.ai"},
                {"name": "authorization", "value": f"Bearer {KEY}"},
                {"name": "content-type", "value": "application/json"},
                {"name": "cookie", "value": "sid=c00kie-value-5521"},
            ],
            **({"postData": {"mimeType": "application/json", "text": json.dumps(sent)}} if sent is not None else {}),
        },
        "response": {
            "status": status,
            "statusText": "OK",
            "headers": [
                {"name": "Content-Type", "value": content.get("mimeType", "application/json")},
                {"name": "Content-Encoding", "value": "br"},
            ],
            "content": {"size": 100, "mimeType": "application/json", **text, **content},
        },
    }


def task() -> list[dict[str, Any]]:
    prompt = {"image_urls": ["https://example.com/cat.png"], "prompt": f"Give it a hat {KEY}"}
    done = {**ENVELOPE, "data": {"status": "done", "image_urls": [LINK]}}
    polled = json.dumps({**ENVELOPE, "data": {"status": "in_queue"}}).encode()
    coded = base64.b64encode(polled).decode()
    return [
        entry(POLL, {"task_id": "77"}, done, second=3),
        entry(POLL, {"task_id": "77"}, None, second=2, text=coded, encoding="base64"),
        entry(SUBMIT, prompt, {**ENVELOPE, "data": {"task_id": "77"}}, second=1),
        entry(LINK, None, None, second=4, mimeType="image/jpeg", encoding="base64",
              text=base64.b64encode(PICTURE).decode()),
    ]  # fmt: skip


def import_har(folder: Path, content: Any, *options: str) -> int:
    file = folder / "traffic.har"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8-sig")
    chosen = ["har", "--gateway=ai302", f"--recordings={folder / 'recordings'}", *options, str(file)]
    return main(chosen)


def test_a_task_in_a_har_file_becomes_one_cassette_in_the_order_of_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_har(tmp_path, {"log": {"entries": task()}}) == 0
    rows = [line.replace("│", " ").split() for line in capsys.readouterr().out.splitlines()]
    assert [row[:3] for row in rows if row and row[0].startswith(("submit", "get"))] == [
        ["submit_seededit_v30", "1", "1"],
        ["get_seededit_v30_result", "2", "0"],
    ], "what is imported was billed when it was made"
    (file,) = (tmp_path / "recordings" / "ai302").iterdir()
    assert file.name == "submit_seededit_v30__task_done.yaml"
    text = file.read_text("utf-8")
    assert not any(secret in text for secret in (KEY, "c00kie", SIGNATURE))
    cassette = yaml.safe_load(text)
    answers = [json.loads(i["response"]["body"]["string"])["data"] for i in cassette["interactions"]]
    assert [answer.get("status") for answer in answers] == [None, "in_queue", "done"]
    kept = answers[-1]["image_urls"][0].removeprefix("https://pictures.invalid/")
    assert (tmp_path / "recordings" / "pictures" / kept).read_bytes() == PICTURE, "from the HAR; nothing is fetched"
    assert cassette["provenance"]["kind"] == "live"
    assert cassette["provenance"]["date"] == "2026-01-02T03:04:01+00:00"
    assert cassette["provenance"]["host"] == "api.302.ai"


def test_what_is_not_the_gateways_is_skipped_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        *task(),
        entry("https://elsewhere.example/doubao/drawing/seededit_v30", {}, {}),
        entry("http://api.302.ai/doubao/drawing/seededit_v30", {}, {}),
        entry(HOST + "/dashboard", {}, {}),
        entry(SUBMIT, {}, {}, status=0),
        entry(SUBMIT, {}, None),
        {"request": 5},
        "nothing",
        entry(SUBMIT, {}, None, text="?", encoding="base64", mimeType="image/png"),
    ]
    assert import_har(tmp_path, {"log": {"entries": entries}}) == 0
    said = capsys.readouterr().out
    for count, why in (
        (3, "another host"), (1, "no operation of the document"), (1, "no answer"), (1, "answer without its body"),
        (3, "not readable"),
    ):  # fmt: skip
        assert f"skipped: {count}, {why}" in said
    assert len(list((tmp_path / "recordings" / "ai302").iterdir())) == 1


def test_drift_in_a_har_file_is_kept_aside_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drifting = entry(POLL, {"task_id": "77"}, {**ENVELOPE, "code": "10000", "data": {"status": "done"}})
    assert import_har(tmp_path, {"log": {"entries": [drifting]}}) == 1
    assert [file.name for file in (tmp_path / "recordings" / ".drift" / "ai302").iterdir()]
    assert "$.code: the document says an integer" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"log": {}}', '{"log": {"entries": 5}}', "[" * 100_000])
def test_a_broken_har_file_is_one_clear_line(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_har(tmp_path, content) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert "no HAR" in said.err


def test_a_har_file_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["har", "--gateway=ai302", f"--recordings={tmp_path}", str(tmp_path / "none.har")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


# --- the order of time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moments",
    [
        ("2026-01-02T03:04:00Z", "2026-01-02T03:04:00.25Z", "2026-01-02T03:04:01Z"),
        ("2026-01-02T04:04:00+01:00", "2026-01-02T03:04:01Z", "2026-01-01T22:04:02-05:00"),
        ("2026-01-02T11:04:00.5+08:00", "2026-01-02T03:04:00.75Z", "2026-01-02T03:04:00.9999999Z"),
        ("2026-01-01T23:59:59-01:00", "2026-01-02T01:00:00Z", "2026-01-02T01:00:00.000001+00:00"),
        ("2026-01-02T03:04:00.123456789z", "2026-01-02 03:04:00.2", "2026-01-02T03:04:00.3+0000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("shuffled", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_task_is_one_cassette_however_its_moments_are_written(
    moments: tuple[str, str, str], shuffled: tuple[int, ...], tmp_path: Path
) -> None:
    poll = [entry(POLL, {"task_id": "77"}, {**ENVELOPE, "data": {"status": status}}) for status in ("in_queue", "done")]
    entries = [entry(SUBMIT, EDIT, {**ENVELOPE, "data": {"task_id": "77"}}), *poll]
    for one, moment in zip(entries, moments, strict=True):
        one["startedDateTime"] = moment
    assert import_har(tmp_path, {"log": {"entries": [entries[index] for index in shuffled]}}) == 0
    assert names(tmp_path) == ["submit_seededit_v30__task_ends_done.yaml"]
    cassette = yaml.safe_load(next((tmp_path / "recordings" / "ai302").iterdir()).read_text("utf-8"))
    answers = [json.loads(i["response"]["body"]["string"])["data"] for i in cassette["interactions"]]
    assert [answer.get("status") for answer in answers] == [None, "in_queue", "done"]


@pytest.mark.parametrize("moment", ["yesterday", "", None, 5, "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_an_entry_without_a_moment_stays_where_it_stands(moment: Any, tmp_path: Path) -> None:
    entries = [
        entry(SUBMIT, EDIT, {**ENVELOPE, "data": {"task_id": "77"}}, second=5),
        entry(POLL, {"task_id": "77"}, {**ENVELOPE, "data": {"status": "in_queue"}}) | {"startedDateTime": moment},
    ]
    assert import_har(tmp_path, {"log": {"entries": entries}}) == 0
    assert names(tmp_path) == ["submit_seededit_v30__task_unfinished.yaml"]


# --- bodies ---------------------------------------------------------------------------------------------------------

DONE = {**ENVELOPE, "data": {"status": "done"}}


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "recordings").rglob("*.yaml"))


@pytest.mark.parametrize(
    "request_of",
    [
        {"bodySize": 72}, {"bodySize": -1}, {"bodySize": "72"}, {"bodySize": 72, "postData": {"text": ""}},
        {"bodySize": 72, "postData": {"params": []}}, {"postData": None, "bodySize": 72.0},
        {"headers": [{"name": "Content-Length", "value": "72"}]}, {},
        {"bodySize": 72, "postData": {"text": '{"image_urls": ["https://exam'}},
    ],
)  # fmt: skip
def test_a_request_whose_body_was_not_kept_is_skipped_and_no_drift(
    request_of: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = entry(SUBMIT, EDIT, {**ENVELOPE, "data": {"task_id": "77"}})
    del lost["request"]["postData"]
    lost["request"] |= request_of
    assert import_har(tmp_path, {"log": {"entries": [lost, entry(POLL, {"task_id": "7"}, DONE)]}}) == 0
    assert names(tmp_path) == ["get_seededit_v30_result__done.yaml"]
    assert "skipped: 1, request without its whole body" in capsys.readouterr().out


def test_a_request_that_had_no_body_is_recorded_as_it_was(tmp_path: Path) -> None:
    empty = entry(SUBMIT, EDIT, {"error": {"err_code": -10003, "message": "x", "message_cn": "x"}}, status=400)
    empty["request"] |= {"bodySize": 0}
    del empty["request"]["postData"]
    assert import_har(tmp_path, {"log": {"entries": [empty]}}) == 0
    assert len(names(tmp_path)) == 1


CODED = base64.b64encode(json.dumps(DONE).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(DONE), CODED, "\r\n".join(CODED[at : at + 76] for at in range(0, len(CODED), 76)), CODED.rstrip("="),
        f"  {CODED}\n",
    ],
)  # fmt: skip
def test_what_is_called_base64_is_read_whether_it_is_or_is_not(text: str, tmp_path: Path) -> None:
    polled = entry(POLL, {"task_id": "77"}, None, text=text, encoding="base64")
    assert import_har(tmp_path, {"log": {"entries": [polled]}}) == 0
    assert names(tmp_path) == ["get_seededit_v30_result__done.yaml"]


def test_a_picture_that_is_called_base64_and_is_not_is_not_readable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = entry(LINK, None, None, text="not base64!", encoding="base64", mimeType="image/png")
    assert import_har(tmp_path, {"log": {"entries": [broken]}}) == 0
    assert "not readable: entry 1: text: it is called base64 and is not" in capsys.readouterr().out


# The shapes in which tools leave out or add things, each by what its files hold.
SHAPES: dict[str, dict[str, Any]] = {
    "Chrome": {"_initiator": {"type": "script"}, "_priority": "High", "connection": "443", "pageref": "page_1"},
    "Firefox": {"startedDateTime": "2026-01-02T04:04:05.250+01:00", "pageref": "page_1", "_securityState": "secure"},
    "mitmproxy": {"startedDateTime": "2026-01-02T03:04:05.123456+00:00", "timings": {"connect": -1.0}},
    "Charles": {"startedDateTime": "2026-01-02T03:04:05.123+00:00", "comment": "", "serverIPAddress": "203.0.113.7"},
    "Playwright": {"_frameref": "frame@1", "_monotonicTime": 12.5, "cache": {}},
}


@pytest.mark.parametrize("tool", SHAPES)
def test_the_files_of_every_tool_are_read(tool: str, tmp_path: Path) -> None:
    polled = entry(POLL, {"task_id": "77"}, DONE) | SHAPES[tool]
    polled["request"] |= {"bodySize": -1 if tool == "Playwright" else 17, "headersSize": -1, "cookies": []}
    polled["response"] |= {"bodySize": 80, "redirectURL": None if tool == "Charles" else "", "cookies": []}
    assert import_har(tmp_path, {"log": {"version": "1.2", "creator": {"name": tool}, "entries": [polled]}}) == 0
    assert names(tmp_path) == ["get_seededit_v30_result__done.yaml"]


# --- one bad entry --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("response", "content"), None), (("response", "content", "size"), "large"),
        (("response", "status"), float("inf")), (("response", "status"), 10**400),
        (("response", "content", "size"), float("nan")), (("request",), []),
        (("request", "url"), "https://[x"), (("request", "headers"), {"a": 1}), (("request", "headers", 0), None),
        (("request", "method"), 5), (("response", "content", "text"), ["a"]), (("request", "postData"), "text"),
        (("response",), None),
    ],
)  # fmt: skip
def test_one_bad_entry_costs_no_other_and_is_named(
    place: tuple[Any, ...], value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = entry(SUBMIT, EDIT, {**ENVELOPE, "data": {"task_id": "5"}})
    put(bad, place, value)
    assert import_har(tmp_path, {"log": {"entries": [bad, *task()]}}) == 0
    assert names(tmp_path) == ["submit_seededit_v30__task_done.yaml"]
    said = capsys.readouterr().out
    assert "not readable: entry 1: " in said or "skipped: 1, answer without its body" in said or "no answer" in said


def put(value: Any, place: tuple[Any, ...], new: Any) -> None:
    for step in place[:-1]:
        value = value[step]
    value[place[-1]] = new


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield from places(below, (*place, step))


ENTRY = entry(SUBMIT, EDIT, {**ENVELOPE, "data": {"task_id": "5"}})
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["base64", "-1", SUBMIT, KEY]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=5,
)


@st.composite
def odd_entries(draw: st.DrawFn) -> dict[str, Any]:
    odd = copy.deepcopy(ENTRY)
    put(odd, draw(st.sampled_from(list(places(ENTRY)))), draw(ODD))
    return odd | {draw(st.sampled_from(["startedDateTime", "time", "_x", "cache"])): draw(ODD)}


def read(folder: Path, *entries: Any) -> HarContent:
    file = folder / "traffic.har"
    file.write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    return read_har(file, parsed_base_url(HOST))


@cache
def task_alone() -> list[RawExchange]:
    with TemporaryDirectory() as folder:
        return read(Path(folder), *task()).exchanges


@settings(max_examples=200, deadline=None)
@given(odd=odd_entries())
def test_whatever_an_entry_holds_the_others_are_read(odd: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    alone, content = task_alone(), read(tmp_path_factory.getbasetemp(), odd, *task())
    assert [exchange for exchange in content.exchanges if exchange in alone] == alone
    assert len(content.exchanges) + content.skipped.total() == 5
    assert LINK in content.pictures


@settings(max_examples=12, deadline=None)
@given(odd=odd_entries())
def test_whatever_an_entry_holds_the_others_are_recorded(odd: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fuzzed")
    assert import_har(folder, {"log": {"entries": [odd, *task()]}}) in (0, 1)
    assert "submit_seededit_v30__task_done.yaml" in names(folder)


def test_what_the_mock_would_not_load_lies_aside_with_the_reason(tmp_path: Path) -> None:
    odd = copy.deepcopy(ENTRY)
    odd["response"]["headers"].append({"name": "Retry-After", "value": "夜"})
    assert import_har(tmp_path, {"log": {"entries": [odd]}}) == 1
    (file,) = (tmp_path / "recordings").glob(".drift/ai302/*.yaml")
    (drift,) = yaml.safe_load(file.read_text("utf-8"))["provenance"]["drift"]
    assert drift.startswith("$.interactions[0].response.headers.Retry-After: the document says a value without line br")


def test_a_number_of_thousands_of_digits_costs_one_entry(tmp_path: Path) -> None:
    entries = json.dumps([entry(SUBMIT, EDIT, {}, status=123456789), *task()]).replace("123456789", "9" * 5000)
    assert import_har(tmp_path, '{"log": {"entries": ' + entries + "}}") == 0
    assert names(tmp_path) == ["submit_seededit_v30__task_done.yaml"]
