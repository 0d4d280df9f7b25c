"""Runs a batch for those who block: the same run as for asyncio, in an event loop and a thread of its own."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Self

from ..editor_base import EditorBase, flows_of
from ..network.calls import Call, Fetch, Reply, Trouble
from ..network.runtime import Runtime, T, run
from .batch_run import AsyncBatch, BatchWishes
from .job import Job
from .outcome import Outcome


class ThreadedBatch:
    """One run of a batch: an iterator of outcomes, one for each job, as they are known; to be used once, by one thread.

    To be used in `with`, which plans at its beginning and leaves the journal whole and closed at its end, however it is
    left. The jobs run whether or not somebody asks for the next outcome.

    Its arguments are those of `AsyncBatch`; `on_change` is called by another thread.
    """

    def __init__(self, editor: EditorBase, jobs: Iterable[Job], wishes: BatchWishes) -> None:
        self._batch = AsyncBatch(editor, jobs, wishes, _InThreads(flows_of(editor).runtime))
        self._news: SimpleQueue[Outcome | BaseException | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="image-edit batch", daemon=True)

    def __enter__(self) -> Self:
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._thread.start()
        try:
            problem = self._news.get()
        except BaseException:  # Ctrl-C
            self.close()
            raise
        if isinstance(problem, BaseException):
            self._thread.join()
            raise problem
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Outcome:
        news = self._news.get()
        if isinstance(news, Outcome):
            return news
        self._news.put(None)  # for whoever asks once more
        raise news or StopIteration

    def stop(self) -> None:
        """Stop: nothing new is submitted, and nothing more is asked; as `AsyncBatch.stop`, from any thread."""
        with suppress(RuntimeError):  # it has ended, and its event loop is closed
            self._loop.call_soon_threadsafe(self._batch.stop)

    def close(self) -> None:
        """Stop, if it is not over, and wait until the journal is closed. May be called twice.

        Polls and downloads are left to themselves: their threads end when those do, and do nothing more.
        """
        try:
            self.stop()
            self._thread.join()
        except BaseException:  # Ctrl-C once more: what is being submitted is unclear then
            self.stop()
            self._thread.join()
            raise

    def _work(self) -> None:
        with self._runner:
            self._news.put(self._runner.run(self._told()))

    async def _told(self) -> BaseException | None:
        """Do the jobs, and tell of the plan and of each outcome; return what is raised at the end."""
        try:
            async with self._batch:
                self._news.put(None)
                async for outcome in self._batch:
                    self._news.put(outcome)
        except BaseException as error:
            return error
        return None


class _InThreads:
    """Carries out each step of a runtime that blocks in a thread, to be awaited."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def exchange(self, asked: Call | Fetch) -> Reply | Trouble:
        """Call an operation, or fetch a file, once."""
        return await _in_thread(lambda: run(self._runtime.exchange(asked)))

    async def sleep(self, seconds: float) -> None:
        """Wait for some seconds."""
        await asyncio.sleep(seconds)

    async def compute(self, function: Callable[[], T]) -> T:
        """Run a function."""
        return await _in_thread(function)


async def _in_thread(function: Callable[[], T]) -> T:
    """Call a function in a thread for which nobody waits once this is cancelled, nor when the program ends."""
    result: Future[T] = Future()
    result.set_running_or_notify_cancel()  # so that a cancellation changes nothing for the thread

    def work() -> None:
        try:
            result.set_result(function())
        except BaseException as error:
            result.set_exception(error)

    Thread(target=work, name="image-edit batch", daemon=True).start()
    return await asyncio.wrap_future(result)
