"""What a trial is run with: the unchanged parts, ready, and the parts of the contract tests that may notice."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from contract_tests.suite.client_calls import check_client
from contract_tests.suite.contract import Contract
from contract_tests.suite.coverage import coverage_of
from contract_tests.suite.coverage_floor import FLOOR, lost, outdated, read_floor
from contract_tests.suite.document_rules import check_rules
from contract_tests.suite.finding import Finding
from contract_tests.suite.journal_account import JournalAccount
from contract_tests.suite.mock_run import mock_targets
from contract_tests.suite.own_cases import operation_of, run_own_cases
from contract_tests.suite.recording_rules import check_recordings
from contract_tests.suite.round_trip import check_models
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.task_memory import found_of_memory
from contract_tests.suite.wire import Wire
from image_gateways_documents.document import Document
from image_gateways_mock import Settings
from image_gateways_mock.app import MockServer
from image_gateways_mock.connection import BreakableProtocol
from image_gateways_mock.server import bound_socket, url_of

from .altered_server import AlterAnswer, AlteredServer, AlterRequest, unaltered
from .document_operators import Edit
from .trial_result import SURVIVED, Ending, TrialResult

_LONGEST_MESSAGE = 300
_CLIENT_EXAMPLES = 6


@dataclass(frozen=True)
class Bench:
    """The unchanged mock, documents and recordings, and where a trial may write.

    Attributes:
        app: the unchanged mock.
        settings: what it was made with.
        seed: of whatever is drawn.
        folder: the trial's own directory.
        contracts: what each gateway promises as it is unchanged.
        suspects: ids of the operations that are tried before all others, since what is broken is theirs.
    """

    app: MockServer
    settings: Settings
    seed: int
    folder: Path
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    suspects: frozenset[str] = frozenset()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The unchanged documents of which the house's rules are kept: what is broken is to break a promise."""
        return tuple(document for document in self.app.documents if document.asks_for_house_rules)

    def of(self, documents: Path) -> Bench:
        """The same for a mock of another folder of documents."""
        return replace(self, settings=replace(self.settings, documents=documents), contracts={})

    def document_file(self, gateway: str) -> Path:
        """Return the file of an unchanged document."""
        return self.settings.documents / f"{gateway}.yaml"

    def written(self, gateway: str, edit: Edit) -> Path:
        """Write an edited document, which is JSON and thereby YAML, and return its file."""
        root = next(document.root for document in self.documents if document.gateway == gateway)
        folder = self.folder / "documents"
        folder.mkdir()
        file = folder / f"{gateway}.yaml"
        file.write_text(json.dumps(edit.edited(root), ensure_ascii=False, indent=1), "utf-8")
        return file

    def recordings_with(self, file: Path, content: bytes) -> Path:
        """Return a folder of all recordings in which one file has another content."""
        folder = self.folder / "recordings"
        for original in self.settings.recordings.rglob("*"):
            if original.is_file():
                copy = folder / original.relative_to(self.settings.recordings)
                copy.parent.mkdir(parents=True, exist_ok=True)
                if original == file:
                    copy.write_bytes(content)
                else:
                    copy.symlink_to(original)
        return folder

    def mock(self, gateway: str, document: Path | None = None, recordings: Path | None = None) -> MockServer:
        """Return a mock of one gateway.

        Raises:
            DocumentError: the document cannot be served.
            RecordingError: a recording breaks the document.
        """
        if document is None:
            folder = self.folder / "documents"
            folder.mkdir()
            (folder / f"{gateway}.yaml").symlink_to(self.document_file(gateway))
        else:
            folder = document.parent
        return MockServer(replace(self.settings, documents=folder, recordings=recordings or self.settings.recordings))

    def altered(
        self, alter_request: AlterRequest = lambda asked: asked, alter_answer: AlterAnswer = unaltered
    ) -> AlteredServer:
        """Return the unchanged mock with changes on the way in and on the way out."""
        return AlteredServer(self.app, self.documents, alter_request, alter_answer)

    def hold(
        self,
        gateway: str,
        app: ASGIApp,
        document: Path | None = None,
        recordings: Path | None = None,
        last: Callable[[], TrialResult] = lambda: SURVIVED,
    ) -> TrialResult:
        """Run the suite's own cases against an application, and what is to be tried `last`.

        What neither notices is run with the application's journal as well.
        """
        url = served(app)
        verdict = self.hold_at(gateway, url, document, recordings)
        if verdict is SURVIVED:
            verdict = last()
        if verdict is not SURVIVED:
            return verdict
        return replace(verdict, journal=self._journal_of(self._contract(gateway, url, document, recordings)))

    def _journal_of(self, contract: Contract) -> str:
        """Return what the journal of a server shows that its answers do not; empty for nothing."""
        session = Session(contract, Wire(contract.target.base_url), name_requests=True)
        with JournalAccount(contract.target.base_url, [contract.document]) as account:
            try:
                run_own_cases(session)
            finally:
                session.wire.close()
        found = next(account.findings(session.wire.passed), None)
        return found.message[:_LONGEST_MESSAGE] if found else ""

    def target(self, gateway: str, url: str, document: Path | None = None, recordings: Path | None = None) -> Target:
        """Return a server as the suite is held against it."""
        document, recordings = document or self.document_file(gateway), recordings or self.settings.recordings
        return next(mock_targets(url, [gateway], gateway, document, recordings, is_own=True))

    def hold_at(
        self, gateway: str, url: str, document: Path | None = None, recordings: Path | None = None
    ) -> TrialResult:
        """Run the suite's own cases against a server."""
        try:
            session = _Hasty(self._contract(gateway, url, document, recordings), Wire(url))
            try:
                run_own_cases(session, self._is_suspected)
                run_own_cases(session, lambda name: not self._is_suspected(name))
            finally:
                session.wire.close()
        except _Noticed as noticed:
            return _verdict("suite", noticed.findings)
        except Exception as error:  # whatever ends a run is noticed by whoever started it
            return _ended("suite", error)
        return SURVIVED

    def hold_memory(self, gateway: str, app: ASGIApp) -> TrialResult:
        """Hold an application, which has room for `ROOM` tasks, to what it remembers of them."""
        try:
            return _verdict("suite", found_of_memory(self._contract(gateway, served(app), None, None)))
        except Exception as error:  # whatever ends a run is noticed by whoever started it
            return _ended("suite", error)

    def hold_client(self, gateway: str, client: Path | str, document: Path | None = None) -> TrialResult:
        """Run the checks of a generated client against the unchanged mock."""
        document = document or self.document_file(gateway)
        url, drawn = served(self.app), {"seed": self.seed, "max_examples": _CLIENT_EXAMPLES}
        key = self.target(gateway, url).api_key
        try:
            each = chain(
                check_models(client, document, **drawn),
                check_client(client, document, url, key, **drawn),
            )
            findings = list(islice(each, 1))
        except Exception as error:  # whatever ends a run is noticed by whoever started it
            return _ended("client checks", error)
        return _verdict("client checks", findings)

    def check_document(self, document: Path) -> TrialResult | None:
        """Run the house rules on a document; None where it keeps them."""
        verdict = _verdict("house rules", check_rules(document))
        return None if verdict is SURVIVED else verdict

    def check_recordings(
        self, gateway: str, document: Path | None = None, recordings: Path | None = None
    ) -> TrialResult | None:
        """Hold recordings to the coverage floor and to their rules; None where they keep both."""
        document, recordings = document or self.document_file(gateway), recordings or self.settings.recordings
        try:
            found = _covered_less(gateway, document, recordings)
            verdict = found or _verdict("recordings", check_recordings(document, recordings))
        except Exception as error:  # whatever ends a run is noticed by whoever started it
            return _ended("recordings", error)
        return None if verdict is SURVIVED else verdict

    def _contract(self, gateway: str, url: str, document: Path | None, recordings: Path | None) -> Contract:
        if document or recordings or gateway not in self.contracts:
            return Contract(self.target(gateway, url, document, recordings))
        return self.contracts[gateway].at(url)

    def _is_suspected(self, name: str) -> bool:
        """Tell whether a case is about what is broken, or about the submit of the task that it is polled of."""
        operation_id = operation_of(name)
        polls = {poll for document in self.documents for poll, submit in document.submits.items()
                 if submit.operation_id == operation_id}  # fmt: skip
        return not self.suspects.isdisjoint({operation_id, *polls})


