"""The results of a batch on disk: saved, and looked at again by a later run."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from pathlib import Path

from ..edited_image import EditedImage, numbered, written_as
from ..pictures.whole import BrokenPicture
from ..whole_file import write_whole
from .journal.reading import KeptFile


class Found(Enum):
    """What became of the files of a result."""

    SOUND = auto()
    """All are as they were written."""
    CHANGED = auto()
    """All are there, and somebody changed one, which is still a whole picture, or may not be read."""
    GONE = auto()
    """One is not there, or is no whole picture any more."""


def found(files: Iterable[KeptFile]) -> Found:
    """Look at the files of a result; none are gone."""
    worst: Found | None = None
    for file in files:
        this = _found(file)
        if this is Found.GONE:
            return this
        worst = this if worst in (None, Found.SOUND) else worst
    return worst or Found.GONE


def save(image: EditedImage, output: Path, position: int, may_replace: Callable[[Path], bool]) -> KeptFile:
    """Save a picture of a result.

    Args:
        output: the file that the job names.
        position: which of the pictures it is, from 0.
        may_replace: says whether a file of another content that stands there may be replaced.

    Raises:
        FileExistsError: it must not be.
        OSError: it cannot be written; nothing of it is left.
    """
    wanted = numbered(output, position)
    path, data = written_as(image, wanted)
    kept = KeptFile(path, hashlib.sha256(data).hexdigest())
    if os.path.lexists(path):
        if _is_content(path, data):
            return kept
        if not may_replace(path):
            raise FileExistsError(errno.EEXIST, f"{str(path)!r} exists, and is no result of this batch", str(path))
    write_whole(path, data)
    return kept


def copied(files: Sequence[KeptFile], output: Path, may_replace: Callable[[Path], bool]) -> list[KeptFile]:
    """Save the pictures of one result as those of another.

    Args:
        files: the one.
        output: where the other goes.
        may_replace: as in `save`.

    Raises:
        OSError: they cannot be read or written.
        BrokenPicture: they are no whole pictures.
    """
    return [
        save(EditedImage.from_bytes(file.path.read_bytes()), output, position, may_replace)
        for position, file in enumerate(files)
    ]


def is_of_the_disk(error: OSError) -> bool:
    """Say whether other pictures could not be saved either; else it is this picture that cannot be written so."""
    return error.errno not in (errno.EINVAL, errno.EEXIST)


def _is_content(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _found(file: KeptFile) -> Found:
    try:
        data = file.path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Found.GONE
    except OSError:
        return Found.CHANGED
    if hashlib.sha256(data).hexdigest() == file.sha256:
        return Found.SOUND
    try:
        EditedImage.from_bytes(data)
    except BrokenPicture:
        return Found.GONE
    return Found.CHANGED
