"""Signals that end the command. Each is raised where it stands, as Ctrl-C is, so that it can tell what was paid for.

This module imports nothing that takes time: a signal may come while the others are imported.
"""

import signal
from types import FrameType


class Interruption(KeyboardInterrupt):
    """A signal came.

    Attributes:
        number: its number.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def watched_signals() -> list[signal.Signals]:
    """Return Ctrl-C, the request to end, and the loss of the terminal; not every system has all of them."""
    return [signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__]


def raise_signals() -> None:
    """Let each signal raise an `Interruption`; one that is ignored, as under nohup, stays ignored."""
    for each in watched_signals():
        if signal.getsignal(each) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(each, _raise)


def ignore_signals() -> None:
    """Let no signal end the process any more: it is about to end by itself."""
    for each in watched_signals():
        signal.signal(each, signal.SIG_IGN)


def status_after(interruption: KeyboardInterrupt) -> int:
    """Return the exit status that shells give for a signal: 130 after Ctrl-C."""
    return 128 + getattr(interruption, "number", signal.SIGINT)


def _raise(number: int, _: FrameType | None) -> None:
    # A terminal that closes sends several, and none of them is to cut short what is told because of the first.
    ignore_signals()
    raise Interruption(number)
