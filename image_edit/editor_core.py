"""What an editor is configured with, and how its requests are built."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, cast

from .configuration import address_of
from .edited_image import EditedImage
from .errors import BadInput, ImageEditError
from .gateways import adapter_of, check_support
from .gateways.gateway import Answer, Request
from .gateways.open_call import open_request
from .network.deadline import Clock, Deadline
from .options import CALLS, EXTENT, check_names
from .pictures.encoding import PreparedPicture, prepare
from .pictures.limits import PictureLimits
from .pictures.source import PictureSource
from .policy import Policy

Options = dict[str, Any]

_Prompt = TypeVar("_Prompt", str, str | None)
# Blanks, controls, and what is not seen or only changes the letter before it: zero-width space, byte order mark, …
_WORDLESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Mc", "Me"})
_LETTERS_THAT_ARE_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers of Hangul, and Braille without a dot

_ANY_TASK = "0"  # stands for the id that only the answer to a submit tells


class Plan(NamedTuple):
    """One call of an editor.

    Attributes:
        build: builds the request; may take its time, over pictures.
        deadline: when all that follows has to be over.
        submitted: the caller's hook, that is told the task.
    """

    build: Callable[[], Request]
    deadline: Deadline
    submitted: object = None


@dataclass(slots=True)
class Submission:
    """A task, or an answer that came at once, and what is known of it.

    Attributes:
        answer: the latest answer; None if nothing was asked yet.
        operation_id: the operation that gave it.
        content: its body, as it arrived.
        task_id: the task's id; None if the gateway answered at once.
        poll_options: what the poll tells the gateway about the picture.
        seed: the seed that was asked for.
        images: the pictures that were fetched, by their position in the answer.
        is_open: whether it may end well without a picture.
    """

    task_id: str | None
    poll_options: Mapping[str, Any]
    answer: Answer | None = None
    operation_id: str = ""
    content: bytes = field(default=b"", repr=False)
    seed: int | None = None
    images: dict[int, EditedImage] = field(default_factory=dict)
    is_open: bool = False

    @property
    def model(self) -> str | None:
        """What the poll has to name beside the id; None if that is all it takes."""
        return self.poll_options.get("model")


class EditorCore:
    """The configuration of an editor, and how its requests are built. May be used by several threads at once.

    Args:
        gateway_name: its gateway, as `ai302`; this and what follows is described by `ImageEditor`.
        api_key: the gateway's key.
        base_url: the gateway's address.
        timeout: seconds that a call may take in all.
        policy: when to try again and how often to ask.
        max_picture_bytes: the largest result that is read.
        clock: gives seconds that never jump.

    Attributes:
        gateway: its gateway's adapter.
        address: where the gateway is, and how to get in.
        key: what no error and no line of the log may hold.
    """

    def __init__(
        self,
        gateway_name: str,
        api_key: str | None,
        base_url: str | None,
        timeout: float,
        policy: Policy | None,
        max_picture_bytes: int,
        clock: Clock,
    ) -> None:
        self.gateway = adapter_of(gateway_name)
        self.policy = policy or Policy()
        self.address = address_of(self.gateway, api_key, base_url, self.policy, max_picture_bytes)
        self.name, self.base_url, self.key = self.gateway.name, self.address.base_url, self.address.key
        self.clock = clock
        self._timeout = timeout
        self._checked_options: Mapping[str, Any] | None = None
        self.deadline(None)

    def deadline(self, timeout: float | None) -> Deadline:
        """Return when a call that begins now has to be over; None takes the editor's seconds."""
        return Deadline(self._timeout if timeout is None else timeout, self.clock)

    def prepared(self, build: Callable[[], Request]) -> Request:
        """Return a request that is ready to be sent: built, and held to the document, as are the polls of its task.

        Raises:
            BadInput: it is not allowed.
        """
        try:
            request = self._checked(build())
            if request.poll_options != self._checked_options:  # of many edits, nearly all are asked for alike
                self._check_poll(_ANY_TASK, request.poll_options)
                self._checked_options = request.poll_options
        except ImageEditError as error:
            error.gateway = self.gateway.name  # the code that reads pictures does not know for whom
            self.key.remove_from(error)
            raise
        return request

    def picked_up(self, task_id: str, options: Mapping[str, object]) -> Submission:
        """Return a task that was submitted earlier.

        Args:
            options: what its polls are to say beside that.

        Raises:
            BadInput: the id cannot be one, or the gateway knows no such option.
        """
        if not isinstance(task_id, str):
            # A number may have lost digits already: ids have up to 20.
            raise BadInput(f"a task id is a text, not {type(task_id).__name__}")
        if schema := self.gateway.document.task_id_schema:
            with self.key.kept_out():  # one that was taken for the id
                self.gateway.document.check(schema, task_id, "the task's id")
        given = self._options("poll", options)
        self._check_poll(task_id, given)
        return Submission(task_id, given)

    # --- the calls of an editor -------------------------------------------------------------------------------------

    def plan(
        self,
        method: str,
        options: Mapping[str, object],
        *,
        images: Sequence[PictureSource] = (),
        mask: "PictureSource | None" = None,
        prompt: str | None = None,
    ) -> Plan:
        """Plan a call of a method, as the editors describe it, of which one that has no such argument looks at none.

        Args:
            method: one of `CALLS`.
            options: its options.

        Raises:
            TypeError: it has no such option, or one is missing.
            NotSupported: the gateway has no such method, or does not take an option.
        """
        check_names(method, CALLS[method], options)
        others = dict(options)
        deadline = self.deadline(cast("float | None", others.pop("timeout", None)))
        fit = bool(others.pop("fit", False))
        submitted = others.pop("submitted", None)
        extent: Options = {name: others.pop(name) for name in EXTENT if name in others}
        given = self._options(method, others)
        make = getattr(self.gateway, method)

        def build() -> Request:
            limits = self.gateway.picture_limits(given.get("model"))
            match method:
                case "edit":
                    arguments: Sequence[object] = [_prepared(images, limits, fit), worded(prompt)]
                case "generate":
                    arguments = [worded(prompt)]
                case "expand":
                    arguments = _extended(images[0], given.get("prompt"), limits, fit, extent)
                case _:
                    arguments = _masked(images[0], mask, limits, fit)
            request: Request = make(*arguments, *([worded(prompt)] if method == "inpaint" else ()), **given)
            return request

        return Plan(build, deadline, submitted)

    def call(self, operation_id: str, fields: Mapping[str, Any]) -> Plan:
        """Plan a call of any operation."""
        return Plan(lambda: open_request(self.gateway, operation_id, fields), self.deadline(None))

    def _options(self, method: str, options: Mapping[str, object]) -> Options:
        """Return the options that were given to a method of the gateway's, which takes them."""
        given = {name: value for name, value in options.items() if value is not None}
        check_support(self.gateway, method, given)
        return given

    def _check_poll(self, task_id: str, poll_options: Mapping[str, Any]) -> None:
        self._checked(self.gateway.poll(task_id, **poll_options))

    def _checked(self, request: Request) -> Request:
        """Hold a request to the document.

        Raises:
            BadInput: the document does not allow it.
            NotSupported: the document has the key where none is sent.
        """
        self.address.key_headers()
        body = request.arguments.get("body")
        if body is not None:
            document, fields = self.gateway.document, body.to_dict()
            if request.is_open:
                document.written(fields)
            else:
                document.check(type(body).__name__, fields)  # the generator names a model after its schema
        return request


