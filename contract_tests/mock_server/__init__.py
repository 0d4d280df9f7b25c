"""A mock server that replays recorded exchanges and holds every request to its OpenAPI document."""

from .server import running_server
from .settings import Settings

__all__ = ["Settings", "running_server"]
