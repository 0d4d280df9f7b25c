"""One run, in the order in which it is read: by gateway, operation and check."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ..drift_table import DriftRow
from ..finding import Finding
from ..jobs import JobResult
from ..severity import Severity
from ..tally import Tally, together

BETWEEN = "between suite and mock"
"""Name of the group of what is found on the way, of no gateway."""


@dataclass(frozen=True, slots=True)
class Group:
    """A gateway's part of a run, or what was found between the suite and the gateways.

    Attributes:
        name: the gateway's name, or `BETWEEN`.
        tally: what was done.
        findings: what was found wrong.
        requests: number of requests that were sent and judged.
    """

    name: str
    tally: Tally
    findings: Sequence[Finding]
    requests: int

    @property
    def checks(self) -> Counter[tuple[str, str]]:
        """How often each operation was held to each check; at least once where something was found."""
        found = Counter({(finding.operation_id, finding.check): 1 for finding in self.findings})
        return self.tally.checks | found

    def findings_of(self, operation_id: str, check: str) -> list[Finding]:
        """Return what a check found wrong with an operation."""
        return [f for f in self.findings if (f.operation_id, f.check) == (operation_id, check)]


@dataclass(frozen=True, slots=True)
class Report:
    """One run, as it is reported.

    Attributes:
        title: what was tested, in a line.
        summary: what came of it, in lines.
        outcomes: its parts.
        findings: everything that was found wrong.
        started: when it started, in seconds since 1970.
        fail_on: the least bad severity with which it fails.
        way: of a mock: what was held to the mock's journal.
        drift: of a live gateway: its answers, field by field.
    """

    title: str
    summary: Sequence[str]
    outcomes: Sequence[JobResult]
    findings: Sequence[Finding]
    started: float
    fail_on: Severity = Severity.ERROR
    way: Tally = field(default_factory=Tally)
    drift: Sequence[DriftRow] = ()

    def groups(self) -> Iterator[Group]:
        """Yield a group for each gateway, in the order of the run, and one for what belongs to none."""
        own: dict[str, list[JobResult]] = {}
        for outcome in self.outcomes:
            own.setdefault(outcome.job.target.gateway, []).append(outcome)
        found = {id(finding) for outcome in self.outcomes for finding in outcome.findings}
        on_the_way = [finding for finding in self.findings if id(finding) not in found]
        known: set[str] = set()
        for name, outcomes in own.items():
            tally = together(outcome.tally for outcome in outcomes)
            known |= tally.operations.keys()
            tally.checks += Counter(
                {key: count for key, count in self.way.checks.items() if key[0] in tally.operations}
            )
            mine = [finding for outcome in outcomes for finding in outcome.findings]
            mine += [finding for finding in on_the_way if finding.operation_id in tally.operations]
            yield Group(name, tally, mine, sum(outcome.cases for outcome in outcomes))
        rest = Tally(checks=_of(self.way.checks, lambda name: name not in known))
        left = [finding for finding in on_the_way if finding.operation_id not in known]
        if left or rest.checks:
            yield Group(BETWEEN, rest, left, 0)


def _of(checks: Counter[tuple[str, str]], is_wanted: Callable[[str], bool]) -> Counter[tuple[str, str]]:
    return Counter({key: number for key, number in checks.items() if is_wanted(key[0])})
