"""Carries out the steps of a call in an event loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx

from .calls import Call, Fetch, Reply, Trouble
from .deadline import Deadline, bounded_by
from .exchange import CAUGHT, Address, Exchange, decoder_of, foreseen
from .runtime import T

_GRACE = 0.01  # seconds


class AsyncRuntime:
    """Carries out each step in an event loop of asyncio, of many calls at once.

    Args:
        address: where the gateway is.
        http: the client that carries the requests, never a second one by itself.
        max_concurrent: how many requests are under way at once; others wait their turn, within their deadlines.
        pause: waits for some seconds.
    """

    def __init__(
        self,
        address: Address,
        http: httpx.AsyncClient,
        max_concurrent: int,
        pause: Callable[[float], Awaitable[object]],
    ) -> None:
        self._address = address
        self._http = http
        self._pause = pause
        # httpx's own queue takes time that grows with the square of what waits in it.
        self._turns = asyncio.Semaphore(max_concurrent)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds."""
        return await self._pause(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function in a thread: decoding a picture would hold up every other task of the loop."""
        return await asyncio.to_thread(function)

    async def exchange(self, asked: Call | Fetch) -> Reply | Trouble:
        """Call an operation, or fetch a file, once."""
        exchange = Exchange(self._address, self._http, asked)
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        if trouble := exchange.cannot_begin(self._loop, loop):
            return trouble
        try:
            with _until(asked.deadline):
                async with self._turns:
                    request: httpx.Request | None = exchange.begun()
                    with _until(exchange.deadline):
                        while request is not None:
                            async with self._opened(request, exchange) as response:
                                request = exchange.next_request(response)
                                if request is None:
                                    await self._read(response, exchange)
            return exchange.reply(response)
        except CAUGHT as error:
            return exchange.trouble(error)

    @asynccontextmanager
    async def _opened(self, request: httpx.Request, exchange: Exchange) -> AsyncIterator[httpx.Response]:
        """Send a request; the response is closed afterwards."""
        request.extensions["trace"] = exchange.anote
        with foreseen():
            try:
                response = await self._http.send(request, auth=None, follow_redirects=False, stream=True)
            except BaseException:
                if exchange.unused is not None:
                    import anyio

                    with anyio.CancelScope(shield=True):
                        await exchange.unused.aclose()
                raise
        try:
            yield response
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, exchange: Exchange) -> None:
        """Read a body, within time and size."""
        decoder = decoder_of(response)
        with foreseen():
            async for raw in _whole(response) if response.is_stream_consumed else response.aiter_raw():
                for chunk in decoder.decode(raw):
                    exchange.add(chunk)
                    await asyncio.sleep(0)  # what a few bytes stand for may take long to decode


async def _whole(response: httpx.Response) -> AsyncIterator[bytes]:
    yield response.content


@contextmanager
def _until(deadline: Deadline) -> Iterator[None]:
    """Raise TimeoutError at the deadline."""
    # Not asyncio.timeout: only from a scope of anyio's does httpcore shield the release of its connection, which would
    # otherwise count as in use for ever. Its own time-outs come first: of a handshake they alone leave its pool whole.
    import anyio  # as httpcore does, with the first request

    with bounded_by(deadline), anyio.fail_after(deadline.remaining() + _GRACE):
        yield
