"""Operators on documents: the suite is given a document that promises something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from image_gateways_documents.document import Document

from .document_operators import Edit, tighter_or_other
from .mutant import Mutant
from .trial_result import TrialResult

if TYPE_CHECKING:
    from .bench import Bench


@dataclass(frozen=True)
class DocumentMutant(Mutant):
    """One part of a document, changed; the server, the recordings and the client are as they were."""

    kind: ClassVar[str] = "document"

    edit: Edit

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`. The cheap parts of the contract tests come first; the first that notices ends the trial."""
        document = bench.written(self.gateway, self.edit)
        return (
            bench.check_document(document)
            or bench.check_recordings(self.gateway, document=document)
            or bench.hold(
                self.gateway,
                bench.app,
                document,
                last=lambda: bench.hold_client(self.gateway, f"image_gateways.{self.gateway}", document),
            )
        )


def document_mutants(documents: tuple[Document, ...]) -> Iterator[DocumentMutant]:
    """Yield every operator at every place."""
    for document in documents:
        for edit in tighter_or_other(document.root):
            yield DocumentMutant(edit.operator, document.gateway, edit.operations, edit.place, edit)
