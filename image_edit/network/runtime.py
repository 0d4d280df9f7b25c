"""What the steps of a call are carried out by: requests, pauses, and work that takes its time.

The calls themselves are coroutines, which hold the policy and are the same for both editors. One awaits them in an
event loop; the other runs them by `BlockingRuntime`, of which no step suspends, in one go.
"""

import time
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from .calls import Call, Fetch, Reply, Trouble
from .channel import BlockingChannel

T = TypeVar("T")


class Runtime(Protocol):
    """Carries out the steps of a call."""

    async def call(self, call: Call) -> Reply | Trouble:
        """Call an operation of the gateway, once."""

    async def fetch(self, fetch: Fetch) -> Reply | Trouble:
        """Fetch a file from another host, once."""

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds, 0 or more."""

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function that takes its time, such as decoding a picture."""

    async def tell(self, function: Callable[[], object]) -> None:
        """Call a function of the caller's where the caller is: in its thread, or in its event loop."""


class BlockingRuntime:
    """Carries out each step by blocking, in the thread that asks for it; may be used by several threads at once.

    Args:
        channel: carries the requests.
        pause: waits for some seconds.
    """

    def __init__(self, channel: BlockingChannel, pause: Callable[[float], object] = time.sleep) -> None:
        self.channel = channel
        self._pause = pause

    async def call(self, call: Call) -> Reply | Trouble:
        """Call an operation of the gateway, once."""
        return self.channel.call(call)

    async def fetch(self, fetch: Fetch) -> Reply | Trouble:
        """Fetch a file from another host, once."""
        return self.channel.fetch(fetch)

    async def sleep(self, seconds: float) -> object:
        """Wait for some seconds."""
        return self._pause(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function."""
        return function()

    async def tell(self, function: Callable[[], object]) -> None:
        """Call a function of the caller's."""
        function()


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
