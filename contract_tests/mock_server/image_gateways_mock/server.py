"""Runs the application on a port of this machine."""

import os
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import uvicorn
from starlette.types import Receive, Scope, Send

from .app import MockServer
from .connection import BreakableProtocol
from .journal import JournalEntry
from .settings import PORTS, Settings

HOST = "127.0.0.1"
STOPS = (signal.SIGINT, signal.SIGTERM)

_SECONDS_TO_FINISH = 3


class NotServed(UserWarning):
    """Something of the documents or the recordings is not served; the message is a line that says what and why."""


class PortTaken(Exception):
    """The port cannot be listened on; the message says which and why."""


def bound_socket(port: int) -> socket.socket:
    """Listen on a port of this machine only; 0 takes a free one.

    Raises:
        PortTaken: something else listens there, or the port is not allowed.
    """
    if not PORTS.allows(port):
        raise PortTaken(f"cannot listen on {HOST}:{port}: a port is {PORTS}")
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise PortTaken(
            f"cannot listen on {HOST}:{port}: {reason}. Choose another port; 0 is one that is free."
        ) from error


def url_of(listening: socket.socket) -> str:
    """Return the URL of a listening socket, without a trailing slash."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


class StoppableServer(uvicorn.Server):
    """uvicorn, which can be stopped by a signal from before it runs; as it comes it loses one that is early."""

    def heed_signals(self) -> None:
        """Let SIGINT and SIGTERM, from now on, have the requests under way finished and the server ended.

        A second SIGINT does not wait for them. To be called in the main thread.
        """
        for stop in STOPS:
            signal.signal(stop, self.handle_exit)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals as they are."""
        yield


@contextmanager
def in_thread(server: uvicorn.Server, name: str, port: int = 0) -> Iterator[str]:
    """Run a server in a thread; gives its URL, without a trailing slash. It has ended when the context is left.

    Args:
        server: the server, not yet running.
        name: the thread's name.
        port: TCP port on 127.0.0.1; 0 takes a free one.

    Raises:
        PortTaken: the port cannot be listened on.
    """
    with bound_socket(port) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), name=name, daemon=True)
        thread.start()
        try:
            # The socket listens already: a request that comes before the server runs waits in its queue.
            yield url_of(listening)
        finally:
            server.should_exit = True
            thread.join()


class Application(Protocol):
    """An ASGI application whose callers may wait on purpose."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

    def stop_waiting(self) -> None:
        """Let go of every caller who waits."""


class _Server(StoppableServer):
    """A server that lets go of callers who wait on purpose before it waits for the requests that are left."""

    def __init__(self, config: uvicorn.Config, app: Application) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.stop_waiting()
        await super().shutdown(sockets)


def uvicorn_server(app: Application) -> StoppableServer:
    """Return a server for the application, not yet running."""
    config = uvicorn.Config(
        app,
        http=BreakableProtocol,
        lifespan="off",
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody stands in front of a server that listens on this machine alone
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    return _Server(config, app)


class RunningServer:
    """A server that runs in a thread of this process.

    Attributes:
        url: its URL, without a trailing slash.
        app: the application, for what is not offered here.
    """

    def __init__(self, url: str, app: MockServer) -> None:
        self.url = url
        self.app = app

    def journal(self) -> list[JournalEntry]:
        """Return the latest requests and what became of them, oldest first."""
        return list(self.app.journal)

    @property
    def submits(self) -> dict[str, int]:
        """How often each operation took effect, and would be billed, by its id; one that never did is left out."""
        return self.app.journal.submits

    def arm(self, fault: str, times: int | None = 1, operation: str | None = None) -> None:
        """Let faults happen to the next requests, after what was armed before.

        Args:
            fault: the faults, as `latency=200ms`; `faults.FAULTS` lists them.
            times: number of requests, 1 or more; None for all until `reset`.
            operation: only to this operation, by its id, or only to `pictures`.

        Raises:
            UnknownFault: there is no such fault or operation, or it can never happen there.
            ValueError: `times` is less than 1.
        """
        self.app.faults.arm(fault, times, operation)

    def reset(self) -> None:
        """Forget tasks, journal, counts and armed faults, and start the seed anew."""
        self.app.reset()


@contextmanager
def started_server(settings: Settings | None = None, port: int = 0) -> Iterator[RunningServer]:
    """Run a server in a thread for as long as the context lasts.

    The server answers from the moment the context is entered, and its requests are finished before it is left. Of each
    thing that is not served there is a warning, `NotServed`.

    Args:
        settings: the options; None for the defaults.
        port: TCP port on 127.0.0.1; 0 takes a free one.

    Raises:
        DocumentError: no document can be served; of several, those that can are, and `app.problems` has why others not.
        RecordingError: no document can be served, since recordings break them.
        UnknownFault: the settings ask for a fault that there is not.
        PortTaken: the port cannot be listened on.
    """
    app = MockServer(settings or Settings())
    for line in (*app.problems, *app.left_out):
        warnings.warn(line, NotServed, stacklevel=3)  # where the context is entered, through contextlib
    with in_thread(uvicorn_server(app), "mock server", port) as url:
        yield RunningServer(url, app)


@contextmanager
def running_server(settings: Settings | None = None, port: int = 0) -> Iterator[str]:
    """Run a server as `started_server` does; gives its URL alone, without a trailing slash."""
    with started_server(settings, port) as server:
        yield server.url
