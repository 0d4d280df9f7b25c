"""The mock server as a process: ready when it says so, on this machine only, and gone when it is told to go."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from contract_tests.mock_server import running_server
from contract_tests.mock_server.server import PortTaken

ROOT = Path(__file__).parents[2]


@contextmanager
def server_process(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "contract_tests.mock_server", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        ready = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert ready is not None
        try:
            yield process, ready[0]
        finally:
            process.kill()


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contract_tests.mock_server", *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_without_a_complaint(stop: signal.Signals) -> None:
    with server_process("--quiet") as (process, url):
        assert httpx.get(f"{url}/nowhere").status_code == 404
        process.send_signal(stop)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")


def test_the_options_of_the_command_reach_the_server() -> None:
    with server_process("--api-key", "k1", "--api-key", "k2", "--max-body-bytes", "10") as (_, url):
        statuses = [
            httpx.post(
                f"{url}/doubao/drawing/seededit_v30",
                content=b"{}          ",
                headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            ).status_code
            for key in ("k1", "k2", "{{YOUR_API_KEY}}")
        ]
    assert statuses == [400, 400, 401]


def test_a_taken_port_is_reported_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("--port", str(port))
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: cannot listen on 127.0.0.1:{port}: ")
    assert result.stderr.count("\n") == 1


def test_a_broken_document_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: [", "utf-8")
    result = run("--documents", str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: {tmp_path / 'broken.yaml'}: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", [["--task-seconds", "-1"], ["--polls-before-done", "x"], ["--port", "many"]])
def test_a_senseless_option_is_refused(option: list[str]) -> None:
    result = run(*option)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


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
def test_bytes_that_are_no_request_never_bring_a_server_error(text: bytes) -> None:
    with running_server() as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert re.match(rb"HTTP/1\.[01] [24]\d\d |$", answer)
        assert httpx.get(f"{url}/nowhere").status_code == 404
