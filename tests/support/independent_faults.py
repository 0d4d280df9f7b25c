"""Faults that are put before a stand-in: what it answers is changed on the way, and nothing else is."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from .independent_server import PICTURE, Answered, Asked, Change

_STATUSES, _CALLS = frozenset({"status", "task_status"}), frozenset({"request_id"})


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


def ids_of_calls(text: str) -> Change:
    """Return the fault that gives each call this id."""

    def change(_: Asked, value: Any) -> None:
        for holder, name in _texts(value, _CALLS):
            holder[name] = text

    return in_json(change)


def pictures(content: bytes, media_type: str) -> Change:
    """Return the fault that puts one picture in the place of each, as a link and as base64."""
    carried = base64.b64encode(content).decode()

    def change(_: Asked, value: Any) -> None:
        for holder in _objects(value):
            if holder.get("binary_data_base64"):
                holder["binary_data_base64"] = [carried]
            if "b64_json" in holder:
                holder["b64_json"] = carried

    in_answers = in_json(change)

    def changed(asked: Asked, answered: Answered) -> Answered:
        if asked.path == PICTURE:
            return Answered(200, media_type, content)
        return in_answers(asked, answered)

    return changed


def _texts(value: Any, names: frozenset[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the holder and the name of each text that has one of these names."""
    for holder in _objects(value):
        yield from ((holder, name) for name, child in holder.items() if name in names and isinstance(child, str))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(child)
