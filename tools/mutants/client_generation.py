"""Generates a client in this process: as `make generate` does, but unformatted."""

from pathlib import Path

from image_gateways_documents.yaml_text import read_yaml
from openapi.generator.client import make_client
from openapi.generator.refusals import Unfit


class NoClient(Exception):
    """The generator has something to say against a document; the message says what."""


def generated_client(document: Path, folder: Path) -> Path:
    """Return the folder, new, of the client of a document.

    Raises:
        NoClient: the generator refuses the document, or warns of it.
    """
    try:
        make_client(read_yaml(document), folder, formatted=False)
    except Unfit as unfit:
        raise NoClient(unfit.problems[0]) from None
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its path in there."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.py")}
