"""What we use of other libraries without their promise is where it was; pyproject.toml bounds their versions for it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from types import SimpleNamespace

import httpcore
import httpx
import pytest
import uvicorn

Holder = Callable[[], object]


def module(name: str) -> Holder:
    return lambda: import_module(name)


def pool_request() -> object:
    pools = import_module("httpcore._sync.connection_pool")
    request: object = pools.PoolRequest(httpcore.Request("GET", "http://gateway.invalid"))
    return request


def anyio_stream() -> object:
    backend = import_module("httpcore._backends.anyio")
    stream: object = backend.AnyIOStream(SimpleNamespace())
    return stream


def uvicorn_protocol() -> object:
    """uvicorn's protocol when it has answered a request."""
    answering = asyncio.Event()

    async def application(_: object, __: object, ___: object) -> None:
        answering.set()

    async def answered() -> object:
        config = uvicorn.Config(application, http="httptools", ws="none", lifespan="off", log_config=None)
        config.load()
        state = import_module("uvicorn.server").ServerState()
        protocols = import_module("uvicorn.protocols.http.httptools_impl")
        caller, accepted = socket.socketpair()
        with caller:
            _, protocol = await asyncio.get_running_loop().connect_accepted_socket(
                lambda: protocols.HttpToolsProtocol(config, state, {}), accepted
            )
            caller.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n")
            await answering.wait()
            await asyncio.gather(*state.tasks)
            protocol.transport.close()
        return protocol

    return asyncio.run(answered())


def uvicorn_cycle() -> object:
    """What uvicorn knows of one request."""
    return getattr(uvicorn_protocol(), "cycle")  # noqa: B009  it is typed as any object


NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
POOL = "_network_backend _optional_thread_lock _requests _connections"
INSIDES: list[tuple[str, Holder, str]] = [
    ("httpx", lambda: httpx.HTTPTransport(verify=NO_TLS), "_pool"),
    ("httpx", lambda: httpx.AsyncHTTPTransport(verify=NO_TLS), "_pool"),
    ("httpcore", lambda: httpcore.ConnectionPool(NO_TLS), POOL),
    ("httpcore", lambda: httpcore.AsyncConnectionPool(NO_TLS), POOL),
    ("httpcore", pool_request, "connection"),
    ("httpcore", anyio_stream, "_stream"),
    ("uvicorn", module("uvicorn.protocols.http.httptools_impl"), "HEADER_RE HEADER_VALUE_RE STATUS_LINE"),
    (
        "uvicorn",
        uvicorn_protocol,
        "app connection_lost connection_made cycle data_received headers on_headers_complete on_message_begin "
        "on_message_complete parser scope transport url",
    ),
    (
        "uvicorn",
        uvicorn_cycle,
        "body default_headers disconnected flow keep_alive message_event more_body on_response receive "
        "response_complete response_started scope send waiting_for_100_continue",
    ),
    ("uvicorn", lambda: getattr(uvicorn_cycle(), "flow"), "write_paused"),  # noqa: B009
    ("uvicorn", lambda: uvicorn.Server, "capture_signals handle_exit shutdown"),
    ("typer", module("typer.main"), "get_command"),
    ("typer", lambda: import_module("typer.models").OptionInfo(), "parser rich_help_panel"),
    ("schemathesis", module("schemathesis.core"), "NotSet"),
    ("schemathesis", module("schemathesis.core.result"), "Ok"),
    ("schemathesis", module("schemathesis.core.transport"), "Response"),
    ("schemathesis", module("schemathesis.engine"), "Status from_schema"),
    ("schemathesis", module("schemathesis.engine.events"), "FatalError NonFatalError PhaseFinished ScenarioFinished"),
    ("schemathesis", module("schemathesis.engine.recorder"), "Interaction ScenarioRecorder"),
    ("schemathesis", module("schemathesis.engine.run"), "TESTING_PHASES"),
    ("schemathesis", module("schemathesis.engine.run.probes"), "HEADER_NAME"),
]


@pytest.mark.parametrize(("library", "holder", "names"), INSIDES)
def test_what_a_library_does_not_promise_is_where_it_was(library: str, holder: Holder, names: str) -> None:
    try:
        held = holder()
        moved = [name for name in names.split() if not hasattr(held, name)]
    except (ImportError, AttributeError, TypeError) as error:
        pytest.fail(f"{library} {version(library)} has moved what holds {names}: {error}")
    assert not moved, f"{library} {version(library)} has moved {', '.join(moved)}; its bound in pyproject.toml is wrong"
