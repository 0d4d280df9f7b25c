"""The log's file: lines are gathered, and written when there are many or no more come for a moment."""

import asyncio
from typing import BinaryIO

_MOMENT = 0.05  # seconds
_MANY = 65_536  # bytes


class Log:
    """Writes lines to a file, from within an event loop.

    A write for each line would cost half as much as the answer that the line tells of. Who kills the process loses what
    came in the last moment.

    Args:
        file: takes the bytes.

    Attributes:
        failure: why lines are no longer written, once the file did not take one; None while it does.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.failure: OSError | None = None
        self._file = file
        self._lines: list[bytes] = []
        self._size = 0
        self._due: asyncio.TimerHandle | None = None

    def write(self, line: bytes) -> None:
        """Take a line, with its end."""
        self._lines.append(line)
        self._size += len(line)
        if self._size >= _MANY:
            self.flush()
        elif self._due is None:
            self._due = asyncio.get_running_loop().call_later(_MOMENT, self.flush)

    def flush(self) -> None:
        """Write what was taken."""
        if self._due is not None:
            self._due.cancel()
        lines, self._lines, self._size, self._due = self._lines, [], 0, None
        if self.failure is not None or not lines:
            return
        try:
            self._file.write(b"".join(lines))
            self._file.flush()
        except OSError as failure:
            self.failure = failure
