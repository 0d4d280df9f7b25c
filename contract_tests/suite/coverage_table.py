"""Prints what of each document is exercised; fails where it is less than the floor says. `--write` raises the floor."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from image_gateways_documents.document import Document, load_documents, open_document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_recordings.cassettes import RecordingError

from .coverage import KINDS, SOURCES, Coverage, Item, coverage_of
from .coverage_floor import FLOOR, lost, outdated, read_floor, write_floor
from .coverage_places import line_of

_ROOT = Path(__file__).parents[2]
_OPENAPI = _ROOT / "openapi"


def table(covered: Coverage) -> str:
    """Return the table: for each gateway and kind how many items are exercised, and which are not."""
    return "\n".join(_lines(covered))


def _lines(covered: Coverage) -> Iterator[str]:
    for gateway in sorted({item.gateway for item in covered}):
        yield f"{gateway:<14}{'documented':>11}{''.join(f'{source:>12}' for source in SOURCES)}{'either':>9}"
        missing = []
        for kind in KINDS:
            of_kind = {
                item: sources for item, sources in covered.items() if (item.gateway, item.kind) == (gateway, kind)
            }
            counts = "".join(f"{sum(source in of for of in of_kind.values()):>12}" for source in SOURCES)
            either = sum(map(bool, of_kind.values()))
            share = f"{either / len(of_kind):.0%}" if of_kind else "-"
            yield f"  {kind:<12}{len(of_kind):>11}{counts}{share:>9}"
            missing += [f"{item.kind} {item.name}" for item, sources in of_kind.items() if not sources]
        text = f"not exercised: {', '.join(missing) or 'nothing'}"
        yield from textwrap.wrap(text, 118, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        yield ""


def _place_of(documents: Sequence[Document]) -> Callable[[Item], str]:
    files = {document.gateway: document.file for document in documents}
    lined = cache(
        lambda gateway: open_document(files[gateway], lined=True)
    )  # what is read when something is to be told
    return lambda item: f"{files[item.gateway].relative_to(_ROOT)}:{line_of(item, lined(item.gateway))}: "


def main(arguments: list[str] | None = None) -> int:
    """Print the table and hold it to the floor.

    Returns:
        The exit code: 1 where something is lost or, unless it is being written, the floor is not what is exercised;
        2 where a document cannot be read, or a recording breaks its document.
    """
    parser = argparse.ArgumentParser(prog="python -m contract_tests.suite.coverage_table", description=__doc__)
    parser.add_argument("--write", action="store_true", help="take out of the floor what is exercised by now")
    options = parser.parse_args(arguments)
    try:
        documents = load_documents(_OPENAPI)
        covered = coverage_of(_OPENAPI, _ROOT / "contract_tests" / "recordings")
    except (DocumentError, RecordingError) as error:
        sys.stderr.write(
            f"{error}\nNothing is counted before recordings and documents fit: change the one or the other.\n"
        )
        return 2
    ruled = {document.gateway for document in documents if document.asks_for_house_rules}
    held = {item: sources for item, sources in covered.items() if item.gateway in ruled}
    floor = read_floor(FLOOR)
    problems = list(lost(floor, held, _place_of(documents)))
    if options.write and not problems:
        write_floor(FLOOR, held)
    elif not options.write:
        problems += outdated(floor, held)
    sys.stdout.write(table(covered))
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
