"""Answers that nobody recorded and of which the document shows no example, made of what it says of them."""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

import orjson

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import SUCCESS, Json
from image_gateways_documents.links import is_location
from image_gateways_documents.media_types import essence, is_json
from image_gateways_documents.operation_facts import variant_of
from image_gateways_documents.operations import Operation
from image_gateways_documents.responses import Example
from image_gateways_documents.schema_walk import Path, at, find

from .own_addresses import SAMPLE_ADDRESS
from .sample_pictures import concrete, sample_picture
from .samples import NoSample, Sampler

# What a status of a refusal means, in a document that does not say what each of its answers is given for.
_MEANS: Final[Mapping[int, tuple[str, ...]]] = {
    401: ("missing-credentials",),
    403: ("wrong-credentials",),
    404: ("unknown-task",),
    413: ("body-too-large",),
    415: ("unsupported-media-type",),
    422: ("missing-field",),
    400: ("malformed-json", "missing-field"),
    429: ("rate-limited",),
    500: ("internal-error",),
}
_OK, _BAD_REQUEST, _UNAUTHORIZED, _TOO_MANY = 200, 400, 401, 429
_WITHOUT_BODY: Final = frozenset({204, 205, 304})
_EVENTS = "text/event-stream"


def meanings(status: int) -> tuple[str, ...]:
    """Return the conditions under which an answer with a status is given, where the document says nothing of them."""
    return _MEANS.get(status, ())


def order_of(status: int) -> int:
    """Return where a status stands among others that mean the same: the lowest is given."""
    return list(_MEANS).index(status) if status in _MEANS else len(_MEANS)


class UnrecordedAnswers:
    """Makes the answers of a document's operations.

    Args:
        document: the document.

    Attributes:
        problems: of which answers none could be made so far, and what to write: a line for each.
    """

    def __init__(self, document: Document) -> None:
        self.problems: list[str] = []
        self._document = document
        self._sampler = Sampler(document, SAMPLE_ADDRESS, whole=True)

    def of(self, operation: Operation, answered: set[int]) -> Iterator[Example]:
        """Yield an answer for each documented status that has none and of which one can be made.

        Args:
            operation: the operation.
            answered: the statuses that have one.
        """
        succeeds = any(status[:1] == "2" for status in operation.responses)
        responses = operation.node.get("responses", {}).items()
        # What stands for many statuses is for those alone that nothing else is for.
        for key, node in sorted(responses, key=lambda response: not str(response[0]).isdigit()):
            for status in _statuses(str(key), succeeds, bool(operation.credentials)):
                if status not in answered:
                    answered.add(status)
                    yield from self._answers(operation, status, self._document.dereferenced(node))

    def of_other_types(self, operation: Operation, answered: Collection[tuple[int, str]]) -> Iterator[Example]:
        """Yield the answers of success in the types that callers get only if they ask for them.

        Args:
            operation: the operation.
            answered: the statuses and types that have an answer.
        """
        for key, held in operation.node.get("responses", {}).items():
            node = self._document.dereferenced(held)
            content = node.get("content", {})
            known = [kind for status, kind in answered if str(status) == str(key) and status in SUCCESS]
            for name in content if known else ():
                if _made_type(name) not in known:
                    only = {**node, "content": {name: content[name]}}
                    for answer in self._answers(operation, int(key), only):
                        yield replace(answer, name=f"{answer.name}_{variant_of(name)}")

    def miss(self, operation: Operation, what: str) -> None:
        """Note what an operation lacks."""
        self.problems.append(str(self._document.error_at(operation.steps, f"{operation.operation_id}: {what}")))

    def _answers(self, operation: Operation, status: int, node: Json) -> Iterator[Example]:
        content = {} if status in _WITHOUT_BODY else node.get("content", {})
        try:
            media_type, value = self._content(content)
            headers = tuple(self._headers(operation, status, node))
        except NoSample as error:
            self.miss(operation, f"no answer can be made for {status}, {error}; give it an `example`")
            return
        yield from _in_order(
            operation, Example(f"sample_{status}", status, media_type, headers, value, frozenset(), "")
        )

    def _content(self, content: Json) -> tuple[str, Any]:
        """The type and the body of an answer that may be of several types: JSON if it may, else the first."""
        if not content:
            return "", b""
        name = _usual_type(content)
        schema, kind = content[name].get("schema", {}), _made_type(name)
        if is_json(name):
            return kind, self._sampler.sample(schema)
        if kind.startswith("image/"):
            return kind, sample_picture(kind)
        if kind == _EVENTS:
            return kind, b"data: " + orjson.dumps(self._sampler.sample(schema)) + b"\n\n"
        if kind.endswith(("/xml", "+xml")):
            return kind, b'<?xml version="1.0"?><answer/>'
        value = self._sampler.sample(schema) if kind.startswith("text/") and schema else "text"
        return kind, str(value).encode()

    def _headers(self, operation: Operation, status: int, node: Json) -> Iterator[tuple[str, str]]:
        """The headers that the document shows, those that have to be there, and where a created thing is."""
        documented = operation.response(status)
        shown = dict(documented.headers) if documented else {}
        yield from shown.items()
        needed = operation.task_link.id_in_header if operation.task_link else ""
        for name, held in node.get("headers", {}).items():
            header, lower = self._document.dereferenced(held), name.lower()
            if lower not in shown and (header.get("required") or is_location(name) or lower == needed):
                value = SAMPLE_ADDRESS if is_location(name) else self._sampler.sample(header.get("schema", {}), name)
                yield lower, value if isinstance(value, str) else orjson.dumps(value).decode()


