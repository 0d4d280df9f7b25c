"""The calls in their order: submit once, poll to the end, fetch what was made. Both editors go by it."""

import logging
import math
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from . import errors
from .edited_image import EditedImage
from .editor_core import EditorCore, Plan, Submission
from .errors import Facts, ImageEditError
from .gateways.gateway import Answer, End, Request, ResultPicture, call_id_in, named_in
from .network.calls import Call, Fetch, Reply, Trouble
from .network.deadline import Deadline
from .network.runtime import Runtime, T
from .pictures.source import from_base64
from .pictures.whole import BrokenPicture
from .policy import Purpose, Situation
from .verdict import NOT_KNOWN, Judge, Verdict, asked_to_wait, made_nothing, quoted, server_failed

logger = logging.getLogger("image_edit")

#: What a dead link answers.
GONE = frozenset({401, 403, 404, 410})
_UNDER_WAY = "A submit was under way: it may have run, and been billed."


class Guard:
    """Surrounds the requests of one call; this one does nothing. Who sends many keeps a record and a pace by another.

    Downloads, which go to other hosts, are left out.
    """

    async def before(self, _purpose: Purpose, /) -> None:
        """Do what comes before each try; whatever it raises keeps the request from being sent."""

    def answered(self) -> None:
        """Take note that the gateway answered."""

    async def failed(self, _purpose: Purpose, _error: ImageEditError, pause: float | None, /) -> float | None:
        """Do what comes after a try that failed.

        Args:
            _purpose: what the request was for.
            _error: what went wrong.
            pause: seconds until the next try; None if there is to be none.

        Returns:
            The seconds until the next try; None to raise the error.
        """
        return pause


_NO_GUARD = Guard()


