"""The floor that coverage does not fall below: a checked-in list of what is documented and not exercised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .coverage import KINDS, SOURCES, Coverage, Item

FLOOR = Path(__file__).parents[1] / "coverage_floor.txt"
_SHOWN = f"{FLOOR.parent.name}/{FLOOR.name}"

_HEAD = """\
# How many things each document states, and which of them no example, or no recording, exercises. The list only shrinks.
# Written by `make coverage-floor`, which takes out what is exercised by now. What is new in a document and not
# exercised is put in by hand. Examples of parameters are not counted.
"""


@dataclass(frozen=True, slots=True)
class Floor:
    """What the file says.

    Attributes:
        documented: the number of documented items, by gateway and kind.
        missing: the items that a source does not exercise, and which sources those are.
    """

    documented: Mapping[tuple[str, str], int]
    missing: Coverage

    def of(self, gateway: str) -> Floor:
        """Return the part of one gateway."""
        return Floor(
            {key: number for key, number in self.documented.items() if key[0] == gateway},
            {item: sources for item, sources in self.missing.items() if item.gateway == gateway},
        )


def floor_of(covered: Coverage) -> Floor:
    """Return the floor that is exactly what is exercised."""
    missing = {
        item: lacking
        for item, sources in covered.items()
        if (lacking := frozenset(SOURCES) - sources - ({"examples"} if item.kind == "parameter" else set()))
    }
    return Floor(Counter((item.gateway, item.kind) for item in covered), missing)


def read_floor(file: Path) -> Floor:
    """Return what a floor file says.

    Raises:
        ValueError: a line is not of the form `gateway kind: number` or `gateway kind name: sources`.
    """
    documented: dict[tuple[str, str], int] = {}
    missing: Coverage = {}
    for line in file.read_text("utf-8").splitlines():
        item, _, said = line.rpartition(": ")
        match item.split(" ", 2):
            case _ if not line or line.startswith("#"):
                continue
            case [gateway, kind] if said.isdecimal():
                documented[gateway, kind] = int(said)
            case [gateway, kind, name] if set(said.split()) <= set(SOURCES):
                missing[Item(gateway, kind, name)] = frozenset(said.split())
            case _:
                wanted = "`gateway kind: number` or `gateway kind name: sources`"
                raise ValueError(f"{file.name}: expected {wanted}, found {line!r}")
    return Floor(documented, missing)


def write_floor(file: Path, covered: Coverage) -> None:
    """Write the floor that is exactly what is exercised, sorted by gateway, kind and name."""
    floor = floor_of(covered)
    lines = []
    for gateway, kind in sorted(floor.documented, key=lambda key: (key[0], KINDS.index(key[1]))):
        lines.append(f"{gateway} {kind}: {floor.documented[gateway, kind]}")
        lines += sorted(_line(item, by) for item, by in floor.missing.items() if item[:2] == (gateway, kind))
    file.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")


def lost(floor: Floor, covered: Coverage, place_of: Callable[[Item], str] = lambda _: "") -> Iterator[str]:
    """Yield a sentence for each item that a source does not exercise though the floor does not say so.

    Args:
        floor: the floor.
        covered: what is exercised.
        place_of: what to say before the sentence about an item, as where it is documented.
    """
    for item, sources in floor_of(covered).missing.items():
        for source in sorted(sources - floor.missing.get(item, frozenset())):
            line = _line(item, sources)
            said = f"{place_of(item)}{' '.join(item)}"
            yield f"{said} is in none of the {source}: put one in that has it, or {line!r} into {_SHOWN}"


def outdated(floor: Floor, covered: Coverage) -> Iterator[str]:
    """Yield a sentence for each line of the floor that is no longer true, though nothing is lost.

    Documents that state less, or more, have to be meant; what is exercised by now could be lost without being seen.
    """
    now = floor_of(covered)
    for key in sorted(floor.documented.keys() | now.documented):
        before, after = floor.documented.get(key, 0), now.documented.get(key, 0)
        if before != after:
            yield f"{' '.join(key)}: {after} are documented, not {before}: if that is meant, run: make coverage-floor"
    for item, sources in floor.missing.items():
        if item not in covered:
            yield f"{' '.join(item)} is no longer in the document: if that is meant, run: make coverage-floor"
            continue
        for source in sorted(sources - now.missing.get(item, frozenset())):
            yield f"{' '.join(item)} is in the {source} by now: to keep it, run: make coverage-floor"


def _line(item: Item, missing_in: frozenset[str]) -> str:
    return f"{' '.join(item)}: {' '.join(sorted(missing_in))}"
