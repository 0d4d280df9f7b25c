"""Carries requests over an asyncio httpx client: one exchange at a time, never a second by itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx

from ..policy import Situation
from . import exchange
from .calls import Call, Fetch, Reply, Trouble
from .deadline import Deadline, bounded_by

_GRACE = 0.01  # seconds


class AsyncChannel:
    """Carries requests over an asyncio httpx client, as `BlockingChannel` does.

    Args:
        address: where the gateway is.
        http: the client.
        max_concurrent: how many requests are under way at once; others wait their turn, within their deadlines.
    """

    def __init__(self, address: exchange.Address, http: httpx.AsyncClient, max_concurrent: int) -> None:
        self._address = address
        self._http = http
        # httpx's own queue takes time that grows with the square of what waits in it.
        self._turns = asyncio.Semaphore(max_concurrent)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def call(self, asked: Call) -> Reply | Trouble:
        """Call an operation once."""
        if trouble := self._refusal(asked):
            return trouble
        progress = exchange.Progress()
        turn = False
        try:
            with _until(asked.deadline):
                async with self._turns:
                    turn = True
                    asked = asked.begun()
                    request = self._address.request(self._http, asked)
                    with _until(asked.deadline):
                        async with self._opened(request, progress) as response:
                            body = await self._read(response, asked, progress)
            return exchange.reply_of(asked, response, body)
        except exchange.CAUGHT as error:
            return progress.trouble(error, asked.deadline) if turn else _no_turn(asked.deadline)

    async def fetch(self, asked: Fetch) -> Reply | Trouble:
        """Fetch a file once, without the key; redirects are followed."""
        if trouble := self._refusal(asked):
            return trouble
        progress = exchange.Progress()
        try:
            link: str | None = asked.url
            with _until(asked.deadline):
                async with self._turns:
                    for _ in range(exchange.MOST_REDIRECTS + 1):
                        assert link is not None
                        request = exchange.download_request(self._http, link, self._address.timeout(asked))
                        async with self._opened(request, progress) as response:
                            link = exchange.next_link(response)
                            if link is None:
                                body = await self._read(response, asked, progress)
                                return Reply(response.status_code, response.headers, body)
            raise exchange.BadRedirect(f"more than {exchange.MOST_REDIRECTS} redirects")
        except exchange.CAUGHT as error:
            return progress.trouble(error, asked.deadline)

    def _refusal(self, asked: Call | Fetch) -> Trouble | None:
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        return exchange.cannot_begin(self._http, asked, self._loop, loop)

    @asynccontextmanager
    async def _opened(self, request: httpx.Request, progress: exchange.Progress) -> AsyncIterator[httpx.Response]:
        """Send a request; the response is closed afterwards."""
        request.extensions["trace"] = progress.anote
        with exchange.foreseen():
            try:
                response = await self._http.send(request, auth=None, follow_redirects=False, stream=True)
            except BaseException:
                if progress.unused is not None:
                    import anyio

                    with anyio.CancelScope(shield=True):
                        await progress.unused.aclose()
                raise
        try:
            progress.status = response.status_code
            yield response
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, asked: Call | Fetch, progress: exchange.Progress) -> bytes:
        """Read a body, within time and size."""
        limit = self._address.limit(asked.purpose)
        decoder = exchange.decoder_of(response)
        with exchange.foreseen():
            async for raw in _whole(response) if response.is_stream_consumed else response.aiter_raw():
                for chunk in decoder.decode(raw):
                    progress.add(chunk, asked.deadline, limit)
                    await asyncio.sleep(0)  # what a few bytes stand for may take long to decode
        return b"".join(progress.chunks)


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


def _no_turn(deadline: Deadline) -> Trouble:
    return Trouble(Situation.NOT_CONNECTED, "the time was over before it was its turn to be sent", deadline.passed)
