"""Runs a batch in threads, for those who block."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from ..network.calls import Call, Fetch, Reply, Trouble
from ..network.runtime import BlockingRuntime, T, run
from .batch_run import BatchRun, BatchWishes
from .job import Job
from .job_flow import JobFlow
from .outcome import Outcome
from .schedule import NotNow

if TYPE_CHECKING:  # whose method makes one of these
    from ..editor import ImageEditor


class ThreadedBatch(BatchRun[BlockingRuntime]):
    """One run of a batch: an iterator of outcomes, one for each job, as they are known; to be used once, by one thread.

    To be used in `with`, which plans at its beginning and leaves the journal whole and closed at its end, however it is
    left. The jobs run whether or not somebody asks for the next outcome.

    Its arguments are those of `BatchRun`; `on_change` is called by any thread.
    """

    def __init__(self, editor: "ImageEditor", jobs: Iterable[Job], wishes: BatchWishes) -> None:
        super().__init__(editor, jobs, wishes)
        self._news = threading.Condition()  # reentrant: a signal handler may call `stop`
        self._stopped = threading.Event()
        self._ways: set[_Way] = set()

    def stop(self) -> None:
        """Stop: nothing new is submitted, and nothing more is asked; `close` waits for what is being submitted."""
        with self._news:
            self._schedule.stop()
            self._stopped.set()
            self._news.notify_all()

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Outcome:
        self._begin()
        with self._news:
            while not self._outcomes and not self._is_over:
                if self._stopped.is_set():
                    self._leave_what_runs()
                else:
                    self._news.wait()
            if self._outcomes:
                return self._outcomes.popleft()
        self.close()
        raise self._last_error() or StopIteration

    def close(self) -> None:
        """Stop, if it is not over, and close the journal. May be called twice.

        Polls and downloads are left to themselves: their threads end when those do, and do nothing more.
        """
        if self._is_closed:
            return
        try:
            if not self._is_over:
                self.stop()
                self._leave_what_runs()
        finally:
            self._close_journal()

    def _leave_what_runs(self) -> None:
        """Let what is being submitted, written down or saved end, for some seconds; leave all else."""
        with self._news:
            try:
                self._news.wait_for(lambda: all(way.may_be_left for way in self._ways), self._wishes.grace)
            finally:
                for way in self._ways:
                    way.leave()
                    self._flow_ended(way.flow)
                self._ways.clear()
                self._look_whether_over()

    def _begin(self) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        try:
            run(self._plan(self._editors_runtime))
        except BaseException:
            self._is_over = True
            self._close_journal()
            raise
        for _ in range(min(self._wishes.at_once, self._schedule.keys_left)):
            threading.Thread(target=self._work, name="image-edit batch", daemon=True).start()
        self._look_whether_over()

    def _work(self) -> None:
        """Carry out keys until none is left."""
        while (way := self._next()) is not None:
            problem: BaseException | None = None
            try:
                run(way.flow.go(way))
            except NotNow:
                pass
            except BaseException as error:
                problem = error
            with self._news:
                if way not in self._ways:
                    return  # it was left
                self._ways.remove(way)
                if problem is not None:
                    self._problem = self._problem or problem
                    self._schedule.stop()
                self._flow_ended(way.flow)
                self._look_whether_over()
                self._news.notify_all()

    def _next(self) -> "_Way | None":
        with self._news:
            while True:
                flow = self._next_flow()
                if flow is not None:
                    way = _Way(flow, self._editors_runtime, self._news, self._stopped)
                    self._ways.add(way)
                    return way
                self._look_whether_over()  # for what was waiting may just have been passed over
                if self._is_over or self._is_closed:
                    return None
                self._news.wait()

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()

    def _look_whether_over(self) -> bool:
        with self._news:
            is_over = not self._ways and super()._look_whether_over()
            if is_over:
                self._news.notify_all()
        return is_over


class _Way(BlockingRuntime):
    """Carries out the flow of one key in a thread, and can be left by those who wait for it.

    Args:
        flow: the way of the key.
        runtime: the editor's.
        news: told when it may be left.
        stopped: whether the batch is being stopped; no pause lasts longer.
    """

    def __init__(
        self, flow: JobFlow, runtime: BlockingRuntime, news: threading.Condition, stopped: threading.Event
    ) -> None:
        super().__init__(runtime.channel, stopped.wait)
        self.flow = flow
        self._news = news
        self._stopped = stopped
        self._is_waiting = self._is_computing = self._is_left = False

    @property
    def may_be_left(self) -> bool:
        """Whether it only waits for what can be asked for again, or has not begun to do anything."""
        return self._is_waiting and not self.flow.is_submitting

    def leave(self) -> None:
        """Write down how far it is, and let it do nothing more."""
        self._is_left = True
        self._news.wait_for(lambda: not self._is_computing)  # what is being written down is
        self.flow.interrupted()

    async def exchange(self, asked: Call | Fetch) -> Reply | Trouble:
        """As that of the editor; so it is with what follows."""
        with self._step():
            return await super().exchange(asked)

    async def sleep(self, seconds: float) -> object:
        """Wait."""
        with self._step():
            return await super().sleep(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function, which is not cut short."""
        with self._step(is_computing=True):
            return await super().compute(function)

    @contextmanager
    def _step(self, *, is_computing: bool = False) -> Iterator[None]:
        with self._news:
            self._check(is_computing)
            self._is_waiting, self._is_computing = not is_computing, is_computing
            self._news.notify_all()
        try:
            yield
        finally:
            with self._news:
                self._is_waiting = self._is_computing = False
                self._news.notify_all()
                self._check(is_computing)

    def _check(self, is_computing: bool) -> None:
        if self._is_left:
            raise NotNow
        # What is being written down or saved is, and a submit may tell its id.
        if self._stopped.is_set() and not self.flow.is_submitting and not is_computing:
            raise NotNow
