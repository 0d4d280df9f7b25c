"""One gateway: its document, its recordings, and which of its answers a request gets."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import SUCCESS, snake_case
from image_gateways_documents.implied_links import implied_links
from image_gateways_documents.links import TaskLink
from image_gateways_documents.media_types import documented_as, essence, is_json
from image_gateways_documents.operations import Operation
from image_gateways_documents.problem import Problem
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.responses import Example
from image_gateways_documents.schema_walk import Path, at
from image_gateways_recordings.cassettes import Cassette, Interaction, asked_task_id
from image_gateways_recordings.pictures import Pictures

from .answers import AnswerTemplate, AnswerWriter, Circumstances, Filler, ReplayedAnswer
from .fresh_values import FreshValues
from .own_addresses import OwnAddresses
from .tasks import TaskStore
from .unrecorded_answers import UnrecordedAnswers, is_answer, meanings, order_of

_REFUSAL = range(400, 500)
# A document that has no answer of its own for these has none that would do.
_ABOUT_KEYS = frozenset({"missing-credentials", "wrong-credentials"})
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")

# Where a document has no answer for a condition, that of a more general one is given.
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
    "out-of-bounds": "missing-field",
    "unknown-tag": "out-of-bounds",
    "conflicting-fields": "out-of-bounds",
    "picture-empty": "picture-undecodable",
    "picture-undecodable": "picture-type",
    "picture-type": "out-of-bounds",
    "picture-too-large": "out-of-bounds",
    "body-too-large": "picture-too-large",
    "expired-task": "unknown-task",
    "unknown-task": "out-of-bounds",
    "concurrency-limited": "rate-limited",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asked for with `Prefer`: the answer with this status (`429`, or a class, `4XX`), of this name."""

    status: str | None = None
    example: str | None = None


class UnknownWish(Exception):
    """The operation has no such answer; `known` lists the ones that it has."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__("no such answer")
        self.known = tuple(known)


class NothingToAnswer(Exception):
    """The document shows no answer of success for an operation, and none was recorded or could be made."""


@dataclass(frozen=True, slots=True)
class _Recorded:
    """One recorded answer, and for a submit the answers of the polls that followed."""

    variant: str
    template: AnswerTemplate
    polls: tuple[AnswerTemplate, ...]
    task_id: str | int | None
    is_valid: bool = True

    @property
    def worth(self) -> int:
        """How well it stands for what was asked for: best a success of the usual form, worst a failure."""
        is_unusual = self.template.is_drift or not self.is_valid
        return 0 if not self.template.succeeded else 1 if is_unusual else 2


_USUAL = 2
_ANY_ID = "3b8f1c9e-5c1d-4d1f-9f0e-0123456789ab"


def _better(known: _Recorded | None, other: _Recorded) -> _Recorded:
    return other if known is None or other.worth > known.worth else known


class _Repertoire:
    """The answers of one operation: recorded ones, documented ones, and which is given for what."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.by_request: dict[bytes, _Recorded] = {}
        self.by_shape: dict[int, _Recorded] = {}
        self.named: dict[str, _Recorded] = {}
        self.sampled: list[_Recorded] = []
        self._of_types: dict[tuple[int, str], AnswerTemplate] = {}
        self.first_success: _Recorded | None = None
        # These recordings hold a request only because a cassette must; a condition asks for them, not a request.
        self._given_for_conditions = {snake_case(e.name) for e in operation.examples if e.conditions}
        self.says_conditions = bool(self._given_for_conditions)
        self.refusals: dict[str, AnswerTemplate] = {}
        self.first_refusal: AnswerTemplate | None = None

    def add(self, request: CheckedRequest | None, recorded: _Recorded) -> None:
        self.named.setdefault(recorded.variant, recorded)
        if request is None or recorded.variant in self._given_for_conditions:
            return
        key = _request_key(request)
        if key is not None:
            self.by_request[key] = _better(self.by_request.get(key), recorded)
        if recorded.template.succeeded:
            self.by_shape[id(request.shape)] = _better(self.by_shape.get(id(request.shape)), recorded)
            self.first_success = _better(self.first_success, recorded)

    def choose(self, request: CheckedRequest) -> _Recorded:
        """The recording of this very request, else of one like it, else of any that succeeded.

        Raises:
            NothingToAnswer: there is none.
        """
        key = _request_key(request) if self.by_request else None
        chosen = self.by_request.get(key) if key else None
        chosen = chosen or self.by_shape.get(id(request.shape)) or self.first_success
        if chosen is None:
            raise NothingToAnswer
        return chosen

    def find_types(self) -> None:
        """Look which of the answers differ in their type alone."""
        templates = [one.template for one in self.named.values() if one.template.succeeded]
        found = {(one.status, essence(one.media_type)): one for one in reversed(templates)}
        self._of_types = found if len(found) > len({status for status, _ in found}) else {}

    def acceptable(self, template: AnswerTemplate, accept: str) -> AnswerTemplate:
        """An answer in another type, where the request does not accept that of this one and does accept the other."""
        if not self._of_types or not accept or _accepts(accept, template):
            return template
        others = (one for (status, _), one in self._of_types.items() if status == template.status)
        return next((one for one in others if _accepts(accept, one)), template)

    def wished(self, wish: Wish) -> _Recorded:
        if wish.example is None:
            named: list[_Recorded | None] = [*sorted(self.named.values(), key=lambda one: -one.worth)]
        else:
            named = [self.named.get(snake_case(wish.example))]
        for recorded in named:
            if recorded is not None and wish.status in (None, *_ways_to_write(recorded.template.status)):
                return recorded
        raise UnknownWish(f"{name} ({recorded.template.status})" for name, recorded in self.named.items())


