"""What the command tells of errors and of signals: what happened, what to do, and what to quote to the gateway."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..edited_image import EditedImage
from ..errors import AuthenticationError, BadInput, DownloadFailed, ImageEditError, MaybeBilled, RateLimited

#: Exit statuses, as the help tells them.
FINE, FAILED, BAD_INPUT, UNCLEAR, INTERRUPTED = 0, 1, 2, 3, 130


def exit_status(error: ImageEditError) -> int:
    """Return 2 if the error was found before anything was sent, and is the caller's to mend; else 1."""
    unsent = error.operation_id is None and isinstance(error, BadInput | AuthenticationError)
    return BAD_INPUT if unsent else FAILED


def pick_up(task_id: str, gateway: str, model: str | None, output: Path, base_url: str | None = None) -> str:
    """Return the command that picks a task up."""
    named = [] if model is None else ["--model", model]
    where = [] if base_url is None else ["--base-url", base_url]
    return shlex.join(["image-edit", "wait", task_id, "--gateway", gateway, *where, *named, "-o", str(output)])


def about_error(error: ImageEditError, again: str | None = None, *, waited: bool = False) -> str:
    """Return the lines about an error.

    Args:
        again: the command that picks its task up; None if it has none.
        waited: whether this run submitted nothing, so that what was billed was another's.
    """
    facts: dict[str, Any] = {}
    if error.operation_id:
        status = None if error.http_status is None else f"HTTP {error.http_status}"
        code = None if error.code is None else f"code {error.code}"
        facts["at"] = ", ".join(fact for fact in (error.gateway, error.operation_id, status, code) if fact)
    facts |= {"request id": error.request_id, "task id": error.task_id}
    if isinstance(error, DownloadFailed):
        facts["picture"] = error.url
    if error.operation_id or error.maybe_billed:
        maybe = "nothing now; the run that submitted the task was" if waited else "maybe"
        facts["billed"] = maybe if error.maybe_billed else "no"
    if error.retry_can_help:
        seconds = error.retry_after if isinstance(error, RateLimited) else None
        facts["next"] = again or "trying again can help"
        facts["after"] = None if seconds is None else f"{seconds:g} s"
    elif isinstance(error, MaybeBilled):
        facts["next"] = again
    return _lines(f"{type(error).__name__}: {error}", facts)


def about_interruption(
    interruption: KeyboardInterrupt, task_id: str | None, again: str | None, unsaved: Sequence[EditedImage]
) -> str:
    """Return the lines about a signal.

    Args:
        interruption: what it raised, with the notes that were left on its way.
        task_id: the task that was submitted, if one was.
        again: the command that picks it up.
        unsaved: pictures that were fetched and not saved yet.
    """
    if task_id is not None:
        return f"image-edit: interrupted. The task {task_id} goes on; pick it up:\n  {again}"
    links = [f"A picture was made and paid for; it lies at {image.url} for about a day." for image in unsaved]
    notes: Sequence[str] = getattr(interruption, "__notes__", [])
    return "\n".join(["image-edit: interrupted.", *(links or notes)])


def about_unsaved(image: EditedImage, path: Path | None, problem: str) -> str:
    """Return the lines about a picture that is paid for and not where it was wanted."""
    facts = {"saved as": path, "picture": image.url, "task id": image.task_id, "request id": image.request_id}
    return _lines(problem, facts)


def facts_of_error(error: ImageEditError) -> dict[str, Any]:
    """Return what a program wants to know of an error."""
    facts = {name: value for name, value in vars(error).items() if name != "body"}
    return {"error": type(error).__name__, "message": str(error), **facts}


def facts_of_image(image: EditedImage, path: Path | None, gateway: str) -> dict[str, Any]:
    """Return what a program wants to know of a picture."""
    return {
        "path": None if path is None else str(path),
        "width": image.size[0],
        "height": image.size[1],
        "url": image.url,
        "seed": image.seed,
        "gateway": gateway,
        "request_id": image.request_id,
        "task_id": image.task_id,
    }


def printable(text: str) -> str:
    """Return a text without what a terminal would obey: parts of it come from a server."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)


def from_here(path: str | os.PathLike[str]) -> str:
    """Return a path as it is seen from the current folder, if it lies there."""
    here, there = Path.cwd(), Path(path)
    return str(there.relative_to(here)) if there.is_relative_to(here) else os.fspath(path)


def _lines(headline: str, facts: dict[str, Any]) -> str:
    told = [f"  {name:<12}{fact}" for name, fact in facts.items() if fact is not None]
    return "\n".join([f"image-edit: {headline}", *told])
