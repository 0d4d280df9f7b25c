"""The command `image-edit`: edit, expand, inpaint, erase and generate from a shell.

Paths of pictures, or with `-o -` a picture, go to stdout, everything else to stderr. The exit status is 0 if all is
well, 1 for an error of the gateway or of the task, 2 for input that is not allowed, and 128 and its number after a
signal: 130 after Ctrl-C.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from .command_messages import (
    about_error,
    about_interruption,
    about_unsaved,
    exit_status,
    facts_of_error,
    facts_of_image,
    pick_up,
    printable,
    text_of_argument,
)
from .command_output import check_place, is_stdout, keep
from .configuration import DEFAULT_TIMEOUT, variable_of
from .edited_image import EditedImage
from .editor import ImageEditor
from .errors import AuthenticationError, BadInput, ImageEditError
from .gateways import NAMES, GatewayName
from .interruption import status_after
from .options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from .picture_input import PictureSource
from .task import Task

__all__ = ["main"]

_OK, _FAILED = 0, 1
_VARIABLES = {name: variable_of(name, "API_KEY") for name in NAMES}
_SIDES = ("top", "bottom", "left", "right")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status is as above."""
    options = _parser().parse_args(arguments)
    run = _Run(options)
    with _logging(options.verbose):
        try:
            return run.execute()
        except ImageEditError as error:
            if options.command == "wait":
                error.maybe_billed = False  # polls are free, and the submit was another run's
            _tell(about_error(error, options.output))
            if options.json:
                _write(facts_of_error(error))
            return exit_status(error)
        except KeyboardInterrupt as interruption:
            _tell(run.interrupted(interruption))
            return status_after(interruption)


