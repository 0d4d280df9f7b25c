"""The library's log, on stderr while a command runs."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Seldom(logging.Filter):
    """Lets one line pass in a while, which says how many were left out since the last one.

    Args:
        pause: seconds between two lines.
        clock: gives seconds.
    """

    def __init__(self, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._pause = pause
        self._clock = clock
        self._last: float | None = None
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line passes."""
        now = self._clock()
        if self._last is not None and now - self._last < self._pause:
            self._left_out += 1
            return False
        if self._left_out:
            record.msg, record.args = f"{record.getMessage()}; {self._left_out} more such lines since the last one", ()
        self._last, self._left_out = now, 0
        return True


@contextmanager
def logging_to_stderr(verbosity: int, pause: float = 0.0) -> Iterator[None]:
    """Log what is tried again; from 1 on submits too, from 2 on polls and downloads.

    Args:
        verbosity: how much, 0 or more.
        pause: seconds between two lines at a verbosity of 0; those between are counted.
    """
    logger = logging.getLogger("image_edit")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("image-edit: %(message)s"))
    if verbosity == 0 and pause:
        handler.addFilter(Seldom(pause))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)])
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
