"""Whether two values are the same JSON."""

import json
from typing import Any

from .schema_walk import Path


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
