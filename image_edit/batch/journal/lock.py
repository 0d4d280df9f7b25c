"""Who writes a journal: one process at a time, which others can name.

The lock is one of the system (`flock`; on Windows that of `msvcrt`), so that it goes when its process dies, however
that happens. On a file system that has no locks, as some network shares, the record alone counts: a process that it
names is the writer while it lives, or for good if it ran on another machine. The message says which file to remove.
"""

import errno
import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

_TRIES = 10
_WAIT = "Wait until it ends, or end it; `image-edit status` tells how far it is."
_PAUSE = 0.01  # seconds; a reader that asks who writes holds the lock for some microseconds
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
_LOCKED_BYTE = 1 << 30  # beyond the record, since on Windows nobody else reads what is locked


@dataclass(frozen=True, slots=True)
class Writer:
    """The process that writes a journal.

    Attributes:
        pid: its id; None in the moment before it wrote it down.
        started: when it opened the journal, UTC.
        host: the name of its machine.
    """

    pid: int | None = None
    started: datetime | None = None
    host: str | None = None

    def __str__(self) -> str:
        if self.pid is None or self.started is None:
            return "another process"
        elsewhere = "" if self.is_here else f" on {self.host}"
        return f"process {self.pid}{elsewhere}, started {self.started:%Y-%m-%d %H:%M:%S} UTC"

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine."""
        return self.host in (None, platform.node())


class Held(Exception):
    """Another process writes the journal; the message says which, and what to do."""

    def __init__(self, writer: Writer, advice: str = _WAIT) -> None:
        super().__init__(f"it is being written by {writer}. {advice}")


class WriterLock:
    """The lock while it is held. Made by `WriterLock.take`."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, path: Path, now: datetime) -> Self:
        """Take the lock, and write down who has it.

        Args:
            path: the lock's file, which is made if need be.
            now: what is written down as the start.

        Raises:
            Held: another process, or another journal of this one, has it.
            OSError: the file cannot be made or written.
        """
        for tried in range(1, _TRIES + 1):
            file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                locked = _locked(file)
                if locked is None and (recorded := _recorded(file)) and _may_live(recorded):
                    raise Held(recorded, f"There are no locks on this disk: if that process has ended, remove {path}.")
                if locked is False and tried == _TRIES:
                    raise Held(_recorded(file) or Writer())
                if locked is not False and _is_at(file, path):  # whoever had it may have removed the file meanwhile
                    try:
                        _record(file, now)
                    except OSError:
                        path.unlink()
                        raise
                    return cls(path, file)
            except BaseException:
                os.close(file)
                raise
            os.close(file)
            time.sleep(_PAUSE)
        raise Held(Writer())

    def give_back(self) -> None:
        """Let others write."""
        with suppress(OSError):
            self._path.unlink()
        os.close(self._file)


def writer_of(path: Path) -> Writer | None:
    """Return who writes the journal of a lock's file; None if nobody does."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError:  # it is there and not for everybody: rather somebody than nobody
        return Writer()
    try:
        locked = _locked(file, shared=True)
        recorded = _recorded(file)
    finally:
        os.close(file)
    if locked is None:
        return recorded if recorded and _may_live(recorded) else None
    return None if locked else recorded or Writer()


def _locked(file: int, *, shared: bool = False) -> bool | None:
    """Take the lock of an open file; False if another has it, None if there are no locks here."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _HELD else None
    return True


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _record(file: int, now: datetime) -> None:
    record = {"pid": os.getpid(), "started": now.isoformat(timespec="seconds"), "host": platform.node()}
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, f"{json.dumps(record)}\n".encode())


def _recorded(file: int) -> Writer | None:
    try:
        os.lseek(file, 0, os.SEEK_SET)
        record = json.loads(os.read(file, 4096))
        started = datetime.fromisoformat(record["started"]).astimezone(UTC)
        return Writer(int(record["pid"]), started, str(record["host"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _may_live(writer: Writer) -> bool:
    if not writer.is_here or writer.pid is None or sys.platform == "win32":
        return True
    try:
        os.kill(writer.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
