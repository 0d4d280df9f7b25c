"""What one gateway promises: its document and recordings, and what they say of a request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from image_gateways_documents.document import BodySchema, Document, Operation, snake_case
from image_gateways_documents.document_tree import covering
from image_gateways_documents.json_text import parse_json
from image_gateways_documents.operation_facts import facts_of
from image_gateways_documents.problem import Problem
from image_gateways_documents.rejection import Rejection
from image_gateways_documents.request_check import (
    CheckedRequest,
    check_body,
    check_content_type,
    check_credentials,
    check_parameters,
)
from image_gateways_documents.routing import Router
from image_gateways_documents.schema_walk import ANY, Path, Pattern, Schema, find, places
from image_gateways_mock.answers import ReplayedAnswer
from image_gateways_mock.gateway import Wish, reference
from image_gateways_recordings.cassettes import Interaction, load_cassettes
from image_gateways_recordings.pictures import Pictures

from .document_lines import line_of
from .picture_files import decoded
from .target import Target
from .wire import Sent

_DOCUMENTED = "documented"
_GAINS = frozenset({"task-id", "picture-url", "picture-base64"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the document says of a request.

    Attributes:
        operation: the operation it reaches; None for none.
        request: the request as the document reads it; None where it is refused.
        problem: why it is refused.
        refusal: the documented answer to that; None where it is allowed, or no answer is documented.
    """

    operation: Operation | None
    request: CheckedRequest | None
    problem: Problem | None
    refusal: ReplayedAnswer | None


class Contract:
    """One gateway's promises.

    Raises:
        DocumentError: the document cannot be read.
        RecordingError: a recording breaks the document.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.document = Document(target.document, lined=True)
        self.document.gateway = target.gateway
        self.pictures = Pictures(target.recordings / "pictures")
        self.router = Router([self.document])
        self.cassettes = load_cassettes(target.recordings, self.document, self.router, self.pictures)
        self._reference = reference(self.document, self.cassettes, self.pictures)
        self.facts = facts_of(self.document)
        self._answers: dict[tuple[str, int], Sequence[tuple[int, Any]]] = {}
        self._places: dict[int, dict[Pattern, list[Schema]]] = {}

    @cached_property
    def payload(self) -> str:
        """Name of the envelope's property that carries a success, as links and pictures lead through it."""
        paths = [o.task_link.id_in_answer for o in self.document.operations if o.task_link]
        return str(paths[0][0]) if paths else ""

    def expect(self, sent: Sent) -> Expectation:
        """Say what the document says of a request."""
        headers, query = sent.first_headers(), sent.query
        operation: Operation | None = None
        try:
            match = self.router.match(sent.method, sent.path, query)
            operation = match.operation
            check_credentials(operation, headers, query, {self.target.api_key})
            parameters = check_parameters(match, headers, query)
            check_content_type(operation, headers)
            return Expectation(operation, check_body(operation, parameters, sent.body), None, None)
        except Rejection as rejection:
            operation = rejection.operation or operation
            refusal = self._reference.refuse(rejection.operation, rejection.problem, self.target.base_url)
            return Expectation(operation, None, rejection.problem, refusal)

    def expect_asked(self, sent: Sent) -> Expectation:
        """Say what the document says of a request that asks a mock, with `Prefer`, for one of its answers."""
        asked = sent.first_headers()["prefer"].partition("=")[2]
        expected = self.expect(sent)
        assert expected.operation is not None
        assert expected.request is not None
        answer = self._reference.answer(expected.request, self.target.base_url, Wish(example=asked))
        problem = Problem("asked-for", ("Prefer",), asked, "it")
        return Expectation(expected.operation, None, problem, answer)

    def expect_busy(self, sent: Sent) -> Expectation:
        """Say what the document says of a request that comes when there were too many."""
        operation = self.expect(sent).operation
        assert operation is not None
        problem = Problem("rate-limited", (), "fewer calls", "too many")
        refusal = self._reference.documented(operation, problem.condition, self.target.base_url)
        return Expectation(operation, None, problem, refusal)

    def expect_unknown_task(self, sent: Sent) -> Any:
        """Return the status and the parsed body of the documented answer to a poll of a task that is unknown."""
        request = self.expect(sent).request
        assert request is not None
        answer = self._reference.answer(request, self.target.base_url, None)
        return answer.status, parse_json(answer.body)

    def failures(self, operation: Operation) -> Iterator[str]:
        """Yield the names of an operation's answers that are failures."""
        yield from self._reference.failures(operation)

    def answer_schema(self, operation: Operation | None, status: int, media_type: str) -> BodySchema | None:
        """Return what an answer's body is held to; None where the document has nothing."""
        response = operation.response(status) if operation else None
        return response.content.get(media_type) if response else None

    def recorded(self, operation: Operation) -> Iterator[Interaction]:
        """Yield the recorded exchanges of an operation."""
        return (i for cassette in self.cassettes for i in cassette.interactions if i.operation is operation)

    def recorded_answers(self, request: CheckedRequest) -> Sequence[tuple[int, Any]]:
        """Return status and body of the recorded successes of requests like this one; of a poll, of all answers."""
        kind = request.operation.operation_id, id(request.shape)
        if kind not in self._answers:
            self._answers[kind] = tuple(self._recorded_answers(request.operation, request.shape))
        return self._answers[kind]

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

    def is_documented(self, refusal: ReplayedAnswer) -> bool:
        """Tell whether a page of the provider says that a refusal is answered so; of others it is our reading."""
        examples = [example for operation in self.document.operations for example in operation.examples]
        known = (*examples, *self.document.unrouted.values())
        return any(e.evidence == _DOCUMENTED for e in known if snake_case(e.name) == refusal.variant)

    def is_documented_demand(self, operation: Operation | None, path: Path) -> bool:
        """Tell whether a page says what is demanded of a place of a request, or nobody says who does."""
        if operation is None:
            return False
        pattern = tuple(ANY if isinstance(step, int) else step for step in path)
        node = operation.node
        body = self.facts[operation.operation_id].body_schema
        parts = [p.schema for p in places(body, self.document.resolve) if p.pattern == pattern]
        for parameter in (self.document.dereferenced(one) for one in node.get("parameters", ())):
            if path[:1] == (parameter["name"],):
                parts += [parameter, *(place.schema for place in places(parameter["schema"], self.document.resolve))]
        return all(part.get("x-evidence", {}).get("level", _DOCUMENTED) == _DOCUMENTED for part in parts)

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

    def _answer_part(self, operation: Operation, status: int) -> Schema:
        responses = operation.node.get("responses", {})
        by_name: dict[str, Schema] = {str(name): part for name, part in responses.items()}
        return self.document.dereferenced(by_name.get(covering(by_name, status) or "", {}))
