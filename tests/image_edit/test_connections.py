"""Connections that behave as no well-behaved server lets them: slow headers, silent ends, strange hosts."""

from __future__ import annotations

import asyncio
import base64
import gzip
import html
import itertools
import json
import logging
import socket
import threading
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpcore
import httpx
import pytest

from image_edit import (
    AsyncImageEditor,
    BadInput,
    ConnectionFailed,
    DeadlinePassed,
    DownloadFailed,
    ImageEditError,
    ImageEditor,
    MaybeBilled,
    Policy,
    Situation,
    SubmitTimedOut,
    TaskExpired,
)
from image_edit.key import Key
from image_edit.network.bounded import _BoundedBackend, bound
from image_edit.network.calls import Fetch
from image_edit.network.deadline import Deadline, bounded_by
from image_edit.network.exchange import Address, Exchange
from image_gateways_mock import RunningServer
from tests.support.editing import MODES, PICTURE, Editing, editing
from tests.support.mock_key import KEY
from tests.support.raw_server import http_answer, raw_server

URL = "https://example.com/a.png"  # nothing to decode, so that the time is for the network
TASK_ID = "12345678901234567890"
SUBMITTED = {"code": 10000, "data": {"task_id": TASK_ID}, "message": "Success", "request_id": "R", "status": 10000}
SUBMITTED["time_elapsed"] = "1ms"


def envelope(**data: Any) -> bytes:
    return json.dumps({**SUBMITTED, "data": data}).encode()


def done(url: str) -> bytes:
    return envelope(status="done", image_urls=[url], binary_data_base64=[])


def drip(connection: socket.socket, byte: bytes, closing: threading.Event, editor: Editing) -> None:
    """Send a byte every second, for as long as they are taken."""
    with suppress(OSError):
        while not closing.wait(0.005):
            connection.sendall(byte)
            editor.pass_time(1)


@pytest.mark.parametrize("mode", MODES)
def test_headers_that_drip_do_not_outlive_the_deadline(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        drip(connection, b"a", server.closing, editor)
        return False

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(SubmitTimedOut):
            editor.edit(URL, "At night", timeout=10)
        with pytest.raises(DeadlinePassed):
            editor.of(editor.task(TASK_ID), "wait")(10)
        assert editor.busy_connections() == []
        assert len(server.requests) == 2


@pytest.mark.parametrize("mode", MODES)
def test_a_body_that_drips_does_not_outlive_the_deadline_with_a_client_of_ones_own(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        drip(connection, b" ", server.closing, editor)
        return False

    own: Any = httpx.Client() if mode == "blocking" else httpx.AsyncClient()
    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url, http_client=own) as editor:
        with pytest.raises(SubmitTimedOut) as raised:
            editor.edit(URL, "At night", timeout=10)
        assert raised.value.http_status == 200
        editor.method(own.close if mode == "blocking" else own.aclose)()


def test_bytes_that_are_there_whenever_they_are_read_do_not_outlive_the_deadline() -> None:
    transport = bound(httpx.HTTPTransport())
    answer = [b"HTTP/1.1 200 OK\r\nX-Slow: ", *[b"a"] * 100, b"\r\n\r\n"]
    transport._pool._network_backend._backend = httpcore.MockBackend(answer)  # type: ignore[attr-defined]
    clock = itertools.count().__next__  # each look at it takes a second
    with httpx.Client(transport=transport) as client, bounded_by(Deadline(10, clock)), pytest.raises(httpx.ReadTimeout):
        client.get("http://gateway.invalid")


def test_time_that_ran_out_before_anything_was_sent_bills_nothing() -> None:
    deadline = Deadline(60, time.monotonic)
    address = Address("ai302", URL, Key(KEY), Policy(), 1)
    exchange = Exchange(address, httpx.Client(), Fetch(URL, deadline))
    exchange.begun()
    for event, situation in [
        ("connection.connect_tcp.started", Situation.NOT_CONNECTED),
        ("connection.start_tls.started", Situation.NOT_CONNECTED),
        ("http11.send_request_headers.started", Situation.NO_ANSWER),
        ("http11.receive_response_headers.started", Situation.NO_ANSWER),
    ]:
        request = httpcore.Request("POST", "https://gateway.invalid")
        asyncio.run(exchange.anote(event, {"request": request}))
        assert exchange.trouble(TimeoutError()).situation is situation


@pytest.mark.parametrize("mode", MODES)
def test_a_compressed_answer_is_read(mode: str) -> None:
    body = gzip.compress(json.dumps(SUBMITTED).encode())

    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(body, headers="Content-Type: application/json\r\nContent-Encoding: gzip"))
        return True

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        assert editor.submit_edit(PICTURE, "At night").id == TASK_ID