class GatewayReplay:
    """Answers the requests of one gateway.

    Args:
        document: its OpenAPI document.
        cassettes: its recordings.
        writer: makes answers anew.
        tasks: the store that its tasks live in.

    Attributes:
        problems: which operations cannot be answered, and why: a line for each.
    """

    def __init__(
        self,
        document: Document,
        cassettes: Iterable[Cassette],
        writer: AnswerWriter,
        tasks: TaskStore[AnswerTemplate],
    ) -> None:
        self.document = document
        self._writer = writer
        self._tasks = tasks
        self._repertoires = {operation.operation_id: _Repertoire(operation) for operation in document.operations}
        implied = {submit.operation_id: ways for submit, ways in implied_links(document)}
        told = {o.operation_id: o.task_link for o in document.operations if o.task_link}
        self._links = {name: ways[0].task_link for name, ways in implied.items() if len(ways) == 1} | told
        self._id_in_poll = {link.poll_operation_id: link.id_in_poll for link in self._links.values()}
        self._own_addresses = OwnAddresses(document, self._links, writer)
        self._recorded_tasks: dict[str, tuple[AnswerTemplate, ...]] = {}
        for cassette in cassettes:
            self._add_cassette(cassette)
        unrecorded = UnrecordedAnswers(document)
        for operation in document.operations:
            self._add_examples(operation, operation.examples)
            self._add_unrecorded(operation, unrecorded)
            self._find_success(operation, unrecorded)
        self.problems = tuple(unrecorded.problems)
        self._unrouted = {
            condition: self._recorded(example) or self._example_template(example, None)
            for condition, example in document.unrouted.items()
        }

    def answer(self, request: CheckedRequest, base_url: str, wish: Wish | None, accept: str = "") -> ReplayedAnswer:
        """Answer a request that the document allows.

        Args:
            request: the request.
            base_url: this server as the caller sees it, without a trailing slash.
            wish: the answer that it prefers, if any.
            accept: its `Accept`; empty where it has none.

        Raises:
            UnknownWish: the caller wished for an answer that the operation does not have.
            NothingToAnswer: there is no answer of success.
        """
        operation = request.operation
        repertoire = self._repertoires[operation.operation_id]
        id_in_poll = self._id_in_poll.get(operation.operation_id)
        if id_in_poll is not None:
            return self._poll(repertoire, request, request.task_id_at(id_in_poll) or "", base_url, wish, accept)
        recorded = repertoire.wished(wish) if wish else repertoire.choose(request)
        task_id = None
        if recorded.task_id is not None:
            task_id = self._own_addresses.new_id(operation, recorded.task_id)
            poll = self._task_place(self._links[operation.operation_id].poll_operation_id)
            self._tasks.add(poll, task_id, self._polls(request, recorded), request.picture_form)
        template = recorded.template if wish else repertoire.acceptable(recorded.template, accept)
        return template.answer(Circumstances(base_url, task_id, picture_form=request.picture_form))

    def makes_something(self, operation: Operation) -> bool:
        """Tell whether a call of the operation has an effect, and would be billed: a poll has none."""
        return operation.operation_id not in self._id_in_poll

    def documented(
        self, operation: Operation, status: int, condition: str | None, base_url: str
    ) -> ReplayedAnswer | None:
        """Return the answer with a status that the document has for a condition, else any with it; None without one."""
        repertoire = self._repertoires[operation.operation_id]
        template = repertoire.refusals.get(condition) if condition else None
        if template is None or template.status != status:
            template = next((r.template for r in repertoire.named.values() if r.template.status == status), None)
        return template.answer(Circumstances(base_url)) if template else None

    def refuse(self, operation: Operation | None, problem: Problem, base_url: str) -> ReplayedAnswer | None:
        """Refuse a request in the gateway's own form; None where the document has none.

        What is wrong is in the message, or in a header where the document names no message.
        """
        template = None
        if operation is not None:
            repertoire = self._repertoires[operation.operation_id]
            template = _most_specific(repertoire.refusals, problem.condition)
            if template is None and (repertoire.says_conditions or problem.condition not in _ABOUT_KEYS):
                template = repertoire.first_refusal
        template = template or _most_specific(self._unrouted, problem.condition)
        if template is None:
            return None
        answer = template.answer(Circumstances(base_url, detail=str(problem)))
        return answer if template.has_message else answer.with_header(b"x-mock-problem", _in_header(problem))

    def variants(self, operation: Operation) -> Iterator[tuple[str, int]]:
        """Yield the names and the statuses of an operation's answers."""
        for name, recorded in self._repertoires[operation.operation_id].named.items():
            yield name, recorded.template.status

    def _poll(
        self,
        repertoire: _Repertoire,
        request: CheckedRequest,
        task_id: str,
        base_url: str,
        wish: Wish | None,
        accept: str,
    ) -> ReplayedAnswer:
        if wish:
            return repertoire.wished(wish).template.answer(Circumstances(base_url, task_id, "", request.picture_form))
        place = self._task_place(repertoire.operation.operation_id)
        task = self._tasks.get(place, task_id)
        if task is None and task_id in self._recorded_tasks:
            task = self._tasks.add(place, task_id, self._recorded_tasks[task_id], None)
        if task is None and not repertoire.says_conditions:
            # The document does not say what is answered about a task that was never made.
            task = self._tasks.add(place, task_id, self._usual_polls(repertoire), None)
        if task is None:
            problem = Problem("unknown-task", ("task_id",), "the id of a submitted task", repr(task_id[:40]))
            template = _most_specific(repertoire.refusals, problem.condition) or repertoire.first_refusal
            assert template is not None
            # A refusal that the document words as a success keeps its wording.
            detail = "" if template.succeeded else str(problem)
            return template.answer(Circumstances(base_url, task_id, detail, request.picture_form))
        form = request.picture_form or task.picture_form
        template = repertoire.acceptable(self._tasks.poll(task), accept)
        return template.answer(Circumstances(base_url, task_id, "", form))

    def _task_place(self, poll_operation_id: str) -> str:
        return f"{self.document.gateway} {poll_operation_id}"

    def _polls(self, request: CheckedRequest, recorded: _Recorded) -> tuple[AnswerTemplate, ...]:
        """The answers of a task's polls: recorded with it or a like one, else usual examples up to the first final."""
        submit = request.operation
        like = self._repertoires[submit.operation_id].by_shape.get(id(request.shape), recorded)
        link = self._links.get(submit.operation_id)
        if recorded.polls or like.polls or link is None:
            return recorded.polls or like.polls
        return self._usual_polls(self._repertoires[link.poll_operation_id])

    def _usual_polls(self, poll: _Repertoire) -> tuple[AnswerTemplate, ...]:
        shown = (e for e in poll.operation.examples if e.status is not None and not e.conditions)
        named = (poll.named[snake_case(example.name)] for example in shown)
        found = (one.template for one in (*named, *poll.sampled) if one.worth == _USUAL)
        # A task goes on (202) before it is done (200).
        usual = sorted(found, key=lambda template: -template.status)
        ends = next((place for place, template in enumerate(usual, start=1) if template.is_final), len(usual))
        if usual:
            return tuple(usual[:ends])
        if poll.first_success is None:
            raise NothingToAnswer
        return (poll.first_success.template,)

    def _add_cassette(self, cassette: Cassette) -> None:
        first, *polls = cassette.interactions
        templates = tuple(self._template(poll, cassette.variant) for poll in polls)
        succeeded = cassette.operation.succeeds(first.status, first.body)
        task_id = self._task_id(cassette.operation, succeeded, first.status, first.body)
        recorded = _Recorded(cassette.variant, self._template(first, cassette.variant), templates, task_id)
        self._repertoires[cassette.operation.operation_id].add(first.request, recorded)
        if templates and task_id is not None:
            self._recorded_tasks[str(task_id)] = templates
            poll_repertoire = self._repertoires[polls[-1].operation.operation_id]
            poll_repertoire.named.setdefault(cassette.variant, _Recorded(cassette.variant, templates[-1], (), task_id))
        id_in_poll = self._id_in_poll.get(cassette.operation.operation_id)
        if id_in_poll is not None and (polled := asked_task_id(first, id_in_poll)):
            self._recorded_tasks.setdefault(polled, (recorded.template,))

    def _answered(self, operation: Operation) -> set[int]:
        """The statuses that have an answer which fits its schema, in whichever place it is shown."""
        repertoire = self._repertoires[operation.operation_id]
        answered = {one.template.status for one in repertoire.named.values() if one.is_valid}
        # Who says what each refusal is given for shows each as well.
        return answered.union(range(SUCCESS.stop, 600)) if repertoire.says_conditions else answered

    def _add_unrecorded(self, operation: Operation, unrecorded: UnrecordedAnswers) -> None:
        repertoire = self._repertoires[operation.operation_id]
        known = set(repertoire.named)
        self._add_examples(operation, unrecorded.of(operation, self._answered(operation)))
        repertoire.sampled = [recorded for name, recorded in repertoire.named.items() if name not in known]
        answered = {(one.template.status, essence(one.template.media_type)) for one in repertoire.named.values()}
        for example in unrecorded.of_other_types(operation, answered):
            template = self._example_template(example, operation)
            repertoire.named.setdefault(template.variant, _Recorded(template.variant, template, (), None))
        repertoire.find_types()

    def _find_success(self, operation: Operation, unrecorded: UnrecordedAnswers) -> None:
        """Let an answer of another class, as a redirect, stand for a success that is not documented."""
        repertoire = self._repertoires[operation.operation_id]
        for recorded in sorted(repertoire.named.values(), key=lambda one: one.template.status):
            if repertoire.first_success is None and is_answer(recorded.template.status):
                repertoire.first_success = recorded
        if repertoire.first_success is None:
            unrecorded.miss(operation, "neither a recording nor an answer of success is here; document one, as 200")

    def _add_examples(self, operation: Operation, examples: Iterable[Example]) -> None:
        repertoire = self._repertoires[operation.operation_id]
        # What is a failure with a status of success is never given where a refusal has a status of its own.
        for example in sorted(examples, key=lambda e: _is_failure_with_success(operation, e)):
            name = snake_case(example.name)
            recorded = repertoire.named.get(name)
            if recorded is None or example.status not in (None, recorded.template.status):
                if example.status is None:
                    continue  # documented for a class of statuses, and no recording says which one it is
                template = self._example_template(example, operation)
                task_id = self._task_id(operation, template.succeeded, example.status, example.value)
                is_valid = template.fits_document or not _schema_of(operation, example)
                recorded = _Recorded(name, template, (), task_id, is_valid)
                repertoire.named.setdefault(name, recorded)
            for condition in example.conditions:
                repertoire.refusals.setdefault(condition, recorded.template)
            if not repertoire.says_conditions and recorded.is_valid:
                self._mean(repertoire, recorded.template)
            if recorded.template.status in _REFUSAL and repertoire.first_refusal is None:
                repertoire.first_refusal = recorded.template
            if recorded.template.succeeded:
                repertoire.first_success = _better(repertoire.first_success, recorded)

    def _mean(self, repertoire: _Repertoire, template: AnswerTemplate) -> None:
        """Give an answer for what its status means, where no other does that means it more closely."""
        for condition in meanings(template.status):
            known = repertoire.refusals.get(condition)
            if known is None or order_of(template.status) < order_of(known.status):
                repertoire.refusals[condition] = template

    def _task_id(self, operation: Operation, succeeded: bool, status: int, body: Any) -> str | int | None:
        """The id of the task that an answer to a submit names; None where it made none."""
        if operation.task_link and (submitted := operation.submitted_task(status, body)):
            return submitted
        link = self._links.get(operation.operation_id)
        if link and succeeded and not link.id_in_answer:
            return self._id_of_header(link)
        found = at(body, link.id_in_answer) if link and succeeded else None
        return found if isinstance(found, str | int) and not isinstance(found, bool) else None

    def _id_of_header(self, link: TaskLink) -> str | int:
        """An id of the kind that the poll takes, for a submit that tells it in a header alone."""
        poll = self._repertoires[link.poll_operation_id].operation
        known = (parameter.style.types for parameter in poll.parameters if parameter.name == link.id_in_poll[-1])
        types = next(known, frozenset())
        return 1 if "integer" in types and "string" not in types else _ANY_ID

    def _recorded(self, example: Example) -> AnswerTemplate | None:
        """The recording, of whichever operation, that stands for an example."""
        found = (repertoire.named.get(snake_case(example.name)) for repertoire in self._repertoires.values())
        return next((r.template for r in found if r is not None and r.template.status == example.status), None)

    def _template(self, interaction: Interaction, variant: str) -> AnswerTemplate:
        documented = interaction.operation.response(interaction.status)
        media_type = next((value for name, value in interaction.headers.items() if name.lower() == "content-type"), "")
        schema = documented.content.get(media_type.partition(";")[0].strip().lower()) if documented else None
        succeeded = interaction.operation.succeeds(interaction.status, interaction.body)
        headers, body = interaction.headers, interaction.body
        own = self._made_anew(interaction.operation, headers)
        return AnswerTemplate(interaction.status, headers, body, schema, self._writer, variant, succeeded, *own)

    def _made_anew(
        self, operation: Operation, headers: Mapping[str, str]
    ) -> tuple[Callable[[Any], Iterable[tuple[Path, Filler]]], Mapping[str, Filler]]:
        return partial(self._own_addresses.places, operation), self._own_addresses.headers(operation, headers)

    def _example_template(self, example: Example, operation: Operation | None) -> AnswerTemplate:
        """An example's template; one that belongs to no operation has the first documented schema that it fits."""
        assert example.status is not None
        if operation:
            responses = [operation.response(example.status)]
        else:
            responses = [response for each in self.document.operations for response in each.responses.values()]
        schemas = (response.content.get(example.media_type) for response in responses if response is not None)
        schema = next((s for s in schemas if s is not None and s.problem(example.value) is None), None)
        headers = {**({"content-type": example.media_type} if example.media_type else {}), **dict(example.headers)}
        succeeded = operation.succeeds(example.status, example.value) if operation else example.status in SUCCESS
        name, own = snake_case(example.name), self._made_anew(operation, headers) if operation else ()
        # What has no schema goes out as it stands, which for a text of JSON is without its quotes.
        is_bare = schema is None and isinstance(example.value, str) and is_json(example.media_type)
        body = orjson.dumps(example.value) if is_bare else example.value
        return AnswerTemplate(example.status, headers, body, schema, self._writer, name, succeeded, *own)


