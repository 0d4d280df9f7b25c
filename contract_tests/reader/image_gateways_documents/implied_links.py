"""Which operation asks for what another one made, where a document names no link: as names and paths of both tell."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from .body_fields import Field, answer_fields, required_fields, status_fields
from .document_tree import DocumentTree, OperationNode, snake_case
from .links import TaskLink, is_location

_TASKS = frozenset({"task", "job", "request", "prediction", "generation", "operation", "run"})
_WHERE_IT_IS: Final = Field((), {})


class ImpliedLink(NamedTuple):
    """How an id may lead from a submit to a poll.

    Attributes:
        doubts: what speaks against it; the surest comes first when sorted by them.
        poll: the operation that takes the id.
        taken: the name of the parameter, or of the body's field, that takes it.
        in_body: whether it is a field of the body.
        field: where the submit answers with it, which is the body itself where a `Location` alone tells it.
    """

    doubts: tuple[bool, ...]
    poll: OperationNode
    taken: str
    in_body: bool
    field: Field

    @property
    def task_link(self) -> TaskLink:
        """It as a document could say it."""
        place = "body" if self.in_body else "parameters"
        return TaskLink(self.poll.operation_id, self.field.pattern, (place, self.taken), {})


@lru_cache(maxsize=16)  # a process that starts a mock for each of its tests asks again and again for the same documents
def implied_links(tree: DocumentTree) -> tuple[tuple[OperationNode, tuple[ImpliedLink, ...]], ...]:
    """Return each operation without a link whose answer shows an id that another one takes, and the surest way there.

    Of several ways that are equally sure, to polls that differ, nobody can tell which is meant: all of them are given.
    """
    return tuple(_implied(tree))


def _implied(tree: DocumentTree) -> Iterator[tuple[OperationNode, tuple[ImpliedLink, ...]]]:
    operations = list(tree.operation_nodes())
    polls = [poll for operation in operations for poll in _polls(tree, operation)]
    for submit in operations:
        answers = [held for status, held in tree.responses(submit).items() if status.startswith("2")]
        if submit.method == "post" and not any(held.get("links") for held in answers):
            shown = answer_fields(tree, submit)
            if any(is_location(name) for held in answers for name in held.get("headers", {})):
                shown.append(_WHERE_IT_IS)
            ways = sorted(_ways(tree, submit, shown, polls), key=lambda way: way.doubts)
            surest = {way.poll.address: way for way in reversed(ways) if way.doubts == ways[0].doubts}
            if surest:
                yield submit, tuple(surest.values())


class _Poll(NamedTuple):
    """An operation that asks for one thing, and whether it takes it in its body, and tells how far a task is."""

    operation: OperationNode
    taken: str
    in_body: bool
    tells: bool


def _polls(tree: DocumentTree, operation: OperationNode) -> Iterator[_Poll]:
    required = [each for each in tree.parameters(operation) if each.get("required") and each["in"] != "header"]
    asked = [each["name"] for each in required if "const" not in tree.dereferenced(each.get("schema", {}))]
    tells = bool(status_fields(tree, operation))
    if operation.method == "get" and len(asked) == 1:
        yield _Poll(operation, asked[0], False, tells)
    elif operation.method == "post" and not asked and tells:
        fields = required_fields(tree, operation)
        yield from (_Poll(operation, name, True, tells) for name in fields if len(fields) == 1)


def _ways(tree: DocumentTree, submit: OperationNode, shown: list[Field], polls: list[_Poll]) -> Iterator[ImpliedLink]:
    # What a submit asks for was there before it; if that is an id, the `id` of its answer may be the same.
    known = {each["name"] for each in tree.parameters(submit)}
    acts_on_one = any(poll.taken in known for poll in polls)
    for poll in polls:
        if poll.taken not in known and poll.operation is not submit:
            for field in filter(_may_be_id, shown):
                yield from _way(submit, poll, field, acts_on_one)


def _way(submit: OperationNode, poll: _Poll, field: Field, acts_on_one: bool) -> Iterator[ImpliedLink]:
    """The way by one field: what reads below where it was made takes its id, what is elsewhere must be a task."""
    made, asked = (node.path.partition("#")[0].rstrip("/").lower() for node in (submit, poll.operation))
    answered, taken = snake_case(field.name), snake_case(poll.taken)
    below, noun = f"/{made.rpartition('/')[2]}/{{{poll.taken.lower()}}}", taken.removesuffix("id").strip("_")
    is_same, is_nested = answered == taken, below in asked
    is_id = answered in ("id", "") or (is_same and taken.endswith("id"))
    is_task = (poll.tells or noun in _TASKS) and _is_alike(answered, taken, made)
    if (is_nested and is_id) or (is_task and not (acts_on_one and answered == "id")):
        evidence = (is_nested, asked.endswith(below), poll.tells, noun in made, is_same, len(field.pattern) == 1)
        yield ImpliedLink(tuple(not each for each in evidence), poll.operation, poll.taken, poll.in_body, field)


def _is_alike(answered: str, taken: str, made: str) -> bool:
    """Tell whether what is answered as `id` or `task_id` at a path may be what is taken as one of these."""
    noun = taken.removesuffix("_id")
    if answered == "id" and noun != taken:
        return noun in _TASKS or noun in made
    return answered == taken or (taken == "id" and answered.removesuffix("_id") in _TASKS)


def _may_be_id(field: Field) -> bool:
    """Tell whether a field holds one text or number, or is no field but where a `Location` leads."""
    kind = str(field.schema.get("type"))
    return field is _WHERE_IT_IS or ("*" not in field.pattern and ("string" in kind or kind == "integer"))
