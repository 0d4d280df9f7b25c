"""Puts a document into a form that openapi-python-client reads as it is meant, before it is parsed."""

from typing import Any

from openapi.generator.bodies import say_bodies
from openapi.generator.schema_places import SchemaPlace, says_no_type, schema_places

Json = Any

_OF_OBJECTS = {"properties", "required", "additionalProperties"}


def readable(document: Json) -> dict[str, str]:
    """Rewrite a document, in place, as the generator reads it; return as which known type each media type is taken."""
    _describe_parameters(document)
    for place in list(schema_places(document)):
        _drop_default(place)
        _drop_choice_of_required(place.schema)
        _spell_out_siblings(place.schema)
    return say_bodies(document)


def _describe_parameters(node: Json) -> None:
    """Say in the schema of each parameter what stands beside it; the generator reads no other description."""
    if isinstance(node, dict) and isinstance(node.get("schema"), dict) and "in" in node and "description" in node:
        node["schema"].setdefault("description", node["description"])
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _describe_parameters(inner)


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
