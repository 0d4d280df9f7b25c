"""The recorder pays for nothing that it cannot keep, forwards nothing that was lost, leads nobody past its budget."""

import asyncio
import errno
import gzip
import json
import os
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.base_url import parsed_base_url
from contract_tests.recorder import pictures, proxy
from contract_tests.recorder.__main__ import main
from contract_tests.recorder.proxy import RecordingProxy, running_proxy
from contract_tests.recorder.session import RecordingSession, exit_code
from contract_tests.recorder.spending import Spending
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from tests.support.raw_server import RawServer, http_answer, raw_server

MEBIBYTE = 1024 * 1024
SUBMIT, POLL = "/doubao/drawing/seededit_v30", "/doubao/drawing/seededit_v30_result"
BODY = json.dumps({"image_urls": ["https://example.com/cat.png"], "prompt": "Give it a hat"}).encode()
HEADERS = {"Authorization": "Bearer k3y-8842", "Content-Type": "application/json"}
ENVELOPE = {"code": 10000, "message": "Success", "request_id": "2025", "status": 10000, "time_elapsed": "1ms"}
SUBMITTED = json.dumps({**ENVELOPE, "data": {"task_id": "77"}}).encode()
POLLED = json.dumps({**ENVELOPE, "data": {"status": "in_queue"}}).encode()


class Recorder:
    """A recorder in front of a gateway, with what it said and what came of it."""

    def __init__(self, gateway: str, folder: Path, seconds: float) -> None:
        document = open_document(DOCUMENTS / "ai302.yaml")
        self.lines: list[str] = []
        self._said = threading.Condition()
        self.folder = folder
        self.session = RecordingSession(document, recordings=folder, source="a test", report=self.report)
        self.spending = Spending(document, confirmed=True, most=5)
        base_url = parsed_base_url(gateway)
        self.proxy = RecordingProxy(base_url, self.session, self.spending, timeout_seconds=seconds, report=self.report)
        self.url = ""

    def report(self, line: str) -> None:
        with self._said:
            self.lines.append(line)
            self._said.notify_all()

    def wait_until_said(self, words: str) -> None:
        """Wait: a caller has an answer before the recorder is done with it."""
        with self._said:
            assert self._said.wait_for(lambda: any(words in line for line in self.lines), timeout=60)

    def post(self, path: str = SUBMIT, content: bytes = BODY) -> httpx.Response:
        return httpx.post(self.url + path, content=content, headers=HEADERS, timeout=60)

    @property
    def exit_code(self) -> int:
        lost = (self.session.not_written, self.proxy.without_answer, self.proxy.unkept)
        return exit_code(self.session.cassettes, *lost)

    @property
    def written(self) -> list[str]:
        return sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*.yaml"))


@contextmanager
def recording(gateway: str, folder: Path, seconds: float = 60) -> Iterator[Recorder]:
    recorder = Recorder(gateway, folder, seconds)
    with running_proxy(recorder.proxy) as recorder.url:
        yield recorder


def answering(answer: bytes) -> Any:
    def answered(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(answer)
        return False

    return raw_server(answered)


def sent_raw(url: str, request: bytes) -> bytes:
    """Send bytes, close this side's half, and return all that comes back."""
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def head_of(gateway: RawServer) -> list[str]:
    (request,) = gateway.requests
    return [line.lower() for line in request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]]


# --- what was lost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offer", ["h2c", "websocket", "TLS/1.0, HTTP/1.1"])
def test_an_offer_of_another_protocol_is_forwarded_as_the_request_that_it_is(offer: str, tmp_path: Path) -> None:
    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        head = (
            f"POST {SUBMIT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer k3y\r\n"
            f"Connection: Upgrade, HTTP2-Settings, X-Mine\r\nUpgrade: {offer}\r\nX-Mine: 1\r\n"
            f"HTTP2-Settings: AAMAAABk\r\nKeep-Alive: 5\r\nTE: trailers\r\nContent-Length: {len(BODY)}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", httpx.URL(recorder.url).port or 0))
        with connection:
            connection.sendall(head.encode() + BODY)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    assert gateway.requests[0].endswith(b"\r\n\r\n" + BODY)
    names = {line.partition(":")[0] for line in head_of(gateway)}
    assert not names & {"upgrade", "http2-settings", "x-mine", "keep-alive", "te"}
    assert "authorization" in names
    assert recorder.spending.made.total() == 1


