"""Carries out what flows ask for, in an event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from .async_channel import AsyncChannel
from .effects import Call, Effect, Fetch, Flow, Sleep, T, Tell
from .errors import ImageEditError
from .key import Key


class AsyncDriver:
    """Runs flows in an event loop of asyncio, many at once.

    Args:
        channel: carries the requests.
        key: what no error may hold.
        sleep: waits for some seconds.
    """

    def __init__(
        self, channel: AsyncChannel, key: Key, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._channel = channel
        self._key = key
        self._sleep = sleep

    async def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end; return what it returns."""
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = await self._perform(effect)
                except BaseException as interruption:
                    effect = flow.throw(interruption)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: T = end.value
            return result
        except ImageEditError as error:
            self._key.remove_from(error)
            raise

    async def _perform(self, effect: Effect) -> Any:
        match effect:
            case Call():
                return await self._channel.call(effect)
            case Fetch():
                return await self._channel.fetch(effect)
            case Sleep():
                return await self._sleep(effect.seconds)
            case Tell():
                told = effect.function()
                if isawaitable(told):
                    await told
                return None
            case _:
                # Decoding a picture would hold up every other task of the loop.
                return await asyncio.to_thread(effect.function)
