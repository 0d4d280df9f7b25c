"""How a batch gets on, told on stderr: a bar on a terminal, else lines, no more of them than somebody reads."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from ...batch.outcome import State
from ...batch.schedule import RunCounts
from ..messages import printable
from ..streams import draws, tell, write

if TYPE_CHECKING:  # importing it takes time
    from rich.progress import Progress

_STYLES = {"done": "green", "refused": "red", "failed": "red", "unclear": "yellow", "stopped": "red"}
_PAUSE = 5.0  # seconds between two lines that tell how far it is


class BatchProgress:
    """Tells how a run gets on, by lines; to be used in `with`.

    Args:
        total: the rows of the run.
        clock: gives seconds.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._last = clock()
        self._told = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, counts: RunCounts, spent: str) -> None:
        """Tell how far it is, if that is worth a line.

        Args:
            counts: how many rows stand how.
            spent: what the run has spent, in words.
        """
        now, done, failed = self._clock(), counts.rows[State.DONE], counts.failed
        told = f"{done} of {self._total} done, {counts.running} running, {failed} failed; spent {spent}"
        if now - self._last >= _PAUSE and told != self._told:
            self._last, self._told = now, told
            tell(f"image-edit: {told}")

    def write(self, result: str | dict[str, Any]) -> bool:
        """Write a text, or a line of JSON, to stdout; False if that cannot be written, which was told then."""
        return write(result)


class _Bar(BatchProgress):
    """A bar, at the bottom of a terminal; all else stands above it."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self._bar = _bar()
        self._task = self._bar.add_task("", total=total, told="looking at what is to be done")

    def __enter__(self) -> Self:
        with _unheard():
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        with _unheard():
            self._bar.stop()

    def show(self, counts: RunCounts, spent: str) -> None:
        done, failed = counts.rows[State.DONE], counts.failed
        told = (
            f"[green]{done} of {self._total} done[/] [cyan]{counts.running} running[/] "
            f"[red]{failed} failed[/] spent {spent}"
        )
        with _unheard():
            self._bar.update(self._task, completed=done + failed, told=told)

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
    return _Bar(total) if draws(sys.stderr) else BatchProgress(total)


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
