"""Tells by names and paths which operation asks for the task that another one submits."""

from collections.abc import Iterator

from image_gateways_documents.body_fields import Field, answer_fields, status_fields
from image_gateways_documents.document_tree import DocumentTree, OperationNode
from image_gateways_documents.implied_links import ImpliedLink, implied_links
from image_gateways_documents.links import task_links
from image_gateways_documents.schema_walk import pointer_to

from .decision import Decision, places_of_schemas


def link_tasks(tree: DocumentTree) -> Iterator[Decision]:
    """Put a link into each answer that holds an id which another operation takes; yield what is to be decided."""
    for submit, (way, *rivals) in implied_links(tree):
        if rivals:
            names = ", ".join(sorted(each.poll.operation_id for each in (way, *rivals)))
            yield Decision((*submit.steps, "responses"), f"each of {names} may ask for what this submits: link one")
        elif _is_text(way.field):
            yield from _link(tree, submit, way)


def _is_text(field: Field) -> bool:
    return "string" in str(field.schema.get("type"))


def _link(tree: DocumentTree, submit: OperationNode, way: ImpliedLink) -> Iterator[Decision]:
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


def _take_what_is_told(tree: DocumentTree, way: ImpliedLink) -> Iterator[Decision]:
    """Have a poll that takes any text ask for the format of the ids that there are, in which alone it can answer."""
    told = way.field.schema.get("format")
    for parameter in tree.parameters(way.poll) if told else ():
        schema = tree.dereferenced(parameter.get("schema", {}))
        if parameter["name"] == way.taken and schema == {"type": "string"}:
            parameter["schema"] = {**schema, "format": told}
            words = f"that {way.taken} is a {told} is a guess by {'.'.join(way.field.pattern)}, which is linked to it"
            yield Decision((*way.poll.steps, "parameters"), words)


def _mark_ids(tree: DocumentTree, submit: OperationNode, way: ImpliedLink) -> Iterator[Decision]:
    told = [field for field in answer_fields(tree, way.poll) if field.pattern in ((way.field.name,), (way.taken,))]
    same = [field for field in answer_fields(tree, submit) if field.pattern == way.field.pattern]
    for field in filter(_is_text, (*same, *told)):
        field.schema.setdefault("x-replay", "task-id")
    if status_fields(tree, way.poll):
        words = "for how many hours the gateway knows a task by this id is not said; x-lifetime-hours would say it"
        yield Decision((*places_of_schemas(tree)[id(way.field.schema)], "x-replay"), words)


def polls_of(tree: DocumentTree) -> set[str]:
    """Return the ids of the operations that links of answers lead to."""
    found = (link for operation in tree.operation_nodes() for link in task_links(tree, operation))
    return {link.poll_operation_id for link in found}
