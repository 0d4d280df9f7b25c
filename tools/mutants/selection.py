"""Which mutants run: of each operator some, spread over the operations."""

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from .mutant import Mutant

M = TypeVar("M")

# How many of a hundred are of which kind. A recording has many fields that are broken alike, so few of those.
SHARES: Mapping[str, int] = {"answer": 32, "leniency": 20, "document": 25, "client": 8, "recording": 15}


def selected(mutants: Sequence[Mutant], count: int, seed: int, shares: Mapping[str, int] = SHARES) -> list[Mutant]:
    """Return about `count` mutants, of each kind its share: in turn one of each operator and, of those, operation."""
    draw = random.Random(seed)  # noqa: S311  nothing here is a secret
    return [
        mutant
        for kind, share in shares.items()
        for mutant in _spread([m for m in mutants if m.kind == kind], draw)[: round(count * share / 100)]
    ]


def _spread(mutants: Iterable[Mutant], draw: random.Random) -> list[Mutant]:
    by_operator: dict[str, dict[tuple[str, ...], list[Mutant]]] = {}
    for mutant in mutants:
        by_operator.setdefault(mutant.operator, {}).setdefault(mutant.operations, []).append(mutant)
    turns = []
    for by_operation in by_operator.values():
        groups = [draw.sample(group, len(group)) for group in by_operation.values()]
        turns.append(_in_turn(draw.sample(groups, len(groups))))
    return _in_turn(draw.sample(turns, len(turns)))


def _in_turn(groups: Sequence[Sequence[M]]) -> list[M]:
    """One of each group, then the second of each, and so on."""
    nothing = object()
    return [one for one in chain(*zip_longest(*groups, fillvalue=nothing)) if one is not nothing]  # type: ignore[misc]
