"""JSON as strict as its standard: no comments, no NaN, no duplicate names, no lone surrogates."""

import re
from typing import Any

import jiter


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
