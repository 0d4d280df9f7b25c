"""One run of a batch: from the rows to the closing table."""

import asyncio
import shlex
from dataclasses import asdict, replace
from pathlib import Path

from ...async_editor import AsyncImageEditor
from ...batch.batch_run import AsyncBatch
from ...batch.contact_sheet import write_contact_sheet
from ...batch.journal.view import JournalView
from ...batch.outcome import State
from ...errors import AuthenticationError, BadInput, BadJobs, JournalNotWritten
from ..messages import BAD_INPUT, FAILED, FINE, INTERRUPTED, UNCLEAR, facts_of_error
from ..streams import logging_to_stderr, tell, write
from .parameters import AskedBatch
from .plan import BatchPlan, look_at, plan_of
from .progress import progress, tell_lines
from .report import BatchReport, lines_about_replaced
from .results_folder import check_folder, make_folders
from .rows.problem import BadRows, RowProblem, told
from .signals import BatchSignals
from .standing import Standing, lines_about_standing, standing_of

_ROOM = 4 * 1024 * 1024  # bytes for each job that is under way: a large result
_PAUSE = 10.0  # seconds between two lines about what is tried again, unless more is to be logged
_UNSENT = "image-edit: interrupted. Nothing was sent."
_ONCE = ("--retry-failed", "--resubmit-unclear")  # what is asked for one run, and not for the one that goes on


def run(asked: AskedBatch) -> int:
    """Do what was asked for; return the exit status."""
    try:
        check_folder(asked.output, room=asked.wishes.at_once * _ROOM, writing=not asked.dry_run)
        plan = plan_of(asked)
        for note in plan.notes:
            tell(f"image-edit: {note}")
        return _forecast(asked, plan) if asked.dry_run else _carry_out(asked, plan)
    except (BadInput, AuthenticationError) as error:
        tell(f"image-edit: {error}")
        if asked.as_json:
            problems = [asdict(each) for each in error.problems] if isinstance(error, BadRows) else []
            write({**facts_of_error(error), "problems": problems})
        return BAD_INPUT
    except KeyboardInterrupt:
        tell(_UNSENT)
        return INTERRUPTED


def _forecast(asked: AskedBatch, plan: BatchPlan) -> int:
    from .forecast import facts_of_forecast, forecast_of, lines_about_forecast

    look = look_at(plan, asked)
    plan = plan.without(look.problems)
    if plan.problems and not asked.wishes.keep_going:
        raise plan.refusal
    if plan.problems:
        tell(f"image-edit: {told(plan.name, plan.problems)}")
    forecast = forecast_of(look, gateway=plan.gateway, wishes=asked.wishes)
    lines = [f"{plan.name}, by {plan.gateway}: nothing was sent, and nothing written", *lines_about_forecast(forecast)]
    written = write(facts_of_forecast(forecast) if asked.as_json else "\n".join(lines))
    return FINE if written else FAILED


def _carry_out(asked: AskedBatch, plan: BatchPlan) -> int:
    if plan.problems and not asked.wishes.keep_going:
        raise plan.without(look_at(plan, asked).problems).refusal
    if plan.problems:
        tell(f"image-edit: {told(plan.name, plan.problems)}")
    make_folders(asked.output, [job.output for job in plan.jobs])
    with BatchSignals() as signals:
        report = asyncio.run(_reported(asked, plan, signals))
        return _closed(asked, plan, report, is_interrupted=signals.count > 0)


async def _reported(asked: AskedBatch, plan: BatchPlan, signals: BatchSignals) -> BatchReport:
    """Do the jobs, and tell of each as it ends."""
    with progress(len(plan.jobs)) as shown, logging_to_stderr(asked.verbose, pause=_PAUSE):
        report = BatchReport(plan, shown, as_json=asked.as_json)
        async with AsyncImageEditor(plan.gateway, base_url=asked.base_url, timeout=asked.timeout) as editor:
            batch = AsyncBatch(editor, plan.jobs, replace(asked.wishes, on_change=report.changed))

            def stop() -> None:
                tell("image-edit: stopping; what is being sent gets a few seconds; another signal ends it")
                batch.stop()

            signals.act(asyncio.get_running_loop(), stop, batch.stop)
            try:
                async with batch:
                    for line in lines_about_replaced(batch.replaced_results, batch.replaced_others):
                        tell(f"image-edit: {line}")
                    async for outcome in batch:
                        report.ended(outcome)
                report.stopped_by = batch.stopped_by
            except BadJobs as error:
                raise plan.without(
                    [RowProblem(label, "", message) for label, message in error.problems]
                ).refusal from None
            except JournalNotWritten as error:
                report.stopped_by = error
            finally:
                signals.act_no_more()
    return report


