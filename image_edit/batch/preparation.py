"""What both ways to run a batch begin with: its arguments, its journal and its plan."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..editor_core import EditorCore
from ..errors import BadInput, ImageEditError, JournalNotWritten
from ..network.runtime import Runtime
from ..options import BatchOptions, check_names
from .job import Job
from .job_flow import JobFlow, Run
from .journal.writing import Journal
from .limits import AT_ONCE
from .outcome import Outcome, State
from .pace import Pace
from .packed_job import packed
from .planning import plan_jobs
from .replacing import Replacing
from .schedule import RunCounts, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a batch is to be done; `ImageEditor.edit_many` describes each.

    Raises:
        BadInput: a number is out of its bounds.
    """

    journal: str | os.PathLike[str]
    at_once: int = AT_ONCE
    max_billed: int | None = None
    retry_failed: bool = False
    resubmit_unclear: bool = False
    keep_going: bool = False
    replace: bool = False

    @property
    def again(self) -> frozenset[State]:
        """The states that a run else leaves alone, and that this one sends again."""
        failed = {State.REFUSED, State.FAILED} if self.retry_failed else set()
        return frozenset(failed | ({State.UNCLEAR, State.SUBMITTING} if self.resubmit_unclear else set()))

    def __post_init__(self) -> None:
        _check_number("at_once", self.at_once, 1)
        if self.max_billed is not None:
            _check_number("max_billed", self.max_billed, 0)


def wishes_of(options: BatchOptions) -> Wishes:
    """Return what the options of `edit_many` ask for.

    Raises:
        TypeError: there is no such option, or one is missing.
        BadInput: a number is out of its bounds.
    """
    check_names("edit_many", BatchOptions, options)
    return Wishes(**options)


class Batch:
    """The state of one run of a batch, whichever way it is run.

    Args:
        core: what the editor that does it is made of.
        jobs: what is to be done.
        wishes: how.
        changed: called with how far it is whenever that changes.
        wake: called when one more job may be begun.

    Attributes:
        schedule: what is next.
        replaced_results: how many outputs hold a result of an earlier job that this run replaces, by its plan.
        replaced_others: how many other files it replaces, since that was asked for.
    """

    def __init__(
        self,
        core: EditorCore,
        jobs: Iterable[Job],
        wishes: Wishes,
        changed: Callable[[RunCounts], object] | None,
        wake: Callable[[], object],
    ) -> None:
        self.schedule = Schedule(Pace(wishes.at_once, core.policy, core.clock), wishes.max_billed, changed, wake)
        self._core = core
        self._jobs = [packed(job) for job in jobs]
        self._wishes = wishes
        self._journal: Journal | None = None
        self._run: Run | None = None
        self.replaced_results = self.replaced_others = 0

    async def begin(self, runtime: Runtime) -> list[Outcome]:
        """Open the journal and plan; return the outcomes of the jobs that cannot be done.

        Args:
            runtime: carries out the steps.

        Raises:
            BadJobs: there are such, and the good ones are not wanted without them.
            BadInput: the journal cannot be used.
        """
        with self._core.key.kept_out():
            return await self._begin(runtime)

    async def _begin(self, runtime: Runtime) -> list[Outcome]:
        core, wishes = self._core, self._wishes
        await runtime.compute(self._open)
        journal = self._journal
        assert journal is not None
        jobs, self._jobs = self._jobs, []
        replacing = Replacing(journal, journal.path, replace=wishes.replace, again=wishes.again)
        planning = await plan_jobs(
            core,
            runtime,
            journal,
            jobs,
            replacing=replacing,
            keep_going=wishes.keep_going,
            is_stopping=lambda: self.schedule.is_stopping,
            on_look=self.schedule.looked_at,
        )
        self.replaced_results, self.replaced_others = replacing.results, replacing.others
        self._run = Run(core, journal, self.schedule, replacing, wishes.again)
        self.schedule.plan(planning.keys, len(planning.refused))
        return [Outcome(job, State.REFUSED, error=error) for job, error in planning.refused]

    def next(self) -> JobFlow | None:
        """Return the way of the key that is begun now; None if none is."""
        each = self.schedule.next() if self._run else None
        return JobFlow(self._run, each) if self._run and each else None

    def ended(self, flow: JobFlow) -> list[Outcome]:
        """Take note that a key is done with in this run; return how its jobs stand."""
        self.schedule.ended(flow.planned, flow.state, was_asked=flow.was_asked)
        return flow.outcomes()

    def left(self) -> Iterator[Outcome]:
        """Return how the jobs stand that were not begun."""
        for each, state in self.schedule.left():
            for job in each.jobs:
                yield Outcome(job, state)

    def last_error(self) -> Exception | None:
        """Return, once, what is to be raised at the end: above all, what was paid for and stands in no journal."""
        problem, self.schedule.problem = self.schedule.problem, None
        lost, self.schedule.lost = self.schedule.lost, None
        if lost is None or not lost.task_ids:
            return problem
        ids = ", ".join(lost.task_ids)
        error = JournalNotWritten(
            f"{lost.error} These tasks are paid for and stand in no journal; ask for them by their ids: {ids}.",
            gateway=self._core.name,
            task_id=lost.task_ids[0],
            maybe_billed=True,
        )
        self._core.key.remove_from(error)
        return error

    def close(self) -> None:
        """Close the journal. May be called twice."""
        if self._journal is not None:
            self._journal.close()

    def _open(self) -> None:
        self._journal = Journal.open(self._wishes.journal, gateway=self._core.name, base_url=self._core.base_url)


class BatchRun:
    """What can be asked of a run of a batch, whichever way it is run.

    Args:
        batch: its state.
        grace: seconds that a submit, which is under way when the batch is stopped, has to tell the id of its task.
    """

    def __init__(self, batch: Batch, grace: float) -> None:
        self._batch = batch
        self._schedule = batch.schedule
        self._grace = grace
        self._outcomes: deque[Outcome] = deque()
        self._problem: BaseException | None = None
        self._has_begun = self._is_over = self._is_closed = False

    @property
    def counts(self) -> RunCounts:
        """How far the run is."""
        return self._schedule.counts

    @property
    def stopped_by(self) -> ImageEditError | None:
        """What made the batch begin no more jobs, as a key that is wrong or a full disk; None if nothing did."""
        return self._schedule.stopped_by

    @property
    def replaced_results(self) -> int:
        """How many outputs hold an unchanged result of an earlier job, which this run replaces, by its plan."""
        return self._batch.replaced_results

    @property
    def replaced_others(self) -> int:
        """How many other files this run replaces, by its plan, since that was asked for."""
        return self._batch.replaced_others

    @property
    def was_stopped(self) -> bool:
        """Whether `stop` was called before all was done."""
        return self._schedule.is_stopping

    def _look_whether_over(self) -> bool:
        """See whether nothing runs and nothing more is begun; then the outcomes of what is left are there."""
        if self._is_over or not self._schedule.is_over:
            return False
        self._is_over = True
        self._outcomes.extend(self._batch.left())
        return True

    def _last_error(self) -> BaseException | None:
        """Return, once, what is to be raised at the end."""
        problem, self._problem = self._problem or self._batch.last_error(), None
        return problem


def _check_number(name: str, number: object, least: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise BadInput(f"{name} is a whole number, {least} or more, not {number!r}")
