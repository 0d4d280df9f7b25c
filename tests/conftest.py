"""Every test starts from the same environment, whatever the shell, the build machine or `nohup` hands down."""

import gc
import inspect
import locale
import os
import signal
import socket
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import httpx
import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from image_gateways_mock import RunningServer  # imported below, once the environment is clean

# What programs need to be found and to start. A proxy, a gateway's key, PYTHONWARNINGS and all else is left out.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
_GIVEN = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "LINES": "24"}

# Rarely among what has stayed for long, which is most of what the tests share: that is half of what looking for garbage
# takes. What asks for it to be looked for, collects by itself.
_NEW_OBJECTS, _TIMES, _TIMES_AMONG_THE_OLDEST = 5_000, 10, 1_000

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


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage in what is collected, which stays to the end: it takes half of each worker's start."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, _TIMES, _TIMES_AMONG_THE_OLDEST)
        gc.enable()


@pytest.fixture(scope="session")
def port_that_refuses() -> Iterator[int]:
    """A port on 127.0.0.1 that refuses connections, and that nobody else is given meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and not listened on
        yield bound.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One authority to trust instead of the world's, which take each client 30 ms to read: no server here is signed."""
    first, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----\n")
    file = tmp_path_factory.mktemp("authorities") / "one.pem"
    file.write_text(first + end, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(file))
        yield file


@pytest.fixture(scope="session", autouse=True)
def _home_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody's settings: no .netrc, no git or pip configuration."""
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))


# Each mock takes a fifth of a second to read the documents, so one serves all tests that ask for nothing special of it.


def _mock(**options: Any) -> "Iterator[RunningServer]":
    from image_gateways_mock import Settings, started_server
    from tests.support.mock_key import KEY

    with started_server(Settings(api_keys=(KEY,), **options)) as running:
        yield running


def _fresh(mock: "RunningServer") -> "RunningServer":
    mock.reset()
    return mock


@pytest.fixture(scope="session")
def shared_mock() -> "Iterator[RunningServer]":
    """A mock for the whole run, which `server` makes forget."""
    yield from _mock()


@pytest.fixture(scope="session")
def _shared_slow_mock() -> "Iterator[RunningServer]":
    yield from _mock(polls_before_done=10**9)


@pytest.fixture(scope="session")
def _shared_prompt_mock() -> "Iterator[RunningServer]":
    yield from _mock(polls_before_done=0)


@pytest.fixture
def server(shared_mock: "RunningServer") -> "RunningServer":
    """A mock that remembers nothing of the tests before."""
    return _fresh(shared_mock)


@pytest.fixture
def slow(_shared_slow_mock: "RunningServer") -> "RunningServer":
    """As `server`, with tasks that do not end."""
    return _fresh(_shared_slow_mock)


@pytest.fixture
def prompt_server(_shared_prompt_mock: "RunningServer") -> "RunningServer":
    """As `server`, with tasks that are done when they are asked for: for processes, which really wait for a poll."""
    return _fresh(_shared_prompt_mock)