class _Run:
    """One run of the command.

    Args:
        options: what was asked for.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._end: float = time.monotonic() + options.timeout
        self._gateway = ""
        self._task: Task | None = None
        self._unsaved: list[EditedImage] = []

    def execute(self) -> int:
        """Do what was asked for; return the exit status."""
        options = self._options
        check_place(options.output, prints=options.json or getattr(options, "no_wait", False))
        self._gateway = _gateway_of(options.gateway)
        with ImageEditor(cast(GatewayName, self._gateway), timeout=options.timeout) as editor:
            match options.command:
                case "edit":
                    pictures = [_picture(each) for each in (options.image, *options.others)]
                    task = editor.submit_edit(pictures, options.prompt, **self._given(EditOptions))
                case "expand":
                    task = editor.submit_expand(_picture(options.image), **self._given(ExpandOptions))
                case "inpaint":
                    image, mask = _picture(options.image), _picture(options.mask)
                    task = editor.submit_inpaint(image, mask, options.prompt, **self._given(InpaintOptions))
                case "erase":
                    image, mask = _picture(options.image), _picture(options.mask)
                    task = editor.submit_erase(image, mask, **self._given(EraseOptions))
                case "generate":
                    task = editor.submit_generate(options.prompt, **self._given(GenerateOptions))
                case _:
                    self._task = editor.task(options.task_id, model=options.model)
                    return self._finish(self._task)
            return self._submitted(task)

    def interrupted(self, interruption: KeyboardInterrupt) -> str:
        """Return the lines about a signal."""
        task = self._task
        if task is None or task.id is None:
            return about_interruption(interruption, None, None, self._unsaved)
        return about_interruption(interruption, task.id, self._pick_up(task.id, task.model), self._unsaved)

    def _pick_up(self, task_id: str, model: str | None) -> str:
        return pick_up(task_id, self._gateway, model, self._options.output)

    def _given(self, kind: type) -> dict[str, Any]:
        """Return those options of a method of the editor that the command has as well; the time is all one."""
        return {name: value for name, value in vars(self._options).items() if name in kind.__annotations__}

    def _submitted(self, task: Task) -> int:
        """Wait for a task that was just submitted, or tell how to."""
        self._task = task
        if task.id is not None:  # else the gateway answered with the picture: there is nothing to wait for
            _tell(f"image-edit: submitted; {self._pick_up(task.id, task.model)} picks it up")
            if self._options.no_wait:
                facts = {"task_id": task.id, "gateway": self._gateway, "model": task.model}
                return _OK if _write(facts if self._options.json else task.id) else _FAILED
        return self._finish(task)

    def _finish(self, task: Task) -> int:
        task.wait(self._left(), on_update=lambda task: _tell(f"image-edit: task {task.id}: {task.status}"))
        status = self._save(*task.results(self._left()))
        for failure in task.failures:
            _tell(f"image-edit: one of several pictures was not made: {failure}")
        return status

    def _left(self) -> float:
        return max(self._end - time.monotonic(), 0.01)

    def _save(self, *images: EditedImage) -> int:
        """Save all pictures, those too that come after one that could not be saved where it was wanted."""
        status = _OK
        self._unsaved = list(images)
        for number, image in enumerate(images, 1):
            path, problem = keep(image, self._options.output, number)
            self._unsaved.remove(image)
            if problem:
                status = _FAILED
                _tell(about_unsaved(image, path, problem))
            told: str | dict[str, Any] = "" if path is None else str(path)
            if is_stdout(self._options.output):
                told = ""  # the picture alone is there
                if not problem:
                    _tell(f"image-edit: {len(image.data)} bytes, {image.media_type}, went to stdout")
            elif self._options.json:
                told = facts_of_image(image, path, self._gateway)
            if told and not _write(told):
                status = _FAILED
        return status


def _picture(argument: str) -> PictureSource:
    if argument != "-":
        return argument
    if sys.stdin is None:
        raise BadInput("- is stdin, and that is closed. Nothing was sent.")
    return sys.stdin.buffer


def _gateway_of(name: str | None) -> str:
    """Return the gateway that was named, else the one whose key is in the environment."""
    able = [gateway for gateway in ([name] if name else NAMES) if os.environ.get(_VARIABLES[gateway], "").strip()]
    if not able:
        wanted = _VARIABLES[name] if name else f"one of {', '.join(_VARIABLES.values())}"
        raise AuthenticationError(
            f"there is no key in the environment; set {wanted}. It is no argument, since other users of the machine "
            "could read it"
        )
    if len(able) > 1:
        raise BadInput(f"there are keys of {' and '.join(able)} in the environment; choose one with --gateway")
    return able[0]


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    add = common.add_argument
    add("-o", "--output", type=_place, default=Path(), metavar="OUT",
        help="file, or folder to name the file after its content in (default: this folder); a suffix of another type "
        "of picture converts; - is stdout")  # fmt: skip
    add("--gateway", choices=NAMES, help="default: the one whose key is in the environment")
    add("--timeout", type=_seconds, default=DEFAULT_TIMEOUT, metavar="S",
        help="seconds for all of it (default %(default)g)")  # fmt: skip
    add("--json", action="store_true", help="a line of JSON on stdout instead of the path")
    add("-v", "--verbose", action="count", default=0, help="log submits to stderr; -vv logs polls and downloads too")

    drawing = argparse.ArgumentParser(add_help=False)
    add = drawing.add_argument
    add("--seed", type=int, help="of the random number generator; -1 picks one")
    add("--scale", type=float, help="how closely the prompt is followed")

    changing = argparse.ArgumentParser(add_help=False)
    changing.add_argument("image", metavar="IN", help="path, URL or data: URL of a picture; - is stdin")
    changing.add_argument("--fit", action="store_true", help="scale a picture down that is beyond the gateway's limits")

    submitting = argparse.ArgumentParser(add_help=False)
    submitting.add_argument(
        "--no-wait",
        action="store_true",
        help="print the task's id and leave; `wait` picks it up. A model "
        "that has no tasks (doubao-) answers with the picture, which is saved",
    )

    parser = argparse.ArgumentParser(
        prog="image-edit",
        description="Edit pictures through the gateways. Every command but `wait` is billed.",
        epilog=f"The key is taken from the environment: {', '.join(_VARIABLES.values())}.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    edit = commands.add_parser("edit", parents=[changing, drawing, submitting, common], help="edit by an instruction")
    edit.add_argument("prompt", type=_text, help="what to change")
    edit.add_argument("--with", dest="others", action="append", default=[], metavar="PICTURE",
        help="another picture beside IN, for a model that takes several; may be repeated")  # fmt: skip
    edit.add_argument("--negative-prompt", type=_text, help="what the picture should not show")
    edit.add_argument("--model", help="the model, for a gateway that has several")
    edit.add_argument("--size", help="size of the result, as the model names it: 2K, 1024x1024, adaptive")

    expand = commands.add_parser(
        "expand", parents=[changing, drawing, submitting, common], help="extend beyond the edges"
    )
    expand.add_argument("--to", metavar="W:H", help="the ratio of width to height to extend to, as 16:9")
    for side in _SIDES:
        expand.add_argument(f"--{side}", type=float, metavar="F", help="how far, as a fraction of the picture's side")
    expand.add_argument("--prompt", type=_text, help="what to draw there")

    inpaint = commands.add_parser(
        "inpaint", parents=[changing, drawing, submitting, common], help="redraw what a mask marks"
    )
    inpaint.add_argument("mask", metavar="MASK", help="picture of the same size: white is redrawn, black stays")
    inpaint.add_argument("prompt", type=_text, help="what to draw there")

    erase = commands.add_parser(
        "erase", parents=[changing, drawing, submitting, common], help="remove what a mask marks"
    )
    erase.add_argument("mask", metavar="MASK", help="picture of the same size: white goes, black stays")

    generate = commands.add_parser("generate", parents=[drawing, submitting, common], help="draw a new picture")
    generate.add_argument("prompt", type=_text, help="what to draw")
    generate.add_argument("--model", required=True, help="the model")
    generate.add_argument("--size", help="size of the picture, as the model names it: 2K, 1024x1024, adaptive")

    wait = commands.add_parser("wait", parents=[common], help="pick up a task that was submitted before")
    wait.add_argument("task_id", metavar="TASK", help="the task's id")
    wait.add_argument("--model", help="as the line that told the id names it, for a gateway whose tasks need it")
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds, greater than 0, not {text!r}")
    return seconds


def _place(text: str) -> Path:
    path = Path(text)
    if text.endswith(os.sep) and not path.is_dir():  # of a path, Python forgets that it was to be a folder
        raise argparse.ArgumentTypeError(f"there is no folder {text!r}; make it first")
    return path


def _text(argument: str) -> str:
    try:
        return text_of_argument(argument)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


@contextmanager
def _logging(verbosity: int) -> Iterator[None]:
    """Log to stderr what is tried again, and more as asked."""
    logger = logging.getLogger("image_edit")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("image-edit: %(message)s"))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)])
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _tell(text: str) -> None:
    """Write to stderr, if there is one: what is paid for is fetched and saved whether anybody hears of it or not."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{printable(text)}\n")


def _write(result: str | dict[str, Any]) -> bool:
    """Write to stdout; False, and a line to stderr, if it is closed or full."""
    text = result if isinstance(result, str) else json.dumps(result)
    try:
        if sys.stdout is None:
            raise ValueError("it is closed")
        sys.stdout.buffer.write(
            os.fsencode(f"{text}\n")
        )  # a path as the system spells it, whatever the terminal's code
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        _tell(f"image-edit: stdout cannot be written ({error}); this was to go there:\n  {text}")
        return False
    return True
