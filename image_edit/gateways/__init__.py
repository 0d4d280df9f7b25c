"""The gateways, and what each can do: an adapter defines a method for it."""

import inspect
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from ..errors import BadInput, NotSupported
from ..gateway_name import NAMES
from .gateway import Gateway


def adapter_of(name: str) -> Gateway:
    """Return the adapter of a gateway. Its client is imported only here, since that takes time.

    Raises:
        BadInput: there is no such gateway, or none but its client.
    """
    if name not in NAMES:
        raise BadInput(f"{_why_none(name)}; there are {', '.join(NAMES)}")
    module = import_module(f".{name}", __name__)
    adapter: type[Gateway] = getattr(module, "".join(word.capitalize() for word in name.split("_")))
    return adapter()


def _why_none(name: str) -> str:
    client = f"image_gateways.{name}"
    if name.isidentifier() and (found := find_spec(client)) and found.submodule_search_locations:
        return f"there is a client of {name!r}, {client}, and no adapter in image_edit/gateways"
    return f"there is no gateway {name!r}"


def check_support(adapter: Gateway, method: str, options: Iterable[str] = ()) -> None:
    """Refuse what a gateway cannot do.

    Args:
        method: `edit`, `expand`, `inpaint`, `erase`, `generate` or `poll`.
        options: the options that were given.

    Raises:
        NotSupported: the gateway has no such method, or it does not take an option; the message names those that do.
    """
    taken = _options(type(adapter), method)
    if taken is None:
        raise NotSupported(f"{adapter.name} has no {method}; {_others(method, None)}", gateway=adapter.name)
    for option in options:
        if option not in taken:
            wanted = f"{adapter.name}'s {method} takes no {option}"
            raise NotSupported(f"{wanted}; {_others(method, option)}", gateway=adapter.name)


@cache
def _options(adapter: type[Gateway], method: str) -> frozenset[str] | None:
    function = getattr(adapter, method, None)
    return None if function is None else frozenset(inspect.signature(function).parameters) - {"self"}


def _others(method: str, option: str | None) -> str:
    taken = {name: _options(type(adapter_of(name)), method) for name in NAMES}
    able = [name for name, options in taken.items() if options is not None and (option is None or option in options)]
    if not able:
        return "no gateway does"
    return f"{' and '.join(able)} {'do' if len(able) > 1 else 'does'}"
