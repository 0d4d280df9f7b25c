"""HTTP/1.1 and nothing else: offers of another protocol are passed over, heads that HTTP forbids are refused."""

import re
from typing import Any

import httptools
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

_LARGEST_HEAD = 65_536  # bytes; as much as uvicorn reads with its other parser
_SINGLE = (b"host", b"content-type", b"authorization")
_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")


class _Parser(httptools.HttpRequestParser):
    """httptools' parser, which gives back what follows a head that offers another protocol.

    As it comes it drops that: the request's body, and the requests behind it.
    """

    def __init__(self, protocol: "PlainHttpProtocol") -> None:
        super().__init__(protocol)
        self._protocol = protocol
        self.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn has it

    def feed_data(self, data: Any) -> None:
        try:
            super().feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            self._protocol.decline(data[offer.args[0] :])


class PlainHttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol for a server that speaks HTTP/1.1 alone.

    A request that offers another protocol, as Java's own client does with `Upgrade: h2c`, is read as if it did not
    (RFC 9110, 7.8). One without exactly one valid `Host` (RFC 9112, 3.2), or with two values of a field that has but
    one, is answered 400; one with a head of over 64 KiB is answered 431.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.parser = _Parser(self)
        self._again = b""
        self._in_head = False
        self._head_received = 0
        self._may_be_large = False

    def data_received(self, data: bytes) -> None:
        """Read on; a head that does not end is given up."""
        if self._in_head:
            self._head_received += len(data)
        self._may_be_large = len(data) + self._head_received > _LARGEST_HEAD
        super().data_received(data)
        while self._again and not self.transport.is_closing():
            again, self._again = self._again, b""
            super().data_received(again)
        if self._in_head and self._head_received > _LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._in_head, self._head_received = True, 0

    def on_headers_complete(self) -> None:
        """Hold the head to HTTP, unless it is to be read again by `decline`."""
        self._in_head = False
        if self._offers_another():
            return
        refusal = _refusal(self.headers, self.parser)
        if refusal is None and self._may_be_large and _size(self.url, self.headers) > _LARGEST_HEAD:
            refusal = _refused(431, f"The head of the request is over {_LARGEST_HEAD} bytes.")
        if refusal is None:
            self.request_begins()
            return
        # A request before it may still be under way: this one is answered in its turn, by another application.
        app, self.app = self.app, refusal
        self.request_begins()
        self.app = app

    def request_begins(self) -> None:
        """Have the request answered."""
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request; one that is to be read again has not begun."""
        if not self._offers_another():
            super().on_message_complete()

    def decline(self, rest: bytes) -> None:
        """Have a head read again without its offer, and then what follows it."""
        if not self._offers_another():
            return
        head = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())]
        head += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = _Parser(self)
        self._again = b"\r\n".join(head) + b"\r\n\r\n" + rest

    def _offers_another(self) -> bool:
        # CONNECT offers nothing: it asks for another protocol alone.
        return bool(self.parser.should_upgrade()) and self.parser.get_method() != b"CONNECT"


def _refusal(headers: list[tuple[bytes, bytes]], parser: httptools.HttpRequestParser) -> ASGIApp | None:
    """The application that refuses a head; None for one that HTTP allows."""
    fields = dict(headers)
    if len(fields) < len(headers):
        names = [name for name, _ in headers]
        if twice := next((name for name in _SINGLE if names.count(name) > 1), None):
            return _refused(400, f"More than one {twice.decode().title()}.")
    host = fields.get(b"host")
    if host is None:
        return _refused(400, "No Host, which HTTP/1.1 asks for.") if parser.get_http_version() == "1.1" else None
    return None if _HOST.fullmatch(host) else _refused(400, "Host is not the name of a host and a port.")


def _refused(status: int, why: str) -> ASGIApp:
    return PlainTextResponse(why, status, {"connection": "close"})


def _size(url: bytes, headers: list[tuple[bytes, bytes]]) -> int:
    return len(url) + sum(len(name) + len(value) + len(b": \r\n") for name, value in headers)
