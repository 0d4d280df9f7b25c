"""Which way a connection goes: this machine is reached directly, and what the environment says must make sense."""

import ipaddress
import os
import re
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

_PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
_READ_BY_CLIENTS = _PROXIES | {"NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"}
_READ_BY_OTHERS = frozenset({"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC"})
_PROXY_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})
_SPACE = re.compile(r"\s")


class UnusableEnvironment(Exception):
    """No connection can be made for what a variable of the environment says; the message names the variable."""


def is_on_this_machine(url: str) -> bool:
    """Tell whether a URL leads to this machine, by its loopback address or the name for it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@contextmanager
def connecting_to(url: str) -> Iterator[None]:
    """Make clients within the context that know of no proxy and no certificates, if a URL is on this machine.

    The environment of this process is changed meanwhile.
    """
    if is_on_this_machine(url):
        read = [name for name in os.environ if name.upper() in _READ_BY_CLIENTS | _READ_BY_OTHERS]
        # Said as `NO_PROXY`, so that the proxies of the system's own settings are left out too.
        with _environment(without=read, NO_PROXY="*", NETRC=os.devnull):
            yield
    else:
        yield


def proxy_variable(url: str) -> str:
    """Return the name of the variable whose proxy a URL is reached through; empty if it is reached directly."""
    parts = urlsplit(url)
    if is_on_this_machine(url) or urllib.request.proxy_bypass(parts.hostname or ""):
        return ""
    known = urllib.request.getproxies()
    return next((f"{scheme.upper()}_PROXY" for scheme in (parts.scheme, "all") if known.get(scheme)), "")


def check_environment() -> None:
    """Look whether clients can be made as the environment says.

    Raises:
        UnusableEnvironment: they cannot. The message names the variable, not its value, which may hold a password.
    """
    given = [name for name in sorted(os.environ) if name.upper() in _READ_BY_CLIENTS and os.environ[name]]
    for name in given:
        with _environment(without=[other for other in given if other != name]):
            if problem := _problem(name):
                raise UnusableEnvironment(f"the variable {name} cannot be used: {problem}")


def _problem(name: str) -> str:
    """What is wrong with the only variable that there is; empty where nothing is."""
    if name.upper() in _PROXIES and not _is_address(os.environ[name]):
        return "expected the address of a proxy, as http://host:port, https://host:port or socks5://host:port"
    try:
        httpx.Client().close()
    except ImportError:
        return "a SOCKS proxy needs a further package: pip install 'httpx[socks]'"
    except OSError as error:
        return error.strerror or type(error).__name__
    except (ValueError, httpx.InvalidURL):
        return "a name in it cannot be read; an IPv6 address stands there without brackets"
    return ""


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        return parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port != 0 and not _SPACE.search(text)
    except ValueError:
        return False


@contextmanager
def _environment(without: Iterable[str], **given: str) -> Iterator[None]:
    before = dict(os.environ)
    try:
        for name in without:
            del os.environ[name]
        os.environ.update(given)
        yield
    finally:
        for name in given.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
