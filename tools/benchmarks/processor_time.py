"""How much time of a processor a process took, as Linux tells it; what else the machine does is not in it."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def processor_seconds(process: int) -> float:
    """Seconds, of user and system together, since the process began; its threads are in them."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND
