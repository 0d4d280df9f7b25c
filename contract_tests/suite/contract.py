"""What one gateway promises: its document and recordings, and what they say of a request."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import open_document
from image_gateways_documents.document_tree import SUCCESS, covering, snake_case
from image_gateways_documents.media_types import documented_as
from image_gateways_documents.operation_facts import facts_of
from image_gateways_documents.operations import Operation
from image_gateways_documents.problem import Problem
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.routing import Router
from image_gateways_documents.schema_walk import ANY, Path, Pattern, Schema, find, places
from image_gateways_recordings.cassettes import Interaction, load_cassettes
from image_gateways_recordings.pictures import Pictures

from .asked_values import read_json
from .decoded_pictures import decoded
from .document_lines import line_of
from .documented_answers import DocumentedAnswer, DocumentedAnswers
from .made_values import ValueMaker
from .request_judge import Asked, RequestJudge
from .target import Target
from .wire import CASE_HEADER, Sent

_DOCUMENTED = "documented"
_GAINS = frozenset({"task-id", "picture-url", "picture-base64"})
_LATEST = 32  # requests: mostly it is the last one, a poll, that comes again


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the document says of a request.

    Attributes:
        operation: the operation it reaches; None for none.
        request: the request as the document reads it; None where it is refused.
        refusals: for each reason to refuse it, the reason and the documented answer, None where none is documented.
            One of them has to come.
        is_made: whether the request was made to be refused for just these reasons.
    """

    operation: Operation | None
    request: CheckedRequest | None
    refusals: tuple[tuple[Problem, DocumentedAnswer | None], ...] = ()
    is_made: bool = False

    @property
    def problem(self) -> Problem | None:
        """Why it is refused: the first reason."""
        return self.refusals[0][0] if self.refusals else None

    def made(self, condition: str | None) -> "Expectation":
        """Return what is expected of a request that is made to break one condition, or none if that is empty.

        Args:
            condition: what it breaks; None where its making does not know.

        Raises:
            Contradiction: the document says something else.
        """
        meant = tuple(refusal for refusal in self.refusals if refusal[0].condition == condition)
        if condition is not None and bool(condition or self.refusals) and not meant:
            found = ", ".join(str(problem) for problem, _ in self.refusals) or "nothing wrong"
            raise Contradiction(f"made to be {condition or 'allowed'}, and the document has: {found}")
        return self if condition is None else replace(self, refusals=meant, is_made=bool(meant))


class Contradiction(Exception):
    """What a case is made to be is not what the document says of it, so that the suite itself is wrong."""


