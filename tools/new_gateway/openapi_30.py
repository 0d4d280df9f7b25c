"""Says in OpenAPI 3.1 what a document says in 3.0; the two differ in their schemas alone."""

from typing import Any

from image_gateways_documents.document_tree import Json
from image_gateways_documents.vocabulary import parts

_ABOUT = ("title", "description", "default", "example", "deprecated", "readOnly", "writeOnly")


def as_31(document: Json) -> Json:
    """Change a document of 3.0 into one of 3.1, and return it."""
    document["openapi"] = "3.1.0"
    for part in list(parts(document)):
        if part.kind == "schema" and isinstance(part.node, dict):
            _schema(part.node)
    return document


def _schema(schema: Json) -> None:
    if "$ref" in schema:  # what else stands beside it says nothing in 3.0
        _replace(schema, {key: schema[key] for key in ("$ref", "description") if key in schema})
        return
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(exclusive) is True and bound in schema:
            schema[exclusive] = schema.pop(bound)
        elif isinstance(schema.get(exclusive), bool):
            del schema[exclusive]
    if schema.get("format") == "byte":
        del schema["format"]
        schema["contentEncoding"] = "base64"
    if schema.pop("nullable", False):
        _allow_null(schema)
    if "example" in schema:
        schema["examples"] = [schema.pop("example")]


def _allow_null(schema: Json) -> None:
    union = next((key for key in ("anyOf", "oneOf") if key in schema), None)
    if isinstance(schema.get("type"), str) and "enum" not in schema and not union:
        schema["type"] = [schema["type"], "null"]
    elif union and "type" not in schema:
        schema[union].append({"type": "null"})
    elif "type" in schema or "allOf" in schema:  # without a type, 3.0 allows null already
        about = {key: schema.pop(key) for key in _ABOUT if key in schema}
        _replace(schema, {**about, "anyOf": [dict(schema), {"type": "null"}]})


def _replace(schema: Json, content: dict[str, Any]) -> None:
    schema.clear()
    schema.update(content)
