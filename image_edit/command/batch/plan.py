"""What a batch was asked to do: its jobs, the gateway that does them, and what is wrong with the rows."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...batch.job import Job
from ...batch.journal.reading import Entry
from ...batch.results import Replacing
from ...errors import BadInput, ImageEditError
from ...gateway_name import GatewayName
from ...options import asked_of_gateway
from ..gateway_choice import MethodUse, chosen_gateway
from .parameters import AskedBatch
from .rows.jobs import jobs_of
from .rows.problem import BadRows, RowProblem, in_order
from .rows.source import rows_of


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What is to be done.

    Attributes:
        name: what messages call the table or the folder.
        jobs: the jobs that nothing is wrong with, as far as rows tell.
        problems: what is wrong with the others.
        notes: what is worth telling beside that.
        gateway: the gateway that does it.
    """

    name: str
    jobs: Sequence[Job]
    problems: Sequence[RowProblem]
    notes: Sequence[str]
    gateway: GatewayName

    @property
    def bad_rows(self) -> frozenset[str]:
        """What the rows are called that something is wrong with."""
        return frozenset(problem.label for problem in self.problems)

    @property
    def refusal(self) -> BadRows:
        """The error that tells all problems."""
        return BadRows(self.name, self.problems)

    def without(self, problems: Iterable[RowProblem]) -> "BatchPlan":
        """Return the plan without the jobs that something else is wrong with."""
        known = in_order([*self.problems, *problems])
        bad = {problem.label for problem in known}
        return replace(self, jobs=[job for job in self.jobs if job.name not in bad], problems=known)


def plan_of(asked: AskedBatch) -> BatchPlan:
    """Read the rows and choose the gateway.

    Raises:
        BadInput: there are no rows, or no good ones; or no gateway can do it.
        AuthenticationError: there is no key.
    """
    prompt = asked.defaults.get("prompt")
    if prompt is not None and not prompt.strip():
        raise BadInput("the prompt is empty: say what is wanted. Nothing was sent.")
    source = rows_of(asked.source, output=asked.output, recursive=asked.recursive, form=asked.form)
    made = jobs_of(source.table, defaults=asked.defaults, inputs=source.inputs, output=asked.output)
    if not made.jobs:
        if source.is_folder and {problem.column for problem in made.problems} == {"prompt"}:
            raise BadInput(
                f'say what is wanted, as image-edit batch {asked.source} "Make it night" -o {asked.output}. Nothing '
                "was sent."
            )
        raise BadRows(source.name, made.problems)
    if source.table.has_bad_header:
        raise BadRows(source.name, made.problems)
    try:
        gateway = chosen_gateway(asked.gateway, _wanted(made.jobs))
    except ImageEditError:
        if made.problems and not asked.wishes.keep_going:
            raise BadRows(source.name, made.problems) from None  # which have to be mended whatever does it
        raise
    return BatchPlan(source.name, made.jobs, made.problems, source.notes, gateway)


def _wanted(jobs: Iterable[Job]) -> list[MethodUse]:
    """Return one call of each kind that the gateway has to be able to do: models are one gateway's alone."""
    kinds: dict[Any, MethodUse] = {}
    for job in jobs:
        names = asked_of_gateway(job.options)
        kind = job.operation, names, job.options.get("model")
        kinds.setdefault(kind, (job.operation, {name: job.options[name] for name in sorted(names)}))
    return list(kinds.values())


@dataclass(slots=True)
class Look:
    """What was seen when all jobs were looked at.

    Attributes:
        sound: the jobs that nothing is wrong with, the keys of their content, and what the journal knows of them.
        problems: what is wrong with the others.
        replacing: which files would be replaced.
    """

    replacing: Replacing
    sound: list[tuple[Job, str, Entry | None]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def look_at(plan: BatchPlan, asked: AskedBatch) -> Look:
    """Look at the pictures, options and outputs of all jobs, as is done before anything is sent.

    Raises:
        BadInput: the address cannot be one, or the journal cannot be read.
    """
    from ...batch.journal.view import JournalView
    from ...batch.planning import looked_at
    from ...editor import ImageEditor
    from ...editor_base import flows_of

    with ExitStack() as closing:
        core = flows_of(closing.enter_context(ImageEditor(plan.gateway, base_url=asked.base_url))).core
        journal, wishes = Path(asked.wishes.journal), asked.wishes
        view = closing.enter_context(JournalView.open(journal)) if journal.exists() else None
        look = Look(Replacing(view, journal, replace=wishes.replace, again=wishes.again))
        for job in plan.jobs:
            try:
                key, known = looked_at(core, view, job)
                look.replacing.look_at(job, known)
                look.sound.append((job, key, known))
            except BadInput as error:
                look.problems.append(RowProblem(job.name, "", str(error)))
    return look
