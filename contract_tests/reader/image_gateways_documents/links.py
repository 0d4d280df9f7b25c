"""How a submit leads to its poll, as a document says it by a link of an answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .document_tree import SAFE_METHODS, DocumentTree, Json, OperationNode
from .schema_walk import Path, pointer_steps, pointer_to

# A link may say in which place the parameter is that it fills.
_OF_PLACE = re.compile(r"^(?:path|query|header|cookie)\.")
_OF_BODY, _OF_HEADER, _OF_REQUEST = "$response.body#", "$response.header.", "$request.body#"


@dataclass(frozen=True, slots=True)
class TaskLink:
    """How a submit leads to its poll.

    Attributes:
        poll_operation_id: the poll.
        id_in_answer: where the task's id is in the body of the submit's answer; empty where it is in none.
        id_in_poll: where it goes in the poll, as `("body", "task_id")` or `("parameters", "task_id")`.
        carried: where else the poll has what the submit's body had, and where that is there.
        id_in_header: the header of the submit's answer that has the id, in lower case; empty where it is in the body.
    """

    poll_operation_id: str
    id_in_answer: Path
    id_in_poll: Path
    carried: Mapping[Path, Path]
    id_in_header: str = ""


def is_location(name: str) -> bool:
    """Tell whether a header says where that is which a call made: `Location`, or `Operation-Location` while it runs."""
    return name.lower() in ("location", "operation-location")


def task_links(tree: DocumentTree, operation: OperationNode) -> Iterator[TaskLink]:
    """Yield the links by which the answers of an operation lead to a poll; what only looks makes no task."""
    if operation.method.upper() in SAFE_METHODS:
        return
    for status, response in tree.responses(operation).items():
        for link in map(tree.dereferenced, response.get("links", {}).values()) if status.startswith("2") else ():
            yield from _carriers(tree, link)


def _carriers(tree: DocumentTree, link: Json) -> Iterator[TaskLink]:
    """What a link carries an id by: of several fields, each."""
    poll = _linked(tree, link)
    headers = _headers(tree, poll)
    body = link.get("requestBody")
    fields: dict[Path, Any] = {("body", name): value for name, value in body.items()} if isinstance(body, dict) else {}
    for name, value in link.get("parameters", {}).items():
        bare = _OF_PLACE.sub("", name)
        fields["parameters", bare.lower() if bare.lower() in headers else bare] = value
    expressions = {place: str(value) for place, value in fields.items()}
    carried = {
        place: pointer_steps(text.removeprefix(_OF_REQUEST))
        for place, text in expressions.items()
        if text.startswith(_OF_REQUEST)
    }
    for place, text in expressions.items():
        if text.startswith(_OF_BODY):
            yield TaskLink(poll, pointer_steps(text.removeprefix(_OF_BODY)), place, carried)
        elif text.startswith(_OF_HEADER) and not text.lower().endswith("location"):
            yield TaskLink(poll, (), place, carried, text.removeprefix(_OF_HEADER).lower())


def _linked(tree: DocumentTree, link: Json) -> str:
    """The id of the operation that a link leads to, by its name or by where it stands."""
    if "operationId" in link:
        return str(link["operationId"])
    reference = str(link.get("operationRef", ""))
    found = (node.operation_id for node in tree.operation_nodes() if pointer_to("#", *node.steps) == reference)
    return next(found, reference)


def _headers(tree: DocumentTree, operation_id: str) -> set[str]:
    """The headers that an operation takes, in lower case, as parameters in headers are read."""
    found = (tree.parameters(node) for node in tree.operation_nodes() if node.operation_id == operation_id)
    return {node["name"].lower() for parameters in found for node in parameters if node["in"] == "header"}
