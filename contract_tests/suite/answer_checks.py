"""Checks that hold for every answer, in every phase: what a schema cannot say."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import orjson

from contract_tests.recorder.drift import undocumented
from image_edit.pictures.whole import BrokenPicture
from image_gateways_documents.answer_facts import AnswerFacts
from image_gateways_documents.body_schema import BodySchema, shows_pictures
from image_gateways_documents.document_tree import SAFE_METHODS, SUCCESS
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.links import TaskLink
from image_gateways_documents.media_types import documented_as, essence, is_json
from image_gateways_documents.operations import Operation
from image_gateways_documents.problem import Problem, quoted
from image_gateways_documents.schema_walk import ANY, Path, at, find

from .answer_headers import is_header_allowed
from .contract import Contract, Expectation
from .decoded_pictures import decoded, media_type_of_whole
from .disguised_key import repeats
from .documented_answers import DocumentedAnswer, message_of_outcome
from .recorded_likeness import closest, differences, is_of_shape
from .severity import Severity
from .told_times import is_order, time_of, turned
from .violation import Violation
from .wire import NoAnswer, Received, Sent

_CREDENTIALS = frozenset({"missing-credentials", "wrong-credentials"})
_NO_JSON = object()
_WITHOUT_BODY = (204, 205, 304)
_REFUSALS = range(400, 500)
_PICTURES = frozenset({"image/bmp", "image/gif", "image/jpeg", "image/png", "image/tiff", "image/webp"})
_LONGEST_WAIT = 24 * 3600
_LONGEST_APART = timedelta(seconds=_LONGEST_WAIT)
# Beside the headers that HTTP has for it, each that a cache names for itself, as X-Cache and CF-Cache-Status.
_OF_CACHES = {
    re.compile("age"): re.compile(""),
    re.compile("cache-status"): re.compile(r".*;\s*hit\b"),
    re.compile("warning"): re.compile(r"11[01]\b"),
    re.compile("(?!cache-).*cache.*"): re.compile(r"(?i)(.*,\s*)?(tcp_)?hit\b"),
}
_ANY_TIME = range(365 * 24 * 3600, 253_402_300_800)  # in seconds since 1970, of the years 1971 to 9999
# A host without a dot, which is known on no other machine than its own.
_NO_ADDRESS = re.compile(rb'"https?://[A-Za-z0-9-]+["/:]')
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")

# Says where a picture is, and gives it; a live gateway's own links lead elsewhere.
FetchPicture: TypeAlias = Callable[[str], Received]


@dataclass
class JudgedExchange:
    """A request, its answer and what the document says of both."""

    contract: Contract
    sent: Sent
    received: Received
    expectation: Expectation
    fetch: FetchPicture
    _fetched: dict[str, Received] = field(default_factory=dict, init=False)

    def fetched(self, link: str) -> Received:
        """Return what a link of the answer leads to; it is fetched once for all that is checked of it.

        Raises:
            NoAnswer: nothing came.
        """
        if link not in self._fetched:
            self._fetched[link] = self.fetch(link)
        return self._fetched[link]

    @property
    def operation(self) -> Operation | None:
        """The operation that was called, where the request reached one."""
        return self.expectation.operation

    @cached_property
    def has_body(self) -> bool:
        """Whether an answer of this status to such a request has a body."""
        return self.sent.method != "HEAD" and self.received.status not in _WITHOUT_BODY

    @cached_property
    def media_type(self) -> str:
        """The answer's media type in lower case, without parameters."""
        return essence(self.received.header("content-type") or "")

    @cached_property
    def value(self) -> Any:
        """The parsed body, or a mark that it is no JSON."""
        try:
            return parse_json(self.received.body)
        except MalformedJson:
            return _NO_JSON

    @cached_property
    def documented_types(self) -> Sequence[str]:
        """The media types that the document has for the answer; none where it says nothing of a body."""
        response = self.operation.response(self.received.status) if self.operation else None
        if response is not None:
            return tuple(response.content)
        # What reaches no operation has the answers that the document has for that.
        return ("application/json",) if self.operation is None and self.contract.document.unrouted else ()

    @cached_property
    def is_meant_as_json(self) -> bool:
        """Whether the body is JSON by its type, or by the document where that does not have its type."""
        known = documented_as(self.media_type, self.documented_types) is not None or not self.documented_types
        return is_json(self.media_type) if known else any(map(is_json, self.documented_types))

    @cached_property
    def is_json(self) -> bool:
        """Whether the body is meant as JSON, and could be parsed."""
        return self.has_body and self.is_meant_as_json and self.value is not _NO_JSON

    @cached_property
    def succeeded(self) -> bool:
        """Whether the answer tells of a success: a gateway may tell of a failure with a status of success."""
        status = self.received.status
        return self.operation.succeeds(status, self.value) if self.operation and self.is_json else status in SUCCESS

    @property
    def is_for_another_time(self) -> bool:
        """Whether a gateway says that there were too many calls, and nothing of what it was asked."""
        return not self.contract.target.replays and self.received.status == HTTPStatus.TOO_MANY_REQUESTS

    @property
    def task_link(self) -> TaskLink | None:
        """How the task of a submit is polled; None for the answer to another call."""
        return self.operation.task_link if self.operation else None

    @property
    def task_id(self) -> str | None:
        """The id of the task that a submit's answer names, as it stands in a poll; None for none."""
        link = self.task_link
        if self.operation is None or link is None or not self.succeeded:
            return None
        if link.id_in_header:
            return self.received.header(link.id_in_header)
        if not self.is_json:
            return None
        number = at(self.value, link.id_in_answer)
        if type(number) is int and self.schema is not None and self.schema.fits(self.value):
            return str(number)
        return self.operation.submitted_task(self.received.status, self.value) or None

    @cached_property
    def schema(self) -> BodySchema | None:
        """What the body is held to."""
        return self.contract.answer_schema(self.operation, self.received.status, self.media_type)

    @cached_property
    def facts(self) -> AnswerFacts | None:
        """The schema's places, codes and statuses."""
        if self.operation is None:
            return None
        return self.contract.facts[self.operation.operation_id].answer_facts(self.received.status, self.media_type)

    def is_code(self, path: Path | None) -> bool:
        """Tell whether a place of the body holds a business code."""
        pattern = tuple(ANY if isinstance(step, int) else step for step in path or ())
        return self.facts is not None and pattern in self.facts.codes_at