def test_the_pinned_httpx_takes_the_bounded_network() -> None:
    with ImageEditor(api_key=KEY) as editor:
        client: Any = editor._own_client
        transports = [client._transport, *filter(None, client._mounts.values())]
        assert transports
        assert all(isinstance(transport._pool._network_backend, _BoundedBackend) for transport in transports)


def test_connections_through_a_proxy_are_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with ImageEditor(api_key=KEY) as editor:
        client: Any = editor._own_client
        proxies = [detour.proxied._pool for detour in client._mounts.values()]
        assert proxies
        assert all(isinstance(pool._network_backend, _BoundedBackend) for pool in proxies)
        assert client._transport_for_url(httpx.URL("https://api.302.ai")) is not client._transport


@pytest.mark.parametrize("mode", MODES)
def test_a_proxy_of_the_environment_is_used(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(json.dumps(SUBMITTED).encode()))
        return True

    with raw_server(answer) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with editing(mode, api_key=KEY, base_url="http://gateway.invalid") as editor:
            assert editor.submit_edit(PICTURE, "At night").id == TASK_ID
        assert proxy.requests[0].startswith(b"POST http://gateway.invalid/doubao/")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("host", ["refused", "unknown"])
def test_where_no_connection_is_made_a_submit_is_tried_again_and_nothing_is_billed(
    mode: str, host: str, port_that_refuses: int
) -> None:
    url = f"http://127.0.0.1:{port_that_refuses}" if host == "refused" else "http://gateway.invalid"
    with editing(mode, api_key=KEY, base_url=url) as editor:
        with pytest.raises(ConnectionFailed) as raised:
            editor.edit(PICTURE, "At night")
        assert (raised.value.maybe_billed, raised.value.retry_can_help) == (False, True)
        assert len(editor.pauses) == Policy().submit_tries - 1
        with pytest.raises(ConnectionFailed) as raised:
            editor.of(editor.task(TASK_ID), "wait")()
        assert raised.value.task_id == TASK_ID


@pytest.mark.parametrize("mode", MODES)
def test_a_connection_that_the_server_closed_meanwhile_is_not_used_for_a_submit(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(json.dumps(SUBMITTED).encode()))
        return False  # without saying so beforehand

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        for expected in range(1, 6):
            assert editor.submit_edit(PICTURE, "At night").id == TASK_ID
            while server.connections < expected:
                pass
            # Until the end of the connection is there to be seen, it counts as usable.
            client: Any = editor.editor._own_client
            while not all(c.has_expired() for c in client._transport._pool.connections):
                pass
        assert len(server.requests) == 5


@pytest.mark.parametrize("mode", MODES)
def test_connections_are_used_again(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(json.dumps(SUBMITTED).encode()))
        return True

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        for _ in range(5):
            editor.submit_edit(PICTURE, "At night")
        assert (server.connections, len(server.requests)) == (1, 5)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", ["301 Moved", "307 Temporary Redirect"])
def test_a_billed_call_does_not_follow_a_redirect(mode: str, status: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(b"", status, "Location: /elsewhere"))
        return True

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(ImageEditError, match="base URL") as raised:
            editor.edit(PICTURE, "At night")
        assert not raised.value.maybe_billed
        assert len(server.requests) == 1


def picture_server(links: dict[str, bytes]) -> Any:
    """Answer polls with a link to /picture, and what is asked for there as told."""

    def answer(connection: socket.socket, request: bytes) -> bool:
        host = next(line for line in request.split(b"\r\n") if line.lower().startswith(b"host:")).split(b" ")[1]
        path = request.split(b" ")[1].decode()
        if path.startswith("/doubao"):
            body = done(f"http://{host.decode()}/picture") if "result" in path else json.dumps(SUBMITTED).encode()
            connection.sendall(http_answer(body))
        else:
            connection.sendall(links[path])
        return True

    return answer


