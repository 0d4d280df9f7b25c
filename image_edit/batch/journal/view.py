"""A journal as those see it who do not write it, also while it is written."""

import os
import shutil
import sqlite3
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from ...errors import BadInput
from ..outcome import State
from .lock import Writer, writer_of
from .paths import Places, folder_of
from .reading import PATIENCE, JournalReading, Values
from .schema import check_format, damaged, is_new
from .writing import beside

_COPIES = 5


class JournalView(JournalReading):
    """A journal that is only read. Made by `JournalView.open`; to be closed, or used in `with`.

    Where nobody writes it, a key whose submit was under way is `unclear`.

    Attributes:
        path: its file, absolute.
        places: how it names files.
        writer: the process that writes it; None if nobody does. As it was when it was opened.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, writer: Writer | None, undo: ExitStack) -> None:
        self.path = path
        self.places = Places(folder_of(path))
        self.writer = writer
        self._connection = connection
        self._undo = undo
        self._one = threading.Lock()

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Open a journal to read it. Nothing that stands in it is changed, and nobody who writes it has to wait.

        A journal in a folder that cannot be written, or that another machine writes, may be read as it is at this
        moment, from a copy.

        Raises:
            BadInput: there is none, it cannot be read, is damaged, or of a newer version.
        """
        given = Path(os.path.abspath(path))  # noqa: PTH100  Path.absolute keeps the dots
        real = Path(os.path.realpath(given))
        with ExitStack() as undo:
            try:
                if not real.is_file():
                    raise BadInput(
                        f"{given}: there is no journal. Name that of a batch; the command takes its folder too."
                    )
                writer = writer_of(beside(real, "lock"))
                if writer is not None and not writer.is_here:
                    connection = _copied(real, undo)
                else:
                    connection = _connected(real, undo)
                if is_new(connection):
                    raise BadInput(f"{given}: nothing is planned in it yet. Ask again when a batch has begun.")
                check_format(connection, given)
            except sqlite3.OperationalError as error:
                raise _not_read(given, f"{error}") from None
            except sqlite3.DatabaseError:
                raise damaged(given) from None
            except OSError as error:
                raise _not_read(given, error.strerror or str(error)) from None
            return cls(given, connection, writer, undo.pop_all())

    def close(self) -> None:
        """Close it. May be called twice."""
        self._undo.close()

    def _state(self, kept: str) -> State:
        state = State(kept)
        return State.UNCLEAR if state is State.SUBMITTING and self.writer is None else state

    def _asked(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        with self._one:
            try:
                return self._connection.execute(question, values).fetchall()
            except sqlite3.OperationalError as error:
                raise _not_read(self.path, f"{error}") from None
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.DatabaseError:
                raise damaged(self.path) from None


def _not_read(path: Path, reason: str) -> BadInput:
    return BadInput(f"{path}: the journal cannot be read: {reason}. See who may read it and whether its disk works.")


def _connected(path: Path, undo: ExitStack) -> sqlite3.Connection:
    try:
        return _opened(path, undo)
    except sqlite3.OperationalError:  # SQLite wants to write beside it, and may not
        return _copied(path, undo)


def _opened(path: Path, undo: ExitStack) -> sqlite3.Connection:
    # One that may not write at all would leave the files of the log behind.
    address = f"{path.as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA query_only = TRUE")
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except BaseException:
        connection.close()
        raise
    undo.callback(connection.close)
    return connection


def _copied(path: Path, undo: ExitStack) -> sqlite3.Connection:
    """Open a copy of a file and of its log, taken at a moment when nobody wrote either."""
    folder = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="image-edit-")))
    for _ in range(_COPIES):
        before = _times(path)
        for file in _parts(path):
            if file.exists():
                shutil.copyfile(file, folder / file.name)
        if _times(path) == before:
            break
    return _opened(folder / path.name, undo)


def _parts(path: Path) -> tuple[Path, Path]:
    return path, path.with_name(f"{path.name}-wal")


def _times(path: Path) -> list[tuple[int, int]]:
    return [(file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else (0, 0) for file in _parts(path)]
