"""Web pages as callers: which ones may read answers, and which requests may reach the control interface."""

import re
from collections.abc import Collection
from ipaddress import ip_address

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Scope

_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#@]+)")
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\[\]:]*)(?::[0-9]*)?")
_LOOPBACK_ORIGIN = r"https?://(?:(?:[A-Za-z0-9-]+\.)*localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?"


class BadOrigin(ValueError):
    """A text is no origin, or no name of a host; the message says what is."""


def for_pages(app: ASGIApp, origins: Collection[str]) -> ASGIApp:
    """Return an application that answers the pages of browsers, which tell their origin, in front of another.

    A preflight is answered there and goes no further. Other answers say whether the page may read them: pages of this
    machine may.

    Args:
        app: what answers.
        origins: further origins whose pages may read answers; `*` for all.
    """
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_origin_regex=_LOOPBACK_ORIGIN,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["*"],
        allow_private_network=True,
    )


def is_of_page(scope: Scope) -> bool:
    """Tell whether a request comes from a page, as far as its browser says so."""
    return b"origin" in dict(scope["headers"])


def checked_origin(text: str) -> str:
    """Return an origin as browsers write it; `*` stands for all.

    Raises:
        BadOrigin: the text is neither.
    """
    origin = text.lower().rstrip("/")
    if origin != "*" and not _ORIGIN.fullmatch(origin):
        raise BadOrigin("an origin is a scheme and a host, as https://app.example or http://10.0.0.5:3000, or *")
    return origin


def checked_host(text: str) -> str:
    """Return the name of a host, without a port.

    Raises:
        BadOrigin: the text is not one.
    """
    if not re.fullmatch(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", text):
        raise BadOrigin("a host is a name or an address, as mock.internal or 10.0.0.5, without a scheme and a port")
    return text.lower()


def stranger(request: Request, hosts: Collection[str]) -> str | None:
    """Say why a request may come from a web page that has no business here; None for one that does not.

    A page of any origin can send requests to this machine, and under a name of its own that leads here (DNS rebinding)
    read the answers. So the host must be this machine by name, and the origin, which browsers tell, a page of it.

    Args:
        request: the request.
        hosts: further names of this machine, in lower case.
    """
    host, origin = request.headers.get("host", "").lower(), request.headers.get("origin")
    if not _is_here(host, hosts):
        return f"Host is {host[:60]!r}, not this machine; --allow-host NAME allows another name"
    if origin is not None and not re.fullmatch(_LOOPBACK_ORIGIN, origin):
        found = _ORIGIN.fullmatch(origin)
        if not found or found["host"].lower() != host:
            return f"Origin is {origin[:60]!r}: pages of other origins may not do this"
    return None


def _is_here(host: str, hosts: Collection[str]) -> bool:
    found = _HOST.fullmatch(host)
    if not found:
        return False
    name = found["name"].rstrip(".")
    if name in hosts or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
