"""A HAR file becomes recordings as if it had passed through the proxy; what is no business of ours is left out."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.mock_server.settings import RECORDINGS
from contract_tests.recorder.__main__ import main

KEY = "k3y/With+Odd=Signs-8842"
HOST = "https://api.302.ai"
SUBMIT, POLL = HOST + "/doubao/drawing/seededit_v30", HOST + "/doubao/drawing/seededit_v30_result"
ENVELOPE = {"code": 10000, "message": "Success", "request_id": "2025", "status": 10000, "time_elapsed": "1ms"}
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


def test_a_task_in_a_har_file_becomes_one_cassette_in_the_order_of_time(tmp_path: Path) -> None:
    assert import_har(tmp_path, {"log": {"entries": task()}}) == 0
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
        entry(SUBMIT, {}, None, text="?", encoding="base64"),
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
    assert "$.code: the document says 10000" in capsys.readouterr().out


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