def _made_type(documented: str) -> str:
    """The type that an answer is made in for a documented type, which may be a range."""
    kind = essence(documented)
    if kind.startswith("image/"):
        return concrete(kind)
    return kind.replace("*/*", "application/octet-stream").replace("/*", "/plain")


def _usual_type(content: Json) -> str:
    return next(filter(is_json, content), next(iter(content)))


def _in_order(operation: Operation, answer: Example) -> Iterator[Example]:
    """Yield an answer; of one about a task first that it goes on, then that it came to the first end of `x-final`."""
    documented = operation.response(answer.status or 0)
    schema = documented.content.get(answer.media_type) if documented else None
    for pattern, ends in schema.final_at if schema else ():
        for path, shown in find(answer.value, pattern):
            goes_on = next((one for one in (shown, *_listed(schema, ends)) if one not in ends), ends[0])
            yield _with_status(answer, path, goes_on, "")
            yield _with_status(answer, path, ends[0], "_at_its_end")
            return
    yield answer


def _listed(schema: BodySchema | None, ends: Any) -> Iterator[Any]:
    for place in schema.places if schema else ():
        yield from place.schema.get("enum", ()) if place.schema.get("x-final") == ends else ()


def _with_status(answer: Example, path: Path, status: Any, name: str) -> Example:
    value = deepcopy(answer.value)
    at(value, path[:-1])[path[-1]] = status
    return replace(answer, name=f"{answer.name}{name}", value=value)


def _statuses(key: str, succeeds: bool, asks_for_key: bool) -> tuple[int, ...]:
    """The statuses that are answered for a documented status, or class of them."""
    if key.isdigit():
        return (int(key),)
    refusals = (_BAD_REQUEST, *([_UNAUTHORIZED] if asks_for_key else ()), _TOO_MANY)
    if key in ("default", "4XX"):
        return refusals if succeeds or key != "default" else (_OK, *refusals)
    return (int(key[0]) * 100,) if key[:1].isdigit() else ()


def is_answer(status: int) -> bool:
    """Tell whether a status tells of no failure, so that it can stand for the success that a document lacks."""
    return status < _BAD_REQUEST and status >= SUCCESS.start
