"""What the environment says about proxies, read once and held to what can be used.

httpx reads the same variables, but fails on some of them with errors that name none, and sends loopback through them.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.request import getproxies

import httpx

from ..errors import BadInput

_KINDS = ("http", "https", "socks5", "socks5h")
_ALIASES = {"socks": "socks5h"}  # as desktops write it
_LAST_PORT = 65_535
_PORTS = {"http": 80, "https": 443}
_BRACKETED = re.compile(r"\[([^\]]+)\](/\d+)?(?::(\d+))?")
_NAMED = re.compile(r"\.*([^\s/\[\]@:?#<>\"\\]+?)\.*(?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that the environment names.

    Attributes:
        variable: the variable that names it, as it is spelled there.
        url: its address, which may hold a password.
    """

    variable: str
    url: httpx.URL = field(repr=False)

    def __str__(self) -> str:
        return f"the proxy {self.url.copy_with(username=None, password=None)} of {self.variable}"


class _Exempt(NamedTuple):
    """An entry of `NO_PROXY`: addresses, or a name with what lies below it; at one port, or at all."""

    network: IPv4Network | IPv6Network | None
    name: str
    port: int | None

    def covers(self, host: str, port: int | None) -> bool:
        if self.port not in (None, port):
            return False
        if self.network is not None:
            address = _address(host)
            return address is not None and address in self.network
        return host == self.name or host.endswith(f".{self.name}") or fnmatchcase(host, self.name)


class Proxies(NamedTuple):
    """Which addresses are reached through which proxy.

    Attributes:
        by_scheme: the proxy for `http` and `https`, each only where there is one.
        exempt: what is reached directly all the same.
    """

    by_scheme: dict[str, Proxy]
    exempt: tuple[_Exempt, ...] = ()

    def exempts(self, url: httpx.URL) -> bool:
        """Tell whether an address is reached directly: loopback always is, and what `NO_PROXY` names."""
        host = url.raw_host.decode("ascii").lower().rstrip(".")
        port = url.port or _PORTS.get(url.scheme)
        return _is_loopback(host) or any(entry.covers(host, port) for entry in self.exempt)


def proxies_of_environment() -> Proxies:
    """Read `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not, or the system's settings.

    Raises:
        BadInput: one of them cannot be used; the message names it and shows no password.
    """
    found = getproxies()
    exempt = re.split(r"[\s,;]+", found.get("no", "").strip())
    by_scheme = {}
    for scheme in ("http", "https"):
        setting = scheme if found.get(scheme) else "all"
        if value := found.get(setting, "").strip():
            by_scheme[scheme] = _proxy(_variable(setting), value)
    if not by_scheme or "*" in exempt:
        return Proxies({})
    return Proxies(by_scheme, tuple(_exempt(filter(None, exempt))))


def _variable(setting: str) -> str:
    """Return how the variable of a setting is spelled; small letters count before capitals."""
    name = f"{setting}_proxy"
    spelled = [name, name.upper(), *(each for each in os.environ if each.lower() == name)]
    return next((each for each in spelled if os.environ.get(each)), f"the system's {setting} proxy")


def _proxy(variable: str, value: str) -> Proxy:
    text = value if "://" in value else f"http://{value}"
    scheme = text.partition("://")[0].lower()
    scheme = _ALIASES.get(scheme, scheme)
    if scheme not in _KINDS:
        raise BadInput(
            f"{variable} names a proxy by {scheme[:20]!r}; {', '.join(_KINDS)} are known. Correct the variable, or "
            "unset it."
        )
    try:
        url = httpx.URL(f"{scheme}://{text.partition('://')[2]}")
        usable = bool(url.host) and " " not in text and url.raw_path in (b"", b"/") and is_port(url.port)
    except (httpx.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise BadInput(
            f"{variable} is no address of a proxy: that is http://host:port, or user:password@host:port with what is "
            "special in them percent-encoded. Correct the variable, or unset it."
        )
    return Proxy(variable, url)


def is_port(port: int | None) -> bool:
    """Tell whether a port can be connected to; None is the one of the scheme."""
    return port is None or 0 < port <= _LAST_PORT


def _exempt(entries: Iterable[str]) -> Iterable[_Exempt]:
    for entry in entries:
        try:
            yield _read_exempt(entry.lower().rpartition("://")[2])
        except (ValueError, httpx.InvalidURL):
            raise BadInput(
                f"{_variable('no')} holds {entry[:80]!r}, which is no host, address or network as 10.0.0.0/8. Correct "
                "the variable, or unset it."
            ) from None


def _read_exempt(entry: str) -> _Exempt:
    if match := _BRACKETED.fullmatch(entry):
        address, mask, port = match.groups(default="")
        return _Exempt(ip_network(f"{address}{mask}", strict=False), "", int(port) if port else None)
    try:
        return _Exempt(ip_network(entry, strict=False), "", None)
    except ValueError:
        match = _NAMED.fullmatch(entry)
        if match is None:
            raise
    name, port = match.groups(default="")
    numeric = _address(name)
    network = None if numeric is None else ip_network(numeric)
    name = name if name.isascii() else httpx.URL(f"http://{name}").raw_host.decode("ascii")
    return _Exempt(network, name, int(port) if port else None)


def _is_loopback(host: str) -> bool:
    address = _address(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
