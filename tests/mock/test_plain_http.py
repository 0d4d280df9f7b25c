"""Offers of another protocol change nothing, and heads that HTTP forbids are refused, by the mock and the recorder."""

import asyncio
import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_mock.plain_http import PlainHttpProtocol

BODY = b'{"prompt": "At night"}'
OFFERS = {
    "h2c": "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n",
    "websocket": "Upgrade: websocket\r\nConnection: keep-alive, uPGRADE\r\nSec-WebSocket-Key: AAAA\r\n",
    "tls": "Connection: upgrade\r\nUPGRADE: TLS/1.0, HTTP/1.1\r\n",
    "two fields": "Connection: keep-alive\r\nConnection: ,Upgrade ,\r\nUpgrade: h2c\r\nUpgrade: TLS/1.0\r\n",
}
LENGTH = f"Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY
CHUNKED = (
    b"Transfer-Encoding: chunked\r\n\r\n7;x=1\r\n" + BODY[:7] + b"\r\nf\r\n" + BODY[7:] + b"\r\n0\r\nTrailer: t\r\n\r\n"
)


async def echo(_: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body that came."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


class Transport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def received(*parts: bytes) -> tuple[bytes, bool]:
    """What is written in answer to bytes that come in such parts, and whether the connection is closed."""

    async def run() -> tuple[bytes, bool]:
        config = uvicorn.Config(
            echo, http=PlainHttpProtocol, lifespan="off", ws="none", log_config=None, access_log=False
        )
        transport = Transport()
        state = ServerState()
        protocol = PlainHttpProtocol(config, state, {}, asyncio.get_running_loop())
        protocol.connection_made(transport)
        for part in parts:
            if not transport.closed:
                protocol.data_received(part)
        while state.tasks and not (protocol.cycle.more_body and not transport.closed):
            await asyncio.sleep(0)
        for task in list(state.tasks):
            task.cancel()
        written, closed = transport.written, transport.closed
        protocol.connection_lost(None)
        await asyncio.gather(*state.tasks, return_exceptions=True)
        return written, closed

    return asyncio.run(run())


def post(more: str, framed: bytes) -> bytes:
    return b"POST /path?query HTTP/1.1\r\nHost: a\r\n" + more.encode() + framed


ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 22\r\n\r\n" + BODY


@pytest.mark.parametrize("framed", [LENGTH, CHUNKED], ids=["length", "chunked"])
@pytest.mark.parametrize("offer", ["", *OFFERS.values()], ids=["none", *OFFERS])
def test_an_offer_of_another_protocol_changes_nothing_wherever_the_bytes_are_split(offer: str, framed: bytes) -> None:
    text = post(offer, framed)
    assert {received(text[:i], text[i:]) for i in range(1, len(text))} == {(ANSWER, False)}
    assert received(*(text[i : i + 1] for i in range(len(text)))) == (ANSWER, False)


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_requests_behind_an_offer_are_answered_as_well(offer: str) -> None:
    text = post(offer, LENGTH) + post("", CHUNKED) + post(offer, CHUNKED) + post(offer, LENGTH)
    assert received(text) == (4 * ANSWER, False)
    assert received(*(text[i : i + 1] for i in range(len(text)))) == (4 * ANSWER, False)


def test_thousands_of_offers_in_one_piece_are_answered() -> None:
    assert received(2_000 * post(OFFERS["tls"], LENGTH)) == (2_000 * ANSWER, False)


def test_an_offer_without_a_body_is_a_request_without_a_body() -> None:
    offered = b"GET / HTTP/1.1\r\nHost: a\r\n" + OFFERS["h2c"].encode() + b"\r\n"
    assert received(offered + post("", LENGTH))[0].endswith(b"content-length: 0\r\n\r\n" + ANSWER)


def test_a_connection_that_is_to_close_closes_though_another_protocol_was_offered() -> None:
    written, closed = received(post("Connection: Upgrade, close\r\nUpgrade: h2c\r\n", LENGTH))
    assert (written.count(b"connection: close\r\n"), written.endswith(BODY), closed) == (1, True, True)


def test_a_body_that_waits_to_be_asked_for_is_asked_for_once() -> None:
    written, _ = received(post(f"Expect: 100-continue\r\n{OFFERS['h2c']}", LENGTH))
    assert written == b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER


def test_what_is_no_request_is_refused_behind_an_offer_too() -> None:
    written, closed = received(post(OFFERS["h2c"] + "Content-Length: 1\r\n", LENGTH))
    assert (written.startswith(b"HTTP/1.1 400 "), closed) == (True, True)


@pytest.mark.parametrize(
    ("head", "status", "why"),
    [
        ("", 400, b"No Host, which HTTP/1.1 asks for."),
        ("Host: a\r\nhost: a\r\n", 400, b"More than one Host."),
        ("Host: a b\r\n", 400, b"Host is not the name of a host and a port."),
        ("Host: http://a/\r\n", 400, b"Host is not the name of a host and a port."),
        ("Host: a:http\r\n", 400, b"Host is not the name of a host and a port."),
        ("Host: a\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n", 400, b"More than one Content-Type."),
        ("Host: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n", 400, b"More than one Authorization."),
        ("Host: a\r\n" + 20_000 * "A: b\r\n", 431, b"The head of the request is over 65536 bytes."),
        ("Host: a\r\nA: " + 70_000 * "b" + "\r\n", 431, b"The head of the request is over 65536 bytes."),
    ],
    ids=["no host", "two hosts", "blank", "link", "port", "two types", "two keys", "many headers", "long header"],
)
@pytest.mark.parametrize("offer", ["", OFFERS["h2c"]], ids=["", "with an offer"])
def test_a_head_that_http_forbids_is_refused_in_a_sentence(head: str, status: int, why: bytes, offer: str) -> None:
    for text in (post("", LENGTH), post("", CHUNKED)):
        written, closed = received(text.replace(b"Host: a\r\n", f"{offer}{head}".encode()))
        assert (written.partition(b" ")[2][:3], written.partition(b"\r\n\r\n")[2], closed) == (
            b"%d" % status,
            why,
            True,
        )


@pytest.mark.parametrize(
    "host", ["", "a", "a:", "127.0.0.1:80", "[::1]", "[::1]:80", "x_y.example", "xn--a.example", "a%20b"]
)
def test_a_host_that_the_standard_allows_is_taken(host: str) -> None:
    assert received(post("", LENGTH).replace(b"Host: a", f"Host: {host}".encode())) == (ANSWER, False)


def test_the_older_http_needs_no_host() -> None:
    written, closed = received(b"POST / HTTP/1.0\r\n" + LENGTH)
    assert (written.endswith(BODY), closed) == (True, True)


def test_a_request_before_a_refused_one_is_answered_first() -> None:
    written, closed = received(post("", LENGTH) + post("Host: b\r\n", LENGTH) + post("", LENGTH))
    assert (written.startswith(ANSWER + b"HTTP/1.1 400 "), written.count(b"HTTP/1.1 "), closed) == (True, 2, True)


def test_a_head_that_never_ends_is_given_up() -> None:
    """Whether it is one field without an end, or fields without an end."""
    for piece in (b"b" * 1000, b"A: b\r\n" * 100):
        written, closed = received(b"GET / HTTP/1.1\r\nHost: a\r\nA: ", *200 * [piece])
        assert (written.startswith(b"HTTP/1.1 431 "), closed) == (True, True)


def test_a_large_body_is_no_large_head() -> None:
    body = b"a" * 200_000
    framed = b"Content-Length: %d\r\n\r\n" % len(body) + body
    text = post("", framed) + post(OFFERS["h2c"], framed)
    assert received(*(text[i : i + 10_000] for i in range(0, len(text), 10_000)))[0].count(body) == 2


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with started_server(Settings(seed=1)) as server:
        yield server


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_the_mock_answers_a_submit_with_an_offer_as_one_without(server: RunningServer, offer: str) -> None:
    edit = json.dumps({"image_urls": ["https://example.com/a.png"], "prompt": "At night"}).encode()
    head = "POST /doubao/drawing/seededit_v30 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{YOUR_API_KEY}}\r\n"
    sent = [
        f"{head}{more}Content-Length: {len(edit)}\r\n\r\n".encode() + edit for more in (offer, "Connection: close\r\n")
    ]
    server.reset()
    with socket.create_connection(("127.0.0.1", httpx.URL(server.url).port or 0)) as connection:
        connection.sendall(b"".join(sent))
        answers = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answers.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert [exchange.body for exchange in server.journal()] == [json.loads(edit)] * 2
