"""What both editors have in common: the configuration, and how requests are built."""

import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from .configuration import address_of
from .deadline import Deadline
from .errors import BadInput
from .flows import Flows, Job
from .gateways import check_support, gateway
from .gateways.gateway import Request
from .picture_input import PictureSource, PictureSources, prepare
from .policy import Policy

Options = dict[str, Any]


class EditorBase:
    """What both editors have in common: the configuration, and how requests are built."""

    _clock = staticmethod(time.monotonic)

    def __init__(
        self,
        gateway_name: str,
        api_key: str | None,
        base_url: str | None,
        timeout: float,
        policy: Policy | None,
        max_picture_bytes: int,
    ) -> None:
        self._gateway = gateway(gateway_name)
        self._policy = policy or Policy()
        self._address = address_of(self._gateway, api_key, base_url, self._policy, max_picture_bytes)
        self._timeout = timeout
        self._deadline(None)
        self._flows = Flows(self._gateway, self._policy, self._clock, self._address.key)

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self._gateway.name

    @property
    def base_url(self) -> str:
        """The gateway's address."""
        return self._address.base_url

    def __repr__(self) -> str:
        # Debuggers and test runners show an editor that its own constructor is about to refuse.
        where = f" for {self.gateway} at {self.base_url}" if hasattr(self, "_address") else ""
        return f"<{type(self).__name__}{where}>"

    def _deadline(self, timeout: float | None) -> Deadline:
        return Deadline(self._timeout if timeout is None else timeout, self._clock)

    def _job(self, task_id: str, options: Options) -> Job:
        if not isinstance(task_id, str):
            # A number may have lost digits already: ids have up to 20.
            raise BadInput(f"a task id is a text, not {type(task_id).__name__}")
        try:
            self._gateway.document.check("TaskId", task_id, "the task's id")
        except BadInput as error:
            self._address.key.remove_from(error)  # one that was taken for the id
            raise
        _, given = self._request("poll", options)
        self._flows.check_poll(task_id, given)
        return Job(task_id, given)

    def _request(self, method: str, options: Options) -> tuple[Callable[..., Request], Options]:
        given = {name: value for name, value in options.items() if value is not None}
        check_support(self._gateway, method, given)
        return getattr(self._gateway, method), given

    def _edit(self, image: PictureSources, prompt: str, fit: bool, options: Options) -> Callable[[], Request]:
        make, given = self._request("edit", options)
        images: Sequence[PictureSource] = image if isinstance(image, list | tuple) else [cast(PictureSource, image)]

        def build() -> Request:
            if not images:
                raise BadInput("there is no picture in the list")
            return make(
                [prepare(each, limits=self._gateway.picture_limits, fit=fit) for each in images], prompt, **given
            )

        return build

    def _expand(
        self, image: PictureSource, to: str | None, sides: dict[str, float | None], fit: bool, options: Options
    ) -> Callable[[], Request]:
        make, given = self._request("expand", options)

        def build() -> Request:
            from .canvas import extended_canvas  # few draw, and importing it takes time

            canvas = extended_canvas(image, limits=self._gateway.picture_limits, fit=fit, to=to, **sides)
            return make(canvas.picture, canvas.mask, **given)

        return build

    def _inpaint(
        self, image: PictureSource, mask: PictureSource, prompt: str, fit: bool, options: Options
    ) -> Callable[[], Request]:
        make, given = self._request("inpaint", options)

        def build() -> Request:
            from .canvas import prepare_mask

            limits = self._gateway.picture_limits
            picture = prepare(image, limits=limits, fit=fit)
            return make(picture, prepare_mask(mask, picture, limits=limits, fit=fit), prompt, **given)

        return build

    def _generate(self, prompt: str, options: Options) -> Callable[[], Request]:
        make, given = self._request("generate", options)
        return lambda: make(prompt, **given)
