"""A server in a process of its own, not in the interpreter of what is measured, and what a process took.

Linux tells what it took; what else the machine does is not in it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from contract_tests.connections import connecting_to

ROOT = Path(__file__).parents[2]
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
KEY = "{{YOUR_API_KEY}}"  # the documents' placeholder, which the mock accepts


@contextmanager
def process(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, from the moment it answers until the context is left."""
    # A session of its own, since npx starts children that a signal to it alone would leave behind.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, start_new_session=True) as server:
        try:
            url = f"http://127.0.0.1:{port}/"
            deadline = time.monotonic() + 120
            while True:
                try:
                    with connecting_to(url):
                        httpx.get(url)
                    break
                except httpx.TransportError:
                    if server.poll() is not None or time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
            yield server
        finally:
            os.killpg(server.pid, signal.SIGTERM)


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
