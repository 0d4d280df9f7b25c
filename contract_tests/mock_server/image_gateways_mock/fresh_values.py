"""Values that differ from answer to answer on the real service: ids, durations, time stamps."""

import random
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

# More digits than 64 bits hold, so that a client that reads an id as a number is noticed.
_FIRST_TASK_ID = 10 ** len(str(2**63))
_TASK_IDS = 9 * _FIRST_TASK_ID
_TASK_ID_BITS = 80
_FIRST_NUMBER, _NUMBER_BITS = 10**8, 29
_TIME_STAMP = re.compile(r"20\d{12}")
_TIME_STAMP_LENGTH = 14
_RUN = re.compile(r"([0-9A-Za-z]+)")
_DIGIT = re.compile("[0-9]")
_DURATION = re.compile(r"([0-9.]+)([a-zµμ]+)")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?")
_SEEDED_START = datetime(2025, 1, 31, tzinfo=UTC).timestamp()  # a day that no swap of day and month leaves a date


@dataclass(slots=True)
class _IdShape:
    """Whether an id begins with a time stamp, its text with `%` for each run of digits, and the runs.

    A run is a number of random bits, and how many numbers its digits can write.
    """

    has_stamp: bool
    layout: str
    runs: tuple[tuple[int, int], ...]


@lru_cache(maxsize=1024)
def _id_shape(recorded: str) -> _IdShape:
    has_stamp = _TIME_STAMP.match(recorded) is not None
    layout, runs = "", []
    for index, piece in enumerate(_RUN.split(recorded[_TIME_STAMP_LENGTH if has_stamp else 0 :])):
        if index % 2 == 0:
            layout += piece.replace("%", "%%")
        else:
            kind = "d" if piece.isdigit() else "x" if piece.islower() else "X"
            layout += f"%0{len(piece)}{kind}"
            runs.append((4 * len(piece), (10 if kind == "d" else 16) ** len(piece)))
    return _IdShape(has_stamp, layout, tuple(runs))


@lru_cache(maxsize=1024)
def _duration_shape(recorded: str) -> tuple[str, float, int, str] | None:
    """What stands before the first number of a duration, the number, its decimals, and what follows."""
    found = _DURATION.search(recorded)
    if found is None:
        return None
    before, after = recorded[: found.start()], recorded[found.end(1) :]
    return before, float(found[1]), len(found[1].partition(".")[2]), after


@lru_cache(maxsize=64)
def _time_stamp(second: int) -> str:
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(second))


class FreshValues:
    """Draws values of the recorded shape. With a seed, the draws and the clock are the same in every run."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self.restart()

    def restart(self) -> None:
        """Begin again: with a seed, what follows is what followed the first start."""
        self._random = random.Random(self._seed)  # noqa: S311  nothing here is a secret
        self._clock = None if self._seed is None else _SEEDED_START

    def now(self) -> float:
        """Return the time in seconds since 1970; a seeded clock moves on by up to a second each time it is read."""
        if self._clock is None:
            return time.time()
        self._clock += self._random.random()
        return self._clock

    def request_id(self, recorded: str) -> str:
        """Return an id of the same shape; a leading 14-digit time stamp becomes now."""
        shape = _id_shape(recorded)
        stamp = _time_stamp(int(self.now())) if shape.has_stamp else ""
        draw = self._random.getrandbits  # `randrange` takes thrice the time
        return stamp + shape.layout % tuple([draw(bits) % numbers for bits, numbers in shape.runs])

    def task_id(self, recorded: str) -> str:
        """Return an id of more digits than 64 bits hold for a recorded id of digits, else one of the same shape."""
        if recorded.isdigit():
            return str(_FIRST_TASK_ID + self._random.getrandbits(_TASK_ID_BITS) % _TASK_IDS)
        return self.request_id(recorded)

    def renumbered(self, recorded: str) -> str:
        """Return a text in which each digit is drawn anew."""
        return _DIGIT.sub(lambda _: str(self._random.randrange(10)), recorded)

    def number(self) -> int:
        """Return an id that is a number, of nine digits, so that any reader holds it."""
        return _FIRST_NUMBER + self._random.getrandbits(_NUMBER_BITS)

    def duration(self, recorded: str) -> str:
        """Return a Go duration near the recorded one, in its unit."""
        shape = _duration_shape(recorded)
        if shape is None:
            return recorded
        before, number, decimals, after = shape
        text = f"{number * self._random.uniform(0.7, 1.3):.{decimals}f}"
        return before + (text.rstrip("0").rstrip(".") if decimals else text) + after

    def date_time(self, recorded: str) -> str:
        """Return now in the recorded layout (separator, fraction, zone); text of another kind stays as it is."""
        layout = _DATE_TIME.fullmatch(recorded)
        if layout is None:
            return recorded
        separator, fraction, zone = layout.groups()
        now = datetime.fromtimestamp(self.now(), UTC)
        if zone and zone != "Z":
            sign = -1 if zone[0] == "-" else 1
            now = now.astimezone(timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))))
        text = now.strftime(f"%Y-%m-%d{separator}%H:%M:%S")
        if fraction:
            text += f".{self._random.randrange(10 ** len(fraction)):0{len(fraction)}}"
        return text + (zone or "")

    def unix_time(self, recorded: int | str) -> int | str:
        """Return now in seconds since 1970, as a number or as digits, whichever was recorded."""
        seconds = int(self.now())
        return str(seconds) if isinstance(recorded, str) else seconds
