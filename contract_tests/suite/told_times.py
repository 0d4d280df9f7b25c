"""Whether the times that answers tell are of one clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.schema_walk import Path, find

from .violation import Violation

_STAMP = re.compile(r"20[0-9]{12}")
_MOST_APART = timedelta(hours=2)
"""Between two answers that follow each other; a time in a wrong zone is mostly further off."""
_MOST_BACK = timedelta(minutes=1)
"""A clock that is set anew, or a server beside it, may be so far behind."""


@dataclass
class ToldTimes:
    """What a run was told of the time. A clock of whichever year will do, as long as every answer has the same.

    Recorded times are made anew by who replays them, so that none is of the day of its recording.
    """

    CHECK = "times_of_one_clock"

    _latest: datetime | None = None

    def violations(self, schema: BodySchema, value: Any) -> Iterator[Violation]:
        """Yield the times in an answer that are far from those before.

        Args:
            schema: what the answer is held to.
            value: its parsed body.
        """
        for path, time in _times(schema, value):
            latest = self._latest or time
            if -_MOST_BACK <= time - latest <= _MOST_APART:
                self._latest = max(time, latest)
                continue
            message = f"expected a time near the one told before, {latest.isoformat()}, found {time.isoformat()}"
            yield Violation(message, path)


def _times(schema: BodySchema, value: Any) -> Iterator[tuple[Path, datetime]]:
    for pattern, role in schema.roles:
        for path, found in find(value, pattern):
            time = _time(role, found)
            if time is not None:
                yield path, time


def _time(role: str, found: Any) -> datetime | None:
    """The time that a value of a role tells, in UTC where it names no zone; None where it tells none."""
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
        return datetime.strptime(stamp[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if stamp else None
    except ValueError:
        return None
