"""What OpenAPI 3.0 says in another way than 3.1, said as 3.1 does: readers know one form.

So is what authors write in either version and JSON Schema means otherwise, or does not take.
"""

import re

from .document_tree import DocumentTree, Json, descriptions

_NEWER = "3.1.0"
_ABOUT = frozenset({"title", "description", "deprecated", "readOnly", "writeOnly", "example", "default", "xml"})
_NULL = {"type": "null"}
_VALUES = frozenset({"example", "value", "default", "const"})
# In a class of JavaScript a hyphen behind `\\w` is a hyphen.
_HYPHEN = re.compile(r"(\\[wdsWDS])-(?=[^\]])")


def say_as_3_1(root: Json) -> None:
    """Rewrite a document in place, so that who knows where its parts stand still does.

    `nullable` becomes the type null, and a bound that `exclusiveMinimum: true` makes exclusive becomes one. In a
    document of 3.1 nothing of this means anything by the standard, and authors who write it mean the same.
    """
    tree = DocumentTree(root)
    for _, node in list(descriptions(root)):
        _drop_nothing(node)
        _say_bounds(node)
        _say_pattern(node)
        _say_choice(node, tree)
        if isinstance(node.get("nullable"), bool):
            _say_null(node)
    if str(root.get("openapi", "")).startswith("3.0"):
        root["openapi"] = _NEWER


def _drop_nothing(node: Json) -> None:
    """Take out keys that an author left empty, as `parameters:`."""
    for key in [key for key, value in node.items() if value is None and key not in _VALUES]:
        del node[key]


def _say_pattern(schema: Json) -> None:
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and "-" in pattern:
        schema["pattern"] = _HYPHEN.sub(r"\1\-", pattern)


def _say_choice(schema: Json, tree: DocumentTree) -> None:
    """Let a value fit several branches that a discriminator tells apart and the branches themselves do not."""
    tag = schema.get("discriminator")
    if not isinstance(tag, dict) or not isinstance(schema.get("oneOf"), list):
        return
    name = tag.get("propertyName")
    try:
        branches = [tree.dereferenced(branch) for branch in schema["oneOf"]]
    except ValueError:
        return  # said where the document is read
    tags = [branch.get("properties", {}).get(name, {}) for branch in branches]
    if not any({"const", "enum", "$ref"} & set(said) for said in tags):
        schema["anyOf"] = schema.pop("oneOf")


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
