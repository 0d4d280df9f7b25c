"""Mutants of the mock's own source: the server is wrong as a program is, and not as an operator on answers is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from contract_tests.suite.identity import is_accepted
from contract_tests.suite.wire import NoAnswer
from image_gateways_documents.document import Document

from .mutant import Ending, Mutant, TrialResult
from .source_operators import SourceEdit, source_edits

if TYPE_CHECKING:
    from .bench import Bench

# What makes and delivers the answer to an ordinary request. Not here is what no gateway has, and no document speaks of:
# faults, the journal and its log, the control interface, pages for people, the command, and HTTP itself with its
# connections.
MODULES = {
    "image_gateways_mock": ("answers", "app", "fresh_values", "gateway", "request_head", "tasks"),
    # The mock's process alone has these broken: the suite, which stands on them too, keeps its own.
    "image_gateways_documents": ("picture_check", "request_check", "routing"),
}

# In those modules, what is called for nothing but that; and what tells an answer from others for the suite alone.
_NOT_ASKED_FOR = frozenset({
    "app/MockServer.reset", "app/MockServer.stop_waiting", "app/MockServer._instead", "app/_status_instead",
    "app/_deliver", "gateway/Gateway.documented", "gateway/Gateway.makes_something",
    "gateway/Gateway.variants", "gateway/reference", "request_head/RequestHeads.__len__",
    "request_head/RequestHeads.forget", "tasks/TaskStore.__len__", "tasks/TaskStore.clear",
})  # fmt: skip

_SECONDS_TO_START = 60.0


@dataclass(frozen=True)
class SourceMutant(Mutant):
    """One change of one module of the mock; what stands for the gateway is the module's package."""

    kind: ClassVar[str] = "source"

    module: str
    edit: SourceEdit

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`."""
        file = bench.folder / "broken.py"
        file.write_text(self.edit.source, "utf-8")
        with _started(self.module, file, bench) as url:
            if url is None:
                return TrialResult(Ending.STILLBORN, message="the mock does not start")
            if not any(_answers(bench, document.gateway, url) for document in bench.documents):
                return TrialResult(Ending.STILLBORN, message="no gateway of the mock answers a documented call")
            for document in bench.documents:
                verdict = bench.hold_at(document.gateway, url)
                if verdict.outcome is not Ending.SURVIVED:
                    return verdict
        return TrialResult(Ending.SURVIVED, message=str(self.edit))


def source_mutants(documents: tuple[Document, ...]) -> Iterator[SourceMutant]:
    """Yield every operator at every place of the modules."""
    operations = tuple(operation.operation_id for document in documents for operation in document.operations)
    for package, names in MODULES.items():
        for name in names:
            module = f"{package}.{name}"
            for edit in source_edits(_source(module)):
                place = f"{name}/{edit.function}"
                if place not in _NOT_ASKED_FOR:
                    yield SourceMutant(edit.operator, package, operations, f"{place}#{edit.number}", module, edit)


def _source(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


@contextmanager
def _started(module: str, file: Path, bench: Bench) -> Iterator[str | None]:
    """Start a broken mock as a process of its own; gives its URL, None where it does not start."""
    options = [module, str(file), "--quiet", "--port", "0", "--seed", str(bench.seed)]
    command = [sys.executable, "-m", "tools.mutants.broken_mock", *options]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  ours
    with process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline() if wait([process.stdout.fileno()], _SECONDS_TO_START) else ""
            yield said.split()[-1] if said.startswith("mock server on ") else None
        finally:
            process.kill()


def _answers(bench: Bench, gateway: str, url: str) -> bool:
    try:
        return is_accepted(bench.target(gateway, url))
    except NoAnswer:
        return False
