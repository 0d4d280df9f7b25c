"""The live gateway's address, held to what an address must be before anything is sent to it."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from contract_tests.connections import proxy_for

_SECONDS_TO_CONNECT = 5.0
_PORTS = {"http": 80, "https": 443}


class UnusableBaseUrl(Exception):
    """The address is wrong or nobody answers there; the message says which."""


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """Where the gateway is.

    Attributes:
        scheme: `http` or `https`.
        host: the host's name, with its port if that is not the usual one.
        path: what stands before the documents' paths, without a slash at its end; mostly empty.
    """

    scheme: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


def parsed_base_url(text: str) -> BaseUrl:
    """Read a base URL.

    Raises:
        UnusableBaseUrl: it is no http or https URL, or holds a password, a query or a fragment.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        # The library quotes what it could not read, which may be a piece of a password.
        raise UnusableBaseUrl(
            "the base URL cannot be read; it must hold no user, and a port must be a number"
        ) from None
    if parts.scheme not in _PORTS or not host:
        raise UnusableBaseUrl("the base URL must be of the form https://host or http://host:port")
    if parts.username is not None or parts.query or parts.fragment:
        raise UnusableBaseUrl("the base URL must hold no user, no query and no fragment")
    name = f"[{host}]" if ":" in host else host
    shown = name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"
    return BaseUrl(parts.scheme, shown, parts.path.rstrip("/"))


def check_reachable(base_url: BaseUrl) -> None:
    """Connect once, send nothing, and hang up. Behind a proxy only the proxy could tell, so nothing is tried.

    Raises:
        UnusableBaseUrl: the host is unknown or does not listen.
    """
    parts = urlsplit(str(base_url))
    host = parts.hostname or ""
    if proxy_for(str(base_url)):
        return
    try:
        socket.create_connection((host, parts.port or _PORTS[base_url.scheme]), _SECONDS_TO_CONNECT).close()
    except OSError as error:
        raise UnusableBaseUrl(f"{base_url} cannot be reached: {error.strerror or error}") from None
