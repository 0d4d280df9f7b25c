"""What can go wrong, as one tree under `ImageEditError`.

No error holds the key: not in its text, its attributes or its notes, and no request hangs on it by `__cause__` or
`__context__`. All of them can be pickled, so they cross from one process to another.
"""

from collections.abc import Iterable
from typing import TypedDict, Unpack


class Facts(TypedDict, total=False):
    """What is known beside the message; each is an attribute of `ImageEditError`."""

    gateway: str | None
    operation_id: str | None
    http_status: int | None
    code: str | int | None
    request_id: str | None
    task_id: str | None
    model: str | None
    retry_can_help: bool
    maybe_billed: bool
    body: bytes


class ImageEditError(Exception):
    """An edit, or a step of it, did not work; the message says what was wrong and what to do.

    Attributes:
        gateway (str | None): name of the gateway, as `ai302`; None where it does not matter.
        operation_id (str | None): the operation of the gateway that was called last; None before anything was sent.
        http_status (int | None): the HTTP status of its answer; None if there was none.
        code (str | int | None): the code of the failure, of the gateway or of the service behind it; None if it named
            none.
        request_id (str | None): the gateway's id of the call, from wherever the answer has it; quote it when asking the
            gateway.
        task_id (str | None): the task's id, if one was made; `ImageEditor.task` picks it up.
        model (str | None): what `ImageEditor.task` takes as the task's `model`; None where it takes none.
        retry_can_help (bool): whether the same call may work at another time.
        maybe_billed (bool): whether money may have been spent: by this call, or by the submit of the task it is about.
        body (bytes): the body of the answer as it arrived, except that the key, should it stand there, is replaced.
    """

    def __init__(self, message: str, **facts: Unpack[Facts]) -> None:
        super().__init__(message)
        self.gateway = facts.get("gateway")
        self.operation_id = facts.get("operation_id")
        self.http_status = facts.get("http_status")
        self.code = facts.get("code")
        self.request_id = facts.get("request_id")
        self.task_id = facts.get("task_id")
        self.model = facts.get("model")
        self.retry_can_help = facts.get("retry_can_help", False)
        self.maybe_billed = facts.get("maybe_billed", False)
        self.body = facts.get("body", b"")


class BadInput(ImageEditError, ValueError):
    """What was asked for is not allowed, or the model is unknown; nothing ran.

    `http_status` is None if that was found before anything was sent. With a `task_id` it was a poll that the host did
    not take, and the task goes on.
    """


class BadJobs(BadInput):
    """Jobs of a batch cannot be done as they are; nothing was sent.

    Attributes:
        problems (tuple[tuple[str, str], ...]): what each of them is called, and what is wrong with it, in their order.
    """

    def __init__(self, message: str, problems: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class BadPicture(BadInput):
    """The input is no picture that the gateway takes: not one at all, cut off, of another type, or over a limit."""


class NotSupported(BadInput):
    """The gateway cannot do this; nothing ran.

    Found before anything was sent, the message names the gateways that can. With an `http_status` the host said that it
    has no such call: the base URL, the model or the action is wrong, and a task, if there is one, goes on.
    """


class AuthenticationError(ImageEditError):
    """The key is missing, wrong, expired, or may not do this; of an algorithm, its name may be wrong as well."""


class QuotaExceeded(ImageEditError):
    """The balance or a quota of the key is used up. The refused call did not run."""


class RateLimited(ImageEditError):
    """Too many calls. The refused call did not run.

    Attributes:
        retry_after (float | None): seconds, 0 or more, to wait before the next try, if the gateway said so.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, **facts: Unpack[Facts]) -> None:
        super().__init__(message, **facts)
        self.retry_after = retry_after


class ContentRefused(ImageEditError):
    """A content check refused the request or its result; the gateway does not always say which.

    With a `task_id` it ended that task.
    """


class InputTextRefused(ContentRefused):
    """A content check refused the prompt."""


class InputPictureRefused(ContentRefused):
    """A content check refused the input picture."""


class OutputRefused(ContentRefused):
    """A content check refused the result. Another run, with another seed, may pass; each may be billed."""


class TaskFailed(ImageEditError):
    """The task ended without a picture, or its poll got a failure that is the task's own."""


class TaskExpired(ImageEditError):
    """The task is too old: its result is gone."""


class TaskNotFound(TaskExpired):
    """The gateway knows no such task, or has forgotten it.

    The id, its model, the key or the host is another, or a day has passed.
    """


class DeadlinePassed(ImageEditError, TimeoutError):
    """The time that was given is over. A task that was submitted goes on; `task_id` is its id."""


class ConnectionFailed(ImageEditError):
    """No connection to the gateway, or it broke, and trying again did not help. Nothing was billed by this call."""


class MaybeBilled(ImageEditError):
    """A billed call was sent and nobody can know whether it ran. It was not sent again, and never is.

    The connection broke, the answer cannot be read, or it is a failure that does not say that nothing ran: one with
    HTTP 5xx, or with 200, whose code the gateway's document does not list, or lists as internal. `task_id` is set if
    the answer names a task.
    """


class SubmitTimedOut(MaybeBilled, DeadlinePassed):
    """The time was over while a billed call was under way, so that it may have run."""


class GatewayUnavailable(ImageEditError):
    """The gateway, or the service behind it, failed or is not available; a call that it refused so did not run.

    `maybe_billed` tells where that is not sure.
    """


class UnexpectedAnswer(ImageEditError):
    """The answer is not what the gateway's document says, or is a page of somebody else; `body` holds it."""


class DownloadFailed(ImageEditError):
    """The task is done and paid for, but its picture could not be fetched.

    Attributes:
        url (str | None): where the picture lies, for about a day, as the gateway wrote it; None if it came as base64
            and is broken.
    """

    def __init__(self, message: str, *, url: str | None = None, **facts: Unpack[Facts]) -> None:
        super().__init__(message, **facts)
        self.url = url


class DownloadTimedOut(DownloadFailed, DeadlinePassed):
    """The time was over while the picture was fetched."""


class NotSaved(ImageEditError):
    """A result of a batch was made and paid for, and could not be saved; another run fetches it again."""


class JournalNotWritten(ImageEditError):
    """The journal of a batch cannot be written: its disk is full, or fails. Nothing new is submitted then."""
