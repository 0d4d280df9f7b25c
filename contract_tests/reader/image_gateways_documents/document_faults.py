"""Why a document cannot be read, place by place: each reference that leads nowhere, each schema that is none.

Looked for only once something was found wrong: what a reader stumbles over says neither where it stands nor what else
is wrong.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jsonschema_rs import Draft202012Validator

from .document_tree import BrokenReference, DocumentTree, descriptions
from .schema_walk import HOLDING, Path, Schema, pointer_to, within


class DocumentError(Exception):
    """A document that cannot be served: a line, or one for each problem, with the file, the place and what is wrong."""


class DocumentFault(NamedTuple):
    """What is wrong with a document, and where: names of objects and indexes of arrays, from its root."""

    steps: Path
    what: str


def faults_within(document: DocumentTree) -> Iterator[DocumentFault]:
    """Yield each reference that leads nowhere and each schema that a validator refuses."""
    for path, node in descriptions(document.root):
        if isinstance(node.get("$ref"), str):
            try:
                document.dereferenced(node)
            except BrokenReference as error:
                yield DocumentFault((*path, "$ref"), str(error))
        if path[-1:] == ("schema",) or (path[:2] == ("components", "schemas") and len(path) == 3):
            yield from _faults_of_schema(path, node)


def _faults_of_schema(path: Path, schema: Schema) -> Iterator[DocumentFault]:
    for steps, part in within(schema):
        alone = {key: value for key, value in part.items() if key not in HOLDING and key != "$ref"}
        try:
            Draft202012Validator(alone)
        except ValueError as error:
            yield DocumentFault((*path, *steps), f"no schema: {' '.join(str(error).split())}")


def told(document: DocumentTree, faults: Iterable[DocumentFault]) -> list[str]:
    """Return a line for each fault, in the order of their places: the line, the place and what is wrong.

    Args:
        document: the document, read with its lines.
        faults: what is wrong with it.
    """
    lined = sorted((document.line_of(fault.steps), fault) for fault in dict.fromkeys(faults))
    return [f"line {line}: {pointer_to('#', *fault.steps)}: {fault.what}" for line, fault in lined]
