"""Where in a document its schemas stand."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from image_gateways_documents.schema_walk import held, pointer_to

Json = Any

# What the generator reads of a schema.
_READ = ("properties", "allOf", "anyOf", "oneOf", "prefixItems", "items", "additionalProperties")

# What may hold anything, also what looks like a schema.
_OF_USERS = ("example", "examples", "default", "enum", "const")


class SchemaPlace(NamedTuple):
    """A schema.

    pointer: where it stands, as a JSON pointer that begins with `#/`.
    schema: the schema itself, not a copy.
    required: whether it is a parameter, or a property of an object, that may not be left out.
    """

    pointer: str
    schema: dict[str, Json]
    required: bool


def says_no_type(schema: dict[str, Json]) -> bool:
    """Tell whether a schema limits objects without saying what they hold, as `required: [a]` does."""
    saying = {"$ref", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "items", "enum", "const"}
    return schema.get("type", "object") == "object" and not saying & schema.keys()


def without_nulls(node: Json) -> Json:
    """Return a copy without the keys that hold null, which the generator takes for left out; it shares nothing."""
    if isinstance(node, dict):
        return {key: without_nulls(value) for key, value in node.items() if value is not None}
    return [without_nulls(item) for item in node] if isinstance(node, list) else node


def schema_places(document: Json) -> Iterator[SchemaPlace]:
    """Yield every schema of the document, each before those within it."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _within(f"{pointer_to('#/components/schemas', name)}", schema)
    yield from _outside(document, "#")


def _outside(node: Json, pointer: str) -> Iterator[SchemaPlace]:
    """Yield the schemas of parameters, bodies, answers and headers."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _outside(item, pointer_to(pointer, index))
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        below = pointer_to(pointer, key)
        if key == "schema":
            yield from _within(below, value, required=bool(node.get("required")) and "in" in node)
        elif below != "#/components/schemas" and key not in _OF_USERS and not str(key).startswith("x-"):
            yield from _outside(value, below)


def _within(
    pointer: str, schema: Json, *, required: bool = False, named: frozenset[str] = frozenset()
) -> Iterator[SchemaPlace]:
    """Yield a schema and those within it; `named` are the properties that the schemas around it require."""
    if not isinstance(schema, dict):
        return
    yield SchemaPlace(pointer, schema, required)
    named = named.union(*(part.get("required", ()) for part in (schema, *schema.get("allOf", ())) if part))
    for (keyword, *below), part in held(schema, _READ):
        is_required = keyword == "properties" and below[0] in named
        around = named if keyword == "allOf" else frozenset[str]()
        yield from _within(pointer_to(pointer, keyword, *below), part, required=is_required, named=around)
