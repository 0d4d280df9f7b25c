"""What a document says and nobody here follows, whoever reads it: each said in a line, so that nobody waits for it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from .document_faults import DocumentFault
from .document_tree import PATH_KEYS, BrokenReference, DocumentTree, Json, OperationNode
from .schema_walk import Path, pointer_to


def unfollowed(document: DocumentTree) -> Iterator[DocumentFault]:
    """Yield each key of a path that holds an operation and is no method, and each server of an operation's own.

    A client has one address, and its key is for that alone: so it is with the mock, and with whoever holds a gateway
    to its document.
    """
    for path, item in document.path_items():
        for key in no_methods(item):
            what = f"{key} is no method of OpenAPI 3.1, so the operation is left out"
            yield DocumentFault(("paths", path, key), what)
    for operation in document.operation_nodes():
        for url in _own_servers(document, operation):
            yield DocumentFault(operation.steps, f"is called where all operations are, not at {url}")


def no_methods(item: Json) -> list[str]:
    """Return the keys of a path item that are none in OpenAPI 3.1, as `query`."""
    return [key for key in item if key not in PATH_KEYS and key != "$ref" and not key.startswith("x-")]


def leave_out_links(document: DocumentTree, gone: Mapping[Path, str]) -> Iterator[DocumentFault]:
    """Take out each link of an answer that leads to an operation which was left out; yield what is to be said of it.

    Args:
        document: the document.
        gone: the id of each operation that was left out, empty where it has none, by where it stood.
    """
    names = {pointer_to("#", *steps) for steps in gone} | set(gone.values()) - {""}
    for operation in document.operation_nodes() if names else ():
        for status, response in document.responses(operation).items():
            links = response.get("links") or {}
            for name, target in {name: _target(document, link) for name, link in links.items()}.items():
                if target in names:
                    del links[name]
                    what = f"the link {name} leads to {target}, which is left out, so it is left out too"
                    yield DocumentFault((*operation.steps, "responses", status), what)


def _target(document: DocumentTree, link: Any) -> str:
    with suppress(BrokenReference, AttributeError):  # said where it is followed
        held = document.dereferenced(link)
        return str(held.get("operationId", held.get("operationRef", "")))
    return ""


def _own_servers(document: DocumentTree, operation: OperationNode) -> Iterator[str]:
    """The first server of an operation, or of its path, where the document as a whole has it not."""
    for server in (operation.node.get("servers") or operation.item.get("servers") or ())[:1]:
        if server not in document.root.get("servers", ()):
            yield str(server.get("url", ""))
