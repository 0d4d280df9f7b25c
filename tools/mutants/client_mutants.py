"""Operators on the client: it is generated from a document that says something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from image_gateways_documents.document import Document
from image_gateways_documents.yaml_text import read_yaml
from openapi.generator.client import make_client
from openapi.generator.refusals import Unfit

from .document_operators import Edit, tighter_or_other
from .mutant import Mutant
from .trial_result import Ending, TrialResult

if TYPE_CHECKING:
    from .bench import Bench

# The operators that change what a client sends or can read; the others change text, or nothing at all.
_OPERATORS = frozenset(
    {
        "add-required",
        "change-const",
        "change-type",
        "drop-answer",
        "drop-enum-value",
        "drop-parameter",
        "drop-security",
        "drop-type",
        "rename-field",
        "rename-path",
    }
)


@dataclass(frozen=True)
class ClientMutant(Mutant):
    """A client of a changed document; the document it is held to and the server are as they were."""

    kind: ClassVar[str] = "client"

    edit: Edit

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`."""
        try:
            client = _generated(bench.written(self.gateway, self.edit), bench.folder / "changed")
        except Unfit as unfit:
            return TrialResult(Ending.STILLBORN, message=unfit.problems[0])
        same = _generated(bench.document_file(self.gateway), bench.folder / "unchanged")
        if _contents(client) == _contents(same):
            return TrialResult(Ending.STILLBORN, message="the client is the same")
        return bench.hold_client(self.gateway, client)


def client_mutants(documents: tuple[Document, ...]) -> Iterator[ClientMutant]:
    """Yield every operator at every place."""
    for document in documents:
        for edit in tighter_or_other(document.root):
            if edit.operator in _OPERATORS:
                yield ClientMutant(edit.operator, document.gateway, edit.operations, edit.place, edit)


def _generated(document: Path, folder: Path) -> Path:
    """Return the folder, new, of the client of a document: as `make generate` makes it, but unformatted.

    Raises:
        Unfit: the generator refuses the document.
    """
    make_client(read_yaml(document), folder, formatted=False)
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.py")}
