"""The table that a benchmark ends with: each figure beside its target."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table


class FigureTable:
    """The table of figures."""

    def __init__(self, title: str) -> None:
        self._table = Table(title=title, title_justify="left")
        for heading in ("what", "measured", "target", "met"):
            self._table.add_column(heading)
        self.all_met = True

    def add(self, what: str, measured: float, target: float, *, at_least: bool = False, unit: str = "x") -> None:
        """Note one figure and whether it is on the right side of its target."""
        met = measured >= target if at_least else measured <= target
        self.all_met &= met
        bound = f"{'at least' if at_least else 'at most'} {target:g} {unit}"
        self._table.add_row(what, f"{measured:.2f} {unit}", bound, "yes" if met else "NO")

    def inform(self, what: str, measured: float, unit: str = "x") -> None:
        """Note a figure that has no target."""
        self._table.add_row(what, f"{measured:.2f} {unit}", "for information", "")

    def note(self, what: str, why: str) -> None:
        """Note a figure that this machine cannot measure."""
        self.all_met = False
        self._table.add_row(what, why, "", "NO")

    def show(self) -> None:
        """Print the table."""
        Console(width=None if sys.stdout.isatty() else 140).print(self._table)


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
