"""What both editors have in common: the configuration, and how requests are built."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from .configuration import address_of
from .deadline import Deadline
from .errors import BadInput
from .flows import Flows, Submission
from .gateways import check_support, gateway
from .gateways.gateway import Request
from .gateways.open_call import open_request
from .options import EXTENT, EditCall, EraseCall, ExpandCall, GenerateCall, InpaintCall, check_names
from .picture_input import PictureLimits, PictureSource, PictureSources, PreparedPicture, prepare
from .policy import Policy
from .prompt import worded

Options = dict[str, Any]


class Plan(NamedTuple):
    """One call of an editor.

    Attributes:
        build: builds the request.
        deadline: when all that follows has to be over.
        submitted: the caller's hook, that is told the task.
    """

    build: Callable[[], Request]
    deadline: Deadline
    submitted: Callable[[Any], object] | None = None


Arguments = Callable[[PictureLimits, bool], Sequence[object]]
"""What a method of the gateway takes beside options; told its limits, and whether pictures are made to fit them."""


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

    def _submission(self, task_id: str, options: Mapping[str, object]) -> Submission:
        if not isinstance(task_id, str):
            # A number may have lost digits already: ids have up to 20.
            raise BadInput(f"a task id is a text, not {type(task_id).__name__}")
        try:
            self._gateway.document.check("TaskId", task_id, "the task's id")
        except BadInput as error:
            self._address.key.remove_from(error)  # one that was taken for the id
            raise
        given = self._options("poll", options)
        self._flows.check_poll(task_id, given)
        return Submission(task_id, given)

    def _options(self, method: str, options: Mapping[str, object]) -> Options:
        """Return the options that were given to a method of the gateway's, which takes them."""
        given = {name: value for name, value in options.items() if value is not None}
        check_support(self._gateway, method, given)
        return given

    def _plan(self, method: str, kind: Any, options: Mapping[str, object], arguments: Arguments) -> Plan:
        check_names(method, kind, options)
        others = dict(options)
        deadline = self._deadline(cast("float | None", others.pop("timeout", None)))
        fit = bool(others.pop("fit", False))
        submitted = self._hook(others.pop("submitted", None))
        given = self._options(method, others)
        make = getattr(self._gateway, method)

        def build() -> Request:
            request: Request = make(*arguments(self._gateway.picture_limits(given.get("model")), fit), **given)
            return request

        return Plan(build, deadline, submitted)

    def _hook(self, submitted: object) -> Callable[[Any], object] | None:
        """Refuse a hook that could not be called, before anything is billed."""
        if submitted is not None and not callable(submitted):
            raise TypeError(f"submitted is a function that takes the task, not {type(submitted).__name__}")
        return submitted

    def _edit(self, image: PictureSources, prompt: str, options: EditCall) -> Plan:
        images: Sequence[PictureSource] = image if isinstance(image, list | tuple) else [cast(PictureSource, image)]
        return self._plan("edit", EditCall, options, lambda *limits: (_prepared(images, *limits), worded(prompt)))

    def _expand(self, image: PictureSource, options: ExpandCall) -> Plan:
        extent: Options = {name: value for name, value in options.items() if name in EXTENT}

        def arguments(limits: PictureLimits, fit: bool) -> Sequence[object]:
            from .canvas import extended_canvas  # few draw, and importing it takes time

            worded(options.get("prompt"), optional=True)
            canvas = extended_canvas(image, limits=limits, fit=fit, **extent)
            return canvas.picture, canvas.mask

        others = {name: value for name, value in options.items() if name not in EXTENT}
        return self._plan("expand", ExpandCall, others, arguments)

    def _inpaint(self, image: PictureSource, mask: PictureSource, prompt: str, options: InpaintCall) -> Plan:
        return self._plan(
            "inpaint", InpaintCall, options, lambda *limits: (*_masked(image, mask, *limits), worded(prompt))
        )

    def _erase(self, image: PictureSource, mask: PictureSource, options: EraseCall) -> Plan:
        return self._plan("erase", EraseCall, options, lambda *limits: _masked(image, mask, *limits))

    def _generate(self, prompt: str, options: GenerateCall) -> Plan:
        return self._plan("generate", GenerateCall, options, lambda *_: (worded(prompt),))

    def _call(self, operation_id: str, fields: Mapping[str, Any]) -> Plan:
        return Plan(lambda: open_request(self._gateway, operation_id, fields), self._deadline(None))


def _prepared(images: Sequence[PictureSource], limits: PictureLimits, fit: bool) -> list[PreparedPicture]:
    if not images:
        raise BadInput("there is no picture in the list")
    roles = [f"picture {number} of {len(images)}" for number in range(1, len(images) + 1)]
    if len(images) == 1:
        roles = ["picture"]
    return [prepare(each, limits=limits, fit=fit, role=role) for each, role in zip(images, roles, strict=True)]


def _masked(
    image: PictureSource, mask: PictureSource, limits: PictureLimits, fit: bool
) -> tuple[PreparedPicture, PreparedPicture]:
    from .canvas import prepare_mask

    picture = prepare(image, limits=limits, fit=fit)
    return picture, prepare_mask(mask, picture, limits=limits, fit=fit)
