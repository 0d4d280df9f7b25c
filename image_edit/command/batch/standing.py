"""How a batch stands, by its journal, and the lines that say so: at the end of a run, and whenever somebody asks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...batch.journal.reading import JournalReading, Row
from ...batch.outcome import State
from ...errors import ImageEditError
from ...gateways.prices import Price, price_of
from ..messages import from_here, pick_up

_MOST_LABELS = 5
_MOST_ROWS = 20
_MEANINGS = {
    State.DONE: "",
    State.SUBMITTED: "paid for, and not kept yet: another run picks them up",
    State.SUBMITTING: "being sent",
    State.PLANNED: "not sent yet",
    State.REFUSED: "not taken by the gateway, or by its rules",
    State.FAILED: "no picture was made",
    State.UNCLEAR: "sent, and nobody knows whether they ran and were billed",
}


@dataclass(slots=True)
class Reason:
    """Why rows were refused, failed, or stand still.

    Attributes:
        error: of the first of them.
        text: what all of them say, the ids of their tasks left out.
        labels: what the first few of them are called.
        count: how many there are.
    """

    error: ImageEditError
    text: str
    labels: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class Standing:
    """How a batch stands.

    Attributes:
        gateway: the gateway's name.
        base_url: its address in the last run.
        rows: how many rows of the last plan stand how.
        earlier: rows that only earlier plans had, and that are still known.
        submits: billed calls that were sent, in all runs, without those that certainly did not run.
        reasons: what went wrong, most frequent first.
        unclear: the rows of which nobody knows whether they ran.
        orphans: billed calls whose result no row wants any more.
        cost: what the calls cost; None where nobody told, or calls differ in price.
    """

    gateway: str
    base_url: str
    rows: Counter[State] = field(default_factory=Counter)
    earlier: int = 0
    submits: int = 0
    reasons: list[Reason] = field(default_factory=list)
    unclear: list[Row] = field(default_factory=list)
    orphans: list[Row] = field(default_factory=list)
    cost: Price | None = None

    @property
    def total(self) -> int:
        """All rows of the last plan."""
        return sum(self.rows.values())

    @property
    def goes_on(self) -> bool:
        """Whether another run has something to go on with."""
        return bool(self.rows[State.PLANNED] + self.rows[State.SUBMITTED] + self.rows[State.SUBMITTING])


def standing_of(journal: JournalReading) -> Standing:
    """Read how a batch stands."""
    standing = Standing(journal.gateway, journal.base_url, submits=journal.counts().submits, orphans=journal.orphans())
    reasons: dict[tuple[Any, ...], Reason] = {}
    prices: set[Price | None] = set()
    for row in journal.rows():
        prices.add(price_of(standing.gateway, row.operation, row.options.get("model")))
        if not row.is_current:
            standing.earlier += 1
            continue
        standing.rows[row.state] += 1
        if row.state is State.UNCLEAR:
            standing.unclear.append(row)
        elif row.error is not None and row.state is not State.DONE:
            error, text = row.error, str(row.error).replace(row.task_id or "…", "…")
            reason = reasons.setdefault((type(error), error.code or text), Reason(error, text))
            reason.count += 1
            if len(reason.labels) < _MOST_LABELS:
                reason.labels.append(row.label)
    standing.reasons = sorted(reasons.values(), key=lambda reason: -reason.count)
    price = prices.pop() if len(prices) == 1 else None
    standing.cost = None if price is None else price.times(standing.submits)
    return standing


def lines_about_standing(standing: Standing) -> Iterator[str]:
    """Yield the lines of the table, and what is to be said of single rows."""
    for state, meaning in _MEANINGS.items():
        count = standing.rows[state]
        if count or state is State.DONE:
            yield f"  {state:<12}{count:>7}{f'   {meaning}' if meaning else ''}"
    if standing.earlier:
        yield f"  {'earlier':<12}{standing.earlier:>7}   rows that only earlier runs had; they stay as they are"
    cost = "" if standing.cost is None else f": {standing.cost}"
    yield f"  {'calls':<12}{standing.submits:>7}   billed or maybe billed, in all runs{cost}"
    for reason in standing.reasons:
        more = ", …" if reason.count > len(reason.labels) else ""
        yield f"  {reason.count} x {type(reason.error).__name__}: {reason.error if reason.count == 1 else reason.text}"
        yield f"      {', '.join(reason.labels)}{more}"
    for row in standing.unclear[:_MOST_ROWS]:
        yield f"  unclear: {row.label}, {_inputs(row.inputs)}, sent {_time(row)}"
    if len(standing.unclear) > _MOST_ROWS:
        yield f"  and {len(standing.unclear) - _MOST_ROWS} more unclear rows; --json names all"
    for orphan in standing.orphans[:_MOST_ROWS]:
        yield f"  {_about_orphan(orphan, standing)}"
    if len(standing.orphans) > _MOST_ROWS:
        yield f"  and {len(standing.orphans) - _MOST_ROWS} more calls without a row; --json names all"


def facts_of_standing(standing: Standing) -> dict[str, Any]:
    """Return what a program wants to know of it."""
    return {
        "gateway": standing.gateway,
        "base_url": standing.base_url,
        "rows": {state.value: standing.rows[state] for state in State},
        "submits": standing.submits,
        "cost": None if standing.cost is None else {standing.cost.unit: float(standing.cost.amount)},
        "reasons": [
            {
                "error": type(each.error).__name__,
                "message": str(each.error),
                "code": each.error.code,
                "rows": each.count,
            }
            for each in standing.reasons
        ],
        "unclear": [_facts_of_call(row) for row in standing.unclear],
        "without_a_row": [{**_facts_of_call(each), "task_id": each.task_id} for each in standing.orphans],
    }


def _facts_of_call(call: Row) -> Mapping[str, Any]:
    return {
        "job": call.label,
        "state": call.state.value,
        "inputs": list(call.inputs),
        "output": str(call.output),
        "submitted_at": None if call.submitted_at is None else call.submitted_at.isoformat(),
    }


def _about_orphan(orphan: Row, standing: Standing) -> str:
    told = f"no row wants it any more: {orphan.label}, {_inputs(orphan.inputs)}, sent {_time(orphan)}"
    if orphan.task_id is None:
        return f"{told}; nobody knows whether it ran"
    model = orphan.poll_options.get("model")
    return f"{told}\n      {pick_up(orphan.task_id, standing.gateway, model, orphan.output, standing.base_url)}"


def _inputs(inputs: Sequence[str]) -> str:
    return " and ".join(map(from_here, inputs)) or "no picture"


def _time(call: Row) -> str:
    return "never" if call.submitted_at is None else f"{call.submitted_at:%Y-%m-%d %H:%M:%S} UTC"
