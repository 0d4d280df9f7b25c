"""Edits each picture of a folder with asyncio: `python examples/edit_many_pictures.py photos/ "Make it night" night/`.

Whenever it dies, run it again: what was paid for is picked up, what is done is not done again.
"""

import asyncio
import sys
from pathlib import Path

from image_edit import AsyncImageEditor, Job


async def edit_all(photos: Path, prompt: str, results: Path) -> None:
    """Edit all pictures of a folder, eight at once."""
    results.mkdir(exist_ok=True)
    jobs = [Job.edit(photo, prompt, results / photo.name) for photo in sorted(photos.iterdir())]
    async with AsyncImageEditor(gateway="ai302") as editor:
        async for outcome in editor.edit_many(jobs, journal=results / "journal.sqlite", at_once=8):
            print(outcome.job.name, outcome.state, outcome.error or "")  # noqa: T201  it is for a terminal


if __name__ == "__main__":
    asyncio.run(edit_all(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