Check: TypeAlias = Callable[[JudgedExchange], Iterator[Violation]]


def documented_status(exchange: JudgedExchange) -> Iterator[Violation]:
    """The status is one that the operation documents; of a refusal that it says nothing of, it may be any of 4xx."""
    operation, status = exchange.operation, exchange.received.status
    if operation is None:
        return
    refusals = exchange.expectation.refusals
    if refusals and not any(answer for _, answer in refusals) and status in _REFUSALS:
        return
    if operation.response(status) is None:
        node = operation.node
        known = ", ".join(operation.responses)
        yield Violation(f"expected a documented status, {known}, found {status}", None, node, "responses")


def documented_content_type(exchange: JudgedExchange) -> Iterator[Violation]:
    """There is one content type, it is documented, its charset is UTF-8, and there is no content coding."""
    given = [value for name, value in exchange.received.headers if name == "content-type"]
    wanted = exchange.documented_types
    if not exchange.has_body and "" in given:
        message = "expected no header Content-Type, or a media type in it, found it empty"
        yield Violation(message, severity=Severity.DRIFT)
    if not exchange.has_body or not wanted:
        return
    if len(given) != 1 or documented_as(exchange.media_type, wanted) is None:
        yield Violation(f"expected the header Content-Type: {' or '.join(wanted)}, found {', '.join(given) or 'none'}")
    elif is_json(exchange.media_type):
        for parameter in given[0].lower().split(";")[1:]:
            if parameter.replace(" ", "").replace('"', "") != "charset=utf-8":
                yield Violation(f"expected no parameter but charset=utf-8 in Content-Type, found{parameter}")
    if coding := exchange.received.header("content-encoding"):
        yield Violation(f"expected no content coding, since none was accepted, found {coding}")


def documented_headers(exchange: JudgedExchange) -> Iterator[Violation]:
    """Each header that must be there is there, and each that the document has is what its schema allows."""
    if exchange.operation is None:
        return
    contract, status = exchange.contract, exchange.received.status
    severity = Severity.ERROR if contract.target.replays else Severity.DRIFT
    for name, header in contract.answer_headers(exchange.operation, status).items():
        text = exchange.received.header(name)
        if name == "content-type":  # which the media types tell, says OpenAPI
            continue
        if text is None and header.get("required"):
            yield Violation(f"expected the header {name}, since it is required, found none", severity=severity)
        elif text is None and contract.shows_header(exchange.operation, status, name):
            yield Violation(f"expected the header {name}, of which the document shows a value, found none")
        if text is not None and not is_header_allowed(contract.document, header, text):
            yield Violation(f"expected the header {name} as its schema has it, found {quoted(text)}", severity=severity)


