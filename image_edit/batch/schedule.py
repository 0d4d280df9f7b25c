"""Which job of a batch is next, what may still be spent, and when it is to stop."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..errors import ImageEditError, JournalNotWritten
from .outcome import State
from .pace import Pace
from .planning import Planned

_FAILURES_IN_A_ROW = 3  # rows whose failure is not their own, before no more are begun


class NotNow(BaseException):
    """This run sends nothing more for a key, which stays as it is."""


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How far a run is.

    Attributes:
        rows: how many rows stand how, those that earlier runs settled included; each state has a number.
        ended: the rows that this run has no more to do for.
        running: the rows that are under way.
        submits: the billed calls that this run has sent, without those that certainly did not run.
        looked_at: the jobs that were looked at so far, before the first is begun; until then `rows` are all 0.
    """

    rows: Mapping[State, int]
    ended: int = 0
    running: int = 0
    submits: int = 0
    looked_at: int = 0

    @property
    def failed(self) -> int:
        """The rows that were refused, failed, or are unclear."""
        return self.rows[State.REFUSED] + self.rows[State.FAILED] + self.rows[State.UNCLEAR]


class Schedule:
    """Which key is next, and whether anything may still be sent.

    It belongs to an event loop; what is asked and told about a submit, and about why to stop, may be so by any thread.

    Open tasks come first: what is paid for is fetched before more is paid for.

    Attributes:
        pace: how fast it may go.
        stopped_by: why no more is begun or submitted, if that has a reason.
        lost: the ids of tasks that are paid for and stand in no journal, and why.
        problem: what the caller's own function raised.
        is_stopping: whether the batch was stopped from outside.
        wake: called when one more key may be begun.

    Args:
        pace: how many keys may run at once.
        max_billed: how many billed calls may be sent; None for any number.
        changed: called when something changed, from whichever thread changed it.
        wake: called when one more key may be begun.
    """

    def __init__(
        self,
        pace: Pace,
        max_billed: int | None,
        changed: Callable[[RunCounts], object] | None,
        wake: Callable[[], object],
    ) -> None:
        self.wake = wake
        self.pace = pace
        self.stopped_by: ImageEditError | None = None
        self.lost: dict[str, JournalNotWritten] = {}
        self.problem: Exception | None = None
        self.is_stopping = False
        self._left = max_billed
        self._changed = changed
        self._one = threading.Lock()
        self._open: deque[Planned] = deque()
        self._waiting: deque[Planned] = deque()
        self._passed_over: list[Planned] = []
        self._rows = dict.fromkeys(State, 0)
        self._running = self._running_rows = self._ended = self._submits = 0
        self._begins_nothing = self._submits_nothing = False
        self._failures = self._looked_at = 0

    def looked_at(self, number: int) -> None:
        """Take note of how many jobs were looked at, before any is begun."""
        self._looked_at = number
        self._tell()

    def plan(self, keys: Iterable[Planned], refused: int) -> None:
        """Take up what is to be done.

        Args:
            keys: the keys, in their order.
            refused: how many rows cannot be done at all.
        """
        for each in keys:
            self._rows[each.state] += len(each.packed)
            (self._open if each.state is State.SUBMITTED else self._waiting).append(each)
        self._rows[State.REFUSED] += refused
        self._ended += refused
        self._tell()

    @property
    def counts(self) -> RunCounts:
        """How far the run is."""
        return RunCounts(dict(self._rows), self._ended, self._running_rows, self._submits, self._looked_at)

    def next(self) -> Planned | None:
        """Return the key that is begun now; None if none is."""
        while self._running < self.pace.at_once and not self._begins_nothing and (self._open or self._waiting):
            planned = (self._open or self._waiting).popleft()
            if planned.state is State.PLANNED and (self._submits_nothing or self._left == 0):
                self._passed_over.append(planned)
                continue
            self._running += 1
            self._running_rows += len(planned.packed)
            self._tell()
            return planned
        return None

    @property
    def is_over(self) -> bool:
        """Whether nothing runs and nothing more is begun."""
        return self._running == 0 and (self._begins_nothing or not (self._open or self._waiting))

    def left(self) -> list[Planned]:
        """Return what was not begun, once; for when it is over."""
        left = [*self._passed_over, *self._open, *self._waiting]
        self._passed_over, self._open, self._waiting = [], deque(), deque()
        self._ended += sum(len(each.packed) for each in left)
        return left

    def ended(self, planned: Planned, state: State, *, was_asked: bool) -> None:
        """Take note that a key is done with in this run.

        Args:
            was_asked: whether the gateway was asked for it in this run.
        """
        self._running -= 1
        self._running_rows -= len(planned.packed)
        self._ended += len(planned.packed)
        if was_asked and state in (State.DONE, State.REFUSED, State.FAILED):
            self._failures = 0
        self.moved(planned, state)

    def moved(self, planned: Planned, state: State) -> None:
        """Take note of how a key stands now."""
        self._rows[planned.state] -= len(planned.packed)
        self._rows[state] += len(planned.packed)
        planned.state = state
        self._tell()

    # --- what may be sent -------------------------------------------------------------------------------------------

    @property
    def may_submit(self) -> bool:
        """Whether a billed call may be sent now."""
        return not (self.is_stopping or self._submits_nothing or self._begins_nothing or self._left == 0)

    def take_submit(self) -> None:
        """Count a billed call that is about to be sent.

        Raises:
            NotNow: it must not be.
        """
        with self._one:
            if not self.may_submit:
                raise NotNow
            self._submits += 1
            if self._left is not None:
                self._left -= 1

    def give_submit_back(self) -> None:
        """Take back a billed call that certainly did not run."""
        with self._one:
            self._submits -= 1
            if self._left is not None:
                self._left += 1

    # --- when to stop -----------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Begin nothing more and submit nothing more; what runs is ended by whoever runs it."""
        self.is_stopping = self._begins_nothing = True

    def submit_no_more(self, reason: ImageEditError) -> None:
        """Submit nothing more, and go on with what is paid for."""
        self._submits_nothing = True
        self.stopped_by = self.stopped_by or reason

    def begin_no_more(self, reason: ImageEditError) -> None:
        """Begin nothing more, and go on with what runs."""
        self._begins_nothing = True
        self.stopped_by = self.stopped_by or reason

    def failed_without_fault(self, error: ImageEditError) -> None:
        """Take note of a row that failed for no fault of its own; after some in a row, nothing more is begun."""
        self._failures += 1
        if self._failures >= _FAILURES_IN_A_ROW:
            self.begin_no_more(error)

    def not_in_journal(self, error: JournalNotWritten, task_id: str | None) -> None:
        """Take note that something was paid for which the journal does not know, and begin nothing more."""
        if task_id is not None:
            self.lost[task_id] = error
        self.begin_no_more(error)

    def found_again(self, task_id: str | None) -> None:
        """Take back that a task is unknown to the journal: its result is kept."""
        self.lost.pop(task_id or "", None)

    def _tell(self) -> None:
        if self._changed is None or self.problem is not None:
            return
        try:
            self._changed(self.counts)
        except Exception as problem:  # the caller's; told at the end, and nothing that is paid for is lost by it
            self.problem = problem
            self.stop()
