"""What a trial of a mutant can end with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
