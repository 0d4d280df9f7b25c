"""What a person has to decide, since no document says it."""

from typing import NamedTuple

from image_gateways_documents.document_tree import DocumentTree
from image_gateways_documents.schema_walk import Path
from image_gateways_documents.vocabulary import parts


class Decision(NamedTuple):
    """One thing to look at.

    Attributes:
        steps: where in the new document it is.
        what: what was done, and what is to be decided.
    """

    steps: Path
    what: str


def places_of_schemas(tree: DocumentTree) -> dict[int, Path]:
    """Return where each schema of a document stands, by its `id`."""
    found: dict[int, Path] = {}
    for part in parts(tree.root):
        if part.kind == "schema":
            found.setdefault(id(part.node), part.steps)
    return found
