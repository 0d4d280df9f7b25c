"""An ASGI application, listening within this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from image_gateways_mock.connection import BreakableProtocol
from image_gateways_mock.server import in_thread


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application as a gateway would; yields its address."""
    config = uvicorn.Config(app, http=BreakableProtocol, lifespan="off", log_level="critical", ws="none")
    with in_thread(uvicorn.Server(config), "a gateway") as url:
        yield url