def strict_json(exchange: JudgedExchange) -> Iterator[Violation]:
    """The body is JSON by its standard, in UTF-8: no duplicate names, NaN, comments or byte order mark."""
    if exchange.has_body and exchange.is_meant_as_json:
        try:
            parse_json(exchange.received.body)
            exchange.received.body.decode()
        except (MalformedJson, UnicodeDecodeError) as error:
            excerpt = exchange.received.body[:80].decode("utf-8", "replace")
            yield Violation(f"expected JSON in UTF-8, found {error}: {quoted(excerpt)}", ())


def picture_of_its_type(exchange: JudgedExchange) -> Iterator[Violation]:
    """An answer that is a picture by its type is a whole one, of just this type."""
    if exchange.has_body and exchange.media_type in _PICTURES:
        try:
            found = media_type_of_whole(exchange.received.body)
        except BrokenPicture as error:
            yield Violation(f"expected a whole picture, found {error}")
            return
        if found != exchange.media_type:
            yield Violation(f"expected a picture of the type {exchange.media_type}, found one of {found}")


def documented_body(exchange: JudgedExchange) -> Iterator[Violation]:
    """The body is what the schema of its status allows."""
    if exchange.schema is not None and exchange.is_json:
        for problem in exchange.schema.problems(exchange.value):
            yield Violation(f"expected {problem.expected}, found {problem.found}", problem.path)


def nothing_undocumented(exchange: JudgedExchange) -> Iterator[Violation]:
    """There is no field and no listed value that the document does not know, unless it leaves that place open.

    A live gateway may add some: that is drift, but for a task's status, of which no caller knows whether to wait on,
    and for a failure beside a success, of which nobody knows which it is.
    Where the house's rules are not kept, what a document shows need not all be in its schemas, and a mock gives it.
    """
    if exchange.contract.target.replays and not exchange.contract.has_house_rules:
        return
    if exchange.schema is not None and exchange.is_json and (facts := exchange.facts):
        for path, kind, found in undocumented(exchange.value, facts):
            message = f"expected no {kind} that the document does not know, found {quoted(found)}"
            pattern = tuple(ANY if isinstance(step, int) else step for step in path)
            is_broken = exchange.contract.target.replays or pattern in facts.statuses_at
            is_broken = is_broken or (isinstance(found, dict) and _is_of_failures(exchange, path))
            yield Violation(message, path, severity=Severity.ERROR if is_broken else Severity.DRIFT)


def _is_of_failures(exchange: JudgedExchange, path: Path) -> bool:
    """Whether a success has at its top what only failures of its operation are shown with."""
    operation = exchange.operation
    return operation is not None and exchange.succeeded and path in exchange.contract.fields_of_failures(operation)


def usual_alternative(exchange: JudgedExchange) -> Iterator[Violation]:
    """A live gateway's answer has a form that the document does not mark as drift."""
    if exchange.contract.target.replays or not exchange.is_json or exchange.facts is None:
        return
    for path, why in exchange.facts.drifts(exchange.value):
        yield Violation(f"expected the usual form, found another: {why}", path, severity=Severity.DRIFT)


def usual_fields(exchange: JudgedExchange) -> Iterator[Violation]:
    """A live gateway's answer has every field that each documented example of its kind has."""
    if exchange.contract.target.replays or not exchange.is_json or exchange.facts is None:
        return
    for path in exchange.facts.missing_fields(exchange.value):
        message = "expected the field, since each documented example of such an answer has it, found nothing"
        yield Violation(message, path, severity=Severity.LOW_DRIFT)


def code_of_status(exchange: JudgedExchange) -> Iterator[Violation]:
    """The business code is one that comes with this HTTP status; a failure with a status of success may have any."""
    if not exchange.is_json or exchange.facts is None or exchange.received.status in SUCCESS:
        return
    for code in exchange.facts.codes(exchange.value):
        statuses = code.facts.get("http")
        allowed = statuses if isinstance(statuses, list) else [statuses]
        if statuses is not None and exchange.received.status not in allowed:
            wanted = " or ".join(map(str, allowed))
            message = f"expected HTTP status {wanted} with code {code.value}, found {exchange.received.status}"
            yield Violation(message, code.path)


def data_with_success_alone(exchange: JudgedExchange) -> Iterator[Violation]:
    """A success carries its payload, an error no picture and no new task."""
    payload, facts = exchange.contract.payload, exchange.facts
    if not exchange.is_json or not isinstance(exchange.value, dict) or facts is None or not payload:
        return
    found = exchange.value.get(payload)
    if exchange.succeeded and not isinstance(found, dict | list) and not any(facts.drifts(exchange.value)):
        yield Violation(f"expected an object or an array in a success, found {quoted(found)}", (payload,))
    if not exchange.succeeded:
        for path, text in exchange.contract.gains(exchange.operation, {payload: found}):
            yield Violation(f"expected nothing of a success in an error, found {quoted(text)}", path)


