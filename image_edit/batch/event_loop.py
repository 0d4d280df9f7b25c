"""Runs a batch in an event loop of asyncio."""

import asyncio
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, TypeVar

from ..network.async_runtime import AsyncRuntime
from .batch_run import BatchRun, BatchWishes
from .job import Job
from .job_flow import JobFlow
from .outcome import Outcome

if TYPE_CHECKING:  # whose method makes one of these
    from ..async_editor import AsyncImageEditor

_T = TypeVar("_T")


class AsyncBatch(BatchRun[AsyncRuntime]):
    """One run of a batch: an async iterator of outcomes, one for each job, as they are known; to be used once.

    To be used in `async with`, which plans at its beginning and leaves the journal whole and closed at its end, however
    it is left. The jobs run whether or not somebody asks for the next outcome.

    Its arguments are those of `BatchRun`; `on_change` is called in the event loop.
    """

    def __init__(self, editor: "AsyncImageEditor", jobs: Iterable[Job], wishes: BatchWishes) -> None:
        super().__init__(editor, jobs, wishes)
        self._runtime = _Runtime(self._editors_runtime)
        self._running: dict[asyncio.Task[None], JobFlow] = {}
        self._news = asyncio.Event()
        self._is_planned = False
        self._stops = 0

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
        self._look_whether_over()

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outcome:
        await self._begin()
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

    async def _begin(self) -> None:
        if self._has_begun:
            return
        self._has_begun = True
        try:
            await self._plan(self._runtime)
        except BaseException:
            self._is_over = True
            self._close()
            raise
        self._is_planned = True
        self._wake()
        self._look_whether_over()

    def _wake(self) -> None:
        """Begin as many jobs as may run."""
        while (flow := self._next_flow()) is not None:
            task = asyncio.get_running_loop().create_task(flow.go(self._runtime))
            self._running[task] = flow
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        flow = self._running.pop(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._problem = self._problem or error
            self._schedule.stop()
        self._flow_ended(flow)
        self._wake()
        self._look_whether_over()
        self._news.set()

    def _look_whether_over(self) -> bool:
        is_over = self._is_planned and not self._running and super()._look_whether_over()
        if is_over:
            self._news.set()
        return is_over

    def _close(self) -> None:
        self._close_journal()
        self._runtime.close()

    def _stop_at_once(self) -> None:
        for task in self._running:
            task.cancel()


class _Runtime(AsyncRuntime):
    """As that of the editor, except that no cancellation leaves a function running that a flow knows nothing of."""

    def __init__(self, runtime: AsyncRuntime) -> None:
        super().__init__(runtime.channel, runtime.sleep)
        # More threads than processors would fight over the interpreter; two, so that one may wait for the disk.
        self._threads = ThreadPoolExecutor(max(2, os.cpu_count() or 1), thread_name_prefix="image-edit")

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)

    async def compute(self, function: Callable[[], _T]) -> _T:
        """Run a function in one of the batch's own threads, to its end."""
        return await _to_its_end(asyncio.get_running_loop().run_in_executor(self._threads, function))


async def _to_its_end(work: "asyncio.Future[_T]") -> _T:
    """Await what is not to be cut short; a cancellation comes after it."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        while not work.done():
            try:
                await asyncio.wait([work])
            except asyncio.CancelledError:
                continue
        if not work.cancelled():
            work.exception()  # whatever it says, it is looked up in the journal
        raise
