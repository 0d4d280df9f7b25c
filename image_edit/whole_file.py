"""Files that are there whole or not at all. Pipes, devices and open descriptors, which cannot be, are written to."""

import os
import re
import secrets
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

STDOUT = 1

_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(\d+)(?:/task/\d+)?/fd")
_PART = re.compile(r"\.image-edit-[0-9a-f]{16}\.part")
_TRIES = 3
_SWEPT_FOR = 10.0  # seconds that a folder counts as swept: to look through one of thousands takes longer than to save

_swept: dict[Path, float] = {}
_one = threading.Lock()


Content: TypeAlias = "bytes | Callable[[BinaryIO], object]"
"""Bytes, or what writes them to an open file piece by piece; it may be called again, with another file."""


def write_whole(path: Path, content: Content) -> None:
    """Write a file, in place of an older one, whose mode and owner it keeps as far as that is allowed.

    The content is written aside and put in place by one step. Through a link the file itself is written, as by any
    other program. What processes that were killed left aside in the folder is removed, every now and then.

    Raises:
        OSError: it cannot be written; an older file stays as it was, and nothing else is left.
        ValueError: there is a NUL in the path.
    """
    if is_written_to(path):
        descriptor = descriptor_of(path)
        write_to(path if descriptor is None else descriptor, content)
        return
    path = Path(os.path.realpath(path))
    if _is_to_be_swept(path.parent):
        _sweep(path.parent)
    for tried in range(1, _TRIES + 1):
        part = path.with_name(f".image-edit-{secrets.token_hex(8)}.part")  # in the same folder, hence on the same disk
        try:
            _write_part(part, path, content)
            part.replace(path)
        except BaseException as error:
            part.unlink(missing_ok=True)
            # Where another machine shares the folder and not its locks, that may have taken it for a left-over.
            if isinstance(error, FileNotFoundError) and path.parent.is_dir() and tried < _TRIES:
                continue
            raise
        return


def is_written_to(path: Path) -> bool:
    """Say whether a path names what is written to as it is, under this name: a pipe, a device, a descriptor."""
    return descriptor_of(path) is not None or (path.exists() and not path.is_file())


def descriptor_of(path: Path) -> int | None:
    """Return the descriptor of this process that a path names, as `/dev/stdout` and `/dev/fd/63` do; else None."""
    for _ in range(40):  # no system follows more links
        if path.name.isdecimal():
            folder = _DESCRIPTORS.fullmatch(os.path.realpath(path.parent))
            if folder and folder[1] in (None, str(os.getpid())):
                return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def write_to(target: Path | int, content: Content) -> None:
    """Write to a pipe or a device by its path, or to an open descriptor where it stands.

    Raises:
        OSError: it cannot be written, or nobody reads it.
    """
    # Opened by its name, a file that a shell opened to append to would lose what is in it.
    with open(os.dup(target) if isinstance(target, int) else target, "wb") as stream:  # noqa: PTH123  a descriptor is no Path
        _write(stream, content)


def _write(file: BinaryIO, content: Content) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)


def _write_part(part: Path, path: Path, content: Content) -> None:
    older = path.stat() if path.exists() else None
    # Not even for a moment may more people read it than may read the older one.
    mode = 0o666 if older is None else 0o600
    with os.fdopen(
        os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode), "wb"
    ) as file:
        _lock(file.fileno())
        _write(file, content)
        file.flush()
        if older is not None:
            _keep_owner_and_mode(file.fileno(), older)
        os.fsync(file.fileno())


def _keep_owner_and_mode(file: int, older: os.stat_result) -> None:
    if not hasattr(os, "fchown"):  # Windows
        return
    for owner, group in ((-1, older.st_gid), (older.st_uid, -1)):
        with suppress(OSError):  # only root gives a file away; a group may be one that the user is not in
            os.fchown(file, owner, group)
    with suppress(OSError):  # some file systems have no modes
        os.fchmod(file, stat.S_IMODE(older.st_mode))


def _is_to_be_swept(folder: Path) -> bool:
    """Say so to one thread, so that others have not what they begin taken for a left-over before it is locked."""
    now = time.monotonic()
    with _one:
        for known in [known for known, since in _swept.items() if now - since >= _SWEPT_FOR]:
            del _swept[known]
        is_new = folder not in _swept
        _swept.setdefault(folder, now)
        return is_new


def _sweep(folder: Path) -> None:
    """Remove what is left of processes that were killed: parts that nobody holds the lock of any more."""
    with suppress(OSError):  # a folder that cannot be listed keeps them
        with os.scandir(folder) as entries:
            parts = [folder / entry.name for entry in entries if _PART.fullmatch(entry.name)]
        for part in parts:
            _remove_if_left_over(part)


def _remove_if_left_over(part: Path) -> None:
    with suppress(OSError):  # it has gone meanwhile, or is another user's
        file = os.open(part, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            if _lock(file):
                part.unlink()
        finally:
            os.close(file)


def _lock(file: int) -> bool:
    """Take the lock that a process holds while it writes; False if another has it, or there are no locks here."""
    try:
        import fcntl  # Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
