"""The fields of a value that its schema does not know."""

from collections.abc import Iterable, Iterator
from typing import Any

from image_gateways_documents.schema_walk import Path

from .fitting_parts import Part


def unknown_fields(parts: Iterable[Part]) -> Iterator[tuple[Path, Any]]:
    """Yield the path and the value of each field of which a schema says nothing; not what lies below one.

    JSON Schema lets in such a field; it is unknown, since nobody documented it. One that is let in by
    `additionalProperties: true` is not.

    Args:
        parts: a value, read along the schema.
    """
    for part in parts:
        if not isinstance(part.value, dict) or any(s.get("additionalProperties") is True for s in part.schemas):
            continue
        known = {name for schema in part.schemas for name in schema.get("properties", {})}
        for name, child in part.value.items():
            if name not in known:
                yield (*part.path, name), child