def _prepared(images: Sequence[PictureSource], limits: PictureLimits, fit: bool) -> list[PreparedPicture]:
    if not images:
        raise BadInput("there is no picture in the list")
    roles = [f"picture {number} of {len(images)}" for number in range(1, len(images) + 1)]
    if len(images) == 1:
        roles = ["picture"]
    return [prepare(each, limits=limits, fit=fit, role=role) for each, role in zip(images, roles, strict=True)]


def _extended(
    image: PictureSource, prompt: str | None, limits: PictureLimits, fit: bool, extent: Options
) -> tuple[PreparedPicture, PreparedPicture]:
    from .pictures.canvas import extended_canvas  # few draw, and importing it takes time

    worded(prompt, optional=True)
    canvas = extended_canvas(image, limits=limits, fit=fit, **extent)
    return canvas.picture, canvas.mask


def _masked(
    image: PictureSource, mask: "PictureSource | None", limits: PictureLimits, fit: bool
) -> tuple[PreparedPicture, PreparedPicture]:
    from .pictures.canvas import prepare_mask

    picture = prepare(image, limits=limits, fit=fit)
    return picture, prepare_mask(cast(PictureSource, mask), picture, limits=limits, fit=fit)


def worded(prompt: _Prompt, *, optional: bool = False) -> _Prompt:
    """Return a prompt, which has words if it is a text.

    Args:
        prompt: the prompt; what is no text is left to the document, which knows whether there has to be one.
        optional: whether the operation does without one.

    Raises:
        BadInput: it is a text that shows nothing.
    """
    if isinstance(prompt, str) and not any(map(_shows, prompt)):
        advice = "say what is wanted, or leave the prompt out" if optional else "say what is wanted"
        raise BadInput(f"the prompt is empty: {advice}")
    return prompt


def _shows(letter: str) -> bool:
    return unicodedata.category(letter) not in _WORDLESS and letter not in _LETTERS_THAT_ARE_BLANK
