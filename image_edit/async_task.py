"""A task of a gateway, for asyncio."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from .edited_image import EditedImage
from .flows import Flows
from .network.deadline import Deadline
from .network.runtime import Runtime
from .submission import Submission
from .task import TaskView


class AsyncTask(TaskView):
    """A task that was submitted, for asyncio. One coroutine at a time asks the gateway."""

    def __init__(self, submission: Submission, flows: Flows[Runtime]) -> None:
        super().__init__(submission, flows)
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def _turn(self, deadline: Deadline) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(deadline.remaining()):
                await self._lock.acquire()
        except TimeoutError:
            raise self._no_turn(deadline) from None
        try:
            yield
        finally:
            self._lock.release()

    async def wait(
        self,
        timeout: float | None = None,
        interval: float | None = None,
        on_update: "Callable[[AsyncTask], object] | None" = None,
    ) -> Self:
        """Poll until the task ends with a picture, as `Task.wait`; `on_update` is a plain function.

        Cancelling leaves the task's id as `task_id`, and in a note, on the `CancelledError`.
        """
        deadline = self._flows.core.deadline(timeout)
        async with self._turn(deadline):
            changed = None if on_update is None else lambda: on_update(self)
            await self._flows.wait(self._submission, deadline, interval, changed)
        return self

    async def result(self, timeout: float | None = None) -> EditedImage:
        """Return the first picture, as `Task.result`."""
        deadline = self._flows.core.deadline(timeout)
        async with self._turn(deadline):
            await self._flows.wait(self._submission, deadline)
            return await self._flows.image(self._submission, 0, deadline)

    async def results(self, timeout: float | None = None) -> list[EditedImage]:
        """Return all pictures that the task made, as `Task.results`."""
        deadline = self._flows.core.deadline(timeout)
        async with self._turn(deadline):
            return await self._flows.all_images(self._submission, deadline)
