"""What a run did, counted: how often each operation was held to each check, and which answers came."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import covering
from image_gateways_documents.operations import Operation

from .coverage import Item, Stated


@dataclass(frozen=True, slots=True)
class Described:
    """What a document says of an operation.

    Attributes:
        call: method and path, as `GET /api/v1/tasks/{task_id}`; with the constants that tell it from its siblings.
        statuses: the statuses of its answers, as they are written there.
    """

    call: str
    statuses: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What was done, by operation; the id of no operation is empty.

    Attributes:
        operations: what the document says of each operation, by its id.
        checks: how often an operation was held to a check, by id and check.
        answers: how often a status came, by id and status; status 0 is no answer.
        credentials: the names of what carries a key.
        stated: everything that the document states.
        seen: what of it requests and answers exercised.
    """

    operations: dict[str, Described] = field(default_factory=dict)
    checks: Counter[tuple[str, str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    credentials: set[str] = field(default_factory=set)
    stated: list[Item] = field(default_factory=list)
    seen: set[Item] = field(default_factory=set)

    def describe(self, document: Document, stated: Stated) -> None:
        """Note what a document says of its operations."""
        self.stated = list(stated.items())
        self.credentials |= {credential.name for credential in document.credentials}
        for operation in document.operations:
            self.operations[operation.operation_id] = Described(_call(operation), tuple(operation.responses))

    def held(self, operation: Operation | None, checks: Iterable[str]) -> None:
        """Note that an operation was held to checks."""
        name = operation.operation_id if operation else ""
        self.checks.update((name, check) for check in checks)

    def answered(self, operation: Operation | None, status: int) -> None:
        """Note an answer; its status is 0 where none came."""
        self.answers[operation.operation_id if operation else "", status] += 1

    def documented_status(self, operation_id: str, status: int) -> str:
        """Return the documented name that a status falls under, as `4XX`; empty for none."""
        known = self.operations[operation_id].statuses if operation_id in self.operations else ()
        return covering(known, status) or ""


def together(tallies: Iterable[Tally]) -> Tally:
    """Return one tally of several."""
    whole = Tally()
    for tally in tallies:
        whole.operations |= tally.operations
        whole.checks += tally.checks
        whole.answers += tally.answers
        whole.credentials |= tally.credentials
        whole.stated = whole.stated or tally.stated
        whole.seen |= tally.seen
    return whole


def _call(operation: Operation) -> str:
    query = "&".join(f"{name}={value}" for name, value in operation.constants.items())
    return f"{operation.method} {operation.path}{'?' if query else ''}{query}"
