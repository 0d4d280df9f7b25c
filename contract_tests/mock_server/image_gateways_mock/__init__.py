"""A mock server that replays recorded exchanges and holds every request to its OpenAPI document.

Others use what is named here, and of the modules these: `server` and `plain_http` run any application on a port of this
machine; `gateway`, with `answers`, and `journal` tell the suite what a server that replays answers and notes.
What documents and recordings say is read by packages of their own, `image_gateways_documents` and
`image_gateways_recordings`, which recorder and suite stand on as this package does.
"""

try:
    from .server import NotServed, RunningServer, running_server, started_server
    from .settings import Settings
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error.name} is not installed; the mock server comes with: pip install 'image-gateways[mock]'",
        name=error.name,
    ) from error

__all__ = ["NotServed", "RunningServer", "Settings", "running_server", "started_server"]