@pytest.mark.parametrize("mode", MODES)
def test_a_download_follows_redirects_and_never_carries_the_key(mode: str) -> None:
    links = {
        "/picture": http_answer(b"", "302 Found", "Location: /moved"),
        "/moved": http_answer(PICTURE.read_bytes(), headers="Content-Type: text/plain"),
    }
    with raw_server(picture_server(links)) as server:
        with editing(mode, api_key=KEY, base_url=server.url) as editor:
            image = editor.edit(PICTURE, "At night", seed=7)
        assert image.data == PICTURE.read_bytes()
        assert (image.media_type, image.url, image.seed) == ("image/png", f"{server.url}/picture", 7)
        carrying = [request.split(b" ")[1] for request in server.requests if KEY.encode() in request]
        assert [path.decode() for path in carrying] == [
            "/doubao/drawing/seededit_v30",
            "/doubao/drawing/seededit_v30_result",
        ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("picture", "word"),
    [
        (http_answer(b"", "302 Found", "Location: /picture"), "redirects"),
        (http_answer(b"", "302 Found", "Location: file:///etc/passwd"), "neither http nor https"),
        (http_answer(b"", "302 Found", "Location: http://[::1/"), "could not be fetched"),
        (http_answer(b"gone", "404 Not Found"), "dead"),
        (http_answer(b"gone", "403 Forbidden"), "dead"),
        (http_answer(b"x" * 200_000), "larger than 100000 bytes"),
    ],
    ids=["loop", "file", "broken-location", "404", "403", "too-large"],
)
def test_a_link_that_leads_nowhere_is_not_tried_again(mode: str, picture: bytes, word: str) -> None:
    with raw_server(picture_server({"/picture": picture})) as server:
        with editing(mode, api_key=KEY, base_url=server.url, max_picture_bytes=100_000) as editor:
            with pytest.raises(DownloadFailed, match=word) as raised:
                editor.edit(PICTURE, "At night")
            assert editor.busy_connections() == []
        assert raised.value.url == f"{server.url}/picture"
        assert raised.value.task_id == TASK_ID
        tries = sum(b"GET /picture" in request for request in server.requests)
        # httpx reads a broken location itself, and says that the answer is broken; a loop is followed a few times.
        assert tries == {"redirects": 6}.get(word, Policy().tries if word == "could not be fetched" else 1)


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_larger_than_any_picture_is_not_read_to_its_end(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)

    with (
        raw_server(answer) as server,
        editing(mode, api_key=KEY, base_url=server.url, max_picture_bytes=1000) as editor,
    ):
        with pytest.raises(MaybeBilled, match="larger than"):
            editor.edit(PICTURE, "At night")
        assert editor.busy_connections() == []


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_that_does_not_end_gives_its_connection_back_at_the_deadline(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)
            editor.pass_time(1)

    options: Any = {"policy": Policy(poll_timeout=10, tries=3), "timeout": 1_000_000}
    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url, **options) as editor:
        with pytest.raises(ConnectionFailed):
            editor.of(editor.task(TASK_ID), "wait")()
        assert len(server.requests) == 3
        assert editor.busy_connections() == []


@pytest.mark.parametrize("mode", MODES)
def test_an_accepted_submit_that_is_cut_off_tells_the_task_that_it_names(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(json.dumps(SUBMITTED).encode())[:-5])
        return False

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(MaybeBilled, match=TASK_ID) as raised:
            editor.edit(PICTURE, "At night")
        assert (raised.value.task_id, raised.value.request_id) == (TASK_ID, "R")


def test_waiting_for_its_turn_takes_none_of_the_time_of_a_poll() -> None:
    async def answer(_: httpx.Request) -> httpx.Response:
        for _step in range(3):
            await asyncio.sleep(0)  # who is late already is cancelled here
        polls.pass_time(20)
        return httpx.Response(200, content=envelope(status="expired", image_urls=None, binary_data_base64=None))

    async def ended() -> list[Any]:
        tasks: list[Any] = [polls.editor.task(TASK_ID) for _ in range(20)]
        return await asyncio.gather(*(task.wait() for task in tasks), return_exceptions=True)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    policy = Policy(poll_timeout=30, tries=1, first_interval=0)
    options: Any = {"policy": policy, "http_client": client, "max_concurrent": 1, "timeout": 1000}
    with editing("asyncio", api_key=KEY, **options) as polls:
        assert {type(end) for end in polls.method(ended)()} == {TaskExpired}


