"""Which way a connection goes: this machine is reached directly, and what the environment says must make sense."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from image_edit.errors import BadInput
from image_edit.network.own_client import blocking_client
from image_edit.network.proxies import Proxies, Proxy, proxies_of_environment

_READ = frozenset({
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE",
    "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC",
})  # fmt: skip

LONGEST_IDLE_SECONDS = 1.0
"""A connection that was idle for longer is not used again: the server may be closing it just then."""


class UnusableEnvironment(Exception):
    """No connection can be made for what a variable of the environment says; the message names the variable."""


def check_environment() -> None:
    """Look whether clients can be made as the environment says.

    Raises:
        UnusableEnvironment: they cannot.
    """
    try:
        blocking_client(httpx.Limits()).close()
    except BadInput as error:
        raise UnusableEnvironment(str(error)) from None


def is_on_this_machine(url: str) -> bool:
    """Tell whether a URL leads to this machine, by its loopback address or the name for it."""
    return Proxies({}).exempts(httpx.URL(url))


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy that a URL is reached through; None if it is reached directly, as this machine always is.

    Raises:
        BadInput: the environment cannot be used; `check_environment` says so beforehand.
    """
    address = httpx.URL(url)
    if is_on_this_machine(url):
        return None
    proxies = proxies_of_environment()
    return None if proxies.exempts(address) else proxies.by_scheme.get(address.scheme)


def client_options(url: str, tls: ssl.SSLContext | None = None) -> dict[str, Any]:
    """Return what a client of httpx is given, so that it reaches a URL as the environment says.

    Args:
        url: the URL.
        tls: says which certificates are trusted; None for what the environment says.
    """
    proxy = proxy_for(url)
    if tls is None:
        # Where nothing is encrypted, the certificates of the environment, which may be missing, are not read.
        is_secure = httpx.URL(url).scheme == "https"
        tls = httpx.create_ssl_context() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return {"trust_env": False, "proxy": proxy.url if proxy else None, "verify": tls}


@contextmanager
def connecting_to(url: str) -> Iterator[None]:
    """Let clients that read the environment themselves find no proxy and no certificates in it, on this machine's URLs.

    The environment of this process is changed meanwhile.
    """
    if not is_on_this_machine(url):
        yield
        return
    before = dict(os.environ)
    for name in before:
        if name.upper() in _READ:
            del os.environ[name]
    # Said as `NO_PROXY`, so that the proxies of the system's own settings are left out too.
    os.environ.update(NO_PROXY="*", NETRC=os.devnull)
    try:
        yield
    finally:
        for name in {"NO_PROXY", "NETRC"} - before.keys():
            del os.environ[name]
        os.environ.update(before)
