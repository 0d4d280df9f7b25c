"""`python -m contract_tests.suite`: holds a server to the documents."""

import argparse
import os
import sys
import time
import warnings
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from typing import NamedTuple

from contract_tests.base_url import UnusableBaseUrl, check_reachable, parsed_base_url
from contract_tests.connections import UnusableEnvironment, check_environment, is_on_this_machine
from image_gateways_documents.document_faults import DocumentError
from image_gateways_mock import NotServed, Settings, running_server, started_server
from image_gateways_recordings.cassettes import RecordingError

from .finding import Finding, lines_of
from .identity import mocked_gateways
from .jobs import jobs_of
from .kept_requests import UnknownCase, write_requests
from .live import CannotStart, live_target
from .mock_run import mock_targets, run_against_mock
from .options import add_options, check_options, live_run, natural
from .replay import replay
from .reports.contents import Report
from .reports.files import write_reports
from .reports.summary import JOURNAL_NOT_READ, lines_of_mock_run
from .severity import Severity
from .target import Profile, Target
from .task_memory import ROOM

_MOST_SHOWN = 40
_ABOUT = (
    "Holds a server to the documents. Exit status: 0 nothing was found wrong, 1 something was, 2 no run or no reports, "
    "130 stopped by Ctrl-C."
)


class _Asked(NamedTuple):
    options: argparse.Namespace
    base_url: str
    unheld: Sequence[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for."""
    options = _parser().parse_args(arguments)
    try:
        options.reports.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(warnings.catch_warnings(action="ignore", category=NotServed))  # told here
            base_url, unheld = _server(options, stack)
            run = _Asked(options, base_url, unheld)
            mocked = mocked_gateways(base_url)
            if mocked is None:
                return _against_a_gateway(run)
            check_options(options, is_mock=True)
            about = options.gateway, options.document, options.recordings
            targets = list(mock_targets(base_url, mocked, *about, is_own=not options.base_url))
            if options.case:
                return _say(replay(_only(targets), options.case, options.reports), Severity(options.fail_on))
            return _against_the_mock(run, targets)
    except (UnusableBaseUrl, UnusableEnvironment, CannotStart, UnknownCase, DocumentError, RecordingError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    except OSError as error:
        print(f"error: no reports were written: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    except KeyboardInterrupt:
        print("stopped: no reports were written", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 130


def _against_the_mock(run: _Asked, targets: list[Target]) -> int:
    options = run.options
    profile = Profile(options.profile or Profile.CI)
    _tell(f"{run.base_url} is this project's mock: nothing is billed. Profile {profile.value}, seed {options.seed}.")
    started = time.monotonic()
    began = time.time()
    parts = jobs_of(targets, profile, options.seed)
    is_own = not options.base_url
    with running_server(Settings(max_tasks=ROOM)) if is_own else nullcontext("") as small:
        came = run_against_mock(
            run.base_url, parts, options.jobs, journal=options.journal, is_own=is_own, small_mock=small
        )
    seconds = time.monotonic() - started
    summary = [
        *lines_of_mock_run(came.cases, came.findings, seconds, seed=options.seed, processes=options.jobs),
        *came.notes,
        *([] if options.journal else [JOURNAL_NOT_READ]),
    ]
    fail_on = Severity(options.fail_on)
    code = _say(came.findings, fail_on)
    _tell("\n".join(summary))
    for outcome in came.outcomes:
        write_requests(options.reports / "cases", outcome.kept, outcome.job.target.api_key)
    title = f"Contract tests of {run.base_url}"
    report = Report(title, summary, came.outcomes, came.findings, began, fail_on, came.way)
    files = write_reports(options.reports, report)
    _tell(f"reports: {', '.join(map(str, files))}")
    if run.unheld and not options.gateway:
        _tell("a document was held to nothing: see above")
        return code or 1
    return code


def _against_a_gateway(run: _Asked) -> int:
    options, base_url = run.options, run.base_url
    check_environment()
    target = live_target(options.gateway, base_url, options.document, options.recordings)
    if options.case:
        raise CannotStart("a case is run again against a mock alone: against a gateway it may be billed")
    check_options(options, is_mock=False)
    return _say(live_run(options, target, _tell).run(options.reports).findings, Severity(options.fail_on))


def _say(findings: Sequence[Finding], fail_on: Severity) -> int:
    worst_first = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    for finding in worst_first[:_MOST_SHOWN]:
        _tell("\n".join(lines_of(finding)))
    if len(findings) > _MOST_SHOWN:
        _tell(f"… and {len(findings) - _MOST_SHOWN} more, in the reports")
    return 1 if any(finding.severity.fails(fail_on) for finding in findings) else 0


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201  a command speaks to its user


def _server(options: argparse.Namespace, stack: ExitStack) -> tuple[str, Sequence[str]]:
    """Return the address of what is asked, and why a mock of this run leaves out whole documents."""
    if not options.base_url:
        server = stack.enter_context(started_server(Settings(seed=options.seed)))
        served = {str(document.file) for document in server.app.documents}
        for problem in server.app.problems:
            _tell(f"not held to anything: {problem}")
        return server.url, [problem for problem in server.app.problems if problem.partition(": ")[0] not in served]
    base_url = parsed_base_url(options.base_url)
    if not is_on_this_machine(str(base_url)):
        check_environment()
    check_reachable(base_url)
    return str(base_url), ()


def _only(targets: list[Target]) -> Target:
    if len(targets) != 1:
        raise CannotStart("a case belongs to one gateway: say which with --gateway")
    return targets[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contract_tests.suite", description=_ABOUT)
    add_options(parser.add_argument)
    parser.add_argument(
        "--case", default="", help="run this case alone, by the name that a finding tells; against a mock"
    )
    parser.add_argument(
        "--jobs",
        type=natural,
        default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        help="processes side by side (default: one for each core)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
