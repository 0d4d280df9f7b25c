"""The folder that a batch keeps its results in: looked at before anything is billed, and made as the last thing."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ...errors import BadInput

_MB = 1_000_000
_PROBE = 1024 * 1024  # bytes that are written to see that a disk, or its quota, takes them


def check_folder(folder: Path, *, room: int, writing: bool) -> None:
    """See that results can be kept in a folder. One that is not there yet is not made here.

    Args:
        room: bytes that have to be free on its disk.
        writing: whether that may be tried with a file without a name; else the system is only asked.

    Raises:
        BadInput: they cannot; the message says why.
    """
    try:
        there = _checked(folder)
    except BadInput:
        raise
    except (OSError, ValueError) as error:  # as of a name that is too long; ValueError: a NUL in it
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"-o {str(folder)[:200]}: no such folder can be made: {reason}. Nothing was sent.") from None
    try:
        free = shutil.disk_usage(there).free
        if free < room:
            raise OSError(errno.ENOSPC, _no_room(free, room))
        if not os.access(there, os.W_OK | os.X_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        if writing:
            with tempfile.TemporaryFile(dir=there) as file:
                file.write(bytes(_PROBE))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(f"-o {folder}: no results can be kept there: {error.strerror}. Nothing was sent.") from None


def _checked(folder: Path) -> Path:
    """Return what has to be written to: the folder, or the one that it is made in."""
    if folder.is_dir():
        return folder
    try:
        folder.stat()  # which tells what keeps it from being looked at
    except FileNotFoundError:
        there = folder.parent
    else:
        raise BadInput(f"-o {folder}: it is a file; a batch needs a folder. Nothing was sent.")
    if not there.is_dir():
        raise BadInput(
            f"-o {folder}: there is no folder {str(there)!r} to make {folder.name!r} in. Make it first; nothing "
            "was sent."
        )
    return there


def _no_room(free: int, room: int) -> str:
    return (
        f"{os.strerror(errno.ENOSPC)} ({free // _MB} MB are free, and the jobs that are under way at once may need "
        f"{room // _MB} MB; a smaller --at-once needs less)"
    )


def make_folders(folder: Path, outputs: Iterable[Path]) -> None:
    """Make the folder of the results, and those in it that results go to.

    Raises:
        BadInput: one cannot be made.
    """
    for each in dict.fromkeys([folder, *(output.parent for output in outputs)]):
        try:
            each.mkdir(parents=each != folder, exist_ok=True)
        except OSError as error:
            raise BadInput(f"the folder {str(each)!r} cannot be made: {error.strerror}. Nothing was sent.") from None
