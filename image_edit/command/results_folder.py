"""The folder that a batch keeps its results in: looked at before anything is billed, and made as the last thing."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ..errors import BadInput

__all__ = ["check_folder", "make_folders"]

_PROBE = 1024 * 1024  # bytes that are written to see that a disk, or its quota, takes them


def check_folder(folder: Path, *, room: int, writing: bool) -> None:
    """See that results can be kept in a folder. One that is not there yet is not made here.

    Args:
        folder: the folder.
        room: bytes that have to be free on its disk.
        writing: whether that may be tried with a file without a name; else the system is only asked.

    Raises:
        BadInput: they cannot; the message says why.
    """
    there = folder
    if not folder.exists():
        there = folder.parent
        if not there.is_dir():
            raise BadInput(
                f"-o {folder}: there is no folder {str(there)!r} to make {folder.name!r} in. Make it first; nothing "
                "was sent."
            )
    if not there.is_dir():
        raise BadInput(f"-o {folder}: it is a file; a batch needs a folder. Nothing was sent.")
    try:
        free = shutil.disk_usage(there).free
        if free < room:
            raise OSError(errno.ENOSPC, f"{os.strerror(errno.ENOSPC)} ({free // 1_000_000} MB are free)")
        if not os.access(there, os.W_OK | os.X_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        if writing:
            with tempfile.TemporaryFile(dir=there) as file:
                file.write(bytes(_PROBE))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(f"-o {folder}: no results can be kept there: {error.strerror}. Nothing was sent.") from None


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
