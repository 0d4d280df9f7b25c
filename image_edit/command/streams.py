"""What the command says: results go to stdout, everything else to stderr, and either may be closed or full."""

import json
import os
import sys
from contextlib import suppress
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
