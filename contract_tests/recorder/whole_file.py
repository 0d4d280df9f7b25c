"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import tempfile
from pathlib import Path

_ROOM = 64 * 1024
"""Bytes that a disk must have left; a recording with a picture is about as large."""


class NotWritable(Exception):
    """A folder cannot be written to; the message says which and why."""


def check_writable(folder: Path) -> None:
    """Write a file to a folder, or to where it would be made, and take it away again.

    Raises:
        NotWritable: that cannot be done.
    """
    place = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        _beside(place / "writable", bytes(_ROOM)).unlink()
    except OSError as error:
        raise NotWritable(f"{place} cannot be written to: {error.strerror or error}") from None


def write_new(file: Path, content: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        FileExistsError: it does exist; it stays as it is.
        OSError: it cannot be written, and nothing of it is left.
    """
    written = _beside(file, content)
    try:
        os.link(written, file)  # unlike a rename, never takes the place of another file
    finally:
        written.unlink()


def write_over(file: Path, content: bytes) -> None:
    """Write a file, in place of an older one if there is one.

    Raises:
        OSError: it cannot be written; the older one stays as it is.
    """
    written = _beside(file, content)
    try:
        written.replace(file)
    except OSError:
        written.unlink()
        raise


def _beside(file: Path, content: bytes) -> Path:
    """Write to a name that no reader of recordings looks at, in the same folder, hence on the same disk."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)
