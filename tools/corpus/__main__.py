"""`make corpus CORPUS=folder`: tries every document of a folder, unchanged, and prints a table of what works.

Exit code 0: each document passes each step. 1: one does not. 2: there is no document to try.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from image_gateways_documents.yaml_text import YamlRefused, document_files

from .trial import STEPS, DocumentTrial, tried


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the documents side by side."""
    parser = argparse.ArgumentParser(prog="make corpus", description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="CORPUS=folder", help="where the documents lie: *.yaml, *.yml and *.json"
    )
    folder = parser.parse_args(arguments).folder
    try:
        documents = document_files(folder)
    except YamlRefused as refused:
        print(refused, file=sys.stderr)  # noqa: T201
        return 2
    if not documents:
        print(f"{folder}: no documents are here; say where they lie with CORPUS=folder", file=sys.stderr)  # noqa: T201
        return 2
    width = max(len(document.name) for document in documents)
    came: list[DocumentTrial] = []
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        for line in table(side_by_side.map(tried, documents), width, came):
            print(line, flush=True)  # noqa: T201  a command speaks to its user
    return int(any(each.failures for each in came))


def table(coming: Iterable[DocumentTrial], width: int, came: list[DocumentTrial]) -> Iterator[str]:
    """Yield a row for each document as soon as it was tried, and then a line for each failure.

    Args:
        coming: what comes of each document.
        width: characters of the longest document's name.
        came: is filled with what came.
    """
    yield _row("", STEPS, width)
    for each in coming:
        came.append(each)
        yield _row(each.document.name, [_cell(each, step) for step in STEPS], width)
    whole = sum(not each.failures for each in came)
    yield f"{whole} of {len(came)} documents pass every step."
    for each in came:
        yield from (f"{each.document}: {step}: {message}" for step, message in each.failures.items())


def _cell(each: DocumentTrial, step: str) -> str:
    return "FAIL" if step in each.failures else "pass" if step in each.passed else "-"


def _row(name: str, cells: Sequence[str], width: int) -> str:
    return " ".join([name.ljust(width), *(cell.ljust(8) for cell in cells)]).rstrip()


if __name__ == "__main__":
    sys.exit(main())
