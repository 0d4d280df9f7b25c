"""A run against this project's mock: what it answers, and what its journal says of the way between."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from image_gateways_documents.document import open_document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.yaml_text import document_files

from .contract import Contract
from .finding import Finding
from .identity import is_accepted
from .jobs import JobResult, RunPart, run_jobs
from .journal_account import JournalAccount
from .live import CannotStart, key_variable
from .severity import Severity
from .tally import Tally
from .target import Target
from .task_memory import found_of_memory
from .unusual import is_usual
from .wire import NoAnswer

_ANY_KEY = "a-name:and-a-password"  # has the form of every kind of key


@dataclass(frozen=True, slots=True)
class MockOutcome:
    """What came of a run.

    Attributes:
        outcomes: its parts.
        findings: everything that was found wrong.
        way: what was held to the mock's journal; nothing where it was not read.
        notes: what of the documents is left out, and what the journal cannot say, in lines.
    """

    outcomes: Sequence[JobResult]
    findings: Sequence[Finding]
    way: Tally = field(default_factory=Tally)
    notes: Sequence[str] = ()

    @property
    def cases(self) -> int:
        """Number of cases that were judged."""
        return sum(outcome.cases for outcome in self.outcomes)


def mock_targets(
    base_url: str, mocked: Sequence[str], gateway: str | None, document: Path | None, recordings: Path, *, is_own: bool
) -> Iterator[Target]:
    """Yield what a mock is held against, for the gateway of a name or for all.

    Args:
        base_url: the mock, or a proxy in front of it, without a trailing slash.
        mocked: the gateways that it serves.
        gateway: the name of one of them; None for all.
        document: the document, if not the gateway's own.
        recordings: folder of the recordings.
        is_own: whether the run started the mock: then it takes the document's placeholder as the key.

    A document that cannot be read has a target too: its run tells why, and the others go on.

    Raises:
        CannotStart: it does not serve the gateway, or does not say which key it takes.
    """
    own = {file.stem: file for file in document_files(DOCUMENTS)}
    for name in [gateway] if gateway else mocked:
        if name not in mocked:
            raise CannotStart(f"the mock does not serve {name}; it serves {', '.join(mocked)}")
        file = document or own.get(name, DOCUMENTS / f"{name}.yaml")
        placeholder = _placeholder(file)
        key = placeholder or _ANY_KEY
        target = Target(name, file, base_url, key, recordings, takes_any_key=not placeholder, is_direct=is_own)
        own_key = None if is_own else os.environ.get(key_variable(name))
        is_needed = own_key and not _takes_placeholder(target)
        yield replace(target, api_key=own_key, takes_any_key=False) if own_key and is_needed else target


def run_against_mock(
    base_url: str, parts: Sequence[RunPart], processes: int, *, journal: bool, is_own: bool, small_mock: str = ""
) -> MockOutcome:
    """Run parts against a mock.

    Args:
        base_url: the mock, or a proxy in front of it, without a trailing slash.
        parts: the parts of the run.
        processes: how many run side by side.
        journal: whether the mock's journal is read. If not, the mock is judged by its answers alone, as a stranger is.
        is_own: whether the run started the mock, so that nothing stands before it.
        small_mock: URL of another mock that the run started, which has room for few tasks; empty for none.

    Raises:
        DocumentError: no document can be read.
        RecordingError: a recording breaks its document.
    """
    contracts = _contracts({part.target.document: part.target for part in parts}.values())
    documents = [contract.document for contract in contracts]
    with JournalAccount(base_url, documents) if journal else nullcontext() as account:
        outcomes = list(run_jobs(parts, processes))
    of_tasks = [found for each in contracts if small_mock for found in found_of_memory(each.at(small_mock))]
    of_tasks += found_of_tasks_met_again(outcomes)
    notes = [note for document in documents for note in document.notes]
    if account is None:
        found = [*_found_in(outcomes), *of_tasks] if is_own else _found_of_a_stranger(outcomes)
        return MockOutcome(outcomes, found, notes=notes)
    passed = [passed for outcome in outcomes for passed in outcome.passed]
    not_handed_on = account.not_handed_on(passed)
    names = {sent.name for sent in not_handed_on}
    for outcome in outcomes:
        outcome.findings = [finding for finding in outcome.findings if finding.request not in names]
    if account.lost:
        notes.append(f"the journal forgot {account.lost} requests before they were read: nothing is said of their way")
    if not_handed_on:
        kinds = ", ".join(sorted({sent.method for sent in not_handed_on}))
        notes.append(
            f"{len(not_handed_on)} unusual requests ({kinds}) were not handed on as they were sent by what stands "
            "before the mock: its own answers to them are not judged"
        )
    findings = [*_found_in(outcomes), *of_tasks, *account.findings(passed)]
    return MockOutcome(outcomes, findings, account.tally(passed), notes)


def found_of_tasks_met_again(outcomes: Iterable[JobResult]) -> Iterator[Finding]:
    """Yield that two parts of a run got the same new task; what one part gets twice it finds by itself."""
    known: dict[Path, set[str]] = {}
    for outcome in outcomes:
        earlier = known.setdefault(outcome.job.target.document, set())
        for task_id in sorted(earlier & outcome.task_ids)[:1]:
            message = f"expected a new task, found the id {task_id}, which another part of the run got as well"
            yield Finding("ids_are_not_reused", "", message)
        earlier |= outcome.task_ids


def _placeholder(file: Path) -> str:
    """Return the first key that a document accepts by itself; empty for none."""
    try:
        credentials = open_document(file).credentials
    except DocumentError:
        return ""
    return next((key for credential in credentials for key in credential.placeholders), "")


def _contracts(targets: Iterable[Target]) -> list[Contract]:
    """Return the contracts of the targets whose documents can be read.

    Raises:
        DocumentError: none can; the message says why, of each.
    """
    contracts: list[Contract] = []
    problems: list[str] = []
    for target in targets:
        try:
            contracts.append(Contract(target))
        except DocumentError as error:
            problems.append(str(error))
    if not contracts:
        raise DocumentError("\n".join(problems))
    return contracts


def _found_in(outcomes: Sequence[JobResult]) -> list[Finding]:
    return [finding for outcome in outcomes for finding in outcome.findings]


def _found_of_a_stranger(outcomes: Sequence[JobResult]) -> list[Finding]:
    """Nobody tells who answered what no client sends: the mock, or something before it that may answer as it likes."""
    for outcome in outcomes:
        unusual = {passed.sent.name for passed in outcome.passed if not is_usual(passed.sent)} - {""}
        outcome.findings = [
            replace(finding, severity=Severity.DRIFT) if finding.request in unusual else finding
            for finding in outcome.findings
        ]
    return _found_in(outcomes)


def _takes_placeholder(target: Target) -> bool:
    try:
        return is_accepted(target)
    except NoAnswer as error:
        raise CannotStart(
            f"{target.gateway}: no answer to a call with a placeholder for the key, so it is not known which key the "
            f"mock takes: {error}"
        ) from error
