"""One run of a batch, whichever way it is run: its options, its journal, its plan, and what can be asked of it."""

import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic

from ..editor_base import EditorBase, R, flows_of
from ..errors import BadInput, ImageEditError, JournalNotWritten
from ..network.runtime import Runtime
from ..options import AT_ONCE, BatchOptions, check_names
from .job import Job, packed
from .job_flow import JobFlow, Run
from .journal.writing import Journal
from .outcome import Outcome, State
from .pace import Pace
from .planning import plan_jobs
from .replacing import Replacing
from .schedule import RunCounts, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWishes:
    """How a batch is to be done; what is not described here `ImageEditor.edit_many` describes.

    Attributes:
        on_change: called with how far it is whenever that changes; it should be quick.
        grace: seconds that a submit, which is under way when the batch is stopped, has to tell the id of its task.

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
    on_change: Callable[[RunCounts], object] | None = None
    grace: float = 5.0

    @property
    def again(self) -> frozenset[State]:
        """The states that a run else leaves alone, and that this one sends again."""
        failed = {State.REFUSED, State.FAILED} if self.retry_failed else set()
        return frozenset(failed | ({State.UNCLEAR, State.SUBMITTING} if self.resubmit_unclear else set()))

    def __post_init__(self) -> None:
        _check_number("at_once", self.at_once, 1)
        if self.max_billed is not None:
            _check_number("max_billed", self.max_billed, 0)


def wishes_of(options: BatchOptions) -> BatchWishes:
    """Return what the options of `edit_many` ask for.

    Raises:
        TypeError: there is no such option, or one is missing.
        BadInput: a number is out of its bounds.
    """
    check_names("edit_many", BatchOptions, options)
    return BatchWishes(**options)


class BatchRun(ABC, Generic[R]):
    """One run of a batch, whichever way it is run; to be used once.

    Args:
        editor: the editor that does it.
        jobs: what is to be done.
        wishes: how.

    Attributes:
        replaced_results: how many outputs hold an unchanged result of an earlier job, which this run replaces, by its
            plan.
        replaced_others: how many other files this run replaces, by its plan, since that was asked for.
    """

    def __init__(self, editor: EditorBase[R], jobs: Iterable[Job], wishes: BatchWishes) -> None:
        self._wishes = wishes
        flows = flows_of(editor)
        self._core = core = flows.core
        self._editors_runtime = flows.runtime
        self.replaced_results = self.replaced_others = 0
        pace = Pace(wishes.at_once, core.policy, core.clock)
        self._schedule = Schedule(pace, wishes.max_billed, wishes.on_change, self._wake)
        self._jobs = [packed(job) for job in jobs]
        self._journal: Journal | None = None
        self._run: Run | None = None
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

    @abstractmethod
    def _wake(self) -> None:
        """See whether one more job may be begun."""

    async def _plan(self, runtime: Runtime) -> None:
        """Open the journal and plan; there are outcomes then of the jobs that cannot be done.

        Raises:
            BadJobs: there are such, and the good ones are not wanted without them.
            BadInput: the journal cannot be used.
        """
        core, wishes = self._core, self._wishes
        with core.key.kept_out():
            await runtime.compute(self._open)
            journal = self._journal
            assert journal is not None
            jobs, self._jobs = self._jobs, []
            replacing = Replacing(journal, journal.path, replace=wishes.replace, again=wishes.again)
            keys, refused = await plan_jobs(
                core,
                runtime,
                journal,
                jobs,
                replacing=replacing,
                keep_going=wishes.keep_going,
                is_stopping=lambda: self._schedule.is_stopping,
                on_look=self._schedule.looked_at,
            )
        self.replaced_results, self.replaced_others = replacing.results, replacing.others
        self._run = Run(core, journal, self._schedule, replacing, wishes.again)
        self._schedule.plan(keys, len(refused))
        self._outcomes.extend(Outcome(job, State.REFUSED, error=error) for job, error in refused)

    def _open(self) -> None:
        self._journal = Journal.open(self._wishes.journal, gateway=self._core.name, base_url=self._core.base_url)

    def _next_flow(self) -> JobFlow | None:
        """Return the way of the key that is begun now; None if none is."""
        each = self._schedule.next() if self._run else None
        return JobFlow(self._run, each) if self._run and each else None

    def _flow_ended(self, flow: JobFlow) -> None:
        """Take note that a key is done with in this run, and of how its jobs stand."""
        self._schedule.ended(flow.planned, flow.state, was_asked=flow.was_asked)
        self._outcomes.extend(flow.outcomes())

    def _look_whether_over(self) -> bool:
        """See whether nothing runs and nothing more is begun; then the outcomes of what is left are there."""
        if self._is_over or not self._schedule.is_over:
            return False
        self._is_over = True
        self._outcomes.extend(Outcome(job, state) for each, state in self._schedule.left() for job in each.jobs)
        return True

    def _last_error(self) -> BaseException | None:
        """Return, once, what is to be raised at the end: above all, what was paid for and stands in no journal."""
        problem, self._problem = self._problem, None
        if problem is not None:
            return problem
        problem, self._schedule.problem = self._schedule.problem, None
        lost, self._schedule.lost = self._schedule.lost, {}
        if not lost:
            return problem
        first, *_ = lost
        error = JournalNotWritten(
            f"{lost[first]} These tasks are paid for and stand in no journal; ask for them by their ids: "
            f"{', '.join(lost)}.",
            gateway=self._core.name,
            task_id=first,
            maybe_billed=True,
        )
        self._core.key.remove_from(error)
        return error

    def _close_journal(self) -> None:
        """Close the journal. May be called twice."""
        self._is_closed = True
        if self._journal is not None:
            self._journal.close()


def _check_number(name: str, number: object, least: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise BadInput(f"{name} is a whole number, {least} or more, not {number!r}")
