"""JSON as strict as its standard: no comments, NaN, double names, lone surrogates; and where two values differ."""

import json
import re
from typing import Any

import jiter

from .schema_walk import Path


class MalformedJson(ValueError):
    """The text is not JSON; the message says where and, for the usual slips, why."""


_POSITION = re.compile(r" at line (\d+) column (\d+)$")


def parse_json(text: bytes) -> Any:
    """Parse UTF-8 JSON text.

    Raises:
        MalformedJson: the text is not JSON, repeats a name in an object, or is nested too deeply (200 levels).
    """
    try:
        return jiter.from_json(text, allow_inf_nan=False, cache_mode="keys", catch_duplicate_keys=True)
    except ValueError as error:
        raise MalformedJson(f"a syntax error, {_explained(text, str(error))}") from None


def _explained(text: bytes, message: str) -> str:
    position = _POSITION.search(message)
    if position is None:
        return message
    line = text.split(b"\n", int(position[1]))[int(position[1]) - 1]
    column = int(position[2])
    if b"//" in line[max(column - 2, 0) : column + 2] or b"/*" in line[max(column - 2, 0) : column + 2]:
        return f"{message}: comments are not JSON, take them out"
    if text.startswith(b"\xef\xbb\xbf"):
        return f"{message}: a byte order mark is not JSON, take it out"
    return message


def difference(meant: Any, found: Any, path: Path = ()) -> tuple[Path, str] | None:
    """Return where two JSON values first differ and how; None where they are the same JSON.

    A number is the same with and without a fraction of zero; true is no number.
    """
    if isinstance(meant, dict) and isinstance(found, dict):
        for name in (*meant, *(name for name in found if name not in meant)):
            below = (*path, name)
            if name not in found:
                return below, f"expected {_short(meant[name])}, found nothing"
            if name not in meant:
                return below, f"expected nothing, found {_short(found[name])}"
            if deeper := difference(meant[name], found[name], below):
                return deeper
        return None
    if isinstance(meant, list) and isinstance(found, list) and len(meant) == len(found):
        pairs = enumerate(zip(meant, found, strict=True))
        return next((d for index, (one, other) in pairs if (d := difference(one, other, (*path, index)))), None)
    number = isinstance(meant, int | float) and isinstance(found, int | float)
    if (type(meant) is type(found) or (number and bool not in (type(meant), type(found)))) and meant == found:
        return None
    return path, f"expected {_short(meant)}, found {_short(found)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, default=repr)
    return text if len(text) <= 120 else f"{text[:120]}…"
