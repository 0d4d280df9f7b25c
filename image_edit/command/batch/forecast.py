"""What a batch would do, and what that would cost: nothing is sent for it, and nothing written."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ...batch.batch_run import BatchWishes
from ...batch.job import Job
from ...batch.journal.reading import Entry
from ...batch.outcome import State
from ...batch.results import Replacing
from ...gateways.prices import Price, price_of
from .plan import Look

#: What becomes of rows that are not sent, in the order of the table.
_MEANINGS = {
    "same": "need no call of their own: another row has the same content",
    "pick up": "paid for in an earlier run",
    "done": "kept already",
    "refused": "in an earlier run; --retry-failed sends them again",
    "failed": "in an earlier run; --retry-failed sends them again",
    "unclear": "nobody knows whether they ran; --resubmit-unclear sends them again",
    "beyond": "more than --max-billed allows",
}


@dataclass(slots=True)
class Forecast:
    """What a run would do.

    Attributes:
        replacing: which files would be replaced.
        rows: how many rows it would `send`, by a billed call each, and what would become of the others.
        costs: what the calls would cost, by the unit, as far as that is known.
        unpriced: calls whose price nobody knows.
    """

    replacing: Replacing
    rows: Counter[str] = field(default_factory=Counter)
    costs: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    unpriced: int = 0


def forecast_of(look: Look, *, gateway: str, wishes: BatchWishes) -> Forecast:
    """Return what a run would do.

    Args:
        look: what was seen when its jobs were looked at.
        wishes: how it is to be done.
    """
    forecast = Forecast(look.replacing)
    seen: set[str] = set()
    for job, key, entry in look.sound:
        what = _what_becomes(job, entry, key in seen, wishes)
        if what == "send" and forecast.rows["send"] == wishes.max_billed:
            what = "beyond"
        forecast.rows[what] += 1
        seen.add(key)
        if what != "send":
            continue
        price = price_of(gateway, job.operation, job.options.get("model"))
        if price is None:
            forecast.unpriced += 1
        else:
            forecast.costs[price.unit] += price.amount
    return forecast


def lines_about_forecast(forecast: Forecast) -> Iterator[str]:
    """Yield the lines of the table."""
    cost = _cost(forecast)
    told = f": {cost}" if cost else ", of a price that nobody told"
    yield f"  {'send':<12}{forecast.rows['send']:>7}   billed calls{told}"
    for name, count, meaning in (
        *((name, forecast.rows[name], meaning) for name, meaning in _MEANINGS.items()),
        ("replace", forecast.replacing.results, "results of earlier jobs will be replaced"),
        ("replace", forecast.replacing.others, "other files will be replaced, as --replace says"),
    ):
        if count:
            yield f"  {name:<12}{count:>7}   {meaning}"


def facts_of_forecast(forecast: Forecast) -> dict[str, Any]:
    """Return what a program wants to know of it."""
    return {
        "dry_run": True,
        **{name.replace(" ", "_"): forecast.rows[name] for name in ("send", *_MEANINGS)},
        "cost": {unit: float(amount) for unit, amount in forecast.costs.items()},
        "unpriced": forecast.unpriced,
        "replaced_results": forecast.replacing.results,
        "replaced_others": forecast.replacing.others,
    }


def _what_becomes(job: Job, entry: Entry | None, is_same: bool, wishes: BatchWishes) -> str:
    if _is_kept(entry, job):
        return "done"
    if is_same:
        return "same"
    state = State.PLANNED if entry is None else entry.state
    if state in (State.SUBMITTED, State.DONE):
        return "pick up"
    if state is State.PLANNED or state in wishes.again:
        return "send"
    return "unclear" if state is State.SUBMITTING else str(state)


def _is_kept(entry: Entry | None, job: Job) -> bool:
    """Say whether the result of a job is where it is wanted, as far as one look tells."""
    if entry is None or entry.state is not State.DONE:
        return False
    wanted = job.output.absolute()
    kept = next((files for output, files in entry.files.items() if output.absolute() == wanted), ())
    return bool(kept) and all(file.path.exists() for file in kept)


def _cost(forecast: Forecast) -> str:
    told = " and ".join(str(Price(amount, unit)) for unit, amount in forecast.costs.items())
    return f"{told}, and {forecast.unpriced} of a price that nobody told" if told and forecast.unpriced else told
