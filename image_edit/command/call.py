"""One call of a gateway: from the choice of the gateway to the saved picture, and what is told on the way."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, ImageEditError, TaskNotFound
from ..interruption import status_after
from ..network.deadline import DEFAULT_TIMEOUT
from ..options import asked_of_gateway
from . import messages
from .gateway_choice import chosen_gateway
from .parameters import AsJson, BaseUrl, Gateway, NoWait, Output, Timeout, Verbose
from .places import check_place, is_stdout, keep
from .streams import logging_to_stderr, tell, write

if TYPE_CHECKING:  # the help of a command does not wait for them
    from ..edited_image import EditedImage
    from ..editor import ImageEditor
    from ..pictures.source import PictureSource
    from ..task import Task


@dataclass
class SingleCall:
    """One call of a gateway; its fields are the options that every such command has, as help describes them."""

    no_wait: NoWait = False
    output: Output = Path()
    gateway: Gateway = None
    base_url: BaseUrl = None
    timeout: Timeout = DEFAULT_TIMEOUT
    as_json: AsJson = False
    verbose: Verbose = 0

    def __post_init__(self) -> None:
        """Begin to count its seconds."""
        self._end = time.monotonic() + self.timeout
        self._task: Task | None = None
        self._unsaved: list[EditedImage] = []

    def submit(self, method: str, options: Mapping[str, Any], submitted: "Callable[[ImageEditor], Task]") -> int:
        """Submit what was asked for, wait for it and save it; return the exit status.

        Args:
            method: the method of the gateway.
            options: what it is given.
            submitted: submits it.
        """
        return self._told(lambda: self._submitted(method, _for_gateway(options), submitted), waits=False)

    def pick_up(self, task_id: str, model: str | None) -> int:
        """Wait for a task of an earlier run and save its pictures; return the exit status."""
        return self._told(lambda: self._picked_up(task_id, model), waits=True)

    def _told(self, run: Callable[[], int], *, waits: bool) -> int:
        """Do something, and tell of what ends it early."""
        with logging_to_stderr(self.verbose):
            try:
                return run()
            except ImageEditError as error:
                again = error.task_id and self._again(error.task_id, error.model)
                tell(messages.about_error(error, again, waited=waits))
                if self.as_json:
                    write(messages.facts_of_error(error))
                return messages.exit_status(error)
            except KeyboardInterrupt as interruption:
                tell(self._about(interruption))
                return status_after(interruption)

    def _submitted(self, method: str, options: Mapping[str, Any], submitted: "Callable[[ImageEditor], Task]") -> int:
        with self._editor(method, options) as editor:
            task = self._task = submitted(editor)
            if task.id is not None:  # else the gateway answered with the picture: there is nothing to wait for
                tell(f"image-edit: submitted; {self._again(task.id, task.model)} picks it up")
                if self.no_wait:
                    facts = {"task_id": task.id, "gateway": self.gateway, "model": task.model}
                    return messages.FINE if write(facts if self.as_json else task.id) else messages.FAILED
            return self._finish(task)

    def _picked_up(self, task_id: str, model: str | None) -> int:
        with self._editor("poll", _for_gateway({"model": model})) as editor:
            self._task = editor.task(task_id, model=model)
            try:
                return self._finish(self._task)
            except TaskNotFound as error:
                error.maybe_billed = False  # nobody knows that there ever was one
                raise

    def _editor(self, method: str, options: Mapping[str, Any]) -> "ImageEditor":
        check_place(self.output, prints=self.as_json or self.no_wait)
        self.gateway = chosen_gateway(self.gateway, [(method, options)])
        from ..editor import ImageEditor

        return ImageEditor(self.gateway, base_url=self.base_url, timeout=self.timeout)

    def _about(self, interruption: KeyboardInterrupt) -> str:
        """Return the lines about a signal."""
        task = self._task
        if task is None or task.id is None:
            return messages.about_interruption(interruption, None, None, self._unsaved)
        return messages.about_interruption(interruption, task.id, self._again(task.id, task.model), self._unsaved)

    def _again(self, task_id: str, model: str | None) -> str:
        return messages.pick_up(task_id, str(self.gateway), model, self.output, self.base_url)

    def _finish(self, task: "Task") -> int:
        task.wait(self._left(), on_update=lambda task: tell(f"image-edit: task {task.id}: {task.status}"))
        status = self._save(*task.results(self._left()))
        for failure in task.failures:
            tell(f"image-edit: one of several pictures was not made: {failure}")
        return status

    def _left(self) -> float:
        return max(self._end - time.monotonic(), 0.01)

    def _save(self, *images: "EditedImage") -> int:
        """Save all pictures, those too that come after one that could not be saved where it was wanted."""
        status = messages.FINE
        self._unsaved = list(images)
        for number, image in enumerate(images, 1):
            path, problem = keep(image, self.output, number)
            self._unsaved.remove(image)
            if problem:
                status = messages.FAILED
                tell(messages.about_unsaved(image, path, problem))
            told: str | dict[str, Any] = "" if path is None else str(path)
            if is_stdout(self.output):
                told = ""  # the picture alone is there
                if not problem:
                    tell(f"image-edit: {len(image.data)} bytes, {image.media_type}, went to stdout")
            elif self.as_json:
                told = messages.facts_of_image(image, path, str(self.gateway))
            if told and not write(told):
                status = messages.FAILED
        return status


def _for_gateway(options: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: options[name] for name in sorted(asked_of_gateway(options))}


def picture(argument: str) -> "PictureSource":
    """Return the picture that an argument means; `-` is stdin.

    Raises:
        BadInput: stdin is closed.
    """
    if argument != "-":
        return argument
    if sys.stdin is None:
        raise BadInput("- is stdin, and that is closed. Nothing was sent.")
    return sys.stdin.buffer
