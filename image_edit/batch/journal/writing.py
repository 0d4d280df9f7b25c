"""What a batch remembers: each job, the task that was paid for it, and where its result is.

A journal is one SQLite file. What was written is on the disk when the call returns, so that it outlives the process and
the machine's power.

It belongs on a local disk. On a network share, or a disk without locks, one process on one machine may write it. Where
SQLite cannot share memory for its write-ahead log, it uses a rollback journal instead, and readers may have to wait.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from ...errors import BadInput, ImageEditError, JournalNotWritten
from ...pictures.source import PictureSource, path_of
from ..job import Job
from ..outcome import State
from .disk import Commits, DiskReserve, connected, not_written, write_ahead
from .lock import Held, WriterLock
from .paths import Places, as_kept, folder_of, from_kept, without_data, without_secrets
from .reading import JournalReading, KeptFile, Values
from .schema import check_format, check_whole, create, damaged, is_new

#: Bytes that are kept free for the ids of tasks that are under way when a disk fills up.
RESERVE = 1024 * 1024
_LONGEST_MESSAGE = 1000  # characters; longer ones quote what the gateway was sent


class ImpossibleStep(RuntimeError):
    """A job cannot go from the state that it has to the one that was asked for: whoever asked is wrong."""


def beside(path: Path, what: str) -> Path:
    """Return the file that lies beside a journal for a purpose: its `lock` or its `reserve`."""
    return path.with_name(f"{path.name}-{what}")


def files_of(path: Path) -> list[Path]:
    """Return the files that a journal may consist of, or need."""
    return [path, *(beside(path, what) for what in ("wal", "shm", "journal", "lock", "reserve"))]


class Journal(JournalReading):
    """A journal that this process writes. Made by `Journal.open`; to be closed, or used in `with`.

    Attributes:
        path: its file, absolute.
        places: how it names files.
    """

    def __init__(
        self,
        path: Path,
        places: Places,
        connection: sqlite3.Connection,
        lock: WriterLock,
        reserve: DiskReserve,
        clock: Callable[[], datetime],
    ) -> None:
        self.path = path
        self.places = places
        self._base_url = ""
        self._connection = connection
        self._lock = lock
        self._reserve = reserve
        self._clock = clock
        self._commits = Commits(path, connection, reserve)
        self._file = path.stat()

    @property
    def is_full(self) -> bool:
        """Whether its disk was full, or failed, at a write. Nothing new may be submitted then, and `sending` raises."""
        return self._commits.is_full

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        gateway: str,
        base_url: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        reserve: int | None = None,
    ) -> Self:
        """Open a journal to write it; it is made if there is none.

        Args:
            path: its file. Its folder has to be there.
            gateway: the name of the gateway; a journal stays with the one that it was made for.
            base_url: where that is. It may change as long as no task is open; the next plan takes it over.
            clock: gives the time, with its zone.
            reserve: bytes that are kept free for when the disk is full; None for `RESERVE`.

        Raises:
            BadInput: another process writes it, it is no journal or damaged or of a newer version, it is of another
                gateway, or it cannot be made or written; the message says what to do.
        """
        given = Path(os.path.abspath(path))  # noqa: PTH100  Path.absolute keeps the dots
        real = Path(os.path.realpath(given))
        with ExitStack() as undo:
            try:
                lock = WriterLock.take(beside(real, "lock"), clock())
                undo.callback(lock.give_back)
                _make(real, undo)
                space = DiskReserve(beside(real, "reserve"), RESERVE if reserve is None else reserve)
                space.take()
                undo.callback(space.give_up)
                connection = connected(real, undo)
                journal = cls(given, Places(folder_of(given)), connection, lock, space, clock)
                journal._begin(gateway, base_url)
            except Held as held:
                raise BadInput(f"{given}: {held}") from None
            except JournalNotWritten as error:
                raise BadInput(str(error)) from None
            except OSError as error:
                raise _not_made(given, error) from None
            except sqlite3.Error as error:
                raise _not_opened(given, error) from None
            undo.pop_all()
        return journal

    def close(self) -> None:
        """Close the file and let others write it. May be called twice."""
        if self._commits.close():
            self._reserve.give_up()
            self._lock.give_back()

    def plan(self, jobs: Iterable[tuple[str, Job]]) -> None:
        """Write down what is to be done, all of it or nothing.

        A key that is known keeps its state. An output that wanted another key wants this one now. Of what earlier plans
        wanted and this one does not, the rows stay whose result is kept, paid for or unclear.

        Of an input that is a URL the user and the query are not kept, of a `data:` URL only the type is.

        Args:
            jobs: the jobs, in their order, each after its `content_key`; read once, one by one. Those with one key are
                paid for once.

        Raises:
            BadInput: two want the same output, or an option is no JSON; nothing was written.
            JournalNotWritten: the disk is full, or fails.
        """

        def act() -> None:
            plan = self._about("plan") + 1
            for position, (key, job) in enumerate(jobs):
                self._plan(key, job, plan, position)
            for statement in _FORGET:
                self._connection.execute(statement, {"plan": plan})
            self._connection.execute("UPDATE about SET value = ? WHERE name = 'plan'", (plan,))
            self._connection.execute("UPDATE about SET value = ? WHERE name = 'base_url'", (self._base_url,))

        self._commits.write(act, at_any_cost=False)
        self._commits.tidy()

    def sending(self, key: str) -> None:
        """Planned, now submitting: the billed call is sent as soon as this returns.

        Raises:
            JournalNotWritten: the disk is full, or fails; the call must not be sent.
        """
        if self.is_full:
            raise not_written(self.path, "its disk was full")
        if not self._is_there():
            raise not_written(self.path, "it was removed or replaced meanwhile")
        self._step(
            "sending",
            key,
            {State.PLANNED},
            "state = 'submitting', submits = submits + 1, submitted_at = :now, error = NULL",
            at_any_cost=False,
        )

    def unsent(self, key: str, error: ImageEditError | None = None) -> None:
        """Submitting, now planned again: the call that was counted certainly did not run."""
        self._step(
            "unsent",
            key,
            {State.SUBMITTING},
            "state = 'planned', submits = submits - 1, error = :error, "
            "submitted_at = CASE WHEN submits > 1 THEN submitted_at END",
            error=error,
        )

    def submitted(
        self,
        key: str,
        task_id: str | None,
        poll_options: Mapping[str, Any] | None = None,
        urls: Sequence[str] = (),
    ) -> None:
        """Submitting, now submitted: it is paid for, and the result is somewhere.

        Args:
            task_id: the task's id; None of a gateway that answers at once.
            poll_options: what the poll tells the gateway beside it; JSON.
            urls: where the pictures lie, of a gateway that answers at once.

        Raises:
            JournalNotWritten: the disk is full, or fails, and the reserve did not help; `task_id` is the error's too.
        """
        try:
            self._step(
                "submitted",
                key,
                {State.SUBMITTING},
                "state = 'submitted', task_id = :task_id, poll_options = :poll_options, urls = :urls, error = NULL",
                task_id=None if task_id is None else as_kept(task_id),  # what JSON allows in it may be no Unicode
                poll_options=json.dumps(dict(poll_options or {})),
                urls=json.dumps(list(urls)),
            )
        except JournalNotWritten as error:
            error.task_id = task_id
            raise

    def kept(self, key: str, output: Path, files: Sequence[KeptFile]) -> None:
        """Remember the files that a result was saved to, for one of the outputs that want it; the state stays."""

        def act() -> None:
            self._check("kept", key, {State.SUBMITTING, State.SUBMITTED, State.DONE})
            self._keep(key, output, files)

        self._commits.write(act)

    def done(self, key: str, results: Mapping[Path, Sequence[KeptFile]] = MappingProxyType({})) -> None:
        """Submitting or submitted, now done: all its outputs are kept.

        Args:
            results: the files that are remembered in the same step, by the output that wants them.
        """

        def keep() -> None:
            for output, files in results.items():
                self._keep(key, output, files)

        self._step("done", key, {State.SUBMITTING, State.SUBMITTED}, "state = 'done', error = NULL", then=keep)

    def reopened(self, key: str) -> None:
        """Done, now submitted again: its files have gone, and its task is to be asked for them once more."""
        self._step("reopened", key, {State.DONE}, "state = 'submitted'", "(task_id IS NOT NULL OR urls <> '[]')")

    def ended(self, key: str, state: State, error: ImageEditError) -> None:
        """Planned, submitting or submitted, now refused or failed.

        Or submitting, now unclear: the call may have run, and nothing names its task.
        """
        before = {State.SUBMITTING} if state is State.UNCLEAR else _UNDER_WAY
        self._step(state, key, before, f"state = '{state}', error = :error", error=error)

    def noted(self, key: str, error: ImageEditError) -> None:
        """Remember what went wrong; the state stays, as of a task whose picture could not be fetched yet."""
        self._step("noted", key, frozenset(State), "error = :error", error=error)

    def planned(self, key: str) -> None:
        """Submitted, done, refused, failed or unclear, now planned again: it is to be submitted once more.

        What names its task is forgotten; the calls that were billed stay counted.
        """
        self._step(
            "planned",
            key,
            {State.SUBMITTED, State.DONE, State.REFUSED, State.FAILED, State.UNCLEAR},
            "state = 'planned', task_id = NULL, poll_options = '{}', urls = '[]', error = NULL",
        )

    def _begin(self, gateway: str, base_url: str) -> None:
        connection, self._base_url = self._connection, base_url
        if is_new(connection):
            write_ahead(connection)
            self._commits.write(lambda: self._introduce(gateway, base_url))
            return
        check_format(connection, self.path)
        check_whole(connection, self.path)
        write_ahead(connection)
        self._check_gateway(gateway, base_url)
        self._commits.write(self._go_on)

    def _introduce(self, gateway: str, base_url: str) -> None:
        create(self._connection)
        about = {"gateway": gateway, "base_url": base_url, "plan": 0}
        self._connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about.items())

    def _go_on(self) -> None:
        # Of a run that died; nobody knows whether they ran.
        self._connection.execute("UPDATE jobs SET state = 'unclear' WHERE state = 'submitting'")

    def _check_gateway(self, gateway: str, base_url: str) -> None:
        if self.gateway != gateway:
            raise BadInput(
                f"{self.path} is the journal of a batch at {self.gateway}: go on there, or use another journal for "
                f"{gateway}."
            )
        ((tasks,),) = self._asked(
            "SELECT count(DISTINCT key) FROM rows JOIN jobs USING (key) WHERE NOT superseded AND state = 'submitted'"
        )
        if self.base_url != base_url and tasks:
            raise BadInput(
                f"{self.path} has {tasks} open tasks at {self.base_url}, which are not known at {base_url}: go on at "
                "the first address, or use another journal."
            )

    def _plan(self, key: str, job: Job, plan: int, position: int) -> None:
        try:
            options = json.dumps(without_secrets(dict(job.options)), allow_nan=False)
        except (TypeError, ValueError) as error:
            raise BadInput(f"{job.name}: an option is nothing that JSON can hold: {error}") from None
        execute = self._connection.execute
        execute(
            "INSERT INTO jobs (key, state, operation, prompt, options) VALUES (?, 'planned', ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (key, job.operation, None if job.prompt is None else as_kept(job.prompt), options),
        )
        output = self.places.kept(job.output)
        earlier = execute("SELECT key, plan FROM rows WHERE output = ? AND NOT superseded", (output,)).fetchone()
        if earlier is not None and earlier[1] == plan:
            raise BadInput(f"{job.name}: another job has the same output, {job.output}")
        if earlier is not None and earlier[0] != key:
            execute("UPDATE rows SET superseded = 1 WHERE output = ? AND NOT superseded", (output,))
        execute(
            "INSERT INTO rows (output, key, label, inputs, plan, position) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET label = excluded.label, inputs = excluded.inputs, plan = excluded.plan, "
            "position = excluded.position, superseded = 0",
            (output, key, as_kept(job.name), json.dumps([*map(self._kept_input, job.inputs)]), plan, position),
        )

    def _kept_input(self, image: PictureSource) -> Any:
        path = path_of(image)
        if path is not None:
            return {"path": from_kept(self.places.kept(path))}
        if isinstance(image, str):
            return without_secrets(image.strip())
        return "bytes" if isinstance(image, bytes | bytearray | memoryview) else "a PIL image"

    def _step(
        self,
        name: str,
        key: str,
        before: "frozenset[State] | set[State]",
        changes: str,
        condition: str = "TRUE",
        *,
        at_any_cost: bool = True,
        error: ImageEditError | None = None,
        then: Callable[[], None] | None = None,
        **values: str | bytes | None,
    ) -> None:
        """Take a key from one of some states to another."""
        all_values = {"key": key, "now": self._now(), "error": _kept_error(error), **values}
        states = ", ".join(f"'{state}'" for state in before)
        statement = f"UPDATE jobs SET {changes} WHERE key = :key AND state IN ({states}) AND {condition}"  # noqa: S608

        def act() -> None:
            if self._connection.execute(statement, all_values).rowcount != 1:
                self._check(name, key, ())
            if then is not None:
                then()

        self._commits.write(act, at_any_cost=at_any_cost, is_one_statement=then is None)

    def _keep(self, key: str, output: Path, files: Sequence[KeptFile]) -> None:
        execute, name = self._connection.execute, self.places.kept(output)
        known = "SELECT 1 FROM rows WHERE output = ? AND key = ? AND NOT superseded"
        if execute(known, (name, key)).fetchone() is None:
            raise ImpossibleStep(f"kept: {output} does not want the key {key}")
        execute("DELETE FROM files WHERE output = ?", (name,))
        for number, file in enumerate(files):
            execute(
                "INSERT INTO files (output, number, key, path, sha256) VALUES (?, ?, ?, ?, ?)",
                (name, number, key, self.places.kept(file.path), file.sha256),
            )

    def _check(self, name: str, key: str, before: Iterable[State]) -> None:
        found = self._asked("SELECT state FROM jobs WHERE key = ?", (key,))
        if not found or found[0][0] not in before:
            raise ImpossibleStep(f"{name}: the key {key} is {found[0][0] if found else 'not in the journal'}")

    def _asked(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        return self._commits.ask(question, values)

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(self._file, self.path.stat())
        except OSError:
            return False

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")


_UNDER_WAY = frozenset({State.PLANNED, State.SUBMITTING, State.SUBMITTED})

# What a new plan leaves of the earlier ones: rows that have a result, or a call that may be paid for.
_FORGET = (
    "DELETE FROM rows WHERE plan < :plan AND (SELECT state FROM jobs WHERE jobs.key = rows.key) "
    "IN ('planned', 'refused', 'failed')",
    "DELETE FROM rows WHERE superseded AND (SELECT state FROM jobs WHERE jobs.key = rows.key) = 'done'",
    "DELETE FROM jobs WHERE state = 'planned' AND submits = 0 AND NOT EXISTS "
    "(SELECT 1 FROM rows WHERE rows.key = jobs.key)",
)


def _make(path: Path, undo: ExitStack) -> None:
    """Make an empty file that only its owner may read, unless there is one."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        undo.callback(path.unlink, missing_ok=True)


def _kept_error(error: ImageEditError | None) -> str | None:
    if error is None:
        return None
    message = without_data(str(error))
    if len(message) > _LONGEST_MESSAGE:
        message = message[: _LONGEST_MESSAGE - 1] + "…"
    facts = {
        "type": type(error).__name__,
        "message": message,
        "code": error.code,
        "http_status": error.http_status,
        "request_id": error.request_id,
    }
    return json.dumps(facts)


def _not_made(path: Path, error: OSError) -> BadInput:
    reason = error.strerror or str(error)
    return BadInput(
        f"{path}: the journal cannot be written: {reason}. See that its folder is there, has room and may be written."
    )


def _not_opened(path: Path, error: sqlite3.Error) -> BadInput:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return damaged(path)
    return BadInput(f"{path}: the journal cannot be opened: {error}. Put it on a local disk that has room.")
