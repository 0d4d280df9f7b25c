"""The places of a schema for each way to decide the unions of its properties."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from image_gateways_documents.schema_walk import ANY, Pattern, Place, Resolve, Schema, places


class Choice(NamedTuple):
    """One way to decide: the places that apply then, and where a branch other than the first was taken.

    Attributes:
        places: every place.
        at: the place of that union; empty where each first branch was taken.
        number: which branch, from 1.
    """

    places: list[Place]
    at: Pattern
    number: int


def choices(schema: Schema, resolve: Resolve) -> Iterator[Choice]:
    """Yield the choice of each first branch, then each other branch of each union once.

    Args:
        schema: the schema of an object; a union of the object itself is left as it is.
        resolve: returns what a reference points to.
    """
    yield Choice(list(_decided(schema, resolve, (), {}, frozenset())), (), 1)
    for pattern, part in places(schema, resolve):
        for number in range(1, len(_branches(part)) if pattern else 0):
            decided = _decided(schema, resolve, (), {id(part): number}, frozenset())
            yield Choice(list(decided), pattern, number + 1)


def _branches(schema: Schema) -> list[Schema]:
    return schema.get("anyOf") or schema.get("oneOf") or []


def _decided(
    schema: Schema, resolve: Resolve, pattern: Pattern, choice: Mapping[int, int], open_references: frozenset[str]
) -> Iterator[Place]:
    yield Place(pattern, schema)
    reference = schema.get("$ref")
    if reference is not None and reference not in open_references:
        yield from _decided(resolve(reference), resolve, pattern, choice, open_references | {reference})
    branches = _branches(schema)
    taken = branches[choice.get(id(schema), 0) :][:1] if pattern else branches
    for part in (*schema.get("allOf", ()), *taken):
        yield from _decided(part, resolve, pattern, choice, open_references)
    for name, below in schema.get("properties", {}).items():
        yield from _decided(below, resolve, (*pattern, name), choice, open_references)
    if isinstance(schema.get("items"), dict):
        yield from _decided(schema["items"], resolve, (*pattern, ANY), choice, open_references)
