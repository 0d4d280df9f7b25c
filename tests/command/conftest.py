"""What the tests of the command share."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _one_authority_in_each_process(one_authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of the command does not read the world's authorities either."""
    monkeypatch.setenv("SSL_CERT_FILE", str(one_authority))
