"""What came out: a table, the survivors with the reasons that are known of them, and the same for programs."""

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from image_gateways_documents.yaml_text import read_yaml

from .trial_result import Ending
from .trials import Trial

FILE = Path("reports") / "mutants.json"
ENOUGH = 0.95
_EXPLAINED = Path(__file__).with_name("explained.yaml")

_COLUMNS = (Ending.KILLED, Ending.SURVIVED, Ending.TIMED_OUT, Ending.STILLBORN, Ending.BROKEN)

_RAN = (Ending.KILLED, Ending.TIMED_OUT, Ending.SURVIVED)


def explanations() -> Mapping[str, str]:
    """Return the reasons by pattern; a pattern is an id in which `*` stands for anything."""
    entries = read_yaml(_EXPLAINED) or []
    return {pattern: entry["reason"] for entry in entries for pattern in entry["mutants"]}


def explanation(mutant_id: str) -> str | None:
    """Return why a mutant survives, or None where nobody said."""
    return next((reason for pattern, reason in explanations().items() if fnmatchcase(mutant_id, pattern)), None)


def rate(trials: Sequence[Trial]) -> float:
    """Return the share of mutants that were noticed; those that a time limit ended count as noticed."""
    noticed = sum(_count(trials, outcome) for outcome in (Ending.KILLED, Ending.TIMED_OUT))
    return noticed / max(noticed + _count(trials, Ending.SURVIVED), 1)


def rate_with_journal(trials: Sequence[Trial]) -> float:
    """Return the same share, with what the journal of the mock shows as well."""
    shown = sum(bool(trial.verdict.journal) for trial in trials)
    return rate(trials) + shown / max(sum(trial.verdict.outcome in _RAN for trial in trials), 1)


def unexplained(trials: Sequence[Trial]) -> list[Trial]:
    """Return the survivors for which no reason is written down, and the trials that failed by themselves."""
    return [
        trial
        for trial in trials
        if trial.verdict.outcome is Ending.BROKEN
        or (trial.verdict.outcome is Ending.SURVIVED and explanation(trial.mutant.id) is None)
    ]


def print_report(console: Console, trials: Sequence[Trial], fitting: int, seconds: float) -> None:
    """Print the tables and the survivors."""
    _print_operators(console, trials)
    _print_counts(console, "noticed by", [trial.verdict.by for trial in trials if trial.verdict.by])
    print_verdicts(console, [t for t in trials if t.verdict.outcome in (Ending.SURVIVED, Ending.BROKEN)])
    counts = ", ".join(f"{_count(trials, outcome)} {outcome.value}" for outcome in _COLUMNS)
    console.print(Text(f"{len(trials)} of {fitting} mutants that fit ran in {seconds:.0f} s: {counts}"), soft_wrap=True)
    noticed = f"noticed: {rate(trials):.1%} without the mock's journal"
    # Of a mock that is broken itself nobody asks the journal.
    if any(trial.mutant.kind != "source" for trial in trials):
        noticed += f", {rate_with_journal(trials):.1%} with it"
    console.print(Text(f"{noticed}, of those that run; {ENOUGH:.0%} is demanded without"), soft_wrap=True)
    console.print(Text(f"each verdict: {FILE}; one again: make mutants ONLY='<id>'"), soft_wrap=True)


def print_verdicts(console: Console, trials: Sequence[Trial]) -> None:
    """Print how each trial ended, and why."""
    for trial in trials:
        verdict = trial.verdict
        why = f"{verdict.by}: {verdict.message}" if verdict.by else verdict.message
        if verdict.outcome is Ending.SURVIVED:
            why = explanation(trial.mutant.id) or f"no reason is written down. {verdict.message}".rstrip()
            why += f" The journal shows it: {verdict.journal}" if verdict.journal else ""
        console.print(Text(f"{verdict.outcome.value}: {trial.mutant.id}\n  {why}"), soft_wrap=True)


def write_report(trials: Sequence[Trial], fitting: int, seed: int) -> None:
    """Write every verdict as JSON."""
    FILE.parent.mkdir(exist_ok=True)
    verdicts = [
        {
            "id": trial.mutant.id,
            "operations": trial.mutant.operations,
            "outcome": trial.verdict.outcome.value,
            "by": trial.verdict.by,
            "message": trial.verdict.message,
            "journal": trial.verdict.journal,
            "explanation": explanation(trial.mutant.id) if trial.verdict.outcome is Ending.SURVIVED else None,
            "seconds": round(trial.seconds, 2),
        }
        for trial in trials
    ]
    content = {"seed": seed, "fitting": fitting, "rate": rate(trials), "mutants": verdicts}
    FILE.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _count(trials: Sequence[Trial], outcome: Ending) -> int:
    return sum(trial.verdict.outcome is outcome for trial in trials)


def _print_operators(console: Console, trials: Sequence[Trial]) -> None:
    table = Table("operator", *(outcome.value for outcome in _COLUMNS))
    rows: dict[str, list[Trial]] = {}
    for trial in trials:
        rows.setdefault(f"{trial.mutant.kind}/{trial.mutant.operator}", []).append(trial)
    for row, own in sorted(rows.items()):
        table.add_row(row, *(str(_count(own, outcome) or "") for outcome in _COLUMNS))
    console.print(table)


def _print_counts(console: Console, title: str, names: Sequence[str]) -> None:
    table = Table(title, "mutants")
    for name in sorted(set(names), key=lambda name: (-names.count(name), name)):
        table.add_row(name, str(names.count(name)))
    console.print(table)
