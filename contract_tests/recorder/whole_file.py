"""Recordings that are new: there whole or not at all, and never in place of another file."""

import os
import secrets
from pathlib import Path

from image_edit.whole_file import write_whole

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
        _written_beside(place / "writable", bytes(_ROOM)).unlink()
    except OSError as error:
        raise NotWritable(f"{place} cannot be written to: {error.strerror or error}") from None


def write_new(file: Path, content: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        FileExistsError: it does exist; it stays as it is.
        OSError: it cannot be written, and nothing of it is left.
    """
    written = _written_beside(file, content)
    try:
        os.link(written, file)  # unlike a rename, never takes the place of another file
    finally:
        written.unlink()


def _written_beside(file: Path, content: bytes) -> Path:
    """Write to a name that no reader of recordings looks at, in the same folder, hence on the same disk."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    write_whole(part, content)
    return part