def reference(document: Document, cassettes: tuple[Cassette, ...], pictures: Pictures) -> GatewayReplay:
    """Return a gateway that nobody calls: it says what a server that replays these recordings would answer."""
    tasks: TaskStore[AnswerTemplate] = TaskStore(1, None, 0.0)
    return GatewayReplay(document, cassettes, AnswerWriter(FreshValues(0), pictures), tasks)


def _schema_of(operation: Operation, example: Example) -> BodySchema | None:
    assert example.status is not None
    documented = operation.response(example.status)
    return documented.content.get(example.media_type) if documented else None


def _accepts(accept: str, template: AnswerTemplate) -> bool:
    return documented_as(template.media_type, [essence(part) for part in accept.split(",")]) is not None


def _in_header(problem: Problem) -> str:
    return _UNPRINTABLE.sub("?", str(problem))


def _is_failure_with_success(operation: Operation, example: Example) -> bool:
    status = example.status
    return status is not None and status in SUCCESS and not operation.succeeds(status, example.value)


def _ways_to_write(status: int) -> tuple[str, str]:
    return str(status), f"{status // 100}XX"


def _most_specific(templates: dict[str, AnswerTemplate], condition: str) -> AnswerTemplate | None:
    tried: set[str] = set()
    while condition not in templates:
        tried.add(condition)
        condition = _MORE_GENERAL.get(condition, "")
        if not condition or condition in tried:
            return None
    return templates[condition]


def _request_key(request: CheckedRequest) -> bytes | None:
    """Bytes that are equal for equal requests; None where a request holds numbers beyond 64 bits."""
    try:
        return orjson.dumps([request.parameters, request.body], option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return None
