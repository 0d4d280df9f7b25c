"""The editor for asyncio."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

import httpx

from .async_channel import AsyncChannel
from .async_driver import AsyncDriver
from .async_task import AsyncTask
from .configuration import DEFAULT_TIMEOUT, MAX_CONCURRENT, MAX_PICTURE_BYTES, limits
from .edited_image import EditedImage
from .editor_base import EditorBase
from .errors import BadInput
from .flows import Job
from .gateways import GatewayName
from .picture_input import PictureSource, PictureSources
from .policy import Policy


class AsyncImageEditor(EditorBase):
    """Edits pictures through a gateway, for asyncio: the methods of `ImageEditor`, to be awaited.

    It belongs to the event loop that uses it first.

    Args:
        gateway: as in `ImageEditor`, which describes all the arguments.
        api_key: the gateway's key.
        base_url: the gateway's address.
        timeout: seconds that a call may take in all.
        policy: when to try again and how often to ask.
        max_picture_bytes: the largest result that is read.
        max_concurrent: how many requests are under way at once; the others of thousands of tasks wait their turn.
        http_client: an httpx client of your own, whose pool should be no smaller than that; it is not closed here.

    Raises:
        BadInput: as in `ImageEditor`.
        AuthenticationError: there is no key.
    """

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
        super().__init__(gateway, api_key, base_url, timeout, policy, max_picture_bytes)
        if max_concurrent < 1:
            raise BadInput("max_concurrent is 1 or more")
        client = http_client
        self._own_client = None
        if client is None:
            from .own_client import asyncio_client  # needs httpcore, which httpx too loads with its first client

            client = self._own_client = asyncio_client(limits(max_concurrent))
        self._driver = AsyncDriver(AsyncChannel(self._address, client, max_concurrent), self._address.key, self._sleep)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, but not those of a client of your own."""
        if self._own_client is not None:
            await self._own_client.aclose()

    async def edit(
        self,
        image: PictureSources,
        prompt: str,
        *,
        seed: int | None = None,
        scale: float | None = None,
        negative_prompt: str | None = None,
        watermark: bool | str | None = None,
        model: str | None = None,
        size: str | None = None,
        vendor_options: Mapping[str, Any] | None = None,
        fit: bool = False,
        timeout: float | None = None,
    ) -> EditedImage:
        """Edit a picture by an instruction, as `ImageEditor.edit`."""
        options = {
            "seed": seed,
            "scale": scale,
            "negative_prompt": negative_prompt,
            "watermark": watermark,
            "model": model,
            "size": size,
            "vendor_options": vendor_options,
        }
        deadline = self._deadline(timeout)
        build = self._edit(image, prompt, fit, options)
        return await self._driver.run(self._flows.first_image(build, deadline))

    async def submit_edit(
        self,
        image: PictureSources,
        prompt: str,
        *,
        seed: int | None = None,
        scale: float | None = None,
        negative_prompt: str | None = None,
        watermark: bool | str | None = None,
        model: str | None = None,
        size: str | None = None,
        vendor_options: Mapping[str, Any] | None = None,
        fit: bool = False,
        timeout: float | None = None,
    ) -> AsyncTask:
        """Submit an edit and return its task at once, as `ImageEditor.submit_edit`."""
        options = {
            "seed": seed,
            "scale": scale,
            "negative_prompt": negative_prompt,
            "watermark": watermark,
            "model": model,
            "size": size,
            "vendor_options": vendor_options,
        }
        deadline = self._deadline(timeout)
        build = self._edit(image, prompt, fit, options)
        return self._task(await self._driver.run(self._flows.submit(build, deadline)))

    async def expand(
        self,
        image: PictureSource,
        *,
        to: str | None = None,
        top: float | None = None,
        bottom: float | None = None,
        left: float | None = None,
        right: float | None = None,
        prompt: str | None = None,
        seed: int | None = None,
        scale: float | None = None,
        steps: int | None = None,
        strength: float | None = None,
        watermark: bool | str | None = None,
        fit: bool = False,
        timeout: float | None = None,
    ) -> EditedImage:
        """Extend a picture beyond its edges, as `ImageEditor.expand`."""
        options = {
            "prompt": prompt,
            "seed": seed,
            "scale": scale,
            "steps": steps,
            "strength": strength,
            "watermark": watermark,
        }
        sides = {"top": top, "bottom": bottom, "left": left, "right": right}
        deadline = self._deadline(timeout)
        build = self._expand(image, to, sides, fit, options)
        return await self._driver.run(self._flows.first_image(build, deadline))

    async def inpaint(
        self,
        image: PictureSource,
        mask: PictureSource,
        prompt: str,
        *,
        seed: int | None = None,
        scale: float | None = None,
        steps: int | None = None,
        watermark: bool | str | None = None,
        fit: bool = False,
        timeout: float | None = None,
    ) -> EditedImage:
        """Redraw the part of a picture that a mask marks, as `ImageEditor.inpaint`."""
        options = {"seed": seed, "scale": scale, "steps": steps, "watermark": watermark}
        deadline = self._deadline(timeout)
        build = self._inpaint(image, mask, prompt, fit, options)
        return await self._driver.run(self._flows.first_image(build, deadline))

    async def generate(
        self,
        prompt: str,
        *,
        model: str,
        seed: int | None = None,
        scale: float | None = None,
        size: str | None = None,
        watermark: bool | None = None,
        vendor_options: Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> EditedImage:
        """Draw a picture, as `ImageEditor.generate`."""
        options = {
            "model": model,
            "seed": seed,
            "scale": scale,
            "size": size,
            "watermark": watermark,
            "vendor_options": vendor_options,
        }
        deadline = self._deadline(timeout)
        return await self._driver.run(self._flows.first_image(self._generate(prompt, options), deadline))

    async def submit_generate(
        self,
        prompt: str,
        *,
        model: str,
        seed: int | None = None,
        scale: float | None = None,
        size: str | None = None,
        watermark: bool | None = None,
        vendor_options: Mapping[str, Any] | None = None,
        timeout: float | None = None,
    ) -> AsyncTask:
        """Submit a picture to be drawn, as `ImageEditor.submit_generate`."""
        options = {
            "model": model,
            "seed": seed,
            "scale": scale,
            "size": size,
            "watermark": watermark,
            "vendor_options": vendor_options,
        }
        deadline = self._deadline(timeout)
        return self._task(await self._driver.run(self._flows.submit(self._generate(prompt, options), deadline)))

    def task(self, task_id: str, *, model: str | None = None, watermark: bool | str | None = None) -> AsyncTask:
        """Pick up a task that was submitted earlier, as `ImageEditor.task`. Nothing is sent yet."""
        return self._task(self._job(task_id, {"model": model, "watermark": watermark}))

    def _task(self, job: Job) -> AsyncTask:
        return AsyncTask(self.gateway, job, self._flows, self._timeout, self._clock, self._driver)
