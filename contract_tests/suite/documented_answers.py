"""The answers that a document and its recordings have by a name, and those that they have for a reason to refuse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import SUCCESS, snake_case
from image_gateways_documents.operations import Operation
from image_gateways_documents.responses import Example
from image_gateways_documents.schema_walk import Path
from image_gateways_recordings.cassettes import Cassette

# Where a document has nothing for a condition, a request that breaks it is refused as for the next: our reading, since
# no document says so. The mock has a table of its own, as what judges and what is judged share no code.
_MORE_GENERAL = {
    "wrong-credentials": "missing-credentials",
    "missing-credentials": "wrong-credentials",
    "unsupported-version": "unknown-operation",
    "unknown-operation": "not-found",
    "method-not-allowed": "not-found",
    "unsupported-media-type": "malformed-json",
    "malformed-json": "not-an-object",
    "not-an-object": "wrong-type",
    "wrong-type": "out-of-bounds",
    "unknown-tag": "out-of-bounds",
    "conflicting-fields": "out-of-bounds",
    "out-of-bounds": "missing-field",
    "picture-empty": "picture-undecodable",
    "picture-undecodable": "picture-type",
    "picture-type": "out-of-bounds",
    "picture-too-large": "out-of-bounds",
    "unknown-task": "out-of-bounds",
}


@dataclass(frozen=True, slots=True)
class DocumentedAnswer:
    """An answer as it was recorded, else as the document shows it.

    Attributes:
        name: the name of its recording, or of its example in the same spelling.
        status: HTTP status code.
        body: its parsed body.
    """

    name: str
    status: int
    body: Any


class DocumentedAnswers:
    """What one gateway answers, by its document and recordings.

    Args:
        document: the document.
        cassettes: the recordings.
    """

    def __init__(self, document: Document, cassettes: Sequence[Cassette]) -> None:
        self._document = document
        self._named: dict[str, dict[str, DocumentedAnswer]] = {o.operation_id: {} for o in document.operations}
        for cassette in cassettes:
            first, *later = cassette.interactions
            # What is recorded with a task has the name of the whole; of its polls the last has it as well.
            for interaction in (first, *later[-1:]):
                answer = DocumentedAnswer(cassette.variant, interaction.status, interaction.body)
                self._named[interaction.operation.operation_id].setdefault(cassette.variant, answer)
        for operation in document.operations:
            named = self._named[operation.operation_id]
            for example in operation.examples:
                if example.status is not None:
                    named.setdefault(snake_case(example.name), _shown(example, example.status))

    def named(self, operation: Operation, name: str) -> DocumentedAnswer:
        """Return the answer of a name; `KeyError` where the operation has none."""
        return self._named[operation.operation_id][name]

    def failures(self, operation: Operation) -> Iterator[str]:
        """Yield the names of an operation's answers that are failures."""
        for name, answer in self._named[operation.operation_id].items():
            if not operation.succeeds(answer.status, answer.body):
                yield name

    def outcomes(self, operation: Operation) -> Iterator[tuple[bool, Any]]:
        """Yield whether an answer of an operation is a success, and its body."""
        for answer in self._named[operation.operation_id].values():
            yield operation.succeeds(answer.status, answer.body), answer.body

    def messages(self) -> Iterator[tuple[bool, str]]:
        """Yield whether an answer is a success, and what it says of that, of each answer that has words for it."""
        for operation in self._document.operations:
            for answer in self._named[operation.operation_id].values():
                succeeded = operation.succeeds(answer.status, answer.body)
                for schema in _schemas_of(operation, answer.status):
                    for _, text in message_of_outcome(schema, answer.body, succeeded=succeeded):
                        yield succeeded, text

    def of_condition(self, operation: Operation, condition: str) -> DocumentedAnswer | None:
        """Return the answer that an operation has for just this condition."""
        shown = [example for example in operation.examples if condition in example.conditions]
        # A failure with a status of success is never given where another has a status of its own.
        shown.sort(key=lambda e: _is_failure_with_success(operation, e))
        return next(filter(None, (self._of_example(operation, example) for example in shown)), None)

    def refusal(self, operation: Operation | None, condition: str) -> DocumentedAnswer | None:
        """Return what is answered for a condition, or else for the next more general one that has an answer."""
        for known in _from_special_to_general(condition):
            if operation is not None and (found := self.of_condition(operation, known)) is not None:
                return found
        for known in _from_special_to_general(condition):
            if (example := self._document.unrouted.get(known)) is not None:
                return self._unrouted(example)
        return None

    def _of_example(self, operation: Operation, example: Example) -> DocumentedAnswer | None:
        known = self._named[operation.operation_id].get(snake_case(example.name))
        if known is not None and example.status in (None, known.status):
            return known
        return None if example.status is None else _shown(example, example.status)

    def _unrouted(self, example: Example) -> DocumentedAnswer | None:
        assert example.status is not None
        name = snake_case(example.name)
        recorded = (named[name] for named in self._named.values() if name in named)
        return next((r for r in recorded if r.status == example.status), _shown(example, example.status))


def message_of_outcome(schema: BodySchema, body: Any, *, succeeded: bool) -> Iterator[tuple[Path, str]]:
    """Yield where an answer says how the call went, and its words.

    What stands deeper in a success tells of a part of it; a failure is often an object of its own.
    """
    found = min(schema.texts(body, "message"), key=lambda text: len(text[0]), default=None)
    if found is not None and (len(found[0]) == 1 or not succeeded):
        yield found[0], found[2]


def _schemas_of(operation: Operation, status: int) -> Iterator[BodySchema]:
    response = operation.response(status)
    yield from (schema for schema in (response.content.values() if response else ()) if schema is not None)


def _shown(example: Example, status: int) -> DocumentedAnswer:
    return DocumentedAnswer(snake_case(example.name), status, example.value)


def _is_failure_with_success(operation: Operation, example: Example) -> bool:
    status = example.status
    return status is not None and status in SUCCESS and not operation.succeeds(status, example.value)


def _from_special_to_general(condition: str) -> list[str]:
    found: list[str] = []
    while condition and condition not in found:
        found.append(condition)
        condition = _MORE_GENERAL.get(condition, "")
    return found
