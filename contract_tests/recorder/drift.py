"""Where an exchange departs from its document, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from image_gateways_documents.answer_facts import AnswerFacts
from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.operation_facts import OperationFacts
from image_gateways_documents.problem import Problem, quoted
from image_gateways_documents.request_check import (
    CheckedRequest,
    Headers,
    check_body,
    check_content_type,
    check_parameters,
)
from image_gateways_documents.routing import Match, Query, Rejection
from image_gateways_documents.schema_walk import Path, json_path


@dataclass(frozen=True, slots=True)
class Drift:
    """One place where document and gateway disagree.

    Attributes:
        where: the side and the JSON path, as `answer $.data.status`.
        document: what the document says.
        gateway: what the gateway said.
    """

    where: str
    document: str
    gateway: str

    def __str__(self) -> str:
        return f"{self.where}: the document says {self.document}, the gateway said {self.gateway}"


@dataclass(frozen=True, slots=True)
class Examined:
    """An answer held to its document.

    Attributes:
        value: the parsed body; its text where it is not JSON, or not what the document lets one read.
        schema: what it was held to; None where the document has nothing to hold it to.
        readable: whether a caller who goes by the document could read it at all.
        drift: every violation.
        notes: what is allowed but not documented.
        oddities: what is readable, and not as the document shows it.
    """

    value: Any
    schema: BodySchema | None
    readable: bool
    drift: tuple[Drift, ...] = ()
    notes: tuple[Drift, ...] = ()
    oddities: tuple[Drift, ...] = ()


def examine_request(
    match: Match, query: Query, headers: Headers, body: bytes, refused: bool
) -> tuple[CheckedRequest | None, tuple[Drift, ...]]:
    """Return the request as the document reads it, and where the gateway took what the document forbids.

    Args:
        match: the operation it is for.
        query: its query parameters.
        headers: its headers, names in lower case.
        body: its body.
        refused: whether it was refused: it may break the document, and says nothing then.
    """
    try:
        parameters = check_parameters(match, headers, query)
        check_content_type(match.operation, headers)
        return check_body(match.operation, parameters, body, headers.get("content-type", "")), ()
    except Rejection as rejection:
        if refused:
            return None, ()
        problems = _body_problems(match, body) or (rejection.problem,)
        return None, tuple(_violation("request", problem) for problem in problems)


def examine_answer(
    match: Match, status: int, media_type: str, body: bytes, text: str, facts: AnswerFacts | None
) -> Examined:
    """Hold an answer to its document.

    Args:
        match: the operation that answered.
        status: HTTP status code.
        media_type: its media type, in lower case, without parameters.
        body: its body.
        text: the body as text.
        facts: the schema of the answer, where the document has one.
    """
    documented = match.operation.response(status)
    if documented is None:
        known = ", ".join(match.operation.responses)
        return Examined(text, None, False, (Drift("answer status", known, f"{status}, {_excerpt(text)}"),))
    if documented.content and media_type not in documented.content:
        types = " or ".join(documented.content)
        drift = Drift("answer header Content-Type", types, f"{media_type or 'nothing'}, {_excerpt(text)}")
        return Examined(text, None, False, (drift,))
    schema = documented.content.get(media_type)
    if schema is None:
        return Examined(text, None, True)
    try:
        value = parse_json(body)
    except MalformedJson as error:
        return Examined(text, schema, False, (Drift("answer $", "JSON", f"{error}: {_excerpt(text)}"),))
    found = tuple(_violation("answer", problem) for problem in schema.problems(value))
    if facts is None:
        return Examined(value, schema, True, found)
    return Examined(value, schema, True, found, tuple(answer_notes(value, facts)), tuple(answer_oddities(value, facts)))


def _body_problems(match: Match, body: bytes) -> tuple[Problem, ...]:
    try:
        return match.operation.body.problems(parse_json(body)) if match.operation.body else ()
    except MalformedJson:
        return ()


def _violation(side: str, problem: Problem) -> Drift:
    return Drift(f"{side} {json_path(problem.path, '$')}", problem.expected, problem.found)


def undocumented(value: Any, facts: AnswerFacts) -> Iterator[tuple[Path, str, Any]]:
    """Yield what an answer holds that its document does not know: where, whether a `field` or a `value`, and what."""
    yield from ((path, "field", found) for path, found in facts.unknown_fields(value))
    yield from ((path, "value", found) for path, found in facts.unlisted_values(value))


def answer_notes(value: Any, facts: AnswerFacts) -> Iterator[Drift]:
    """Yield what an answer holds that is allowed but not documented."""
    for path, kind, found in undocumented(value, facts):
        yield Drift(f"answer {json_path(path, '$')}", f"nothing of such a {kind}", quoted(found))


def answer_oddities(value: Any, facts: AnswerFacts) -> Iterator[Drift]:
    """Yield where an answer is readable, and not what the document shows."""
    for path, why in facts.drifts(value):
        yield Drift(f"answer {json_path(path, '$')}", why, "an answer of this form")
    for path in facts.missing_fields(value):
        yield Drift(f"answer {json_path(path, '$')}", "in each of its examples that there is such a field", "nothing")


def request_notes(body: Any, facts: OperationFacts) -> Iterator[Drift]:
    """Yield the fields of a request's body that are allowed but not documented."""
    for path, found in facts.unknown_request_fields(body):
        yield Drift(f"request {json_path(path, '$')}", "nothing of such a field", quoted(found))


def undocumented_lines(notes: Sequence[Sequence[Drift]]) -> list[str]:
    """Say where a cassette holds what its document does not know, without values: its provenance keeps these lines.

    Args:
        notes: the notes of each of its interactions, in order.
    """
    return list(
        dict.fromkeys(
            f"interactions[{number}] {note.where}: the document says {note.document}"
            for number, own in enumerate(notes)
            for note in own
        )
    )


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return quoted(words if len(words) <= 60 else words[:57] + "...")
