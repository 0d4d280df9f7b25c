"""Waits for many tasks at once in one process: `… many_tasks URL COUNT`.

Prints as JSON how many different tasks gave their picture, and the peak of the process's memory in bytes.
"""

from __future__ import annotations

import asyncio
import json
import sys

from image_edit import AsyncImageEditor

from .mock_server import KEY, RECORDINGS
from .resident_memory import peak

_PATIENCE = 3600  # seconds; how long it takes is not what is measured


async def _wait_for_all(url: str, count: int) -> int:
    picture = (RECORDINGS / "pictures" / "lighthouse.png").read_bytes()
    all_submitted = asyncio.Barrier(count)

    async def edit(editor: AsyncImageEditor) -> str | None:
        task = await editor.submit_edit(picture, "Give it a hat")
        await all_submitted.wait()
        await task.wait()
        answer = await task.result()
        assert answer.data
        assert answer.task_id == task.id
        return task.id

    async with AsyncImageEditor(gateway="ai302", api_key=KEY, base_url=url, timeout=_PATIENCE) as editor:
        return len(set(await asyncio.gather(*(edit(editor) for _ in range(count)))))


if __name__ == "__main__":
    answered = asyncio.run(_wait_for_all(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(json.dumps({"answered": answered, "peak": peak()}))
