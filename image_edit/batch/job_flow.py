"""The way of one key through a batch: from planned to done, or to wherever this run leaves it.

The journal is written before the act. What is paid for is never let go of: whatever goes wrong after a submit, the key
stays `submitted`, unless the gateway says that there is no picture.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from .. import errors
from ..edited_image import EditedImage, reason_unsaved, saved_elsewhere
from ..editor_core import EditorCore, Submission
from ..flows import GONE, Flows, Guard
from ..gateways.gateway import Answer, End, Request, ResultPicture
from ..network.deadline import Deadline
from ..network.runtime import Runtime
from ..pictures.whole import BrokenPicture
from ..policy import Purpose, Situation
from .job import Job, content_key
from .journal.reading import Entry, KeptFile
from .journal.writing import Journal
from .outcome import Outcome, State
from .planning import Planned, call_of
from .results import ADVICE, Found, Replacing, copied, found, is_of_the_disk, save
from .schedule import NotNow, Schedule

_TOO_MANY = 429
# What is no fault of the row's, which so stays as it is.
_PASSING = (
    errors.AuthenticationError,
    errors.QuotaExceeded,
    errors.ConnectionFailed,
    errors.GatewayUnavailable,
    errors.RateLimited,
    errors.DeadlinePassed,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a batch.

    Attributes:
        core: what the editor that does it is made of.
        journal: what is remembered.
        schedule: what may still be sent.
        replacing: which files a result may replace.
        again: the states that are else left alone, and that are submitted once more.
    """

    core: EditorCore
    journal: Journal
    schedule: Schedule
    replacing: Replacing
    again: Container[State]


class _Changed(errors.BadInput):
    """An input is not what it was when the batch was planned; the journal keeps the job as planned."""


