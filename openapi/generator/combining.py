"""Says combined schemas in a form of which openapi-python-client loses nothing: a union of allOf, and no deeper.

It takes what stands beside a union, a union within an allOf, an allOf within another, and most of what stands beside a
$ref, for not said; of an allOf of texts it makes an empty class.
"""

import re
from collections.abc import Iterable
from itertools import product
from typing import Any, Final, TypeAlias

from image_gateways_documents.document_tree import BrokenReference, DocumentTree
from image_gateways_documents.schema_walk import pointer_steps, within
from openapi.generator.schema_places import says_no_type, schema_places

Json = dict[str, Any]
_Parts: TypeAlias = list[Json]

_UNIONS: Final = ("oneOf", "anyOf")
_STEPS_WITHOUT_NAME: Final = frozenset({"components", "schemas", "properties", "paths", "content", "schema"})
_ABOUT: Final = frozenset(
    {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}
)
_OF_OBJECTS: Final = frozenset({"properties", "required", "additionalProperties"})


def say_combined(schema: Json, tree: DocumentTree) -> None:
    """Rewrite a schema in place, if the generator would lose a part of it; what it says stays the same."""
    if not _loses(schema, tree):
        return
    about = {key: schema[key] for key in schema if key in _ABOUT or key.startswith("x-")}
    demands = {key: value for key, value in schema.items() if key not in about and key != "discriminator"}
    joined = [_joined(parts, tree) for parts in _alternatives(demands, tree, frozenset())]
    said = [alternative for alternative in joined if alternative is not None]
    schema.clear()
    schema |= about | (said[0] if len(said) == 1 else {"anyOf": said})


def name_branches(document: Json) -> None:
    """Make a schema of its own, in place, of each object that is a branch of a union and holds references or objects.

    The generator reads unions of the components before it knows what their branches refer to, and their branches twice.
    """
    schemas = document.get("components", {}).get("schemas", {})
    for schema in schemas.values():
        _say_types_of_object(schema)
    for place in list(schema_places(document)):
        for key in _UNIONS if place.pointer.startswith("#/components/schemas/") else ():
            for index, branch in enumerate(place.schema.get(key, ())):
                name = f"{_name_at(place.pointer)}_{branch.get('title', f'type_{index}')}"
                if _is_of_others(branch) and name not in schemas:
                    schemas[name] = branch
                    place.schema[key][index] = {"$ref": f"#/components/schemas/{name}"}


def _say_types_of_object(schema: Json) -> None:
    """Say an object that may be something else too, as null, as the union that it is, in place."""
    if isinstance(schema.get("type"), list) and "object" in schema["type"] and not schema.keys() & {"enum", *_UNIONS}:
        about = {key: schema[key] for key in schema if key in _ABOUT}
        demands = {key: value for key, value in schema.items() if key not in about}
        schema.clear()
        schema |= about | {"anyOf": [demands | {"type": kind} for kind in demands["type"]]}


def _is_of_others(branch: Json) -> bool:
    """Tell whether a branch has a class, and references or classes within."""
    return _has_class(branch) and any("$ref" in part or _has_class(part) for steps, part in within(branch) if steps)


def _has_class(schema: Json) -> bool:
    said = schema.keys() & {"properties", "additionalProperties"} or len(schema.get("allOf", ())) > 1
    return bool(said) or schema.get("type") == "object"


def _name_at(pointer: str) -> str:
    steps = [re.sub(r"\W+", "_", str(step)) for step in pointer_steps(pointer)]
    return "_".join(step for step in steps if step not in _STEPS_WITHOUT_NAME)


def _loses(schema: Json, tree: DocumentTree) -> bool:
    parts = schema.get("allOf", [])
    alone = [part for key in ("allOf", *_UNIONS) for part in schema.get(key, ())]
    if "$ref" in schema:
        return _says_more(schema, {"enum", "const", "items", "prefixItems", *_UNIONS})
    if len(alone) == 1 and "$ref" in alone[0]:
        return _says_more(schema, {"enum", "const", "items", "prefixItems"})
    if any(not all(map(says_no_type, schema.get(key, ()))) for key in _UNIONS):
        return "properties" in schema or "allOf" in schema
    return any(_is_deep(part, tree) for part in parts)


def _says_more(schema: Json, keywords: set[str]) -> bool:
    return bool(keywords & schema.keys()) or isinstance(schema.get("type"), list)


def _is_deep(part: Json, tree: DocumentTree) -> bool:
    """Tell whether a part of an allOf is more than the fields of an object."""
    known = _resolved(part, tree)
    if known.get("type", "object") != "object" or {"enum", "const", "items"} & known.keys():
        return True
    unions = [branch for key in _UNIONS for branch in known.get(key, ())]
    return ("allOf" in part and "$ref" not in part) or not all(map(says_no_type, unions))


def _resolved(schema: Json, tree: DocumentTree) -> Json:
    try:
        return tree.dereferenced(schema)
    except BrokenReference:
        return {}


def _alternatives(schema: Json, tree: DocumentTree, above: frozenset[str]) -> list[_Parts]:
    """Return the parts of each alternative that a schema is, none of them a union or an allOf."""
    reference = schema.get("$ref")
    factors: list[list[_Parts]] = []
    if reference is not None and (reference in above or not _is_deep(schema, tree)):
        factors.append([[{"$ref": reference}]])
    elif reference is not None:
        factors.append(_alternatives(_resolved(schema, tree), tree, above | {reference}))
    factors += [_alternatives(part, tree, above) for part in schema.get("allOf", ())]
    for key in _UNIONS:
        if not all(map(says_no_type, schema.get(key, ()))):
            factors.append([parts for branch in schema[key] for parts in _alternatives(branch, tree, above)])
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf", *_UNIONS)}
    return [[*_chain(parts), *([own] if own else [])] for parts in product(*factors)]


def _chain(parts: Iterable[_Parts]) -> Iterable[Json]:
    return (part for some in parts for part in some)


def _joined(parts: _Parts, tree: DocumentTree) -> Json | None:
    """Return one schema for parts that hold together; none if nothing is of all their types."""
    said = [part for part in parts if part.keys() - _ABOUT or len(parts) == 1]
    types = [kinds for part in said if (kinds := _types(_resolved(part, tree)))]
    shared = set[str].intersection(*types) if types else set()
    if types and not shared:
        return None
    if len(said) <= 1:
        return said[0] if said else {}
    if shared == {"null"}:
        return {"type": "null"}
    if any({*_OF_OBJECTS} & _resolved(part, tree).keys() for part in said):
        return {"allOf": [part | {"type": "object"} if "type" in part else part for part in said]}
    return _merged(said, sorted(shared), tree)


def _types(schema: Json) -> set[str]:
    kinds = schema.get("type", "object" if _OF_OBJECTS & schema.keys() else [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _merged(parts: _Parts, types: list[str], tree: DocumentTree) -> Json:
    merged: Json = {}
    for part in parts:
        merged |= _resolved(part, tree)
    values = [_resolved(part, tree)["enum"] for part in parts if "enum" in _resolved(part, tree)]
    if values:
        merged["enum"] = [value for value in values[0] if all(value in others for others in values)]
    return merged | ({"type": types[0] if len(types) == 1 else types} if types else {})
