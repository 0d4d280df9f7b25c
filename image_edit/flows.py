"""The policy: submit once, poll until it ends, fetch what it made. Nothing here blocks; see `effects`."""

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from .deadline import Clock, Deadline
from .edited_image import BrokenPicture, EditedImage
from .effects import Call, Fetch, Flow, Reply, T, Trouble, call, compute, sleep, tell
from .errors import (
    BadInput,
    DeadlinePassed,
    DownloadFailed,
    DownloadTimedOut,
    Facts,
    ImageEditError,
    TaskExpired,
    TaskNotFound,
    UnexpectedAnswer,
)
from .gateways.gateway import Answer, End, Gateway, Request, ResultPicture
from .guard import NO_GUARD, Guard
from .key import Key
from .named_ids import call_id_in, named_in
from .picture_base64 import from_base64
from .policy import Policy, Purpose, Situation
from .verdict import (
    NOT_KNOWN,
    Judge,
    Verdict,
    asked_to_wait,
    made_nothing,
    quoted,
    server_failed,
)

logger = logging.getLogger("image_edit")

_GONE = frozenset({401, 403, 404, 410})
_ANY_TASK = "0"  # stands for the id that only the answer to a submit tells


@dataclass(slots=True)
class Submission:
    """A task, or an answer that came at once, and what is known of it.

    Attributes:
        answer: the latest answer; None if nothing was asked yet.
        operation_id: the operation that gave it.
        content: its body, as it arrived.
        task_id: the task's id; None if the gateway answered at once.
        poll_options: what the poll tells the gateway about the picture.
        seed: the seed that was asked for.
        images: the pictures that were fetched, by their position in the answer.
        is_open: whether it may end well without a picture.
    """

    task_id: str | None
    poll_options: Mapping[str, Any]
    answer: Answer | None = None
    operation_id: str = ""
    content: bytes = field(default=b"", repr=False)
    seed: int | None = None
    images: dict[int, EditedImage] = field(default_factory=dict)
    is_open: bool = False

    @property
    def model(self) -> str | None:
        """What the poll has to name beside the id; None if that is all it takes."""
        return self.poll_options.get("model")