def answered_as_documented(exchange: JudgedExchange) -> Iterator[Violation]:
    """What the document allows is done, and what it refuses is refused with the answer that it gives for the reason."""
    expected, status = exchange.expectation, exchange.received.status
    if exchange.is_for_another_time:
        yield Violation(f"expected an answer to the request, found {status}: too many calls", severity=Severity.DRIFT)
        return
    if expected.problem is None:
        if not (exchange.succeeded or _stands_for_success(exchange) or _may_not_be_there(exchange)):
            is_not_there = _names_what_is_not_there(exchange) or _asks_for_what_nobody_can_fetch(exchange)
            severity = Severity.DRIFT if is_not_there else Severity.ERROR
            message = f"expected a success, since the document allows the request, found {_failure(exchange)}"
            yield Violation(message, severity=severity)
        return
    if not exchange.is_json and any(answer and status == answer.status for _, answer in expected.refusals):
        return  # what cannot be read cannot be told from the refusal
    if exchange.succeeded:
        # A live gateway may take more than is known of it; nobody may work without a key.
        is_promised = all(
            problem.condition in _CREDENTIALS or _is_promised(exchange, problem, answer)
            for problem, answer in expected.refusals
        )
        severity = Severity.ERROR if is_promised else Severity.DRIFT
        yield Violation(f"expected a refusal, since of {_reason(expected.problem)}, found {status}", severity=severity)
        return
    # Of several reasons a server may name any.
    found = [list(_refused_otherwise(exchange, problem, answer)) for problem, answer in expected.refusals if answer]
    if len(found) == len(expected.refusals):
        yield from min(found, key=len)


def _stands_for_success(exchange: JudgedExchange) -> bool:
    """Whether an answer is all that the document has of an operation beside failures, as a redirect."""
    operation, status = exchange.operation, exchange.received.status
    if operation is None or status >= HTTPStatus.BAD_REQUEST or operation.response(status) is None:
        return False
    return not any(key == "default" or key.startswith("2") for key in operation.responses)


def _may_not_be_there(exchange: JudgedExchange) -> bool:
    """Whether an answer says that what was asked for, a task or what a path names, is not there."""
    operation = exchange.operation
    if operation is None:
        return False
    is_named = "{" in operation.path and not exchange.contract.target.replays
    return operation.operation_id in exchange.contract.document.submits or (
        is_named and exchange.received.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    )


def _names_what_is_not_there(exchange: JudgedExchange) -> bool:
    """Whether a gateway does not know what a body names, as a model: no document lists all that its host offers."""
    if exchange.contract.target.replays or exchange.received.status != HTTPStatus.NOT_FOUND or exchange.facts is None:
        return False
    codes = exchange.facts.codes(exchange.value) if exchange.is_json else ()
    return any(code.facts.get("kind") == "bad-input" or "poll" in code.facts for code in codes)


def _asks_for_what_nobody_can_fetch(exchange: JudgedExchange) -> bool:
    """Whether a gateway refuses a body with an address that is none, as the `https://xxx` of documented examples."""
    is_refused = exchange.received.status in _REFUSALS and not exchange.contract.target.replays
    return is_refused and _NO_ADDRESS.search(exchange.sent.body) is not None


def methods_with_405(exchange: JudgedExchange) -> Iterator[Violation]:
    """Who refuses a method with the status 405 says in `Allow` which ones the path has, as HTTP demands.

    A live gateway may have more of them than are documented; where it names none, no caller is misled.
    """
    replays, allow = exchange.contract.target.replays, exchange.received.header("allow")
    if exchange.received.status != HTTPStatus.METHOD_NOT_ALLOWED or (allow is None and not replays):
        return
    named = _methods_in(allow or "")
    for problem, _ in exchange.expectation.refusals:
        known = set(problem.expected.split(" or "))
        is_true = named == known if replays else named >= known and exchange.sent.method not in named
        if problem.condition == "method-not-allowed" and not is_true:
            message = f"expected the header Allow: {problem.expected}, found {quoted(', '.join(sorted(named)))}"
            yield Violation(message, severity=Severity.ERROR if replays else Severity.DRIFT)


def asked_method_is_in_allow(exchange: JudgedExchange) -> Iterator[Violation]:
    """Who lets a method in, and says in `Allow` which ones the path has, names that one."""
    allow, method = exchange.received.header("allow"), exchange.sent.method
    is_let_in = exchange.operation is not None and exchange.received.status != HTTPStatus.METHOD_NOT_ALLOWED
    if is_let_in and allow is not None and method not in _methods_in(allow):
        severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
        message = f"expected {method} in the header Allow, since it was let in, found {quoted(allow)}"
        yield Violation(message, severity=severity)


