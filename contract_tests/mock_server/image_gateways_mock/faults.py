"""Faults: ways in which an answer goes wrong on purpose, in one table."""

import random
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

# Where a fault that is for pictures happens; other places are the operations, by their ids.
PICTURES = "pictures"

_MOST_ARMED = 1000
_TIME = re.compile(r"(?:(\d+(?:\.\d+)?)-)?(\d+(?:\.\d+)?)(ms|s)")
_LONGEST_SECONDS = 3600
_EVERY_KIND_OF_TEXT = "".join(map(chr, (*range(0x20, 0x180), 0x4E2D, 0x1F600)))
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")


class UnknownFault(ValueError):
    """There is no such fault, or it does not take such a parameter; the message says what there is."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A row of the table.

    Attributes:
        name: what it is asked for by.
        does: what goes wrong.
        parameter: what may follow the name after `=`; empty for nothing.
        default: the parameter where none is given; None where one must be.
        read: reads the parameter; raises ValueError.
        only_pictures: whether it is a fault of `/pictures/` alone.
    """

    name: str
    does: str
    parameter: str = ""
    default: str | None = ""
    read: Callable[[str], Any] = str
    only_pictures: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as it was asked for: its kind, its parameter, and how it was written."""

    kind: FaultKind
    parameter: Any
    text: str

    @property
    def delays(self) -> bool:
        """Whether it leaves the answer as it is and only takes its time."""
        return self.kind.name == "latency"

    def seconds(self) -> float:
        """Return how long this time: a spread is drawn from evenly."""
        shortest, longest = self.parameter
        return random.uniform(shortest, longest)  # noqa: S311  nothing here is a secret

    def retry_after(self) -> str:
        """Return the value of `Retry-After`, in the form that was asked for."""
        if self.kind.name.endswith("-date"):
            return format_datetime(datetime.now(UTC) + timedelta(seconds=self.parameter), usegmt=True)
        return str(self.parameter)


def _spread(text: str) -> tuple[float, float]:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError
    unit = 0.001 if found[3] == "ms" else 1
    shortest, longest = float(found[1] or found[2]) * unit, float(found[2]) * unit
    if not shortest <= longest <= _LONGEST_SECONDS:
        raise ValueError
    return shortest, longest


def _natural(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError
    return int(text)


def _count(text: str) -> int | None:
    return _natural(text) if text else None


def _charset(text: str) -> str:
    try:
        written = in_charset(_EVERY_KIND_OF_TEXT, text)
    except LookupError:
        raise ValueError from None
    if written == _EVERY_KIND_OF_TEXT.encode():
        raise ValueError  # it would leave every answer as it is
    return text


def in_charset(text: str, charset: str) -> bytes:
    """Write a text in a charset; what the charset cannot say becomes a question mark.

    Raises:
        LookupError: there is no such charset.
        ValueError: the charset is not one for any text.
    """
    return text.encode(charset, "replace")


def _media_type(text: str) -> str:
    if not _MEDIA_TYPE.fullmatch(text):
        raise ValueError
    return text


_TIMES = "a time or a spread of times, as 200ms, 1.5s or 50-400ms"
_SECONDS = "whole seconds to wait"

FAULTS = {
    kind.name: kind
    for kind in (
        FaultKind("latency", "the answer comes late", _TIMES, None, _spread),
        FaultKind("http-429", "too many calls, with Retry-After in seconds", _SECONDS, "1", _natural),
        FaultKind("http-429-date", "too many calls, with Retry-After as a date", _SECONDS, "1", _natural),
        FaultKind("http-499", "a proxy's page: the caller has gone"),
        FaultKind("http-500", "the gateway's own internal error, or a bare one where the document has none"),
        FaultKind("http-502", "a proxy's page instead of an answer"),
        FaultKind("http-520", "a proxy's page: the answer makes no sense"),
        FaultKind("reset-before-read", "the connection is reset before the body is read"),
        FaultKind("reset-after-read", "the connection is reset when the request is read, which has no effect"),
        FaultKind("reset-after-effect", "the connection is reset instead of the answer: a submit took effect"),
        FaultKind("cut", "the connection closes in the middle of the body", "bytes to send (half)", "", _count),
        FaultKind("drip", "the body comes byte by byte", f"the pause between two: {_TIMES}", "50ms", _spread),
        FaultKind("wrong-content-type", "the right body under another type", "a type", "text/html", _media_type),
        FaultKind("invalid-json", "the body lacks its last character, though Content-Length fits"),
        # No JSON parser guesses EBCDIC, while many recognise UTF-16 by its zeros.
        FaultKind(
            "wrong-charset", "the body in another charset than it says", "a charset other than UTF-8", "cp500", _charset
        ),
        FaultKind("cut-picture", "a picture ends half-way, though Content-Length fits", only_pictures=True),
        FaultKind("wrong-picture-type", "a picture of another type than it says", only_pictures=True),
    )
}
"""Each fault by its name: what happens, and which parameter it takes after `=`, if any."""


def parse_faults(text: str) -> tuple[Fault, ...]:
    """Read faults as people write them: `name` or `name=parameter`, several with commas between.

    Raises:
        UnknownFault: there is no such fault, its parameter is not what it takes, or one would keep another from
            happening.
    """
    return _together(tuple(_parse(part.strip()) for part in text.split(",")))


def _together(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Refuse faults of which one can never happen: one answer goes wrong in one way, however late it comes."""
    for pictures in (True, False):
        ways = [fault.text for fault in faults if not fault.delays and fault.kind.only_pictures == pictures]
        if len(ways) > 1:
            raise UnknownFault(f"{' and '.join(ways)} cannot happen to one answer; name one, and any latency beside it")
    return faults