def test_a_body_that_was_lost_is_not_forwarded(tmp_path: Path) -> None:
    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        scope = {
            "type": "http", "method": "POST", "path": SUBMIT, "query_string": b"",
            "headers": [(b"content-length", b"72"), (b"content-type", b"application/json")],
        }  # fmt: skip
        asyncio.run(recorder.proxy(scope, receive, send))
    assert gateway.requests == []
    assert sent[0]["status"] == 400
    assert "0 bytes of the 72" in json.loads(sent[1]["body"])["title"]
    assert recorder.spending.made.total() == 0


def test_a_body_that_is_empty_is_the_callers_own(tmp_path: Path) -> None:
    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        assert recorder.post(content=b"").status_code == 200
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("closes", [True, False])
def test_a_request_that_never_ends_is_given_up_and_not_forwarded(closes: bool, tmp_path: Path) -> None:
    head = f"POST {SUBMIT} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nbegun".encode()
    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path, seconds=0.2) as recorder:
        connection = socket.create_connection(("127.0.0.1", httpx.URL(recorder.url).port or 0))
        with connection:
            connection.sendall(head)
            if not closes:
                assert connection.recv(65536).startswith(b"HTTP/1.1 400")
    assert gateway.requests == []
    assert recorder.spending.made.total() == 0
    assert closes or any("not forwarded" in line for line in recorder.lines)


# --- what cannot be kept --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", ["recordings", "recordings/ai302", "recordings/.drift", "recordings/pictures"])
def test_recordings_that_cannot_be_written_are_one_line_at_the_start(
    taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("a file")
    before = sorted(tmp_path.rglob("*"))
    with answering(http_answer(SUBMITTED)) as gateway:
        recordings = f"--recordings={tmp_path / 'recordings'}"
        assert main(["proxy", "--gateway=ai302", f"--base-url={gateway.url}", "--port=0", recordings]) == 2
    err = capsys.readouterr().err
    assert (err.startswith("error: "), err.count("\n")) == (True, 1)
    assert str(tmp_path / taken) in err
    assert sorted(tmp_path.rglob("*")) == before


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_no_billed_call_is_made_while_polls_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(http_answer(POLLED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        monkeypatch.setattr(os, "fsync", full)
        refused = recorder.post()
        assert recorder.exit_code == 1
        assert recorder.post(POLL, b'{"task_id": "77"}').status_code == 200
    assert refused.status_code == 503
    assert "No space left" in refused.json()["title"]
    assert [request.split()[1].decode() for request in gateway.requests] == [POLL]
    assert recorder.spending.made.total() == 0
    assert recorder.exit_code == 1


def test_after_an_answer_that_was_not_kept_no_billed_call_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        real, calls = os.fsync, []

        def full_once(descriptor: int) -> None:
            calls.append(descriptor)
            if len(calls) == 4:  # the three places were tried before the call was made
                full(descriptor)
            real(descriptor)

        monkeypatch.setattr(os, "fsync", full_once)
        assert recorder.post().status_code == 200, "paid for, so it is the caller's, kept or not"
        recorder.wait_until_said("not recorded")
        refused = recorder.post()
    assert refused.status_code == 503
    assert "an earlier answer was not recorded" in refused.json()["title"]
    assert len(gateway.requests) == 1
    assert recorder.exit_code == 1


# --- what nobody expects --------------------------------------------------------------------------------------------


def test_a_status_that_is_none_is_recorded_aside_and_told(tmp_path: Path) -> None:
    answer = http_answer(SUBMITTED, status="999 Odd")
    with answering(answer) as gateway, recording(gateway.url, tmp_path) as recorder:
        told = recorder.post()
    assert (told.status_code, "999" in told.json()["title"]) == (502, True)
    assert recorder.written == [".drift/ai302/submit_seededit_v30__status_999.yaml"]
    assert any("999" in line for line in recorder.lines)
    assert recorder.exit_code == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"\x00\x01\x02\x03",
        b"",
        http_answer(SUBMITTED, headers="X-Odd: a\x01b"),
        http_answer(SUBMITTED, headers="Content-Encoding: gzip"),
        http_answer(SUBMITTED, headers="Content-Type: application/json\r\nTransfer-Encoding: chunked"),
    ],
)
def test_whatever_comes_of_a_paid_call_is_told_and_ends_with_1(answer: bytes, tmp_path: Path) -> None:
    with answering(answer) as gateway, recording(gateway.url, tmp_path) as recorder, suppress(httpx.HTTPError):
        assert recorder.post().status_code in (200, 502)  # an answer that was begun is cut as it came
    assert len(gateway.requests) == 1
    assert any("submit_seededit_v30" in line for line in recorder.lines)
    assert recorder.exit_code == 1


def test_an_error_that_nobody_thought_of_is_told_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: Any, **__: Any) -> Any:
        raise RuntimeError("k3y-8842")

    with answering(http_answer(SUBMITTED)) as gateway, recording(gateway.url, tmp_path) as recorder:
        monkeypatch.setattr(httpx.AsyncClient, "send", breaks)
        told = recorder.post()
    assert told.status_code == 502
    assert "RuntimeError" in told.json()["title"]
    assert "may have run and been billed" in told.json()["title"]
    assert "k3y" not in told.text + "".join(recorder.lines)
    assert recorder.exit_code == 1


