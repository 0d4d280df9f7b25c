"""The floor that coverage does not fall below: a checked-in list of what is documented, and what exercises it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .coverage import KINDS, SOURCES, Coverage, Item

FLOOR = Path(__file__).parents[1] / "coverage_floor.txt"

_NOTHING = "nothing"
_HEAD = """\
# What each document states, and whether its examples and its recordings exercise it. Coverage only grows.
# Written by `make coverage-floor`; a run fails when something of this is no longer exercised, or no longer documented.
"""


def read_floor(file: Path) -> Coverage:
    """Return what a floor file lists.

    Raises:
        ValueError: a line is not of the form `gateway kind name: sources`.
    """
    floor: Coverage = {}
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            item, separator, sources = line.rpartition(": ")
            words = item.split(" ", 2)
            if not separator or len(words) != 3 or not set(sources.split()) <= {*SOURCES, _NOTHING}:
                raise ValueError(f"{file.name}: expected `gateway kind name: sources`, found {line!r}")
            floor[Item(*words)] = frozenset(sources.split()) - {_NOTHING}
    return floor


def write_floor(file: Path, covered: Coverage) -> None:
    """Write what is documented and what exercises it, sorted by gateway, kind and name."""
    order = sorted(covered, key=lambda item: (item.gateway, KINDS.index(item.kind), item.name))
    lines = [f"{' '.join(item)}: {' '.join(sorted(covered[item])) or _NOTHING}" for item in order]
    file.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")


def lost(floor: Coverage, covered: Coverage) -> Iterator[str]:
    """Yield a sentence for each item that a source exercised and no longer does, though it is still documented."""
    for item, sources in floor.items():
        for source in sorted(sources - covered.get(item, sources)):
            yield f"{' '.join(item)} is no longer in any of the {source}: put one back that has it"


def gone(floor: Coverage, covered: Coverage) -> Iterator[str]:
    """Yield a sentence for each item that no document has any more.

    That is a change of the documents, not a loss of examples. It has to be meant, so it fails as well; only then does
    writing the floor anew take it out.
    """
    for item in floor:
        if item not in covered:
            yield f"{' '.join(item)} is no longer in the document: if that is meant, run: make coverage-floor"


def unlisted(floor: Coverage, covered: Coverage) -> Iterator[str]:
    """Yield a sentence for each item that is new in a document, an example or a recording, and not in the floor.

    Its loss would not be seen.
    """
    for item, sources in covered.items():
        if item not in floor:
            yield f"{' '.join(item)} is new in the document: run: make coverage-floor"
        else:
            for source in sorted(sources - floor[item]):
                yield f"{' '.join(item)} is new in the {source}: to keep it, run: make coverage-floor"
