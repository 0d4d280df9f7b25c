"""How a batch gets on, told on stderr: a bar on a terminal, else lines, no more of them than somebody reads."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from ..messages import printable
from ..streams import draws, tell, write

if TYPE_CHECKING:  # importing it takes time
    from rich.progress import Progress

_STYLES = {"done": "green", "refused": "red", "failed": "red", "unclear": "yellow", "stopped": "red"}
_PAUSE = 5.0  # seconds between two lines that tell how far it is


@dataclass(slots=True)
class RunProgress:
    """How far a run is.

    Attributes:
        total: its rows.
        done: those whose result is kept.
        running: those that are under way.
        failed: those that were refused, failed, or are unclear.
        spent: what it has spent, in words.
    """

    total: int
    done: int = 0
    running: int = 0
    failed: int = 0
    spent: str = "nothing"

    def __str__(self) -> str:
        return f"{self.done} of {self.total} done, {self.running} running, {self.failed} failed; spent {self.spent}"


class BatchProgress:
    """Tells how a run gets on, by lines; to be used in `with`.

    Args:
        clock: gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._told = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, tally: RunProgress) -> None:
        """Tell how far it is, if that is worth a line."""
        now = self._clock()
        if now - self._last >= _PAUSE and str(tally) != self._told:
            self._last, self._told = now, str(tally)
            tell(f"image-edit: {tally}")

    def tell(self, text: str) -> None:
        """Tell something else, on stderr."""
        tell(text)

    def write(self, result: str | dict[str, Any]) -> bool:
        """Write a text, or a line of JSON, to stdout; False if that cannot be written, which was told then."""
        return write(result)


class _Bar(BatchProgress):
    """A bar, at the bottom of a terminal; all else stands above it."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._bar = _bar()
        self._task = self._bar.add_task("", total=total, told="looking at what is to be done")

    def __enter__(self) -> Self:
        with _unheard():
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        with _unheard():
            self._bar.stop()

    def show(self, tally: RunProgress) -> None:
        told = (
            f"[green]{tally.done} of {tally.total} done[/] [cyan]{tally.running} running[/] "
            f"[red]{tally.failed} failed[/] spent {tally.spent}"
        )
        with _unheard():
            self._bar.update(self._task, completed=tally.done + tally.failed, told=told)

    def write(self, result: str | dict[str, Any]) -> bool:
        if sys.stdout is None or not sys.stdout.isatty():
            return super().write(result)
        # The same terminal: written past the bar, the two would overwrite each other.
        line = result if isinstance(result, str) else json.dumps(result)
        with _unheard():
            self._bar.console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
        return True


def tell_lines(lines: Iterable[str]) -> None:
    """Tell several lines on stderr; on a terminal those about a state, and commands, have a colour."""
    if not draws(sys.stderr):
        tell("\n".join(lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    for line in lines:
        for part in printable(line).splitlines():
            first = next(iter(part.split()), "").rstrip(":")
            style = "bold" if part.startswith("  image-edit") else _STYLES.get(first, "")
            with _unheard():
                console.print(Text(part, style=style), soft_wrap=True)


def _unheard() -> "suppress":
    """Let a batch go on, or end in good order, though its terminal has closed."""
    return suppress(OSError, ValueError)


def progress(total: int) -> BatchProgress:
    """Return what tells of a run of so many rows, as stderr shows it."""
    return _Bar(total) if draws(sys.stderr) else BatchProgress()


def _bar() -> "Progress":
    from rich.console import Console, RenderableType
    from rich.constrain import Constrain
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)

    class Bar(Progress):
        def get_renderables(self) -> Iterable[RenderableType]:
            # A terminal shows ^C where the line ends: in another line, if this one is full, and then it is not redrawn.
            yield Constrain(self.make_tasks_table(self.tasks), console.width - len("^C"))

    return Bar(
        BarColumn(bar_width=None),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(compact=True),
        console=console,
        redirect_stdout=False,
        expand=True,
    )
