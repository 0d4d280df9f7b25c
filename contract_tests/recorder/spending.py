"""What calls cost, how many were made, and whether another one may be."""

from collections import Counter
from collections.abc import Sequence

from image_gateways_documents.document import Document
from image_gateways_documents.operation_facts import DocumentedPrice, facts_of
from image_gateways_documents.operations import Operation


class NotAllowed(Exception):
    """A billed call that is not forwarded; the message says what to do about it."""


class Spending:
    """The purse of one session.

    Args:
        document: the gateway's document; it says which operations are billed.
        confirmed: whether the user said that billed calls may be made.
        most: number of billed calls, 0 or more, that may be made.
    """

    def __init__(self, document: Document, *, confirmed: bool, most: int) -> None:
        self._prices = {name: facts.price for name, facts in facts_of(document).items()}
        self._confirmed = confirmed
        self._most = most
        self.made: Counter[str] = Counter()

    def price(self, operation_id: str) -> DocumentedPrice | None:
        """Return what a call of an operation costs; None for one that is free."""
        return self._prices[operation_id]

    def spend(self, operation: Operation) -> None:
        """Account for a call that is about to be made. It counts as spent even if no answer comes: it may have run.

        Raises:
            NotAllowed: the call is billed, and billed calls are not confirmed or used up.
        """
        if self._prices[operation.operation_id] is not None:
            self.spend_on(operation.operation_id)

    def spend_on(self, operation_id: str) -> None:
        """Account for a call that may be billed, of an operation or, where the id is none, at an unknown price.

        Raises:
            NotAllowed: billed calls are not confirmed or used up.
        """
        if not self._confirmed:
            raise NotAllowed(f"{operation_id} is billed and was not forwarded: CONFIRM_BILLED=1 lets billed calls pass")
        if self.made.total() >= self._most:
            raise NotAllowed(
                f"{operation_id} is billed and was not forwarded: {self.made.total()} of at most "
                f"{self._most} billed calls were made; --max-billed allows more"
            )
        self.made[operation_id] += 1

    def take_back(self, operation_id: str) -> None:
        """Give back what a call was accounted for that never left: the gateway could not be connected to."""
        if self.made[operation_id]:
            self.made[operation_id] -= 1

    def plan(self) -> list[str]:
        """Say in lines what may be spent."""
        lines = []
        for operation_id, price in self._prices.items():
            lines.append(f"  {operation_id}: {'free' if price is None else f'billed, {price.of_one()}'}")
        billed = [price for price in self._prices.values() if price is not None]
        if not self._confirmed:
            lines.append("Billed calls are refused here: start with CONFIRM_BILLED=1 to make them.")
        else:
            lines.append(f"Billed calls that are made: at most {self._most}, {_dearest(billed, self._most)}.")
        return lines

    def spent(self) -> str:
        """Say what was spent; at most, since a call without an answer may not have been billed."""
        unknown = DocumentedPrice(None, "")
        costs = [(self._prices.get(name) or unknown).of(calls) for name, calls in self.made.items() if calls]
        calls = self.made.total()
        cost = f", {' and '.join(dict.fromkeys(costs))}" if calls else ""
        return f"{calls} billed {'call' if calls == 1 else 'calls'}{cost}"


def _dearest(prices: Sequence[DocumentedPrice], calls: int) -> str:
    known = [price for price in prices if price.amount is not None]
    unknown = [price for price in prices if price.amount is None]
    if unknown or not known:
        return DocumentedPrice(None, "").of(calls)
    return max(known, key=lambda price: price.amount or 0).of(calls)