@pytest.mark.parametrize("begun", [b"", http_answer(SUBMITTED)[:-5]])
def test_a_gateway_that_falls_silent_is_given_up(begun: bytes, tmp_path: Path) -> None:
    def silent(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(begun)
        gateway.closing.wait()
        return False

    with raw_server(silent) as gateway, recording(gateway.url, tmp_path, seconds=0.3) as recorder:
        try:
            assert recorder.post().status_code == 504
        except httpx.RemoteProtocolError:
            assert begun, "only what was begun is cut"
    assert "Timeout" in recorder.proxy.without_answer[0]
    assert recorder.exit_code == 1


# --- codings ----------------------------------------------------------------------------------------------------------


def test_no_coding_is_asked_for_and_one_that_comes_all_the_same_is_undone(tmp_path: Path) -> None:
    coded = gzip.compress(SUBMITTED)
    kind = "Content-Type: application/json\r\nContent-Encoding: gzip"
    with answering(http_answer(coded, headers=kind)) as gateway, recording(gateway.url, tmp_path) as recorder:
        assert recorder.post().json()["data"]["task_id"] == "77"
    assert "accept-encoding: identity" in head_of(gateway)
    assert recorder.written == ["ai302/submit_seededit_v30__task_unfinished.yaml"]
    assert recorder.exit_code == 0


@cache
def grown() -> bytes:
    return gzip.compress(bytes(32 * MEBIBYTE))


@pytest.mark.parametrize("codings", ["gzip", "gzip, gzip", "gzip\r\nContent-Encoding: gzip", "br"])
def test_an_answer_that_grows_without_bound_is_given_up_and_told(
    codings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "LARGEST_BODY", 8 * MEBIBYTE)
    coded = gzip.compress(grown()) if codings.count("gzip") > 1 else grown()
    kind = f"Content-Type: application/json\r\nContent-Encoding: {codings}"
    with answering(http_answer(coded, headers=kind)) as gateway, recording(gateway.url, tmp_path) as recorder:
        tracemalloc.start()
        with httpx.stream("POST", recorder.url + SUBMIT, content=BODY, headers=HEADERS, timeout=60) as answer:
            assert b"".join(answer.iter_raw()) == coded, "the caller has it as it came"
        recorder.wait_until_said("not recorded")
        refused = recorder.post()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 20 * MEBIBYTE, "8 MiB are kept at most, twice for a moment"
    assert (refused.status_code, len(gateway.requests)) == (503, 1)
    assert recorder.exit_code == 1


def test_a_picture_that_grows_without_bound_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 100_000)
    kind = "Content-Type: image/png\r\nContent-Encoding: gzip"
    with answering(http_answer(gzip.compress(bytes(16 * MEBIBYTE)), headers=kind)) as gateway:
        fetched = asyncio.run(pictures.fetched_picture(f"{gateway.url}/a.png", httpx.create_ssl_context()))
    assert fetched is None
    assert "accept-encoding: identity" in head_of(gateway)


