"""Generates a client in this process: as `make generate` does, but unformatted."""

from pathlib import Path

from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

_TEMPLATES = Path(__file__).parents[2] / "openapi" / "generator" / "templates"


class NoClient(Exception):
    """The generator has something to say against a document; the message says what."""


def generated_client(document: Path, folder: Path) -> Path:
    """Return the folder, new, of the client of a document.

    Raises:
        NoClient: the generator refuses the document, or warns of it.
    """
    config = Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, document, "utf-8", overwrite=False, output_path=folder
    )
    if errors := generate(config=config, custom_template_path=_TEMPLATES):
        raise NoClient(" ".join(str(errors[0].detail or errors[0].header).split()))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its path in there."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.py")}