def _parse(text: str) -> Fault:
    name, separator, parameter = text.partition("=")
    kind = FAULTS.get(name)
    if kind is None:
        raise UnknownFault(f"no fault is named {name[:60]!r}; there are {', '.join(FAULTS)}")
    if separator and not kind.parameter:
        raise UnknownFault(f"{name} takes no parameter")
    if not separator and kind.default is None:
        raise UnknownFault(f"{name} takes a parameter: {kind.parameter}")
    try:
        return Fault(kind, kind.read(parameter if separator else kind.default or ""), text)
    except ValueError:
        raise UnknownFault(f"{name} takes {kind.parameter}, not {parameter[:60]!r}") from None


def described() -> str:
    """Return the table as text, a fault a line, for `--help`."""
    return "\n".join(
        f"  {kind.name:<20}{kind.does}{f' (={kind.parameter})' if kind.parameter else ''}" for kind in FAULTS.values()
    )


@dataclass(slots=True)
class ArmedFault:
    """Faults that wait for requests.

    Attributes:
        fault: what will happen, as it was asked for.
        times: number of requests, 1 or more, that it still happens to; None for all.
        operation: the operation it waits for, or `pictures`; None for anything but pictures.
    """

    fault: str
    times: int | None
    operation: str | None


class FaultPlan:
    """What happens to which request: faults for every one, and faults that are armed for the next ones.

    Args:
        always: faults that happen to every request that they suit.
        operations: the ids of the operations that there are.

    Raises:
        UnknownFault: there is no such fault, or one would keep another from happening.
    """

    def __init__(self, always: Iterable[str] = (), operations: Iterable[str] = ()) -> None:
        self._always = _together(tuple(fault for text in always for fault in parse_faults(text)))
        self._places = (PICTURES, *operations)
        self._armed: deque[tuple[ArmedFault, tuple[Fault, ...]]] = deque()

    @property
    def armed(self) -> list[ArmedFault]:
        """What is armed, in the order in which it will happen."""
        return [armed for armed, _ in self._armed]

    def arm(self, fault: str, times: int | None = 1, operation: str | None = None) -> ArmedFault:
        """Let faults happen to the next requests, after what was armed before.

        Args:
            fault: the faults, as `latency=200ms` or `latency=200ms,cut`.
            times: number of requests, 1 or more; None for all until it is disarmed.
            operation: only to this operation, or to `pictures`. None for any operation, or for pictures where one of
                the faults is theirs alone.

        Raises:
            UnknownFault: there is no such fault or operation, it cannot happen there, or too many are armed already.
            ValueError: `times` is less than 1.
        """
        if times is not None and times < 1:
            raise ValueError(f"times is 1 or more, not {times}")
        if len(self._armed) >= _MOST_ARMED:
            raise UnknownFault(f"{_MOST_ARMED} faults are armed already")
        if operation is not None and operation not in self._places:
            raise UnknownFault(f"operation is one of {', '.join(self._places)}, or null")
        faults = parse_faults(fault)
        if operation is None and any(one.kind.only_pictures for one in faults):
            operation = PICTURES
        armed = ArmedFault(fault, times, operation)
        self._armed.append((armed, _for_place(faults, operation) if operation else faults))
        return armed

    def disarm(self) -> None:
        """Forget what is armed; faults for every request stay."""
        self._armed.clear()

    def take(self, place: str | None, asked: str | None = None) -> tuple[Fault, ...]:
        """Return the faults of a request, at most one beside delays.

        Args:
            place: the operation that the request is for, `pictures`, or None for neither.
            asked: the faults that it asks for itself; nothing that is armed is spent on it then.

        Raises:
            UnknownFault: it asks for a fault that there is not, or not here.
        """
        if not (asked or self._armed or self._always):
            return ()
        first = _for_place(parse_faults(asked), place) if asked else self._next(place)
        candidates = [*first, *(fault for fault in self._always if _suits(fault, place))]
        other = next((fault for fault in candidates if not fault.delays), None)
        return tuple(fault for fault in candidates if fault.delays or fault is other)

    def _next(self, place: str | None) -> tuple[Fault, ...]:
        for index, (armed, faults) in enumerate(self._armed):
            if place == armed.operation if armed.operation else place != PICTURES:
                if armed.times is not None:
                    armed.times -= 1
                    if armed.times == 0:
                        del self._armed[index]
                return faults
        return ()


def _for_place(faults: tuple[Fault, ...], place: str | None) -> tuple[Fault, ...]:
    for fault in faults:
        if fault.kind.only_pictures and place != PICTURES:
            raise UnknownFault(f"{fault.kind.name} happens to pictures alone")
    return faults


def _suits(fault: Fault, place: str | None) -> bool:
    return fault.kind.only_pictures == (place == PICTURES)
