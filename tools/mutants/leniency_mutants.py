"""Operators on what the server demands: it takes requests that it should refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import orjson

from image_gateways_documents.document import Document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import at
from image_gateways_recordings.cassettes import RecordingError

from .altered_server import AlterAnswer, AlterRequest, Answered, IncomingRequest, json_of, task_id_in, unaltered
from .document_operators import Edit, weaker_requests
from .mutant import Mutant
from .trial_result import Ending, TrialResult

if TYPE_CHECKING:
    from .bench import Bench

_COMMENT = re.compile(rb"(?<!:)//[^\n]*\n|/\*.*?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(rb",(\s*[}\]])")


@dataclass(frozen=True)
class WeakDocumentMutant(Mutant):
    """The server holds requests to a document that demands less."""

    kind: ClassVar[str] = "leniency"

    edit: Edit

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`."""
        try:
            app = bench.mock(self.gateway, document=bench.written(self.gateway, self.edit))
        except (DocumentError, RecordingError) as error:
            return TrialResult(Ending.STILLBORN, message=str(error))
        return bench.hold(self.gateway, app)


@dataclass(frozen=True)
class ForgivingServerMutant(Mutant):
    """The server overlooks what no document can be weakened to allow."""

    kind: ClassVar[str] = "leniency"

    alter: AlterRequest
    watch: AlterAnswer = unaltered

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`."""
        return bench.hold(self.gateway, bench.altered(self.alter, self.watch))


def leniency_mutants(documents: tuple[Document, ...]) -> Iterator[Mutant]:
    """Yield every operator at every place."""
    for document in documents:
        for edit in weaker_requests(document.root):
            yield WeakDocumentMutant(edit.operator, document.gateway, edit.operations, edit.place, edit)
        for operation in document.operations:
            for operator, detail, alter in _overlooked(document, operation):
                place = f"{operation.operation_id}{detail}"
                yield ForgivingServerMutant(operator, document.gateway, (operation.operation_id,), place, alter)
            if operation.operation_id in document.submits:
                name, any_task = operation.operation_id, _AnyTask(document, operation)
                yield ForgivingServerMutant(
                    "accept-any-task", document.gateway, (name,), name, any_task.forgive, any_task.remember
                )


def _overlooked(document: Document, operation: Operation) -> Iterator[tuple[str, str, AlterRequest]]:
    for credential in operation.all_credentials:
        good = credential.value(credential.placeholders[0]).encode()
        header = credential.name.encode()
        yield "accept-no-key", "", _for(operation, partial(_with_key, header, good, lambda given: given is None))
        yield "accept-empty-key", "", _for(operation, partial(_with_key, header, good, _is_bare_scheme))
        yield "accept-other-scheme", "", _for(operation, partial(_with_key, header, good, _is_other_scheme))
        yield "accept-any-key", "", _for(operation, partial(_with_key, header, good, _is_bearer_key))
    if operation.body is not None:
        json_type = min(operation.media_types).encode()
        for operator, change in _FORGIVEN_TEXTS.items():
            yield operator, "", _for(operation, partial(_with_body, change))
        yield "accept-repeated-names", "", _for(operation, lambda asked: replace(asked, body=_last_names(asked.body)))
        yield "accept-any-type", "", _for(operation, lambda asked: asked.with_header(b"content-type", json_type))
        yield "accept-no-body", "", _for(operation, _with_example_for_nothing(operation))
    for name, value in operation.constants.items():
        known = {other.constants.get(name) for other in document.operations}
        right = partial(_with_constant, operation.path, name, value)
        yield "accept-other-constant", f"/{name}", partial(right, partial(_is_only_one_beyond, known))
        yield "accept-no-constant", f"/{name}", partial(right, lambda given: not given)
        yield "accept-repeated-constant", f"/{name}", partial(_with_one_value, operation, name)
    for method in ("GET", "PUT", "POST", "DELETE", "PATCH"):
        if method != operation.method:
            yield "accept-method", f"/{method}", partial(_with_method, operation, method)


def _for(operation: Operation, alter: AlterRequest) -> AlterRequest:
    return lambda asked: alter(asked) if asked.name == operation.operation_id else asked


def _with_key(
    name: bytes, good: bytes, forgiven: Callable[[bytes | None], bool], asked: IncomingRequest
) -> IncomingRequest:
    return asked.with_header(name, good) if forgiven(asked.header(name)) else asked


def _is_bare_scheme(given: bytes | None) -> bool:
    return given is not None and len(given.split()) < 2


def _is_other_scheme(given: bytes | None) -> bool:
    return given is not None and len(given.split()) > 1 and not given.lower().startswith(b"bearer ")


def _is_bearer_key(given: bytes | None) -> bool:
    return given is not None and given.lower().startswith(b"bearer ") and len(given.split()) > 1


def _with_body(change: Callable[[bytes], bytes], asked: IncomingRequest) -> IncomingRequest:
    # Only what is not JSON is forgiven: what is stays byte for byte.
    return replace(asked, body=change(asked.body)) if json_of(asked.body) is None else asked


def _last_names(body: bytes) -> bytes:
    """Of a name that is repeated, the last value, as most parsers have it."""
    value = json_of(body)
    return body if value is None else orjson.dumps(value)


_FORGIVEN_TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "accept-comments": lambda body: _COMMENT.sub(b"", body),
    "accept-trailing-commas": lambda body: _TRAILING_COMMA.sub(rb"\1", body),
    "accept-byte-order-mark": lambda body: body.removeprefix(b"\xef\xbb\xbf"),
    "accept-not-a-number": lambda body: re.sub(rb"\bNaN\b|-?\bInfinity\b", b"0", body),
    "accept-cut-json": lambda body: body + b"}",
    "accept-single-quotes": lambda body: body.replace(b"'", b'"'),
}


def _with_example_for_nothing(operation: Operation) -> AlterRequest:
    example = orjson.dumps(operation.body_examples[0])
    return lambda asked: replace(asked, body=asked.body or example)


def _with_constant(
    path: str, name: str, value: str, forgiven: Callable[[list[str]], bool], asked: IncomingRequest
) -> IncomingRequest:
    given = [text for key, text in asked.query if key == name]
    if asked.path != path or not forgiven(given):
        return asked
    return replace(asked, query=(*((k, v) for k, v in asked.query if k != name), (name, value)))


def _is_only_one_beyond(known: Container[str | None], given: list[str]) -> bool:
    return len(given) == 1 and given[0] not in known


def _with_one_value(operation: Operation, name: str, asked: IncomingRequest) -> IncomingRequest:
    given = [pair for pair in asked.query if pair[0] == name]
    if asked.path != operation.path or len(given) < 2 or asked.method != operation.method:
        return asked
    return replace(asked, query=(*(pair for pair in asked.query if pair[0] != name), given[0]))


def _with_method(operation: Operation, method: str, asked: IncomingRequest) -> IncomingRequest:
    path = re.sub(r"\\\{[^{}]+\\\}", "[^/]+", re.escape(operation.path))
    same_constants = dict(operation.constants).items() <= dict(asked.query).items()
    if asked.method != method or not re.fullmatch(path, asked.path) or not same_constants:
        return asked
    return replace(asked, method=operation.method)


class _AnyTask:
    """Takes the latest task for one that was never submitted."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._known: list[str] = []

    def remember(self, asked: IncomingRequest, answered: Answered) -> Answered:
        """Note the task that a submit made."""
        link = asked.operation.task_link if asked.operation else None
        task_id = at(json_of(answered.body), link.id_in_answer) if link else None
        if isinstance(task_id, str) and asked.name != self._operation.operation_id:
            self._known.append(task_id)
        return answered

    def forgive(self, asked: IncomingRequest) -> IncomingRequest:
        """Ask for the latest task instead of one that is not known."""
        task_id = task_id_in(asked, (self._document,)) if asked.name == self._operation.operation_id else None
        if task_id is None or not self._known or task_id in self._known:
            return asked
        if not asked.body:
            return replace(asked, path=asked.path.replace(task_id, self._known[-1]))
        return replace(asked, body=asked.body.replace(orjson.dumps(task_id), orjson.dumps(self._known[-1])))
