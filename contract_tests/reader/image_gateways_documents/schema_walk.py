"""Where in a value the keywords of a schema apply."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

Schema: TypeAlias = dict[str, Any]
Pattern: TypeAlias = tuple[str, ...]
Path: TypeAlias = tuple[str | int, ...]
Resolve: TypeAlias = Callable[[str], Schema]

ANY = "*"

DRIFT = "x-drift"
"""Marks an alternative of a union that is read, but is not what is expected; its value says why."""

_NO_DEMANDS = frozenset({"title", "description", "discriminator", "default", "deprecated", "example", "examples"})


class Place(NamedTuple):
    """A schema and where it applies: property names, with `*` for each item of an array."""

    pattern: Pattern
    schema: Schema


def places(schema: Schema, resolve: Resolve) -> Iterator[Place]:
    """Yield every place of `schema`, through references, compositions, properties and items, outermost first."""
    yield from _places(schema, resolve, (), frozenset())


def _places(schema: Schema, resolve: Resolve, pattern: Pattern, open_references: frozenset[str]) -> Iterator[Place]:
    yield Place(pattern, schema)
    reference = schema.get("$ref")
    if reference is not None and reference not in open_references:
        yield from _places(resolve(reference), resolve, pattern, open_references | {reference})
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _places(branch, resolve, pattern, open_references)
    for name, below in schema.get("properties", {}).items():
        yield from _places(below, resolve, (*pattern, name), open_references)
    if isinstance(schema.get("items"), dict):
        yield from _places(schema["items"], resolve, (*pattern, ANY), open_references)


def branches(schema: Schema, resolve: Resolve) -> Iterator[Schema]:
    """Yield the leaves of a union of unions; a schema that is no union is its own only leaf."""
    if "$ref" in schema:
        yield from branches(resolve(schema["$ref"]), resolve)
        return
    union = schema.get("oneOf") or schema.get("anyOf")
    if union is None:
        yield schema
    else:
        for branch in union:
            yield from branches(branch, resolve)


def drifting_branches(schema: Schema, resolve: Resolve) -> Iterator[Schema]:
    """Yield the leaves of a union of unions that are marked as drift, themselves or what leads to them."""
    if DRIFT in schema:
        yield from branches(schema, resolve)
    elif "$ref" in schema:
        yield from drifting_branches(resolve(schema["$ref"]), resolve)
    else:
        for branch in schema.get("oneOf") or schema.get("anyOf") or ():
            yield from drifting_branches(branch, resolve)


def is_only_union(schema: Schema, resolve: Resolve) -> bool:
    """Tell whether a union of unions, through references, demands nothing beside that one of its leaves fits."""
    union = schema.get("oneOf") or schema.get("anyOf") or ()
    demands = [name for name in schema if name not in _NO_DEMANDS and not name.startswith("x-")]
    if "$ref" in schema:
        return demands == ["$ref"] and is_only_union(resolve(schema["$ref"]), resolve)
    if not union:
        return True
    return len(demands) == 1 and all(is_only_union(branch, resolve) for branch in union)


def find(value: Any, pattern: Pattern, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the path and the value of everything in `value` that lies at `pattern`."""
    if not pattern:
        yield path, value
    elif pattern[0] == ANY:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from find(item, pattern[1:], (*path, index))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from find(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def at(value: Any, path: Path) -> Any:
    """Return what lies at `path`, or None where the path leads nowhere."""
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


def json_path(path: Path, root: str = "") -> str:
    """Write a path as people read it, `data.image_urls[0]`, below `root` (`$` for a whole document)."""
    text = root
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "body"


def pointer_steps(pointer: str) -> Path:
    """Split a JSON pointer such as `/data/task_id` into property names; digits stay names."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def pointer_to(pointer: str, *keys: str | int) -> str:
    """Return the JSON pointer to what lies under these keys of the place that `pointer` points to."""
    return "/".join([pointer, *(str(key).replace("~", "~0").replace("/", "~1") for key in keys)])
