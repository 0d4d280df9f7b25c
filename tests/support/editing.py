"""Both editors behind one face, and on a clock that only a test moves, so that one test covers both and none waits.

However slow the machine, no deadline passes unless a test lets it pass: then also for who waits on a connection.
"""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpcore

from image_edit import AsyncImageEditor, AsyncTask, ImageEditor, Task

PICTURES = Path(__file__).parents[2] / "contract_tests" / "recordings" / "pictures"
PICTURE = PICTURES / "lighthouse.png"
MODES = ("blocking", "asyncio")

F = TypeVar("F")
S = TypeVar("S")


def by_turns(first: Iterable[F], second: Iterable[S]) -> list[tuple[F, S, str]]:
    """Pair each with each, and give the pairs a mode in turn, so that either mode meets every one of both."""
    pairs = ((row, column, one, other) for row, one in enumerate(first) for column, other in enumerate(second))
    return [(one, other, MODES[(row + column) % len(MODES)]) for row, column, one, other in pairs]


class Editing:
    """An editor of either kind; its methods, and those of its tasks, are called as if they blocked.

    Args:
        mode: `blocking` or `asyncio`.
        options: what the editor takes.

    Attributes:
        editor: the editor.
        pauses: the seconds of each pause that was made.
    """

    def __init__(self, mode: str, **options: Any) -> None:
        self.mode = mode
        self.pauses: list[float] = []
        self._passed = 0.0
        self.editor: ImageEditor | AsyncImageEditor
        editing = self

        def clock() -> float:
            return editing._passed + sum(editing.pauses)

        if mode == "blocking":

            class Blocking(ImageEditor):
                _clock = staticmethod(clock)
                _sleep = staticmethod(self.pauses.append)

            self.editor = Blocking(**options)
            if client := self.editor._own_client:
                _wait_by(clock, client)
        else:

            async def sleep(seconds: float) -> None:
                editing.pauses.append(seconds)
                await asyncio.sleep(0)

            class Async(AsyncImageEditor):
                _clock = staticmethod(clock)
                _sleep = staticmethod(sleep)

            self._runner = asyncio.Runner(loop_factory=lambda: _Loop(clock))
            # The semaphore and the connections belong to one loop.
            self._runner.get_loop()
            self.editor = Async(**options)

    def __getattr__(self, name: str) -> Any:
        return self.method(getattr(self.editor, name))

    def method(self, function: Any) -> Any:
        """Return a method of the editor, or of a task, as one that blocks."""
        if self.mode == "blocking":
            return function

        def blocking(*arguments: Any, **options: Any) -> Any:
            outcome = function(*arguments, **options)
            return self._runner.run(outcome) if asyncio.iscoroutine(outcome) else outcome

        return blocking

    def of(self, task: Task | AsyncTask, name: str) -> Any:
        """Return a method of a task as one that blocks."""
        return self.method(getattr(task, name))

    def pass_time(self, seconds: float) -> None:
        """Let seconds pass, also for who waits meanwhile; may be called from any thread."""
        self._passed += seconds
        if self.mode == "asyncio":
            self._runner.get_loop().call_soon_threadsafe(lambda: None)  # it looks at the clock when it wakes

    @contextmanager
    def time_passes(self, seconds: float, stuck: Callable[[], bool]) -> Iterator[None]:
        """Let seconds pass, again and again, for as long as the other side is stuck."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(_SLICE):
                if stuck():
                    self.pass_time(seconds)

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()

    def busy_connections(self) -> list[str]:
        """Return the connections that are neither idle nor closed: between calls there are none."""
        client: Any = self.editor._own_client
        pools = [client._transport._pool, *(detour.proxied._pool for detour in client._mounts.values())]
        return [repr(each) for pool in pools for each in pool.connections if not each.is_idle()]

    def close(self) -> None:
        """Close the editor, and its loop."""
        if isinstance(self.editor, ImageEditor):
            self.editor.close()
        else:
            self._runner.run(self.editor.aclose())
            self._runner.close()


@contextmanager
def editing(mode: str, **options: Any) -> Iterator[Editing]:
    """Give an editor of either kind, and close it."""
    editor = Editing(mode, **options)
    try:
        yield editor
    finally:
        editor.close()


_SLICE = 0.01


class _Loop(asyncio.SelectorEventLoop):
    """An event loop whose timers go by a clock of ours."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.time = clock  # type: ignore[method-assign]
        super().__init__()


def _wait_by(clock: Callable[[], float], client: Any) -> None:
    backend = client._transport._pool._network_backend
    backend._backend = _Backend(clock, backend._backend)


class _Backend(httpcore.SyncBackend):
    """The network below what bounds it, with reads that are given up by a clock of ours."""

    def __init__(self, clock: Callable[[], float], backend: httpcore.NetworkBackend) -> None:
        self._clock = clock
        self._backend = backend

    def connect_tcp(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return _Stream(self._clock, self._backend.connect_tcp(*arguments, **options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, clock: Callable[[], float], stream: httpcore.NetworkStream) -> None:
        self._clock = clock
        self._stream = stream
        self.write = stream.write  # type: ignore[method-assign]
        self.close = stream.close  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        began = self._clock()
        while True:
            try:
                return self._stream.read(max_bytes, _SLICE)
            except httpcore.ReadTimeout:
                if timeout is not None and (timeout <= _SLICE or self._clock() - began >= timeout):
                    raise

    def start_tls(self, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return _Stream(self._clock, self._stream.start_tls(*arguments, **options))
