"""All jobs of a batch, checked and named by their content before anything is sent."""

import os
from collections.abc import Callable, Container, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

from ..editor_core import EditorCore, Plan
from ..errors import BadInput, BadJobs, BadPicture
from ..network.runtime import Runtime
from ..options import CALLS
from .job import Job, PackedJob, content_key, unpacked
from .journal.reading import Entry, JournalReading
from .journal.writing import Journal
from .outcome import State
from .outputs import Outputs
from .results import Found, Replacing, found

_MOST_TOLD = 20
_AT_A_TIME = 64  # jobs that are checked between two looks at the event loop


@dataclass(slots=True)
class Planned:
    """What is paid for once, and the jobs that want it.

    Attributes:
        key: the hash of its content.
        packed: the jobs, in their order.
        state: how it stands by the journal.
        is_new: whether the journal knew nothing of it before this plan.
    """

    key: str
    packed: tuple[PackedJob, ...]
    state: State = State.PLANNED
    is_new: bool = False

    @property
    def jobs(self) -> list[Job]:
        """The jobs, in their order; made anew each time."""
        return [unpacked(job) for job in self.packed]


Refused: TypeAlias = "list[tuple[Job, BadInput]]"
"""The jobs that cannot be done as they are, and why."""


def call_of(core: EditorCore, job: Job) -> Plan:
    """Return the call that a job stands for.

    Raises:
        BadInput: an option does not go with it.
    """
    if "submitted" in job.options:
        raise BadInput("a job of a batch takes no hook: the journal is told of its task")
    if job.operation not in CALLS:
        raise BadInput(f"an editor does edit, expand, inpaint, erase and generate, not {job.operation!r}")
    if job.operation in ("expand", "inpaint", "erase") and len(job.images) != 1:
        raise BadInput(f"this takes one picture, not {len(job.images)}")
    if job.operation in ("inpaint", "erase") and job.mask is None:
        raise BadInput(f"{job.operation} needs a mask")
    options, prompt = dict(job.options), job.prompt or ""
    if job.operation == "expand" and job.prompt is not None:
        options["prompt"] = job.prompt
    try:
        return core.plan(job.operation, options, images=job.images, mask=job.mask, prompt=prompt)
    except TypeError as error:  # an option that is missing, or that there is not
        raise BadInput(str(error)) from None


def looked_at(
    core: EditorCore, journal: JournalReading | None, job: Job, seen: Container[str] = ()
) -> tuple[str, Entry | None]:
    """Hold a job to what the gateway takes, unless that was done. Nothing is written down.

    Args:
        core: what the editor that is to do it is made of.
        journal: the journal; None where there is none yet.
        seen: the keys of jobs that were looked at.

    Returns:
        Its key, and what the journal knows of it.

    Raises:
        BadInput: it cannot be done as it is.
    """
    loaded = job.loaded()
    key = content_key(loaded, core.name)
    known = None if journal is None else journal.find(key)
    if key not in seen and (known is None or known.state is State.PLANNED):
        try:
            core.prepared(call_of(core, loaded).build)
        except BadPicture:
            # Once more, by its path, which the message then names.
            core.prepared(call_of(core, job).build)
            raise
    return key, known


async def plan_jobs(
    core: EditorCore,
    runtime: Runtime,
    journal: Journal,
    jobs: Sequence[PackedJob],
    *,
    replacing: Replacing,
    keep_going: bool,
    is_stopping: Callable[[], bool],
    on_look: Callable[[int], object],
) -> tuple[list[Planned], Refused]:
    """Check all jobs, and write into the journal what is to be done. Nothing is sent.

    Args:
        core: what the editor that is to do it is made of.
        replacing: what of that which stands already may be replaced.
        keep_going: whether those that can be done are, though others cannot.
        is_stopping: says whether the batch is being stopped: then the plan is empty, and the journal as it was.
        on_look: told, now and then, how many jobs were looked at so far.

    Returns:
        What is to be done, in the order of the jobs, and what cannot be.

    Raises:
        BadJobs: some cannot be done as they are.
        BadInput: the journal does not take the plan.
    """
    refused: Refused = []
    outputs = await runtime.compute(lambda: Outputs(jobs))
    known_at = journal.base_url
    is_elsewhere = known_at != core.base_url
    to_fetch: set[str] = set()
    by_key: dict[str, Planned] = {}

    def look(some: Sequence[PackedJob]) -> list[tuple[str, Entry | None] | BadInput]:
        seen: list[tuple[str, Entry | None] | BadInput] = []
        for each in some:
            if is_stopping():
                break
            try:
                seen.append(looked_at(core, journal, unpacked(each), by_key))
            except BadInput as error:
                seen.append(error)
        return seen

    def check(some: Sequence[PackedJob], pool: Executor) -> None:
        share = -(-len(some) // threads)
        looks = pool.map(look, [some[start : start + share] for start in range(0, len(some), share)])
        for each, seen in zip(some, chain.from_iterable(looks), strict=False):  # fewer were seen if it is stopping
            job = unpacked(each)
            try:
                outputs.take(job)
                if isinstance(seen, BadInput):
                    raise seen
                key, known = seen
                replacing.look_at(job, known)
            except BadInput as error:
                core.key.remove_from(error)
                refused.append((job, error))
                continue
            if is_elsewhere and _is_to_be_fetched(journal, job, key):
                to_fetch.add(key)
            if key in by_key:
                by_key[key].packed += (each,)
            else:
                by_key[key] = Planned(key, (each,), known.state if known else State.PLANNED, is_new=known is None)

    # Of large photos, most of the time goes into decoding them, which Pillow does beside other threads.
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, len(jobs), _AT_A_TIME):
            some = jobs[start : start + _AT_A_TIME]
            await runtime.compute(partial(check, some, pool))
            on_look(start + len(some))
    if is_stopping():
        return [], []
    if refused and not keep_going:
        raise _bad_jobs(refused, len(jobs))
    if to_fetch:
        raise BadInput(
            f"{journal.path}: {len(to_fetch)} results are gone whose tasks are known at {known_at} and not at "
            f"{core.base_url}: go on at the first address, put the files back, or use another journal."
        )
    keys = list(by_key.values())
    await runtime.compute(lambda: journal.plan((each.key, job) for each in keys for job in each.jobs))
    return keys, refused


def _is_to_be_fetched(journal: Journal, job: Job, key: str) -> bool:
    """Say whether the gateway has to be asked once more for a result that was kept."""
    entry = journal.find(key)
    if entry is None or entry.state is not State.DONE or entry.task_id is None:
        return False
    if found(entry.files.get(journal.places.same(job.output), ())) is not Found.GONE:
        return False
    return all(found(files) is not Found.SOUND for files in entry.files.values())


def _bad_jobs(refused: Refused, number: int) -> BadJobs:
    problems = [(job.name, str(error)) for job, error in refused]
    told = [f"  {label}: {message}" for label, message in problems[:_MOST_TOLD]]
    rest = len(problems) - len(told)
    more = [f"  and {rest} more"] if rest else []
    return BadJobs(
        "\n".join([f"{len(problems)} of {number} jobs cannot be done as they are. Nothing was sent.", *told, *more]),
        problems,
    )
