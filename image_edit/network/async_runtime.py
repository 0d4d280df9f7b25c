"""Carries out the steps of a call in an event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar

from .async_channel import AsyncChannel
from .calls import Call, Fetch, Reply, Trouble

T = TypeVar("T")


class AsyncRuntime:
    """Carries out each step in an event loop of asyncio, of many calls at once.

    Args:
        channel: carries the requests.
        pause: waits for some seconds.
    """

    def __init__(self, channel: AsyncChannel, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self.channel = channel
        self._pause = pause

    async def call(self, call: Call) -> Reply | Trouble:
        """Call an operation of the gateway, once."""
        return await self.channel.call(call)

    async def fetch(self, fetch: Fetch) -> Reply | Trouble:
        """Fetch a file from another host, once."""
        return await self.channel.fetch(fetch)

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds."""
        return await self._pause(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function in a thread: decoding a picture would hold up every other task of the loop."""
        return await asyncio.to_thread(function)

    async def tell(self, function: Callable[[], object]) -> None:
        """Call a function of the caller's, which may be a coroutine function."""
        told = function()
        if isawaitable(told):
            await told