def _closed(asked: AskedBatch, plan: BatchPlan, report: BatchReport, *, is_interrupted: bool) -> int:
    """Write the contact sheet, tell how the batch stands, and return the exit status."""
    try:
        with JournalView.open(asked.wishes.journal) as journal:
            standing = standing_of(journal)
            if is_interrupted and not standing.total:
                tell(_UNSENT)
                return INTERRUPTED
            sheet = _sheet(journal, asked.output / "index.html")
    except BadInput as error:  # of what was read; nothing that was given is wrong
        return _closed_without_journal(asked, report, error, is_interrupted=is_interrupted)
    total = len(plan.jobs) + len(plan.bad_rows)
    left_out = total - standing.total if standing.total else len(plan.bad_rows)  # some were bad by their pictures
    done = f"{standing.rows[State.DONE]} of {total} done"
    lines = [
        f"image-edit: {'interrupted; ' if is_interrupted else ''}{done}; this run spent {report.spent}",
        *lines_about_standing(_without(standing, report.stopped_by)),
        *([f"  {'left out':<12}{left_out:>7}   bad rows, as told above"] if left_out else []),
        *([f"  stopped by {type(report.stopped_by).__name__}: {report.stopped_by}"] if report.stopped_by else []),
        *([f"  {'to look at':<12} {sheet}"] if sheet else []),
        *_next_steps(asked, standing),
    ]
    tell_lines(lines)
    if is_interrupted:
        return INTERRUPTED
    if standing.rows[State.UNCLEAR]:
        return UNCLEAR
    return FINE if standing.rows[State.DONE] == total and report.is_written else FAILED


def _closed_without_journal(asked: AskedBatch, report: BatchReport, error: BadInput, *, is_interrupted: bool) -> int:
    """Tell how the batch stands by what this run knows, since its journal cannot be read any more."""
    lines = [
        f"image-edit: {report.rows[State.DONE]} of {sum(report.rows.values())} done; this run spent {report.spent}",
        *(f"  {state:<12}{count:>7}" for state, count in report.rows.items() if count),
        f"  {error}",
        *([f"  stopped by {type(report.stopped_by).__name__}: {report.stopped_by}"] if report.stopped_by else []),
        "This goes on, once the disk can be written again:",
        f"  {_command(asked)}",
    ]
    tell_lines(lines)
    if is_interrupted:
        return INTERRUPTED
    return UNCLEAR if report.rows[State.UNCLEAR] + report.rows[State.SUBMITTING] else FAILED


def _without(standing: Standing, stopped_by: BaseException | None) -> Standing:
    """Return how the batch stands without the reason that is told by itself."""
    if stopped_by is not None:
        standing.reasons = [each for each in standing.reasons if str(each.error) != str(stopped_by)]
    return standing


def _sheet(journal: JournalView, path: Path) -> Path | None:
    """Write the contact sheet; None, and a line about it, where it cannot be written."""
    try:
        write_contact_sheet(journal, path)
    except (BadInput, OSError) as error:
        tell(f"image-edit: the contact sheet was not written: {error}")
        return None
    return path


def _next_steps(asked: AskedBatch, standing: Standing) -> list[str]:
    lines = []
    if standing.goes_on or not standing.total:
        lines += ["This goes on:", f"  {_command(asked)}"]
    if standing.rows[State.REFUSED] or standing.rows[State.FAILED]:
        lines += ["This sends what was refused or failed once more:", f"  {_command(asked, '--retry-failed')}"]
    if standing.rows[State.UNCLEAR]:
        lines += [
            "This sends what is unclear once more, at the risk of paying twice:",
            f"  {_command(asked, '--resubmit-unclear')}",
        ]
    if lines and asked.source == "-":
        lines.append("with the same table on stdin.")
    return lines


def _command(asked: AskedBatch, *more: str) -> str:
    """Return the same command once more, without what is asked for one run, and with more."""
    return shlex.join(["image-edit", *(each for each in asked.arguments if each not in _ONCE), *more])
