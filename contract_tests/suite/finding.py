"""What a check found wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from .severity import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between what the document promises and what a server, a recording or the client did.

    Attributes:
        check: the name of the check that found it.
        operation_id: the operation that was called; empty if the finding is not about one.
        message: what was expected and what came, in one or a few lines, without secrets.
        json_path: where in the answer's body, as `$.data.status`; empty if it is not about the body.
        document_line: the line that was broken, as `openapi/ai302.yaml:393`; empty if no line says it.
        curl: a command that sends the same request, with `$API_KEY` for the key; empty if nothing was sent.
        replay: the command that runs just this case again.
        request: the name that a mock's journal knows the request by; empty where it has none.
        severity: how bad it is.
    """

    check: str
    operation_id: str
    message: str
    json_path: str = ""
    document_line: str = ""
    curl: str = ""
    replay: str = ""
    request: str = ""
    severity: Severity = Severity.ERROR


def lines_of(finding: Finding) -> Iterator[str]:
    """Yield a finding as people read it, a line for each thing that is known of it."""
    where = " ".join(filter(None, (finding.operation_id, finding.json_path)))
    mark = "" if finding.severity is Severity.ERROR else f"{finding.severity.value}: "
    yield f"{mark}{finding.check}: {where}{': ' if where else ''}{finding.message}"
    for label, text in (("document", finding.document_line), ("curl", finding.curl), ("again", finding.replay)):
        if text:
            yield f"  {label}: {text}"
