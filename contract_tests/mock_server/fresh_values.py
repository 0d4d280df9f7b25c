"""Values that differ from answer to answer on the real service: ids, durations, time stamps."""

import random
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_TASK_ID_DIGITS = 20
_TIME_STAMP = re.compile(r"20\d{12}")
_TIME_STAMP_LENGTH = 14
_RUN = re.compile(r"([0-9A-Za-z]+)")
_DURATION = re.compile(r"([0-9.]+)([a-zµμ]+)")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?")
_SEEDED_START = datetime(2025, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1024)
def _id_shape(recorded: str) -> tuple[bool, tuple[tuple[str, bool], ...]]:
    """Whether an id begins with a time stamp, and the pieces of the rest: a run of digits, or what stays as it is."""
    has_stamp = _TIME_STAMP.match(recorded) is not None
    pieces = _RUN.split(recorded[_TIME_STAMP_LENGTH if has_stamp else 0 :])
    return has_stamp, tuple((piece, index % 2 == 0) for index, piece in enumerate(pieces) if piece)


class FreshValues:
    """Draws values of the recorded shape. With a seed, the draws and the clock are the same in every run."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self.restart()

    def restart(self) -> None:
        """Begin again: with a seed, what follows is what followed the first start."""
        self._random = random.Random(self._seed)  # noqa: S311  nothing here is a secret
        self._clock = None if self._seed is None else _SEEDED_START

    def now(self) -> datetime:
        """Return the time, with its zone; a seeded clock moves on by up to a second each time it is read."""
        if self._clock is None:
            return datetime.now(UTC)
        self._clock += timedelta(seconds=self._random.random())
        return self._clock

    def request_id(self, recorded: str) -> str:
        """Return an id of the same shape; a leading 14-digit time stamp becomes now."""
        has_stamp, pieces = _id_shape(recorded)
        stamp = ""
        if has_stamp:
            now = self.now()
            stamp = f"{now.year:04}{now.month:02}{now.day:02}{now.hour:02}{now.minute:02}{now.second:02}"
        return stamp + "".join([piece if fixed else self._hexadecimal(piece) for piece, fixed in pieces])

    def task_id(self, recorded: str) -> str:
        """Return an id of 20 digits for a recorded id of digits, else an id of the same shape."""
        if recorded.isdigit():
            return str(self._random.randrange(10 ** (_TASK_ID_DIGITS - 1), 10**_TASK_ID_DIGITS))
        return self.request_id(recorded)

    def duration(self, recorded: str) -> str:
        """Return a Go duration near the recorded one, in its unit."""
        return _DURATION.sub(lambda part: self._near(part[1]) + part[2], recorded, count=1)

    def date_time(self, recorded: str) -> str:
        """Return now in the recorded layout (separator, fraction, zone); text of another kind stays as it is."""
        layout = _DATE_TIME.fullmatch(recorded)
        if layout is None:
            return recorded
        separator, fraction, zone = layout.groups()
        now = self.now()
        if zone and zone != "Z":
            sign = -1 if zone[0] == "-" else 1
            now = now.astimezone(timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))))
        text = now.strftime(f"%Y-%m-%d{separator}%H:%M:%S")
        if fraction:
            text += f".{self._random.randrange(10 ** len(fraction)):0{len(fraction)}}"
        return text + (zone or "")

    def unix_time(self, recorded: int | str) -> int | str:
        """Return now in seconds since 1970, as a number or as digits, whichever was recorded."""
        seconds = int(self.now().timestamp())
        return str(seconds) if isinstance(recorded, str) else seconds

    def _hexadecimal(self, run: str) -> str:
        if run.isdigit():
            return f"{self._random.randrange(10 ** len(run)):0{len(run)}}"
        digits = f"{self._random.getrandbits(4 * len(run)):0{len(run)}x}"
        return digits if run.islower() else digits.upper()

    def _near(self, number: str) -> str:
        decimals = len(number.partition(".")[2])
        text = f"{float(number) * self._random.uniform(0.7, 1.3):.{decimals}f}"
        return text.rstrip("0").rstrip(".") if decimals else text
