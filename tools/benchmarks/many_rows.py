"""Edits every picture of a folder in one process: `… many_rows FLAVOUR URL PICTURES INTO`.

`batch` does it with `edit_many` and a journal, `bare` with `edit` and `save` alone, as many at once. Prints as JSON how
many different results were kept, the seconds that it took, those of a processor, and the peak of its memory in bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from image_edit import AsyncImageEditor, Job, Policy, State

from .mock_server import KEY
from .resident_memory import peak

AT_ONCE = 8
_PROMPT = "Give it a hat"
_PATIENCE = 3600  # seconds; how long it takes is not what ends it
# The mock's tasks are done when they are first asked for, so that no pause hides what the client costs.
_POLICY = Policy(first_interval=0)


def _pictures(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        yield from map(Path, entries)


async def _batch(editor: AsyncImageEditor, pictures: Path, into: Path) -> int:
    jobs = (Job.edit(picture, _PROMPT, into / picture.stem) for picture in _pictures(pictures))
    kept = 0
    async for outcome in editor.edit_many(jobs, journal=into / "journal.sqlite", at_once=AT_ONCE):
        assert outcome.state is State.DONE, outcome
        kept += len(outcome.files)
    return kept


async def _bare(editor: AsyncImageEditor, pictures: Path, into: Path) -> int:
    turns = asyncio.Semaphore(AT_ONCE)

    async def edit(picture: Path) -> Path:
        async with turns:
            edited = await editor.edit(picture, _PROMPT)
            return edited.save(into / picture.stem)

    return len(set(await asyncio.gather(*map(edit, _pictures(pictures)))))


async def _edit_all(flavour: str, url: str, pictures: Path, into: Path) -> int:
    async with AsyncImageEditor("ai302", KEY, url, timeout=_PATIENCE, policy=_POLICY) as editor:
        return await {"batch": _batch, "bare": _bare}[flavour](editor, pictures, into)


if __name__ == "__main__":
    started = time.perf_counter()
    kept = asyncio.run(_edit_all(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
    took = time.perf_counter() - started
    spent = time.process_time()
    sys.stdout.write(json.dumps({"kept": kept, "seconds": took, "processor_seconds": spent, "peak": peak()}))
