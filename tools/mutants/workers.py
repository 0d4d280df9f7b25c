"""Runs functions in processes of their own, a few at a time, each with a time limit and a directory."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

# A fork begins with everything imported and every document parsed; fork needs a parent without threads.
_FORK = multiprocessing.get_context("fork")

T = TypeVar("T")
R = TypeVar("R")


class Failed(Exception):
    """The function raised; the message is the traceback."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[T, R]):
    """What became of one item: a result, or the error that ended it, and the seconds it took."""

    item: T
    result: R | None
    error: Exception | None
    seconds: float


@dataclass(slots=True)
class _Running(Generic[T]):
    item: T
    process: BaseProcess
    pipe: Connection
    started: float
    folder: tempfile.TemporaryDirectory[str]


def run_each(
    items: Iterable[T], function: Callable[[T, Path], R], workers: int, seconds: float
) -> Iterator[Finished[T, R]]:
    """Yield what became of each item, in the order in which they end.

    Args:
        items: what the function is called with.
        function: gets an item and an empty directory; what it returns must be picklable.
        workers: number of processes at a time.
        seconds: time limit of one; what takes longer is ended, with a `TimeoutError`.
    """
    waiting = iter(items)
    running: list[_Running[T]] = []
    try:
        while True:
            while len(running) < workers and (item := next(waiting, None)) is not None:
                running.append(_started(item, function))
            if not running:
                return
            oldest = min(one.started for one in running)
            ready = wait([one.pipe for one in running], timeout=max(oldest + seconds - time.monotonic(), 0))
            for one in list(running):
                late = time.monotonic() - one.started > seconds
                if one.pipe in ready or late:
                    running.remove(one)
                    yield _ended(one, one.pipe in ready)
    finally:
        for one in running:
            _ended(one, False)


def _started(item: T, function: Callable[[T, Path], R]) -> _Running[T]:
    folder = tempfile.TemporaryDirectory(prefix="mutant-")
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_child, args=(item, function, Path(folder.name), theirs))
    process.start()
    theirs.close()
    return _Running(item, process, ours, time.monotonic(), folder)


def _child(item: T, function: Callable[[T, Path], Any], folder: Path, pipe: Connection) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    with (folder / "output").open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    try:
        pipe.send((function(item, folder), None))
    except BaseException:
        pipe.send((None, Failed(traceback.format_exc())))
    finally:
        pipe.close()
        os._exit(0)  # no waiting for servers that still run


def _ended(one: _Running[T], answered: bool) -> Finished[T, Any]:
    seconds = time.monotonic() - one.started
    result: Any = None
    error: Exception | None = TimeoutError(f"ended after {seconds:.0f} seconds")
    if answered:
        try:
            result, error = one.pipe.recv()
        except EOFError:
            error = Failed("the process ended without a word")
    one.process.kill()
    one.process.join()
    one.pipe.close()
    one.folder.cleanup()
    return Finished(one.item, result, error, seconds)
