"""What came of a run, in lines: the last that it prints, and the first of its reports."""

from collections.abc import Iterator, Sequence

from ..finding import Finding
from ..severity import Severity

JOURNAL_NOT_READ = "the mock's journal was not read: only what a stranger's answers show was judged"


def lines_of_mock_run(
    cases: int, findings: Sequence[Finding], seconds: float, *, seed: int, processes: int
) -> Iterator[str]:
    """Yield the lines about a run against a mock.

    Args:
        cases: how many cases were judged.
        findings: what was found wrong.
        seconds: how long it took, greater than 0.
        seed: of what was drawn.
        processes: how many ran side by side.
    """
    yield f"{cases} cases in {seconds:.1f} s, {cases / seconds:.0f} a second, {processes} processes"
    yield f"seed {seed}"
    yield f"{len(findings)} findings"


def lines_of_live_run(cases: int, findings: Sequence[Finding], differing: int, spent: str) -> Iterator[str]:
    """Yield the lines about a run against a live gateway.

    Args:
        cases: how many cases were judged.
        findings: what was found wrong.
        differing: how many fields differ from the recordings.
        spent: what was billed, in words.
    """
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    low = sum(finding.severity is Severity.LOW_DRIFT for finding in findings)
    yield (
        f"{cases} cases, {errors} errors, {len(findings) - errors} findings of drift ({low} of them low), {differing} "
        "fields that differ from the recordings"
    )
    yield spent


def line_of_held_back(calls: int, examples: int, of_examples: int, drawn: int) -> str:
    """Return the line about billed calls that the budget held back.

    Args:
        calls: how many were held back.
        examples: how many examples there are that are billed.
        of_examples: how many of these were held back.
        drawn: how many drawn calls were held back beside them.
    """
    return (
        f"Not run: {calls} calls that may be billed, of the {examples} billed examples {of_examples}, and {drawn} of "
        "those that were drawn. What they would show is not known."
    )
