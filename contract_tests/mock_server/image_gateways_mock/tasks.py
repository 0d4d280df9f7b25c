"""Tasks: their recorded answers in order, the last of which sticks."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

AnswerT = TypeVar("AnswerT")


@dataclass(slots=True)
class TaskReplay(Generic[AnswerT]):
    """A submitted task: the answers that its polls replay, and how far it is.

    Attributes:
        answers: the recorded answers in order, at least one; the last is the final one.
        picture_form: the role of the strings in which the submit asked for pictures, if it did.
        submitted: when, in seconds of a monotonic clock.
        polls: number of polls answered so far.
    """

    answers: tuple[AnswerT, ...]
    picture_form: str | None
    submitted: float
    polls: int = field(default=0)


class TaskStore(Generic[AnswerT]):
    """The tasks of all polls by poll and id; bounded: the oldest is forgotten first.

    Args:
        limit: number of tasks, 1 or more, that are remembered.
        polls_before_done: number of polls before the final answer; None takes as many as were recorded.
        task_seconds: seconds before the final answer.
        clock: gives seconds that never go backwards.
    """

    def __init__(
        self,
        limit: int,
        polls_before_done: int | None,
        task_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._polls_before_done = polls_before_done
        self._task_seconds = task_seconds
        self._clock = clock
        # A plain dict has to look for its first key behind all the ones that were deleted.
        self._tasks: OrderedDict[tuple[str, str], TaskReplay[AnswerT]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tasks)

    def add(
        self, poll: str, task_id: str, answers: tuple[AnswerT, ...], picture_form: str | None
    ) -> TaskReplay[AnswerT]:
        """Remember a task that was just submitted."""
        if len(self._tasks) >= self._limit:
            self._tasks.popitem(last=False)
        task = TaskReplay(answers, picture_form, self._clock())
        self._tasks[poll, task_id] = task
        return task

    def get(self, poll: str, task_id: str) -> TaskReplay[AnswerT] | None:
        """Return a task, or None where it is unknown or forgotten."""
        return self._tasks.get((poll, task_id))

    def poll(self, task: TaskReplay[AnswerT]) -> AnswerT:
        """Return the task's next answer: its recorded answers spread over the polls and the time it takes."""
        pending = len(task.answers) - 1
        polls = pending if self._polls_before_done is None else self._polls_before_done
        reached = pending if task.polls >= polls else pending * task.polls // polls
        elapsed = self._clock() - task.submitted
        if elapsed < self._task_seconds:
            by_clock = min(int(pending * elapsed / self._task_seconds), pending - 1)
            reached = by_clock if self._polls_before_done is None else min(reached, by_clock)
        task.polls += 1
        return task.answers[max(reached, 0)]

    def clear(self) -> None:
        """Forget every task."""
        self._tasks.clear()
