"""The parts of a run, side by side on all cores."""

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from image_gateways_documents.document_faults import DocumentError
from image_gateways_recordings.cassettes import RecordingError

from .contract import Contract
from .finding import Finding
from .own_cases import run_own_cases
from .session import ServerIsSilent, Session
from .tally import Tally
from .target import Profile, Target
from .wire import Passed, Sent, Wire

EXAMPLES = {Profile.CI: 60, Profile.DEEP: 250}
"""Number of cases that a phase of schemathesis draws at most for an operation."""

_SHARES = {Profile.CI: 1, Profile.DEEP: 8}


@dataclass(frozen=True, slots=True)
class RunPart:
    """A part of a run that needs no other part.

    Attributes:
        target: the server and the document.
        seed: of what is drawn; None for the suite's own cases.
        max_examples: number of cases that a phase draws at most for an operation.
    """

    target: Target
    seed: int | None = None
    max_examples: int = 0


@dataclass(slots=True)
class JobResult:
    """What a job did.

    Attributes:
        job: the job.
        findings: what it found wrong.
        cases: number of cases that it judged.
        passed: what was sent and what came back.
        kept: requests that were drawn and had a finding, by name.
        tally: what it did, counted.
        task_ids: the tasks that were submitted.
    """

    job: RunPart
    findings: list[Finding] = field(default_factory=list)
    cases: int = 0
    passed: list[Passed] = field(default_factory=list)
    kept: dict[str, Sent] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    task_ids: set[str] = field(default_factory=set)


def jobs_of(targets: Sequence[Target], profile: Profile, seed: int) -> list[RunPart]:
    """Return the parts of a run, those that take longest first."""
    own = [RunPart(target) for target in targets]
    drawn = [
        RunPart(target, seed + share, EXAMPLES[profile])
        for share in range(_SHARES.get(profile, 0))
        for target in targets
    ]
    return [*sorted(drawn, key=lambda job: -job.target.document.stat().st_size), *own]


def run_job(job: RunPart) -> JobResult:
    """Run one part, in this process."""
    try:
        contract = Contract(job.target)
    except DocumentError as error:
        return JobResult(job, [Finding("document", "", problem) for problem in str(error).splitlines()])
    except RecordingError as error:
        return JobResult(job, [Finding("recordings", "", str(error))])
    session = Session(contract, Wire(job.target.base_url), name_requests=True)
    session.see_coverage()
    try:
        if job.seed is None:
            run_own_cases(session)
        else:
            from .property_tests import PropertyTests  # takes a third of a second to import

            PropertyTests(session, job.seed, job.max_examples).run()
    except ServerIsSilent as silent:
        session.add("answer_arrives", str(silent))
    finally:
        session.wire.close()
    return outcome_of(job, session)


def outcome_of(job: RunPart, session: Session) -> JobResult:
    """Return what a job did whose session has ended."""
    return JobResult(
        job, session.findings, session.cases, session.wire.passed, session.kept, session.tally, session.task_ids
    )


def run_jobs(jobs: Sequence[RunPart], processes: int) -> Iterator[JobResult]:
    """Run parts side by side, or in this process where one is enough; yields the outcomes in the order of the jobs."""
    if processes == 1:
        yield from map(run_job, jobs)
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _leave_interrupts_to_the_parent) as pool:
        try:
            yield from pool.map(run_job, jobs)
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
