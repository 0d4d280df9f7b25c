"""What the recorder writes is there whole or not at all, and never takes the place of something else unasked."""

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from vcr.serializers import yamlserializer

from contract_tests.recorder.recorded import RawExchange
from contract_tests.recorder.session import RecordingSession
from contract_tests.recorder.whole_file import write_new
from image_edit.whole_file import write_whole
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS

PROCESS = (("Action", "CVProcess"), ("Version", "2022-08-31"))
SUCCESS: dict[str, Any] = {
    "code": 10000, "message": "Success", "request_id": "2025", "status": 10000, "time_elapsed": "1ms",
    "data": {"image_urls": [], "binary_data_base64": []},
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "byte_edit": {"req_key": "byteedit_v2.0", "image_urls": ["https://a.b/c.png"], "prompt": "x"},
    "outpainting_ratio": {"req_key": "i2i_outpainting", "image_urls": ["https://a.b/c.png"], "top": 0.2},
    "outpainting_canvas": {"req_key": "i2i_outpainting", "image_urls": ["https://a.b/c.png"] * 2},
    "inpainting_edit": {"req_key": "i2i_inpainting_edit", "image_urls": ["https://a.b/c.png"] * 2,
                        "custom_prompt": "x"},
}  # fmt: skip


def session(folder: Path, **options: Any) -> tuple[RecordingSession, list[str]]:
    lines: list[str] = []
    document = open_document(DOCUMENTS / "volcv.yaml")
    return RecordingSession(document, recordings=folder, source="a test", report=lines.append, **options), lines


def record(into: RecordingSession, body: Any, answer: Any, status: int = 200) -> None:
    exchange = RawExchange(
        method="POST",
        path="/volcv/v1",
        query=PROCESS,
        request_headers=(("content-type", "application/json"),),
        request_body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        status=status,
        reason="OK",
        response_headers=(("content-type", "application/json"),),
        response_body=json.dumps(answer).encode(),
        host="gateway.example",
        received=datetime.now(UTC),
    )
    match = into.match(exchange.method, exchange.path, exchange.query)
    assert match
    into.receive(exchange, match)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("variant", BODIES)
def test_a_success_is_named_for_the_body_that_was_sent(variant: str, tmp_path: Path) -> None:
    recording, _ = session(tmp_path)
    record(recording, BODIES[variant], SUCCESS)
    assert names(tmp_path) == [f"cv_process__{variant}.yaml"]


@pytest.mark.parametrize(
    ("code", "status", "variant"),
    [(50411, 400, "pre_img_risk_not_pass"), (50429, 429, "api_limit_reached"), (59999, 400, "status_400")],
)
def test_a_failure_is_named_for_its_business_code_else_its_status(
    code: int, status: int, variant: str, tmp_path: Path
) -> None:
    recording, _ = session(tmp_path)
    record(recording, BODIES["byte_edit"], {**SUCCESS, "code": code, "status": code, "data": None}, status)
    assert names(tmp_path) == [f"cv_process__{variant}.yaml"]


def test_a_request_that_is_no_json_is_recorded_with_its_refusal(tmp_path: Path) -> None:
    recording, _ = session(tmp_path)
    failure = {**SUCCESS, "code": 50200, "status": 50200, "data": None}
    record(recording, b'{"prompt": \xff\x00', failure, 400)
    (file,) = tmp_path.rglob("*.yaml")
    assert yamlserializer.deserialize(file.read_text("utf-8"))["interactions"]
    assert not recording.cassettes[0].drift


@pytest.mark.parametrize("text", ["1e5", "0o17", "é\u2028\x7f\u0085🌃", "a: b # c", "---\n...\n", "\ttab \n trail "])
def test_any_text_comes_back_as_it_was_sent(text: str, tmp_path: Path) -> None:
    recording, _ = session(tmp_path)
    record(recording, {**BODIES["byte_edit"], "prompt": text}, {**SUCCESS, "message": text})
    (file,) = tmp_path.rglob("*.yaml")
    (interaction,) = yaml.safe_load(file.read_text("utf-8"))["interactions"]
    assert json.loads(interaction["request"]["body"])["prompt"] == text
    assert json.loads(interaction["response"]["body"]["string"])["message"] == text


def test_an_existing_recording_is_replaced_only_when_asked_and_never_by_its_own_session(tmp_path: Path) -> None:
    one, two = "cv_process__byte_edit.yaml", "cv_process__byte_edit_2.yaml"
    sessions: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [one]),
        ({}, [one, two]),
        ({"overwrite": True}, [one, two]),
    ]
    for options, expected in sessions:
        before = {file: file.read_bytes() for file in tmp_path.rglob("*.yaml")}
        recording, _ = session(tmp_path, **options)
        record(recording, BODIES["byte_edit"], {**SUCCESS, "message": str(options)})
        assert names(tmp_path) == expected
        changed = [file.name for file, content in before.items() if file.read_bytes() != content]
        assert changed == (["cv_process__byte_edit.yaml"] if options else [])
    record(recording, BODIES["byte_edit"], {**SUCCESS, "message": "again"})
    assert "again" not in (tmp_path / "volcv" / "cv_process__byte_edit.yaml").read_text("utf-8")


def test_a_full_disk_is_reported_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    recording, lines = session(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    record(recording, BODIES["byte_edit"], SUCCESS)
    assert names(tmp_path) == []
    assert "No space left" in lines[0]
    assert recording.not_written


def test_an_older_file_stays_when_a_newer_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "a.yaml"
    write_new(file, b"older")
    with pytest.raises(FileExistsError):
        write_new(file, b"newer")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"newer")
    assert file.read_bytes() == b"older"
    assert names(tmp_path) == ["a.yaml"]


def test_a_recorder_that_is_killed_while_it_writes_leaves_no_part_that_anyone_reads(tmp_path: Path) -> None:
    killed = (
        "import os, signal\nfrom pathlib import Path\nfrom contract_tests.recorder import whole_file\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"whole_file.write_new(Path({str(tmp_path / 'a.yaml')!r}), b'x' * 100_000)\n"
    )
    ended = subprocess.run([sys.executable, "-c", killed], cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("*.yaml")) == []