class Contract:
    """One gateway's promises.

    Raises:
        DocumentError: the document cannot be read.
        RecordingError: a recording breaks the document.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.document = open_document(target.document, gateway=target.gateway, lined=True)
        self.pictures = Pictures(target.recordings / "pictures")
        self.cassettes = load_cassettes(target.recordings, self.document, Router([self.document]), self.pictures)
        self._operations = {operation.operation_id: operation for operation in self.document.operations}
        self._answers = DocumentedAnswers(self.document, self.cassettes)
        self._judge = RequestJudge(self.document, [] if target.takes_any_key else [target.api_key])
        self.facts = facts_of(self.document)
        self.values = ValueMaker(self.document)
        self._recorded: dict[tuple[str, int], Sequence[tuple[int, Any]]] = {}
        self._of_failures: dict[str, frozenset[Path]] = {}
        self._reached: dict[tuple[str, str], Operation | None] = {}
        self._places: dict[int, dict[Pattern, list[Schema]]] = {}
        self._expected = lru_cache(maxsize=_LATEST)(self._expectation)

    def at(self, base_url: str) -> "Contract":
        """Return the same promises, as another server makes them."""
        other = copy(self)
        other.target = replace(self.target, base_url=base_url)
        return other

    @property
    def has_house_rules(self) -> bool:
        """Whether the document keeps the house's rules beside those of OpenAPI."""
        return self.document.asks_for_house_rules

    @cached_property
    def payload(self) -> str:
        """Name of the envelope's property that carries a success, as links and pictures lead through it."""
        paths = [o.task_link.id_in_answer for o in self.document.operations if o.task_link]
        return str(paths[0][0]) if paths and len(paths[0]) > 1 else ""

    @cached_property
    def _parameters(self) -> Mapping[str, Sequence[Schema]]:
        return {found.operation_id: self.document.parameters(found) for found in self.document.operation_nodes()}

    def parameters(self, operation: Operation) -> Sequence[Schema]:
        """Return the parameters of an operation as they stand in the document."""
        known = {(one.location, one.name) for one in operation.parameters}
        named = ((node["in"], node["name"].lower() if node["in"] == "header" else node["name"], node) for node in
                 self._parameters[operation.operation_id])  # fmt: skip
        return [node for place, name, node in named if (place, name) in known]

    def holds_file(self, schema: Schema, name: str) -> bool:
        """Tell whether a field of a form, or each of its items, is a file."""
        found = [p.schema for p in places(schema, self.document.resolve) if p.pattern in ((name,), (name, ANY))]
        return any(part.get("format") == "binary" or "contentMediaType" in part for part in found)

    def expect(self, sent: Sent) -> Expectation:
        """Say what the document says of a request."""
        return self._expected(replace(sent, headers=tuple(pair for pair in sent.headers if pair[0] != CASE_HEADER)))

    def _expectation(self, sent: Sent) -> Expectation:
        judgement = self._judge.judge(_asked(sent))
        operation = self._operations.get(judgement.operation_id)
        if operation is None or judgement.problems:
            reasons: dict[str, Problem] = {}
            for problem in judgement.problems:
                reasons.setdefault(problem.condition, problem)
            refusals = ((reason, self._answers.refusal(operation, name)) for name, reason in reasons.items())
            return Expectation(operation, None, tuple(refusals))
        return Expectation(operation, _allowed(operation, judgement.parameters, judgement.body))

    def reached(self, sent: Sent) -> Operation | None:
        """Return the operation that a request is for, whatever its key and body; None for none."""
        line = sent.method, sent.target
        if line not in self._reached:
            self._reached[line] = self._operations.get(self._judge.reached(_asked(sent)))
        return self._reached[line]

    def expect_asked(self, sent: Sent) -> Expectation:
        """Say what the document says of a request that asks a mock, with `Prefer`, for one of its answers."""
        wish, _, wanted = sent.first_headers()["prefer"].partition("=")
        operation = self.reached(sent)
        assert operation is not None
        names = [wanted] if wish == "example" else self._failures_of_status(operation, wanted)
        problem = Problem("asked-for", ("Prefer",), wanted, "it")
        return Expectation(operation, None, tuple((problem, self._answers.named(operation, name)) for name in names))

    def statuses_of_failures(self, operation: Operation) -> Sequence[str]:
        """Return the HTTP statuses of an operation's failures, and their classes, such as `4XX`."""
        statuses = {self._answers.named(operation, name).status for name in self.failures(operation)}
        return sorted({text for status in statuses.difference(SUCCESS) for text in (str(status), f"{status // 100}XX")})

    def _failures_of_status(self, operation: Operation, wanted: str) -> list[str]:
        answers = {name: self._answers.named(operation, name) for name in self.failures(operation)}
        return [name for name, answer in answers.items() if wanted in (str(answer.status), f"{answer.status // 100}XX")]

    def expect_busy(self, sent: Sent) -> Expectation:
        """Say what the document says of a request that comes when there were too many."""
        operation = self.reached(sent)
        assert operation is not None
        problem = Problem("rate-limited", (), "fewer calls", "too many")
        return Expectation(operation, None, ((problem, self._answers.of_condition(operation, problem.condition)),))

    def unknown_task(self, poll: Operation) -> DocumentedAnswer | None:
        """Return the documented answer to a poll of a task that is unknown; None where there is none."""
        return self._answers.refusal(poll, "unknown-task")

    def failures(self, operation: Operation) -> Iterator[str]:
        """Yield the names of an operation's answers that are failures."""
        yield from self._answers.failures(operation)

    def answer_schema(self, operation: Operation | None, status: int, media_type: str) -> BodySchema | None:
        """Return what an answer's body is held to; None where the document has nothing."""
        response = operation.response(status) if operation else None
        known = documented_as(media_type, response.content) if response else None
        return response.content[known] if response and known else None

    def recorded(self, operation: Operation) -> Iterator[Interaction]:
        """Yield the recorded exchanges of an operation."""
        yield from self._interactions.get(operation.operation_id, ())

    @cached_property
    def _interactions(self) -> Mapping[str, Sequence[Interaction]]:
        found: dict[str, list[Interaction]] = {}
        for interaction in (each for cassette in self.cassettes for each in cassette.interactions):
            found.setdefault(interaction.operation.operation_id, []).append(interaction)
        return found

    def known_answers(self, operation: Operation, status: int) -> Iterator[Any]:
        """Yield the bodies of answers with a status that were recorded, then those that are documented."""
        yield from (interaction.body for interaction in self.recorded(operation) if interaction.status == status)
        examples = (*operation.examples, *self.document.unrouted.values())
        yield from (example.value for example in examples if example.status == status)

    def recorded_answers(self, request: CheckedRequest) -> Sequence[tuple[int, Any]]:
        """Return status and body of the recorded successes of requests like this one; of a poll, of all answers."""
        kind = request.operation.operation_id, id(request.shape)
        if kind not in self._recorded:
            self._recorded[kind] = tuple(self._recorded_answers(request.operation, request.shape))
        return self._recorded[kind]

    def recorded_of_just(self, request: CheckedRequest) -> Sequence[tuple[int, Any]]:
        """Return status and body of the recorded successes of a request that is this one; of a poll, of all answers."""
        operation = request.operation
        is_poll = operation.operation_id in self.document.submits
        return [
            (i.status, i.body)
            for i in self.recorded(operation)
            if i.request is not None
            and (i.request.parameters, i.request.body) == (request.parameters, request.body)
            and (is_poll or operation.succeeds(i.status, i.body))
        ]

    def _recorded_answers(self, operation: Operation, shape: BodySchema | None) -> Iterator[tuple[int, Any]]:
        is_poll = operation.operation_id in self.document.submits
        alike = [
            (i.status, i.body)
            for i in self.recorded(operation)
            if (operation.succeeds(i.status, i.body) or is_poll)
            and i.request is not None
            and (is_poll or i.request.shape is shape)
        ]
        yield from alike
        for example in operation.examples:
            status, body = example.status, example.value
            if status is not None and operation.succeeds(status, body) and (not alike or is_poll):
                yield status, body

    def is_documented(self, refusal: DocumentedAnswer) -> bool:
        """Tell whether a page of the provider says that a refusal is answered so; of others it is our reading."""
        examples = [example for operation in self.document.operations for example in operation.examples]
        known = (*examples, *self.document.unrouted.values())
        return any(e.evidence == _DOCUMENTED for e in known if snake_case(e.name) == refusal.name)

    def is_documented_demand(self, operation: Operation | None, path: Path) -> bool:
        """Tell whether a page says what is demanded of a place of a request, or nobody says who does."""
        if operation is None:
            return False
        pattern = tuple(ANY if isinstance(step, int) else step for step in path)
        body = self.facts[operation.operation_id].body_schema
        parts = [p.schema for p in places(body, self.document.resolve) if p.pattern == pattern]
        for parameter in self.parameters(operation):
            if path[:1] == (parameter["name"],):
                held = places(parameter.get("schema", {}), self.document.resolve)
                parts += [parameter, *(place.schema for place in held)]
        return all(part.get("x-evidence", {}).get("level", _DOCUMENTED) == _DOCUMENTED for part in parts)

    def fields_of_failures(self, operation: Operation) -> frozenset[Path]:
        """Return where at their top failures of an operation are shown with an object, and no success with anything."""
        if operation.operation_id not in self._of_failures:
            shown = {True: set[Path](), False: set[Path]()}
            for succeeded, body in self._answers.outcomes(operation):
                fields = body.items() if isinstance(body, dict) else ()
                shown[succeeded] |= {(name,) for name, value in fields if succeeded or isinstance(value, dict)}
            self._of_failures[operation.operation_id] = frozenset(shown[False] - shown[True])
        return self._of_failures[operation.operation_id]

    def is_message_of_others(self, text: str, *, succeeded: bool) -> bool:
        """Tell whether a message is known of successes alone where it is a failure's, or of failures alone."""
        return _plain(text) in self._messages[not succeeded] - self._messages[succeeded] - {""}

    @cached_property
    def _messages(self) -> Mapping[bool, frozenset[str]]:
        """What is said of successes, and what of failures."""
        said = [(known, _plain(text)) for known, text in self._answers.messages()]
        return {outcome: frozenset(text for known, text in said if known is outcome) for outcome in (True, False)}

    @property
    def shows_failures_without_words(self) -> bool:
        """Whether a failure is known whose message is empty."""
        return "" in self._messages[False]

    def gains(self, operation: Operation | None, body: Any) -> Iterator[tuple[Path, str]]:
        """Yield the ids of tasks and the pictures in a body that a success of an operation has at these places."""
        roles = {
            pattern
            for status, response in (operation.responses.items() if operation else ())
            for schema in response.content.values()
            for pattern, role in (schema.roles if schema and status.startswith("2") else ())
            if role in _GAINS
        }
        for pattern in sorted(roles):
            yield from ((path, text) for path, text in find(body, pattern) if isinstance(text, str) and text)

    def schemas_that_fit(self, value: Any) -> Iterator[BodySchema]:
        """Yield the documented schemas, of whichever answer, that a value fits."""
        for operation in self.document.operations:
            for response in operation.responses.values():
                for schema in response.content.values():
                    if schema is not None and schema.problem(value) is None:
                        yield schema

    @cached_property
    def _recorded_pictures(self) -> frozenset[bytes]:
        carried = (
            decoded(text)
            for cassette in self.cassettes
            for interaction in cassette.interactions
            for response in interaction.operation.responses.values()
            for schema in response.content.values()
            for _, _, text in (schema.texts(interaction.body, "picture-base64") if schema else ())
        )
        return frozenset([*(self.pictures.read(name) for name in self.pictures.names), *carried])

    def is_recorded_picture(self, content: bytes) -> bool:
        """Tell whether a picture is one of the recordings."""
        return content in self._recorded_pictures

    def answer_node(self, operation: Operation, status: int, media_type: str) -> Schema | None:
        """Return the schema of an answer as it stands in the document; None where it has none."""
        media = self._answer_part(operation, status).get("content", {}).get(media_type, {})
        schema: Schema | None = media.get("schema")
        return schema

    def answer_places(
        self, operation: Operation, status: int, media_type: str
    ) -> Mapping[Pattern, Sequence[Schema]] | None:
        """Return what the document has for each place of an answer, outermost first; None where it has no schema."""
        schema = self.answer_node(operation, status, media_type)
        if schema is None:
            return None
        found = self._places.get(id(schema))
        if found is None:
            found = self._places[id(schema)] = {}
            for pattern, part in places(schema, self.document.resolve):
                found.setdefault(pattern, []).append(part)
        return found

    def line(self, operation: Operation, status: int, media_type: str, path: Path) -> str:
        """Return the document's line for a place in an answer: of the nearest place above it that is documented."""
        found = self.answer_places(operation, status, media_type)
        if found is None:
            part = self._answer_part(operation, status)
            return line_of(self.document, part or operation.node, "content" if part else "responses")
        pattern = tuple(ANY if isinstance(step, int) else step for step in path)
        while pattern and pattern not in found:
            pattern = pattern[:-1]
        return line_of(self.document, found[pattern][-1])

    def answer_headers(self, operation: Operation, status: int) -> Mapping[str, Schema]:
        """Return the headers that the document has for an answer, by their names in lower case."""
        named: Mapping[str, Schema] = self._answer_part(operation, status).get("headers", {})
        return {name.lower(): self.document.dereferenced(node) for name, node in named.items()}

    def shows_header(self, operation: Operation, status: int, name: str) -> bool:
        """Tell whether a mock answers with a header since the document shows its value, and no recording is there."""
        response = operation.responses.get(str(status))
        is_shown = response is not None and name in dict(response.headers)
        return is_shown and self.target.replays and next(self.recorded(operation), None) is None

    def _answer_part(self, operation: Operation, status: int) -> Schema:
        responses = operation.node.get("responses", {})
        by_name: dict[str, Schema] = {str(name): part for name, part in responses.items()}
        return self.document.dereferenced(by_name.get(covering(by_name, status) or "", {}))


def _plain(message: str) -> str:
    """A message as people read it, whichever way its letters are written."""
    return message.strip(" .!").casefold()


def _asked(sent: Sent) -> Asked:
    return Asked(sent.method, sent.path, sent.query, sent.first_headers(), sent.body)


def _allowed(operation: Operation, parameters: Mapping[str, Any], body: Any) -> CheckedRequest:
    shape = operation.body.shape_of(body) if operation.body and body is not None else None
    form = None
    for pattern, schema in ((), shape), *(shape.json_texts if shape else ()):
        for _, text in find(body, pattern):
            value = read_json(text.encode()) if pattern and isinstance(text, str) else text
            form = _picture_form(schema, value) or form
    return CheckedRequest(operation, parameters, body, shape, form)


def _picture_form(schema: BodySchema | None, body: Any) -> str | None:
    """The role of the strings in which a body asks for pictures, by the document's `x-answer-as`."""
    for forms in schema.answer_forms if schema else ():
        for _, holder in find(body, forms.pattern):
            asked = holder.get(forms.by) if isinstance(holder, dict) else None
            by_value = [role for role, value in forms.values.items() if forms.by in holder and asked == value]
            return next(iter(by_value), forms.otherwise)
    return None
