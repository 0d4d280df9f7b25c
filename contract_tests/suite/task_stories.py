"""Calls that belong together: a task from its submit to its end, and a picture in each of its forms."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from itertools import islice
from typing import Any

import orjson

from image_gateways_documents.body_schema import shows_pictures
from image_gateways_documents.json_text import parse_json
from image_gateways_documents.links import TaskLink
from image_gateways_documents.operations import Operation
from image_gateways_documents.problem import quoted
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.schema_walk import Pattern, at, find

from .answer_checks import JudgedExchange, is_pictured, whole_pictures
from .decoded_pictures import decoded
from .recorded_likeness import changes, differences
from .request_making import base_bodies, request_of
from .session import KnownTask, Session
from .severity import Severity
from .told_addresses import MOST_POLLS, follow
from .violation import Violation
from .wire import Received, Sent

_POLLS_AFTER_THE_END = 2
_POLLS_OF_WHO_ASKS_OFTEN = 20
_HOSTS = ("gateway.example", "gateway.example:8443")

_OTHER_DIGITS = str.maketrans("0123456789", "7582046913")

SUBMIT_CHECKS = ("task_is_named",)
"""What the submit of each task is held to, beside what each answer is."""

POLL_CHECKS = ("status_is_told", "status_moves_forward", "no_status_is_skipped", "task_ends", "final_stays")
"""What the polls of each task are held to."""


MADE_CHECKS = ("new_task_is_known", "new_task_is_made")
"""What a task that a live gateway just took is held to."""


def stories(session: Session) -> Iterator[tuple[str, Any]]:
    """Yield the name of each story of a document, and a function that tells it."""
    contract = session.contract
    for operation in contract.document.operations:
        told = list(_told_of(session, operation)) or list(_told_of_none(session, operation))
        for name, story in told:
            story.is_asked_often = name == told[0][0]
            yield name, story.tell
        for _, story in told[:1]:
            yield f"{operation.operation_id}/first_task", story.ask_for_the_first
        if operation.body is not None and any(shape.answer_forms for shape in operation.body.shapes):
            for label, body in base_bodies(contract, operation):
                name = f"{operation.operation_id}/forms/{label}"
                yield name, _Forms(session, operation, name, body).tell


def memory_stories(session: Session, room: int) -> Iterator[Callable[[], None]]:
    """Yield functions that tell for each kind of task what a server forgets that has room for a few.

    Args:
        session: the run, against a server that nobody else asks.
        room: number of tasks, 1 or more, that it remembers.
    """
    for operation in session.contract.document.operations:
        for _, story in islice(_told_of(session, operation), int(session.target.tries(operation.operation_id))):
            yield partial(story.tell_what_is_forgotten, room)


def _told_of(session: Session, operation: Operation) -> Iterator[tuple[str, "TaskStory"]]:
    """Yield the name and the story of each recorded task of a submit."""
    for cassette in session.contract.cassettes if operation.task_link is not None else ():
        first = cassette.interactions[0]
        if cassette.operation is operation and first.request and operation.submitted_task(first.status, first.body):
            name = f"{operation.operation_id}/task/{cassette.variant}"
            polled = [poll.body for poll in cassette.interactions[1:]]
            yield name, TaskStory(session, operation, name, cassette.variant, first.request.body, polled)


def _told_of_none(session: Session, operation: Operation) -> Iterator[tuple[str, "TaskStory"]]:
    """Yield the name and the story of a task for each kind of body that a submit takes, where none is recorded."""
    for label, body in base_bodies(session.contract, operation) if operation.task_link is not None else ():
        name = f"{operation.operation_id}/task/{label}"
        yield name, TaskStory(session, operation, name, "", body, [])


def unbilled_stories(session: Session, task_id: str = "") -> Iterator[Callable[[], None]]:
    """Yield functions that tell what polls alone tell: of a task that nobody knows, and of one that the user knows.

    Args:
        task_id: the task that the user knows; empty for none.
    """
    contract = session.contract
    for poll_id, submit in contract.document.submits.items():
        if not session.target.tries(poll_id):
            continue
        bodies = [body for _, body in base_bodies(contract, submit)]
        told = [TaskStory(session, submit, f"{poll_id}/task", "", body, []) for body in bodies]
        yield told[0].ask_for_one_never_submitted
        if task_id:
            yield partial(_follow_known, told, task_id)


def _follow_known(told: Sequence["TaskStory"], task_id: str) -> None:
    """Follow a task, polled as the kind of edit that the gateway knows it as; where it knows it as none, as any."""
    answers: list[JudgedExchange] = []
    for story in told:
        exchange = story.asks_for(task_id)
        if exchange is None:
            return
        if _as_a_task(exchange):
            for earlier in answers:
                if (earlier.sent.target, earlier.sent.body) == (exchange.sent.target, exchange.sent.body):
                    story.tell_that_it_was_not_there(earlier)
            story.follow(task_id, exchange)
            return
        answers.append(exchange)
    told[0].tell_that_none_is_there(answers[0])
    told[0].follow(task_id, answers[0])


def _as_a_task(exchange: JudgedExchange) -> str:
    """How far an answer says that a task is, which runs or made pictures; empty where it says that of none."""
    found = exchange.facts.task_status(exchange.value) if exchange.facts and exchange.is_json else None
    if not exchange.succeeded:
        return ""
    if found is None:
        return "a success without a status"
    status, final = found
    return "" if final and not is_pictured(exchange, found) else quoted(status)


def _goes_on(exchange: JudgedExchange) -> bool:
    """Tell whether an answer says by its HTTP status alone that a task goes on."""
    says_more = exchange.facts is not None and bool(exchange.facts.statuses_at)
    return exchange.received.status == HTTPStatus.ACCEPTED and not says_more


class _Forms:
    """The same request with its picture asked for in each form."""

    def __init__(self, session: Session, operation: Operation, name: str, body: Any) -> None:
        self._session = session
        self._operation = operation
        self._name = name
        self._body = body

    def tell(self) -> None:
        """Ask in each form, and compare."""
        assert self._operation.body is not None
        shape = self._operation.body.shape_of(self._body)
        contents: dict[str, list[bytes]] = {}
        last: JudgedExchange | None = None
        for forms in shape.answer_forms:
            for role, value in forms.values.items():
                body = deepcopy(self._body)
                for _, holder in find(body, forms.pattern):
                    holder[forms.by] = value
                sent = request_of(self._session.contract, self._operation, body)
                exchange = self._session.judge(self._name, sent)
                if exchange is not None and (found := pictures_of(self._session, self._name, exchange)):
                    contents[role], last = found, exchange
                if exchange is not None and exchange.task_id is not None:
                    self._poll_without_a_form(exchange.task_id, body)
                self._ask_by_other_names(sent)
        agree(self._session, self._name, contents, last)

    def _poll_without_a_form(self, task_id: str, body: Any) -> None:
        """Poll a task that was asked for in a form, which the polls leave open."""
        TaskStory(self._session, self._operation, self._name, "", body, []).follow_without_a_form(task_id)

    def _ask_by_other_names(self, sent: Sent) -> None:
        """Ask a server by names that others may have for it: its links begin with the one that it was asked by."""
        if self._session.target.is_direct:
            for host in _HOSTS:
                self._session.judge(self._name, replace(sent, headers=(*sent.headers, ("host", host))))


class TaskStory:
    """One task: submitted, polled to its end and beyond, asked for in each form.

    Attributes:
        is_asked_often: whether it is asked for again and again when it came to its end.
    """

    def __init__(
        self, session: Session, operation: Operation, name: str, variant: str, body: Any, recorded: list[Any]
    ) -> None:
        assert operation.task_link is not None
        self._session = session
        self._operation = operation
        self._link: TaskLink = operation.task_link
        self._poll = next(
            o for o in session.contract.document.operations if o.operation_id == self._link.poll_operation_id
        )
        self._name = name
        self._variant = variant
        self._body = body
        self._recorded = recorded
        self.is_asked_often = False
        self._submitted: JudgedExchange | None = None

    def asks_for(self, task_id: str) -> JudgedExchange | None:
        """Poll a task once."""
        return self._session.judge(self._name, self._question(task_id))

    def follow(self, task_id: str, first: JudgedExchange) -> None:
        """Follow a task to its end, of which a first poll told already."""
        self._poll_to_the_end(task_id, first=first)

    def follow_without_a_form(self, task_id: str) -> None:
        """Follow a task that is there to its end, by polls that ask for no form of its pictures.

        What another poll asks for in between is of that poll alone.
        """
        sent = self._without_forms(self._question(task_id))
        for _ in range(MOST_POLLS):
            exchange = self._session.judge(self._name, sent)
            status = exchange.facts.task_status(exchange.value) if exchange and exchange.facts else None
            if status is None or status[1]:
                break
        for _, text_at, text in self._form_questions():
            self._session.judge(self._name, self._question(task_id, text_at, text))
            self._session.judge(self._name, sent)

    def tell_that_none_is_there(self, answer: JudgedExchange) -> None:
        """Report that a task that the user named neither runs nor has pictures: it may be gone, or another's."""
        message = (
            f"expected the task that is named to run or to have pictures, found {answer.received.status} and neither"
        )
        self._report("named_task_is_there", message, answer, self._status_path(answer) or None, Severity.DRIFT)

    def tell_that_it_was_not_there(self, answer: JudgedExchange) -> None:
        """Report that a task that the user named was there only when it was asked for once more in the same words."""
        message = (
            f"expected the task that is named to be there each time, found {answer.received.status}, and then the task"
        )
        self._report("named_task_is_there", message, answer, self._status_path(answer) or None)

    def ask_for_one_never_submitted(self) -> None:
        """Ask for a task that nobody submitted: its id has the form of the documented one, and other digits."""
        session = self._session
        task_id, _ = self._shown()
        exchange = self.asks_for(task_id.translate(_OTHER_DIGITS)) if task_id is not None else None
        if exchange is None or not self._tells_unknown_tasks(exchange):
            return
        session.tally.held(self._poll, ("unknown_task",))
        wanted = "expected a refusal, or a status that says that there is no such task"
        if found := _as_a_task(exchange):
            self._report("unknown_task", f"{wanted}, found {found}", exchange, self._status_path(exchange))
        elif exchange.received.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = f"{wanted}, found {exchange.received.status}, after which nobody knows"
            self._report("unknown_task", message, exchange, None, Severity.DRIFT)

    def ask_for_the_first(self) -> None:
        """Ask for the task that was submitted before all others: it is known still, however many came after it."""
        task_id = self._session.first_tasks.get(self._operation.operation_id)
        exchange = self.asks_for(task_id) if task_id is not None else None
        if exchange is not None and self._is_unknown(exchange):
            message = f"expected the task {task_id} to be known, found that it is not"
            self._report("final_stays", message, exchange, self._status_path(exchange))

    def _shown(self) -> tuple[str | None, Any]:
        """The task that the document shows a poll of, and the body of that poll."""
        contract = self._session.contract
        _, body = next(base_bodies(contract, self._poll))
        request = contract.expect(request_of(contract, self._poll, body)).request
        return request.task_id_at(self._link.id_in_poll) if request is not None else None, body

    def _known(self, task_id: str) -> KnownTask:
        """Return a task that is there, for the polls that the document shows of another one."""
        shown, body = self._shown()
        texts = {} if shown is None else {shown: task_id}
        texts |= {str(at(body, (name,))): str(value) for name, value in self._carried().items()}
        return KnownTask(partial(_with_texts, texts), partial(self._is_asked_for, task_id))

    def _is_asked_for(self, task_id: str, request: CheckedRequest) -> bool:
        """Tell whether a request is a poll of a task, as the kind of edit that it was submitted as."""
        is_same_kind = all(at(request.body, (name,)) == value for name, value in self._carried().items())
        return is_same_kind and request.task_id_at(self._link.id_in_poll) == task_id

    def _tells_unknown_tasks(self, exchange: JudgedExchange) -> bool:
        """Tell whether the document says what is answered for a task that is unknown, or where a status is."""
        has_status = exchange.facts is not None and bool(exchange.facts.statuses_at)
        return has_status or self._session.contract.unknown_task(self._poll) is not None

    def tell_once(self) -> None:
        """Submit one task, as costs money on a live gateway, and follow it to its end."""
        task_id = self._submit()
        if task_id is not None:
            self._poll_to_the_end(task_id)
        if self._submitted is not None:
            follow(self._session, self._name, self._submitted)

    def tell(self) -> None:
        """Submit two tasks, which must not be taken for each other."""
        first, second = self._submit(), self._submit()
        if first is None or second is None:
            return
        self._poll_to_the_end(first, _POLLS_OF_WHO_ASKS_OFTEN if self.is_asked_often else _POLLS_AFTER_THE_END)
        self._poll_to_the_end(second)
        self._ask_for_an_unknown_task(first[:-1] + ("1" if first[-1] != "1" else "2"))

    def tell_what_is_forgotten(self, room: int) -> None:
        """Submit one task more than a server has room for: it knows the first no longer, and all the others."""
        first, *others = (self._submit() for _ in range(room + 1))
        if first is None:
            return
        self._ask_for_an_unknown_task(first)
        for task_id in filter(None, others):
            exchange = self.asks_for(task_id)
            if exchange is not None and not _as_a_task(exchange):
                self._report("final_stays", f"expected the task {task_id} to be known, found that it is not", exchange,
                             self._status_path(exchange))  # fmt: skip

    def _submit(self) -> str | None:
        session = self._session
        sent = request_of(session.contract, self._operation, self._body)
        if session.target.replays and self._variant:
            sent = replace(sent, headers=(*sent.headers, ("prefer", f"example={self._variant}")))
        exchange = self._submitted = session.judge(self._name, sent)
        if exchange is None:
            return None
        session.tally.held(self._operation, SUBMIT_CHECKS)
        if not exchange.succeeded:
            return None  # which another check judges: what names no task has no story
        task_id = exchange.task_id
        if task_id is None and shows_pictures(exchange.value, exchange.schema):
            return None  # some models answer at once
        if task_id is None:
            if self._is_at_once(exchange):
                return None
            task_id = at(exchange.value, self._link.id_in_answer) if exchange.is_json else None
            self._report("task_is_named", f"expected the id of a task as text, found {quoted(task_id)}", exchange,
                         self._link.id_in_answer)  # fmt: skip
            return None
        return task_id

    def _is_at_once(self, exchange: JudgedExchange) -> bool:
        """Tell whether an answer that names no task is like a recorded one that names none, of a call alike."""
        request, schema = exchange.expectation.request, exchange.schema
        if self._recorded or not exchange.succeeded or request is None or schema is None:
            return False
        pictured = shows_pictures(exchange.value, schema)
        return any(
            self._operation.submitted_task(status, body) is None and shows_pictures(body, schema) == pictured
            for status, body in exchange.contract.recorded_answers(request)
        )

    def _poll_to_the_end(
        self, task_id: str, more: int = _POLLS_AFTER_THE_END, first: JudgedExchange | None = None
    ) -> None:
        latest = -1
        told: list[str] = []
        self._session.tally.held(self._poll, POLL_CHECKS)
        exchange: JudgedExchange | None = None
        for number in range(MOST_POLLS):
            time.sleep(self._session.pause_seconds if number else 0)
            exchange = first if first is not None and number == 0 else self.asks_for(task_id)
            if exchange is None:
                return
            if exchange.is_for_another_time or _goes_on(exchange):
                continue
            if not exchange.succeeded:
                self._ended(task_id, exchange, more)
                return
            if exchange.facts is None or not exchange.is_json:
                self._see_that_it_does_not_go_on(task_id)
                return
            found = exchange.facts.task_status(exchange.value)
            if found is None and not exchange.facts.statuses_at:
                self._see_that_it_does_not_go_on(task_id)
                return  # the document does not say where a status is, so that nobody knows of another end
            if found is None:
                self._report("status_is_told", "expected how far the task is, found nothing", exchange, ())
                return
            status, final = found
            order = exchange.facts.rank(status)
            if 0 <= order < latest:  # of an unlisted one nobody knows what it follows
                message = f"expected a status that follows the earlier one, found {status}"
                self._report("status_moves_forward", message, exchange, self._status_path(exchange))
            latest = max(order, latest)
            told.append(status)
            if final:
                self._compare_statuses(told, exchange)
                self._see_that_it_stays_known(told, exchange)
                self._ended(task_id, exchange, more)
                return
        if exchange is not None and not exchange.is_for_another_time:
            message = f"expected a final status within {MOST_POLLS} polls, found none"
            self._report("task_ends", message, exchange, self._status_path(exchange))

    def _see_that_it_does_not_go_on(self, task_id: str) -> None:
        """What succeeded with another status than 202, which says that a task goes on, is done."""
        if self._poll.response(HTTPStatus.ACCEPTED) is None:
            return
        again = self.asks_for(task_id)
        if again is not None and again.received.status == HTTPStatus.ACCEPTED:
            message = f"expected a task that is done to stay so, found {again.received.status}, by which it goes on"
            self._report("final_stays", message, again, None)

    def _compare_statuses(self, told: list[str], last: JudgedExchange) -> None:
        """Whoever replays a task lets it be everything that it was; how often each is told, an option may say."""
        assert last.facts is not None
        found = [last.facts.task_status(body) for body in self._recorded]
        recorded = list(dict.fromkeys(status for status, _ in filter(None, found)))
        if self._session.target.replays and recorded and list(dict.fromkeys(told)) != recorded:
            message = f"expected a task that is {', then '.join(recorded)}, found {', then '.join(told)}"
            self._report("no_status_is_skipped", message, last, self._status_path(last))

    def _ended(self, task_id: str, last: JudgedExchange, more: int) -> None:
        """What is final stays for so many polls more, is what was recorded, and can be had in each form."""
        session = self._session
        if task_id in session.task_ids and not session.target.replays:
            self._see_that_it_was_made(last)
        if session.target.replays and not self._recorded and not last.succeeded:
            message = f"expected a task that was submitted a moment before to be known, found {last.received.status}"
            self._report("new_task_is_known", message, last, None)
        if session.target.replays and self._recorded and last.schema is not None and last.is_json:
            for violation in differences(self._recorded[-1], last.value, last.schema):
                self._report("task_ends_as_recorded", violation.message, last, violation.path)
        for _ in range(more):
            again = self.asks_for(task_id)
            if again is None or last.schema is None or not again.is_json or again.is_for_another_time:
                return
            if again.received.status != last.received.status:
                message = f"expected HTTP status {last.received.status} again, found {again.received.status}"
                self._report("final_stays", message, again, None)
                return
            for violation in changes(last.value, again.value, last.schema):
                self._report(
                    "final_stays", violation.message.replace(", which was recorded", ""), again, violation.path
                )
        if _as_a_task(last) and not session.target.replays:
            session.known_tasks[self._poll.operation_id] = self._known(task_id)
        self._same_pictures_in_each_form(task_id)

    def _see_that_it_was_made(self, last: JudgedExchange) -> None:
        """A gateway knows a task that it just took; and mostly makes what is asked for as the document shows it."""
        self._session.tally.held(self._poll, MADE_CHECKS)
        found = f"found {last.received.status}"
        if self._is_unknown(last):
            message = (
                f"expected a task that was submitted a moment before to be known, {found}, which says that it is not"
            )
            self._report("new_task_is_known", message, last, self._status_path(last) or None)
        elif not _as_a_task(last) and last.schema is not None and last.schema.may_hold_pictures:
            message = f"expected a task that is asked for as the document shows it to be made, {found} and no picture"
            self._report("new_task_is_made", message, last, self._status_path(last) or None, Severity.DRIFT)

    def _see_that_it_stays_known(self, told: list[str], last: JudgedExchange) -> None:
        """A gateway that told how far a task is does not say of the same task at once that there is none."""
        if len(set(told)) > 1 and self._is_unknown(last) and not self._session.target.replays:
            message = f"expected a task that was {told[-2]} to stay known, found {told[-1]}, which says that it is not"
            self._report("final_stays", message, last, self._status_path(last))

    def _is_unknown(self, answer: JudgedExchange) -> bool:
        """Tell whether an answer says that there is no such task: by its code, or as the document has it."""
        if answer.facts is None or not answer.is_json:
            return False
        if not answer.succeeded:
            return any(code.facts.get("poll") == "unknown-task" for code in answer.facts.codes(answer.value))
        shown = self._session.contract.unknown_task(self._poll)
        told = answer.facts.task_status(shown.body) if shown is not None else None
        return told is not None and answer.facts.task_status(answer.value) == told

    def _same_pictures_in_each_form(self, task_id: str) -> None:
        contents: dict[str, list[bytes]] = {}
        last: JudgedExchange | None = None
        for role, text_at, text in self._form_questions():
            exchange = self._session.judge(self._name, self._question(task_id, text_at, text))
            if exchange is not None and (found := pictures_of(self._session, self._name, exchange)):
                contents[role], last = found, exchange
        agree(self._session, self._name, contents, last)

    def _form_questions(self) -> Iterator[tuple[str, Pattern, str]]:
        """Each form that a poll may ask for, where it asks and with which text."""
        if self._poll.body is None:
            return
        for pattern, content in self._poll.body.json_texts:
            for forms in content.answer_forms:
                for role, value in forms.values.items():
                    yield role, pattern, orjson.dumps({forms.by: value}).decode()

    def _question(self, task_id: str, text_at: Pattern = (), text: str = "") -> Sent:
        where, *path = self._link.id_in_poll
        if where != "body":
            return request_of(self._session.contract, self._poll, given={str(path[0]): task_id})
        _, base = next(base_bodies(self._session.contract, self._poll))
        body = {**base, **self._carried(), str(path[0]): task_id}
        if text_at:
            body[text_at[0]] = text
        return request_of(self._session.contract, self._poll, body)

    def _without_forms(self, asked: Sent) -> Sent:
        """Return a poll that says nothing of the form in which pictures come, as far as it may leave that out."""
        body = self._poll.body
        if body is None:
            return asked
        texts = (pattern for pattern, content in body.json_texts if content.answer_forms)
        said = {pattern[0] for pattern in texts if len(pattern) == 1}
        kept = {name: value for name, value in parse_json(asked.body).items() if name not in said}
        return request_of(self._session.contract, self._poll, kept)

    def _carried(self) -> dict[str, Any]:
        """What the poll repeats of the submit, as the kind of the edit."""
        found = {str(target[1]): at(self._body, path) for target, path in self._link.carried.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _ask_for_an_unknown_task(self, task_id: str) -> None:
        exchange = self.asks_for(task_id)
        if exchange is None or exchange.schema is None or not exchange.is_json or not self._session.target.replays:
            return
        documented = self._session.contract.unknown_task(self._poll)
        if documented is None:
            return
        status, body = documented.status, documented.body
        if exchange.received.status != status:
            self._report(
                "unknown_task", f"expected HTTP status {status}, found {exchange.received.status}", exchange, None
            )
            return
        for violation in differences(body, exchange.value, exchange.schema):
            self._report("unknown_task", violation.message, exchange, violation.path)

    def _status_path(self, exchange: JudgedExchange) -> Any:
        patterns = exchange.facts.statuses_at if exchange.facts else ()
        return next((path for pattern in patterns for path, _ in find(exchange.value, pattern)), ())

    def _report(
        self, check: str, message: str, exchange: JudgedExchange, path: Any, severity: Severity = Severity.ERROR
    ) -> None:
        violation = Violation(message, path, severity=severity)
        self._session.report(self._name, check, violation, exchange.sent, exchange.operation, exchange)


def _with_texts(texts: Mapping[str, str], sent: Sent) -> Sent:
    """Return a request that has other texts wherever it has these."""
    target, body = sent.target, sent.body
    for old, new in texts.items():
        target, body = target.replace(old, new), body.replace(old.encode(), new.encode())
    return replace(sent, target=target, body=body)


def pictures_of(session: Session, name: str, exchange: JudgedExchange) -> list[bytes]:
    """Return the pictures of an answer, fetched anew and held to what is said of them; none where one is not whole."""
    fetched: dict[str, Received] = {}

    def fetch(link: str) -> Received:
        fetched[link] = session.fetch(link)
        return fetched[link]

    broken = list(whole_pictures(replace(exchange, fetch=fetch)))
    for violation in broken:
        session.report(name, whole_pictures.__name__, violation, exchange.sent, exchange.operation, exchange)
    if broken or exchange.schema is None or not exchange.is_json:
        return []
    carried = [decoded(text) for _, _, text in exchange.schema.texts(exchange.value, "picture-base64")]
    linked = [text for _, _, text in exchange.schema.texts(exchange.value, "picture-url")]
    return carried + [fetched[text].body for text in linked if text in fetched]


def agree(session: Session, name: str, contents: dict[str, list[bytes]], last: JudgedExchange | None) -> None:
    """A picture is the same whichever way it comes; a live gateway promises that of a task alone."""
    if last is not None and len({tuple(found) for found in contents.values()}) > 1:
        roles = " and ".join(contents)
        violation = Violation(f"expected the same picture as {roles}, found two")
        session.report(name, "forms_agree", violation, last.sent, last.operation, last)
