"""The mock server as a pytest fixture, for applications that call a gateway.

One line in the project's top-level `conftest.py` makes it available:
`pytest_plugins = ["image_gateways_mock.pytest_plugin"]`.
"""

from collections.abc import Iterator

import pytest

from .server import RunningServer, started_server
from .settings import Settings


@pytest.fixture(scope="session")
def image_gateways_mock_settings() -> Settings:
    """Options of the server; define a fixture of this name to choose others. Ids are the same in every run."""
    return Settings(seed=0)


@pytest.fixture(scope="session")
def image_gateways_mock_server(image_gateways_mock_settings: Settings) -> Iterator[RunningServer]:
    """One server on a free port of this machine for the whole session.

    Raises:
        DocumentError: a document cannot be served.
        RecordingError: a recording breaks its document.
    """
    with started_server(image_gateways_mock_settings) as server:
        yield server


@pytest.fixture
def image_gateways_mock(image_gateways_mock_server: RunningServer) -> RunningServer:
    """The server, with no memory of earlier tests: point a client at its `url`, look at its `submits`."""
    image_gateways_mock_server.reset()
    return image_gateways_mock_server
