"""`make diff BASE=<git ref>`: says what the change to the documents since then means for users."""

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path

from image_gateways_documents.yaml_text import document_files

from .change import Change, Effect, Section
from .lined_document import DocumentUnreadable, LinedDocument
from .operation_comparison import DocumentComparison
from .python_interface import PACKAGE, python_changes, reworded_names
from .report import report
from .revision import Revision, RevisionUnknown

_DOCUMENTS, _GENERATED, _PROJECT = "openapi", "generated", "pyproject.toml"


def main(arguments: list[str] | None = None) -> int:
    """Print the report. Returns 0 whatever it says, 2 if there is none."""
    parser = argparse.ArgumentParser(prog="make diff", description=__doc__)
    parser.add_argument("--base", required=True, metavar="REF", help="the git revision to compare with")
    parser.add_argument("--generated", type=Path, required=True, help="the folder with the client of the documents")
    given = parser.parse_args(arguments)
    try:
        print(_compared(Path(), Revision(Path(), given.base), given.generated))  # noqa: T201
    except (RevisionUnknown, DocumentUnreadable) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _compared(now: Path, base: Revision, generated: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        then = Path(folder)
        base.unpack(then, _DOCUMENTS, _GENERATED, _PROJECT)
        missing = [path for path in (_DOCUMENTS, f"{_GENERATED}/{PACKAGE}", _PROJECT) if not (then / path).exists()]
        if missing:
            raise RevisionUnknown(f"BASE={base.name}: has no {' and no '.join(missing)} to compare with")
        gateways, reworded = _documents(then, now, base.name)
        python = list(python_changes(then / _GENERATED, generated))
        reworded += [f"the docstring of {name}" for name in reworded_names(then / _GENERATED, generated, python)]
        version = tomllib.loads((then / _PROJECT).read_text("utf-8"))["project"]["version"]
        return report(gateways, python, reworded=reworded, base=str(base), version=version)


def _documents(then: Path, now: Path, base: str) -> tuple[list[Change], list[str]]:
    """Return what changed in the documents, and which changed in words alone.

    Raises:
        DocumentUnreadable: some cannot be compared; a line for each.
    """
    old, new = ({file.stem: file for file in document_files(folder / _DOCUMENTS)} for folder in (then, now))
    changes: list[Change] = []
    reworded: list[str] = []
    unreadable: list[str] = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            changes.append(Change(Effect.BREAKING, "the gateway is gone", name, section=Section.REMOVED))
        elif name not in old:
            changes.append(Change(Effect.COMPATIBLE, "a new gateway", name, section=Section.ADDED))
        elif (before := old[name].read_text("utf-8")) != (after := new[name].read_text("utf-8")):
            try:
                found = _document(name, (old[name].name, before, f" at {base}"), (new[name].name, after, ""))
            except DocumentUnreadable as error:
                unreadable.append(str(error))
                continue
            changes += found
            reworded += [] if found else [f"{_DOCUMENTS}/{new[name].name}"]
    if unreadable:
        raise DocumentUnreadable("\n".join(unreadable))
    return changes, reworded


def _document(gateway: str, *states: tuple[str, str, str]) -> list[Change]:
    old, new = (LinedDocument(f"{_DOCUMENTS}/{file}", text, state) for file, text, state in states)
    return list(DocumentComparison(gateway, old, new).changes())


if __name__ == "__main__":
    sys.exit(main())
