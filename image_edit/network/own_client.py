"""The httpx client that an editor makes for itself: proxies and certificates as the environment says."""

import os
import ssl
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

import httpx

from ..errors import BadInput
from .bounded import bound
from .proxies import Proxies, Proxy, proxies_of_environment

T = TypeVar("T")

_ABOUT_TLS = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def blocking_client(limits: httpx.Limits) -> httpx.Client:
    """Make a blocking client.

    Args:
        limits: the limits of its pools.

    Raises:
        BadInput: the environment names a proxy or a file of certificates that cannot be used.
    """
    return httpx.Client(
        **_transports(lambda **options: bound(httpx.HTTPTransport(limits=limits, **options)), _Detour), trust_env=False
    )


def asyncio_client(limits: httpx.Limits) -> httpx.AsyncClient:
    """Make a client for asyncio, as `blocking_client`."""
    from .async_bounded import bound_async  # whoever blocks does not wait for asyncio to be imported

    return httpx.AsyncClient(
        **_transports(lambda **options: bound_async(httpx.AsyncHTTPTransport(limits=limits, **options)), _AsyncDetour),
        trust_env=False,
    )


def _transports(make: Callable[..., T], detour: "type[_ProxyRoute[T]]") -> dict[str, Any]:
    """Return the transports of a client, as the environment says.

    Args:
        make: makes a transport; takes the TLS context and the proxy.
        detour: sends through a proxy what is not exempt from it.
    """
    context, proxies = _tls_context(), proxies_of_environment()
    direct = make(verify=context)
    mounts = {}
    for scheme, proxy in proxies.by_scheme.items():
        proxied = _through(proxy, context, lambda address: make(verify=context, proxy=address))
        mounts[f"{scheme}://"] = detour(proxied, direct, proxy, proxies)
    return {"transport": direct, "mounts": mounts}


class _ProxyRoute(Generic[T]):
    """Where a request goes: through a proxy, or directly if it is exempt; errors carry a note that names the proxy."""

    def __init__(self, proxied: T, direct: T, proxy: Proxy, proxies: Proxies) -> None:
        self.proxied = proxied
        self._direct = direct
        self._proxy = proxy
        self._proxies = proxies


class _Detour(_ProxyRoute[httpx.HTTPTransport], httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._proxies.exempts(request.url):
            return self._direct.handle_request(request)
        try:
            return self.proxied.handle_request(request)
        except BaseException as error:
            _give_up(self.proxied._pool, self._proxy, error)
            raise

    def close(self) -> None:
        self.proxied.close()


class _AsyncDetour(_ProxyRoute[httpx.AsyncHTTPTransport], httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._proxies.exempts(request.url):
            return await self._direct.handle_async_request(request)
        try:
            return await self.proxied.handle_async_request(request)
        except BaseException as error:
            _give_up(self.proxied._pool, self._proxy, error)
            raise

    async def aclose(self) -> None:
        await self.proxied.aclose()


def _give_up(pool: Any, proxy: Proxy, error: BaseException) -> None:
    """Name the proxy, and forget what nobody uses: httpcore counts an unfinished handshake as in use for ever."""
    if isinstance(error, Exception):  # not a cancellation, which is the caller's
        error.add_note(f"through {proxy}")
    with pool._optional_thread_lock:
        used = [request.connection for request in pool._requests]
        pool._connections[:] = [each for each in pool._connections if each.is_idle() or each in used]


def _through(proxy: Proxy, context: ssl.SSLContext, make: Callable[[httpx.Proxy], T]) -> T:
    try:
        # httpcore refuses a context for a proxy that is not spoken to by TLS.
        return make(httpx.Proxy(proxy.url, ssl_context=context if proxy.url.scheme == "https" else None))
    except ImportError:
        raise BadInput(
            f"{proxy.variable} names a SOCKS proxy, and the package that speaks to one is not there: install "
            "image-gateways[socks], or unset the variable"
        ) from None


@cache
def _usual_context() -> ssl.SSLContext:
    """Return what all editors of this process share: to read what certifi ships takes longer than all else they do."""
    return httpx.create_ssl_context()


def _tls_context() -> ssl.SSLContext:
    """Make a context that trusts what `SSL_CERT_FILE` or `SSL_CERT_DIR` says, else what certifi ships."""
    if not any(os.environ.get(name) for name in _ABOUT_TLS):
        return _usual_context()
    try:
        context = httpx.create_ssl_context()
    except OSError as error:
        raise BadInput(_blamed(error)) from None
    folder = os.environ.get("SSL_CERT_DIR")
    if folder and not os.environ.get("SSL_CERT_FILE") and not os.path.isdir(folder):  # noqa: PTH112  OpenSSL's own spelling
        raise BadInput(f"SSL_CERT_DIR is {folder[:200]!r}, which is no folder. Correct the variable, or unset it.")
    return context


def _blamed(error: OSError) -> str:
    """Name the variable because of which no context could be made: the error itself often names no file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trials: dict[str, Callable[[str], object]] = {
        "SSL_CERT_FILE": lambda path: context.load_verify_locations(cafile=path),
        "SSLKEYLOGFILE": lambda path: setattr(context, "keylog_filename", path),
    }
    for variable, use in trials.items():
        path = os.environ.get(variable, "")
        try:
            if path:
                use(path)
        except OSError as reason:
            text = reason.strerror or str(reason)
            return f"{variable} is {path[:200]!r}, which cannot be used: {text}. Correct the variable, or unset it."
    return f"the certificates to trust cannot be read: {error}"
