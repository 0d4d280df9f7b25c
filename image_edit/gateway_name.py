"""The gateways' names, and what is named after them. Importing this takes no time, and no client."""

from collections.abc import Iterable
from typing import Literal, get_args

GatewayName = Literal["ai302", "oceanbase", "volcv"]
"""A gateway's name, which is that of its document and of its client."""

NAMES: tuple[GatewayName, ...] = get_args(GatewayName)


def variable_of(gateway: str, what: str) -> str:
    """Return the environment variable of a gateway, as `AI302_API_KEY`."""
    return f"{gateway.upper()}_{what}"


def variables(what: str, gateways: Iterable[str] = NAMES) -> str:
    """Return the environment variables of gateways, to be read: `AI302_API_KEY, OCEANBASE_API_KEY or …`."""
    *first, last = (variable_of(gateway, what) for gateway in gateways)
    return f"{', '.join(first)} or {last}" if first else last
