"""Signals while a batch runs: the first one lets it end in good order, the second one ends it at once."""

import signal
from asyncio import AbstractEventLoop
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from ...interruption import watched_signals


class BatchSignals:
    """Counts signals instead of being ended by them, in `with`. One that is ignored, as under nohup, stays ignored.

    Attributes:
        count: how many came.
    """

    def __init__(self) -> None:
        self.count = 0
        self._acts: list[Callable[[], object]] = []
        self._loop: AbstractEventLoop | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for each in watched_signals():
            if signal.getsignal(each) is not signal.SIG_IGN:
                self._before[each] = signal.signal(each, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def act(self, loop: AbstractEventLoop, *acts: Callable[[], object]) -> None:
        """Call a function in a loop at the first signal, another at the second, and so on; those that came count."""
        self._loop, self._acts = loop, list(acts)
        for _ in range(self.count):
            self._next()

    def act_no_more(self) -> None:
        """Call nothing any more: the loop ends."""
        self._loop, self._acts = None, []

    def _came(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self._next()

    def _next(self) -> None:
        if self._loop is not None and self._acts:
            # Not here: the loop may be in the midst of anything. This wakes it, too.
            self._loop.call_soon_threadsafe(self._acts.pop(0))
