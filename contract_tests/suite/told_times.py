"""Whether the times that answers tell are of one clock."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.schema_walk import Path, find

from .violation import Violation

_STAMP = re.compile(r"20[0-9]{12}")
_MOST_APART = timedelta(hours=2)
"""Between two answers that follow each other; a time in a wrong zone is mostly further off."""
_MOST_ASKEW = timedelta(seconds=2)
"""Two servers that write times into one answer may have clocks that are so far apart."""
_MOST_BACK = timedelta(minutes=1)
"""A clock that is set anew, or a server beside it, may be so far behind."""
_LONGEST_STILL = 2.0
"""Seconds after which a time is another; most are told in whole seconds."""
_FEWEST_STILL = 20
"""Answers that tell of a time, after which a clock that moves on with each of them shows another as well."""


@dataclass
class ToldTimes:
    """What a run was told of the time. A clock of whichever year will do, as long as every answer has the same.

    Recorded times are made anew by who replays them, so that none is of the day of its recording.

    Attributes:
        seconds: the run's own clock, which never goes backwards.
    """

    CHECK = "times_of_one_clock"

    seconds: Callable[[], float] = time.monotonic
    _latest: datetime | None = field(default=None, init=False)
    _last: datetime | None = field(default=None, init=False)
    _moved: float = field(default=0.0, init=False)
    _answers_since: int = field(default=0, init=False)

    def violations(self, schema: BodySchema, value: Any) -> Iterator[Violation]:
        """Yield the times in an answer that are far from those before.

        Args:
            schema: what the answer is held to.
            value: its parsed body.
        """
        before, path = self._last, None
        for path, told in _times(schema, value):
            latest, self._last = self._latest or told, told
            if -_MOST_BACK <= told - latest <= _MOST_APART:
                self._latest = max(told, latest)
                continue
            message = f"expected a time near the one told before, {latest.isoformat()}, found {told.isoformat()}"
            yield Violation(message, path)
        if path is not None:
            yield from self._stands_still(before, path)

    def _stands_still(self, before: datetime | None, path: Path) -> Iterator[Violation]:
        """Yield that the time has stayed what it was, though the run's own clock went on."""
        if before is None or self._last != before:
            self._moved, self._answers_since = self.seconds(), 0
            return
        self._answers_since += 1
        passed = self.seconds() - self._moved
        if passed > _LONGEST_STILL and self._answers_since >= _FEWEST_STILL:
            yield Violation(f"expected another time {passed:.0f} s later, found {before.isoformat()} again", path)


def _times(schema: BodySchema, value: Any) -> Iterator[tuple[Path, datetime]]:
    for pattern, role in schema.roles:
        for path, found in find(value, pattern):
            told = time_of(role, found)
            if told is not None:
                yield path, told


def turned(schema: BodySchema, value: Any) -> Iterator[tuple[Path, Path]]:
    """Yield the places of each two times of one object of an answer that are apart, that of the later time first.

    Args:
        schema: what the answer is held to.
        value: its parsed body.
    """
    times = _dates(schema, value)
    for earlier, later in permutations(times, 2):
        if earlier[:-1] == later[:-1] and times[earlier] - times[later] > _MOST_ASKEW:
            yield earlier, later


def is_order(schema: BodySchema, known: Iterable[Any], earlier: Path, later: Path) -> bool:
    """Tell whether one time comes before another wherever known answers have both, and some have.

    Args:
        schema: what such answers are held to.
        known: their bodies.
        earlier: place of the one time.
        later: place of the other.
    """
    told = [times for times in (_dates(schema, body) for body in known) if earlier in times and later in times]
    return bool(told) and all(times[earlier] < times[later] for times in told)


def _dates(schema: BodySchema, value: Any) -> dict[Path, datetime]:
    texts = schema.texts(value, "date-time")
    return {path: told for path, role, text in texts if (told := time_of(role, text)) is not None}


def time_of(role: str, found: Any) -> datetime | None:
    """Return the time that a value of a role tells, in UTC where it names no zone; None where it tells none."""
    try:
        if role == "date-time" and isinstance(found, str):
            told = datetime.fromisoformat(found)
            return told if told.tzinfo else told.replace(tzinfo=UTC)
        if role == "unix-time":
            return datetime.fromtimestamp(int(found), UTC)
        if role == "request-id" and isinstance(found, str):
            return stamp_of(found)
    except (ValueError, TypeError, OverflowError, OSError):
        return None  # which another check tells
    return None


def stamp_of(text: str) -> datetime | None:
    """Return the time that an id begins with, as `20250704110639`, in UTC; None where it begins with none."""
    stamp = _STAMP.match(text)
    try:
        return datetime.fromisoformat(f"{stamp[0][:8]}T{stamp[0][8:]}").replace(tzinfo=UTC) if stamp else None
    except ValueError:
        return None
