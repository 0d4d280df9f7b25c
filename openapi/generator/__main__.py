"""Make the clients of documents: `python -m openapi.generator FOLDER openapi/*.yaml`."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from image_gateways_documents.vocabulary import vocabulary_problems
from image_gateways_documents.yaml_text import YamlRefused
from openapi.generator.client import make_client
from openapi.generator.document_as_json import as_json
from openapi.generator.package_names import package_names
from openapi.generator.refusals import Unfit, refuse


class Made(NamedTuple):
    """What came of a document: the problems for which it has no client, or what its client does otherwise."""

    problems: list[str]
    notes: list[str]


def main() -> None:
    """Make a client of each document, in a folder that has the document's name; exit with 1 where one is unfit."""
    parser = argparse.ArgumentParser(prog="python -m openapi.generator", description=__doc__)
    parser.add_argument("into", type=Path, help="the folder in which the clients' folders are to be")
    parser.add_argument("documents", type=Path, nargs="+", help="OpenAPI documents, of 3.0 or 3.1, as YAML or JSON")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    try:
        names = package_names(given.documents)
    except Unfit as unfit:
        sys.exit("\n".join(unfit.problems))
    made = list(side_by_side(given.documents, [given.into / name for name in names]))
    if problems := [problem for each in made for problem in each.problems]:
        sys.exit("\n".join(problems))
    for note in (note for each in made for note in each.notes):
        print(f"note: {note}", file=sys.stderr)  # noqa: T201  a command speaks to its user


def side_by_side(documents: list[Path], folders: Iterable[Path]) -> Iterator[Made]:
    """Make the clients of several documents on all cores, and of one here."""
    if len(documents) == 1:
        return map(made, documents, folders)
    with ProcessPoolExecutor(min(len(documents), os.cpu_count() or 1)) as cores:
        return cores.map(made, documents, folders)


def made(document: Path, folder: Path) -> Made:
    """Make the client of a document in a folder that is not there yet."""
    try:
        text = as_json(document)
        refuse(vocabulary_problems(document, foreign=False))
    except YamlRefused as refused:
        return Made([str(refused)], [])
    except Unfit as unfit:
        return Made(unfit.problems, [])
    try:
        notes = make_client(json.loads(text), folder)
    except Unfit as unfit:
        return Made([f"{document}: {problem}" for problem in unfit.problems], [])
    (folder / "openapi.json").write_text(text, "utf-8", newline="\n")
    return Made([], [f"{document}: {note}" for note in notes])


if __name__ == "__main__":
    main()
