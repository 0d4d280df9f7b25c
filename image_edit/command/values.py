"""What the texts of the command line mean. Each raises `ValueError`, whose words say what is wrong with the text."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import typer

_T = TypeVar("_T")

_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def parser(meaning: Callable[[str], _T]) -> Callable[[str], _T]:
    """Return a parser for an option of the command; Typer shows nothing of another `ValueError` than its own."""

    @wraps(meaning)
    def parsed(argument: str) -> _T:
        try:
            return meaning(argument)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    parsed.__name__ = "text"  # which help shows as the type
    return parsed


def text(argument: str) -> str:
    """Return what was meant by an argument: what the locale spells, or where it cannot, what it is as UTF-8.

    Raises:
        ValueError: it is no text in either, or another text in each.
    """
    encoding = sys.getfilesystemencoding()
    try:
        as_utf8 = os.fsencode(argument).decode()
    except UnicodeDecodeError:
        as_utf8 = None
    if not _is_text(argument):  # it holds bytes that the locale does not spell
        if as_utf8 is None:
            raise ValueError(
                f"it is no text in the encoding of the locale ({encoding}), nor in UTF-8; set the locale to the one of "
                "the terminal, as LC_ALL=C.UTF-8"
            )
        return as_utf8
    if as_utf8 not in (None, argument):
        raise ValueError(
            f"it reads {argument!r} in the encoding of the locale ({encoding}) and {as_utf8!r} in UTF-8; set "
            "PYTHONUTF8=1 if that is meant, else write it another way"
        )
    return argument


def seconds(argument: str | float) -> float:
    """Return a number of seconds, greater than 0."""
    number = float(argument)
    if not 0 < number < float("inf"):
        raise ValueError(f"seconds, greater than 0, not {argument!r}")
    return number


def place(argument: str | Path) -> Path:
    """Return the path of a file, or of a folder that exists."""
    path = Path(argument)
    if str(argument).endswith(os.sep) and not path.is_dir():  # of a path, Python forgets that it was to be a folder
        raise ValueError(f"there is no folder {str(argument)!r}; make it first")
    return path


def yes_no_or_text(argument: str) -> bool | str:
    """Return whether, where the text says so, else the text."""
    meant = text(argument)
    return _WORDS.get(meant.strip().lower(), meant)


def object_of_json(argument: str) -> dict[str, Any]:
    """Return an object that is written as JSON."""
    try:
        value = json.loads(text(argument))
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError('a JSON object, as {"name": "value"}')
    return value


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True
