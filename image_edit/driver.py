"""Carries out what flows ask for, by blocking."""

import time
from collections.abc import Callable
from inspect import GEN_SUSPENDED, getgeneratorstate
from typing import Any

from .channel import BlockingChannel
from .effects import Call, Effect, Fetch, Flow, Sleep, T, Tell
from .errors import ImageEditError
from .key import Key


class BlockingDriver:
    """Runs flows in the thread that calls it; may be used by several threads at once.

    Args:
        channel: carries the requests.
        key: what no error may hold.
        sleep: waits for some seconds.
    """

    def __init__(self, channel: BlockingChannel, key: Key, sleep: Callable[[float], None] = time.sleep) -> None:
        self._channel = channel
        self._key = key
        self._sleep = sleep

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end; return what it returns."""
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = self._perform(effect)
                except BaseException as interruption:
                    # The flow may leave a note on it, and lets it pass.
                    effect = flow.throw(interruption)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: T = end.value
            return result
        except ImageEditError as error:
            self._key.remove_from(error)
            raise
        except BaseException as interruption:
            if getgeneratorstate(flow) == GEN_SUSPENDED:  # it came between two steps, where the flow did not see it
                flow.throw(interruption)
            raise

    def _perform(self, effect: Effect) -> Any:
        match effect:
            case Call():
                return self._channel.call(effect)
            case Fetch():
                return self._channel.fetch(effect)
            case Sleep():
                return self._sleep(effect.seconds)
            case Tell():
                effect.function()
                return None
            case _:
                return effect.function()
