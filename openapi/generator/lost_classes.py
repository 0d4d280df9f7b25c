"""What openapi-python-client drops after others were made to speak of it: their client would import what is not there.

It drops whatever refers to such a schema by itself, and forgets the unions.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData

from image_gateways_documents.document_tree import name_of
from openapi.generator.naming import class_of
from openapi.generator.schema_places import schema_places

Json = Any


def lost_classes(parsed: GeneratorData, properties: Iterable[Any]) -> set[str]:
    """Return the names of the classes that a parsed document speaks of, in one of its properties, and has not."""
    made = {str(known.class_info.name) for known in (*parsed.models, *parsed.enums)}
    return {str(prop.class_info.name) for prop in properties if hasattr(prop, "class_info")} - made


def say_anything(document: Json, classes: set[str], config: Config) -> Iterator[str]:
    """Let the unions of a document, in place, take anything instead of what these classes stand for; tell each."""
    for place in schema_places(document):
        for branch in (*place.schema.get("anyOf", ()), *place.schema.get("oneOf", ())):
            reference = branch.get("$ref")
            if reference is not None and class_of(name_of(reference), document, config) in classes:
                branch.clear()
                yield f"{place.pointer}: there is no class for {reference}, so anything is taken in its place"