def _methods_in(allow: str) -> set[str]:
    return {method.strip() for method in allow.split(",")} - {""}


def refusal_names_the_place(exchange: JudgedExchange) -> Iterator[Violation]:
    """A mock that refuses what a case made wrong says in its message in which field or header it is."""
    expected, schema = exchange.expectation, exchange.schema
    if not (exchange.contract.target.replays and expected.is_made and schema is not None and exchange.is_json):
        return
    wrong = [[str(step) for step in problem.path if isinstance(step, str)][-1:] for problem, _ in expected.refusals]
    places = [name.lower() for names in wrong for name in names]
    messages = [(path, text) for path, _, text in schema.texts(exchange.value, "message")]
    if messages and places and not any(place in text.lower() for _, text in messages for place in places):
        path, text = messages[0]
        yield Violation(f"expected a message that names {' or '.join(places)}, found {quoted(text)}", path)


def _reason(problem: Problem) -> str:
    return f"{problem.condition} ({problem})"


def _is_promised(exchange: JudgedExchange, problem: Problem, refusal: DocumentedAnswer | None) -> bool:
    """Whether a request is to be refused as is documented: by a mock always, by a gateway only where a page says so."""
    contract, operation = exchange.contract, exchange.operation
    if contract.target.replays or refusal is None:
        return True
    # What reaches no operation has one answer in the document, whatever the reason.
    is_routed = operation is not None and problem.condition not in contract.document.unrouted
    return is_routed and contract.is_documented(refusal) and contract.is_documented_demand(operation, problem.path)


def _failure(exchange: JudgedExchange) -> str:
    """The status of a failure, and its code where its status is one of success."""
    codes = exchange.facts.codes(exchange.value) if exchange.facts and exchange.received.status in SUCCESS else ()
    return f"{exchange.received.status}{''.join(f' with code {code.value}' for code in list(codes)[:1])}"


def _refused_otherwise(exchange: JudgedExchange, problem: Problem, refusal: DocumentedAnswer) -> Iterator[Violation]:
    reason = _reason(problem)
    if exchange.received.status != refusal.status:
        # A live gateway may as well refuse with a status of success.
        is_demanded = exchange.contract.target.replays or exchange.received.status not in SUCCESS
        severity = Severity.ERROR if is_demanded and _is_promised(exchange, problem, refusal) else Severity.DRIFT
        message = f"expected HTTP status {refusal.status} for {reason}, found {exchange.received.status}"
        yield Violation(message, severity=severity)
    if not exchange.is_json:
        return
    documented = refusal.body
    schema = exchange.schema or next(exchange.contract.schemas_that_fit(documented), None)
    if schema is None:
        return
    for violation in differences(documented, exchange.value, schema):
        message = f"{violation.message}, for {reason}"
        if exchange.contract.target.replays:
            yield Violation(message, violation.path)
        elif exchange.is_code(violation.path) and None not in (
            at(documented, violation.path or ()),
            at(exchange.value, violation.path or ()),
        ):
            # Which code comes for which reason is mostly inferred, and a gateway has more than one form of failure.
            yield Violation(message, violation.path, severity=Severity.DRIFT)


def as_recorded(exchange: JudgedExchange) -> Iterator[Violation]:
    """A success is a recorded one made anew: no field is lost, renamed, null or of another type.

    A live gateway's may differ in what the document allows: that is told as drift. So may what was never recorded of a
    document that does not keep the house's rules: what it shows need not say what differs from answer to answer.
    """
    request, contract = exchange.expectation.request, exchange.contract
    if not contract.target.replays or request is None or exchange.schema is None or not exchange.is_json:
        return
    if not contract.has_house_rules and not any(contract.recorded(request.operation)):
        return
    answers = contract.recorded_of_just(request) or contract.recorded_answers(request)
    recorded = [body for status, body in answers if status == exchange.received.status]
    found = closest(recorded, exchange.value, exchange.schema, wording=exchange.succeeded)
    if found is not None:
        yield from found[1]
    elif request.operation.operation_id in contract.document.submits and not _tells_an_unknown_task(exchange):
        yield Violation(f"expected a status that was recorded for such a request, found {exchange.received.status}")


def _tells_an_unknown_task(exchange: JudgedExchange) -> bool:
    """Whether an answer has the status that the document shows for an unknown task, as each of a made-up id is."""
    assert exchange.operation is not None
    shown = exchange.contract.unknown_task(exchange.operation)
    return shown is not None and shown.status == exchange.received.status


