"""What a batch would do, and what that would cost: nothing is sent for it, and nothing written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ...batch.batch_run import Wishes
from ...batch.job import Job
from ...batch.journal.reading import Entry
from ...batch.outcome import State
from ...gateways.prices import Price, price_of
from .plan import Look


@dataclass(slots=True)
class Forecast:
    """What a run would do.

    Attributes:
        send: billed calls that it would send.
        same: rows that need no call of their own, since another has the same content.
        pick_up: tasks that are paid for and that it would pick up.
        done: rows whose result is kept.
        left: rows that it would leave alone, by their state.
        beyond: billed calls that are more than it may send.
        costs: what the calls would cost, as far as that is known.
        unpriced: calls whose price nobody knows.
        replaced_results: results of earlier jobs that would be replaced.
        replaced_others: other files that would be.
    """

    send: int = 0
    same: int = 0
    pick_up: int = 0
    done: int = 0
    left: Counter[State] = field(default_factory=Counter)
    beyond: int = 0
    costs: list[Price] = field(default_factory=list)
    unpriced: int = 0
    replaced_results: int = 0
    replaced_others: int = 0


def forecast_of(look: Look, *, gateway: str, wishes: Wishes) -> Forecast:
    """Return what a run would do.

    Args:
        look: what was seen when its jobs were looked at.
        wishes: how it is to be done.
    """
    forecast = Forecast(replaced_results=look.replaced_results, replaced_others=look.replaced_others)
    seen: set[str] = set()
    for job, key, entry in look.sound:
        if _is_kept(entry, job):
            forecast.done += 1
        elif key in seen:
            forecast.same += 1
        elif entry is not None and entry.state in (State.SUBMITTED, State.DONE):
            forecast.pick_up += 1
        elif entry is not None and entry.state not in wishes.again and entry.state is not State.PLANNED:
            forecast.left[State.UNCLEAR if entry.state is State.SUBMITTING else entry.state] += 1
        elif wishes.max_billed is not None and forecast.send >= wishes.max_billed:
            forecast.beyond += 1
        else:
            forecast.send += 1
            price = price_of(gateway, job.operation, job.options.get("model"))
            forecast.unpriced += price is None
            forecast.costs += [price] if price else []
        seen.add(key)
    return forecast


def lines_about_forecast(forecast: Forecast) -> Iterator[str]:
    """Yield the lines of the table."""
    cost = _cost(forecast)
    yield f"  {'send':<12}{forecast.send:>7}   billed calls{f': {cost}' if cost else ', of a price that nobody told'}"
    for name, count, meaning in (
        ("same", forecast.same, "need no call of their own: another row has the same content"),
        ("pick up", forecast.pick_up, "paid for in an earlier run"),
        ("done", forecast.done, "kept already"),
        ("refused", forecast.left[State.REFUSED], "in an earlier run; --retry-failed sends them again"),
        ("failed", forecast.left[State.FAILED], "in an earlier run; --retry-failed sends them again"),
        ("unclear", forecast.left[State.UNCLEAR], "nobody knows whether they ran; --resubmit-unclear sends them again"),
        ("beyond", forecast.beyond, "more than --max-billed allows"),
        ("replace", forecast.replaced_results, "results of earlier jobs will be replaced"),
        ("replace", forecast.replaced_others, "other files will be replaced, as --replace says"),
    ):
        if count:
            yield f"  {name:<12}{count:>7}   {meaning}"


def facts_of_forecast(forecast: Forecast) -> dict[str, Any]:
    """Return what a program wants to know of it."""
    return {
        "dry_run": True,
        "send": forecast.send,
        "same": forecast.same,
        "pick_up": forecast.pick_up,
        "done": forecast.done,
        **{state.value: forecast.left[state] for state in (State.REFUSED, State.FAILED, State.UNCLEAR)},
        "beyond": forecast.beyond,
        "cost": {unit: float(amount) for unit, amount in _sums(forecast.costs).items()},
        "unpriced": forecast.unpriced,
        "replaced_results": forecast.replaced_results,
        "replaced_others": forecast.replaced_others,
    }


def _is_kept(entry: Entry | None, job: Job) -> bool:
    """Say whether the result of a job is where it is wanted, as far as one look tells."""
    if entry is None or entry.state is not State.DONE:
        return False
    wanted = job.output.absolute()
    kept = next((files for output, files in entry.files.items() if output.absolute() == wanted), ())
    return bool(kept) and all(file.path.exists() for file in kept)


def _cost(forecast: Forecast) -> str:
    told = " and ".join(str(Price(amount, unit)) for unit, amount in _sums(forecast.costs).items())
    return f"{told}, and {forecast.unpriced} of a price that nobody told" if told and forecast.unpriced else told


def _sums(prices: Sequence[Price]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for price in prices:
        sums[price.unit] = sums.get(price.unit, Decimal(0)) + price.amount
    return sums
