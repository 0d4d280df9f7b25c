"""The traffic of a run as HAR 1.2, without secrets."""

from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

from ..wire import HeaderPairs, Passed
from .contents import Report

_LONGEST_TEXT = 16_384
_MOST_ENTRIES = 10_000  # a deep run sends many more; what had a finding is kept by itself, for --case


class Hiding(Protocol):
    """Takes secrets out of texts."""

    def text(self, text: str, /) -> str:
        """Return a text without secrets."""

    def named(self, name: str, text: str, /) -> str:
        """Return a text that bears a name, as a header's value does, without secrets."""


def har(report: Report, hide: Hiding) -> dict[str, Any]:
    """Return the traffic of a run, in the order in which it started.

    Args:
        report: the run.
        hide: takes secrets out.
    """
    exchanges = ((outcome.job.target, passed) for outcome in report.outcomes for passed in outcome.passed)
    entries = [_entry(passed, target.base_url, hide) for target, passed in islice(exchanges, _MOST_ENTRIES)]
    creator = {"name": "contract_tests.suite", "version": "1"}
    return {
        "log": {"version": "1.2", "creator": creator, "entries": sorted(entries, key=lambda e: e["startedDateTime"])}
    }


def _entry(passed: Passed, base_url: str, hide: Hiding) -> dict[str, Any]:
    sent, received = passed.sent, passed.received
    request = {
        "method": sent.method,
        "url": base_url + hide.text(sent.target),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(sent.headers, hide),
        "queryString": _pairs(tuple(sent.query), hide),
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
        # A whole second has a fraction too, so that texts are in the order of the moments.
        "startedDateTime": datetime.fromtimestamp(passed.started, UTC).isoformat(timespec="microseconds"),
        "time": milliseconds,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }


def _pairs(pairs: HeaderPairs, hide: Hiding) -> list[dict[str, str]]:
    return [{"name": hide.text(name), "value": hide.named(name, value)} for name, value in pairs]


def _text(body: bytes, hide: Hiding) -> str:
    text = body[:_LONGEST_TEXT].decode("utf-8", "replace")
    return hide.text(text) + (f"… ({len(body)} bytes)" if len(body) > _LONGEST_TEXT else "")
