"""The mock server's connections: whole answers leave in one piece, and no shortcut changes what a caller sees."""

import asyncio
import json
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from image_gateways_mock import Settings, running_server
from image_gateways_mock.answers import ReplayedAnswer
from image_gateways_mock.app import MockServer
from image_gateways_mock.connection import BreakableProtocol
from image_gateways_mock.server import in_thread, uvicorn_server

KEY = "Bearer {{YOUR_API_KEY}}"
SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "/doubao/drawing/seededit_v30_result"
EDIT = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_server(Settings(seed=1)) as url:
        yield url


def request(path: str, content: dict[str, Any], *headers: str) -> bytes:
    body = json.dumps(content).encode()
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: {KEY}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *headers, "", ""]).encode() + body


def exchange(url: str, *parts: bytes) -> bytes:
    """Everything that comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as connection:
        for part in parts:
            connection.sendall(part)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_connection_is_closed_after_the_answer_when_the_caller_asks_for_it(url: str) -> None:
    answer = exchange(url, request(SUBMIT, EDIT, "Connection: close"))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close\r\n" in answer


def test_requests_that_come_in_one_piece_are_answered_in_order(url: str) -> None:
    with httpx.Client(base_url=url, headers={"Authorization": KEY}) as client:
        task_id = client.post(SUBMIT, json=EDIT).json()["data"]["task_id"]
    asked = {"task_id": task_id}
    answers = exchange(url, 2 * request(POLL, asked) + request(POLL, asked, "Connection: close"))
    statuses = [json.loads(part.rpartition(b"\r\n")[2])["data"]["status"] for part in answers.split(b"HTTP/1.1 ")[1:]]
    assert statuses == ["in_queue", "generating", "done"]


def test_a_body_that_comes_in_pieces_is_put_together(url: str) -> None:
    sent = request(SUBMIT, EDIT, "Connection: close")
    assert exchange(url, sent[:-5], sent[-5:]).startswith(b"HTTP/1.1 200 ")


def test_a_body_may_wait_to_be_asked_for(url: str) -> None:
    head, _, body = request(SUBMIT, EDIT, "Expect: 100-continue", "Connection: close").partition(b"\r\n\r\n")
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        rest = b"".join(iter(lambda: connection.recv(65536), b""))
    assert rest.startswith(b"HTTP/1.1 200 ")
    assert rest.count(b"HTTP/1.1 ") == 1


def test_the_head_of_a_picture_comes_without_its_body(url: str) -> None:
    head, whole = (httpx.request(method, f"{url}/pictures/lighthouse.png") for method in ("HEAD", "GET"))
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.content == b""


class Transport:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> None:
        self.written.append(content)


def under_way(**changes: Any) -> tuple[Any, Any, list[bytes]]:
    """A protocol, a request of it whose body is `{}`, and what is written to its caller."""
    protocol: Any = BreakableProtocol.__new__(BreakableProtocol)
    protocol.transport = transport = Transport()
    usual = {
        "scope": {"method": "POST"},
        "flow": SimpleNamespace(write_paused=False),
        "keep_alive": True,
        "disconnected": False,
        "waiting_for_100_continue": False,
        "default_headers": [(b"date", b"today")],
        "message_event": asyncio.Event(),
        "on_response": lambda: None,
        "more_body": False,
        "body": bytearray(b"{}"),
    }
    cycle = SimpleNamespace(**{**usual, **changes})
    cycle.message_event.set()
    return protocol, cycle, transport.written


def test_a_whole_answer_is_one_write() -> None:
    protocol, cycle, written = under_way()
    assert protocol.send_whole(cycle, ReplayedAnswer(200, ((b"content-type", b"text/plain"),), b"yes"))
    (answer,) = written
    lines = [b"HTTP/1.1 200 OK", b"content-type: text/plain", b"content-length: 3", b"date: today", b"", b"yes"]
    assert answer == b"\r\n".join(lines)


@pytest.mark.parametrize(
    "unusual",
    [
        {"keep_alive": False},
        {"disconnected": True},
        {"waiting_for_100_continue": True},
        {"flow": SimpleNamespace(write_paused=True)},
        {"scope": {"method": "HEAD"}},
    ],
    ids=lambda unusual: next(iter(unusual)),
)
def test_an_unusual_request_is_left_to_uvicorn(unusual: dict[str, Any]) -> None:
    protocol, cycle, written = under_way(**unusual)
    assert not protocol.send_whole(cycle, ReplayedAnswer(200, (), b"yes"))
    assert written == []


def test_a_header_that_would_split_the_answer_is_left_to_uvicorn() -> None:
    protocol, cycle, _ = under_way()
    assert not protocol.send_whole(cycle, ReplayedAnswer(200, ((b"x-split", b"a\r\nb"),), b""))


def test_a_body_is_whole_when_all_of_it_is_there_and_none_was_taken() -> None:
    protocol, cycle, _ = under_way()
    assert protocol.whole_body(cycle) == b"{}"
    cycle.message_event.clear()  # as after a receive
    assert protocol.whole_body(cycle) is None
    for change in ({"more_body": True}, {"disconnected": True}):
        protocol, cycle, _ = under_way(**change)
        assert protocol.whole_body(cycle) is None


def test_what_stands_between_server_and_mock_sees_every_byte() -> None:
    mock = MockServer(Settings(seed=1))

    class Between:
        stop_waiting = mock.stop_waiting

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def received() -> Message:
                message = await receive()
                return {**message, "body": message["body"].replace(b"PROMPT", b"prompt")}

            async def sent(message: Message) -> None:
                if "body" in message:
                    message = {**message, "body": message["body"].replace(b"request_id", b"REQUEST_ID")}
                await send(message)

            await mock(scope, received, sent)

    with in_thread(uvicorn_server(Between()), "what stands between") as url:
        edit = {"image_urls": EDIT["image_urls"], "PROMPT": "At night"}
        # One request at least whose body comes with its head, and one whose answer could leave in one write.
        answers = exchange(url, request(SUBMIT, edit) + request(SUBMIT, edit, "Connection: close"))
    assert answers.count(b"HTTP/1.1 200 ") == answers.count(b"REQUEST_ID") == 2
