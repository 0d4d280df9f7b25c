"""What is wrong with a row, said such that it is found in the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ....errors import BadInput
from .names import natural

_MOST_TOLD, _MOST_NAMED = 20, 3


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row.

    Attributes:
        label: the row, as `row 7`; of a picture in a folder, its path.
        column: the column as the table calls it; empty for the row as a whole.
        message: what is wrong, and what to do.
    """

    label: str
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.label}{f', {self.column}' if self.column else ''}: {self.message}"


class BadRows(BadInput):
    """Rows cannot be sent as they are; nothing was sent.

    Attributes:
        problems: each of them, in the order of the rows.
    """

    def __init__(self, source: str, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{told(source, problems)}\nNothing was sent.")
        self.problems = tuple(problems)


def in_order(problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Return problems in the order of their rows."""
    return sorted(problems, key=lambda problem: natural(problem.label))


def told(source: str, problems: Sequence[RowProblem]) -> str:
    """Return the lines about problems: what several rows have in common once, and of many the first.

    Args:
        source: what the table or folder is called.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        alike.setdefault((problem.column, problem.message), []).append(problem.label)
    lines = [f"  {RowProblem(_all(labels), column, message)}" for (column, message), labels in alike.items()]
    rest = len(problems) - sum(len(labels) for labels in list(alike.values())[:_MOST_TOLD])
    more = [f"  and {rest} more"] if rest else []
    headline = f"{source} has {len(problems)} problem{'s' if len(problems) > 1 else ''}:"
    return "\n".join([headline, *lines[:_MOST_TOLD], *more])


def _all(labels: Sequence[str]) -> str:
    """Return the first few rows that have one problem, and how many more have it."""
    if len(labels) <= _MOST_NAMED:
        return ", ".join(labels)
    return f"{', '.join(labels[:_MOST_NAMED])} and {len(labels) - _MOST_NAMED} more"
