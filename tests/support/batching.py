"""A batch by either editor, behind one face, for the tests of `edit_many`."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from image_edit import AsyncImageEditor, ImageEditor, Job, Outcome, Policy
from tests.support.independent_gateway import IndependentGateway
from tests.support.independent_server import Asked

__all__ = ["KEY", "NO_WAITING", "Batching", "ScriptedGateway", "edits", "photos"]

KEY = "key-of-nobody-at-all"

#: Nobody waits: what is asked for again is asked for at once.
NO_WAITING = Policy(first_interval=0, first_pause=0, longest_interval=0, longest_retry_after=0)


class Batching:
    """An editor of either kind whose `edit_many` is run as if it blocked.

    Args:
        mode: `blocking` or `asyncio`.
        options: what the editor takes.
    """

    def __init__(self, mode: str, **options: Any) -> None:
        self.mode = mode
        self._options = {"policy": NO_WAITING, **options}

    def run(self, jobs: Iterable[Job], stop_after: int | None = None, **options: Any) -> list[Outcome]:
        """Run a batch to its end, or leave the loop after some outcomes."""
        if self.mode == "asyncio":
            return asyncio.run(self._arun(jobs, stop_after, options))
        outcomes = []
        with ImageEditor(**self._options) as editor:
            running = editor.edit_many(jobs, **options)
            for outcome in running:
                outcomes.append(outcome)
                if len(outcomes) == stop_after:
                    break
            running.close()
        return outcomes

    async def _arun(self, jobs: Iterable[Job], stop_after: int | None, options: Any) -> list[Outcome]:
        outcomes = []
        async with AsyncImageEditor(**self._options) as editor:
            running = editor.edit_many(jobs, **options)
            async for outcome in running:
                outcomes.append(outcome)
                if len(outcomes) == stop_after:
                    break
            await running.aclose()
        return outcomes


def photos(folder: Path, number: int) -> list[Path]:
    """Make some pictures, no two of them alike."""
    folder.mkdir(exist_ok=True)
    made = []
    for each in range(number):
        path = folder / f"photo-{each:03}.png"
        Image.new("RGB", (64, 48), (each % 256, each // 256, 7)).save(path)
        made.append(path)
    return made


def edits(tmp_path: Path, number: int) -> list[Job]:
    """Return as many jobs, each of another picture, with results in the folder `out`."""
    return [Job.edit(photo, "At night", tmp_path / "out" / photo.stem) for photo in photos(tmp_path / "in", number)]


@dataclass
class ScriptedGateway(IndependentGateway):
    """An independent gateway that a test makes do something else now and then.

    Attributes:
        instead: called with each request before the gateway sees it; what it returns is the answer, None leaves that to
            the gateway.
        altered: called with each request and the gateway's answer; returns the answer that is sent.
    """

    instead: Callable[[Asked], tuple[int, Any] | None] = lambda _: None
    altered: Callable[[Asked, Any], Any] = lambda _, answer: answer

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and answer."""
        scripted = self.instead(asked)
        if scripted is not None:
            return scripted
        status, answer = super().answer(asked)
        return status, self.altered(asked, answer)

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked.path == path for asked in self.requests)
