"""Edit pictures through the gateways in one line: typed errors, no call billed twice, the result kept."""

# ruff: noqa: F403, F405  which of the errors are meant, `__all__` says once

from importlib import import_module

TYPE_CHECKING = (
    False  # not from typing: it takes longer to import than all of this, and the command minds no signal yet
)
if TYPE_CHECKING:
    from typing import Any

    from .async_editor import AsyncImageEditor, AsyncTask
    from .batch.job import Job
    from .batch.outcome import Outcome, State
    from .edited_image import EditedImage
    from .editor import ImageEditor
    from .errors import *
    from .gateway_name import GatewayName
    from .policy import Policy, Purpose, Situation
    from .task import Task

__all__ = [
    "AsyncImageEditor",
    "AsyncTask",
    "AuthenticationError",
    "BadInput",
    "BadJobs",
    "BadPicture",
    "ConnectionFailed",
    "ContentRefused",
    "DeadlinePassed",
    "DownloadFailed",
    "DownloadTimedOut",
    "EditedImage",
    "GatewayName",
    "GatewayUnavailable",
    "ImageEditError",
    "ImageEditor",
    "InputPictureRefused",
    "InputTextRefused",
    "Job",
    "JournalNotWritten",
    "MaybeBilled",
    "NotSaved",
    "NotSupported",
    "Outcome",
    "OutputRefused",
    "Policy",
    "Purpose",
    "QuotaExceeded",
    "RateLimited",
    "Situation",
    "State",
    "SubmitTimedOut",
    "Task",
    "TaskExpired",
    "TaskFailed",
    "TaskNotFound",
    "UnexpectedAnswer",
]

# What is no error; those are all in one module.
_PLACES = {
    "AsyncImageEditor": "async_editor",
    "AsyncTask": "async_editor",
    "EditedImage": "edited_image",
    "GatewayName": "gateway_name",
    "ImageEditor": "editor",
    "Job": "batch.job",
    "Outcome": "batch.outcome",
    "Policy": "policy",
    "Purpose": "policy",
    "Situation": "policy",
    "State": "batch.outcome",
    "Task": "task",
}


def __getattr__(name: str) -> "Any":
    # Whoever blocks does not wait for asyncio to be imported, nor the command for anything before it minds signals.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES.get(name, 'errors')}"), name)
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