class _Noticed(Exception):
    """The suite found something, which is enough."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__()
        self.findings = findings


class _Hasty(Session):
    """A run of the suite that ends with its first finding."""

    def report(self, *about: Any, **more: Any) -> None:
        """Remember a violation, and end the run."""
        super().report(*about, **more)
        raise _Noticed(self.findings)


def _covered_less(gateway: str, document: Path, recordings: Path) -> TrialResult | None:
    """Hold what examples and recordings exercise to the floor; None where it is what the floor says."""
    now = coverage_of(document.parent, recordings)
    floor, covered = read_floor(FLOOR).of(gateway), {item: by for item, by in now.items() if item.gateway == gateway}
    problems = [*lost(floor, covered), *outdated(floor, covered)]
    return TrialResult(Ending.KILLED, "coverage floor", problems[0][:_LONGEST_MESSAGE]) if problems else None


def served(app: ASGIApp) -> str:
    """Serve an application, in a thread, until this process ends; returns its URL."""
    config = uvicorn.Config(
        app,
        http=BreakableProtocol,
        lifespan="off",
        ws="none",
        log_level="critical",
        access_log=False,
        server_header=False,
    )
    listening = bound_socket(0)
    threading.Thread(target=uvicorn.Server(config).run, args=([listening],), daemon=True).start()
    return url_of(listening)


def _verdict(part: str, findings: list[Finding]) -> TrialResult:
    if not findings:
        return SURVIVED
    first = findings[0]
    return TrialResult(Ending.KILLED, f"{part}, {first.check}", first.message[:_LONGEST_MESSAGE])


def _ended(part: str, error: Exception) -> TrialResult:
    kind = type(error).__name__
    return TrialResult(Ending.KILLED, f"{part}, ended by {kind}", f"{kind}: {error}"[:_LONGEST_MESSAGE])
