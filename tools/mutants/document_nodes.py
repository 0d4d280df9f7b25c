"""The parts of a document that an operator can change, and the operations that each of them reaches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from image_gateways_documents.document_tree import DocumentTree, covering, steps_of
from image_gateways_documents.schema_walk import Path, at, held

Json = dict[str, Any]

_CHANGED = ("properties", "items", "contentSchema", "allOf", "anyOf", "oneOf")


@dataclass(slots=True)
class Reach:
    """The operations that send a part (in requests) and that answer with it."""

    requests: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)

    @property
    def side(self) -> str:
        """`requests`, `answers` or `both`."""
        return "both" if self.requests and self.answers else "requests" if self.requests else "answers"

    @property
    def operations(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(sorted(self.requests | self.answers))


def operation_nodes(root: Json) -> Iterator[tuple[Path, Json]]:
    """Yield each operation and where it is."""
    return ((found.steps, found.node) for found in DocumentTree(root).operation_nodes())


def schema_nodes(root: Json) -> Mapping[Path, Reach]:
    """Return where each schema is that an operation uses, however deep, with the operations."""
    found: dict[Path, Reach] = {}
    for steps, operation in operation_nodes(root):
        name = operation["operationId"]
        for place, is_request in _roots(root, steps, operation):
            for schema in _below(root, place, set()):
                reach = found.setdefault(schema, Reach())
                (reach.requests if is_request else reach.answers).add(name)
    return found


def response_nodes(root: Json) -> Iterator[tuple[Path, str, Json]]:
    """Yield each answer of each operation: where it is (its reference followed), the operation's id, the answer."""
    for steps, operation in operation_nodes(root):
        for status in operation["responses"]:
            place = _followed(root, (*steps, "responses", status))
            yield place, operation["operationId"], at(root, place)


def answer_schema(root: Json, operation_id: str, status: int) -> Json:
    """Return the schema of an operation's answer, by its status or the status's class; empty where there is none."""
    for steps, operation in operation_nodes(root):
        key = covering(operation["responses"], status) if operation["operationId"] == operation_id else None
        if key is not None:
            response = at(root, _followed(root, (*steps, "responses", key)))
            schema: Json = next(iter(response["content"].values()))["schema"]
            return schema
    return {}


def pointer(steps: Path) -> str:
    """Write `steps` as the end of a JSON pointer, short where everything lies below `components`."""
    shown = steps[1:] if steps and steps[0] == "components" else steps
    return "/".join(str(step).strip("/").replace("/", "~1") for step in shown)


def _roots(root: Json, steps: Path, operation: Json) -> Iterator[tuple[Path, bool]]:
    for index in range(len(operation.get("parameters", ()))):
        yield (*_followed(root, (*steps, "parameters", index)), "schema"), True
    if "requestBody" in operation:
        body = _followed(root, (*steps, "requestBody"))
        for media_type in at(root, body)["content"]:
            yield (*body, "content", media_type, "schema"), True
    for status in operation["responses"]:
        response = _followed(root, (*steps, "responses", status))
        for media_type in at(root, response)["content"]:
            yield (*response, "content", media_type, "schema"), False


def _followed(root: Json, steps: Path) -> Path:
    *references, _ = DocumentTree(root).chain(at(root, steps))
    return steps_of(references[-1]["$ref"]) if references else steps


def _below(root: Json, steps: Path, seen: set[Path]) -> Iterator[Path]:
    steps = _followed(root, steps)
    if steps in seen:
        return
    seen.add(steps)
    yield steps
    for further, schema in held(at(root, steps), _CHANGED):
        if isinstance(schema, dict):
            yield from _below(root, (*steps, *further), seen)
