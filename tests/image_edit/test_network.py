"""Handshakes that never end, and answers that come before the request was sent."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from image_edit import (
    AsyncImageEditor,
    AuthenticationError,
    BadInput,
    ConnectionFailed,
    DeadlinePassed,
    DownloadFailed,
    ImageEditError,
    ImageEditor,
    MaybeBilled,
    Policy,
    RateLimited,
    SubmitTimedOut,
)
from tests.support.editing import MODES, by_turns, editing
from tests.support.greetings import Refused, http_connect, in_turn, socks5, tls
from tests.support.raw_server import Greeting, http_answer, raw_server

KEY = f"key-{uuid.uuid4().hex}"
URL = "https://example.com/a.png"
FAR_OFF = 60.0  # seconds, for what a machine of any speed has done by then


class Silent:
    """A greeting that says nothing, and notes what begins and what ends.

    Attributes:
        begun: how many connections came this far.
        heard: set when the other side said something.
        ended: released once for each connection that the other side closed.
    """

    def __init__(self) -> None:
        self.begun = 0
        self.heard = threading.Event()
        self.ended = threading.Semaphore(0)

    def __call__(self, connection: socket.socket) -> socket.socket:
        self.begun += 1
        with connection:
            while connection.recv(65_536):
                self.heard.set()
        self.ended.release()
        raise Refused

    def all_ended(self, count: int) -> bool:
        return all(self.ended.acquire(timeout=FAR_OFF) for _ in range(count))


HANDSHAKES: dict[str, Any] = {
    "direct": lambda silent: silent,
    "proxy": lambda silent: silent,
    "tunnel": lambda silent: in_turn(http_connect([]), silent),
    "socks": lambda silent: silent,
    "socks-tunnel": lambda silent: in_turn(socks5([]), silent),
}


def reached(kind: str, url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the base URL with which a server is asked for TLS, directly or as a proxy."""
    if kind == "direct":
        return url.replace("http:", "https:")
    monkeypatch.setenv("HTTPS_PROXY", url.replace("http:", "socks5:") if kind.startswith("socks") else url)
    return "https://gateway.invalid"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", HANDSHAKES)
