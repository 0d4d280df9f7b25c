"""The places of a schema for each way to decide the unions of its properties."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from image_gateways_documents.schema_walk import Pattern, Place, Resolve, Schema, places


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
    yield Choice(_decided(schema, resolve), (), 1)
    for pattern, part in places(schema, resolve):
        for number in range(1, len(_branches(part)) if pattern else 0):
            yield Choice(_decided(schema, resolve, part, number), pattern, number + 1)


def _branches(schema: Schema) -> Sequence[Schema]:
    return schema.get("anyOf") or schema.get("oneOf") or ()


def _decided(schema: Schema, resolve: Resolve, union: Schema | None = None, number: int = 0) -> list[Place]:
    """The places where each union takes its first branch, and `union` another one."""

    def taken(part: Schema, pattern: Pattern) -> Sequence[Schema]:
        index = number if part is union else 0
        return _branches(part)[index : index + 1] if pattern else _branches(part)

    return list(places(schema, resolve, taken))
