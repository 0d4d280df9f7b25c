"""How fast a batch may go: how many of its jobs run at once, and how long a rate limit holds them back."""

import random

from ..network.deadline import Clock
from ..policy import Policy

_SHRINK = 0.5  # of the jobs at once, at each rate limit
_GROWTH = 0.5  # jobs, for as many answers as there are jobs at once
_SPREAD = 0.1  # of a pause, over which the requests that waited for its end are spread
_LEAST_PART = 0.5  # of a pause that nobody asked for; the rest of it is drawn


class Pace:
    """Holds back the requests of a batch, and its jobs.

    Each rate limit halves how many jobs run at once, and holds back every request for as long as the gateway asked, or
    for a pause that doubles as long as it is told so again. Each answer lets a little more run.

    Args:
        at_once: how many jobs run at once when nobody minds, 1 or more.
        policy: how long pauses are.
        clock: gives seconds that never jump.
    """

    def __init__(self, at_once: int, policy: Policy, clock: Clock) -> None:
        self._most = at_once
        self._policy = policy
        self._clock = clock
        self._window = float(at_once)
        self._until = clock()
        self._pause = 0.0
        self._turn = 0
        self._in_a_row = 0

    @property
    def at_once(self) -> int:
        """How many jobs may run at once now, 1 or more."""
        return max(1, int(self._window))

    @property
    def turn(self) -> int:
        """The number of the pauses so far; a request is of the turn in which it began."""
        return self._turn

    def delay(self) -> float:
        """Return the seconds until a request may be sent, 0 or more; to be asked again after that."""
        remaining = self._until - self._clock()
        return 0.0 if remaining <= 0 else remaining + random.uniform(0, _SPREAD * self._pause)  # noqa: S311  no secret

    def limited(self, turn: int, retry_after: float | None) -> None:
        """Slow down: the gateway refused a request as one too many.

        Args:
            turn: the turn in which that began. Of those that were under way together, the first one counts.
            retry_after: the seconds that the gateway asked for, if it did.
        """
        pause = 0.0 if retry_after is None else self._policy.heeded(retry_after)
        if turn == self._turn:
            self._turn += 1
            self._window = max(1.0, self._window * _SHRINK)
            if retry_after is None:
                longest = self._policy.most_after(self._in_a_row + 1)
                pause = longest * random.uniform(_LEAST_PART, 1)  # noqa: S311  no secret
            self._in_a_row += 1
            self._pause = pause
        self._until = max(self._until, self._clock() + pause)

    def answered(self, turn: int) -> bool:
        """Speed up a little: the gateway took a request; say whether one more job may run at once.

        Args:
            turn: the turn in which the request began. One of an earlier turn says nothing of the pace since.
        """
        if turn != self._turn:
            return False
        self._in_a_row = 0
        before = int(self._window)
        self._window = min(float(self._most), self._window + _GROWTH / self._window)
        return int(self._window) > before
