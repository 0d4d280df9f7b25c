"""Tells by names and paths which operation asks for the task that another one submits."""

from collections.abc import Iterator
from typing import NamedTuple

from image_gateways_documents.document import snake_case
from image_gateways_documents.document_tree import DocumentTree, OperationNode
from image_gateways_documents.schema_walk import pointer_to

from .answers import Field, answer_fields, parameters, places_of_schemas, required_fields, successes
from .decision import Decision
from .statuses import status_fields

_TASKS = frozenset({"task", "job", "request", "prediction", "generation", "operation", "run"})


class _Way(NamedTuple):
    """How an id may lead from a submit to a poll, the surest first when sorted.

    Attributes:
        doubts: what speaks against it.
        poll: the operation that takes the id.
        taken: the name of the parameter, or of the body's field, that takes it.
        in_body: whether it is a field of the body.
        field: where the submit answers with it.
    """

    doubts: tuple[bool, ...]
    poll: OperationNode
    taken: str
    in_body: bool
    field: Field


def link_tasks(tree: DocumentTree) -> Iterator[Decision]:
    """Put a link into each answer that holds an id which another operation takes; yield what is to be decided."""
    operations = list(tree.operation_nodes())
    for submit in operations:
        held = list(successes(tree, submit))
        if submit.method == "get" or not held or any(holder.get("links") for holder in held):
            continue
        ways = sorted(_ways(tree, submit, operations), key=lambda way: way.doubts)
        rivals = [way for way in ways if way.doubts == ways[0].doubts and way.poll is not ways[0].poll]
        if rivals:
            names = ", ".join(sorted({way.poll.node["operationId"] for way in (ways[0], *rivals)}))
            yield Decision((*submit.steps, "responses"), f"each of {names} may ask for what this submits: link one")
        elif ways:
            yield from _link(tree, submit, ways[0])


def _ways(tree: DocumentTree, submit: OperationNode, operations: list[OperationNode]) -> Iterator[_Way]:
    ids = [field for field in answer_fields(tree, submit) if _is_text(field) and "*" not in field.pattern]
    known = {each["name"] for each in parameters(tree, submit)}  # what a submit asks for was there before it
    for poll in operations:
        for taken, in_body in _takes(tree, poll) if poll is not submit else ():
            if taken in known:
                continue
            noun = snake_case(taken).removesuffix("id").strip("_")
            elsewhere = noun not in submit.path.lower()
            nested = poll.path.startswith(f"{submit.path.rstrip('/')}/{{")
            tells = bool(status_fields(tree, poll))
            for field in ids:
                if (nested or tells) and _is_same(snake_case(field.name), snake_case(taken)):
                    doubts = not nested, not tells, elsewhere, field.name != taken, len(field.pattern) > 1
                    yield _Way(doubts, poll, taken, in_body, field)


def _takes(tree: DocumentTree, poll: OperationNode) -> Iterator[tuple[str, bool]]:
    """The one thing that an operation asks for, and whether it asks for it in its body."""
    required = [each["name"] for each in parameters(tree, poll) if each.get("required") and each["in"] != "header"]
    fields = sorted(required_fields(tree, poll))
    if poll.method == "get" and len(required) == 1:
        yield required[0], False
    elif poll.method == "post" and not required and len(fields) == 1 and status_fields(tree, poll):
        yield fields[0], True


def _is_same(answered: str, taken: str) -> bool:
    """Tell whether an id that is answered as `id` or `task_id` may be what is taken as one of these."""
    nouns = {name.removesuffix("_id") for name in (answered, taken) if name != "id"}
    is_id = all(name == "id" or name.endswith("_id") for name in (answered, taken))
    return is_id and (answered == taken or (len(nouns) == 1 and (nouns <= _TASKS or taken != "id")))


def _is_text(field: Field) -> bool:
    return "string" in str(field.schema.get("type"))


def _link(tree: DocumentTree, submit: OperationNode, way: _Way) -> Iterator[Decision]:
    poll_id = way.poll.node["operationId"]
    expression = f"$response.body{pointer_to('#', *way.field.pattern)}"
    target = {"requestBody": {way.taken: expression}} if way.in_body else {"parameters": {way.taken: expression}}
    name = "".join(word.capitalize() for word in poll_id.split("_"))
    for status, response in submit.node["responses"].items():
        if status.startswith("2"):
            held = tree.dereferenced(response)
            held["links"] = {name: {"operationId": poll_id, "description": "What was submitted, by its id.", **target}}
            words = f"the link to {poll_id} is a guess: is {'.'.join(way.field.pattern)} what it takes as {way.taken}?"
            if not status_fields(tree, way.poll):
                words += " No status says that it is polled; if what is made is there at once, take the link out"
            yield Decision((*submit.steps, "responses", status), words)
    yield from _take_what_is_told(tree, way)
    yield from _mark_ids(tree, submit, way)


def _take_what_is_told(tree: DocumentTree, way: _Way) -> Iterator[Decision]:
    """Have a poll that takes any text ask for the format of the ids that there are, in which alone it can answer."""
    told = way.field.schema.get("format")
    for parameter in parameters(tree, way.poll) if told else ():
        schema = tree.dereferenced(parameter.get("schema", {}))
        if parameter["name"] == way.taken and schema == {"type": "string"}:
            parameter["schema"] = {**schema, "format": told}
            words = f"that {way.taken} is a {told} is a guess by {'.'.join(way.field.pattern)}, which is linked to it"
            yield Decision((*way.poll.steps, "parameters"), words)


def _mark_ids(tree: DocumentTree, submit: OperationNode, way: _Way) -> Iterator[Decision]:
    told = [field for field in answer_fields(tree, way.poll) if field.pattern in ((way.field.name,), (way.taken,))]
    same = [field for field in answer_fields(tree, submit) if field.pattern == way.field.pattern]
    for field in filter(_is_text, (*same, *told)):
        field.schema.setdefault("x-replay", "task-id")
    if status_fields(tree, way.poll):
        words = "for how many hours the gateway knows a task by this id is not said; x-lifetime-hours would say it"
        yield Decision((*places_of_schemas(tree)[id(way.field.schema)], "x-replay"), words)


def polls_of(tree: DocumentTree) -> set[str]:
    """Return the ids of the operations that links of answers lead to."""
    held = (holder for operation in tree.operation_nodes() for holder in successes(tree, operation))
    links = (tree.dereferenced(link) for holder in held for link in holder.get("links", {}).values())
    return {link["operationId"] for link in links if "operationId" in link}
