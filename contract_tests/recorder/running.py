"""Runs the proxy: on a given socket until it is stopped, or in a thread for as long as a context lasts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from image_gateways_mock.plain_http import PlainHttpProtocol
from image_gateways_mock.server import StoppableServer, bound_socket, url_of

from .proxy import RecordingProxy


def server_of(proxy: RecordingProxy) -> StoppableServer:
    """Return a server for the proxy, not yet running. It ends when the calls under way have ended."""
    config = uvicorn.Config(
        proxy,
        http=PlainHttpProtocol,
        lifespan="off",
        ws="none",
        # An answer that the gateway cut is passed on cut; uvicorn would call this an error, with a traceback.
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    return StoppableServer(config)


@contextmanager
def running_proxy(proxy: RecordingProxy, port: int = 0) -> Iterator[str]:
    """Run the proxy in a thread; gives its URL, without a trailing slash. All is recorded when the context is left.

    Args:
        proxy: the proxy.
        port: TCP port on 127.0.0.1; 0 takes a free one.

    Raises:
        PortTaken: the port cannot be listened on.
    """
    with bound_socket(port) as listening:
        server = server_of(proxy)
        thread = threading.Thread(target=server.run, args=([listening],), name="recorder", daemon=True)
        thread.start()
        try:
            yield url_of(listening)
        finally:
            server.should_exit = True
            thread.join()
