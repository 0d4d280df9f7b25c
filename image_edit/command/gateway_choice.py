"""Which gateway does what was asked: the one that was named, else the one that can and whose key is set."""

from collections.abc import Collection, Iterable, Mapping

from ..errors import AuthenticationError, BadInput, NotSupported
from ..gateway_name import NAMES, GatewayName, variables
from ..key import key_in_environment

MethodUse = tuple[str, Collection[str]]
"""A method of the gateways, and the names of the options that it was given; of a mapping the values count too."""


def has_key(gateway: str) -> bool:
    """Say whether the key of a gateway is in the environment."""
    return bool(key_in_environment(gateway))


def chosen_gateway(named: GatewayName | None, wanted: Iterable[MethodUse]) -> GatewayName:
    """Return the gateway that is to do all of what was asked for.

    Args:
        named: the one that the user chose; None leaves the choice to this. Whether it can is not asked here.
        wanted: what is to be done.

    Raises:
        AuthenticationError: its key is not in the environment, or no key is.
        NotSupported: those whose keys are there cannot.
        BadInput: there are keys of several that can.
    """
    if named is not None:
        if not has_key(named):
            raise _no_key([named])
        return named
    wanted = list(wanted)
    keyed = [name for name in NAMES if has_key(name)]
    refusals = {name: refusal(name, wanted) for name in keyed}
    able = [name for name in keyed if refusals[name] is None]
    if len(able) == 1:
        return able[0]
    if able:
        told = " and ".join(able)
        raise BadInput(
            f"there are keys of {told} in the environment, and each of them can do this; choose one with --gateway"
        )
    without_key = [name for name in NAMES if name not in keyed and refusal(name, wanted) is None]
    if not keyed:
        raise _no_key(without_key or NAMES)
    first = next(iter(refusals.values()))
    others = " or ".join(without_key)
    hint = f". Set {variables('API_KEY', without_key)} to use {others}" if without_key else ""
    raise NotSupported(f"{first}{hint}")


def _no_key(gateways: Collection[str]) -> AuthenticationError:
    return AuthenticationError(
        f"there is no key in the environment; set {variables('API_KEY', gateways)}. A key is never an argument of the "
        "command, since other users of the machine could read it there"
    )


def refusal(name: str, wanted: Iterable[MethodUse]) -> NotSupported | None:
    """Return why a gateway cannot do what was asked for; None if it can."""
    from ..gateways import adapter_of, check_support  # imports httpx
    from ..gateways.prices import sample_request

    adapter = adapter_of(name)
    for method, options in wanted:
        try:
            check_support(adapter, method, options)
            if isinstance(options, Mapping) and method != "poll":
                sample_request(adapter, method, options)
        except NotSupported as error:
            return error
        except (BadInput, TypeError):  # of a value that no gateway takes, the editor tells
            continue
    return None
