"""Makes a page of each Markdown file that the site shows and that lies outside of docs/, and of each generated client.

A page is known to mkdocs by its place in the repository, so that a link between pages is the same on a forge and in the
site. A hook of mkdocs.
"""

import gc
import json
from enum import Enum
from importlib import import_module
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "generated" / "image_gateways"
OTHER_PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "openapi/README.md", "openapi/generator/README.md")

_CLIENT_PAGE = """# image_gateways.{client}

[How to call it](../client.md). This page is made of the docstrings.

## Operations

`asyncio` and `asyncio_detailed` are `sync` and `sync_detailed`, to be awaited.

{operations}

## Client

{classes}

## Errors

{errors}

## Models

Each has `to_dict` and `from_dict`. What the document does not name is in `additional_properties`.

{models}
"""


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001  the interface
    """Look for no garbage: what is read of the sources stays, and to look through it takes a fifth of the time."""
    if command == "build":
        gc.disable()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the clients into the navigation, at the end of the reference."""
    for section in config.nav or ():
        if "Reference" in section:
            section["Reference"] += [_page_of(client) for client in clients()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Name each page of docs/ by its place in the repository, and add those that mkdocs does not find."""
    for file in list(files):
        if file.src_dir == config.docs_dir:
            files.remove(file)
            files.append(_lying_at(f"docs/{file.src_uri}", config))
    for page in OTHER_PAGES:
        files.append(_lying_at(page, config))
    for client in clients():
        files.append(File.generated(config, _page_of(client), content=client_page(client)))
    return files


def clients() -> list[str]:
    """Return the names of the generated clients."""
    return sorted(folder.parent.name for folder in CLIENTS.glob("*/client.py"))


def client_page(client: str) -> str:
    """Return the reference page of a client, in Markdown."""
    package = f"image_gateways.{client}"
    operations = sorted((CLIENTS / client / "api").glob("*/[!_]*.py"))
    return _CLIENT_PAGE.format(
        client=client,
        operations="\n".join(
            _directive(f"{package}.api.{file.parent.name}.{file.stem}", members=["sync", "sync_detailed"])
            for file in operations
        ),
        classes="\n".join(_directive(f"{package}.client.{name}") for name in import_module(package).__all__),
        errors="\n".join(_directive(f"{package}.errors.{name}") for name in import_module(f"{package}.errors").__all__),
        models="\n".join(_model(package, name) for name in import_module(f"{package}.models").__all__),
    )


def _model(package: str, name: str) -> str:
    values = issubclass(getattr(import_module(f"{package}.models"), name), Enum)
    if values:
        return _directive(f"{package}.models.{name}", show_if_no_docstring=True, show_labels=False)
    return _directive(f"{package}.models.{name}", members=False)


def _directive(path: str, **options: object) -> str:
    lines = [f"      {name}: {json.dumps(value)}" for name, value in options.items()]
    return "\n".join([f"::: {path}", *(["    options:"] if lines else []), *lines, ""])


def _page_of(client: str) -> str:
    return f"docs/reference/{client}.md"


def _lying_at(page: str, config: MkDocsConfig) -> File:
    return File(page, str(ROOT), config.site_dir, config.use_directory_urls)