def test_an_asyncio_editor_is_refused_in_a_second_event_loop() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps(SUBMITTED))

    editor = AsyncImageEditor(api_key=KEY, http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)))
    assert asyncio.run(editor.submit_edit(URL, "At night")).id == TASK_ID
    with pytest.raises(BadInput, match="event loop"):
        asyncio.run(editor.submit_edit(URL, "At night"))


def test_an_editor_that_was_used_is_refused_in_a_process_that_was_forked_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps(SUBMITTED))

    client = httpx.Client(transport=httpx.MockTransport(answer))
    with client, ImageEditor(api_key=KEY, http_client=client) as editor:
        assert editor.submit_edit(URL, "At night").id == TASK_ID
        with monkeypatch.context() as forked:
            forked.setattr("image_edit.network.runtime.os.getpid", lambda: -1)
            with pytest.raises(BadInput, match="process"):
                editor.submit_edit(URL, "At night")


def test_a_key_as_short_as_a_word_does_not_blank_the_words_of_an_error() -> None:
    error = ImageEditError("The key is wrong.", request_id="wrong-1")
    Key("wrong").remove_from(error)
    assert (str(error), error.request_id) == ("The key is wrong.", "wrong-1")


@pytest.mark.parametrize("mode", MODES)
def test_a_server_that_sends_the_key_back_does_not_get_it_into_an_error(mode: str) -> None:
    failure = {**SUBMITTED, "code": 50412, "status": 50412, "data": None, "message": KEY, "request_id": f"r-{KEY}"}

    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(json.dumps(failure).encode(), "400 Bad Request"))
        return True

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(ImageEditError) as raised:
            editor.edit(PICTURE, "At night")
        assert KEY not in f"{raised.value!r} {vars(raised.value)} {raised.value}"
        assert raised.value.request_id == "r-***"
        assert b"***" in raised.value.body


def test_an_editor_serves_many_threads(server: RunningServer) -> None:
    with ImageEditor(api_key=KEY, base_url=server.url, policy=Policy(first_interval=0)) as editor:
        with ThreadPoolExecutor(8) as threads:
            images = list(threads.map(lambda seed: editor.edit(PICTURE, "At night", seed=seed), range(40)))
        assert [image.seed for image in images] == list(range(40))
        assert len({image.task_id for image in images}) == 40
        assert server.submits == {"submit_seededit_v30": 40}


