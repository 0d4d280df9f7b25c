"""Operators on answers: the server says something else than it should."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import orjson

from image_gateways_documents.document import Document
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import Path, at

from .altered_server import PICTURES, AlterAnswer, Answered, IncomingRequest, json_of, task_id_in
from .body_operators import BodyChange, answer_places, body_changes
from .mutant import Mutant
from .trial_result import TrialResult

if TYPE_CHECKING:
    from .bench import Bench

Seen = Mapping[tuple[str, int], list[Answered]]
"""What the unchanged server answered to the suite, by operation (or `pictures`) and status."""

_JSON = b"application/json"
_OK = 200
_FIRST_REFUSAL = 400


@dataclass(frozen=True)
class AnswerMutant(Mutant):
    """One answer of one operation, changed."""

    kind: ClassVar[str] = "answer"

    alter: AlterAnswer

    def trial(self, bench: "Bench") -> TrialResult:
        """See `Mutant`."""
        return bench.hold(self.gateway, bench.altered(alter_answer=self.alter))


def answer_mutants(documents: tuple[Document, ...], seen: Seen) -> Iterator[AnswerMutant]:
    """Yield every operator at every place of what was seen."""
    for document in documents:
        for operation in document.operations:
            for (name, status), answers in seen.items():
                if name != operation.operation_id:
                    continue
                bodies = [json_of(answered.body) for answered in answers if _is_documented(operation, answered)]
                changes = list(body_changes(answer_places(document, operation, status), bodies))
                if status >= _FIRST_REFUSAL:
                    changes.append(("add-data", "data", lambda body: {**body, "data": {}}))
                for operator, detail, change in changes:
                    alter = _where(name, status, _on_json(change))
                    yield _mutant(operator, document, operation, f"{name}/{status}/{detail}", alter)
                for operator, detail, alter_whole in _whole_changes(document, operation, status, seen):
                    alter = _where(name, status, alter_whole)
                    yield _mutant(operator, document, operation, f"{name}/{status}{detail}", alter)
            for operator, alter in _task_changes(operation, documents):
                yield _mutant(operator, document, operation, operation.operation_id, alter)
        if any(name == PICTURES for name, _ in seen):
            operations = tuple(o.operation_id for o in document.operations if _has_pictures(document, o))
            for operator, alter_picture in _PICTURE_CHANGES.items():
                alter = _where(PICTURES, _OK, alter_picture)
                yield AnswerMutant(operator, document.gateway, operations, PICTURES, alter)


def _mutant(operator: str, document: Document, operation: Operation, place: str, alter: AlterAnswer) -> AnswerMutant:
    return AnswerMutant(operator, document.gateway, (operation.operation_id,), place, alter)


def _is_documented(operation: Operation, answered: Answered) -> bool:
    """Tell whether the document speaks of an answer of such a type; of others a mock has words of its own."""
    documented = operation.response(answered.status)
    kinds = [value.decode().partition(";")[0] for name, value in answered.headers if name == b"content-type"]
    return documented is None or set(kinds) <= set(documented.content)


def _where(name: str, status: int, alter: AlterAnswer) -> AlterAnswer:
    return lambda asked, answered: (
        alter(asked, answered) if asked.name == name and answered.status == status else answered
    )


def _on_json(change: BodyChange) -> AlterAnswer:
    return lambda _, answered: answered.with_json(change(json_of(answered.body)))


# --- a whole answer -----------------------------------------------------------------------------------------------


def _whole_changes(
    document: Document, operation: Operation, status: int, seen: Seen
) -> Iterator[tuple[str, str, AlterAnswer]]:
    for operator, change in _TEXT_CHANGES.items():
        yield operator, "", change
    for other in (201, 400, 500) if status < _FIRST_REFUSAL else (200, 418, 502):
        if other != status:
            yield "other-status", f"/{other}", _with_status(other)
    own = {other.operation_id for other in document.operations} - {operation.operation_id}
    for (name, other), answers in seen.items():
        if other == status == _OK and name in own:
            yield "answer-of-operation", f"/{name}", _instead(answers[0])
        if name == operation.operation_id and (status < _FIRST_REFUSAL) != (other < _FIRST_REFUSAL):
            yield "answer-of-status", f"/{other}", _instead(answers[0])


def _with_status(status: int) -> AlterAnswer:
    return lambda _, answered: Answered(status, answered.headers, answered.body)


def _instead(other: Answered) -> AlterAnswer:
    return lambda _, __: other


def _text(change: Callable[[bytes], bytes]) -> AlterAnswer:
    return lambda _, answered: Answered(answered.status, answered.headers, change(answered.body))


def _content_type(value: bytes | None) -> AlterAnswer:
    return lambda _, answered: answered.with_header(b"content-type", value)


def _in_utf_16(_: IncomingRequest, answered: Answered) -> Answered:
    other = answered.with_header(b"content-type", b"application/json; charset=utf-16")
    return Answered(other.status, other.headers, answered.body.decode().encode("utf-16"))


def _page(_: IncomingRequest, answered: Answered) -> Answered:
    page = answered.with_header(b"content-type", b"text/html")
    return Answered(page.status, page.headers, b"<html><body>Please wait</body></html>")


_TEXT_CHANGES: dict[str, AlterAnswer] = {
    "content-type-text": _content_type(b"text/plain"),
    "content-type-none": _content_type(None),
    "content-type-other-json": _content_type(b"application/vnd.other+json"),
    "charset-latin-1": _content_type(b"application/json; charset=iso-8859-1"),
    "charset-utf-16": _in_utf_16,
    "html-page": _page,
    "json-cut": _text(lambda body: body[:-1]),
    "json-twice": _text(lambda body: body + body),
    "json-comment": _text(lambda body: body[:1] + b"// an answer\n" + body[1:]),
    "json-trailing-comma": _text(lambda body: body[:-1] + b"," + body[-1:]),
    "json-repeated-name": _text(lambda body: body[:-1] + b"," + body[1:]),
    "json-byte-order-mark": _text(lambda body: b"\xef\xbb\xbf" + body),
    "json-in-list": _text(lambda body: b"[" + body + b"]"),
    "json-in-text": _text(lambda body: orjson.dumps(body.decode())),
    "empty": _text(lambda _: b""),
}


# --- pictures -----------------------------------------------------------------------------------------------------

_PICTURE_CHANGES: dict[str, AlterAnswer] = {
    "picture-cut": _text(lambda body: body[: len(body) // 2]),
    "picture-empty": _text(lambda _: b""),
    "picture-is-text": _text(lambda _: b"no picture"),
    "picture-is-page": _page,
    "picture-other-type": lambda _, answered: answered.with_header(
        b"content-type", b"image/gif" if (b"content-type", b"image/gif") not in answered.headers else b"image/png"
    ),
    "picture-type-none": _content_type(None),
    "picture-type-json": _content_type(_JSON),
    "picture-gone": _with_status(404),
    "picture-fails": _with_status(500),
}


def _has_pictures(document: Document, operation: Operation) -> bool:
    return any(place.schema.get("x-replay") == "picture-url" for place in answer_places(document, operation, _OK))


# --- tasks --------------------------------------------------------------------------------------------------------


def _task_changes(operation: Operation, documents: tuple[Document, ...]) -> Iterator[tuple[str, AlterAnswer]]:
    links = [each.task_link for document in documents for each in document.operations if each.task_link]
    own = operation.task_link
    if own and own.poll_operation_id != operation.operation_id:
        yield "id-reused", _with_first_task_id(operation.operation_id, own.id_in_answer)
    if any(link.poll_operation_id == operation.operation_id for link in links):
        name = operation.operation_id
        yield "poll-never-starts", _Story(name, documents, lambda told: told[0])
        yield "poll-never-ends", _Story(name, documents, lambda told: told[1] if len(told) > 2 else told[-1])
        yield "poll-backwards", _Story(name, documents, lambda told: told[0] if len(told) == 3 else told[-1])
        yield "poll-begins-again", _Story(name, documents, lambda told: told[0] if len(told) > 3 else told[-1])
        for example in (e for e in operation.examples if "unknown-task" in e.conditions and e.status == _OK):
            unknown = Answered(_OK, ((b"content-type", _JSON),), orjson.dumps(example.value))
            yield "poll-forgets", _Story(name, documents, _given_after(2, unknown))
            yield "poll-knows-none", _Story(name, documents, _given_after(0, unknown))


def _given_after(polls: int, answer: Answered) -> Callable[[list[Answered]], Answered]:
    return lambda told: answer if len(told) > polls else told[-1]


def _with_first_task_id(name: str, path: Path) -> AlterAnswer:
    first: list[str] = []

    def alter(asked: IncomingRequest, answered: Answered) -> Answered:
        body = json_of(answered.body)
        task_id = at(body, path)
        if asked.name != name or not isinstance(task_id, str):
            return answered
        first.append(task_id)
        at(body, path[:-1])[path[-1]] = first[0]
        return answered.with_json(body)

    return alter


class _Story:
    """What a task's polls are answered with instead, out of what they were answered with so far."""

    def __init__(
        self,
        name: str,
        documents: tuple[Document, ...],
        choose: Callable[[list[Answered]], Answered],
    ) -> None:
        self._name = name
        self._documents = documents
        self._choose = choose
        self._told: dict[str, list[Answered]] = {}

    def __call__(self, asked: IncomingRequest, answered: Answered) -> Answered:
        """Return what is answered instead."""
        task_id = task_id_in(asked, self._documents) if asked.name == self._name else None
        if task_id is None or answered.status != _OK:
            return answered
        told = self._told.setdefault(task_id, [])
        told.append(answered)
        return self._choose(told)
