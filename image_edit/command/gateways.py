"""The command that shows the gateways: what each can do, whether its key and address are set, what a call costs."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from ..gateway_name import NAMES, variable_of
from ..options import asked_of_gateway
from .gateway_choice import has_key, refusal
from .messages import FAILED, FINE
from .streams import draws, write

if TYPE_CHECKING:  # the help of a command does not wait for it
    from ..gateways.prices import Price
    from .batch.rows.columns import OperationColumns

_NOTE = "A price is that of a call without a model; where there is none, nobody says it. Nothing was sent."

commands = typer.Typer()


@commands.command(epilog="Example: image-edit gateways")
def gateways(
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each gateway.")] = False,
) -> int:
    """Show what each gateway can do, and its price. Nothing is sent.

    It shows too whether the key and the address of each are set.
    """
    known = [_known(name) for name in NAMES]
    if as_json:
        return FINE if all(write(each.facts()) for each in known) else FAILED
    return FINE if _shown(_table(known)) else FAILED


@dataclass(frozen=True, slots=True)
class _KnownGateway:
    """What is known of a gateway.

    Attributes:
        name: its name.
        has_key: whether its key is in the environment; what the key is, is told nowhere.
        address: where it is; None if that is not set.
        problem: what is wrong with the address; empty if nothing is.
        options: the options of each method that it has.
        prices: what a call costs, of those methods where that is known.
    """

    name: str
    has_key: bool
    address: str | None
    problem: str
    options: Mapping[str, Sequence[str]]
    prices: "Mapping[str, Price]"

    def facts(self) -> dict[str, Any]:
        """Return it for a program."""
        prices = {method: {"amount": str(price.amount), "unit": price.unit} for method, price in self.prices.items()}
        calls = {method: {"options": names, "price": prices.get(method)} for method, names in self.options.items()}
        return {
            "gateway": self.name,
            "key_variable": variable_of(self.name, "API_KEY"),
            "key_is_set": self.has_key,
            "address_variable": variable_of(self.name, "BASE_URL"),
            "address": self.address,
            "calls": calls,
        }


def _known(name: str) -> _KnownGateway:
    from ..configuration import base_url_of  # these import httpx
    from ..gateways import adapter_of
    from ..gateways.prices import price_of
    from .batch.rows.columns import operations

    variable = variable_of(name, "BASE_URL")
    address, problem = None, ""
    try:
        address = base_url_of(adapter_of(name))
    except BadInput:
        problem = f"{variable} is no address" if os.environ.get(variable) else f"set {variable}"
    options = {
        method: [each for each in operation.kinds if _can(name, method, each) and not _is_argument(each, operation)]
        for method, operation in operations().items()
        if _can(name, method)
    }
    prices = {method: price for method in options if (price := price_of(name, method)) is not None}
    return _KnownGateway(name, has_key(name), address, problem, options, prices)


def _is_argument(option: str, operation: "OperationColumns") -> bool:
    return option == "prompt" and option in operation.required


def _can(name: str, method: str, *options: str) -> bool:
    return refusal(name, [(method, asked_of_gateway(dict.fromkeys(options, True)))]) is None


def _table(known: Sequence[_KnownGateway]) -> list[list[str]]:
    """Return the rows of the table, a column for each gateway."""
    methods = dict.fromkeys(method for each in known for method in each.options)
    return [
        ["", *(each.name for each in known)],
        ["key", *("is set" if each.has_key else f"set {variable_of(each.name, 'API_KEY')}" for each in known)],
        ["address", *(each.address or each.problem for each in known)],
        *([method, *(_cell(each, method) for each in known)] for method in methods),
    ]


def _cell(known: _KnownGateway, method: str) -> str:
    if method not in known.options:
        return "-"
    return str(known.prices.get(method, "yes"))


def _shown(table: Sequence[Sequence[str]]) -> bool:
    """Show the table, in a frame where a terminal draws one; False if it cannot be shown."""
    if not draws(sys.stdout):
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in table]
        return write("\n".join([*lines, "", _NOTE]))
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    head, *rows = table
    drawn = Table(*head, caption=_NOTE, caption_justify="left")
    for row in rows:
        drawn.add_row(*map(escape, row))
    Console().print(drawn)
    return True
