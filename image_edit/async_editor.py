"""The editor for asyncio, and its tasks."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self, Unpack

import httpx

from .configuration import MAX_CONCURRENT, MAX_PICTURE_BYTES, limits
from .edited_image import EditedImage
from .editor_base import EditorBase
from .editor_core import EditorCore, Plan, Submission
from .errors import BadInput
from .flows import Flows
from .gateway_name import GatewayName
from .network.async_runtime import AsyncRuntime
from .network.deadline import DEFAULT_TIMEOUT, Deadline
from .options import BatchOptions, EditCall, EraseCall, ExpandCall, GenerateCall, InpaintCall, spelled_out
from .pictures.source import PictureSource, PictureSources, several
from .policy import Policy
from .task import TaskView

if TYPE_CHECKING:  # importing it takes time, and most callers have no batch
    from .batch.batch_run import AsyncBatch
    from .batch.job import Job
    from .batch.outcome import Outcome


class AsyncTask(TaskView):
    """A task that was submitted, for asyncio. One coroutine at a time asks the gateway."""

    def __init__(self, submission: Submission, flows: Flows) -> None:
        super().__init__(submission, flows)
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def _turn(self, timeout: float | None) -> AsyncIterator[Deadline]:
        deadline = self._flows.core.deadline(timeout)
        try:
            async with asyncio.timeout(deadline.remaining()):
                await self._lock.acquire()
        except TimeoutError:
            raise self._no_turn(deadline) from None
        try:
            yield deadline
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
        async with self._turn(timeout) as deadline:
            changed = None if on_update is None else lambda: on_update(self)
            await self._flows.wait(self._submission, deadline, interval, changed)
        return self

    async def result(self, timeout: float | None = None) -> EditedImage:
        """Return the first picture, as `Task.result`."""
        async with self._turn(timeout) as deadline:
            await self._flows.wait(self._submission, deadline)
            return await self._flows.image(self._submission, 0, deadline)

    async def results(self, timeout: float | None = None) -> list[EditedImage]:
        """Return all pictures that the task made, as `Task.results`."""
        async with self._turn(timeout) as deadline:
            return await self._flows.all_images(self._submission, deadline)


class AsyncImageEditor(EditorBase):
    """Edits pictures through a gateway, for asyncio: the methods of `ImageEditor`, to be awaited.

    It belongs to the event loop that uses it first.

    Args:
        gateway: as in `ImageEditor`, which describes all the arguments.
        api_key: the gateway's key.
        base_url: the gateway's address.
        timeout: seconds that a call may take in all.
        policy: when to try again and how often to ask.
        max_picture_bytes: the largest result that is read, in bytes.
        max_concurrent: how many requests are under way at once; the others of thousands of tasks wait their turn.
        http_client: an httpx client of your own, whose pool should be no smaller than that; it is not closed here.

    Raises:
        BadInput: as in `ImageEditor`.
        AuthenticationError: there is no key.
    """

    _awaits = True
    _sleep: Callable[[float], Awaitable[None]] = staticmethod(asyncio.sleep)

    def __init__(
        self,
        gateway: GatewayName = "ai302",
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        policy: Policy | None = None,
        max_picture_bytes: int = MAX_PICTURE_BYTES,
        max_concurrent: int = MAX_CONCURRENT,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        core = EditorCore(gateway, api_key, base_url, timeout, policy, max_picture_bytes, self._clock)
        if max_concurrent < 1:
            raise BadInput("max_concurrent is 1 or more")
        client = http_client
        self._own_client = None
        if client is None:
            # It needs httpcore, which httpx too loads with its first client.
            from .network.own_client import asyncio_client

            client = self._own_client = asyncio_client(limits(max_concurrent))
        runtime = AsyncRuntime(core.address, client, max_concurrent, self._sleep)
        self._core, self._flows = core, Flows(core, runtime)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, but not those of a client of your own."""
        if self._own_client is not None:
            await self._own_client.aclose()

    @spelled_out
    async def edit(self, image: PictureSources, prompt: str, **options: Unpack[EditCall]) -> EditedImage:
        """Edit a picture by an instruction, as `ImageEditor.edit`."""
        return await self._first_image(self._core.plan("edit", options, images=several(image), prompt=prompt))

    @spelled_out
    async def submit_edit(self, image: PictureSources, prompt: str, **options: Unpack[EditCall]) -> AsyncTask:
        """Submit an edit and return its task at once, as `ImageEditor.submit_edit`."""
        return await self._submitted(self._core.plan("edit", options, images=several(image), prompt=prompt))

    @spelled_out
    async def expand(self, image: PictureSource, **options: Unpack[ExpandCall]) -> EditedImage:
        """Extend a picture beyond its edges, as `ImageEditor.expand`."""
        return await self._first_image(self._core.plan("expand", options, images=[image]))

    @spelled_out
    async def submit_expand(self, image: PictureSource, **options: Unpack[ExpandCall]) -> AsyncTask:
        """Submit an extension and return its task at once, as `ImageEditor.submit_expand`."""
        return await self._submitted(self._core.plan("expand", options, images=[image]))

    @spelled_out
    async def inpaint(
        self, image: PictureSource, mask: PictureSource, prompt: str, **options: Unpack[InpaintCall]
    ) -> EditedImage:
        """Redraw what a mask marks, as `ImageEditor.inpaint`."""
        return await self._first_image(self._core.plan("inpaint", options, images=[image], mask=mask, prompt=prompt))

    @spelled_out
    async def submit_inpaint(
        self, image: PictureSource, mask: PictureSource, prompt: str, **options: Unpack[InpaintCall]
    ) -> AsyncTask:
        """Submit a redrawing and return its task at once, as `ImageEditor.submit_inpaint`."""
        return await self._submitted(self._core.plan("inpaint", options, images=[image], mask=mask, prompt=prompt))

    @spelled_out
    async def erase(self, image: PictureSource, mask: PictureSource, **options: Unpack[EraseCall]) -> EditedImage:
        """Remove what a mask marks, as `ImageEditor.erase`."""
        return await self._first_image(self._core.plan("erase", options, images=[image], mask=mask))

    @spelled_out
    async def submit_erase(self, image: PictureSource, mask: PictureSource, **options: Unpack[EraseCall]) -> AsyncTask:
        """Submit a removal and return its task at once, as `ImageEditor.submit_erase`."""
        return await self._submitted(self._core.plan("erase", options, images=[image], mask=mask))

    @spelled_out
    async def generate(self, prompt: str, **options: Unpack[GenerateCall]) -> EditedImage:
        """Draw a picture, as `ImageEditor.generate`."""
        return await self._first_image(self._core.plan("generate", options, prompt=prompt))

    @spelled_out
    async def submit_generate(self, prompt: str, **options: Unpack[GenerateCall]) -> AsyncTask:
        """Submit a picture to be drawn and return its task at once, as `ImageEditor.submit_generate`."""
        return await self._submitted(self._core.plan("generate", options, prompt=prompt))

    async def call(self, operation_id: str, /, **fields: Any) -> AsyncTask:
        """Call any operation of the gateway's document, as `ImageEditor.call`."""
        return await self._submitted(self._core.call(operation_id, fields))

    @spelled_out
    def edit_many(self, jobs: Iterable["Job"], **options: Unpack[BatchOptions]) -> AsyncGenerator["Outcome", None]:
        """Do many jobs, and lose nothing, as `ImageEditor.edit_many`; the outcomes come by `async for`.

        The jobs run as tasks of the event loop. `contextlib.aclosing` ends them where a loop is left early; else the
        event loop does, a little later. `max_concurrent` bounds their requests, `at_once` the jobs.
        """
        from .batch.batch_run import AsyncBatch, wishes_of  # few have many, and importing it takes time

        return _outcomes(AsyncBatch(self, jobs, wishes_of(options)))

    def task(self, task_id: str, *, model: str | None = None, watermark: bool | str | None = None) -> AsyncTask:
        """Pick up a task that was submitted earlier, as `ImageEditor.task`. Nothing is sent yet."""
        return self._task(self._core.picked_up(task_id, {"model": model, "watermark": watermark}))

    async def _first_image(self, plan: Plan) -> EditedImage:
        return await self._flows.first_image(plan, self._told(plan))

    async def _submitted(self, plan: Plan) -> AsyncTask:
        return self._task(await self._flows.submit(plan, self._told(plan)))

    def _task(self, submission: Submission) -> AsyncTask:
        return AsyncTask(submission, self._flows)


async def _outcomes(batch: "AsyncBatch") -> AsyncGenerator["Outcome", None]:
    async with batch:
        async for outcome in batch:
            yield outcome
