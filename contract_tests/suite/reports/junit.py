"""A run as JUnit, which build servers read: a suite for each gateway, a case for each operation and check."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from ..finding import Finding, lines_of
from .contents import Group, Report

# What XML 1.0 cannot carry, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(report: Report, hide: Callable[[str], str]) -> str:
    """Return a run's checks as test cases; one whose findings are bad enough for the run to fail is a failure.

    Args:
        report: the run.
        hide: takes secrets out of a text.
    """
    root = JUnitXml(_text(report.title, hide))
    for group in report.groups():
        root.add_testsuite(_suite(report, group, hide))
    root.update_statistics()  # type: ignore[no-untyped-call]  # the library's annotations are not complete
    written = BytesIO()
    root.write(written)
    return written.getvalue().decode()


def _suite(report: Report, group: Group, hide: Callable[[str], str]) -> TestSuite:
    suite = TestSuite(group.name)
    cases: list[TestCase] = []
    for (operation_id, check), number in sorted(group.checks.items()):
        case = TestCase(check, operation_id or group.name, time=0)
        found = group.findings_of(operation_id, check)
        failing = [finding for finding in found if finding.severity.fails(report.fail_on)]
        if failing:
            case.result = [_failure(failing, hide)]
        others = [finding for finding in found if finding not in failing]
        case.system_out = "\n\n".join([f"held {number} times", *(_lines(finding, hide) for finding in others)])
        cases.append(case)
    suite.add_testcases(cases)  # counts them once, and not with each
    suite.timestamp = datetime.fromtimestamp(report.started, UTC).isoformat(timespec="seconds").removesuffix("+00:00")
    suite.hostname = "localhost"
    suite.add_property("requests", str(group.requests))
    return suite


def _failure(findings: Sequence[Finding], hide: Callable[[str], str]) -> Failure:
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    failure = Failure(_text(findings[0].message, hide) + more, findings[0].severity.value)
    failure.text = "\n\n".join(_lines(finding, hide) for finding in findings)
    return failure


def _lines(finding: Finding, hide: Callable[[str], str]) -> str:
    return _text("\n".join(lines_of(finding)), hide)


def _text(text: str, hide: Callable[[str], str]) -> str:
    return _NOT_XML.sub("\ufffd", hide(text))
