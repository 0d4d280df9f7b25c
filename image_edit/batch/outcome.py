"""How a job of a batch stands, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..errors import ImageEditError
from .job import Job


class State(StrEnum):
    """How a job stands. The journal keeps it under this name."""

    PLANNED = "planned"
    """Nothing was sent, or what was sent certainly did not run."""
    SUBMITTING = "submitting"
    """The billed call is on its way. In a journal that nobody writes any more, nobody knows whether it ran."""
    SUBMITTED = "submitted"
    """It is paid for, and the result is not kept yet: the task is running, or its picture was not fetched or saved."""
    DONE = "done"
    """The result is kept."""
    REFUSED = "refused"
    """The gateway, or its document, did not take it."""
    FAILED = "failed"
    """It ran, or could not be run, and there is no picture."""
    UNCLEAR = "unclear"
    """It may have run and been billed, and nothing names its task. It is sent again only on request."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job stands when this run has no more to do for it.

    Attributes:
        job: the job.
        state: how it stands. `submitted`: it goes on without this run, and another run picks it up. `planned`: this run
            did not get to it.
        files: where the result is, one file or several, beside `job.output` as that was given; empty unless the state
            is `done`.
        error: why there is none; None where that needs no words. A picture of several that failed is not an error.
        task_id: the task's id, if it has one.
        notes: what is worth telling beside that, as "the task had expired, so it was submitted anew".
        submits: how many billed calls this run sent for it.
    """

    job: Job
    state: State
    files: tuple[Path, ...] = ()
    error: ImageEditError | None = None
    task_id: str | None = None
    notes: tuple[str, ...] = ()
    submits: int = 0
