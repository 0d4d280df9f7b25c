"""What a user may choose about the server."""

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

# In the wheel both lie inside the package, in the repository beside it.
_INSTALLED = (_PACKAGE / "recordings").is_dir()
DOCUMENTS = (_PACKAGE if _INSTALLED else _PACKAGE.parents[1]) / "openapi"
RECORDINGS = (_PACKAGE if _INSTALLED else _PACKAGE.parent) / "recordings"


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one server; every option has a default that suits a contract test.

    Attributes:
        documents: folder whose `*.yaml` files are the OpenAPI documents, one gateway each.
        recordings: folder with one folder of cassettes per gateway, and `pictures`.
        api_keys: keys that are accepted; empty accepts what each document names as its placeholders.
        polls_before_done: number of polls, 0 or more, that a task answers before its final answer; None takes
            as many as were recorded.
        task_seconds: seconds, 0 or more, that a task takes by the clock before its final answer.
        seed: makes ids, durations and time stamps the same in every run; None draws them afresh.
        max_body_bytes: largest request body, in bytes, that is read.
        max_tasks: number of tasks, 1 or more, that are remembered; the oldest is forgotten first.
        max_journal: number of requests, 1 or more, that the journal keeps; the oldest is forgotten first.
        faults: what goes wrong with every request, as `latency=50-400ms`; see `faults.FAULTS`.
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
