"""What the steps of a call are carried out by: requests, pauses, and work that takes its time.

The calls themselves are coroutines, which hold the policy and are the same for both editors. One awaits them in an
event loop; the other runs them by `BlockingRuntime`, of which no step suspends, in one go.
"""

import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import httpx

from .calls import Call, Fetch, Reply, Trouble
from .deadline import bounded_by
from .exchange import CAUGHT, Address, Exchange, decoder_of, foreseen, shorten

T = TypeVar("T")


class Runtime(Protocol):
    """Carries out the steps of a call."""

    async def exchange(self, asked: Call | Fetch) -> Reply | Trouble:
        """Call an operation of the gateway, or fetch a file from another host, once."""

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds, 0 or more."""

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function that takes its time, such as decoding a picture."""


class BlockingRuntime:
    """Carries out each step by blocking, in the thread that asks for it; may be used by several threads at once.

    Args:
        address: where the gateway is.
        http: the client that carries the requests, never a second one by itself.
        pause: waits for some seconds.
    """

    def __init__(self, address: Address, http: httpx.Client, pause: Callable[[float], object]) -> None:
        self._address = address
        self._http = http
        self._pause = pause
        self._process: int | None = None

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds."""
        return self._pause(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function."""
        return function()

    async def exchange(self, asked: Call | Fetch) -> Reply | Trouble:
        """Call an operation, or fetch a file, once."""
        exchange = Exchange(self._address, self._http, asked)
        # Two processes that share a connection would get each other's answers.
        process = os.getpid()
        self._process = self._process or process
        if trouble := exchange.cannot_begin(self._process, process):
            return trouble
        try:
            request: httpx.Request | None = exchange.begun()
            with bounded_by(exchange.deadline):
                while request is not None:
                    with self._opened(request, exchange) as response:
                        request = exchange.next_request(response)
                        if request is None:
                            self._read(response, exchange)
            return exchange.reply(response)
        except CAUGHT as error:
            return exchange.trouble(error)

    @contextmanager
    def _opened(self, request: httpx.Request, exchange: Exchange) -> Iterator[httpx.Response]:
        """Send a request; the response is closed afterwards."""
        request.extensions["trace"] = exchange.note
        with foreseen():
            try:
                # No auth of the client's own: it would take the place of the gateway's key.
                response = self._http.send(request, auth=None, follow_redirects=False, stream=True)
            except BaseException:
                if exchange.unused is not None:
                    exchange.unused.close()
                raise
        try:
            yield response
        finally:
            response.close()

    def _read(self, response: httpx.Response, exchange: Exchange) -> None:
        """Read a body, within time and size."""
        shorten(response.request, exchange.deadline)
        decoder = decoder_of(response)
        with foreseen():
            for raw in [response.content] if response.is_stream_consumed else response.iter_raw():
                for chunk in decoder.decode(raw):
                    exchange.add(chunk)


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run what never suspends, since every step of it blocks, to its end; return what it returns."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        coroutine.close()
    raise RuntimeError("a step of what blocks has suspended")
