"""What both editors, and the batches that they do, have in common."""

import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import ClassVar

from .editor_core import EditorCore, Plan, Submission
from .flows import Flows


class EditorBase(ABC):
    """What both editors are, beside how each carries out its calls."""

    _awaits: ClassVar[bool]  # whether a caller's hook may be a coroutine function
    _clock = staticmethod(time.monotonic)
    _core: EditorCore
    _flows: Flows

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self._core.name

    @property
    def base_url(self) -> str:
        """The gateway's address."""
        return self._core.base_url

    def __repr__(self) -> str:
        # Debuggers and test runners show an editor that its own constructor is about to refuse.
        where = f" for {self.gateway} at {self.base_url}" if hasattr(self, "_core") else ""
        return f"<{type(self).__name__}{where}>"

    @abstractmethod
    def _task(self, submission: Submission) -> object:
        """Return what stands for a task that was submitted."""

    def _told(self, plan: Plan) -> Callable[[Submission], Awaitable[object]] | None:
        """Return what tells the caller's hook of a task; refuse one that cannot be called, before anything is sent."""
        hook = plan.submitted
        if hook is None:
            return None
        if not callable(hook):
            raise TypeError(f"submitted is a function that takes the task, not {type(hook).__name__}")
        if not self._awaits and inspect.iscoroutinefunction(hook):
            raise TypeError("submitted is a plain function here; AsyncImageEditor takes a coroutine function")
        call: Callable[[object], object] = hook

        async def told(submission: Submission) -> None:
            answer = call(self._task(submission))
            if self._awaits and inspect.isawaitable(answer):
                await answer

        return told


def flows_of(editor: EditorBase) -> Flows:
    """Return what carries out the calls of an editor, for those in this package who do many of them."""
    return editor._flows  # noqa: SLF001  of the same file
