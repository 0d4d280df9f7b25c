"""All mutants, and their trials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from contract_tests.suite.contract import Contract
from image_gateways_documents.document import Document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.yaml_text import document_files
from image_gateways_mock import Settings
from image_gateways_mock.app import MockServer

from .altered_server import Answered, IncomingRequest
from .answer_mutants import Seen, answer_mutants
from .bench import Bench, served
from .client_mutants import client_mutants
from .document_mutants import document_mutants
from .leniency_mutants import leniency_mutants
from .mutant import Mutant
from .private_mock import private_mock
from .probes import Probes, Ways, watched
from .recording_mutants import recording_mutants
from .source_mutants import FOREIGN, SourceMutant, held, source_mutants
from .trial_result import Ending, TrialResult
from .workers import Finished, run_each

KINDS = ("answer", "leniency", "document", "client", "recording", "source")
"""The kinds of mutants; only the last is of programs."""

_SECONDS = 900.0
_AT_LEAST = 120.0
_TIMES_AS_LONG = 10


R = TypeVar("R")
_Answers: TypeAlias = dict[tuple[str, int], list[Answered]]
_Passed: TypeAlias = tuple[list[TrialResult], _Answers]


class NotGreen(Exception):
    """The contract tests have something against what is unchanged; the message says what."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant, how its trial ended, and the seconds that it took."""

    mutant: Mutant
    verdict: TrialResult
    seconds: float


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """What the unchanged server answered to the suite, and the seconds that the slowest gateway took."""

    seen: Seen
    seconds: float


class Trials:
    """Tries mutants of what is in the repository.

    Args:
        seed: of whatever is drawn.
        workers: number of processes at a time.
        documents: the folder of the documents, if not the repository's.
    """

    def __init__(self, seed: int, workers: int, documents: Path = DOCUMENTS) -> None:
        self._settings = Settings(seed=seed, documents=documents)
        self._app = MockServer(self._settings)
        self._seed = seed
        self._workers = workers

    @property
    def _documents(self) -> tuple[Document, ...]:
        return self._bench(Path()).documents

    def mutants(self, kinds: Collection[str]) -> list[Mutant]:
        """Return every mutant that fits, of these kinds.

        Raises:
            NotGreen: what is unchanged does not pass, which is seen where answers are to be altered.
        """
        documents = self._documents
        made: dict[str, Callable[[], Iterable[Mutant]]] = {
            "answer": lambda: answer_mutants(documents, self._unchanged.seen),
            "leniency": lambda: leniency_mutants(documents),
            "document": lambda: document_mutants(documents),
            "client": lambda: client_mutants(documents),
            "recording": lambda: recording_mutants(
                documents, self._app.cassettes, self._settings.recordings / "pictures"
            ),
            "source": lambda: self._shown(list(source_mutants(documents))),
        }
        return list(chain.from_iterable(make() for kind, make in made.items() if kind in kinds))

    def run(self, mutants: Iterable[Mutant]) -> Iterator[Trial]:
        """Try mutants; yields each when it ends.

        Raises:
            NotGreen: what is unchanged does not pass.
        """
        # A hang is told from a slow machine by what the unchanged took on the same one.
        _ = self._contracts  # before the first fork, so that every trial has them
        patience = max(_AT_LEAST, _TIMES_AS_LONG * self._unchanged.seconds)
        for run in run_each(mutants, self._try, self._workers, patience):
            verdict = run.result
            if isinstance(run.error, TimeoutError):
                verdict = TrialResult(Ending.TIMED_OUT, "time limit", str(run.error))
            elif verdict is None:
                verdict = TrialResult(Ending.BROKEN, message=str(run.error))
            yield Trial(run.item, verdict, run.seconds)

    def _try(self, mutant: Mutant, folder: Path) -> TrialResult:
        bench = replace(self._bench(folder), contracts=self._contracts, suspects=frozenset(mutant.operations))
        return mutant.trial(bench)

    def _shown(self, mutants: Sequence[SourceMutant]) -> list[SourceMutant]:
        """Leave out what is broken where no request of the suite comes."""
        probes = Probes({mutant.module: mutant.edit.module for mutant in mutants})

        def watch(file: Path, folder: Path) -> tuple[list[TrialResult], Ways]:
            seen, bench = watched(), self._bench(folder).of(file.parent)
            app = private_mock(bench.settings, probes.sources)
            return list(held(bench, [file.stem], app, probes.sources)), frozenset(seen)

        own = (document.file for document in self._documents)
        seen: set[tuple[int, bool]] = set()
        for run in run_each([*own, *document_files(FOREIGN)], watch, self._workers, _SECONDS):
            verdicts, seen_here = _green(run)
            _hold_green(run.item.stem, verdicts)
            seen |= seen_here
        return [mutant for mutant in mutants if probes.show(mutant.edit, frozenset(seen))]

    def _bench(self, folder: Path) -> Bench:
        return Bench(self._app, self._settings, self._seed, folder)

    @cached_property
    def _contracts(self) -> Mapping[str, Contract]:
        """What each gateway promises, read once for all trials."""
        bench = self._bench(Path())
        return {
            document.gateway: Contract(bench.target(document.gateway, "http://127.0.0.1"))
            for document in bench.documents
        }

    @cached_property
    def _unchanged(self) -> _Unchanged:
        """Run everything on what is unchanged."""
        passes = [
            (document.gateway, own)
            for own in (self._pass, self._pass_client)
            for document in sorted(self._documents, key=lambda document: -len(document.operations))
        ]
        seen: _Answers = {}
        seconds: defaultdict[str, float] = defaultdict(float)
        for run in run_each(passes, lambda each, folder: each[1](each[0], folder), self._workers, _SECONDS):
            verdicts, answers = _green(run)
            _hold_green(run.item[0], verdicts)
            seconds[run.item[0]] += run.seconds
            for key, more in answers.items():
                seen.setdefault(key, []).extend(more)
        return _Unchanged(dict(sorted(seen.items())), max(seconds.values()))

    def _pass(self, gateway: str, folder: Path) -> _Passed:
        seen: _Answers = {}

        def watch(asked: IncomingRequest, answered: Answered) -> Answered:
            if asked.name:
                seen.setdefault((asked.name, answered.status), []).append(answered)
            return answered

        bench = self._bench(folder)
        verdicts = [
            bench.check_document(bench.document_file(gateway)),
            bench.check_recordings(gateway),
            bench.hold_at(gateway, served(bench.altered(alter_answer=watch))),
        ]
        return [verdict for verdict in verdicts if verdict], seen

    def _pass_client(self, gateway: str, folder: Path) -> _Passed:
        return [self._bench(folder).hold_client(gateway, f"image_gateways.{gateway}")], {}


def _green(run: Finished[Any, R]) -> R:
    if run.result is None:
        raise NotGreen(f"{run.item}: {run.error}")
    return run.result


def _hold_green(gateway: str, verdicts: Iterable[TrialResult]) -> None:
    for verdict in verdicts:
        if verdict.outcome is not Ending.SURVIVED:
            raise NotGreen(f"{gateway}: {verdict.by}: {verdict.message}")
