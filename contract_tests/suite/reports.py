"""What a run leaves behind: JUnit, HAR and a page, none of which holds the key."""

import html
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .finding import Finding
from .jobs import Outcome
from .wire import HeaderPairs, Passed

_LONGEST_TEXT = 16_384
_MOST_ENTRIES = 10_000  # a deep run sends many more; what had a finding is kept by itself, for --case


@dataclass(frozen=True, slots=True)
class Report:
    """One run, as it is reported.

    Attributes:
        title: what was tested, in a line.
        summary: what came of it, in lines.
        outcomes: its parts.
        findings: everything that was found wrong.
        tables: further tables for the page: a heading, the columns' names, and rows.
    """

    title: str
    summary: Sequence[str]
    outcomes: Sequence[Outcome]
    findings: Sequence[Finding]
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = ()


def write_reports(folder: Path, report: Report, hide: Callable[[str], str]) -> list[Path]:
    """Write `junit.xml`, `traffic.har` and `index.html` to a folder.

    Args:
        folder: where; it is made if it is not there.
        report: the run.
        hide: takes secrets out of a text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "junit.xml": ElementTree.tostring(_junit(report, hide), encoding="unicode", xml_declaration=True),
        "traffic.har": json.dumps(_har(report, hide), ensure_ascii=False),
        "index.html": _page(report, hide),
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return [folder / name for name in written]


def _junit(report: Report, hide: Callable[[str], str]) -> ElementTree.Element:
    root = ElementTree.Element("testsuites", name=report.title)
    by_gateway: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        by_gateway.setdefault(outcome.job.target.gateway, []).append(outcome)
    found = {finding for outcome in report.outcomes for finding in outcome.findings}
    groups = [(name, outcomes, [f for o in outcomes for f in o.findings]) for name, outcomes in by_gateway.items()]
    groups.append(("between", [], [finding for finding in report.findings if finding not in found]))
    for name, outcomes, findings in groups:
        cases = sum(outcome.cases for outcome in outcomes)
        suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(cases), failures=str(len(findings)))
        for finding in findings:
            case = ElementTree.SubElement(suite, "testcase", classname=finding.operation_id or name, name=finding.check)
            failure = ElementTree.SubElement(case, "failure", message=_xml(hide(finding.message)))
            failure.text = _xml(hide("\n".join(lines_of(finding))))
        if not findings:
            ElementTree.SubElement(suite, "testcase", classname=name, name=f"{cases} cases")
    return root


def lines_of(finding: Finding) -> Iterator[str]:
    """Yield a finding as people read it, a line for each thing that is known of it."""
    where = " ".join(filter(None, (finding.operation_id, finding.json_path)))
    yield f"{finding.check}: {where}{': ' if where else ''}{finding.message}"
    for label, text in (("document", finding.document_line), ("curl", finding.curl), ("again", finding.replay)):
        if text:
            yield f"  {label}: {text}"


def _har(report: Report, hide: Callable[[str], str]) -> dict[str, Any]:
    exchanges = ((outcome.job.target, passed) for outcome in report.outcomes for passed in outcome.passed)
    entries = [_entry(passed, target.base_url, hide) for target, passed in islice(exchanges, _MOST_ENTRIES)]
    creator = {"name": "contract_tests.suite", "version": "1"}
    return {
        "log": {"version": "1.2", "creator": creator, "entries": sorted(entries, key=lambda e: e["startedDateTime"])}
    }


def _entry(passed: Passed, base_url: str, hide: Callable[[str], str]) -> dict[str, Any]:
    sent, received = passed.sent, passed.received
    request = {
        "method": sent.method,
        "url": base_url + hide(sent.target),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(sent.headers, hide),
        "queryString": [{"name": hide(name), "value": hide(value)} for name, value in sent.query],
        "headersSize": -1,
        "bodySize": len(sent.body),
    }
    if sent.body:
        media_type = dict(sent.headers).get("content-type", "")
        request["postData"] = {"mimeType": media_type, "text": _text(sent.body, hide)}
    body = received.body if received else b""
    response = {
        "status": received.status if received else 0,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(received.headers if received else (), hide),
        "content": {
            "size": len(body),
            "mimeType": (received.header("content-type") if received else "") or "",
            "text": _text(body, hide),
        },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": len(body),
    }
    milliseconds = round(passed.seconds * 1000, 3)
    return {
        "startedDateTime": datetime.fromtimestamp(passed.started, UTC).isoformat(),
        "time": milliseconds,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }


def _pairs(headers: HeaderPairs, hide: Callable[[str], str]) -> list[dict[str, str]]:
    return [{"name": name, "value": hide(value)} for name, value in headers]


def _text(body: bytes, hide: Callable[[str], str]) -> str:
    text = body[:_LONGEST_TEXT].decode("utf-8", "replace")
    return hide(text) + (f"… ({len(body)} bytes)" if len(body) > _LONGEST_TEXT else "")


def _xml(text: str) -> str:
    """A text without the characters that XML cannot carry."""
    return "".join(c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd")


def _page(report: Report, hide: Callable[[str], str]) -> str:
    statuses: Counter[tuple[str, str, str]] = Counter()
    for outcome in report.outcomes:
        for passed in outcome.passed:
            status = str(passed.received.status) if passed.received else "none"
            statuses[outcome.job.target.gateway, f"{passed.sent.method} {passed.sent.path}"[:120], status] += 1
    most = sorted(statuses.items(), key=lambda item: -item[1])[:200]
    names = [field.name.replace("_", " ") for field in fields(Finding)]
    tables = [
        ("Findings", names, [[str(getattr(f, field.name)) for field in fields(Finding)] for f in report.findings]),
        *report.tables,
        ("Calls", ("gateway", "call", "status", "number"), [[*key, str(count)] for key, count in most]),
    ]
    body = "".join(f"<p>{_escaped(line, hide)}</p>" for line in report.summary)
    body += "".join(_table(heading, columns, rows, hide) for heading, columns, rows in tables)
    return _PAGE.format(title=_escaped(report.title, hide), body=body)


def _table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]], hide: Callable[[str], str]) -> str:
    if not rows:
        return f"<h2>{html.escape(heading)}</h2><p>None.</p>"
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    lines = "".join("<tr>" + "".join(f"<td>{_escaped(cell, hide)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{html.escape(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _escaped(text: str, hide: Callable[[str], str]) -> str:
    return html.escape(hide(text))


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 14px/1.4 system-ui, sans-serif; margin: 2em; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #ccc; padding: .3em .5em; text-align: left; vertical-align: top; max-width: 36em;
  overflow-wrap: anywhere; white-space: pre-wrap; }}
th {{ background: #eee; }}
</style></head><body><h1>{title}</h1>{body}</body></html>
"""
