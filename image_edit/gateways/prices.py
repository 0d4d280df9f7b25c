"""What calls cost, as far as the gateways' documents know it."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ..errors import BadInput
from ..pictures.encoding import PreparedPicture
from . import adapter_of
from .gateway import Gateway, Request

_PICTURE = PreparedPicture(url="https://example.com/picture.png")
_STAND_INS: dict[str, Any] = {
    "pictures": [_PICTURE], "picture": _PICTURE, "canvas": _PICTURE, "mask": _PICTURE, "prompt": "a lighthouse",
}  # fmt: skip


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


def sample_request(adapter: Gateway, method: str, options: Mapping[str, Any]) -> Request:
    """Return the request that a method would build.

    Args:
        method: one that it has: `edit`, `expand`, `inpaint`, `erase` or `generate`.
        options: options that the method takes, and their values.

    Raises:
        NotSupported: the gateway has no such model, or the model does not take an option.
        BadInput: a value is not allowed.
        TypeError: it needs a model, or does not take an option.
    """
    make = getattr(adapter, method)
    parameters = inspect.signature(make).parameters.values()
    named = {each.name: _STAND_INS[each.name] for each in parameters if each.kind is not each.KEYWORD_ONLY}
    request: Request = make(**{**named, **options})
    return request
