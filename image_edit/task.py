"""A task of a gateway: how far it is, and what it made."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from .edited_image import EditedImage
from .editor_core import Submission
from .errors import DeadlinePassed
from .flows import Flows
from .network.deadline import Deadline
from .network.runtime import run


class TaskView:
    """What a task tells without asking the gateway."""

    def __init__(self, submission: Submission, flows: Flows) -> None:
        self._submission = submission
        self._flows = flows

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self._flows.core.name

    @property
    def id(self) -> str | None:
        """The task's id, to pick it up later; None if the gateway answered at once."""
        return self._submission.task_id

    @property
    def model(self) -> str | None:
        """What `ImageEditor.task` takes as `model` to pick the task up, beside the id; None where it takes none."""
        return self._submission.model

    @property
    def status(self) -> str | None:
        """The gateway's own word for how far the task was when last asked; None if it said none so far."""
        return self._submission.answer.status if self._submission.answer else None

    @property
    def done(self) -> bool:
        """Whether the task had ended when last asked."""
        return self._submission.answer is not None and self._submission.answer.end is not None

    @property
    def failures(self) -> tuple[str, ...]:
        """Why pictures failed, of several that were asked for; those that were made are in `results`."""
        return tuple(map(str, self._submission.answer.failures)) if self._submission.answer else ()

    @property
    def answer(self) -> Any:
        """The latest answer as the generated client typed it; None if nothing was asked yet."""
        return self._submission.answer.raw if self._submission.answer else None

    def __repr__(self) -> str:
        status = self.status or ("done" if self.done else "not asked yet")
        return f"<{type(self).__name__} {self.id or '(answered at once)'} at {self.gateway}: {status}>"

    def _no_turn(self, deadline: Deadline) -> DeadlinePassed:
        return DeadlinePassed(
            f"{self.gateway}: {deadline.seconds:g} s passed while another caller asked for the task {self.id}.",
            gateway=self.gateway,
            task_id=self.id,
            retry_can_help=True,
            maybe_billed=True,
        )


class Task(TaskView):
    """A task that was submitted. May be used by several threads; one at a time asks the gateway."""

    def __init__(self, submission: Submission, flows: Flows) -> None:
        super().__init__(submission, flows)
        self._lock = threading.RLock()

    @contextmanager
    def _turn(self, timeout: float | None) -> Iterator[Deadline]:
        deadline = self._flows.core.deadline(timeout)
        if not self._lock.acquire(timeout=max(deadline.remaining(), 0)):
            raise self._no_turn(deadline)
        try:
            yield deadline
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
        with self._turn(timeout) as deadline:
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
        with self._turn(timeout) as deadline:
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
        with self._turn(timeout) as deadline:
            return run(self._flows.all_images(self._submission, deadline))
