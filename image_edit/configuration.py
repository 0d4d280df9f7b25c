"""What an editor is made of, from arguments and the environment."""

import os
from urllib.parse import urlsplit

import httpx

from .errors import BadInput
from .gateway_name import variable_of
from .gateways.gateway import Gateway
from .key import key_of
from .network.exchange import Address
from .policy import Policy

#: Larger than any result that is known of.
MAX_PICTURE_BYTES = 64 * 1024 * 1024
#: How many requests an `AsyncImageEditor` has under way at once. What httpx does for each grows with it.
MAX_CONCURRENT = 32


def limits(connections: int | None) -> httpx.Limits:
    """Return the limits of the pool of connections that an editor makes for itself.

    An idle connection is given up after 2 seconds. Many servers close theirs after 5, and a submit that crosses that
    on its way would be lost and might have been billed; a new connection is cheap next to an edit.
    """
    return httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=2)


def address_of(
    adapter: Gateway, api_key: str | None, base_url: str | None, policy: Policy, max_picture_bytes: int
) -> Address:
    """Return where a gateway is and how to get in.

    Raises:
        AuthenticationError: there is no key, or it cannot be one.
        BadInput: there is no base URL, or it cannot be one.
    """
    if max_picture_bytes < 1:
        raise BadInput("max_picture_bytes is 1 or more")
    key = key_of(adapter.name, api_key)
    return Address(adapter.name, base_url_of(adapter, base_url), key, policy, max_picture_bytes)


def base_url_of(adapter: Gateway, given: str | None = None) -> str:
    """Return the address of a gateway: the one that is given, else that of the environment or of its document.

    Raises:
        BadInput: there is none, or it cannot be one; it is not quoted.
    """
    variable = variable_of(adapter.name, "BASE_URL")
    url = str(given or os.environ.get(variable) or adapter.document.server_url or "").strip()
    if not url:
        raise BadInput(
            f"{adapter.name} has no address of its own: pass base_url, or set {variable}, to the host that issued "
            "the key, as https://gateway.example",
            gateway=adapter.name,
        )
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(httpx.URL(url).host) and (parts.port or 1) > 0
    except (httpx.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise BadInput("this is no base URL: it begins with https:// and names a host", gateway=adapter.name)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadInput("the base URL is a host and maybe a path; it holds no user, query or fragment")
    return url.rstrip("/")
