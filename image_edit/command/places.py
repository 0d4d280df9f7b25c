"""Where the command puts pictures: looked at before anything is billed, and never lost after it was."""

import errno
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from ..edited_image import EditedImage, numbered, reason_unsaved, saved_elsewhere
from ..errors import BadInput
from ..pictures.saved_format import check_suffix
from ..whole_file import STDOUT, descriptor_of, is_written_to, write_to


def is_stdout(path: Path) -> bool:
    """Say whether a path means stdout: `-`, as for other commands, or one of its names."""
    return str(path) == "-" or descriptor_of(path) == STDOUT


def check_place(path: Path, *, prints: bool) -> None:
    """See that the picture can be put where it is wanted.

    Args:
        path: where it is wanted.
        prints: whether something else is to go to stdout.

    Raises:
        BadInput: it cannot.
    """
    try:
        if is_stdout(path):
            problem = _problem_of_stdout(prints)
            if problem:
                raise BadInput(f"-o {path}: {problem}. Nothing was sent.")
            return
        if is_written_to(path):
            if not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return
        _check_suffix(path)
        folder = path if path.is_dir() else path.parent
        if not folder.is_dir():
            raise BadInput(f"-o {path}: there is no folder {str(folder)!r}. Make it first; nothing was sent.")
        with suppress(FileNotFoundError):
            path.stat()  # which refuses a name that is too long
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadInput(f"-o {path}: no file can be made there: {error.strerror}. Nothing was sent.") from None


def keep(image: EditedImage, path: Path, number: int) -> tuple[Path | None, str]:
    """Save a picture, which is paid for: where it is wanted, else in a new folder for temporary files.

    Args:
        path: where it is wanted.
        number: its number, from 1, of several that are made at once.

    Returns:
        Where it is, None if it could be saved nowhere, and why it is not where it was wanted, empty if it is.
    """
    try:
        if is_stdout(path) or is_written_to(path):
            if number > 1:
                raise OSError(errno.EINVAL, f"{path} takes one picture, and this is another")
            if is_stdout(path):
                write_to(STDOUT, image.data)
                return path, ""
        return image.save(path if path.is_dir() else numbered(path, number - 1)), ""
    except OSError as error:
        problem = f"{'stdout' if is_stdout(path) else path}: {reason_unsaved(error)}"
    try:
        return saved_elsewhere(image), problem
    except OSError as error:
        return None, f"{problem}; nor in a folder for temporary files: {reason_unsaved(error)}"


def _check_suffix(path: Path) -> None:
    try:
        check_suffix(path)
    except BadInput as error:
        raise BadInput(f"-o {error} Nothing was sent.") from None


def _problem_of_stdout(prints: bool) -> str:
    if sys.stdout is None:
        return "stdout is closed"
    if sys.stdout.isatty():
        return "stdout is a terminal, which shows no pictures; send it to a file or to a program"
    return "the picture alone goes to stdout; leave out --json and --no-wait, or name a file" if prints else ""
