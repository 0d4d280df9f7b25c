"""Cassettes from outside: what vcrpy itself writes is read, whatever client it recorded, and what is odd is named."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
import vcr
import yaml

from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.routing import Router
from image_gateways_mock import Settings
from image_gateways_mock.app import MockServer
from image_gateways_recordings import cassettes
from image_gateways_recordings.cassettes import Cassette, RecordingError, load_cassettes
from image_gateways_recordings.folder import RECORDINGS
from image_gateways_recordings.pictures import Pictures
from image_gateways_recordings.recorded_exchange import MOST_DECODED
from tests.support.raw_server import raw_server

NAME = "submit_seededit_v30__from_outside"
SENT = {"image_urls": ["https://pictures.invalid/cat.jpg"], "prompt": "Die Mütze, bitte"}
PATH = "/doubao/drawing/seededit_v30"
(ORIGINAL,) = (RECORDINGS / "ai302").glob("submit_seededit_v30__task_done.yaml")
ANSWER: str = yaml.load(ORIGINAL.read_bytes(), yaml.CSafeLoader)["interactions"][0]["response"]["body"]["string"]

DOCUMENT, PICTURES = open_document(DOCUMENTS / "ai302.yaml"), Pictures(RECORDINGS / "pictures")

Load = Callable[[str], Cassette]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads the text of a cassette as the mock does when it starts."""

    def loaded(text: str) -> Cassette:
        file = tmp_path / "recordings" / "ai302" / f"{NAME}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        (cassette,) = load_cassettes(tmp_path / "recordings", DOCUMENT, Router([DOCUMENT]), PICTURES)
        return cassette

    return loaded


def recorded_by_vcrpy(folder: Path, coding: str, content: bytes) -> str:
    """What vcrpy writes of one submit through httpx, of which a server answers with this body."""

    def answer(connection: socket.socket, _: bytes) -> bool:
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {coding}\r\n"
        connection.sendall(f"{head}content-length: {len(content)}\r\n\r\n".encode() + content)
        return True

    file = folder / "written.yaml"
    with raw_server(answer) as server, vcr.use_cassette(str(file)), httpx.Client(base_url=server.url) as client:
        assert client.post(PATH, json=SENT).json() == json.loads(ANSWER)
    return file.read_text("utf-8")