def test_a_deadline_that_passes_in_a_handshake_closes_the_connection_and_bills_nothing(
    mode: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Silent()
    with raw_server(lambda *_: False, HANDSHAKES[kind](silent)) as server:
        base_url = reached(kind, server.url, monkeypatch)
        seconds = 0.025
        while not silent.heard.is_set():  # a slow machine takes longer to begin
            seconds *= 2
            with pytest.raises(DeadlinePassed) as raised:
                submit_within(mode, base_url, seconds)
            assert not isinstance(raised.value, SubmitTimedOut)
            assert not raised.value.maybe_billed
        assert silent.all_ended(silent.begun)  # on a slow machine, others end before they come this far


def submit_within(mode: str, base_url: str, seconds: float) -> None:
    """Submit, by the clock of the machine: a handshake waits by no other."""

    async def submit() -> None:
        async with AsyncImageEditor(api_key=KEY, base_url=base_url) as editor:
            try:
                await editor.submit_edit(URL, "At night", timeout=seconds)
            finally:
                assert used(editor) == []

    if mode == "asyncio":
        asyncio.run(submit())
        return
    with ImageEditor(api_key=KEY, base_url=base_url) as editor:
        try:
            editor.submit_edit(URL, "At night", timeout=seconds)
        finally:
            assert used(editor) == []


def used(editor: Any) -> list[str]:
    client = editor._own_client
    pools = [client._transport._pool, *(detour.proxied._pool for detour in client._mounts.values())]
    return [repr(each) for pool in pools for each in pool.connections]


@pytest.mark.parametrize("kind", HANDSHAKES)
def test_a_call_that_is_cancelled_in_a_handshake_closes_the_connection(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Silent()

    async def cancelled(base_url: str) -> None:
        async with AsyncImageEditor(api_key=KEY, base_url=base_url) as editor:
            call = asyncio.create_task(editor.submit_edit(URL, "At night", timeout=FAR_OFF))
            assert await asyncio.to_thread(silent.heard.wait, FAR_OFF)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert await asyncio.to_thread(silent.all_ended, 1)

    with raw_server(lambda *_: False, HANDSHAKES[kind](silent)) as server:
        asyncio.run(cancelled(reached(kind, server.url, monkeypatch)))


@pytest.mark.parametrize("kind", ["tunnel", "socks-tunnel"])
def test_handshakes_that_are_given_up_through_a_proxy_use_up_no_connections(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Silent()

    async def cancelled(base_url: str) -> None:
        async with AsyncImageEditor(api_key=KEY, base_url=base_url, max_concurrent=2) as editor:
            for _ in range(3):
                silent.heard.clear()
                call = asyncio.create_task(editor.submit_edit(URL, "At night", timeout=FAR_OFF))
                assert await asyncio.to_thread(silent.heard.wait, FAR_OFF / 2)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call

    with raw_server(lambda *_: False, HANDSHAKES[kind](silent)) as server:
        asyncio.run(cancelled(reached(kind, server.url, monkeypatch)))
        assert silent.all_ended(3)


def failure(code: int) -> bytes:
    words = {"code": code, "data": None, "message": "Words", "request_id": "R", "status": code, "time_elapsed": "1ms"}
    return json.dumps(words).encode()


REFUSALS: dict[str, tuple[bytes, type[ImageEditError]]] = {
    "413": (http_answer(b"<html>413</html>", "413 Content Too Large", "Connection: close"), BadInput),
    "429": (http_answer(failure(50429), "429 Too Many Requests", "Connection: close"), RateLimited),
    "401": (http_answer(failure(50400), "401 Unauthorized", "Connection: close"), AuthenticationError),
    "interim": (
        b"HTTP/1.1 103 Early Hints\r\n\r\n" + http_answer(b"", "413 Content Too Large", "Connection: close"),
        BadInput,
    ),
}


def early(size: int, answer: bytes) -> Greeting:
    """Read some bytes of a request, answer, and close, so that the rest of what is sent is reset."""

    def greet(connection: socket.socket) -> socket.socket:
        with connection:
            # Else the end of a handshake may hold the answer back, until the reset throws it away.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            read = 0
            while read < size:
                read += len(connection.recv(min(65_536, size - read)))
            connection.sendall(answer)
        raise Refused

    return greet


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize(("refusal", "size", "mode"), by_turns(REFUSALS, [0, 1, 200, 100_000, 3_000_000]))
def test_an_answer_that_comes_before_the_request_was_read_is_read(
    mode: str,
    encrypted: bool,
    refusal: str,
    size: int,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer, end = REFUSALS[refusal]
    greeting = early(size, answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with raw_server(lambda *_: False, in_turn(tls(context), greeting) if encrypted else greeting) as server:
        base_url = server.url.replace("http:", "https:") if encrypted else server.url
        with editing(mode, gateway="oceanbase", api_key=KEY, base_url=base_url) as editor:
            with pytest.raises(ImageEditError) as raised:
                editor.generate("A lighthouse", model="another", vendor_options={"filling": "x" * 8_000_000})
            assert editor.busy_connections() == []
    assert type(raised.value) is end
    assert not raised.value.maybe_billed


@pytest.mark.parametrize("mode", MODES)
def test_hints_that_come_while_a_request_is_sent_do_not_end_it(mode: str) -> None:
    def greet(connection: socket.socket) -> socket.socket:
        connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 3)
        return connection

    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(failure(50429), "401 Unauthorized"))
        return True

    with raw_server(answer, greet) as server:
        with (
            editing(mode, gateway="oceanbase", api_key=KEY, base_url=server.url) as editor,
            pytest.raises(AuthenticationError),
        ):
            editor.generate("A lighthouse", model="another", vendor_options={"filling": "x" * 8_000_000})
        assert [len(request) > 8_000_000 for request in server.requests] == [True]


def test_an_editor_that_blocks_does_not_wait_for_asyncio_to_be_imported() -> None:
    program = "import sys, image_edit; image_edit.ImageEditor(api_key='key'); print('asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "error", [RuntimeError("odd"), ExceptionGroup("odds", [OverflowError("odd")]), KeyError("odd")]
)
def test_what_no_transport_promises_to_raise_is_told_as_an_error_of_the_tree(mode: str, error: Exception) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    with editing(mode, api_key=KEY, http_client=kind(transport=httpx.MockTransport(answer))) as editor:
        with pytest.raises(MaybeBilled, match="odd"):
            editor.submit_edit(URL, "At night")
        with pytest.raises(ConnectionFailed, match=r"odd.* The task goes on") as raised:
            editor.of(editor.task("12345678901234567890"), "wait")()
    assert (raised.value.task_id, raised.value.maybe_billed) == ("12345678901234567890", True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("location", ["http://127.0.0.1:99999/", "http://[/", "//", "http://[::1%25x]:1/", "data:,"])
def test_a_redirect_to_nowhere_is_told_with_the_link_that_led_there(mode: str, location: str) -> None:
    def answer(connection: socket.socket, request: bytes) -> bool:
        if b"_result" in request.split(b"\r\n")[0]:
            link = f"http://{server.url.removeprefix('http://')}/picture"
            data = {"status": "done", "image_urls": [link], "binary_data_base64": []}
            connection.sendall(http_answer(json.dumps({**json.loads(failure(10000)), "data": data}).encode()))
        else:
            connection.sendall(http_answer(b"", "302 Found", f"Location: {location}"))
        return True

    with (
        raw_server(answer) as server,
        editing(mode, api_key=KEY, base_url=server.url, policy=Policy(tries=1)) as editor,
    ):
        with pytest.raises(DownloadFailed) as raised:
            editor.of(editor.task("12345678901234567890"), "result")()
        assert editor.busy_connections() == []
    assert raised.value.url == f"{server.url}/picture"
