"""What a journal knows, as those read it who write it and those who only look."""

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from ... import errors
from ...errors import ImageEditError
from ..outcome import State
from .paths import Places, from_kept

Values = Sequence[Any] | Mapping[str, Any]

_OF_A_KEY = "jobs.key, state, task_id, poll_options, submitted_at, submits, error"
_OF_A_ROW = (
    "plan, position, output, label, operation, inputs, prompt, options, "
    "NOT superseded AND plan = (SELECT value FROM about WHERE name = 'plan') AS is_current"
)
#: Seconds that a question, or a write, waits for another process, where there is no write-ahead log.
PATIENCE = 30.0
_PAGE = 500  # rows that are in memory at once; SQLite takes some thousand values in a statement


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A result on disk.

    Attributes:
        path: where, absolute.
        sha256: the hash of its content, in hexadecimal, as it was written.
    """

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownOfKey:
    """What is known of all jobs with the same content.

    Attributes:
        key: the hash of that content.
        state: how it stands.
        task_id: the task's id, if it has one.
        poll_options: what its poll tells the gateway beside the id.
        submitted_at: when the last billed call was sent, UTC, by the clock of that moment; None if none was.
        submits: how many billed calls were sent for it, in all runs, without those that certainly did not run.
        error: what went wrong last, its message cut off if it is long; None if nothing did since.
    """

    key: str
    state: State = State.PLANNED
    task_id: str | None = None
    poll_options: Mapping[str, Any] = field(default_factory=dict)
    submitted_at: datetime | None = None
    submits: int = 0
    error: ImageEditError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(_KnownOfKey):
    """What is known of one key.

    Attributes:
        urls: the links of an answer that came at once.
        files: the results that were kept, by the output that they were made for.
    """

    urls: tuple[str, ...] = ()
    files: Mapping[Path, tuple[KeptFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(_KnownOfKey):
    """One job as it was planned, and how it stands.

    Attributes:
        label: what messages call it.
        output: the file that its result goes to, absolute.
        operation: the method of the editor.
        inputs: its pictures and its mask: absolute paths, URLs without user and query, or words.
        prompt: what to do, if it says so.
        options: its options.
        files: its results.
        is_current: whether the last plan wants it; else an earlier one did.
    """

    label: str
    output: Path
    operation: str
    inputs: tuple[str, ...]
    prompt: str | None
    options: Mapping[str, Any]
    files: tuple[KeptFile, ...]
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows stand how.

    Attributes:
        rows: the rows of each state, 0 included.
        submits: billed calls that were sent, in all runs, without those that certainly did not run.
    """

    rows: Mapping[State, int]
    submits: int

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


