"""The command that shows the gateways: what each can do, whether its key and address are set, what a call costs."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from ..gateway_name import NAMES, variable_of
from ..options import asked_of_gateway
from .gateway_choice import has_key, refusal
from .messages import FAILED, FINE
from .streams import draws, write

if TYPE_CHECKING:  # the help of a command does not wait for it
    from .batch.rows.columns import OperationColumns

_NOTE = "A price is that of a call without a model. Where none stands, none is known. Nothing was sent."

commands = typer.Typer()


@commands.command(epilog="Example: image-edit gateways")
def gateways(
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each gateway.")] = False,
) -> int:
    """Show what each gateway can do, and its price. Nothing is sent.

    It shows too whether the key and the address of each are set.
    """
    known = [_facts(name) for name in NAMES]
    if as_json:
        return FINE if all(map(write, known)) else FAILED
    return FINE if _shown(_table(known)) else FAILED


def _facts(name: str) -> dict[str, Any]:
    """Return what is known of a gateway, for a program; what its key is, is told nowhere."""
    from .batch.rows.columns import operations  # imports httpx

    options = {
        method: [each for each in operation.kinds if _can(name, method, each) and not _is_argument(each, operation)]
        for method, operation in operations().items()
        if _can(name, method)
    }
    calls = {method: {"options": names, "price": _facts_of_price(name, method)} for method, names in options.items()}
    return {
        "gateway": name,
        "key_variable": variable_of(name, "API_KEY"),
        "key_is_set": has_key(name),
        "address_variable": variable_of(name, "BASE_URL"),
        "address": _address(name),
        "calls": calls,
    }


def _facts_of_price(name: str, method: str) -> dict[str, str] | None:
    from ..gateways.prices import price_of

    price = price_of(name, method)
    return None if price is None else {"amount": str(price.amount), "unit": price.unit}


def _address(name: str) -> str | None:
    from ..configuration import base_url_of
    from ..gateways import adapter_of

    try:
        return base_url_of(adapter_of(name))
    except BadInput:
        return None


def _is_argument(option: str, operation: "OperationColumns") -> bool:
    return option == "prompt" and option in operation.required


def _can(name: str, method: str, *options: str) -> bool:
    return refusal(name, [(method, asked_of_gateway(dict.fromkeys(options, True)))]) is None


def _table(known: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the rows of the table, a column for each gateway."""
    methods = dict.fromkeys(method for each in known for method in each["calls"])
    return [
        ["", *(each["gateway"] for each in known)],
        ["key", *("is set" if each["key_is_set"] else f"set {each['key_variable']}" for each in known)],
        ["address", *(each["address"] or _no_address(each["address_variable"]) for each in known)],
        *([method, *(_cell(each, method) for each in known)] for method in methods),
    ]


def _no_address(variable: str) -> str:
    return f"{variable} is no address" if os.environ.get(variable) else f"set {variable}"


def _cell(known: Mapping[str, Any], method: str) -> str:
    from ..gateways.prices import price_of

    if method not in known["calls"]:
        return "-"
    return str(price_of(known["gateway"], method) or "yes")


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
