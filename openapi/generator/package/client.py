"""Where the functions of every client send to, with which key, and how long they wait."""

import ssl
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Self

import httpx
from attrs import define, evolve, field

from image_gateways.types import RequestArguments

#: An answer may take minutes: a synchronous edit takes 10 s and more, and one that is given up early is billed all the
#: same. A stalled upload and a full connection pool get the same patience, but a host that does not accept a
#: connection within 10 s is down.
DEFAULT_TIMEOUT = httpx.Timeout(300, connect=10)


def key_text(key: str, prefix: str) -> str:
    """Return a key as it is sent behind a prefix, which may be empty: after `Basic`, `user:password` as base64."""
    if prefix == "Basic" and ":" in key:  # base64 has no colon, so without one it is encoded already
        key = b64encode(key.encode()).decode()
    return f"{prefix} {key}" if prefix else key


def _check_token(_instance: object, _attribute: object, value: Any) -> None:
    # httpx would send "Bearer " for an empty token, and would show a token with a line break when it refuses it.
    if (
        not isinstance(value, str)
        or not value
        or value != value.strip()
        or not (value.isascii() and value.isprintable())
    ):
        raise ValueError("token must be printable ASCII, not empty, with no space or line break around it")


@define
class Client:
    """Where requests go; the functions of an operation take it.

    Of its arguments it makes an httpx client for blocking calls and one for asyncio, each when it is first needed:

    - `base_url`: the address of the server; the paths of the operations are relative to it.
    - `cookies`: sent with every request.
    - `headers`: sent with every request.
    - `timeout`: how long each step of a request may take, by default 300 seconds, and 10 to connect. What takes longer
      raises `httpx.TimeoutException`. None waits forever, as in httpx.
    - `verify_ssl`: whether the server's certificate is verified, and by what.
    - `follow_redirects`: whether redirects are followed; by default they are not.
    - `httpx_args`: further arguments for `httpx.Client` and `httpx.AsyncClient`.
    """

    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies", repr=False)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | None = field(default=DEFAULT_TIMEOUT, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    _client: httpx.Client | None = field(default=None, init=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False)

    @property
    def key_headers(self) -> dict[str, str]:
        """The headers with a key that every call has."""
        return self._everywhere("header")

    @property
    def secrets(self) -> list[str]:
        """What no message shows."""
        return []

    def keyed(self, arguments: RequestArguments, _alternatives: Sequence[Sequence[str]]) -> RequestArguments:
        """Return what is sent with the keys that an operation asks for: as it is, since there are none."""
        return arguments

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Return a new client with additional headers; this one stays as it is."""
        return evolve(self, headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Return a new client with additional cookies; this one stays as it is."""
        return evolve(self, cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout | None) -> Self:
        """Return a new client with another time-out; this one stays as it is."""
        return evolve(self, timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Take an httpx client for blocking calls; its settings hold, and none of this client's."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Return the httpx client for blocking calls."""
        if self._client is None:
            self._client = httpx.Client(**self._settings())
        return self._client

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Take an httpx client for asyncio; its settings hold, and none of this client's."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the httpx client for asyncio."""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._settings())
        return self._async_client

    def __enter__(self) -> Self:
        """Open the httpx client for blocking calls, which is not opened twice."""
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any, **kwargs: Any) -> None:
        """Close it."""
        self.get_httpx_client().__exit__(*args, **kwargs)

    async def __aenter__(self) -> Self:
        """Open the httpx client for asyncio, which is not opened twice."""
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any, **kwargs: Any) -> None:
        """Close it."""
        await self.get_async_httpx_client().__aexit__(*args, **kwargs)

    def _everywhere(self, _where: str) -> dict[str, str]:
        return {}

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self._base_url,
            "cookies": self._cookies | self._everywhere("cookie"),
            "headers": self._headers | self.key_headers,
            "params": self._everywhere("query"),
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }


@define
class AuthenticatedClient(Client):
    """A `Client` with a key.

    Attributes:
        token: the key, which no repr shows.
        prefix: what stands before it in the header; may be empty.
        auth_header_name: the name of the header.
    """

    token: str = field(repr=False, validator=_check_token)
    prefix: str = "Bearer"
    auth_header_name: str = "Authorization"

    @property
    def secrets(self) -> list[str]:
        """The key."""
        return [self.token]

    def _everywhere(self, where: str) -> dict[str, str]:
        return {self.auth_header_name: key_text(self.token, self.prefix)} if where == "header" else {}