class JournalReading(ABC):
    """What can be asked of a journal. All of it may be asked from any thread.

    Attributes:
        path: its file, absolute.
        places: how it names files.
    """

    path: Path
    places: Places

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close it. May be called twice."""

    @abstractmethod
    def _asked(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return the answer to a question in SQL."""

    def _state(self, kept: str) -> State:
        return State(kept)

    @property
    def gateway(self) -> str:
        """The name of the gateway that its jobs are for."""
        return str(self._about("gateway"))

    @property
    def base_url(self) -> str:
        """Where that gateway was in the last run."""
        return str(self._about("base_url"))

    def find(self, key: str) -> Entry | None:
        """Return what is known of a key; None if nothing is."""
        found = self._asked(f"SELECT urls, {_OF_A_KEY} FROM jobs WHERE key = ?", (key,))  # noqa: S608
        if not found:
            return None
        files = {self.places.found(output): files for (output, _), files in self._files("key = ?", (key,)).items()}
        return Entry(**self._known(found[0]), urls=tuple(json.loads(found[0]["urls"])), files=files)

    def entry(self, key: str) -> Entry:
        """Return what is known of a key.

        Raises:
            KeyError: nothing is.
        """
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def knows_files(self) -> bool:
        """Say whether it knows of any result on disk."""
        return bool(self._asked("SELECT 1 FROM files LIMIT 1"))

    def made_for(self, output: Path) -> tuple[KeptFile, ...]:
        """Return the results that were saved last for an output, whichever content it wanted then."""
        return next(iter(self._files("output = ?", (self.places.kept(output),)).values()), ())

    def counts(self) -> Counts:
        """Count the rows of each state, and the billed calls."""
        found = self._asked(
            "SELECT state, count(*) FROM rows JOIN jobs USING (key) WHERE NOT superseded GROUP BY state"
        )
        rows = dict.fromkeys(State, 0)
        for state, count in found:
            rows[self._state(state)] += count
        ((submits,),) = self._asked("SELECT coalesce(sum(submits), 0) FROM jobs")
        return Counts(rows=rows, submits=submits)

    def rows(self) -> Iterator[Row]:
        """Return all rows: the last plan's first, each plan's in its order. Some hundred are in memory at once."""
        plan, position = 1 << 62, -1
        while True:
            page = self._asked(
                f"SELECT {_OF_A_ROW}, {_OF_A_KEY} "  # noqa: S608
                "FROM rows JOIN jobs USING (key) WHERE NOT superseded AND (plan < ? OR (plan = ? AND position > ?)) "
                "ORDER BY plan DESC, position LIMIT ?",
                (plan, plan, position, _PAGE),
            )
            yield from self._rows(page)
            if len(page) < _PAGE:
                return
            plan, position = page[-1]["plan"], page[-1]["position"]

    def orphans(self) -> list[Row]:
        """Return the billed calls whose result no row of the last plan wants, each as the last row that wanted it.

        Their tasks run, or nobody knows whether they ran.
        """
        found = self._asked(
            f"SELECT {_OF_A_ROW}, {_OF_A_KEY} "  # noqa: S608
            "FROM jobs JOIN rows ON rows.rowid = (SELECT rowid FROM rows WHERE rows.key = jobs.key "
            "ORDER BY plan DESC, position LIMIT 1) WHERE state IN ('submitted', 'submitting', 'unclear') "
            "AND NOT EXISTS (SELECT 1 FROM rows WHERE rows.key = jobs.key AND NOT superseded "
            "AND plan = (SELECT value FROM about WHERE name = 'plan')) ORDER BY submitted_at"
        )
        return list(self._rows(found))

    def _about(self, name: str) -> Any:
        ((value,),) = self._asked("SELECT value FROM about WHERE name = ?", (name,))
        return value

    def _files(self, which: str, values: Values) -> Mapping[tuple[Any, str], tuple[KeptFile, ...]]:
        """Return the results that a condition holds for, by their outputs, as they are kept, and keys."""
        files: dict[tuple[Any, str], tuple[KeptFile, ...]] = {}
        for output, key, path, sha256 in self._asked(
            f"SELECT output, key, path, sha256 FROM files WHERE {which} ORDER BY output, number",  # noqa: S608
            values,
        ):
            files[output, key] = (*files.get((output, key), ()), KeptFile(self.places.found(path), sha256))
        return files

    def _rows(self, page: Sequence[sqlite3.Row]) -> Iterator[Row]:
        """Yield rows, of what was asked for as `_OF_A_ROW`."""
        outputs = [row["output"] for row in page]
        kept = self._files(f"output IN ({', '.join('?' * len(outputs))})", outputs)
        for row in page:
            yield Row(
                **self._known(row),
                label=from_kept(row["label"]),
                output=self.places.found(row["output"]),
                operation=row["operation"],
                inputs=self._inputs(row["inputs"]),
                prompt=_text(row["prompt"]),
                options=json.loads(row["options"]),
                files=kept.get((row["output"], row["key"]), ()),
                is_current=bool(row["is_current"]),
            )

    def _known(self, row: sqlite3.Row) -> dict[str, Any]:
        """Return the attributes of `_KnownOfKey`, of what was asked for as `_OF_A_KEY`."""
        sent, error = row["submitted_at"], row["error"]
        return {
            "key": row["key"],
            "state": self._state(row["state"]),
            "task_id": _text(row["task_id"]),
            "poll_options": json.loads(row["poll_options"]),
            "submitted_at": None if sent is None else datetime.fromisoformat(sent).astimezone(UTC),
            "submits": row["submits"],
            "error": None if error is None else _error(error),
        }

    def _inputs(self, kept: str) -> tuple[str, ...]:
        return tuple(
            str(self.places.found(item["path"])) if isinstance(item, dict) else item for item in json.loads(kept)
        )


def _error(kept: str) -> ImageEditError:
    facts = json.loads(kept)
    error: ImageEditError = getattr(errors, facts.pop("type"), ImageEditError)(facts.pop("message"))
    vars(error).update(facts)
    return error


def _text(kept: str | bytes | None) -> str | None:
    return None if kept is None else from_kept(kept)
