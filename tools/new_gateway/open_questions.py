"""What no document says, and what this one leaves out that others say."""

from collections.abc import Iterator

from image_gateways_documents.body_fields import answer_fields
from image_gateways_documents.document_tree import SAFE_METHODS, DocumentTree, Json
from image_gateways_documents.schema_walk import pointer_steps

from .decision import Decision, places_of_schemas

_ABOUT = {"title", "description", "deprecated", "readOnly", "default", "examples"}
_FAILURES = {"401": "a missing or wrong key", "429": "too many calls"}


def say_what_is_billed(tree: DocumentTree, source: str) -> Iterator[Decision]:
    """Say that what may change something costs money; and by whom each operation is documented.

    Args:
        tree: the document, which is changed.
        source: what the operations are from, in words.
    """
    for operation in tree.operation_nodes():
        operation.node.setdefault("x-evidence", {"level": "documented", "source": source})
        if "x-billed" not in operation.node:
            operation.node["x-billed"] = operation.method.upper() not in SAFE_METHODS
            words = (
                f"x-billed: {str(operation.node['x-billed']).lower()} is a guess by the method; does a call cost money?"
            )
            yield Decision((*operation.steps, "x-billed"), words)


def open_questions(tree: DocumentTree) -> Iterator[Decision]:
    """Yield what the document leaves open."""
    yield from _about_the_host(tree.root)
    for operation in tree.operation_nodes():
        if not operation.node.get("security", tree.root.get("security")):
            yield Decision(operation.steps, "no key is asked for; if one is needed, say it under security")
        documented = operation.node.get("responses", {})
        missing = [f"{status} ({what})" for status, what in _FAILURES.items() if status not in documented]
        if missing and "4XX" not in documented and "default" not in documented:
            yield Decision((*operation.steps, "responses"), f"there is no answer {', '.join(missing)}")
    yield from _untyped(tree)


def _about_the_host(root: Json) -> Iterator[Decision]:
    servers = root.get("servers") or [{}]
    if "://" not in str(servers[0].get("url", "")):
        yield Decision(("servers",), "the address of the gateway is not said; without it, callers have to give it")
    elif len(servers) > 1:
        yield Decision(("servers",), f"of {len(servers)} servers the first counts: is {servers[0]['url']} the gateway?")


def _untyped(tree: DocumentTree) -> Iterator[Decision]:
    where = places_of_schemas(tree)
    for operation in tree.operation_nodes():
        for field in answer_fields(tree, operation):
            if field.pattern and not field.schema.keys() - _ABOUT and id(field.schema) in where:
                yield Decision(where[id(field.schema)], f"nothing says what is in {'.'.join(field.pattern)}")


def said_by(problem: str) -> Decision:
    """Return what another tool says of a place, `#/paths/…: what`, as a decision."""
    pointer, _, what = problem.partition(": ")
    return Decision(pointer_steps(pointer) if pointer.startswith("#") else (), what if pointer[:1] == "#" else problem)
