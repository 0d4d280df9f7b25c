"""Puts a document into a form that openapi-python-client reads as it is meant, before it is parsed."""

from typing import Any

from image_gateways_documents.document_tree import DocumentTree, descriptions
from openapi.generator.bodies import say_bodies
from openapi.generator.combining import name_branches, say_combined
from openapi.generator.completing import complete
from openapi.generator.naming import say_enum, say_title
from openapi.generator.operations import name_operations, say_parameters
from openapi.generator.schema_places import SchemaPlace, says_no_type, schema_places
from openapi.generator.security import say_security

Json = Any

_OF_OBJECTS = {"properties", "required", "additionalProperties"}


def readable(document: Json) -> dict[str, str]:
    """Rewrite a document, in place, as the generator reads it; return as which known type that of a body is taken."""
    name_operations(document)
    complete(document)
    say_security(document)
    say_parameters(document)
    _say_deprecated(document)
    tree = DocumentTree(document)
    for place in list(schema_places(document)):
        _drop_default(place)
        _drop_choice_of_required(place.schema)
        say_title(place.schema)
        say_enum(place.schema)
        _say_constant(place.schema)
        say_combined(place.schema, tree)
        _spell_out_siblings(place.schema)
    name_branches(document)
    return say_bodies(document)


def _say_deprecated(document: Json) -> None:
    """Say of what is deprecated that it is, where the generator reads it."""
    for _, node in descriptions(document):
        if node.get("deprecated") is True:
            said = node["schema"] if isinstance(node.get("schema"), dict) else node
            said["description"] = f"Deprecated. {said.get('description', '')}".strip()


def _drop_default(place: SchemaPlace) -> None:
    """Drop a default, which the generator would send: what a caller leaves out, the server fills in.

    A required constant stays a default of the constructor, so that nobody types it.
    """
    if not (place.required and place.schema.get("default") in _only_values(place.schema)):
        place.schema.pop("default", None)


def _only_values(schema: dict[str, Json]) -> list[Json]:
    """Return the one value that a constant has, in a list; an empty list for what is no constant."""
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    return values if len(values) == 1 else []


def _say_constant(schema: dict[str, Json]) -> None:
    """Take what no type in Python is alone, a fraction or an object, for whatever has its type."""
    kind = {float: "number", list: "array", dict: "object"}.get(type(schema.get("const")))
    if kind:
        del schema["const"]
        schema.setdefault("type", kind)


def _drop_choice_of_required(schema: dict[str, Json]) -> None:
    """Drop a union beside fields of which the branches say which of them are required; it would hide the fields."""
    for key in ("oneOf", "anyOf"):
        if "properties" in schema and key in schema and all(map(says_no_type, schema[key])):
            del schema[key]


def _spell_out_siblings(schema: dict[str, Json]) -> None:
    """Make an allOf of two parts where fields stand beside one $ref; of one, the generator sees the $ref alone."""
    if "$ref" in schema and "allOf" not in schema and not schema.keys() & _OF_OBJECTS:
        return
    if "$ref" in schema:
        schema["allOf"] = [{"$ref": schema.pop("$ref")}, *schema.get("allOf", ())]
    if len(schema.get("allOf", ())) == 1 and schema.keys() & _OF_OBJECTS:
        schema["allOf"].append({})
