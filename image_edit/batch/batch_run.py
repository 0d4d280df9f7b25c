"""One run of a batch, in an event loop of asyncio: its options, its journal, its plan, its outcomes."""

import asyncio
import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from ..editor_base import EditorBase, flows_of
from ..errors import BadInput, ImageEditError, JournalNotWritten
from ..network.runtime import Runtime, T
from ..options import AT_ONCE, BatchOptions, check_names
from .job import Job, packed
from .job_flow import JobFlow, Run
from .journal.writing import Journal
from .outcome import Outcome, State
from .pace import Pace
from .planning import plan_jobs
from .results import Replacing
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


class AsyncBatch:
    """One run of a batch: an async iterator of outcomes, one for each job, as they are known; to be used once.

    To be used in `async with`, which plans at its beginning and leaves the journal whole and closed at its end, however
    it is left. The jobs run whether or not somebody asks for the next outcome.

    Args:
        editor: the editor that does it.
        jobs: what is to be done.
        wishes: how; `on_change` is called in the event loop.
        runtime: carries out the steps; None for that of the editor, if it awaits.

    Attributes:
        replaced_results: how many outputs hold an unchanged result of an earlier job, which this run replaces, by its
            plan.
        replaced_others: how many other files this run replaces, by its plan, since that was asked for.
    """

    def __init__(
        self, editor: EditorBase, jobs: Iterable[Job], wishes: BatchWishes, runtime: Runtime | None = None
    ) -> None:
        flows = flows_of(editor)
        self.replaced_results = self.replaced_others = 0
        self._wishes = wishes
        self._core = core = flows.core
        self._runtime = _ToTheEnd(runtime or flows.runtime)
        pace = Pace(wishes.at_once, core.policy, core.clock)
        self._schedule = Schedule(pace, wishes.max_billed, wishes.on_change, self._wake)
        self._jobs = [packed(job) for job in jobs]
        self._journal: Journal | None = None
        self._run: Run | None = None
        self._running: dict[asyncio.Task[None], JobFlow] = {}
        self._outcomes: deque[Outcome] = deque()
        self._news = asyncio.Event()
        self._problem: BaseException | None = None
        self._is_over = self._is_closed = False
        self._stops = 0

    @property
    def stopped_by(self) -> ImageEditError | None:
        """What made the batch begin no more jobs, as a key that is wrong or a full disk; None if nothing did."""
        return self._schedule.stopped_by

    def stop(self) -> None:
        """Stop: nothing new is submitted, and the outcomes that are still given say what is left.

        A submit that is under way has some seconds to tell the id of its task; all else stops at once. A second call
        ends that, too: what was being submitted is unclear then. May be called by a signal handler of the event loop.
        """
        self._stops += 1
        self._schedule.stop()
        for task, flow in self._running.items():
            if self._stops > 1 or not flow.is_submitting:
                task.cancel()
        if self._stops == 1 and self._running:
            asyncio.get_running_loop().call_later(self._wishes.grace, self._stop_at_once)
        self._wake()

    async def __aenter__(self) -> Self:
        try:
            await self._plan()
        except BaseException:
            self._is_over = True
            self._close()
            raise
        self._wake()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outcome:
        while not self._outcomes:
            if self._is_over:
                await self.aclose()
                raise self._last_error() or StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._outcomes.popleft()

    async def aclose(self) -> None:
        """Stop, if it is not over, and close the journal. May be called twice."""
        if self._is_closed:
            return
        if not self._is_over:
            self.stop()
        try:
            while self._running:
                await asyncio.wait(list(self._running))
        except asyncio.CancelledError:
            self._stop_at_once()
            while self._running:  # no more than what is being written down
                await asyncio.wait(list(self._running))
            raise
        finally:
            self._close()

    async def _plan(self) -> None:
        """Open the journal and plan; there are outcomes then of the jobs that cannot be done.

        Raises:
            BadJobs: there are such, and the good ones are not wanted without them.
            BadInput: the journal cannot be used.
        """
        core, wishes = self._core, self._wishes
        with core.key.kept_out():
            await self._runtime.compute(self._open)
            journal = self._journal
            assert journal is not None
            jobs, self._jobs = self._jobs, []
            replacing = Replacing(journal, journal.path, replace=wishes.replace, again=wishes.again)
            keys, refused = await plan_jobs(
                core,
                self._runtime,
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

    def _wake(self) -> None:
        """Begin as many jobs as may run; if nothing runs and nothing more is begun, the outcomes of all are there."""
        if self._run is None or self._is_over:
            return
        while (planned := self._schedule.next()) is not None:
            flow = JobFlow(self._run, planned)
            task = asyncio.get_running_loop().create_task(flow.go(self._runtime))
            self._running[task] = flow
            task.add_done_callback(self._ended)
        if not self._running and self._schedule.is_over:
            self._is_over = True
            self._outcomes.extend(Outcome(job, each.state) for each in self._schedule.left() for job in each.jobs)
            self._news.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        flow = self._running.pop(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._problem = self._problem or error
            self._schedule.stop()
        self._schedule.ended(flow.planned, flow.state, was_asked=flow.was_asked)
        self._outcomes.extend(flow.outcomes())
        self._wake()
        self._news.set()

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

    def _close(self) -> None:
        self._is_closed = True
        if self._journal is not None:
            self._journal.close()
        self._runtime.close()

    def _stop_at_once(self) -> None:
        for task in self._running:
            task.cancel()


class _ToTheEnd:
    """As another runtime, except that no cancellation leaves a function running that a flow knows nothing of."""

    def __init__(self, runtime: Runtime) -> None:
        self.exchange, self.sleep = runtime.exchange, runtime.sleep
        # More threads than processors would fight over the interpreter; two, so that one may wait for the disk.
        self._threads = ThreadPoolExecutor(max(2, os.cpu_count() or 1), thread_name_prefix="image-edit")

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function in one of the batch's own threads, to its end; a cancellation comes after it."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, function)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            while not work.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([work])
            if not work.cancelled():
                work.exception()  # whatever it says, it is looked up in the journal
            raise


def _check_number(name: str, number: object, least: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise BadInput(f"{name} is a whole number, {least} or more, not {number!r}")
