"""What a process took, as Linux tells it; what else the machine does is not in it."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def processor_seconds(process: int) -> float:
    """Seconds of a processor, of user and system together, since the process began; its threads are in them."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


def resident(process: int | str = "self") -> int:
    """Bytes of memory that the process holds now."""
    return _bytes("VmRSS", process)


def peak(process: int | str = "self") -> int:
    """The most bytes of memory that the process ever held; getrusage would count the parent's before the fork."""
    return _bytes("VmHWM", process)


def _bytes(name: str, process: int | str) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(f"{name}:"))
