"""What calls cost, as far as the gateways' documents know it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..errors import BadInput
from . import adapter_of
from .sample_request import sample_request


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of what a gateway is paid in.

    Attributes:
        amount: how many units.
        unit: the unit, as the document calls it.
    """

    amount: Decimal
    unit: str

    def times(self, count: int) -> "Price":
        """Return the price of so many calls."""
        return Price(self.amount * count, self.unit)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.unit}"


@cache
def price_of(name: str, method: str, model: str | None = None) -> Price | None:
    """Return what one call costs.

    Args:
        name: the gateway's.
        method: `edit`, `expand`, `inpaint`, `erase` or `generate`.
        model: the model, where one is named.

    Returns:
        The price; None if the document does not say, or the gateway cannot do this.
    """
    adapter = adapter_of(name)
    if not hasattr(adapter, method):
        return None
    try:
        # Which operation it is, the adapter knows alone.
        request = sample_request(adapter, method, {} if model is None else {"model": model})
    except (BadInput, TypeError):  # TypeError: it needs a model, or takes none
        return None
    told = adapter.document.price(request.operation_id)
    return None if told is None else Price(Decimal(str(told["amount"])), str(told["unit"]))
