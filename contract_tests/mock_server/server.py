"""Runs the application on a port of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from .app import MockServer
from .settings import Settings

HOST = "127.0.0.1"

_PORTS = range(65_536)
_SECONDS_TO_FINISH = 3


class PortTaken(Exception):
    """The port cannot be listened on; the message says which and why."""


def bound_socket(port: int) -> socket.socket:
    """Listen on a port of this machine only; 0 takes a free one.

    Raises:
        PortTaken: something else listens there, or the port is not allowed.
    """
    if port not in _PORTS:
        raise PortTaken(f"cannot listen on {HOST}:{port}: a port is a number from 0 to {_PORTS[-1]}")
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise PortTaken(f"cannot listen on {HOST}:{port}: {error.strerror}") from error


def url_of(listening: socket.socket) -> str:
    """Return the URL of a listening socket, without a trailing slash."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


def uvicorn_server(app: MockServer) -> uvicorn.Server:
    """Return a server for the application, not yet running."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    return uvicorn.Server(config)


@contextmanager
def running_server(settings: Settings | None = None, port: int = 0) -> Iterator[str]:
    """Run a server in a thread for as long as the context lasts; gives its URL, without a trailing slash.

    The server answers from the moment the context is entered, and its requests are finished before it is left.

    Args:
        settings: the options; None for the defaults.
        port: TCP port on 127.0.0.1; 0 takes a free one.

    Raises:
        DocumentError: a document cannot be served.
        RecordingError: a recording breaks its document.
        PortTaken: the port cannot be listened on.
    """
    app = MockServer(settings or Settings())
    with bound_socket(port) as listening:
        server = uvicorn_server(app)
        thread = threading.Thread(target=server.run, args=([listening],), name="mock server", daemon=True)
        thread.start()
        try:
            # The socket listens already: a request that comes before the server runs waits in its queue.
            yield url_of(listening)
        finally:
            server.should_exit = True
            thread.join()
