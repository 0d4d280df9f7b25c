from enum import StrEnum


class TaskStatus(StrEnum):
    """How far a task is: `in_queue` submitted, `generating` running, `done` finished (the outer code
    decides between success and failure), `not_found` no such task or too old, `expired` resubmit,
    `failed` finished without a picture."""

    DONE = "done"
    EXPIRED = "expired"
    FAILED = "failed"
    GENERATING = "generating"
    IN_QUEUE = "in_queue"
    NOT_FOUND = "not_found"

    def __str__(self) -> str:
        return str(self.value)
