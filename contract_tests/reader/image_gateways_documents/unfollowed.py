"""What a document says and nobody here follows, whoever reads it: each said in a line, so that nobody waits for it."""

from collections.abc import Iterator

from .document_faults import DocumentFault
from .document_tree import PATH_KEYS, DocumentTree, Json, OperationNode


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


def _own_servers(document: DocumentTree, operation: OperationNode) -> Iterator[str]:
    """The first server of an operation, or of its path, where the document as a whole has it not."""
    for server in (operation.node.get("servers") or operation.item.get("servers") or ())[:1]:
        if server not in document.root.get("servers", ()):
            yield str(server.get("url", ""))
