"""What a batch says of its jobs as they end, on stdout and on stderr."""

import os
from collections.abc import Mapping
from typing import Any

from ...batch.journal.paths import without_secrets
from ...batch.outcome import Outcome, State
from ...batch.schedule import RunCounts
from ...gateways.prices import price_of
from ..messages import facts_of_error, from_here
from ..streams import tell
from .plan import BatchPlan
from .progress import BatchProgress


class BatchReport:
    """Counts and tells the jobs of a run.

    Args:
        plan: what is to be done.
        shown: what shows how far it is.
        as_json: whether stdout gets a line of JSON for each job, instead of the paths of its files.

    Attributes:
        is_written: whether all of it went to stdout.
        rows: how many rows stand how, as far as this run knows.
        stopped_by: what made the run begin no more jobs; None if nothing did.
    """

    def __init__(self, plan: BatchPlan, shown: BatchProgress, *, as_json: bool) -> None:
        self.is_written = True
        self.rows: Mapping[State, int] = dict.fromkeys(State, 0)
        self.stopped_by: BaseException | None = None
        self._told: set[str] = set()
        self._shown = shown
        self._as_json = as_json
        self._submits = 0
        prices = {price_of(plan.gateway, job.operation, job.options.get("model")) for job in plan.jobs}
        self._price = prices.pop() if len(prices) == 1 else None

    @property
    def spent(self) -> str:
        """What the run has spent, in words."""
        calls = f"{self._submits} call{'' if self._submits == 1 else 's'}"
        return calls if self._price is None else f"{calls}, {self._price.times(self._submits)}"

    def changed(self, counts: RunCounts) -> None:
        """Show how far the run is."""
        self._submits, self.rows = counts.submits, counts.rows
        self._shown.show(counts, self.spent)

    def ended(self, outcome: Outcome) -> None:
        """Tell of a job that this run has no more to do for."""
        for line in self._lines(outcome):
            tell(f"image-edit: {line}")
        if self._as_json:
            self._write(facts_of_outcome(outcome))
        elif outcome.state is State.DONE:
            for file in outcome.files:
                self._write(from_here(file))

    def _lines(self, outcome: Outcome) -> list[str]:
        told = [f"{outcome.job.name}: {note}" for note in outcome.notes]
        if outcome.error is None:
            return told
        error = f"{type(outcome.error).__name__}: {outcome.error}"
        if outcome.state is not State.PLANNED:
            told.append(f"{outcome.job.name}: {outcome.state}: {error}")
        elif error not in self._told:  # no fault of the row's: what it was is told once
            self._told.add(error)
            told.append(error)
        return told

    def _write(self, line: str | dict[str, Any]) -> None:
        if self.is_written and not self._shown.write(line):
            self.is_written = False
            tell("image-edit: the batch goes on and keeps its results; nothing more goes to stdout")


def lines_about_replaced(results: int, others: int) -> list[str]:
    """Return what is told beforehand of files that will be replaced.

    Args:
        results: how many are results of earlier jobs.
        others: how many are not, or not any more.
    """
    lines = []
    if results:
        lines.append(f"{_counted(results, 'result')} of earlier jobs will be replaced")
    if others:
        lines.append(f"{_counted(others, 'other file')} will be replaced, as --replace says")
    return lines


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def facts_of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return what a program wants to know of how a job ended."""
    job = outcome.job
    return {
        "job": job.name,
        "state": outcome.state.value,
        "operation": job.operation,
        "inputs": [*map(_name, job.inputs)],
        "output": str(job.output),
        "files": [str(file) for file in outcome.files],
        "task_id": outcome.task_id,
        "submits": outcome.submits,
        "notes": list(outcome.notes),
        "error": None if outcome.error is None else facts_of_error(outcome.error),
    }


def _name(image: object) -> str:
    return str(without_secrets(os.fspath(image))) if isinstance(image, str | os.PathLike) else type(image).__name__