def polled_id_is_the_asked(exchange: JudgedExchange) -> Iterator[Violation]:
    """The answer to a poll speaks of the task that was asked for, a failure as well."""
    submit = exchange.contract.document.submits.get(exchange.operation.operation_id) if exchange.operation else None
    if submit is None or submit.task_link is None or exchange.schema is None or not exchange.is_json:
        return
    # Of an answer that a mock was asked for, the expectation has no request.
    request = exchange.expectation.request or exchange.contract.expect(exchange.sent).request
    if request is None:
        return
    asked = request.task_id_at(submit.task_link.id_in_poll)
    for pattern, role in exchange.schema.roles:
        for path, found in find(exchange.value, pattern) if role == "task-id" else ():
            if found != asked:
                yield Violation(f"expected the task {quoted(asked)}, which was asked for, found {quoted(found)}", path)


def new_task_is_named_as_recorded(exchange: JudgedExchange) -> Iterator[Violation]:
    """The id of a new task has the form of the recorded ones: as many digits, or letters and signs."""
    operation, request = exchange.operation, exchange.expectation.request
    if not exchange.contract.target.replays or operation is None or operation.task_link is None or request is None:
        return
    found = operation.submitted_task(exchange.received.status, exchange.value) if exchange.is_json else None
    recorded = [operation.submitted_task(*answer) for answer in exchange.contract.recorded_answers(request)]
    alike = [name for name in recorded if name]
    if found is not None and alike and not any(_is_named_as(found, name) for name in alike):
        message = f"expected the id of a task such as {quoted(alike[0])}, found {quoted(found)}"
        yield Violation(message, operation.task_link.id_in_answer)


def _is_named_as(found: str, recorded: str) -> bool:
    if recorded.isdigit():
        return found.isdigit() and found.isascii() and len(found) >= len(recorded)
    return is_of_shape(recorded, found)


def asked_picture_form(exchange: JudgedExchange) -> Iterator[Violation]:
    """Pictures come as the request asked for them, as links or as base64, and not in both forms."""
    request = exchange.expectation.request
    for path, _, filled in _filled_forms(exchange) if request else ():
        if len(filled) > 1:
            yield Violation(f"expected pictures in one form, found {' and '.join(filled.values())}", path)
    if request is not None and request.picture_form:
        yield from in_another_form(exchange, request.picture_form, "as asked")


def in_another_form(exchange: JudgedExchange, form: str, why: str) -> Iterator[Violation]:
    """Yield where an answer has pictures, but not in a form, which is the role of the strings that hold them."""
    for path, properties, filled in _filled_forms(exchange):
        if len(filled) == 1 and form not in filled:
            found = next(iter(filled.values()))
            yield Violation(f"expected pictures in {properties[form]}, {why}, found {found}", path)


def _filled_forms(exchange: JudgedExchange) -> Iterator[tuple[Path, Mapping[str, str], Mapping[str, str]]]:
    """Yield where an answer may hold pictures in several forms, the property of each, and those that hold some."""
    for forms in exchange.schema.picture_forms if exchange.schema and exchange.is_json else ():
        for path, holder in find(exchange.value, forms.pattern):
            if isinstance(holder, dict):
                filled = {role: name for role, name in forms.properties.items() if holder.get(name)}
                yield path, forms.properties, filled


def whole_pictures(exchange: JudgedExchange) -> Iterator[Violation]:
    """Base64 decodes to a whole picture, and a link answers with a whole picture of the type that it states."""
    if exchange.schema is None or not exchange.is_json or not exchange.succeeded:
        return
    for path, role, text in exchange.schema.texts(exchange.value, "picture-base64", "picture-url"):
        try:
            content = decoded(text) if role == "picture-base64" else fetched_picture(exchange, text)
            media_type_of_whole(content)
        except (BrokenPicture, NoAnswer) as error:
            yield Violation(f"expected a whole picture, found {error}", path)
            continue
        if exchange.contract.target.replays and not exchange.contract.is_recorded_picture(content):
            yield Violation("expected a picture of the recordings, found another", path)


def fetched_picture(exchange: JudgedExchange, link: str) -> bytes:
    """Return what a link of an answer leads to.

    Raises:
        BrokenPicture: it is no whole picture of the stated type.
        NoAnswer: nothing came.
    """
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BrokenPicture("a link that is no http or https address")
    target = exchange.contract.target
    if target.replays and target.is_direct and not link.startswith(f"{own_address(exchange)}/"):
        raise BrokenPicture(f"a link that leads elsewhere than to {own_address(exchange)}, which was asked")
    answer = exchange.fetched(link)
    given = answer.header("content-type") or "no type"
    length = answer.header("content-length")
    # A gateway's pictures lie with others, of whose statuses no page says anything.
    if answer.status not in ((HTTPStatus.OK,) if target.replays else SUCCESS):
        raise BrokenPicture(f"HTTP status {answer.status} at its link")
    if length is not None and int(length) != len(answer.body):
        raise BrokenPicture(f"{len(answer.body)} bytes where Content-Length says {length}")
    if coding := answer.header("content-encoding"):
        raise BrokenPicture(f"the content coding {coding} at its link, since none was accepted")
    if (kind := media_type_of_whole(answer.body)) != essence(given):
        raise BrokenPicture(f"a picture of type {kind} under Content-Type: {given}")
    return answer.body


