"""What a mutant is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .bench import Bench
    from .trial_result import TrialResult


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
