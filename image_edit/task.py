"""A task of a gateway: how far it is, and what it made."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from .deadline import Deadline
from .edited_image import EditedImage
from .flows import Flows
from .runtime import Runtime, run
from .submission import Submission
from .task_view import TaskView


class Task(TaskView):
    """A task that was submitted. May be used by several threads; one at a time asks the gateway."""

    def __init__(self, submission: Submission, flows: Flows[Runtime]) -> None:
        super().__init__(submission, flows)
        self._lock = threading.RLock()

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        if not self._lock.acquire(timeout=max(deadline.remaining(), 0)):
            raise self._no_turn(deadline)
        try:
            yield
        finally:
            self._lock.release()

    def wait(
        self,
        timeout: float | None = None,
        interval: float | None = None,
        on_update: "Callable[[Task], object] | None" = None,
    ) -> Self:
        """Poll until the task ends with a picture; return the task itself.

        Args:
            timeout: seconds, by a clock that never jumps; None for the editor's.
            interval: seconds between two polls; None lets it grow, from about 1 to about 10.
            on_update: called with the task whenever its status changes.

        Raises:
            DeadlinePassed: the task is still running; it goes on.
            TaskFailed: it ended without a picture.
            TaskExpired: it is too old, or unknown (`TaskNotFound`).
            ContentRefused: a content check refused it.
            ImageEditError: the gateway could not be asked, after several tries.

        Ctrl-C leaves the task's id as `task_id`, and in a note, on the `KeyboardInterrupt`.
        """
        deadline = self._flows.core.deadline(timeout)
        with self._turn(deadline):
            changed = None if on_update is None else lambda: on_update(self)
            run(self._flows.wait(self._submission, deadline, interval, changed))
        return self

    def result(self, timeout: float | None = None) -> EditedImage:
        """Return the first picture: wait for it if need be, fetch it once, and keep it.

        Args:
            timeout: seconds for all of that; None for the editor's.

        Raises:
            DownloadFailed: the task is done, and its picture could not be fetched; the error's `url` is where it lies.
            ImageEditError: as `wait`.
        """
        deadline = self._flows.core.deadline(timeout)
        with self._turn(deadline):
            run(self._flows.wait(self._submission, deadline))
            return run(self._flows.image(self._submission, 0, deadline))

    def results(self, timeout: float | None = None) -> list[EditedImage]:
        """Return all pictures that the task made; `failures` tells of those that it did not.

        There is at least one, except of `ImageEditor.call`.

        Args:
            timeout: seconds; None for the editor's.

        Raises:
            ImageEditError: as `result`.
        """
        deadline = self._flows.core.deadline(timeout)
        with self._turn(deadline):
            return run(self._flows.all_images(self._submission, deadline))
