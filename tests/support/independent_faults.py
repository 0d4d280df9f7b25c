"""Faults that are put before a stand-in: what it answers is changed on the way, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from .independent_server import Answered, Asked, Change

_STATUSES = frozenset({"status", "task_status"})


def in_json(change: Callable[[Asked, Any], Any]) -> Change:
    """Return the fault that changes the parsed body of each answer, in place."""

    def changed(asked: Asked, answered: Answered) -> Answered:
        if answered.media_type != "application/json":
            return answered
        value = json.loads(answered.content)
        change(asked, value)
        return answered._replace(content=json.dumps(value, ensure_ascii=False).encode())

    return changed


def said_of_tasks(replaced: dict[str, str]) -> Change:
    """Return the fault that tells other statuses of tasks than the gateway does."""

    def change(_: Asked, value: Any) -> None:
        for holder, name in _texts(value, _STATUSES):
            holder[name] = replaced.get(holder[name], holder[name])

    return in_json(change)


def _texts(value: Any, names: frozenset[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the holder and the name of each text that has one of these names."""
    if isinstance(value, dict):
        yield from ((value, name) for name, child in value.items() if name in names and isinstance(child, str))
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(child, names)
