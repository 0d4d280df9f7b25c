"""The gateways' names, and what is named after them. Importing this takes no time, and no client."""

from typing import Literal, get_args

__all__ = ["NAMES", "GatewayName", "variable_of"]

GatewayName = Literal["ai302", "oceanbase", "volcv"]
"""A gateway's name, which is that of its document and of its client."""

NAMES: tuple[GatewayName, ...] = get_args(GatewayName)


def variable_of(gateway: str, what: str) -> str:
    """Return the environment variable of a gateway, as `AI302_API_KEY`."""
    return f"{gateway.upper()}_{what}"
