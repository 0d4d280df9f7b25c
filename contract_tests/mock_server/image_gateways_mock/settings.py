"""What a user may choose about the server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS


class Range(NamedTuple):
    """The numbers that an option takes; as text, a sentence's end."""

    kind: type[int] | type[float]
    least: int
    most: int

    def allows(self, number: Any) -> bool:
        """Tell whether a value is one of them."""
        kinds = (int, self.kind)
        return isinstance(number, kinds) and not isinstance(number, bool) and self.least <= number <= self.most

    def __str__(self) -> str:
        return f"{'a whole number' if self.kind is int else 'a number'} from {self.least} to {self.most}"


RANGES = {
    "polls_before_done": Range(int, 0, 1_000_000_000),
    "task_seconds": Range(float, 0, 31_536_000),
    "seed": Range(int, -(2**63), 2**63 - 1),
    "max_body_bytes": Range(int, 0, 2**40),
    "max_tasks": Range(int, 1, 10_000_000),
    "max_journal": Range(int, 1, 10_000_000),
}
"""The kind of each number of `Settings`, the least that it may be, and the most."""


PORTS = Range(int, 0, 65_535)
DEFAULT_PORT = 8000
"""The port of the command; in a program and in tests the mock takes a free one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one server; every option has a default that suits a contract test.

    Attributes:
        documents: folder whose `*.yaml`, `*.yml` and `*.json` are the OpenAPI documents, one gateway each; or one file.
        recordings: folder with one folder of cassettes per gateway, and `pictures`.
        api_keys: keys that are accepted; empty accepts what each document names as its placeholders.
        polls_before_done: number of polls that a task answers before its final answer; None takes
            as many as were recorded.
        task_seconds: seconds that a task takes by the clock before its final answer.
        seed: makes ids, durations and time stamps the same in every run; None draws them afresh.
        max_body_bytes: largest request body, in bytes, that is read.
        max_tasks: number of tasks that are remembered; the oldest is forgotten first.
        max_journal: number of requests that the journal keeps; the oldest is forgotten first.
        faults: what goes wrong with every request, as `latency=50-400ms`; see `faults.FAULTS`.
        origins: origins of web pages, as `https://app.example`, that may read answers, beside those of this machine;
            `*` for all.
        hosts: names, without a port, under which the control interface answers, beside those of this machine.

    Raises:
        ValueError: a number is outside of its range in `RANGES`.
    """

    documents: Path = DOCUMENTS
    recordings: Path = RECORDINGS
    api_keys: tuple[str, ...] = ()
    polls_before_done: int | None = None
    task_seconds: float = 0.0
    seed: int | None = None
    max_body_bytes: int = 64 * 1024 * 1024
    max_tasks: int = 10_000
    max_journal: int = 1_000
    faults: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, allowed in RANGES.items():
            number = getattr(self, name)
            if number is not None and not allowed.allows(number):
                raise ValueError(f"{name} is {allowed}, not {number!r}")
