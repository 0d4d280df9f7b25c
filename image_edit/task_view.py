"""What a task tells without asking the gateway."""

from typing import Any

from .deadline import Deadline
from .errors import DeadlinePassed
from .flows import Flows
from .runtime import Runtime
from .submission import Submission


class TaskView:
    """What a task tells without asking the gateway."""

    def __init__(self, submission: Submission, flows: Flows[Runtime]) -> None:
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
