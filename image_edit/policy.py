"""How long to wait and what to try again: one table, which a caller may replace."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from types import MappingProxyType

from .errors import BadInput


class Purpose(Enum):
    """What a request is for."""

    SUBMIT = auto()
    """Makes a picture or a task, and is billed."""
    POLL = auto()
    """Asks how far a task is."""
    DOWNLOAD = auto()
    """Fetches a picture."""


class Situation(Enum):
    """How a request went wrong in a way that may pass."""

    NOT_CONNECTED = auto()
    """No connection: refused, unknown host, no answer to the handshake. Nothing was sent."""
    RATE_LIMITED = auto()
    """The server said that there are too many calls (HTTP 429, or the gateway's own code for it)."""
    NO_ANSWER = auto()
    """The request was sent, at least in part, and no answer came in time."""
    BROKEN = auto()
    """The connection broke after it was made: reset, closed, or the answer was cut."""
    SERVER_FAILED = auto()
    """The server, or a proxy before it, failed: HTTP 408, 425, 499, 5xx, or a code that says so."""
    UNREADABLE = auto()
    """The answer is not what the document says, or the picture is not whole."""


_REPEATABLE = frozenset({Purpose.POLL, Purpose.DOWNLOAD})
_ALL = frozenset(Purpose)

RETRIED: Mapping[Situation, frozenset[Purpose]] = MappingProxyType(
    {
        Situation.NOT_CONNECTED: _ALL,
        Situation.RATE_LIMITED: _ALL,
        Situation.NO_ANSWER: _REPEATABLE,
        Situation.BROKEN: _REPEATABLE,
        Situation.SERVER_FAILED: _REPEATABLE,
        Situation.UNREADABLE: _REPEATABLE,
    }
)
"""What is tried again: a submit only where it certainly did not run."""

_SAFE_FOR_SUBMITS = frozenset({Situation.NOT_CONNECTED, Situation.RATE_LIMITED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to try again, and how often to ask. All times are seconds.

    A pause before a new try is drawn from 0 to `first_pause` times 1, 2, 4 …, at most `longest_pause`; or it is what
    the server asked for with `Retry-After`, at most `longest_retry_after`. A try that would begin after the deadline
    is not waited for.

    Attributes:
        retried: for each situation, which requests are tried again; `RETRIED` unless it is told otherwise.
        submit_tries: how often a submit is tried in all, 1 or more.
        tries: how often a poll or a download is tried in all, 1 or more.
        first_pause: the longest pause before the second try, 0 or more.
        longest_pause: the longest pause before any try, 0 or more.
        longest_retry_after: the longest pause that a server may ask for, 0 or more.
        connect_timeout: how long a connection may take to be made, greater than 0.
        read_timeout: how long the answer to a poll or a download may be silent, greater than 0. A submit has until the
            deadline.
        poll_timeout: how long a poll may take in all, greater than 0, so that an answer that drips does not take all
            the time.
        first_interval: how long to wait before the first poll, 0 or more.
        interval_growth: factor, 1 or more, from one interval to the next.
        longest_interval: the longest interval between two polls.

    Raises:
        BadInput: a submit that may have run would be sent again, or a number is out of its bounds.
    """

    retried: Mapping[Situation, frozenset[Purpose]] = field(default_factory=lambda: RETRIED)
    submit_tries: int = 3
    tries: int = 8
    first_pause: float = 0.5
    longest_pause: float = 20
    longest_retry_after: float = 60
    connect_timeout: float = 10
    read_timeout: float = 30
    poll_timeout: float = 60
    first_interval: float = 1
    interval_growth: float = 1.5
    longest_interval: float = 10

    def __post_init__(self) -> None:
        """Refuse a table that could bill twice."""
        for situation, purposes in self.retried.items():
            if Purpose.SUBMIT in purposes and situation not in _SAFE_FOR_SUBMITS:
                raise BadInput(f"a submit is never sent again after {situation.name}: it may have run and been billed")
        if min(self.submit_tries, self.tries) < 1 or self.interval_growth < 1:
            raise BadInput("submit_tries, tries and interval_growth are 1 or more")
        if min(self.first_pause, self.longest_pause, self.longest_retry_after, self.first_interval) < 0:
            raise BadInput("pauses and intervals are 0 or more")
        if min(self.connect_timeout, self.read_timeout, self.poll_timeout) <= 0:
            raise BadInput("connect_timeout, read_timeout and poll_timeout are greater than 0")

    def pause(
        self, situation: Situation | None, purpose: Purpose, tried: int, retry_after: float | None
    ) -> float | None:
        """Return the seconds to wait before the next try, or None to give up.

        Args:
            situation: how it went wrong; None for what does not pass.
            purpose: what the request is for.
            tried: how often it was tried so far, 1 or more.
            retry_after: what the server asked for, in seconds, if it did.
        """
        if situation is None or purpose not in self.retried.get(situation, ()):
            return None
        if tried >= (self.submit_tries if purpose is Purpose.SUBMIT else self.tries):
            return None
        if retry_after is not None:
            return self.heeded(retry_after)
        return random.uniform(0, self.most_after(tried))  # noqa: S311  no secret

    def heeded(self, retry_after: float) -> float:
        """Return how much is waited, in seconds, of what a server asked for with `Retry-After`."""
        return min(retry_after, self.longest_retry_after)

    def most_after(self, failures: int) -> float:
        """Return the longest pause, in seconds, that nobody asked for, after 1 or more failures in a row."""
        return min(self.first_pause * 2.0 ** min(failures - 1, 64), self.longest_pause)

    def interval(self, polls: int, fixed: float | None = None) -> float:
        """Return the seconds to wait before a poll.

        Args:
            polls: how many polls there were already.
            fixed: the interval that the caller wants between all polls, if any.
        """
        if fixed is not None:
            return fixed
        # The exponent is bounded, since a float is.
        grown = min(self.first_interval * self.interval_growth ** min(polls, 64), self.longest_interval)
        # Thousands of tasks that were submitted at once are not asked for at once.
        return grown * random.uniform(0.8, 1)  # noqa: S311  no secret


def retry_after(value: str | None, date: str | None = None) -> float | None:
    """Return the seconds, 0 or more, that a `Retry-After` header asks for; None if there is none or it cannot be read.

    Args:
        value: the header: seconds, or a date.
        date: the answer's own `Date` header, against which a date is counted, so that a wrong clock does no harm here.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until = _date(value)
    if until is None:
        return None
    now = (_date(date) if date else None) or datetime.now(UTC)
    return max((until - now).total_seconds(), 0)


def _date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
