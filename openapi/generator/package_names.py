"""What the package of each document's client is called."""

import re
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path

from openapi.generator.refusals import refuse

SHARED_MODULES = Path(__file__).parent / "package"
"""The folder of the modules that all clients share."""


def package_names(documents: Sequence[Path]) -> list[str]:
    """Return the names, in the order of the documents: what Python takes of a file's name.

    Raises:
        Unfit: a name is nothing to Python, hides a module that all clients share, or is that of two documents.
    """
    names = [_name_of(document) for document in documents]
    refuse(_problems(documents, names))
    return names


def _name_of(document: Path) -> str:
    name = re.sub(r"\W+", "_", document.stem).strip("_")
    return f"_{name}" if name[:1].isdigit() else f"{name}_" if iskeyword(name) else name


def _problems(documents: Sequence[Path], names: Sequence[str]) -> list[str]:
    problems: list[str] = []
    for index, (document, name) in enumerate(zip(documents, names, strict=True)):
        if not name.isidentifier():
            problems.append(f"{document}: no package of Python can be called so; rename it")
        if (SHARED_MODULES / f"{name}.py").exists():
            problems.append(f"{document}: its client would hide {name}.py, which all clients share; rename it")
        if name in names[:index]:
            problems.append(f"{document}: its client would be called {name} as that of another is; rename it")
    return problems
