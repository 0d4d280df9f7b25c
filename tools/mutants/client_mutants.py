"""Operators on the client: it is generated from a document that says something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from image_gateways_documents.document import Document

from .client_generation import NoClient, contents, generated_client
from .document_operators import Edit, tighter_or_other
from .mutant import Ending, Mutant, TrialResult

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
            client = generated_client(bench.written(self.gateway, self.edit), bench.folder / "changed")
        except NoClient as error:
            return TrialResult(Ending.STILLBORN, message=str(error))
        same = generated_client(bench.document_file(self.gateway), bench.folder / "unchanged")
        if contents(client) == contents(same):
            return TrialResult(Ending.STILLBORN, message="the client is the same")
        return bench.hold_client(self.gateway, client)


def client_mutants(documents: tuple[Document, ...]) -> Iterator[ClientMutant]:
    """Yield every operator at every place."""
    for document in documents:
        for edit in tighter_or_other(document.root):
            if edit.operator in _OPERATORS:
                yield ClientMutant(edit.operator, document.gateway, edit.operations, edit.place, edit)
