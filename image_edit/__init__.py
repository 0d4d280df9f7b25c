"""Edit pictures through the gateways in one line: typed errors, no call billed twice, the result kept."""

from typing import TYPE_CHECKING, Any

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
from .gateways import GatewayName
from .policy import Policy, Purpose, Situation
from .task import Task

if TYPE_CHECKING:
    from .async_editor import AsyncImageEditor
    from .async_task import AsyncTask

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


def __getattr__(name: str) -> Any:
    # Whoever blocks does not wait for asyncio to be imported.
    if name == "AsyncImageEditor":
        from .async_editor import AsyncImageEditor

        return AsyncImageEditor
    if name == "AsyncTask":
        from .async_task import AsyncTask

        return AsyncTask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
