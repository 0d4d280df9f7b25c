"""Operators on JSON bodies: one field, wherever it is, in one way."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any, TypeAlias

from image_gateways_documents.document import Document
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import ANY, Path, Pattern, Place, at, find, json_path, places

from .document_nodes import answer_schema

BodyChange: TypeAlias = Callable[[Any], Any]

_UNKNOWN = {str: "unknown_value", int: 987_654, bool: None}
_TEXT_AS_BASE64 = "bm8gcGljdHVyZQ=="  # "no picture"

_ROLE_CHANGES: dict[str, dict[str, Callable[[str], str]]] = {
    "picture-url": {
        "url-relative": lambda url: "/" + url.partition("://")[2].partition("/")[2],
        "url-dead": lambda url: f"{url}.gone",
        "url-not-http": lambda url: "ftp" + url[url.index(":") :],
    },
    "picture-base64": {
        "base64-cut": lambda text: text[: len(text) // 2 // 4 * 4 + 2],
        "base64-half": lambda text: text[: len(text) // 2 // 4 * 4],
        "base64-of-text": lambda _: _TEXT_AS_BASE64,
        "base64-data-url": lambda text: f"data:image/png;base64,{text}",
    },
    "task-id": {
        "id-rounded": lambda text: str(int(float(text))) if text.isdigit() else f"{text[:-1]}0",
        "id-longer": lambda text: f"{text}0",
        "id-of-another": lambda text: text[::-1],
    },
}


def answer_places(document: Document, operation: Operation, status: int) -> list[Place]:
    """Return where the keywords of an answer's schema apply."""
    return list(places(answer_schema(document.root, operation.operation_id, status), document.resolve))


def body_changes(found: list[Place], bodies: list[Any]) -> Iterator[tuple[str, str, BodyChange]]:
    """Yield each change that fits one of the bodies: the operator, the field, the change.

    Args:
        found: where the keywords of the bodies' schema apply.
        bodies: samples of one answer.
    """
    for pattern in dict.fromkeys(pattern for body in bodies for pattern in _patterns(body, ())):
        for operator, change in _field_changes(pattern, _values(bodies, pattern)):
            yield operator, json_path(pattern), change
    for pattern, options in _known_values(found).items():
        if any(value in options for value in _values(bodies, pattern)):
            yield "unknown-value", json_path(pattern), _on_each(pattern, lambda value: _UNKNOWN.get(type(value)))
            if len(options) > 1:
                yield "other-value", json_path(pattern), _on_each(pattern, _next_of(options))
    for pattern, role in dict.fromkeys((p.pattern, p.schema["x-replay"]) for p in found if "x-replay" in p.schema):
        if any(_values(bodies, pattern)):
            for operator, in_role in _ROLE_CHANGES.get(role, {}).items():
                yield operator, json_path(pattern), _on_each(pattern, _if_text(in_role))
    yield "add-field", "surplus", lambda body: {**body, "surplus": 1} if isinstance(body, dict) else body


def _field_changes(pattern: Pattern, values: list[Any]) -> Iterator[tuple[str, BodyChange]]:
    yield "drop", _on_holders(pattern, _drop)
    if pattern[-1] != ANY:
        yield "rename", _on_holders(pattern, _rename)
    if any(value is not None for value in values):
        yield "retype", _on_each(pattern, _retyped)
        yield "null", _on_each(pattern, lambda _: None)
    if any(isinstance(value, str) and value for value in values):
        yield "blank", _on_each(pattern, _if_text(lambda _: ""))


def _values(bodies: list[Any], pattern: Pattern) -> list[Any]:
    return [value for body in bodies for _, value in find(body, pattern)]


def _patterns(value: Any, pattern: Pattern) -> Iterator[Pattern]:
    children: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = ((ANY, item) for item in value)
    for step, child in children:
        yield (*pattern, step)
        yield from _patterns(child, (*pattern, step))


def _known_values(found: list[Place]) -> dict[Pattern, list[Any]]:
    """The enums and constants of an answer, with all their values."""
    known: dict[Pattern, list[Any]] = {}
    for place in found:
        for value in [place.schema["const"]] if "const" in place.schema else place.schema.get("enum", ()):
            options = known.setdefault(place.pattern, [])
            if value not in options:
                options.append(value)
    return known


def _on_each(pattern: Pattern, change: Callable[[Any], Any]) -> BodyChange:
    """Change each value at `pattern`."""

    def on_holder(holder: Any, key: str | int) -> None:
        holder[key] = change(holder[key])

    return _on_holders(pattern, on_holder)


def _on_holders(pattern: Pattern, change: Callable[[Any, Any], None]) -> BodyChange:
    """Change what holds each value at `pattern`, the last first, since a change may remove it."""

    def on_body(body: Any) -> Any:
        changed = deepcopy(body)
        found: list[Path] = [path for path, _ in find(changed, pattern)]
        for path in reversed(found):
            change(at(changed, path[:-1]), path[-1])
        return changed

    return on_body


def _drop(holder: Any, key: str | int) -> None:
    del holder[key]


def _rename(holder: Any, key: str | int) -> None:
    holder[f"{key}_renamed"] = holder.pop(key)


def _retyped(value: Any) -> Any:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return int(value) if value.isdigit() else 7
        case list():
            return {"0": value[0]} if value else {}
        case dict():
            return list(value)
    return value


def _if_text(change: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: change(value) if isinstance(value, str) and value else value


def _next_of(options: list[Any]) -> Callable[[Any], Any]:
    return lambda value: options[(options.index(value) + 1) % len(options)] if value in options else value
