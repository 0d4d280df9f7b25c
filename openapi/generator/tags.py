"""Which tag tells the alternatives of a union apart: the `discriminator`, which openapi-python-client does not read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from openapi_python_client.config import Config

from image_gateways_documents.document_tree import name_of
from openapi.generator.naming import class_of, schema_named
from openapi.generator.schema_places import schema_places

Json = Any


class Tag(NamedTuple):
    """A property, and the class that each of its values stands for."""

    name: str
    classes: dict[str, str]


def tags(document: Json, config: Config) -> dict[frozenset[str], Tag]:
    """Return the tags of a document's unions, by the classes that a union is of."""
    return dict(_tags(document, config))


def _tags(document: Json, config: Config) -> Iterator[tuple[frozenset[str], Tag]]:
    for place in schema_places(document):
        discriminator = place.schema.get("discriminator", {})
        branches = [*place.schema.get("oneOf", ()), *place.schema.get("anyOf", ())]
        names = [name_of(branch["$ref"]) for branch in branches if "$ref" in branch]
        if "propertyName" in discriminator and names:
            mapped = {name: name for name in names}
            mapped |= {value: schema_named(target) for value, target in discriminator.get("mapping", {}).items()}
            classes = {value: class_of(name, document, config) for value, name in mapped.items() if name in names}
            yield (
                frozenset(class_of(name, document, config) for name in names),
                Tag(discriminator["propertyName"], classes),
            )
