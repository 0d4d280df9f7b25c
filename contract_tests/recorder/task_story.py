"""One cassette in the making: an exchange, or a task's submit with its polls."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .drift import Drift
from .operation_facts import variant_of
from .recorded import Recorded


@dataclass(slots=True)
class Story:
    """What one cassette tells.

    Attributes:
        first: the exchange that the cassette is named for.
        polls: the polls of the task that it submitted, in order, none left out.
        file: where it is written; None before it is.
        violation: what the mock server objected to, if it did.
    """

    first: Recorded
    polls: list[Recorded] = field(default_factory=list)
    file: Path | None = None
    violation: Drift | None = None

    @property
    def interactions(self) -> tuple[Recorded, ...]:
        """The exchanges that are written: polls that only repeat a status are left out."""
        return (self.first, *_distinct(self.polls))

    @property
    def drift(self) -> tuple[Drift, ...]:
        """Where the exchanges depart from the document."""
        found = [drift for interaction in self.interactions for drift in interaction.drift]
        if not found and self.violation:
            found.append(self.violation)
        return tuple(dict.fromkeys(found))

    @property
    def notes(self) -> tuple[Drift, ...]:
        """What the gateway said that is allowed but not documented."""
        return tuple(dict.fromkeys(note for interaction in self.interactions for note in interaction.notes))

    @property
    def oddities(self) -> tuple[Drift, ...]:
        """What the gateway said that is readable, and not as the document shows it."""
        return tuple(dict.fromkeys(oddity for interaction in self.interactions for oddity in interaction.oddities))

    @property
    def unfinished(self) -> bool:
        """Whether a task was submitted whose end was not seen."""
        if self.first.submitted_task is None:
            return False
        last = self.interactions[-1]
        return last is self.first or not (last.final or last.failed)

    @property
    def stem(self) -> str:
        """The cassette's name, `<operation_id>__<variant>`."""
        return f"{self.first.operation.operation_id}__{self._variant()}"

    def _variant(self) -> str:
        leaf = [self.first.body_name] if self.first.body_name else []
        if self.first.submitted_task is None:
            return _own_variant(self.first) or "_".join(leaf) or f"status_{self.first.status}"
        # Of live tasks the mock server replays the first name that fits, hence words that sort success first.
        last = self.interactions[-1]
        if self.unfinished:
            end = "unfinished"
        elif last.pictures:
            end = "done"
        elif not last.failed:
            end = f"ends_{variant_of(last.task_status or '')}"
        else:
            end = f"fails_{_own_variant(last)}"
        return "_".join((*leaf, "task", end))

    def takes(self, poll: Recorded) -> bool:
        """Tell whether a poll is a step of the task: readable, no "try again later", and not after the end."""
        ended = any(earlier.final for earlier in self.polls)
        return poll.readable and not poll.transient and (not ended or _state(poll) in map(_state, self.polls))

    def without_passing_failures(self) -> list[Recorded]:
        """Take out and return the failed polls after which the task went on: they were not its end."""
        ends = max((i for i, poll in enumerate(self.polls) if not poll.failed), default=-1)
        passing = [poll for poll in self.polls[: max(ends, 0)] if poll.failed]
        self.polls = [poll for poll in self.polls if poll not in passing]
        return passing


def _own_variant(recorded: Recorded) -> str:
    """The variant that an exchange by itself has: its error's name, the task's status, its HTTP status."""
    if recorded.error is not None:
        return variant_of(recorded.error.name)
    if recorded.failed or not recorded.readable:
        return f"status_{recorded.status}"
    return variant_of(recorded.task_status or "")


def _distinct(polls: Sequence[Recorded]) -> list[Recorded]:
    """The first poll of each status, and the last poll of all if the task went back to an earlier status."""
    kept: list[Recorded] = []
    for poll in polls:
        if _state(poll) not in map(_state, kept):
            kept.append(poll)
    if kept and _state(polls[-1]) != _state(kept[-1]):
        kept.append(polls[-1])
    return kept


def _state(poll: Recorded) -> tuple[int, str | None]:
    return poll.status, poll.task_status
