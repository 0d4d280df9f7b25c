"""Says what a document leaves out, or says in a way that openapi-python-client drops a whole operation for."""

import copy
import re
from collections.abc import Iterator
from typing import Any, Final

from image_gateways_documents.document_tree import (
    METHODS,
    BrokenReference,
    DocumentTree,
    OperationNode,
    descriptions,
    name_of,
)
from image_gateways_documents.schema_walk import held, pointer_to

Json = Any

_AS_OBJECT: Final[dict[bool, Json]] = {True: {}, False: {"not": {}}}
_NAMED: Final = re.compile(r"#/components/\w+/[^/]+")


def say_booleans(document: Json) -> None:
    """Write the schemas true and false, in place, as the objects that say the same: the generator reads no others."""
    for _, schema in list(descriptions(document)):
        for keyword in ("properties", "items", "allOf", "anyOf", "oneOf"):
            under = schema.get(keyword)
            if isinstance(under, dict | list):
                for key, part in list(under.items() if isinstance(under, dict) else enumerate(under)):
                    if isinstance(part, bool) and keyword != "items":
                        under[key] = _AS_OBJECT[part]
            elif isinstance(under, bool) and keyword == "items":
                schema[keyword] = _AS_OBJECT[under]


def say_answers(document: Json) -> None:
    """Say of each operation, in place, that it has no answers where it says nothing of them, as 3.1 lets it."""
    for item in document.get("paths", {}).values():
        for method in METHODS & item.keys() if isinstance(item, dict) else ():
            if isinstance(item[method], dict):
                item[method].setdefault("responses", {})


def complete(document: Json) -> None:
    """Complete a document in place: references to places without a name, arrays of whatever, parameters of paths."""
    tree = DocumentTree(document)
    _drop_other_names(document, tree)
    _copy_unnamed(document, tree)
    for _, part in circles(document):
        part.clear()
    for _, node in list(descriptions(document)):
        if node.get("type") == "array" and not {"items", "prefixItems"} & node.keys():
            node["items"] = {}
    for operation in tree.operation_nodes():
        _complete_parameters(operation, tree)
    for item in document["paths"].values():
        item.pop("parameters", None)


def circles(document: Json) -> list[tuple[str, Json]]:
    """Return the references, with the places that hold them, by which arrays and unions hold themselves.

    What an object holds in its fields is no such circle: its class has a name.
    """
    schemas = document.get("components", {}).get("schemas", {})
    found: list[tuple[str, Json]] = []
    done: set[str] = set()
    for name, schema in schemas.items():
        found += _circles(pointer_to("#/components/schemas", name), schema, schemas, (name,), done)
        done.add(name)
    return found


def _circles(
    pointer: str, schema: Json, schemas: Json, above: tuple[str, ...], done: set[str]
) -> Iterator[tuple[str, Json]]:
    for steps, part in held(schema, ("items", "prefixItems", "anyOf", "oneOf")):
        place, name = pointer_to(pointer, *steps), _schema_named(part, schemas)
        if name in above:
            yield place, part
        elif name is None:
            yield from _circles(place, part, schemas, above, done)
        elif name not in done:
            yield from _circles(pointer_to("#/components/schemas", name), schemas[name], schemas, (*above, name), done)


def _schema_named(part: Json, schemas: Json) -> str | None:
    name = name_of(part["$ref"]) if "$ref" in part else None
    return name if name in schemas else None


def _drop_other_names(document: Json, tree: DocumentTree) -> None:
    """Refer to a schema by its first name alone; of another one the generator makes the same class again."""
    schemas = document.get("components", {}).get("schemas", {})
    others = {f"#/components/schemas/{name}": schema for name, schema in schemas.items() if schema.keys() == {"$ref"}}
    for _, node in list(descriptions(document)):
        if node.get("$ref") in others:
            node["$ref"] = [*tree.chain(others[node["$ref"]])][-2]["$ref"]
    for reference in others:
        del schemas[name_of(reference)]


def _copy_unnamed(document: Json, tree: DocumentTree) -> None:
    """Write out what a reference leads to in the midst of the document, or that of a response among the components."""
    for path, node in list(descriptions(document)):
        reference = node.get("$ref")
        is_response = path[:-1] == ("components", "responses")
        if isinstance(reference, str) and (is_response or not _NAMED.fullmatch(reference)):
            try:
                found = tree.dereferenced(node)
            except BrokenReference:
                continue
            del node["$ref"]
            node |= copy.deepcopy(found) | node


def _complete_parameters(operation: OperationNode, tree: DocumentTree) -> None:
    """Have each name of a path be a parameter that is required, and each parameter be there once."""
    names = re.findall(r"{([^}]+)}", operation.path.partition("#")[0])
    found: dict[tuple[str, str], Json] = {}
    for given in (*operation.node.get("parameters", ()), *copy.deepcopy(operation.item.get("parameters", []))):
        parameter = tree.dereferenced(given)
        if parameter["in"] != "path" or parameter["name"] in names:
            found.setdefault((parameter["in"], parameter["name"]), given)
    for name in names:
        given = found.setdefault(("path", name), {"name": name, "in": "path", "schema": {"type": "string"}})
        tree.dereferenced(given)["required"] = True
    operation.node["parameters"] = [*found.values()]