def own_address(exchange: JudgedExchange) -> str:
    """The server as a request addresses it: by its header `Host`, if that is the name of one."""
    base_url = exchange.contract.target.base_url
    host = exchange.sent.first_headers().get("host", "")
    return f"{urlsplit(base_url).scheme}://{host}" if _HOST.fullmatch(host) else base_url


def picture_with_success(exchange: JudgedExchange) -> Iterator[Violation]:
    """A success has a picture where each recorded one of its kind, and of its status if it is a task's, has one."""
    schema, facts = exchange.schema, exchange.facts
    if schema is None or facts is None or not exchange.is_json:
        return
    if not exchange.succeeded or shows_pictures(exchange.value, schema):
        return
    progress = facts.task_status(exchange.value)
    if is_pictured(exchange, progress):
        where = f" of a task that is {progress[0]}" if progress else ""
        places = (path for forms in schema.picture_forms for path, _ in find(exchange.value, forms.pattern))
        yield Violation(f"expected a picture, as in each recorded answer{where}, found none", next(places, ()))


def is_pictured(exchange: JudgedExchange, progress: tuple[str, bool] | None) -> bool:
    """Tell whether each recorded success of the kind, and of a task that is so far, has a picture; none is not enough.

    Args:
        exchange: the answer, and what it answers.
        progress: the status of a task, and whether it is final; None where the kind is no task's.
    """
    request, schema, facts = exchange.expectation.request, exchange.schema, exchange.facts
    if request is None or schema is None or facts is None:
        return False
    alike = [
        body
        for status, body in exchange.contract.recorded_answers(request)
        if status == exchange.received.status and facts.task_status(body) == progress
    ]
    return bool(alike) and all(shows_pictures(body, schema) for body in alike)


def answered_for_once(exchange: JudgedExchange) -> Iterator[Violation]:
    """No header of an answer to what may change something says that it was kept, or asked for more than once."""
    if exchange.sent.method in SAFE_METHODS:
        return
    for name, value in exchange.received.headers:
        if any(header.fullmatch(name) and told.match(value) for header, told in _OF_CACHES.items()):
            found = f"{name.title()}: {value}, which says that a cache gave it"
            yield Violation(f"expected an answer of the gateway's own, found {found}")
    attempts = exchange.received.header("x-envoy-attempt-count")
    if attempts is not None and attempts.strip() != "1":
        yield Violation(
            f"expected one attempt, found X-Envoy-Attempt-Count: {attempts}: a proxy sent the request again"
        )


def ids_of_calls_are_told(exchange: JudgedExchange) -> Iterator[Violation]:
    """Where an answer has the id of the call, it is no empty text, by which nobody could ask the provider."""
    severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
    if exchange.schema is not None and exchange.is_json:
        for path, _, text in exchange.schema.texts(exchange.value, "request-id"):
            if not text.strip():
                yield Violation("expected the id of the call, or none, found an empty text", path, severity=severity)


def message_tells_the_outcome(exchange: JudgedExchange) -> Iterator[Violation]:
    """A failure does not say what the document shows of successes alone, nor a success what it shows of failures.

    A failure that says nothing is drift: its code tells the rest.
    """
    if exchange.schema is None or not exchange.is_json or exchange.operation is None:
        return
    for path, text in message_of_outcome(exchange.schema, exchange.value, succeeded=exchange.succeeded):
        if exchange.contract.is_message_of_others(text, succeeded=exchange.succeeded):
            outcome, other = ("success", "failures") if exchange.succeeded else ("failure", "successes")
            yield Violation(f"expected the words of a {outcome}, found those of {other}, {quoted(text)}", path)
        elif not (exchange.succeeded or text.strip() or exchange.contract.shows_failures_without_words):
            severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
            yield Violation("expected words that say what failed, found an empty text", path, severity=severity)


def times_are_in_seconds(exchange: JudgedExchange) -> Iterator[Violation]:
    """A time in seconds since 1970 is of a year from 1971 to 9999; in milliseconds it would be of a later one."""
    severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
    if exchange.schema is None or not exchange.is_json:
        return
    for pattern in (pattern for pattern, role in exchange.schema.roles if role == "unix-time"):
        for path, found in find(exchange.value, pattern):
            if str(found).removeprefix("-").isdecimal() and int(found) not in _ANY_TIME:
                message = (
                    f"expected a time in seconds since 1970, found {quoted(found)}, which is of no year that can be"
                )
                yield Violation(message, path, severity=severity)


