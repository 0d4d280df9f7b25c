"""Runs a batch in threads, for those who block."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from ..driver import BlockingDriver
from ..effects import Call, Compute, Effect, Fetch, Sleep
from ..errors import ImageEditError
from ..options import BatchOptions
from .job import Job
from .job_flow import JobFlow
from .limits import GRACE
from .outcome import Outcome
from .preparation import Batch, wishes_of
from .schedule import NotNow, RunCounts

if TYPE_CHECKING:  # whose method makes one of these
    from ..editor import ImageEditor

__all__ = ["ThreadedBatch"]


class ThreadedBatch:
    """One run of a batch: an iterator of outcomes, one for each job, as they are known; to be used once, by one thread.

    To be used in `with`, which plans at its beginning and leaves the journal whole and closed at its end, however it is
    left. The jobs run whether or not somebody asks for the next outcome.

    Args:
        editor: the editor that does it.
        jobs: what is to be done.
        on_change: called with how far the run is whenever that changes, by any thread; it should be quick.
        grace: seconds that a submit, which is under way when the batch is stopped, has to tell the id of its task.
        options: those of `ImageEditor.edit_many`, which describes them.

    Raises:
        BadInput: a number is out of its bounds.
    """

    def __init__(
        self,
        editor: "ImageEditor",
        jobs: Iterable[Job],
        *,
        on_change: Callable[[RunCounts], object] | None = None,
        grace: float = GRACE,
        **options: Unpack[BatchOptions],
    ) -> None:
        wishes = wishes_of(options)
        self._batch = Batch(editor, jobs, wishes, on_change, self._wake)
        self._schedule = self._batch.schedule
        self._editor = editor
        self._at_once = wishes.at_once
        self._grace = grace
        self._news = threading.Condition()  # reentrant: a signal handler may call `stop`
        self._stopped = threading.Event()
        self._ways: set[_Way] = set()
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

    def stop(self) -> None:
        """Stop: nothing new is submitted, and nothing more is asked; `close` waits for what is being submitted."""
        with self._news:
            self._schedule.stop()
            self._stopped.set()
            self._news.notify_all()

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
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
        problem, self._problem = self._problem or self._batch.last_error(), None
        raise problem or StopIteration

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
            self._is_closed = True
            self._batch.close()

    def _leave_what_runs(self) -> None:
        """Let what is being submitted, written down or saved end, for some seconds; leave all else."""
        with self._news:
            try:
                self._news.wait_for(lambda: all(way.may_be_left for way in self._ways), self._grace)
            finally:
                for way in self._ways:
                    way.leave()
                    self._outcomes.extend(self._batch.ended(way.flow))
                self._ways.clear()
                self._look_whether_over()

    def _begin(self) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        try:
            self._outcomes.extend(self._editor._driver.run(self._batch.begin()))
        except BaseException:
            self._is_over = self._is_closed = True
            self._batch.close()
            raise
        for _ in range(min(self._at_once, self._schedule.keys_left)):
            threading.Thread(target=self._work, name="image-edit batch", daemon=True).start()
        self._look_whether_over()

    def _work(self) -> None:
        """Carry out keys until none is left."""
        while (way := self._next()) is not None:
            problem: BaseException | None = None
            try:
                way.run(way.flow.flow())
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
                self._outcomes.extend(self._batch.ended(way.flow))
                self._look_whether_over()
                self._news.notify_all()

    def _next(self) -> "_Way | None":
        with self._news:
            while True:
                flow = self._batch.next()
                if flow is not None:
                    way = _Way(flow, self._editor._driver, self._news, self._stopped, self._sleep)
                    self._ways.add(way)
                    return way
                self._look_whether_over()  # for what was waiting may just have been passed over
                if self._is_over or self._is_closed:
                    return None
                self._news.wait()

    def _sleep(self, seconds: float) -> None:
        self._stopped.wait(seconds)

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()

    def _look_whether_over(self) -> None:
        with self._news:
            if not self._is_over and not self._ways and self._schedule.is_over:
                self._is_over = True
                self._outcomes.extend(self._batch.left())
                self._news.notify_all()


class _Way(BlockingDriver):
    """Carries out the flow of one key in a thread, and can be left by those who wait for it.

    Args:
        flow: the way of the key.
        driver: the editor's.
        news: told when it may be left.
        stopped: whether the batch is being stopped.
        sleep: waits, but not after that.
    """

    def __init__(
        self,
        flow: JobFlow,
        driver: BlockingDriver,
        news: threading.Condition,
        stopped: threading.Event,
        sleep: Callable[[float], None],
    ) -> None:
        super().__init__(driver._channel, driver._key, sleep)
        self.flow = flow
        self._news = news
        self._stopped = stopped
        self._effect: Effect | None = None
        self._is_left = False

    @property
    def may_be_left(self) -> bool:
        """Whether it only waits for what can be asked for again, or has not begun to do anything."""
        return isinstance(self._effect, Call | Fetch | Sleep) and not self.flow.is_submitting

    def leave(self) -> None:
        """Write down how far it is, and let it do nothing more."""
        self._is_left = True
        self._news.wait_for(lambda: not isinstance(self._effect, Compute))  # what is being written down is
        self.flow.interrupted()

    def _perform(self, effect: Effect) -> Any:
        with self._news:
            self._check(effect)
            self._effect = effect
            self._news.notify_all()
        try:
            return super()._perform(effect)
        finally:
            with self._news:
                self._effect = None
                self._news.notify_all()
                self._check(effect)

    def _check(self, effect: Effect) -> None:
        if self._is_left:
            raise NotNow
        # What is being written down or saved is, and a submit may tell its id.
        if self._stopped.is_set() and not self.flow.is_submitting and not isinstance(effect, Compute):
            raise NotNow
