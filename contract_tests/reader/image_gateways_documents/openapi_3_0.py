"""What OpenAPI 3.0 says in another way than 3.1, said as 3.1 does: readers know one form."""

from .document_tree import Json, descriptions

_NEWER = "3.1.0"
_ABOUT = frozenset({"title", "description", "deprecated", "readOnly", "writeOnly", "example", "default", "xml"})
_NULL = {"type": "null"}


def say_as_3_1(root: Json) -> None:
    """Rewrite a document in place, so that who knows where its parts stand still does.

    `nullable` becomes the type null, and a bound that `exclusiveMinimum: true` makes exclusive becomes one. In a
    document of 3.1 nothing of this means anything by the standard, and authors who write it mean the same.
    """
    for _, node in list(descriptions(root)):
        _say_bounds(node)
        if isinstance(node.get("nullable"), bool):
            _say_null(node)
    if str(root.get("openapi", "")).startswith("3.0"):
        root["openapi"] = _NEWER


def _say_bounds(schema: Json) -> None:
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool):
            is_exclusive = schema.pop(exclusive)
            if is_exclusive and bound in schema:
                schema[exclusive] = schema.pop(bound)


def _say_null(schema: Json) -> None:
    if not schema.pop("nullable"):
        return
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        return
    if "type" in schema or not schema.keys() & {"$ref", "allOf", "anyOf", "oneOf"}:
        return  # a list that says it itself, or a schema that takes anything
    said = {key: schema.pop(key) for key in list(schema) if key not in _ABOUT and not key.startswith("x-")}
    schema["anyOf"] = [*said.pop("anyOf", [said]), _NULL] if said.keys() == {"anyOf"} else [said, _NULL]
