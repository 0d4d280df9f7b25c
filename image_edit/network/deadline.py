"""The moment by which a call has to be over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..errors import BadInput

Clock = Callable[[], float]

#: Seconds that a call may take in all, unless it is told otherwise: an edit takes 10 and more, a queue longer.
DEFAULT_TIMEOUT = 300.0

_LONGEST = 10_000_000
_SHORTEST = 0.001  # 0 would mean "do not block" and not "time out"


class Deadline:
    """A moment on a clock that never jumps.

    Args:
        seconds: from now, greater than 0.
        clock: gives seconds, as `time.monotonic`.

    Raises:
        BadInput: `seconds` is no number greater than 0, or more than operating systems can wait for.
    """

    __slots__ = ("_clock", "_moment", "seconds")

    def __init__(self, seconds: float, clock: Clock) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise BadInput(f"a timeout is a number of seconds, not {type(seconds).__name__}")
        if not 0 < seconds <= _LONGEST:
            raise BadInput(f"a timeout is greater than 0 and at most {_LONGEST} seconds, not {seconds}")
        self.seconds = seconds
        self._clock = clock
        self._moment = clock() + seconds

    def at_most(self, seconds: float) -> "Deadline":
        """Return a deadline that comes in so many seconds, or this one if it is earlier."""
        return Deadline(seconds, self._clock) if seconds < self.remaining() else self

    def remaining(self) -> float:
        """Return the seconds that are left, less than 0 when it has passed."""
        return self._moment - self._clock()

    @property
    def passed(self) -> bool:
        """Whether it has passed."""
        return self.remaining() <= 0


_current: ContextVar[Deadline | None] = ContextVar("deadline of the call that is made here", default=None)


@contextmanager
def bounded_by(deadline: Deadline) -> Iterator[None]:
    """Make it the deadline of what this thread, or this task of an event loop, does meanwhile."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def has_passed() -> bool:
    """Tell whether the deadline of what is done here has passed."""
    deadline = _current.get()
    return deadline is not None and deadline.passed


def at_most(timeout: float | None) -> float | None:
    """Return a timeout, None for none, or the seconds until the deadline of what is done if they are fewer."""
    deadline = _current.get()
    if deadline is None:
        return timeout
    remaining = max(deadline.remaining(), _SHORTEST)
    return remaining if timeout is None else min(timeout, remaining)