@pytest.mark.parametrize("mode", MODES)
def test_a_client_of_ones_own_is_used_and_left_open(mode: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.method == "GET":
            return httpx.Response(200, content=PICTURE.read_bytes())
        body = done("https://pictures.invalid/a.png") if "result" in request.url.path else json.dumps(SUBMITTED)
        return httpx.Response(200, content=body)

    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    own = kind(
        transport=httpx.MockTransport(answer),
        headers={"X-Team": "blue", "Authorization": "Bearer another"},
        base_url="https://nowhere.invalid",
        auth=("somebody", "else"),
    )
    with editing(mode, api_key=KEY, base_url="https://gateway.invalid/v1/", http_client=own) as editor:
        assert editor.edit(PICTURE, "At night").url == "https://pictures.invalid/a.png"
        assert [str(request.url) for request in seen] == [
            "https://gateway.invalid/v1/doubao/drawing/seededit_v30",
            "https://gateway.invalid/v1/doubao/drawing/seededit_v30_result",
            "https://pictures.invalid/a.png",
        ]
        assert {request.headers["X-Team"] for request in seen} == {"blue"}
        assert [request.headers.get("Authorization") for request in seen] == [f"Bearer {KEY}", f"Bearer {KEY}", None]
    assert not own.is_closed


def test_the_body_has_no_more_time_than_its_headers_left_it() -> None:
    read: list[float] = []

    class Body(httpx.SyncByteStream):
        def __init__(self, request: httpx.Request) -> None:
            self.request = request

        def __iter__(self) -> Any:
            read.append(self.request.extensions["timeout"]["read"])
            yield json.dumps(SUBMITTED).encode()

    def answer(request: httpx.Request) -> httpx.Response:
        editor.pauses.append(100)  # the headers took their time
        return httpx.Response(200, stream=Body(request))

    own = httpx.Client(transport=httpx.MockTransport(answer))
    with editing("blocking", api_key=KEY, http_client=own) as editor:
        assert editor.submit_edit(URL, "At night", timeout=250).id == TASK_ID
    assert 0 < read[0] <= 150


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_that_is_whole_counts_though_its_end_came_late(mode: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        editor.pauses.append(1000)
        return httpx.Response(200, content=json.dumps(SUBMITTED))

    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    own = kind(transport=httpx.MockTransport(answer))
    with editing(mode, api_key=KEY, http_client=own) as editor:
        assert editor.submit_edit(URL, "At night", timeout=250).id == TASK_ID


@pytest.mark.parametrize(
    "url",
    [
        "gateway.invalid",
        "ftp://gateway.invalid",
        "https://",
        "https://u:p@gateway.invalid",
        "https://a?b=c",
        "https://a:b",
        "https://a\nb",
        "https://xn--",
    ],
)
def test_a_base_url_that_is_none_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadInput, match="base URL"):
        ImageEditor(api_key=KEY, base_url=url)


def spellings_of(key: str) -> dict[str, str]:
    """How a server may write a key that it sends back."""
    return {
        "plain": key,
        "small letters": key.lower(),
        "in a path": urllib.parse.quote(key, safe=""),
        "in a path, small": urllib.parse.quote(key, safe="").lower(),
        "in JSON": json.dumps(key)[1:-1].replace("/", "\\/"),
        "in HTML": html.escape(key),
        "base64": base64.b64encode(key.encode()).decode(),
        "base64 of a header": base64.b64encode(f"Bearer {key}".encode()).decode(),
        "base64 for addresses": base64.urlsafe_b64encode(f"user:{key}".encode()).decode(),
    }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("spelling", spellings_of(""))
def test_a_key_that_is_sent_back_is_in_no_line_of_the_log_and_in_no_error(
    mode: str, spelling: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "image_edit")
    key = f'Key/{uuid.uuid4().hex}+&"{uuid.uuid4().hex}'
    shown = spellings_of(key)[spelling]
    inside = shown[4:-4]  # what stands beside it may be part of the same group of base64
    submitted = {**SUBMITTED, "request_id": f"r-{shown}"}
    running = {**submitted, "data": {"status": f"s-{shown}", "image_urls": None, "binary_data_base64": None}}
    failure = {**submitted, "code": 50412, "status": 50412, "data": None, "message": f"m-{shown}"}
    answers = iter([(200, submitted), (200, running), (500, failure), (400, failure)])

    def answer(_: httpx.Request) -> httpx.Response:
        status, body = next(answers)
        return httpx.Response(status, content=json.dumps(body))

    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    own = kind(transport=httpx.MockTransport(answer))
    with editing(mode, api_key=key, http_client=own) as editor:
        task = editor.submit_edit(URL, "At night")
        with pytest.raises(ImageEditError) as raised:
            editor.of(task, "wait")()
    assert [record.levelname for record in caplog.records][:2] == ["INFO", "DEBUG"]
    assert "request=r-" in caplog.text
    assert inside.lower() not in caplog.text.lower()
    told = f"{raised.value} {vars(raised.value)} {raised.value.body.decode()}"
    assert inside.lower() not in told.lower()
    assert json.dumps(inside)[1:-1].lower() not in told.lower()


@pytest.mark.parametrize("mode", MODES)
def test_a_key_in_the_link_of_a_picture_is_in_no_line_of_the_log(mode: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "image_edit")

    def answer(request: httpx.Request) -> httpx.Response:
        if KEY in request.url.host:
            return httpx.Response(503)
        return httpx.Response(200, content=done(f"https://{KEY}.invalid/{KEY}"))

    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    own = kind(transport=httpx.MockTransport(answer))
    with editing(mode, api_key=KEY, http_client=own) as editor, pytest.raises(DownloadFailed) as raised:
        editor.of(editor.task(TASK_ID), "result")()
    assert "picture from ***.invalid" in caplog.text
    assert KEY not in caplog.text + str(raised.value)
