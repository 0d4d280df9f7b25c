"""The fields that answers of one kind usually have: those of each documented example of that kind."""

from collections.abc import Iterator, Sequence
from typing import Any

from image_gateways_documents.document import BodySchema
from image_gateways_documents.schema_walk import Path, at


class UsualFields:
    """Finds what an answer lacks of the fields that each example of its kind has, at its top and one level below.

    The alternatives of an answer's schema are its kinds. Of a kind without an example nothing is usual.

    Args:
        schema: the answer's schema.
        examples: the documented examples of that answer.
    """

    def __init__(self, schema: BodySchema, examples: Sequence[Any]) -> None:
        self._schema = schema
        self._by_kind: dict[int, set[Path]] = {}
        for example in examples:
            fields = set(_fields(example))
            self._by_kind.setdefault(id(schema.shape_of(example)), fields).intersection_update(fields)

    def missing(self, answer: Any) -> Iterator[Path]:
        """Yield where a field is missing; not what lies below one."""
        for path in sorted(self._by_kind.get(id(self._schema.shape_of(answer)), ())):
            holder = at(answer, path[:-1])
            if isinstance(holder, dict) and path[-1] not in holder:
                yield path


def _fields(value: Any) -> Iterator[Path]:
    for name, child in value.items() if isinstance(value, dict) else ():
        yield (name,)
        if isinstance(child, dict):
            yield from ((name, below) for below in child)
