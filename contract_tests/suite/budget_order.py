"""In which order a budget is spent, and what it was not enough for: by constraint of the document."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .billing import is_billed_example
from .contract import Contract
from .document_lines import line_of
from .request_cases import Case


class Constraint(NamedTuple):
    """What a case tries.

    Attributes:
        operation_id: the operation.
        place: where in its request, as `image_urls/*`; empty for the request as a whole.
        keyword: the keyword there, or what is done to the request where no keyword says it.
        line: the document's line, as `openapi/ai302.yaml:393`; empty where the case is about no place of the document.
    """

    operation_id: str
    place: str
    keyword: str
    line: str


def constraint_of(contract: Contract, case: Case) -> Constraint:
    """Return what a case tries; cases of the same constraint differ in the value that breaks or keeps it."""
    _, *steps = case.name.split("/")
    if steps[0].startswith("body_"):
        del steps[0]
    if len(steps) > 1 and steps[-1].isdecimal():
        del steps[-1]
    line = line_of(contract.document, case.part, case.keyword) if case.part is not None else ""
    return Constraint(case.operation.operation_id, "/".join(steps[:-1]), steps[-1] if steps else "", line)


def in_order(contract: Contract, priced: Sequence[Case]) -> list[Case]:
    """Return cases that may be billed as a budget goes to them: examples, one for each constraint, then the rest.

    That one is to be refused, where there is such a one: it tells whether anybody looks, and costs nothing if somebody
    does. The rest begins with one of each other kind, as what is just within a bound.
    """
    examples = [case for case in priced if is_billed_example(contract, case)]
    others = [case for case in priced if not is_billed_example(contract, case)]
    kinds: dict[Constraint, dict[str | None, Case]] = {}
    for case in others:
        kinds.setdefault(constraint_of(contract, case), {}).setdefault(case.made, case)
    turns = {case.name: 1 for alike in kinds.values() for case in alike.values()}
    for alike in kinds.values():
        turns[min(alike.values(), key=lambda case: not case.made).name] = 0
    return [*examples, *sorted(others, key=lambda case: turns.get(case.name, 2))]


def not_asked(contract: Contract, asked: Iterable[Case], held_back: Iterable[Case]) -> Iterator[str]:
    """Yield a line for each place of a request with constraints of which no case was sent."""
    known = {constraint_of(contract, case) for case in asked}
    left: dict[tuple[str, str], dict[str, str]] = {}
    for case in held_back:
        one = constraint_of(contract, case)
        if one not in known:
            left.setdefault((one.operation_id, one.place), {}).setdefault(one.keyword, one.line)
    for (operation_id, place), keywords in left.items():
        shown = ", ".join(f"{name} ({line})" if line else name for name, line in keywords.items())
        yield f"not asked: {' '.join(filter(None, (operation_id, place)))}: {shown}"
