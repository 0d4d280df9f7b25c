"""What a mutant is, and what a trial of it can end with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .bench import Bench


class Ending(Enum):
    """How a trial ended.

    `KILLED`: the contract tests noticed. `SURVIVED`: they did not. `TIMED_OUT`: they had not ended in time, which a
    user would notice as well. `STILLBORN`: what was broken does not run at all and so cannot be tested; not counted.
    `BROKEN`: the trial itself failed, which is a defect of this package.
    """

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    STILLBORN = "stillborn"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """How a trial ended, by which part of the contract tests, and what that part said.

    Without the mock's journal, which no stranger has; `journal` is what that shows of what nobody noticed otherwise.
    """

    outcome: Ending
    by: str = ""
    message: str = ""
    journal: str = ""


SURVIVED = TrialResult(Ending.SURVIVED)


@dataclass(frozen=True)
class Mutant(ABC):
    """One thing broken in one way.

    Attributes:
        kind: what is broken: `answer`, `leniency`, `document`, `client`, `recording` or `source`.
        operator: the name of the operator that breaks it.
        gateway: the gateway that it belongs to; of a source, which serves all, the package.
        operations: ids of the operations that it can be noticed in.
        place: where the operator was applied, unique for the operator and the gateway.
    """

    kind: ClassVar[str]

    operator: str
    gateway: str
    operations: tuple[str, ...]
    place: str

    @abstractmethod
    def trial(self, bench: Bench) -> TrialResult:
        """Break it and run the contract tests. Runs in a process and a directory of its own."""

    @property
    def id(self) -> str:
        """A readable name that is the same in every run."""
        return f"{self.kind}/{self.operator}/{self.gateway}/{self.place}"
