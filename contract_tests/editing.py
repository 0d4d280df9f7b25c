"""Both editors behind one face, and on a clock that pauses move, so that one test covers both and none waits."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from image_edit import AsyncImageEditor, AsyncTask, ImageEditor, Task

PICTURES = Path(__file__).parent / "recordings" / "pictures"
PICTURE = PICTURES / "lighthouse.png"
MODES = ("blocking", "asyncio")


class Editing:
    """An editor of either kind; its methods, and those of its tasks, are called as if they blocked.

    Args:
        mode: `blocking` or `asyncio`.
        options: what the editor takes.

    Attributes:
        editor: the editor.
        pauses: the seconds of each pause that was made.
    """

    def __init__(self, mode: str, **options: Any) -> None:
        self.mode = mode
        self.pauses: list[float] = []
        self.editor: ImageEditor | AsyncImageEditor
        editing = self

        def clock() -> float:
            return time.monotonic() + sum(editing.pauses)

        if mode == "blocking":

            class Blocking(ImageEditor):
                _clock = staticmethod(clock)
                _sleep = staticmethod(self.pauses.append)

            self.editor = Blocking(**options)
        else:

            async def sleep(seconds: float) -> None:
                editing.pauses.append(seconds)
                await asyncio.sleep(0)

            class Async(AsyncImageEditor):
                _clock = staticmethod(clock)
                _sleep = staticmethod(sleep)

            self._runner = asyncio.Runner()
            # The semaphore and the connections belong to one loop.
            self._runner.get_loop()
            self.editor = Async(**options)

    def __getattr__(self, name: str) -> Any:
        return self.method(getattr(self.editor, name))

    def method(self, function: Any) -> Any:
        """Return a method of the editor, or of a task, as one that blocks."""
        if self.mode == "blocking":
            return function

        def blocking(*arguments: Any, **options: Any) -> Any:
            outcome = function(*arguments, **options)
            return self._runner.run(outcome) if asyncio.iscoroutine(outcome) else outcome

        return blocking

    def of(self, task: Task | AsyncTask, name: str) -> Any:
        """Return a method of a task as one that blocks."""
        return self.method(getattr(task, name))

    def busy_connections(self) -> list[str]:
        """Return the connections that are neither idle nor closed: between calls there are none."""
        client: Any = self.editor._own_client
        pool = client._transport._pool
        return [repr(connection) for connection in pool.connections if not connection.is_idle()]

    def close(self) -> None:
        """Close the editor, and its loop."""
        if isinstance(self.editor, ImageEditor):
            self.editor.close()
        else:
            self._runner.run(self.editor.aclose())
            self._runner.close()


@contextmanager
def editing(mode: str, **options: Any) -> Iterator[Editing]:
    """Give an editor of either kind, and close it."""
    editor = Editing(mode, **options)
    try:
        yield editor
    finally:
        editor.close()