@pytest.mark.parametrize(
    ("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_what_vcrpy_writes_of_a_compressed_answer_with_httpx_is_read(
    coding: str, compress: Callable[[bytes], bytes], tmp_path: Path, load: Load
) -> None:
    text = recorded_by_vcrpy(tmp_path, coding, compress(ANSWER.encode()))
    assert ("!!binary" in text) == (coding != "identity")
    (interaction,) = load(text).interactions
    assert interaction.body == json.loads(ANSWER)
    assert interaction.request is not None
    assert interaction.request.body == SENT


def by_aiohttp(body: Any) -> str:
    """What vcrpy writes of the call with aiohttp: the body as it was given, the answer decoded, its coding kept."""
    return yaml.safe_dump({
        "interactions": [
            {
                "request": {"body": body, "headers": {}, "method": "POST", "uri": f"http://127.0.0.1:8000{PATH}"},
                "response": {
                    "body": {"string": ANSWER},
                    "headers": {"Content-Encoding": ["gzip"], "Content-Type": ["application/json"]},
                    "status": {"code": 200, "message": "OK"},
                },
            }
        ],
        "version": 1,
    })  # fmt: skip


def test_what_vcrpy_writes_with_aiohttp_is_read(load: Load) -> None:
    for body in (SENT, json.dumps(SENT), json.dumps(SENT).encode()):
        (interaction,) = load(by_aiohttp(body)).interactions
        assert interaction.body == json.loads(ANSWER)
        assert interaction.request is not None
        assert interaction.request.body == SENT


def test_a_body_that_aiohttp_did_not_send_is_none(load: Load) -> None:
    with pytest.raises(RecordingError, match=r"\[0\].request.body: expected JSON, found a syntax error"):
        load(by_aiohttp(None))


GZIP = {"Content-Type": ["application/json"], "Content-Encoding": ["gzip"]}


def edited(**changes: Any) -> str:
    """The cassette with the answer's headers, its body, or anything at a path of its interaction replaced."""
    node = yaml.safe_load(by_aiohttp(SENT))
    interaction = node["interactions"][0]
    for path, value in changes.items():
        *above, last = path.split("__")
        part = interaction
        for step in above:
            part = part[step]
        part[last] = value
    return yaml.safe_dump(node)


ODD: dict[str, tuple[dict[str, Any], str]] = {
    "a line break in a value": (
        {"response__headers": {"X-Note": ["a\nb"]}},
        ".response.headers.X-Note: expected a value without line breaks, control and wide characters, found 'a\\nb'",
    ),
    "a wide character": ({"response__headers": {"X-Note": ["…"]}}, ".response.headers.X-Note: expected a value"),
    "a name that is none": ({"response__headers": {"X Note": ["a"]}}, ".response.headers: expected the name of a"),
    "a break in a name": ({"request__headers": {"X\r\nNote": ["a"]}}, ".request.headers: expected the name of a"),
    "no value": ({"response__headers": {"X-Note": []}}, ".response.headers.X-Note: expected a text, or a list of"),
    "a value that is none": ({"response__headers": {"X-Note": {"a": 1}}}, ".response.headers.X-Note: expected a text"),
    "headers as a list": ({"response__headers": ["a"]}, ".response.headers: expected headers by their name"),
    "an unknown coding": (
        {"response__headers": GZIP | {"Content-Encoding": ["br"]}, "response__body__string": b"\xff\x00"},
        ".response.body.string: expected a body as it was before it was compressed "
        "(vcrpy: decode_compressed_response=True), found one in br",
    ),
    "two codings": (
        {"response__headers": GZIP | {"Content-Encoding": ["gzip, gzip"]}, "response__body__string": b"\xff\x00"},
        ".response.body.string: expected a body as it was before it was compressed",
    ),
    "bytes that are no gzip": (
        {"response__headers": GZIP, "response__body__string": b"\xff\x00\x01\x02"},
        ".response.body.string: expected a body in gzip, found Error",
    ),
    "a gzip that is cut": (
        {"response__headers": GZIP, "response__body__string": gzip.compress(ANSWER.encode())[:-9]},
        ".response.body.string: expected a whole body in gzip, and no more, found one that is cut",
    ),
    "a status that is none": ({"response__status__code": 999}, ".response.status.code: expected a status from 100"),
    "a status as a list": ({"response__status": [200]}, ".response.status: expected an interaction as vcrpy"),
    "no answer": ({"response": None}, ".response: expected a mapping, found None"),
    "a method that is no text": ({"request__method": 7}, ".request.method: expected a text, found 7"),
    "an address that is none": ({"request__uri": "http://["}, ".request.uri: expected a URL"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_no_exchange_looks_like_is_named(name: str, load: Load) -> None:
    changes, expected = ODD[name]
    with pytest.raises(RecordingError) as refused:
        load(edited(**changes))
    assert f"$.interactions[0]{expected}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_gzip_that_swells_is_named(load: Load) -> None:
    swelling = gzip.compress(bytes(MOST_DECODED + 1))
    with pytest.raises(RecordingError, match=rf"at most {MOST_DECODED} bytes when decoded, found more$"):
        load(edited(response__headers=GZIP, response__body__string=swelling))


def test_provenance_is_a_mapping(load: Load) -> None:
    with pytest.raises(RecordingError, match=r"\$.provenance: expected a mapping"):
        load("provenance: by hand\n" + by_aiohttp(SENT))


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"request__method": 7}, "method: 7"),
        ({"response__status__code": 999}, "code: 999"),
        ({"response__body__string": "{}"}, "string: '{}'"),
    ],
)
def test_the_line_is_named_that_holds_what_does_not_fit(changed: dict[str, Any], line: str, load: Load) -> None:
    text = edited(**changed)
    (number,) = (number for number, each in enumerate(text.splitlines(), 1) if line in each)
    with pytest.raises(RecordingError, match=rf": line {number}: \$\.interactions\[0\]"):
        load(text)


