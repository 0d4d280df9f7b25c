"""Which schemas a schema holds, and where in a value their keywords apply."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

Schema: TypeAlias = dict[str, Any]
Pattern: TypeAlias = tuple[str, ...]
Path: TypeAlias = tuple[str | int, ...]
Resolve: TypeAlias = Callable[[str], Schema]
Taken: TypeAlias = Callable[[Schema, Pattern], Iterable[Schema]]

ANY = "*"

DRIFT = "x-drift"
"""Marks an alternative of a union that is read, but is not what is expected; its value says why."""

_NO_DEMANDS = frozenset({"title", "description", "discriminator", "default", "deprecated", "example", "examples"})


_OF_NAMES = ("properties", "patternProperties", "dependentSchemas", "$defs")
_OF_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_OF_ONE = (
    *("items", "additionalProperties", "propertyNames", "contains", "unevaluatedItems", "unevaluatedProperties"),
    *("not", "if", "then", "else", "contentSchema"),
)
HOLDING: Final = (*_OF_NAMES, *_OF_LISTS, *_OF_ONE)
"""The keywords of JSON Schema 2020-12 that hold schemas."""


def held(schema: Schema, keywords: Iterable[str] = HOLDING) -> Iterator[tuple[Path, Any]]:
    """Yield each schema, `true` and `false` too, that a schema holds, with the keys that lead to it.

    Args:
        schema: the schema; its references are not followed.
        keywords: of which keywords, in their order.
    """
    for keyword in keywords:
        under = schema.get(keyword, ())
        if keyword in _OF_NAMES:
            yield from (((keyword, name), below) for name, below in dict(under).items())
        elif isinstance(under, list):
            yield from (((keyword, index), below) for index, below in enumerate(under))
        elif keyword in schema:
            yield (keyword,), under


def within(schema: Any, keywords: Iterable[str] = HOLDING, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Yield a schema and each that stands within it, however deep, as `held` has them; not `true` and `false`."""
    if isinstance(schema, dict):
        yield path, schema
        for steps, below in held(schema, keywords):
            yield from within(below, keywords, (*path, *steps))


def with_held(schema: Schema, make: Callable[[Any], Any]) -> Schema:
    """Copy a schema, with what `make` returns for each schema that it holds."""
    copy = dict(schema)
    for keyword in schema.keys() & {*HOLDING}:
        under = schema[keyword]
        if keyword in _OF_NAMES:
            copy[keyword] = {name: make(below) for name, below in under.items()}
        else:
            copy[keyword] = [make(below) for below in under] if isinstance(under, list) else make(under)
    return copy


class Place(NamedTuple):
    """A schema and where it applies: property names, with `*` for each item of an array."""

    pattern: Pattern
    schema: Schema


def all_branches(schema: Schema, _: Pattern) -> Iterable[Schema]:
    """Return every branch of the unions that a schema is."""
    return (*schema.get("anyOf", ()), *schema.get("oneOf", ()))


def places(schema: Schema, resolve: Resolve, taken: Taken = all_branches) -> Iterator[Place]:
    """Yield every place of a schema, through references, compositions, properties and items, outermost first.

    Args:
        schema: the schema.
        resolve: returns what a reference points to.
        taken: returns which branches of a union count, of its schema and where that applies.
    """
    yield from _places(schema, resolve, taken, (), frozenset())


def _places(
    schema: Schema, resolve: Resolve, taken: Taken, pattern: Pattern, open_references: frozenset[str]
) -> Iterator[Place]:
    if not isinstance(schema, dict):  # true, which says nothing, or false
        return
    yield Place(pattern, schema)
    reference = schema.get("$ref")
    if reference is not None and reference not in open_references:
        yield from _places(resolve(reference), resolve, taken, pattern, open_references | {reference})
    for part in (*schema.get("allOf", ()), *taken(schema, pattern)):
        yield from _places(part, resolve, taken, pattern, open_references)
    for name, below in schema.get("properties", {}).items():
        yield from _places(below, resolve, taken, (*pattern, name), open_references)
    if isinstance(schema.get("items"), dict):
        yield from _places(schema["items"], resolve, taken, (*pattern, ANY), open_references)


def branches(schema: Schema, resolve: Resolve) -> Iterator[Schema]:
    """Yield the leaves of a union of unions; a schema that is no union is its own only leaf."""
    if "$ref" in schema:
        yield from branches(resolve(schema["$ref"]), resolve)
        return
    union = schema.get("oneOf") or schema.get("anyOf")
    if union is None or not all(isinstance(branch, dict) for branch in union):
        yield schema
    else:
        for branch in union:
            yield from branches(branch, resolve)


def drifting_branches(schema: Schema, resolve: Resolve) -> Iterator[Schema]:
    """Yield the leaves of a union of unions that are marked as drift, themselves or what leads to them."""
    if not isinstance(schema, dict):
        return
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
