"""A server that answers with bytes as they are told, for what no well-behaved server does."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[socket.socket, bytes], bool]
"""Answers a request, given whole, on its connection; tells whether the connection stays open."""

Greeting = Callable[[socket.socket], socket.socket]
"""Does what comes before the first request, as a handshake; returns the connection to speak over from then on."""


class RawServer:
    """A server in a thread of this process.

    Attributes:
        url: its URL, without a trailing slash.
        requests: the requests that arrived whole, in order.
        connections: how many connections were made.
    """

    def __init__(self, answer: Answer, greeting: Greeting = lambda connection: connection) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.closing = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            request: socket.socket

            def handle(self) -> None:
                outer.connections += 1
                with suppress(OSError), greeting(self.request) as connection:
                    while (request := _read_request(connection)) is not None:
                        outer.requests.append(request)
                        if not answer(connection, request):
                            break

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, and let go of callers that are kept waiting."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def raw_server(answer: Answer, greeting: Greeting = lambda connection: connection) -> Iterator[RawServer]:
    """Run a server for as long as the context lasts."""
    server = RawServer(answer, greeting)
    try:
        yield server
    finally:
        server.close()


def http_answer(body: bytes, status: str = "200 OK", headers: str = "Content-Type: application/json") -> bytes:
    """Write an answer as it goes over the wire."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _read_request(connection: socket.socket) -> bytes | None:
    """Read a request with its body; None if the other side closed."""
    read = b""
    while b"\r\n\r\n" not in read:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        read += chunk
    head, _, body = read.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        body += chunk
    return head + b"\r\n\r\n" + body
