"""How much memory a process holds, as Linux tells it; getrusage would count what the parent held before the fork."""

from __future__ import annotations

from pathlib import Path


def resident(process: int | str = "self") -> int:
    """Bytes of memory that the process holds now."""
    return _field("VmRSS", process)


def peak(process: int | str = "self") -> int:
    """The most bytes of memory that the process ever held."""
    return _field("VmHWM", process)


def _field(name: str, process: int | str) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(f"{name}:"))
