"""Mutants of the mock's own source: the server is wrong as a program is, and not as an operator on answers is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import ClassVar

from starlette.types import ASGIApp

from contract_tests.suite.identity import is_accepted
from contract_tests.suite.task_memory import ROOM
from contract_tests.suite.wire import NoAnswer
from image_gateways_documents.document import Document
from image_gateways_documents.yaml_text import document_files

from .bench import Bench, served
from .hidden import is_hidden
from .mutant import Mutant
from .private_mock import private_mock
from .source_operators import IsHidden, SourceEdit, source_edits
from .trial_result import Ending, TrialResult

# What makes and delivers the answer to an ordinary request. Not here is what no gateway has, and no document speaks of:
# faults, the journal and its log, the control interface, pages for people, the command, and HTTP itself with its
# connections.
MODULES = {
    "image_gateways_mock": ("answers", "app", "fresh_values", "gateway", "request_head", "tasks"),
    # The mock's process alone has these broken: the suite, which stands on them too, keeps its own.
    "image_gateways_documents": ("picture_check", "request_check", "routing"),
}

FOREIGN = Path(__file__).with_name("foreign")
"""Documents as others write them; much of what the mock does none of our own asks for."""


@dataclass(frozen=True)
class SourceMutant(Mutant):
    """One change of one module of the mock; what stands for the gateway is the module's package."""

    kind: ClassVar[str] = "source"

    module: str
    edit: SourceEdit

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`."""
        sources = {self.module: self.edit.source}
        foreign = bench.of(FOREIGN)
        try:
            app, foreign_app = private_mock(bench.settings, sources), private_mock(foreign.settings, sources)
        except BaseException as error:
            return TrialResult(Ending.STILLBORN, message=f"the mock does not start: {error!r}")
        url = served(app)
        if not any(_answers(bench, document.gateway, url) for document in bench.documents):
            return TrialResult(Ending.STILLBORN, message="no gateway of the mock answers a documented call")
        survived = TrialResult(Ending.SURVIVED, message=str(self.edit))
        verdicts = chain(
            held(bench, [document.gateway for document in bench.documents], app, sources),
            held(foreign, [file.stem for file in document_files(FOREIGN)], foreign_app, sources),
        )
        return next((verdict for verdict in verdicts if verdict.outcome is not Ending.SURVIVED), survived)


def held(bench: Bench, gateways: Sequence[str], app: ASGIApp, sources: Mapping[str, str]) -> Iterator[TrialResult]:
    """Hold a mock of other sources to documents, and then another one of them that has room for few tasks."""
    url = served(app)
    for gateway in gateways:
        yield bench.hold_at(gateway, url)
    small = private_mock(replace(bench.settings, max_tasks=ROOM), sources)
    for gateway in gateways:
        yield bench.hold_memory(gateway, small)


def source_mutants(documents: tuple[Document, ...]) -> Iterator[SourceMutant]:
    """Yield every operator at every place of the modules."""
    operations = tuple(operation.operation_id for document in documents for operation in document.operations)
    for package, names in MODULES.items():
        for name in names:
            module = f"{package}.{name}"
            for edit in source_edits(_source(module), _hidden_of(name)):
                place = f"{name}/{edit.function}#{edit.number}"
                yield SourceMutant(edit.operator, package, operations, place, module, edit)


def _hidden_of(name: str) -> IsHidden:
    return lambda function, code: is_hidden(f"{name}/{function or 'module'}", code)


def _source(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


def _answers(bench: Bench, gateway: str, url: str) -> bool:
    try:
        return is_accepted(bench.target(gateway, url))
    except NoAnswer:
        return False