# --- the commands -----------------------------------------------------------------------------------------------------

MOCK = ["image_gateways_mock", "--port", "0", "--quiet"]
RECORDER = ["contract_tests.recorder", "proxy", "--gateway", "ai302", "--port", "0"]
SUITE = ["contract_tests.suite", "--gateway", "ai302", "--jobs", "1"]

Refused = Callable[..., str]


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Iterator[Refused]:
    """The one line of a command that does not start; what it did to signals is taken back."""

    def line(package: str, *arguments: object) -> str:
        assert import_module(f"{package}.__main__").main([*map(str, arguments)]) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert said.startswith("error: ")
        return str(said)

    handlers = {stop: signal.getsignal(stop) for stop in (signal.SIGINT, signal.SIGTERM)}
    yield line
    for stop, handler in handlers.items():
        signal.signal(stop, handler)


@pytest.fixture
def broken_document(tmp_path: Path) -> Path:
    folder = tmp_path / "openapi"
    shutil.copytree(DOCUMENTS, folder, ignore=shutil.ignore_patterns("generator"))
    (folder / "ai302.yaml").write_text("paths:\n  a: &a\n    - *a\n", "utf-8")
    return folder


def test_mock_recorder_and_suite_say_in_one_line_why_a_document_is_not_read(
    broken_document: Path, refused: Refused
) -> None:
    expected = f"error: {broken_document / 'ai302.yaml'}: line 2: an anchor that holds itself"
    assert refused(*MOCK, "--documents", broken_document / "ai302.yaml") == expected
    assert MockServer(Settings(documents=broken_document)).problems == [expected.removeprefix("error: ")]
    assert refused(*RECORDER, "--documents", broken_document) == expected
    assert refused(*SUITE, "--document", broken_document / "ai302.yaml", "--reports", broken_document) == expected


def test_mock_and_suite_refuse_recordings_that_are_not_there(tmp_path: Path, refused: Refused) -> None:
    nowhere = tmp_path / "nowhere"
    expected = f"error: {nowhere}: $: expected a folder of recordings, found No such file or directory"
    assert refused(*MOCK, "--recordings", nowhere) == expected
    assert refused(*SUITE, "--recordings", nowhere, "--reports", tmp_path) == expected


def test_a_process_that_starts_another_mock_parses_no_recording_again(monkeypatch: pytest.MonkeyPatch) -> None:
    MockServer(Settings())
    parsed: list[bytes] = []
    monkeypatch.setattr(cassettes, "parse_yaml", lambda text, **_: parsed.append(text))
    MockServer(Settings())
    assert parsed == []


def test_the_mock_refuses_what_would_end_or_stop_it(tmp_path: Path, refused: Refused) -> None:
    file = tmp_path / "recordings" / "ai302" / f"{NAME}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("[" * 100_000, "utf-8")
    one = [*MOCK, "--documents", str(DOCUMENTS / "ai302.yaml"), "--recordings", str(tmp_path / "recordings")]
    # A process of its own, since the stack of the parser's own would end.
    run = subprocess.run([sys.executable, "-m", *one], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith(f"error: {file}: $: expected a YAML cassette, found line 1: more than")
    assert run.stderr.count("\n") == 1
    file.unlink()
    os.mkfifo(file)  # nobody writes into it, so who opens it waits
    said = refused(*one)
    assert said == f"error: {file}: $: expected a YAML cassette, found no regular file"
