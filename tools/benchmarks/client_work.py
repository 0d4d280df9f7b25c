"""Work for the clients in a process of its own, since the peak of a process's memory never falls.

`python -m tools.benchmarks.client_work WORK URL ARGUMENT...` prints as JSON what it took; `took` starts it.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from image_edit import AsyncImageEditor, Job, Policy, State
from image_gateways.ai302 import AuthenticatedClient
from image_gateways.ai302.api.seededit import submit_seededit_v30
from image_gateways.ai302.models import SeededitV30Request
from image_gateways_recordings.folder import RECORDINGS

from .processes import KEY, ROOT, peak, resident

AT_ONCE = 8
_PROMPT = "Give it a hat"
_PATIENCE = 3600  # seconds; how long it takes is not what ends it
# The mock's tasks are done when they are first asked for, so that no pause hides what the client costs.
_POLICY = Policy(first_interval=0)


@dataclass(frozen=True, slots=True)
class Took:
    """What a piece of work took.

    Attributes:
        done: what it came to: results kept, tasks that gave their picture, or bytes that an upload needed.
        seconds: how long it took.
        processor_seconds: how much of a processor's time the process took.
        peak: bytes of memory at the most.
    """

    done: int
    seconds: float
    processor_seconds: float
    peak: int


def took(work: str, url: str, *arguments: object) -> Took:
    """Have a process do a piece of work, which is named for its function."""
    command = [sys.executable, "-m", "tools.benchmarks.client_work", work, url, *map(str, arguments)]
    return Took(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout))


async def batch(url: str, pictures: str, into: str) -> int:
    """Edit every picture of a folder with `edit_many` and a journal; return how many results were kept."""
    jobs = (Job.edit(picture, _PROMPT, Path(into, picture.stem)) for picture in _files(pictures))
    kept = 0
    async with AsyncImageEditor("ai302", KEY, url, timeout=_PATIENCE, policy=_POLICY) as editor:
        async for outcome in editor.edit_many(jobs, journal=Path(into, "journal.sqlite"), at_once=AT_ONCE):
            assert outcome.state is State.DONE, outcome
            kept += len(outcome.files)
    return kept


async def bare(url: str, pictures: str, into: str) -> int:
    """Do the same with `edit` and `save` alone, as many at once."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def edit(picture: Path) -> Path:
        async with turns:
            return (await editor.edit(picture, _PROMPT)).save(Path(into, picture.stem))

    async with AsyncImageEditor("ai302", KEY, url, timeout=_PATIENCE, policy=_POLICY) as editor:
        return len(set(await asyncio.gather(*map(edit, _files(pictures)))))


def _files(folder: str) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        yield from map(Path, entries)


async def many_tasks(url: str, count: str) -> int:
    """Wait for many tasks at once; return how many different ones gave their picture."""
    picture = (RECORDINGS / "pictures" / "lighthouse.png").read_bytes()
    all_submitted = asyncio.Barrier(int(count))

    async def edit() -> str | None:
        task = await editor.submit_edit(picture, _PROMPT)
        await all_submitted.wait()
        await task.wait()
        answer = await task.result()
        assert answer.data
        assert answer.task_id == task.id
        return task.id

    async with AsyncImageEditor("ai302", KEY, url, timeout=_PATIENCE) as editor:
        return len(set(await asyncio.gather(*(edit() for _ in range(int(count))))))


async def upload_sync(url: str, size: str) -> int:
    """Send one picture; return what memory that takes at its peak, the picture's own included."""
    with AuthenticatedClient(base_url=url, token=KEY) as client:
        submit_seededit_v30.sync(client=client, body=_picture(1000))
        before = resident()
        submit_seededit_v30.sync(client=client, body=_picture(int(size)))
    return peak() - before


async def upload_asyncio(url: str, size: str) -> int:
    """Do the same with asyncio."""
    async with AuthenticatedClient(base_url=url, token=KEY) as client:
        await submit_seededit_v30.asyncio(client=client, body=_picture(1000))
        before = resident()
        await submit_seededit_v30.asyncio(client=client, body=_picture(int(size)))
    return peak() - before


def _picture(size: int) -> SeededitV30Request:
    # Repeated, not random: making random text would take more memory than sending it.
    return SeededitV30Request(prompt=_PROMPT, binary_data_base64=["iVBORw0K" * (size // 8)])


_WORKS: dict[str, Callable[..., Awaitable[int]]] = {
    work.__name__: work for work in (batch, bare, many_tasks, upload_sync, upload_asyncio)
}


async def _do(work: str, *arguments: str) -> int:
    return await _WORKS[work](*arguments)


if __name__ == "__main__":
    started = time.perf_counter()
    done = asyncio.run(_do(*sys.argv[1:]))
    figures = {"done": done, "seconds": time.perf_counter() - started, "processor_seconds": time.process_time()}
    sys.stdout.write(json.dumps({**figures, "peak": peak()}))
