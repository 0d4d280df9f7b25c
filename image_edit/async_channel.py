"""Carries requests over an asyncio httpx client: one exchange at a time, never a second by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

import httpx

from .deadline import Deadline
from .effects import Call, Fetch, Reply, Trouble
from .exchange import (
    CAUGHT,
    MOST_REDIRECTS,
    Address,
    BadRedirect,
    Exchange,
    Progress,
    RequestBuilder,
    cannot_begin,
    download_request,
    next_url,
    reply_of,
    reread,
)
from .policy import Situation


class AsyncChannel:
    """Carries requests over an asyncio httpx client, as `BlockingChannel` does.

    Args:
        address: where the gateway is.
        http: the client.
        max_concurrent: how many requests are under way at once; others wait their turn, within their deadlines.
    """

    def __init__(self, address: Address, http: httpx.AsyncClient, max_concurrent: int) -> None:
        self._address = address
        self._http = http
        # httpx's own queue takes time that grows with the square of what waits in it.
        self._turns = asyncio.Semaphore(max_concurrent)

    async def call(self, effect: Call) -> Reply | Trouble:
        """Call an operation once, through its generated function."""
        if trouble := cannot_begin(self._http, effect.deadline):
            return trouble
        progress = Progress()
        turn = False
        try:
            async with asyncio.timeout(effect.deadline.remaining()), self._turns:
                turn = True
                client = self._address.client()
                build = partial(self._address.request, self._http, client, effect)
                client.set_async_httpx_client(cast(httpx.AsyncClient, _AsyncExchange(self, build, effect, progress)))
                return reply_of(await effect.operation.asyncio_detailed(client=client, **effect.arguments))
        except CAUGHT as error:
            return progress.trouble(error, effect.deadline) if turn else _no_turn(effect.deadline)

    async def fetch(self, effect: Fetch) -> Reply | Trouble:
        """Fetch a file once, without the key; redirects are followed."""
        if trouble := cannot_begin(self._http, effect.deadline):
            return trouble
        progress = Progress()
        try:
            url: httpx.URL | None = httpx.URL(effect.url)
            async with asyncio.timeout(effect.deadline.remaining()), self._turns:
                for _ in range(MOST_REDIRECTS + 1):
                    assert url is not None
                    request = download_request(self._http, url, self._address.timeout(effect))
                    async with self.opened(request, progress) as response:
                        url = next_url(response)
                        if url is None:
                            body = await self.read(response, effect, progress)
                            return Reply(response.status_code, response.headers, body)
            raise BadRedirect(f"more than {MOST_REDIRECTS} redirects")
        except CAUGHT as error:
            return progress.trouble(error, effect.deadline)

    @asynccontextmanager
    async def opened(self, request: httpx.Request, progress: Progress) -> AsyncIterator[httpx.Response]:
        """Send a request; the response is closed afterwards."""
        response = await self._http.send(request, auth=None, follow_redirects=False, stream=True)
        try:
            progress.status = response.status_code
            yield response
        finally:
            await response.aclose()

    async def read(self, response: httpx.Response, effect: Call | Fetch, progress: Progress) -> bytes:
        """Read a body, within time and size."""
        limit = self._address.limit(effect.purpose)
        async for chunk in response.aiter_bytes():
            progress.add(chunk, effect.deadline, limit)
        return b"".join(progress.chunks)


class _AsyncExchange(Exchange):
    """As `_BlockingExchange`, for asyncio."""

    def __init__(self, channel: AsyncChannel, build: RequestBuilder, effect: Call, progress: Progress) -> None:
        super().__init__(build, effect, progress)
        self._channel = channel

    async def send(self, request: httpx.Request) -> httpx.Response:
        request.extensions["trace"] = self._progress.note
        async with self._channel.opened(request, self._progress) as response:
            return reread(response, await self._channel.read(response, self._effect, self._progress))


def _no_turn(deadline: Deadline) -> Trouble:
    return Trouble(Situation.NOT_CONNECTED, "the time was over before it was its turn to be sent", deadline.passed)
