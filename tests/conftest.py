"""Every test starts from the same environment, whatever the shell, the build machine or `nohup` hands down."""

import inspect
import locale
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import certifi
import httpx
import pytest
from hypothesis import HealthCheck, settings

# What programs need to be found and to start. A proxy, a gateway's key, PYTHONWARNINGS and all else is left out.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
_GIVEN = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "LINES": "24"}


settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
settings.register_profile("deep", settings.get_profile("any machine"), max_examples=1000)


def pytest_configure(config: pytest.Config) -> None:
    """Leave behind what was inherited, before any test is imported."""
    sys.dont_write_bytecode = False  # else each worker compiles all tests anew, in every run
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | _GIVEN)
    time.tzset()
    locale.setlocale(locale.LC_ALL, "")
    os.umask(0o022)
    # httpx's own five seconds; what hangs is told by pytest's faulthandler_timeout.
    patience = inspect.signature(httpx.request).parameters["timeout"].default
    patience.connect = patience.read = patience.write = patience.pool = None
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("any machine")
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals():
        # What Python itself ignores, it gives back to the processes that it starts.
        if signal.getsignal(number) is signal.SIG_IGN and number not in (signal.SIGPIPE, signal.SIGXFSZ):
            _no_longer_ignore(number)


def _no_longer_ignore(number: int) -> None:
    # A process hands down what it ignores, and not what it handles: so a run under nohup goes on without a terminal,
    # and what it starts can be stopped.
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else lambda *_: None)


@pytest.fixture(scope="session")
def port_that_refuses() -> Iterator[int]:
    """A port on 127.0.0.1 that refuses connections, and that nobody else is given meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and not listened on
        yield bound.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One authority to trust instead of the world's, which take each client 30 ms to read: no server here is signed."""
    first, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----\n")
    file = tmp_path_factory.mktemp("authorities") / "one.pem"
    file.write_text(first + end, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(file))
        yield


@pytest.fixture(scope="session", autouse=True)
def _home_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody's settings: no .netrc, no git or pip configuration."""
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))
