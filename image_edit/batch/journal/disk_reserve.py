"""Some space on a disk, kept for the moment when there is none left."""

import os
from contextlib import suppress
from pathlib import Path


class DiskReserve:
    """A file that only takes up space, until it is given up.

    Args:
        path: where it lies; on the disk of what it is for.
        size: bytes.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def take(self) -> None:
        """Write the file, if it is not there yet.

        Raises:
            OSError: it cannot be written; nothing is left of it.
        """
        with suppress(OSError):
            if self._path.stat().st_size == self._size:
                return
        try:
            with os.fdopen(os.open(self._path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                file.write(os.urandom(self._size))  # zeros might take no space
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.give_up()
            raise

    def give_up(self) -> None:
        """Remove the file, whether or not it is there."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
