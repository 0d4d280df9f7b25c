"""The columns that a table of jobs may have: the options of the single commands, and how a cell of each is read.

What an operation takes, and of which type, is read from `Job` and from the options of the editor's methods.
"""

import difflib
import inspect
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from ....batch.job import Job

OPERATION, OUTPUT, OTHERS = "operation", "output", "with"
_NAMES = ("edit", "expand", "inpaint", "erase", "generate")
_YES, _NO = ("true", "yes"), ("false", "no")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


@dataclass(frozen=True, slots=True)
class OperationColumns:
    """What one operation takes from a row.

    Attributes:
        name: as the editor's method is called.
        required: the columns that a row must have.
        kinds: every column that it takes, with the types that its cell may have.
    """

    name: str
    required: tuple[str, ...]
    kinds: Mapping[str, tuple[type, ...]]


@cache
def operations() -> Mapping[str, OperationColumns]:
    """Return the operations by their names."""
    return {name: _operation(name) for name in _NAMES}


@cache
def columns() -> Mapping[str, tuple[type, ...]]:
    """Return every column that some operation takes, and the types that its cell may have."""
    taken = {name: kinds for operation in operations().values() for name, kinds in operation.kinds.items()}
    return {OPERATION: (str,), OUTPUT: (str,), **taken}


def canonical(header: str) -> str:
    """Return a column's name as Python spells it: `Negative-Prompt` and `negative prompt` are `negative_prompt`."""
    return re.sub(r"[-\s]+", "_", header.strip().lower())


def near_miss(name: str, known: Collection[str]) -> str:
    """Return a question that names the known word that was probably meant, after a space; empty if none is near."""
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0].replace('_', '-')!r}?" if near else ""


def value_of(column: str, cell: object) -> Any:
    """Return what a cell means.

    Args:
        column: the column's name as Python spells it; one of `columns`.
        cell: the text of a cell, or what JSON held.

    Raises:
        ValueError: it is nothing of the column's type; the message says what it has to be.
    """
    kinds = columns()[column]
    if column == OTHERS:
        return _pictures(cell)
    if isinstance(cell, str):
        return _from_text(cell, kinds)
    if isinstance(cell, bool):
        fits = bool in kinds
    elif isinstance(cell, int | float):
        if int in kinds or float in kinds:
            return _number(cell, kinds)
        fits = False
    else:
        fits = isinstance(cell, dict) and dict in kinds
    if not fits:
        raise ValueError(f"{_short(json.dumps(cell))} is not {_wanted(kinds)}")
    return cell


def _operation(name: str) -> OperationColumns:
    *named, options = inspect.signature(getattr(Job, name)).parameters.values()
    (typed,) = get_args(options.annotation)
    required = [each.name for each in named if each.name != OUTPUT]
    kinds: dict[str, tuple[type, ...]] = {}
    kinds.update(dict.fromkeys(required, (str,)))
    kinds |= {each: _kinds(hint) for each, hint in get_type_hints(typed).items()}
    if name == "edit":
        kinds[OTHERS] = (list,)
    return OperationColumns(name, (*required, *sorted(typed.__required_keys__)), kinds)


def _kinds(hint: Any) -> tuple[type, ...]:
    """Return the types of a hint, without None, which is an empty cell."""
    origin = getattr(hint, "__origin__", None)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return (dict,)
    parts = get_args(hint)
    if not parts:
        return () if hint is type(None) else (hint,)
    return tuple(kind for part in parts for kind in _kinds(part))


def _from_text(text: str, kinds: tuple[type, ...]) -> Any:
    word = text.strip()
    if bool in kinds:
        for words, meaning in ((_YES, True), (_NO, False)):
            if word.lower() in words:
                return meaning
    if str in kinds:
        return text
    if dict in kinds:
        try:
            value = json.loads(word)
        except ValueError as error:
            raise ValueError(f"{_short(repr(word))} is no JSON: {error}") from None
        if not isinstance(value, dict):
            raise ValueError(f"{_short(word)} is not {_wanted(kinds)}")
        return value
    if int in kinds or float in kinds:
        try:
            return int(word)
        except ValueError:
            pass
        try:  # a spreadsheet writes the numbers of its user's country
            comma = float in kinds and _DECIMAL_COMMA.fullmatch(word)
            return _number(float(word.replace(",", ".") if comma else word), kinds)
        except ValueError:
            pass
    raise ValueError(f"{_short(repr(word))} is not {_wanted(kinds)}")


def _number(value: int | float, kinds: tuple[type, ...]) -> int | float:
    """Return a number of the type that is wanted: what counts rows in a table writes 7 as 7.0."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is not {_wanted(kinds)}")
    if float in kinds:
        return value
    if value != int(value):
        raise ValueError(f"{value} is not {_wanted(kinds)}")
    return int(value)


def _pictures(cell: object) -> list[str]:
    if isinstance(cell, str):
        return [part.strip() for part in cell.split("|") if part.strip()]
    if isinstance(cell, list) and all(isinstance(each, str) for each in cell):
        return cell
    raise ValueError(f"{_short(json.dumps(cell))} is no list of pictures")


def _wanted(kinds: tuple[type, ...]) -> str:
    if dict in kinds:
        return 'a JSON object, as {"n": 1}'
    if bool in kinds:
        return "true or false" + (", nor a text" if str in kinds else "")
    if float in kinds:
        return "a number"
    return "a whole number" if int in kinds else "a text"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
