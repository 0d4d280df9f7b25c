"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import tempfile
from pathlib import Path


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
