from enum import StrEnum


class TaskStatus(StrEnum):
    """How far a task is: `PENDING` waiting, `RUNNING` being worked on, `SUCCEEDED` finished, `FAILED`
    failed, `CANCELED` canceled before it finished, `UNKNOWN` unknown, as a task that never was or is too
    old. After `SUCCEEDED` some of several pictures may still have failed."""

    CANCELED = "CANCELED"
    FAILED = "FAILED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    UNKNOWN = "UNKNOWN"

    def __str__(self) -> str:
        return str(self.value)
