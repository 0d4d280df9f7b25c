"""What the command says: results go to stdout, everything else to stderr, and either may be closed or full.

The library's log goes to stderr, too.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from .messages import printable


def draws(stream: TextIO | None) -> bool:
    """Say whether a stream is a terminal that shows frames and moves its cursor; others get lines of plain letters."""
    if stream is None or not stream.isatty() or os.environ.get("TERM") in (None, "", "dumb", "unknown"):
        return False
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def tell(text: str) -> None:
    """Write to stderr, if there is one: what is paid for is fetched and saved whether anybody hears of it or not."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{printable(text)}\n")


def write(result: str | dict[str, Any]) -> bool:
    """Write a line to stdout.

    Args:
        result: a text, or what is to be a line of JSON.

    Returns:
        Whether it is there. If it is not, since stdout is closed or full, it was told on stderr.
    """
    text = result if isinstance(result, str) else json.dumps(result)
    try:
        if sys.stdout is None:
            raise ValueError("it is closed")
        sys.stdout.buffer.write(_encoded(f"{text}\n"))
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        tell(f"image-edit: stdout cannot be written ({error}); this was to go there:\n  {text}")
        return False
    return True


def _encoded(text: str) -> bytes:
    """Return a text with each path in it as the system spells it, whatever the terminal's code."""
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # it is the text of somebody else, which the locale has no letters for
        return text.encode("utf-8", "surrogateescape")


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
