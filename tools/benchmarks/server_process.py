"""A server in a process of its own, so that it does not share an interpreter with what is measured."""

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