class JobFlow(Guard):
    """The way of one key, which is gone once. It keeps the journal and the pace around each of its requests.

    Args:
        planned: the key, and the jobs that want it.

    Attributes:
        state: how it stands.
        was_asked: whether the gateway answered anything in this run.
    """

    def __init__(self, run: Run, planned: Planned) -> None:
        self.planned = planned
        self.state = State.PLANNED
        self.was_asked = False
        self._run = run
        self._journal = run.journal
        self._schedule = run.schedule
        self._key = planned.key
        self._jobs = planned.jobs
        self._turn = 0
        self._submits = 0
        self._is_sent = False
        self._error: errors.ImageEditError | None = None
        self._task_id: str | None = None
        self._ended_by_answer = False
        self._in_journal = True
        self._reason_for_anew = ""
        self._notes: list[str] = []
        self._files: dict[Path, tuple[Path, ...]] = {}
        self._unsaved: dict[Path, errors.NotSaved] = {}
        self._notes_of: dict[Path, str] = {}

    @property
    def is_submitting(self) -> bool:
        """Whether a billed call is under way, or is just being written down: not to be interrupted lightly."""
        return self.state is State.SUBMITTING

    async def go(self, runtime: Runtime) -> None:
        """Go the way. Afterwards, also if it was interrupted, `outcomes` says how far it went."""
        self._runtime = runtime
        self._flows = Flows(self._run.core, runtime)
        try:
            await self._go()
        except NotNow:
            pass
        except errors.ImageEditError as error:
            await self._went_wrong(error)
        except GeneratorExit:
            raise
        except BaseException:
            self.interrupted()
            raise

    def outcomes(self) -> list[Outcome]:
        """Return how each of the jobs stands."""
        outcomes = []
        about = list(self._notes)
        if self._reason_for_anew:
            done = "so it was submitted anew, which is billed" if self._submits else "so it is to be submitted anew"
            about.append(f"{self._reason_for_anew}, {done}")
        for number, job in enumerate(self._jobs):
            place = self._place(job)
            files = self._files.get(place, ())
            notes = (*about, *([self._notes_of[place]] if place in self._notes_of else []))
            submits = 0 if number else self._submits
            if files:
                files = tuple(job.output.with_name(file.name) for file in files)  # the journal names them in full
                outcomes.append(Outcome(job, State.DONE, files, None, self._task_id, notes, submits))
            else:
                error = self._unsaved.get(place) or self._error
                outcomes.append(Outcome(job, self.state, (), error, self._task_id, notes, submits))
        return outcomes

    def interrupted(self) -> None:
        """Write down how it stands, at once, since nothing more is done for it."""
        before, self.state = self.state, self._journal.entry(self._key).state
        try:
            self._left(before)
        except errors.JournalNotWritten:
            self.state = State.UNCLEAR  # which is what the next run will take it for

    def _left(self, before: State) -> None:
        if self.state is not State.SUBMITTING:
            if before is State.SUBMITTING and self.state is State.PLANNED:
                self._schedule.give_submit_back()
        elif self._is_sent:
            self._error = errors.MaybeBilled(
                f"{self._run.core.name}: the run was stopped while this was being sent: it may have run, and been "
                "billed. Look at the gateway's own record before it is sent again.",
                gateway=self._run.core.name,
                maybe_billed=True,
            )
            self._journal.ended(self._key, State.UNCLEAR, self._error)
            self.state = State.UNCLEAR
        else:
            self._journal.unsent(self._key)
            self._schedule.give_submit_back()
            self.state = State.PLANNED

    def _moved(self, state: State) -> None:
        """Take note of a state that was written down."""
        self.state = state
        self._schedule.moved(self.planned, state)

    # --- the way ----------------------------------------------------------------------------------------------------

    async def _go(self) -> None:
        if self.planned.is_new:
            entry, wanting = Entry(key=self._key), list(self._jobs)
        else:
            entry, wanting = await self._runtime.compute(self._looked_up)
        self.state, self._task_id = entry.state, entry.task_id
        match entry.state:
            case State.DONE:
                if wanting:
                    wanting = await self._runtime.compute(lambda: self._copied(entry, wanting))
                if not wanting:
                    return
                await self._reopen(entry)
            case State.SUBMITTED:
                if not wanting:
                    await self._write(lambda: self._journal.done(self._key), State.DONE)
                    return
            case State.REFUSED | State.FAILED | State.UNCLEAR:
                # What is unclear stays so until it is really sent.
                if entry.state not in self._run.again or not self._schedule.may_submit:
                    self._error = _earlier_error(entry)
                    return
                await self._write(lambda: self._journal.planned(self._key), State.PLANNED)
        deadline = self._run.core.deadline(self._jobs[0].options.get("timeout"))
        submission = _known(entry) if self.state is State.SUBMITTED else None
        is_anew = False
        while True:
            if submission is None:
                submission, deadline = await self._submit()
            try:
                await self._finish(submission, deadline, wanting)
                return
            except (errors.TaskExpired, errors.DownloadFailed) as error:
                reason = "" if is_anew else self._reason_to_submit_anew(error, entry)
                if not reason:
                    raise
            self._reason_for_anew = reason
            is_anew, submission = True, None
            await self._forget_task()

    async def _reopen(self, entry: Entry) -> None:
        if entry.task_id is not None or entry.urls:
            self._notes.append("a result was gone or damaged, so its task was asked for it once more")
            await self._write(lambda: self._journal.reopened(self._key), State.SUBMITTED)
        else:
            self._reason_for_anew = "a result was gone or damaged, and came without a task"
            await self._forget_task()

    async def _forget_task(self) -> None:
        self._task_id = None
        await self._write(lambda: self._journal.planned(self._key), State.PLANNED)

    async def _submit(self) -> tuple[Submission, Deadline]:
        request, deadline = await self._runtime.compute(self._request)
        try:
            submission = await self._flows.send(request, deadline, self)
        except errors.ImageEditError as error:
            if self.state is not State.SUBMITTING or error.task_id is None:
                raise
            submission = Submission(error.task_id, request.poll_options)
        await self._paid(submission)
        return submission, deadline

    async def _paid(self, submission: Submission) -> None:
        """Write down what names the result."""
        urls = _links(submission)
        if submission.task_id is None and not urls:
            return  # the answer holds the picture, which is saved at once
        self._task_id = submission.task_id
        try:
            await self._runtime.compute(
                lambda: self._journal.submitted(self._key, submission.task_id, submission.poll_options, urls)
            )
        except errors.JournalNotWritten as error:
            self._in_journal = False
            self._schedule.not_in_journal(error, submission.task_id)
        self._moved(State.SUBMITTED)
        if self._schedule.is_stopping:
            raise NotNow

    async def _finish(self, submission: Submission, deadline: Deadline, wanting: Sequence[Job]) -> None:
        """Wait for the result and keep it, wherever it is wanted."""
        self._ended_by_answer = False
        try:
            await self._flows.wait(submission, deadline, guard=self)
        except errors.ImageEditError:
            self._ended_by_answer = submission.answer is not None and submission.answer.end is not None
            raise
        assert submission.answer is not None
        self._notes += [f"one of several pictures was not made: {each}" for each in submission.answer.failures]
        saved: dict[Path, list[KeptFile]] = {self._place(job): [] for job in wanting}
        for position in range(len(submission.answer.pictures)):
            is_last = position == len(submission.answer.pictures) - 1
            save = partial(self._save, position=position, wanting=wanting, saved=saved, is_last=is_last)
            await self._flows.kept(submission, position, deadline, save)
        if self._unsaved:
            raise next(iter(self._unsaved.values()))
        self._schedule.found_again(self._task_id)
        self._moved(State.DONE)

    def _save(
        self,
        image: EditedImage,
        *,
        position: int,
        wanting: Sequence[Job],
        saved: Mapping[Path, list[KeptFile]],
        is_last: bool,
    ) -> None:
        for job in wanting:
            place = self._place(job)
            if place in self._unsaved:
                continue
            try:
                saved[place].append(save(image, job.output, position, self._may_replace(job)))
            except OSError as error:
                self._unsaved[place] = self._not_saved(error, job, image)
        if is_last:
            self._keep({place: files for place, files in saved.items() if place not in self._unsaved})

    def _may_replace(self, job: Job) -> Callable[[Path], bool]:
        return lambda file: self._run.replacing.may_replace(job, self._key, file)

    def _keep(self, kept: Mapping[Path, Sequence[KeptFile]]) -> None:
        try:
            self._remember(kept)
        except errors.JournalNotWritten as error:
            self._schedule.not_in_journal(error, None)
            if kept:
                self._notes.append("its result is kept, and the journal could not be told of it")
        for place, files in kept.items():
            self._files[place] = tuple(file.path for file in files)

    def _remember(self, kept: Mapping[Path, Sequence[KeptFile]]) -> None:
        if not self._in_journal:  # the disk may have some space again
            self._journal.submitted(self._key, self._task_id)
            self._in_journal = True
        if not self._unsaved:
            self._journal.done(self._key, kept)
            return
        for place, files in kept.items():
            self._journal.kept(self._key, place, files)

    def _not_saved(self, error: OSError, job: Job, image: EditedImage | None = None) -> errors.NotSaved:
        if image is not None and self.state is State.SUBMITTING:  # it is nowhere but here
            try:
                advice = f"It is in {str(saved_elsewhere(image))!r}."
            except OSError:
                advice = "Nor could it be in a folder for temporary files."
        elif not self._in_journal:
            advice = f"The journal does not know its task either. Ask for that by its id, {self._task_id}."
        elif isinstance(error, FileExistsError):
            advice = f"{ADVICE[0].upper()}{ADVICE[1:]}; then run the same again, which fetches it."
        elif is_of_the_disk(error):
            advice = "Make room, or see that the folder can be written; then run the same again, which fetches it."
        else:
            advice = "Give it another suffix, or none."
        problem = errors.NotSaved(
            f"the result is paid for and could not be saved as {str(job.output)!r}: {reason_unsaved(error)}. {advice}",
            gateway=self._run.core.name,
            task_id=self._task_id,
            retry_can_help=True,
            maybe_billed=True,
        )
        if is_of_the_disk(error):
            self._schedule.begin_no_more(problem)
        return problem

    # --- what is there already --------------------------------------------------------------------------------------

    def _place(self, job: Job) -> Path:
        return self._journal.places.same(job.output)

    def _looked_up(self) -> tuple[Entry, list[Job]]:
        """Return what is known, and the jobs whose result is not there; take note of those whose result is."""
        entry, wanting = self._journal.entry(self._key), []
        for job in self._jobs:
            place = self._place(job)
            files = entry.files.get(place, ())
            what = found(files)
            if what is Found.GONE:
                wanting.append(job)
                continue
            self._files[place] = tuple(file.path for file in files)
            if what is Found.CHANGED:
                self._notes_of[place] = "the result was changed since it was made, and was left as it is"
        return entry, wanting

    def _copied(self, entry: Entry, wanting: Sequence[Job]) -> list[Job]:
        """Take what is wanted from a result of the same key that is sound; return the jobs that still want it."""
        source = next((files for files in entry.files.values() if found(files) is Found.SOUND), None)
        if source is None:
            return list(wanting)
        left = []
        for job in wanting:
            place = self._place(job)
            try:
                files = copied(source, job.output, self._may_replace(job))
            except BrokenPicture:
                left.append(job)
                continue
            except OSError as error:
                self._unsaved[place] = self._not_saved(error, job)
                continue
            self._journal.kept(self._key, place, files)
            self._files[place] = tuple(file.path for file in files)
        return left

    def _request(self) -> tuple[Request, Deadline]:
        call = call_of(self._run.core, self._unchanged_job())
        request = self._run.core.prepared(call.build)
        self._write_sending()
        return request, call.deadline

    def _unchanged_job(self) -> Job:
        """Return one of the jobs with its files read, such that it still is what was planned.

        Raises:
            BadInput: there is none any more.
        """
        problem = errors.BadInput("")
        for job in self._jobs:
            try:
                loaded = job.loaded()
                if content_key(loaded, self._run.core.name) == self._key:
                    return loaded
                problem = errors.BadInput("an input was changed while the batch ran")
            except errors.BadInput as error:
                problem = error
        raise _Changed(f"{problem}. Nothing was sent; run the same again to do it with what is there now.")

    # --- what goes wrong --------------------------------------------------------------------------------------------

    def _reason_to_submit_anew(self, error: errors.ImageEditError, entry: Entry) -> str:
        """Say why what was paid for will never give a picture; empty where it may, or where nobody knows."""
        if isinstance(error, errors.TaskExpired) and not isinstance(error, errors.TaskNotFound):
            return "its task had expired"
        is_old = (
            entry.state in (State.SUBMITTED, State.DONE)
            and entry.submitted_at is not None
            and datetime.now(UTC) - entry.submitted_at >= self._run.core.gateway.document.task_lifetime
        )
        if is_old and isinstance(error, errors.TaskNotFound):
            return "the gateway has forgotten its task"
        is_dead_link = isinstance(error, errors.DownloadFailed) and error.http_status in GONE
        if is_old and is_dead_link and self._task_id is None:
            return "the link to its result was dead"
        return ""

    async def _went_wrong(self, error: errors.ImageEditError) -> None:
        self._run.core.key.remove_from(error)
        self._error = error
        try:
            if isinstance(error, errors.JournalNotWritten):
                self._schedule.begin_no_more(error)
                if self.is_submitting:
                    self._moved(State.UNCLEAR)  # which is what the next run will take it for
            elif self.is_submitting:
                await self._submit_went_wrong(error)
            elif self.state is State.SUBMITTED:
                await self._task_went_wrong(error)
            elif self.state is State.PLANNED:
                await self._planned_went_wrong(error)
        except errors.JournalNotWritten as problem:
            self._schedule.begin_no_more(problem)

    async def _submit_went_wrong(self, error: errors.ImageEditError) -> None:
        """It was sent, and nothing names a task."""
        if isinstance(error, errors.ContentRefused | errors.BadInput):
            await self._end(State.REFUSED, error)
        elif isinstance(error, errors.TaskFailed | errors.UnexpectedAnswer | errors.DownloadFailed | errors.NotSaved):
            await self._end(State.FAILED, error)
        else:
            await self._end(State.UNCLEAR, error)

    async def _task_went_wrong(self, error: errors.ImageEditError) -> None:
        """It is paid for."""
        has_failed = isinstance(error, errors.TaskFailed | errors.TaskExpired)
        if isinstance(error, errors.ContentRefused):
            await self._end(State.REFUSED, error)
        elif has_failed or (isinstance(error, errors.UnexpectedAnswer) and self._ended_by_answer):
            await self._end(State.FAILED, error)
        else:
            if not isinstance(error, errors.NotSaved):
                self._slow_or_stop(error)
            if self._in_journal:
                await self._runtime.compute(lambda: self._journal.noted(self._key, error))

    async def _planned_went_wrong(self, error: errors.ImageEditError) -> None:
        """Nothing was sent, or it certainly did not run."""
        if isinstance(error, _Changed):
            self.state = State.REFUSED  # in this run; in the journal it stays planned
            self._error = errors.BadInput(str(error), gateway=self._run.core.name)
            return
        is_refused = isinstance(error, errors.ContentRefused | errors.BadInput)
        if not is_refused or (isinstance(error, errors.NotSupported) and error.http_status is not None):
            self._slow_or_stop(error)  # of a call that is not there, the address may be wrong, for all of them
        if is_refused:
            await self._end(State.REFUSED, error)
        elif not isinstance(error, _PASSING):
            await self._end(State.FAILED, error)

    def _slow_or_stop(self, error: errors.ImageEditError) -> None:
        """Take note of what is no fault of the row's, and may be everybody's."""
        if isinstance(error, errors.AuthenticationError):
            self._schedule.begin_no_more(error)
        elif isinstance(error, errors.QuotaExceeded):
            self._schedule.submit_no_more(error)
        else:
            self._schedule.failed_without_fault(error)

    async def _end(self, state: State, error: errors.ImageEditError) -> None:
        await self._write(lambda: self._journal.ended(self._key, state, error), state)

    async def _write(self, step: Callable[[], None], state: State) -> None:
        await self._runtime.compute(step)
        self._moved(state)

    # --- around each request ----------------------------------------------------------------------------------------

    async def before(self, purpose: Purpose, /) -> None:
        """Wait until it may be sent; of a submit, write that down first."""
        pace = self._schedule.pace
        is_written = self.is_submitting and not self._is_sent
        if is_written and pace.delay() > 0:  # in a long pause it would be taken for one that was sent
            await self._unsent(None)
        while (pause := pace.delay()) > 0:
            await self._runtime.sleep(pause)
        self._turn = pace.turn
        if purpose is not Purpose.SUBMIT:
            return
        if not self.is_submitting:
            await self._runtime.compute(self._write_sending)
        if self._schedule.is_stopping:
            await self._unsent(None)
            raise NotNow
        self._moved(State.SUBMITTING)
        self._is_sent = True
        self._submits += 1

    def _write_sending(self) -> None:
        """Write down that the call is being sent, if it may be; what takes its time, and is sent as soon as it ends."""
        self._schedule.take_submit()
        self.state, self._is_sent = State.SUBMITTING, False
        try:
            self._journal.sending(self._key)
        except errors.ImageEditError:
            self._schedule.give_submit_back()
            self.state = State.PLANNED
            raise

    def answered(self) -> None:
        """Speed up a little."""
        self.was_asked = True
        if self._schedule.pace.answered(self._turn):
            self._schedule.wake()

    async def failed(self, purpose: Purpose, error: errors.ImageEditError, pause: float | None, /) -> float | None:
        """Write down what certainly did not run; slow down, if there were too many calls."""
        is_submit = purpose is Purpose.SUBMIT
        has_run = is_submit and (error.maybe_billed or error.task_id is not None)
        if is_submit and not has_run:
            self._run.core.key.remove_from(error)
            await self._unsent(error)
        if (isinstance(error, errors.RateLimited) or error.http_status == _TOO_MANY) and not has_run:
            self._schedule.pace.limited(self._turn, getattr(error, "retry_after", None))
            # It is no fault of the row's: it is tried again for as long as its own time lasts.
            is_retried = purpose in self._run.core.policy.retried.get(Situation.RATE_LIMITED, ())
            return self._schedule.pace.delay() if is_retried else None
        return None if has_run else pause

    async def _unsent(self, error: errors.ImageEditError | None) -> None:
        await self._runtime.compute(lambda: self._journal.unsent(self._key, error))
        self._schedule.give_submit_back()
        self._submits -= self._is_sent
        self._is_sent = False
        self._moved(State.PLANNED)


def _known(entry: Entry) -> Submission:
    """Return what an earlier run submitted."""
    if entry.task_id is not None:
        return Submission(entry.task_id, entry.poll_options)
    pictures = tuple(ResultPicture(url) for url in entry.urls)
    return Submission(None, entry.poll_options, Answer(None, end=End.DONE, pictures=pictures))


def _links(submission: Submission) -> list[str]:
    """Return where the pictures of an answer that came at once lie; nothing if it holds one of them itself."""
    pictures = submission.answer.pictures if submission.answer else ()
    links = [picture.link for picture in pictures if picture.link and not picture.base64]
    return links if submission.task_id is None and len(links) == len(pictures) else []


def _earlier_error(entry: Entry) -> errors.ImageEditError:
    """Return what went wrong in an earlier run."""
    is_unclear = entry.state is State.UNCLEAR
    if entry.error is not None:
        entry.error.maybe_billed = is_unclear
        return entry.error
    if is_unclear:
        text = (
            "a run died while this was being sent: it may have run, and been billed. Look at the gateway's own record."
        )
        return errors.MaybeBilled(text, maybe_billed=True)
    return errors.ImageEditError("the reason is not known")
