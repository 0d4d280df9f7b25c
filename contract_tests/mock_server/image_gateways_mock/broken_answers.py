"""Answers that go wrong: in another's name, in another form, or not whole."""

from dataclasses import replace

from .answers import ReplayedAnswer
from .faults import Fault, in_charset

_TITLES = {
    429: "Too Many Requests",
    499: "Client Closed Request",
    500: "Internal Server Error",
    502: "Bad Gateway",
    520: "Web server is returning an unknown error",
}
# What stands in front of a gateway for each condition that documents name.
_CONDITIONS = {429: "rate-limited", 500: "internal-error"}
_UNSEEN = 500  # the connection is reset before anybody sees it
_ANOTHER_TYPE = {b"image/png": "image/jpeg"}


def status_instead(fault: Fault) -> int | None:
    """Return the HTTP status that a fault puts in place of an answer, or None where the answer is made as usual."""
    if fault.kind.name == "reset-after-read":
        return _UNSEEN
    name = fault.kind.name.removeprefix("http-").partition("-")[0]
    return int(name) if name.isdigit() else None


def condition_of(status: int) -> str | None:
    """Return the condition under which a document may have its own answer with this status."""
    return _CONDITIONS.get(status)


def page_of(status: int) -> ReplayedAnswer:
    """Return the page with which a proxy answers in a gateway's place."""
    title = f"{status} {_TITLES[status]}"
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n"
    return ReplayedAnswer(status, ((b"content-type", b"text/html"),), page.encode())


def changed(answer: ReplayedAnswer, fault: Fault) -> ReplayedAnswer:
    """Return an answer as a fault leaves it; faults of the connection leave it as it is."""
    match fault.kind.name:
        case "http-429" | "http-429-date":
            return answer.with_header(b"retry-after", fault.retry_after())
        case "wrong-content-type":
            return answer.with_header(b"content-type", fault.parameter)
        case "invalid-json":
            return replace(answer, body=answer.body[:-1])
        case "wrong-charset":
            recoded = in_charset(answer.body.decode("utf-8", "replace"), fault.parameter)
            return replace(answer, body=recoded).with_header(b"content-type", "application/json; charset=utf-8")
        case "cut-picture":
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case "wrong-picture-type":
            right = dict(answer.headers).get(b"content-type", b"")
            return answer.with_header(b"content-type", _ANOTHER_TYPE.get(right, "image/png"))
    return answer
