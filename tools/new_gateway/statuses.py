"""Tells which statuses of a task are final by what they are called."""

import re
from collections.abc import Collection, Iterator

from image_gateways_documents.body_fields import status_fields
from image_gateways_documents.document_tree import DocumentTree, Json

from .decision import Decision, places_of_schemas

_ENDED = re.compile(
    r"succe|complete|done|finish|ready|fail|error|cancel|abort|expire|reject|moderat|block|not.?found|time.?d?.?out"
    r"|terminat|refus|stopped",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"pend|queue|wait|run|process|start|progress|generat|submit|creat|prepar|schedul|accept|receiv|initial|incomplete",
    re.IGNORECASE,
)


def is_final(status: object) -> bool | None:
    """Tell whether a status is called like one after which nothing changes; None where its name says neither."""
    ended, running = (bool(called.search(str(status))) for called in (_ENDED, _RUNNING))
    return None if ended == running else ended


def mark_final_statuses(tree: DocumentTree, polls: Collection[str]) -> Iterator[Decision]:
    """Say of the statuses that polls answer with which are final; yield what is to be decided.

    Args:
        tree: the document, which is changed.
        polls: the ids of the operations that ask for a task.
    """
    where = places_of_schemas(tree)
    for poll in tree.operation_nodes():
        fields = status_fields(tree, poll) if poll.node["operationId"] in polls else []
        enums = {id(field.schema): field.schema for field in fields if "enum" in field.schema}
        for place, schema in enums.items():
            yield Decision((*where[place], "x-final"), _mark(schema))
        if fields and not enums:
            words = f"{fields[0].name} has no list of values; without enum and x-final nobody knows when a task ends"
            yield Decision(where[id(fields[0].schema)], words)


def _mark(schema: Json) -> str:
    statuses = [status for status in schema["enum"] if isinstance(status, str)]
    schema.setdefault("x-final", [status for status in statuses if is_final(status)])
    if unclear := [status for status in statuses if is_final(status) is None]:
        return f"x-final is a guess by the names, and {', '.join(unclear)} could be either"
    return "x-final is a guess by the names: does a task never change after one of them, and after no other?"