class Flows:
    """The flows of one editor.

    Args:
        gateway: its gateway's adapter.
        policy: its policy.
        clock: gives seconds that never jump.
        key: what no line of the log may hold.
    """

    def __init__(self, gateway: Gateway, policy: Policy, clock: Clock, key: Key) -> None:
        self._gateway = gateway
        self._policy = policy
        self._clock = clock
        self._key = key
        self._checked_options: Mapping[str, Any] | None = None

    def submit(
        self, build: Callable[[], Request], deadline: Deadline, told: Callable[[Submission], object] | None = None
    ) -> Flow[Submission]:
        """Build a request, hold it and the polls of its task to the document, and send it once.

        Args:
            build: builds it; may take its time, over pictures.
            deadline: when to give up.
            told: called with what came of it before anything else is done, if it went well.
        """
        request = yield from compute(lambda: self.prepared(build))
        submission = yield from self.send(request, deadline)
        if told is not None:
            with _naming(submission), self._telling_all(submission):
                yield from tell(lambda: told(submission))
        return submission

    def prepared(self, build: Callable[[], Request]) -> Request:
        """Return a request that is ready to be sent: built, and held to the document, as are the polls of its task.

        Args:
            build: builds it; may take its time, over pictures.

        Raises:
            BadInput: it is not allowed.
        """
        try:
            request = self._checked(build())
            if request.poll_options != self._checked_options:  # of many edits, nearly all are asked for alike
                self.check_poll(_ANY_TASK, request.poll_options)
                self._checked_options = request.poll_options
        except ImageEditError as error:
            error.gateway = self._gateway.name  # the code that reads pictures does not know for whom
            raise
        return request

    def send(self, request: Request, deadline: Deadline, guard: Guard = NO_GUARD) -> Flow[Submission]:
        """Send a request once.

        Args:
            request: of `prepared`.
            deadline: when to give up.
            guard: what surrounds each try.
        """
        purpose = Purpose.SUBMIT if self._gateway.document.is_billed(request.operation_id) else Purpose.POLL
        submission = Submission(request.task_id, request.poll_options, operation_id=request.operation_id)
        submission.seed, submission.is_open = request.seed, request.is_open
        with _naming(submission):
            submission.answer, submission.content = yield from self._answered(
                request, purpose, deadline, submission.task_id, guard
            )
            submission.task_id = submission.answer.task_id or submission.task_id
            if submission.task_id is None:
                self._check_end(submission, pictured=not submission.is_open)
        return submission

    def check_poll(self, task_id: str, poll_options: Mapping[str, Any]) -> None:
        """Hold a poll to the document before it is sent.

        Args:
            task_id: the task that it asks for.
            poll_options: what it is to say beside that.

        Raises:
            BadInput: the document does not allow it.
        """
        self._checked(self._gateway.poll(task_id, **poll_options))

    def wait(
        self,
        submission: Submission,
        deadline: Deadline,
        interval: float | None,
        changed: Callable[[], object] | None,
        guard: Guard = NO_GUARD,
    ) -> Flow[None]:
        """Poll until a task ends well.

        Args:
            submission: the task; what it says is kept there.
            deadline: when to give up.
            interval: seconds between two polls; None for the policy's.
            changed: called whenever the status changes.
            guard: what surrounds each try.
        """
        if interval is not None and not (math.isfinite(interval) and interval >= 0):
            raise BadInput(f"an interval is a finite number of seconds, 0 or more, not {interval}")
        with _naming(submission), _telling(submission.task_id, self._still_running(submission)):
            polls = 0
            poll: Callable[..., Request] = self._gateway.poll
            while submission.task_id is not None and (submission.answer is None or submission.answer.end is None):
                if submission.answer is not None:
                    yield from self._pause(submission, deadline, self._policy.interval(polls, interval))
                before = submission.answer and submission.answer.status
                request = poll(submission.task_id, **submission.poll_options)
                answer, content = yield from self._answered(request, Purpose.POLL, deadline, submission.task_id, guard)
                submission.answer, submission.operation_id, submission.content = answer, request.operation_id, content
                polls += 1
                if changed is not None and answer.status != before:
                    changed()
            self._check_end(submission, pictured=not submission.is_open)

    def image(self, submission: Submission, position: int, deadline: Deadline) -> Flow[EditedImage]:
        """Fetch one picture of an answer, unless it was fetched before."""
        if position not in submission.images:
            submission.images[position] = yield from self.kept(submission, position, deadline, lambda image: image)
        return submission.images[position]

    def kept(
        self, submission: Submission, position: int, deadline: Deadline, keep: Callable[[EditedImage], T]
    ) -> Flow[T]:
        """Fetch one picture of an answer, and keep it.

        Args:
            submission: the answer.
            position: of the picture, from 0.
            deadline: when to give up.
            keep: takes the picture, in the step that decoded it, and may take its time; what it returns is returned.
        """
        self._check_end(submission, pictured=True)
        assert submission.answer is not None
        picture = submission.answer.pictures[position]
        with _naming(submission), _telling(submission.task_id, self._still_there(submission, picture), picture.url):
            return (yield from self._image(submission, picture, submission.answer, deadline, keep))

    def first_image(
        self, build: Callable[[], Request], deadline: Deadline, told: Callable[[Submission], object] | None = None
    ) -> Flow[EditedImage]:
        """Submit, wait and fetch the first picture, all by one deadline; `told` as in `submit`."""
        submission = yield from self.submit(build, deadline, told)
        yield from self.wait(submission, deadline, None, None)
        return (yield from self.image(submission, 0, deadline))

    def all_images(self, submission: Submission, deadline: Deadline) -> Flow[list[EditedImage]]:
        """Wait and fetch all pictures."""
        yield from self.wait(submission, deadline, None, None)
        assert submission.answer is not None
        images = []
        for position in range(len(submission.answer.pictures)):
            images.append((yield from self.image(submission, position, deadline)))
        return images

    def _checked(self, request: Request) -> Request:
        body = request.arguments.get("body")
        if body is not None:
            document, fields = self._gateway.document, body.to_dict()
            if request.is_open:
                document.written(fields)
            else:
                document.check(type(body).__name__, fields)  # the generator names a model after its schema
        return request

    def _answered(
        self, request: Request, purpose: Purpose, deadline: Deadline, task_id: str | None, guard: Guard
    ) -> Flow[tuple[Answer, bytes]]:
        """Call until there is an answer or the policy gives up."""
        judge = Judge(self._gateway, request.operation_id, purpose, deadline, task_id, request.model, request.is_open)
        tried = 0
        while True:
            tried += 1
            yield from guard.before(purpose)
            began = self._clock()
            longest = self._policy.poll_timeout if purpose is Purpose.POLL else math.inf
            effect = Call(request.operation, request.operation_id, request.arguments, purpose, deadline, longest)
            with _telling(None, _UNDER_WAY) if purpose is Purpose.SUBMIT else nullcontext():
                outcome = yield from call(effect)
                if isinstance(outcome, Trouble) and not deadline.passed:
                    outcome = replace(outcome, too_late=False)
                verdict = judge.judge(outcome)
                self._log_call(request.operation_id, purpose, outcome, verdict, tried, self._clock() - began, task_id)
            if verdict.answer is not None:
                assert isinstance(outcome, Reply)
                guard.answered()
                return verdict.answer, outcome.content
            assert verdict.error is not None
            pause = self._policy.pause(verdict.situation, purpose, tried, verdict.retry_after)
            pause = yield from guard.failed(purpose, verdict.error, pause)
            yield from self._again(request.operation_id, verdict.error, pause, tried, deadline)

    def _again(
        self, name: str, error: ImageEditError, pause: float | None, tried: int, deadline: Deadline
    ) -> Flow[None]:
        """Pause before the next try, or raise the error of the last one."""
        if pause is None or pause >= deadline.remaining():
            raise error
        self._log(
            logging.WARNING,
            "%s %s: %s (HTTP %s); try %d follows in %.1f s",
            self._gateway.name,
            name,
            type(error).__name__,
            error.http_status,
            tried + 1,
            pause,
        )
        yield from sleep(pause)

    def _log(self, level: int, text: str, *facts: object) -> None:
        """Log what may come from a server, which may have sent the key back."""
        if logger.isEnabledFor(level):
            logger.log(level, text, *(self._key.without(fact) for fact in facts), stacklevel=2)

    def _log_call(
        self,
        operation_id: str,
        purpose: Purpose,
        outcome: Reply | Trouble,
        verdict: Verdict,
        tried: int,
        seconds: float,
        task_id: str | None,
    ) -> None:
        status = outcome.status if isinstance(outcome, Reply) else outcome.http_status
        told = verdict.answer or verdict.error
        self._log(
            logging.INFO if purpose is Purpose.SUBMIT else logging.DEBUG,
            "%s %s: HTTP %s, task=%s status=%s request=%s, %.3f s, try %d",
            self._gateway.name,
            operation_id,
            status,
            task_id or (told and told.task_id),
            verdict.answer.status if verdict.answer else type(verdict.error).__name__,
            told and told.request_id,
            seconds,
            tried,
        )

    def _pause(self, submission: Submission, deadline: Deadline, interval: float) -> Flow[None]:
        """Wait before a poll; the last one comes a second before the deadline."""
        remaining = deadline.remaining()
        if interval >= remaining:
            interval = remaining - 1 if remaining > 2 else max(remaining, 0)
        yield from sleep(interval)
        if deadline.passed:
            status = submission.answer and submission.answer.status
            model = "" if submission.model is None else f" and its model {submission.model}"
            raise DeadlinePassed(
                f"{self._gateway.name}: {deadline.seconds:g} s passed and the task {submission.task_id} is still "
                f"{status or 'running'}. It goes on; pick it up by its id{model}.",
                gateway=self._gateway.name,
                operation_id=self._gateway.poll(submission.task_id or "").operation_id,
                task_id=submission.task_id,
                request_id=submission.answer.request_id if submission.answer else None,
                retry_can_help=True,
                maybe_billed=True,
            )

    def _check_end(self, submission: Submission, *, pictured: bool) -> None:
        """Raise the error of a submission that ended badly: without a picture, where one has to be."""
        answer = submission.answer
        assert answer is not None
        ended_well = answer.end in (End.DONE, None) and not answer.failures
        if (answer.end is End.DONE and answer.pictures) or (ended_well and not pictured):
            return
        name = f"{self._gateway.name} {submission.operation_id}"
        facts: Facts = {
            "gateway": self._gateway.name,
            "operation_id": submission.operation_id,
            "http_status": 200,
            "request_id": answer.request_id,
            "task_id": submission.task_id,
            "maybe_billed": True,
            "body": submission.content,
        }
        which = f"the task {submission.task_id}" if submission.task_id else "the call"
        if answer.end is End.EXPIRED:
            raise TaskExpired(f"{name}: {which} is too old ({answer.status}). Submit it again.", **facts)
        if answer.end is End.NOT_FOUND:
            text = f"{name}: the gateway does not know {which}, or has forgotten it ({answer.status})."
            raise TaskNotFound(f"{text} {NOT_KNOWN}", **facts)
        if ended_well:
            text = f"{name}: {which} is done and there is no picture in the answer: {quoted(submission.content)}"
            facts["task_id"] = submission.task_id or named_in(submission.content).get("task_id")
            raise UnexpectedAnswer(text, **facts)
        kind, advice, known = made_nothing(self._gateway, answer.failures)
        reasons = "; ".join(map(str, answer.failures)) or "no reason was given"
        facts["request_id"] = answer.request_id or call_id_in(reasons)
        text = f"{name}: {which} made no picture ({answer.status or 'failed'}): {quoted(reasons)} {advice}"
        raise kind(text, **facts | known)

    def _image(
        self,
        submission: Submission,
        picture: ResultPicture,
        answer: Answer,
        deadline: Deadline,
        keep: Callable[[EditedImage], T],
    ) -> Flow[T]:
        def decoded(data: bytes) -> T:
            image = EditedImage.from_bytes(
                data,
                url=picture.url,
                seed=submission.seed if submission.seed is not None else answer.seed,
                request_id=answer.request_id,
                task_id=submission.task_id,
                answer=answer.raw,
            )
            return keep(image)

        facts: Facts = {"gateway": self._gateway.name, "request_id": answer.request_id, "task_id": submission.task_id}
        facts["maybe_billed"] = True
        is_data = picture.url is not None and picture.url.lstrip()[:5].lower() == "data:"
        link = None if is_data else picture.url
        text = picture.base64 or ("" if link else picture.url or "")
        if text:
            try:
                return (yield from compute(lambda: decoded(from_base64(text.rpartition(",")[2]))))
            except ValueError as problem:  # BrokenPicture, or no base64
                reason = str(problem)
        if link is not None:
            return (yield from self._fetched(link, decoded, facts, deadline))
        facts["body"] = submission.content
        text = f"the picture in the answer is not whole: {reason}. The error's body holds the answer."
        raise DownloadFailed(f"{self._gateway.name}: {text}", url=picture.url, **facts)

    def _fetched(self, url: str, decoded: Callable[[bytes], T], facts: Facts, deadline: Deadline) -> Flow[T]:
        """Fetch and decode a picture, as often as the policy allows."""
        host = _host(url)
        tried = 0
        while True:
            tried += 1
            began = self._clock()
            outcome = yield from call(Fetch(url, deadline))
            self._log(
                logging.DEBUG,
                "%s picture from %s: HTTP %s, task=%s, %.3f s, try %d",
                self._gateway.name,
                host,
                outcome.status if isinstance(outcome, Reply) else outcome.http_status,
                facts.get("task_id"),
                self._clock() - began,
                tried,
            )
            situation, reason, wait = self._download_problem(outcome)
            if isinstance(outcome, Reply) and not reason:
                try:
                    return (yield from compute(lambda data=outcome.content: decoded(data)))  # type: ignore[misc]  # a default binds it now
                except BrokenPicture as problem:
                    situation, reason = Situation.UNREADABLE, f"it is not whole: {problem}"
            too_late = isinstance(outcome, Trouble) and outcome.too_late
            kind = DownloadTimedOut if too_late else DownloadFailed
            facts["http_status"] = outcome.status if isinstance(outcome, Reply) else outcome.http_status
            facts["retry_can_help"] = situation is not None
            error = kind(
                f"{self._gateway.name}: the picture was made and paid for, and could not be fetched from {host}: "
                f"{reason}. It lies at its link for about a day: try again, or fetch it from there.",
                url=url,
                **facts,
            )
            pause = self._policy.pause(situation, Purpose.DOWNLOAD, tried, wait)
            yield from self._again(f"picture from {host}", error, pause, tried, deadline)

    @staticmethod
    def _download_problem(outcome: Reply | Trouble) -> tuple[Situation | None, str, float | None]:
        """Say how a download went wrong; the reason is empty if it did not."""
        if isinstance(outcome, Trouble):
            return outcome.situation, outcome.text, None
        status = outcome.status
        if status == 200:
            return None, "", None
        if status == 429:
            return Situation.RATE_LIMITED, f"HTTP {status}", asked_to_wait(outcome)
        if server_failed(status):
            return Situation.SERVER_FAILED, f"HTTP {status}", asked_to_wait(outcome)
        return None, f"HTTP {status}{', the link is dead' if status in _GONE else ''}", None

    def _telling_all(self, submission: Submission) -> AbstractContextManager[None]:
        """As `_telling`, right after a submit."""
        pictures = submission.answer.pictures if submission.answer else ()
        if submission.task_id is not None or not pictures:
            return _telling(submission.task_id, self._still_running(submission))
        return _telling(None, self._still_there(submission, pictures[0]), pictures[0].url)

    def _how_to_pick_up(self, submission: Submission) -> str:
        model = "" if submission.model is None else f", model={submission.model!r}"
        return f"pick it up with ImageEditor({self._gateway.name!r}, …).task({submission.task_id!r}{model})"

    def _still_running(self, submission: Submission) -> str:
        return f"The task {submission.task_id} is still running; {self._how_to_pick_up(submission)}."

    def _still_there(self, submission: Submission, picture: ResultPicture) -> str:
        if submission.task_id is not None:
            return f"The task {submission.task_id} is done and paid for; {self._how_to_pick_up(submission)}."
        where = f"; it lies at {picture.url} for about a day" if picture.url is not None else ""
        return f"The picture was made and paid for{where}."


_UNDER_WAY = "A submit was under way: it may have run, and been billed."


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "its link"
    except ValueError:
        return "its link"


@contextmanager
def _naming(submission: Submission) -> Iterator[None]:
    """Leave what a poll has to name beside a task's id on what names the task."""
    try:
        yield
    except GeneratorExit:
        raise
    except BaseException as error:
        if submission.model is not None and getattr(error, "task_id", None) is not None:
            setattr(error, "model", submission.model)  # noqa: B010  an interruption has no such attribute so far
        raise


@contextmanager
def _telling(task_id: str | None, note: str, url: str | None = None) -> Iterator[None]:
    """Leave what was paid for on errors that do not know of it, and on Ctrl-C and cancellation, those with a note."""
    try:
        yield
    except ImageEditError as error:
        if task_id is not None and error.task_id is None:  # the editor was closed meanwhile
            error.task_id, error.maybe_billed = task_id, True
        raise
    except GeneratorExit:
        raise
    except BaseException as interruption:
        for name, value in {"task_id": task_id, "url": url}.items():
            if value is not None:
                setattr(interruption, name, value)
        if note not in getattr(interruption, "__notes__", ()):
            interruption.add_note(note)
        raise
