"""`make diff BASE=<git ref>`: says what the change to the documents since then means for users."""

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path

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
        if not (then / _GENERATED / PACKAGE).is_dir() or not (then / _PROJECT).is_file():
            raise RevisionUnknown(f"BASE={base.name}: has no {_GENERATED}/{PACKAGE} or no {_PROJECT} to compare with")
        old, new = ({file.stem: file for file in sorted((f / _DOCUMENTS).glob("*.yaml"))} for f in (then, now))
        gateways: list[Change] = []
        reworded = []
        for name in [*old, *(name for name in new if name not in old)]:
            document = f"{_DOCUMENTS}/{name}.yaml"
            if name not in new:
                gateways.append(Change(Effect.BREAKING, "the gateway is gone", name, section=Section.REMOVED))
            elif name not in old:
                gateways.append(Change(Effect.COMPATIBLE, "a new gateway", name, section=Section.ADDED))
            elif (before := old[name].read_text("utf-8")) != (after := new[name].read_text("utf-8")):
                states = LinedDocument(document, before, f" at {base.name}"), LinedDocument(document, after)
                found = list(DocumentComparison(name, *states).changes())
                gateways += found
                reworded += [] if found else [document]
        python = list(python_changes(then / _GENERATED, generated))
        reworded += [f"the docstring of {name}" for name in reworded_names(then / _GENERATED, generated, python)]
        version = tomllib.loads((then / _PROJECT).read_text("utf-8"))["project"]["version"]
        return report(gateways, python, reworded=reworded, base=str(base), version=version)


if __name__ == "__main__":
    sys.exit(main())
