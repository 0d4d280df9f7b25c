"""How a journal comes onto the disk: the writes of many threads, of which those that wait wait for the disk together.

Some space on the disk is kept for the moment when there is none left.
"""

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from ...errors import JournalNotWritten
from .reading import PATIENCE, Values

_BUGS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.NotSupportedError)
_OF_THE_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})  # a quota and a limit look like the latter


def connected(path: Path, undo: ExitStack) -> sqlite3.Connection:
    """Open a database to write it, so that what is written is on the disk when the call returns.

    Args:
        path: its file.
        undo: is told how to close it.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    undo.callback(connection.close)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -512")  # KiB; the usual 2 MiB would fill up with the rows
    return connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Have writes go to a log first, which nobody who reads waits for; where it cannot be had, SQLite uses another."""
    connection.execute("PRAGMA journal_mode = WAL")


class DiskReserve:
    """A file that only takes up space, until it is given up.

    Args:
        path: where it lies; on the disk of what it is for.
        size: bytes.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def take(self) -> None:
        """Write the file, if it is not there yet.

        Raises:
            OSError: it cannot be written; nothing is left of it.
        """
        with suppress(OSError):
            if self._path.stat().st_size == self._size:
                return
        try:
            with os.fdopen(os.open(self._path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                file.write(os.urandom(self._size))  # zeros might take no space
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.give_up()
            raise

    def give_up(self) -> None:
        """Remove the file, whether or not it is there."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


@dataclass(slots=True, eq=False)
class _Write:
    act: Callable[[], None]
    at_any_cost: bool
    is_one_statement: bool
    error: Exception | None = None
    is_settled: bool = False


class Commits:
    """All that is written and read through one connection, from any thread.

    Attributes:
        is_full: whether the disk was full, or failed, at a write.

    Args:
        path: what messages call the file.
        connection: the connection, in autocommit mode; nobody else uses it.
        reserve: what is given up when the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, reserve: DiskReserve) -> None:
        self.is_full = False
        self._path = path
        self._connection = connection
        self._reserve = reserve
        self._one = threading.RLock()
        self._waiting: deque[_Write] = deque()
        self._is_open = True

    def write(self, act: Callable[[], None], *, at_any_cost: bool = True, is_one_statement: bool = False) -> None:
        """Carry out an act, all of it or nothing, together with those of other threads that wait as well.

        What was written is on the disk when this returns.

        Args:
            act: what is to be done, by `execute` of the connection; it may be called again when that failed.
            at_any_cost: whether the reserve is given up for it when the disk is full.
            is_one_statement: whether it changes the file by one statement alone.

        Raises:
            JournalNotWritten: the disk is full or fails, or the file is damaged.
            Exception: what the act raised.
        """
        write = _Write(act, at_any_cost, is_one_statement)
        self._waiting.append(write)
        with self._one:
            if not write.is_settled:  # by the thread that had its turn before
                self._carry_out(write)
        if write.error is not None:
            raise write.error

    def ask(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return the answer to a question in SQL, once nobody is in the middle of a write.

        Raises:
            JournalNotWritten: the disk fails, or the file is damaged.
        """
        with self._one:
            try:
                return self._connection.execute(question, values).fetchall()
            except _BUGS:
                raise
            except sqlite3.Error as error:
                raise not_written(self._path, f"{error}") from None

    def tidy(self) -> None:
        """Move what is in the log to its place in the file, so that the log begins anew in the space that it has."""
        with self._one, suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> bool:
        """Close the connection when nobody writes any more; False if it was closed before."""
        with self._one:
            was_open, self._is_open = self._is_open, False
            with suppress(sqlite3.Error):  # what was written stands; the next one that opens the file tidies up
                self._connection.close()
            return was_open

    def _carry_out(self, write: _Write) -> None:
        together = [write]
        while self._waiting:
            other = self._waiting.popleft()
            if other is not write:
                together.append(other)
        try:
            if len(together) > 1:
                self._transaction(together)
            else:
                write.error = self._alone(write)
        except sqlite3.Error:
            for each in together:
                each.error = self._alone(each)
        for each in together:
            each.is_settled = True

    def _alone(self, write: _Write) -> Exception | None:
        """Carry out one write, if need be in the last of the room; return what went wrong."""
        try:
            try:
                self._transaction([write])
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _OF_THE_DISK:
                    raise
                self.is_full = True
                if not write.at_any_cost:
                    raise
                self._reserve.give_up()
                self.tidy()
                self._transaction([write])
        except _BUGS as error:
            return error
        except sqlite3.Error as error:
            return not_written(self._path, f"{error}")
        except Exception as error:
            return error
        return None

    def _transaction(self, writes: Sequence[_Write]) -> None:
        """Carry out some writes; what one of several raises is its own, a failure of the database is everybody's."""
        execute = self._connection.execute
        if len(writes) == 1 and writes[0].is_one_statement:
            writes[0].act()  # which is a transaction of its own
            return
        execute("BEGIN IMMEDIATE")
        try:
            if len(writes) == 1:
                writes[0].act()
            else:
                for write in writes:
                    self._act_within(write)
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    execute("ROLLBACK")
            raise

    def _act_within(self, write: _Write) -> None:
        """Carry out a write within a transaction; if it raises, only its own part is undone."""
        execute = self._connection.execute
        execute("SAVEPOINT one")
        try:
            write.act()
        except sqlite3.Error:
            raise
        except Exception as error:
            execute("ROLLBACK TO one")
            write.error = error
        execute("RELEASE one")


def not_written(path: Path, reason: str) -> JournalNotWritten:
    """Return the error of a journal that cannot be written."""
    return JournalNotWritten(
        f"the journal {path} cannot be written: {reason}. Nothing new is submitted. Free space on its disk, or mend "
        "what is wrong there, then run the same again."
    )
