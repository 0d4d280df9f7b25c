"""A mock server that replays recorded exchanges and holds every request to its OpenAPI document."""

try:
    from .server import RunningServer, running_server, started_server
    from .settings import Settings
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error.name} is not installed; the mock server comes with: pip install 'image-gateways[mock]'",
        name=error.name,
    ) from error

__all__ = ["RunningServer", "Settings", "running_server", "started_server"]
