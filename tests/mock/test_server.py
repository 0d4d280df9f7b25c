"""The mock server as a process: ready when it says so, on this machine only, and gone when it is told to go."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from image_gateways_mock import Settings, running_server
from image_gateways_mock.__main__ import main
from image_gateways_mock.server import PortTaken
from image_gateways_mock.settings import RANGES

ROOT = Path(__file__).parents[2]


@contextmanager
def server_process(*command: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        ready = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert ready is not None
        try:
            yield process, ready[0]
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_without_a_complaint(stop: signal.Signals, lean_mock: list[str]) -> None:
    with server_process(*lean_mock, "--quiet") as (process, url):
        assert httpx.get(f"{url}/nowhere").status_code == 404
        process.send_signal(stop)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")


SIGNALLED = """
import io, os, signal, sys
from image_gateways_mock import __main__ as command

stop = signal.Signals[sys.argv[1]]

class At(io.StringIO):
    # Sends the signal with the line that says where the server is, or so many function calls later.
    def __init__(self, calls):
        super().__init__()
        self.calls = calls
    def write(self, text):
        if self.calls > 0:
            sys.setprofile(self.called)
            self.called(None, "call", None)
    def called(self, frame, event, argument):
        self.calls -= event == "call"
        if self.calls == 0:
            sys.setprofile(None)
            os.kill(os.getpid(), stop)

options = ["--quiet", *sys.argv[2:]]
for calls in (1, 2, 10, 30, 60, 80, 100):  # later ones come while it waits
    sys.stdout = At(calls)
    status = command.main(options)
    sys.setprofile(None)
    print(status, sys.stdout.calls <= 0, file=sys.stderr)

class Loading(command.MockServer):
    def __init__(self, *arguments):
        os.kill(os.getpid(), stop)
        super().__init__(*arguments)

command.MockServer = Loading
print(command.main(options), file=sys.stderr)
"""


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_a_signal_stops_the_server_however_early_it_comes(stop: str, lean_mock: list[str]) -> None:
    """With the line that names the URL, between it and the loop, within the loop's first steps; and before the line."""
    command = [sys.executable, "-c", SIGNALLED, stop, *lean_mock[3:]]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert result.stderr.split("\n") == [*["0 True"] * 7, "0", ""]


def test_the_options_of_the_command_reach_the_server(lean_mock: list[str]) -> None:
    with server_process(*lean_mock, "--api-key", "k1", "--api-key", "k2", "--max-body-bytes", "10") as (_, url):
        statuses = [
            httpx.post(
                f"{url}/doubao/drawing/seededit_v30",
                content=b"{}          ",
                headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            ).status_code
            for key in ("k1", "k2", "{{YOUR_API_KEY}}")
        ]
    assert statuses == [400, 400, 401]


def test_a_taken_port_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main([f"--port={port}"]) == 2
    err = capsys.readouterr().err
    why = os.strerror(errno.EADDRINUSE)
    assert err == f"error: cannot listen on 127.0.0.1:{port}: {why}. Choose another port; 0 is one that is free.\n"


def test_a_broken_document_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: [", "utf-8")
    assert main(["--port=0", f"--documents={tmp_path}"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"error: {tmp_path / 'broken.yaml'}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "allowed"),
    [
        ("--port", "a whole number from 0 to 65535"),
        ("--polls-before-done", "a whole number from 0 to 1000000000"),
        ("--task-seconds", "a number from 0 to 31536000"),
        ("--seed", "a whole number from -9223372036854775808 to 9223372036854775807"),
        ("--max-body-bytes", "a whole number from 0 to 1099511627776"),
        ("--max-tasks", "a whole number from 1 to 10000000"),
        ("--max-journal", "a whole number from 1 to 10000000"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_those_that_can(
    option: str, allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("", "x", "nan", "inf", "1e999", "\u00b2", "0x1", str(10**30), "-" + 5_000 * "9", 5_000 * "9"):
        with pytest.raises(SystemExit) as end:
            main([f"{option}={text}"])
        last = capsys.readouterr().err.splitlines()[-1]
        assert end.value.code == 2
        assert last == f"image-gateways-mock: error: argument {option}: {allowed}, not {text[:40]!r}"


@pytest.mark.parametrize(
    "beyond",
    [
        {"max_tasks": 0},
        {"max_journal": 0},
        {"max_journal": 10**30},
        {"max_body_bytes": -1},
        {"max_body_bytes": True},
        {"task_seconds": float("nan")},
        {"polls_before_done": -1},
        {"seed": 0.5},
    ],
    ids=str,
)
def test_a_setting_beyond_its_range_is_refused(beyond: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{next(iter(beyond))} is a (whole )?number from "):
        Settings(**beyond)


def test_the_least_and_the_most_of_a_setting_can_be_served() -> None:
    for end in ("least", "most"):
        options = {name: getattr(allowed, end) for name, allowed in RANGES.items() if name != "max_body_bytes"}
        with running_server(Settings(**options)) as url:
            answers = [
                httpx.post(
                    f"{url}/doubao/drawing/seededit_v30",
                    json={"image_urls": ["https://example.com/a.png"], "prompt": "At night"},
                    headers={"Authorization": "Bearer {{YOUR_API_KEY}}"},
                )
                for _ in range(3)
            ]
            assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_a_server_of_a_test_has_a_port_of_its_own_and_frees_it() -> None:
    with running_server() as first, running_server() as second:
        assert first != second
        assert {httpx.get(f"{url}/nowhere").status_code for url in (first, second)} == {404}
    with pytest.raises(httpx.ConnectError):
        httpx.get(first)


def test_a_server_of_a_test_reports_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken), running_server(port=port):
            pass


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_be_is_reported(port: int) -> None:
    with pytest.raises(PortTaken), running_server(port=port):
        pass


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.mark.parametrize(
    "text",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST /volcv/v1 HTTP/1.1\r\n\r\n",
        b"POST /volcv/v1 HTTP/1.0\r\n\r\n",
        b"POST /volcv/v1?Action=\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /%zz%00%ff HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"POST //volcv//v1 HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"POST /volcv/v1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5_000 + b"\r\n",
    ],
)
def test_bytes_that_are_no_request_never_bring_a_server_error(server_url: str, text: bytes) -> None:
    port = int(server_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert re.match(rb"HTTP/1\.[01] [24]\d\d |$", answer)
    assert httpx.get(f"{server_url}/nowhere").status_code == 404
