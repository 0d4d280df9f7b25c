"""Which call asks for what another made, where a document names no link: as the names and paths of both tell."""

from collections.abc import Iterator

from image_gateways_documents.document import SUCCESS, BodySchema, Document, Operation, Parameter, TaskLink

_ID = "id"


def is_location(name: str) -> bool:
    """Tell whether a header says where that is which a call made: `Location`, or `Operation-Location` while it runs."""
    return name.lower() in ("location", "operation-location")


def task_links(document: Document) -> dict[str, TaskLink]:
    """Return the link of each operation that has one, by its id: its own, else the one that can be told."""
    found = {
        operation.operation_id: operation.task_link or _implied(document, operation)
        for operation in document.operations
    }
    return {name: link for name, link in found.items() if link is not None}


def _implied(document: Document, operation: Operation) -> TaskLink | None:
    """The link from what makes something to what reads one such thing by the id that the answer shows.

    Either the answer has a property that is called as the parameter is, or the answer has an `id` or a `Location`, and
    the parameter follows a segment of the path with which the path of the maker ends, as in `POST /edits` and
    `GET /edits/{edit}`. Where the `Location` alone tells the id, it is at no place of the answer's body.
    """
    if operation.method != "POST":
        return None
    shown = set(_properties(operation))
    named: list[TaskLink] = []
    for poll in document.operations:
        asked = _only_parameter(poll)
        if asked is None:
            continue
        follows = f"/{operation.path.rpartition('/')[2]}/{{{asked.name}}}"
        if poll.path.endswith(follows) and (_ID in shown or _says_location(document, operation)):
            place = (_ID,) if _ID in shown else ()
            return TaskLink(poll.operation_id, place, ("parameters", asked.name), {})
        if asked.name in shown:
            named.append(TaskLink(poll.operation_id, (asked.name,), ("parameters", asked.name), {}))
    return named[0] if len(named) == 1 else None


def _properties(operation: Operation) -> Iterator[str]:
    """The properties, at the top of an answer of success, that may hold an id."""
    for status, response in operation.responses.items():
        for schema in response.content.values() if status[:1] == str(SUCCESS.start)[:1] else ():
            yield from _ids(schema) if schema else ()


def _says_location(document: Document, operation: Operation) -> bool:
    responses = (node for status, node in operation.node.get("responses", {}).items() if str(status)[:1] == "2")
    return any(is_location(name) for node in responses for name in document.dereferenced(node).get("headers", {}))


def _ids(schema: BodySchema) -> Iterator[str]:
    for (name,), part in ((place.pattern, place.schema) for place in schema.places if len(place.pattern) == 1):
        if part.get("type") in ("string", "integer"):
            yield name


def _only_parameter(operation: Operation) -> Parameter | None:
    """The parameter of a reading call that needs no more than an id."""
    needed = [p for p in operation.parameters if p.required and p.const is None]
    is_read = operation.method == "GET" and len(needed) == 1 and needed[0].location in ("path", "query")
    return needed[0] if is_read else None