# --- redirects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 For ever"])
@pytest.mark.parametrize("form", ["{live}{path}?a=1#b", "{path}?a=1#b", "//{authority}{path}?a=1#b"])
def test_a_redirect_within_the_gateway_stays_with_the_recorder(form: str, status: str, tmp_path: Path) -> None:
    def led(connection: socket.socket, _: bytes) -> bool:
        where = form.format(live=gateway.url, path=SUBMIT, authority=gateway.url.partition("//")[2])
        connection.sendall(http_answer(b"", status, f"Location: {where}"))
        return False

    with raw_server(led) as gateway, recording(gateway.url, tmp_path) as recorder:
        answer = recorder.post()
    assert answer.status_code == int(status[:3])
    assert answer.headers["location"] == f"{SUBMIT}?a=1#b"


def test_a_caller_that_follows_a_redirect_stays_within_the_budget(tmp_path: Path) -> None:
    def led(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(b"", "307 Again", f"Location: {gateway.url}{SUBMIT}"))
        return False

    with raw_server(led) as gateway, recording(gateway.url, tmp_path) as recorder:
        ended = httpx.post(recorder.url + SUBMIT, content=BODY, headers=HEADERS, follow_redirects=True, timeout=60)
    assert ended.status_code == 402
    assert len(gateway.requests) == recorder.spending.made.total() == 5


@pytest.mark.parametrize(
    "where",
    [
        "https://127.0.0.1{path}", "http://127.0.0.1:9{path}", "http://elsewhere.example{path}", "//elsewhere.example/",
        "http://me:secret@elsewhere.example/", "http://[broken", "{live}@elsewhere.example/", "ftp://127.0.0.1/",
        "{live}x.elsewhere.example/", "\\\\elsewhere.example/", "http://",
    ],
)  # fmt: skip
def test_a_redirect_past_the_recorder_is_an_error_that_names_the_host(where: str, tmp_path: Path) -> None:
    def led(connection: socket.socket, _: bytes) -> bool:
        place = where.format(live=gateway.url, path=SUBMIT)
        connection.sendall(http_answer(b"", "308 For ever", f"Location: {place}"))
        return False

    with raw_server(led) as gateway, recording(gateway.url, tmp_path) as recorder:
        answer = recorder.post()
    if answer.status_code == 308:
        assert httpx.URL(recorder.url + SUBMIT).join(answer.headers["location"]).host == "127.0.0.1"
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith(("//", "/\\"))
        return
    assert answer.status_code == 502
    assert "past this recorder" in answer.json()["title"]
    assert "secret" not in answer.text
    assert "location" not in answer.headers
    assert [name.partition("/")[0] for name in recorder.written] == [".drift"]
    assert recorder.exit_code == 1


def test_behind_a_path_a_redirect_keeps_what_is_below_it(tmp_path: Path) -> None:
    def led(connection: socket.socket, request: bytes) -> bool:
        place = f"/prefix{POLL}" if b"POST /prefix/doubao" in request else "/"
        connection.sendall(http_answer(b"", "307 Again", f"Location: {place}"))
        return False

    with raw_server(led) as gateway, recording(f"{gateway.url}/prefix", tmp_path) as recorder:
        assert recorder.post().headers["location"] == POLL