def times_can_be_read(exchange: JudgedExchange) -> Iterator[Violation]:
    """A text that is a time tells one, as ISO 8601 writes it."""
    severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
    if exchange.schema is not None and exchange.is_json:
        for path, role, text in exchange.schema.texts(exchange.value, "date-time"):
            if time_of(role, text) is None:
                yield Violation(f"expected a time, found {quoted(text)}", path, severity=severity)


def times_in_their_order(exchange: JudgedExchange) -> Iterator[Violation]:
    """Of two times of an object, that comes first which does in each known answer; another order is drift."""
    operation, schema = exchange.operation, exchange.schema
    if operation is None or schema is None or not exchange.is_json:
        return
    severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
    for earlier, later in turned(schema, exchange.value):
        known = exchange.contract.known_answers(operation, exchange.received.status)
        if is_order(schema, known, earlier, later):
            message = f"expected a time that is not before {earlier[-1]}, as in each known answer, found an earlier one"
            yield Violation(message, later, severity=severity)


def no_key_in_answer(exchange: JudgedExchange) -> Iterator[Violation]:
    """No answer repeats the key that it was asked with, in whichever writing."""
    key, received = exchange.contract.target.api_key, exchange.received
    texts = [received.body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in received.headers)]
    if exchange.is_json and b"\\u" in received.body:
        texts.append(orjson.dumps(exchange.value).decode())
    if key and any(repeats(key, text) for text in texts):
        yield Violation("expected that the key stays with the caller, found it in the answer")


def sane_retry_after(exchange: JudgedExchange) -> Iterator[Violation]:
    """`Retry-After`, if it comes, is a number of seconds or a date, and comes with a refusal."""
    given = [value for name, value in exchange.received.headers if name == "retry-after"]
    for value in given:
        if value.isdigit() and int(value) <= _LONGEST_WAIT:
            continue
        until = _http_date(value)
        if until is None:
            yield Violation(f"expected seconds or a date in Retry-After, found {quoted(value)}")
        elif abs(until - _told_now(exchange)) > _LONGEST_APART:
            yield Violation(f"expected a date within a day of the answer in Retry-After, found {quoted(value)}")
    if len(given) > 1:
        yield Violation(f"expected one Retry-After, found {len(given)}")


def dated_by_a_clock(exchange: JudgedExchange) -> Iterator[Violation]:
    """`Date`, if it comes, is a date as HTTP writes it; one of another day is drift, since our clock may lie."""
    given = exchange.received.header("date")
    if given is None:
        return
    told = _http_date(given)
    if told is None:
        yield Violation(f"expected a date in the header Date, found {quoted(given)}")
    elif abs(told - datetime.now(UTC)) > _LONGEST_APART:
        severity = Severity.ERROR if exchange.contract.target.replays else Severity.DRIFT
        yield Violation(f"expected a time near that of this machine in Date, found {quoted(given)}", severity=severity)


def _told_now(exchange: JudgedExchange) -> datetime:
    """When an answer was made, by its own clock if it tells."""
    return _http_date(exchange.received.header("date") or "") or datetime.now(UTC)


def _http_date(text: str) -> datetime | None:
    """The time that a header tells, in UTC where it names no zone; None where it tells none."""
    try:
        told = parsedate_to_datetime(text)
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        documented_status,
        documented_content_type,
        documented_headers,
        strict_json,
        picture_of_its_type,
        documented_body,
        nothing_undocumented,
        usual_alternative,
        usual_fields,
        code_of_status,
        data_with_success_alone,
        answered_as_documented,
        methods_with_405,
        asked_method_is_in_allow,
        refusal_names_the_place,
        as_recorded,
        polled_id_is_the_asked,
        new_task_is_named_as_recorded,
        asked_picture_form,
        whole_pictures,
        picture_with_success,
        answered_for_once,
        ids_of_calls_are_told,
        message_tells_the_outcome,
        times_are_in_seconds,
        times_can_be_read,
        times_in_their_order,
        no_key_in_answer,
        sane_retry_after,
        dated_by_a_clock,
    )
}


def violations(exchange: JudgedExchange) -> Iterator[tuple[str, Violation]]:
    """Yield what is wrong with an answer, with the name of the check; a place again only for what is worse."""
    reported: dict[Any, Severity] = {}
    for name, check in CHECKS.items():
        for violation in check(exchange):
            known = reported.get(violation.path)
            if violation.path is None or known is None or not known.fails(violation.severity):
                reported[violation.path] = violation.severity
                yield name, violation