class Flows:
    """The calls of one editor, as coroutines.

    Args:
        core: what the editor is made of.
        runtime: carries out the steps.
    """

    def __init__(self, core: EditorCore, runtime: Runtime) -> None:
        self.core = core
        self.runtime = runtime
        self._gateway = core.gateway

    async def submit(self, plan: Plan, told: Callable[[Submission], Awaitable[object]] | None = None) -> Submission:
        """Build a request, hold it and the polls of its task to the document, and send it once.

        Args:
            plan: what is asked for, and when to give up.
            told: called with what came of it before anything else is done, if it went well.
        """
        request = await self.runtime.compute(lambda: self.core.prepared(plan.build))
        submission = await self.send(request, plan.deadline)
        if told is not None:
            with self._about_submitted(submission):
                await told(submission)
        return submission

    async def send(self, request: Request, deadline: Deadline, guard: Guard = _NO_GUARD) -> Submission:
        """Send a request once.

        Args:
            request: of `prepared`.
            deadline: when to give up.
            guard: what surrounds each try.
        """
        purpose = Purpose.SUBMIT if self._gateway.document.is_billed(request.operation_id) else Purpose.POLL
        submission = Submission(request.task_id, request.poll_options, seed=request.seed, is_open=request.is_open)
        with self._about(submission):
            answer = await self._answered(request, purpose, deadline, submission, guard)
            submission.task_id = answer.task_id or submission.task_id
            if submission.task_id is None:
                self._check_end(submission, pictured=not submission.is_open)
        return submission

    async def wait(
        self,
        submission: Submission,
        deadline: Deadline,
        interval: float | None = None,
        changed: Callable[[], object] | None = None,
        guard: Guard = _NO_GUARD,
    ) -> None:
        """Poll until a task ends well.

        Args:
            submission: the task; what it says is kept there.
            deadline: when to give up.
            interval: seconds between two polls; None for the policy's.
            changed: called whenever the status changes.
            guard: what surrounds each try.
        """
        if interval is not None and not (math.isfinite(interval) and interval >= 0):
            raise errors.BadInput(f"an interval is a finite number of seconds, 0 or more, not {interval}")
        with self._about(submission, self._still_running(submission)):
            polls = 0
            poll: Callable[..., Request] = self._gateway.poll
            while submission.task_id is not None and (submission.answer is None or submission.answer.end is None):
                if submission.answer is not None:
                    await self._pause(submission, deadline, self.core.policy.interval(polls, interval))
                before = submission.answer and submission.answer.status
                request = poll(submission.task_id, **submission.poll_options)
                answer = await self._answered(request, Purpose.POLL, deadline, submission, guard)
                polls += 1
                if changed is not None and answer.status != before:
                    changed()
            self._check_end(submission, pictured=not submission.is_open)

    async def image(self, submission: Submission, position: int, deadline: Deadline) -> EditedImage:
        """Fetch one picture of an answer, unless it was fetched before."""
        if position not in submission.images:
            submission.images[position] = await self.kept(submission, position, deadline, lambda image: image)
        return submission.images[position]

    async def kept(
        self, submission: Submission, position: int, deadline: Deadline, keep: Callable[[EditedImage], T]
    ) -> T:
        """Fetch one picture of an answer, and keep it.

        Args:
            position: of the picture, from 0.
            deadline: when to give up.
            keep: takes the picture, in the step that decoded it, and may take its time; what it returns is returned.
        """
        with self._about(submission):
            self._check_end(submission, pictured=True)
        assert submission.answer is not None
        picture = submission.answer.pictures[position]
        with self._about(submission, self._still_there(submission, picture), picture.url):
            return await self._image(submission, picture, submission.answer, deadline, keep)

    async def first_image(
        self, plan: Plan, told: Callable[[Submission], Awaitable[object]] | None = None
    ) -> EditedImage:
        """Submit, wait and fetch the first picture, all by one deadline; `told` as in `submit`."""
        submission = await self.submit(plan, told)
        await self.wait(submission, plan.deadline)
        return await self.image(submission, 0, plan.deadline)

    async def all_images(self, submission: Submission, deadline: Deadline) -> list[EditedImage]:
        """Wait and fetch all pictures."""
        await self.wait(submission, deadline)
        assert submission.answer is not None
        return [await self.image(submission, position, deadline) for position in range(len(submission.answer.pictures))]

    async def _answered(
        self, request: Request, purpose: Purpose, deadline: Deadline, submission: Submission, guard: Guard
    ) -> Answer:
        """Call until there is an answer, which the submission keeps, or the policy gives up."""
        task_id = submission.task_id
        judge = Judge(self._gateway, request, purpose, deadline, task_id)
        tried = 0
        while True:
            tried += 1
            await guard.before(purpose)
            began = self.core.clock()
            call = Call(request.operation, request.arguments, purpose, deadline)
            with _noted(_UNDER_WAY) if purpose is Purpose.SUBMIT else nullcontext():
                came_back = await self.runtime.exchange(call)
                if isinstance(came_back, Trouble) and not deadline.passed:
                    came_back = replace(came_back, too_late=False)
                verdict = judge.judge(came_back)
                self._log_call(
                    request.operation_id, purpose, came_back, verdict, tried, self.core.clock() - began, task_id
                )
            if verdict.answer is not None:
                guard.answered()
                submission.answer, submission.operation_id = verdict.answer, request.operation_id
                submission.content = came_back.content
                return verdict.answer
            assert verdict.error is not None
            pause = self.core.policy.pause(verdict.situation, purpose, tried, verdict.retry_after)
            pause = await guard.failed(purpose, verdict.error, pause)
            await self._again(request.operation_id, verdict.error, pause, tried, deadline)

    async def _again(
        self, name: str, error: ImageEditError, pause: float | None, tried: int, deadline: Deadline
    ) -> None:
        """Pause before the next try, or raise the error of the last one."""
        if pause is None or pause >= deadline.remaining():
            raise error
        self._log(
            logging.WARNING,
            "%s %s: %s%s; try %d follows in %.1f s",
            self._gateway.name,
            name,
            type(error).__name__,
            "" if error.http_status is None else f" (HTTP {error.http_status})",
            tried + 1,
            pause,
        )
        await self.runtime.sleep(pause)

    def _log(self, level: int, text: str, *facts: object) -> None:
        """Log what may come from a server, which may have sent the key back."""
        if logger.isEnabledFor(level):
            logger.log(level, text, *(self.core.key.without(fact) for fact in facts), stacklevel=2)

    def _log_call(
        self,
        operation_id: str,
        purpose: Purpose,
        came_back: Reply | Trouble,
        verdict: Verdict,
        tried: int,
        seconds: float,
        task_id: str | None,
    ) -> None:
        told = verdict.answer or verdict.error
        self._log(
            logging.INFO if purpose is Purpose.SUBMIT else logging.DEBUG,
            "%s %s: HTTP %s, task=%s status=%s request=%s, %.3f s, try %d",
            self._gateway.name,
            operation_id,
            came_back.status,
            task_id or (told and told.task_id),
            verdict.answer.status if verdict.answer else type(verdict.error).__name__,
            told and told.request_id,
            seconds,
            tried,
        )

    async def _pause(self, submission: Submission, deadline: Deadline, interval: float) -> None:
        """Wait before a poll; the last one comes a second before the deadline."""
        remaining = deadline.remaining()
        if interval >= remaining:
            interval = remaining - 1 if remaining > 2 else max(remaining, 0)
        await self.runtime.sleep(interval)
        if deadline.passed:
            status = submission.answer and submission.answer.status
            model = "" if submission.model is None else f" and its model {submission.model}"
            raise errors.DeadlinePassed(
                f"{self._gateway.name}: {round(deadline.seconds, 2):g} s passed and the task "
                f"{submission.task_id} is still {status or 'running'}. It goes on; pick it up by its id{model}.",
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
            raise errors.TaskExpired(f"{name}: {which} is too old ({answer.status}). Submit it again.", **facts)
        if answer.end is End.NOT_FOUND:
            text = f"{name}: the gateway does not know {which}, or has forgotten it ({answer.status})."
            raise errors.TaskNotFound(f"{text} {NOT_KNOWN}", **facts)
        if ended_well:
            text = f"{name}: {which} is done and there is no picture in the answer: {quoted(submission.content)}"
            facts["task_id"] = submission.task_id or named_in(submission.content).get("task_id")
            raise errors.UnexpectedAnswer(text, **facts)
        kind, advice, known = made_nothing(self._gateway, answer.failures)
        reasons = "; ".join(map(str, answer.failures)) or "no reason was given"
        facts["request_id"] = answer.request_id or call_id_in(reasons)
        text = f"{name}: {which} made no picture ({answer.status or 'failed'}): {quoted(reasons)} {advice}"
        raise kind(text, **facts | known)

    async def _image(
        self,
        submission: Submission,
        picture: ResultPicture,
        answer: Answer,
        deadline: Deadline,
        keep: Callable[[EditedImage], T],
    ) -> T:
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

        facts: Facts = {
            "gateway": self._gateway.name,
            "request_id": answer.request_id,
            "task_id": submission.task_id,
            "maybe_billed": True,
        }
        link = picture.link
        text = picture.base64 or ("" if link else picture.url or "")
        if text:
            try:
                return await self.runtime.compute(lambda: decoded(from_base64(text.rpartition(",")[2])))
            except ValueError as problem:  # BrokenPicture, or no base64
                reason = str(problem)
        if link is not None:
            return await self._fetched(link, decoded, facts, deadline)
        facts["body"] = submission.content
        text = f"the picture in the answer is not whole: {reason}. The error's body holds the answer."
        raise errors.DownloadFailed(f"{self._gateway.name}: {text}", url=picture.url, **facts)

    async def _fetched(self, url: str, decoded: Callable[[bytes], T], facts: Facts, deadline: Deadline) -> T:
        """Fetch and decode a picture, as often as the policy allows."""
        host = _host(url)
        tried = 0
        while True:
            tried += 1
            began = self.core.clock()
            came_back = await self.runtime.exchange(Fetch(url, deadline))
            self._log(
                logging.DEBUG,
                "%s picture from %s: HTTP %s, task=%s, %.3f s, try %d",
                self._gateway.name,
                host,
                came_back.status,
                facts.get("task_id"),
                self.core.clock() - began,
                tried,
            )
            situation, reason, wait = self._download_problem(came_back)
            if isinstance(came_back, Reply) and not reason:
                try:
                    return await self.runtime.compute(partial(decoded, came_back.content))
                except BrokenPicture as problem:
                    situation, reason = Situation.UNREADABLE, f"it is not whole: {problem}"
            too_late = isinstance(came_back, Trouble) and came_back.too_late
            kind = errors.DownloadTimedOut if too_late else errors.DownloadFailed
            facts["http_status"] = came_back.status
            facts["retry_can_help"] = situation is not None
            error = kind(
                f"{self._gateway.name}: the picture was made and paid for, and could not be fetched from {host}: "
                f"{reason}. It lies at its link for about a day: try again, or fetch it from there.",
                url=url,
                **facts,
            )
            pause = self.core.policy.pause(situation, Purpose.DOWNLOAD, tried, wait)
            await self._again(f"picture from {host}", error, pause, tried, deadline)

    @staticmethod
    def _download_problem(came_back: Reply | Trouble) -> tuple[Situation | None, str, float | None]:
        """Say how a download went wrong; the reason is empty if it did not."""
        if isinstance(came_back, Trouble):
            return came_back.situation, came_back.text, None
        status = came_back.status
        if status == 200:
            return None, "", None
        if status == 429:
            return Situation.RATE_LIMITED, f"HTTP {status}", asked_to_wait(came_back)
        if server_failed(status):
            return Situation.SERVER_FAILED, f"HTTP {status}", asked_to_wait(came_back)
        return None, f"HTTP {status}{', the link is dead' if status in GONE else ''}", None

    @contextmanager
    def _about(self, submission: Submission, note: str = "", url: str | None = None) -> Iterator[None]:
        """Leave what was paid for on errors that do not know of it, and on Ctrl-C and cancellation, those with a note.

        Args:
            submission: what it is about.
            note: the note; empty where nothing is paid for yet.
            url: where a picture lies.
        """
        try:
            with _noted(note, task_id=submission.task_id, url=url) if note else nullcontext():
                yield
        except BaseException as error:
            if isinstance(error, ImageEditError):
                self.core.key.remove_from(error)
            if submission.model is not None and getattr(error, "task_id", None) is not None:
                setattr(error, "model", submission.model)  # noqa: B010  an interruption has no such attribute so far
            raise

    def _about_submitted(self, submission: Submission) -> AbstractContextManager[None]:
        """As `_about`, right after a submit."""
        pictures = submission.answer.pictures if submission.answer else ()
        if submission.task_id is not None or not pictures:
            return self._about(submission, self._still_running(submission))
        return self._about(submission, self._still_there(submission, pictures[0]), pictures[0].url)

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


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "its link"
    except ValueError:
        return "its link"


@contextmanager
def _noted(note: str, *, task_id: str | None = None, url: str | None = None) -> Iterator[None]:
    """Leave a task and a link on what is raised, and a note on what is no error, such as Ctrl-C."""
    try:
        yield
    except ImageEditError as error:
        if task_id is not None and error.task_id is None:  # the editor was closed meanwhile
            error.task_id, error.maybe_billed = task_id, True
        raise
    except BaseException as interruption:
        for name, value in {"task_id": task_id, "url": url}.items():
            if value is not None:
                setattr(interruption, name, value)
        if note not in getattr(interruption, "__notes__", ()):
            interruption.add_note(note)
        raise
