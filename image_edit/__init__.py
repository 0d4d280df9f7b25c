"""Edit pictures through the gateways in one line: typed errors, no call billed twice, the result kept."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .async_editor import AsyncImageEditor
    from .async_task import AsyncTask
    from .edited_image import EditedImage
    from .editor import ImageEditor
    from .errors import (
        AuthenticationError,
        BadInput,
        BadPicture,
        ConnectionFailed,
        ContentRefused,
        DeadlinePassed,
        DownloadFailed,
        DownloadTimedOut,
        GatewayUnavailable,
        ImageEditError,
        InputPictureRefused,
        InputTextRefused,
        JournalNotWritten,
        MaybeBilled,
        NotSupported,
        OutputRefused,
        QuotaExceeded,
        RateLimited,
        SubmitTimedOut,
        TaskExpired,
        TaskFailed,
        TaskNotFound,
        UnexpectedAnswer,
    )
    from .gateway_name import GatewayName
    from .policy import Policy, Purpose, Situation
    from .task import Task

__all__ = [
    "AsyncImageEditor",
    "AsyncTask",
    "AuthenticationError",
    "BadInput",
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
    "JournalNotWritten",
    "MaybeBilled",
    "NotSupported",
    "OutputRefused",
    "Policy",
    "Purpose",
    "QuotaExceeded",
    "RateLimited",
    "Situation",
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
    "AsyncTask": "async_task",
    "EditedImage": "edited_image",
    "GatewayName": "gateway_name",
    "ImageEditor": "editor",
    "Policy": "policy",
    "Purpose": "policy",
    "Situation": "policy",
    "Task": "task",
}


def __getattr__(name: str) -> Any:
    # Whoever blocks does not wait for asyncio to be imported, nor the command for anything before it minds signals.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES.get(name, 'errors')}"), name)
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
