"""Takes the operations that are named, and of the rest what they need."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from image_gateways_documents.document_tree import DocumentTree, Json, objects, snake_case
from image_gateways_documents.schema_walk import at, pointer_steps
from image_gateways_documents.vocabulary import parts

from .source import Unusable


def select(tree: DocumentTree, only: Collection[str]) -> None:
    """Leave in a document the operations that are named, all if none is, and what they need.

    Args:
        tree: the document, which is changed.
        only: ids, as they are in the document or as `operation_ids` makes them; also a path, or a method and a path.

    Raises:
        Unusable: there is no such operation.
    """
    ids = operation_ids(tree)
    known = [({operation.node.get("operationId"), ids[operation.address], operation.path, operation.address}, operation)
             for operation in tree.operation_nodes()]  # fmt: skip
    for name in only:
        if not any(name in names for names, _ in known):
            raise Unusable(_no_such_operation(name, list(ids.values())))
    for names, operation in known:
        if only and names.isdisjoint(only):
            del operation.item[operation.method]
    kept = {operation.path for operation in tree.operation_nodes()}
    tree.root["paths"] = {path: item for path, item in tree.root["paths"].items() if path in kept}
    _rename(tree, ids)
    drop_what_is_unused(tree)


def _no_such_operation(name: str, ids: list[str]) -> str:
    meant = get_close_matches(name, ids, n=1, cutoff=0.3)
    hint = f" (did you mean {meant[0]}?)" if meant else ""
    return f"ONLY={name}: there is no such operation{hint}; there are {', '.join(ids)}"


def drop_what_is_unused(tree: DocumentTree) -> None:
    """Drop the components and the tags that no operation leads to."""
    root = tree.root
    components: Json = root.get("components", {})
    reached: set[tuple[str, str]] = set()
    ahead = set(_components_of({"paths": root["paths"], "x-unrouted": root.get("x-unrouted")}))
    ahead |= {("securitySchemes", name) for name in _schemes(root)}
    while ahead := {each for each in ahead if each not in reached and at(components, each) is not None}:
        reached |= ahead
        ahead = {found for each in ahead for found in _components_of(at(components, each))}
    kept = {kind: {name: held[name] for name in held if (kind, name) in reached} for kind, held in components.items()}
    root["components"] = {kind: held for kind, held in kept.items() if held}
    used = {tag for operation in tree.operation_nodes() for tag in operation.node.get("tags", ())}
    root["tags"] = [tag for tag in root.get("tags", ()) if tag.get("name") in used]
    for key in ("webhooks", "tags", "components"):
        if not root.get(key) or key == "webhooks":
            root.pop(key, None)


def _components_of(node: object) -> Iterator[tuple[str, str]]:
    for _, holder in objects(node):
        mapping = holder.get("mapping")
        for reference in (holder.get("$ref"), *(mapping.values() if isinstance(mapping, dict) else ())):
            steps = pointer_steps(str(reference)) if str(reference).startswith("#/components/") else ()
            if len(steps) > 2:
                yield str(steps[1]), str(steps[2])
        if isinstance(holder.get("example"), str) and "status" in holder:  # of x-unrouted
            yield "examples", holder["example"]


def _schemes(root: Json) -> Iterator[str]:
    operations = DocumentTree(root).operation_nodes()
    for requirements in (root.get("security", ()), *(each.node.get("security", ()) for each in operations)):
        for requirement in requirements:
            yield from requirement


# --- names ----------------------------------------------------------------------------------------------------------


def operation_ids(tree: DocumentTree) -> dict[str, str]:
    """Return the id of each operation, by its method and path: lower snake, since it is the name of a module.

    What FastAPI adds to an id, the path and the method, is left out where the id stays the only one of its name.
    """
    long = {operation.address: _snake(operation.operation_id) for operation in tree.operation_nodes()}
    short = {
        operation.address: long[operation.address].removesuffix(f"_{_snake(operation.path)}_{operation.method}")
        for operation in tree.operation_nodes()
    }
    taken = [*short.values()]
    return {address: name if taken.count(name) == 1 else long[address] for address, name in short.items()}


def _snake(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", snake_case(name)).strip("_")


def _rename(tree: DocumentTree, ids: dict[str, str]) -> None:
    """Give each operation its id, also where links lead to it; drop links to what was not taken."""
    renamed = {}
    for operation in tree.operation_nodes():
        renamed[operation.node.get("operationId")] = ids[operation.address]
        operation.node["operationId"] = ids[operation.address]
    responses = [part.node for part in parts(tree.root) if part.kind == "response" and "links" in part.node]
    for response in responses:
        led = {name: tree.dereferenced(link) for name, link in response["links"].items()}
        response["links"] = {
            name: {**link, "operationId": renamed[link["operationId"]]}
            for name, link in led.items()
            if link.get("operationId") in renamed
        }
