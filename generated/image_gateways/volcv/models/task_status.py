from enum import StrEnum


class TaskStatus(StrEnum):
    DONE = "done"
    EXPIRED = "expired"
    FAILED = "failed"
    GENERATING = "generating"
    IN_QUEUE = "in_queue"
    NOT_FOUND = "not_found"

    def __str__(self) -> str:
        return str(self.value)
