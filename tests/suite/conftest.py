"""A live gateway that there is none of, and its user."""

from collections.abc import Iterator

import pytest

from contract_tests.suite import live
from tests.support.independent_gateway import IndependentGateway
from tests.support.independent_server import serving
from tests.support.known_contracts import know_contracts
from tests.support.mock_key import KEY


@pytest.fixture
def independent(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndependentGateway]:
    """A gateway that shares nothing with the mock, and a user who lets calls be billed."""
    know_contracts(monkeypatch)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    with serving(IndependentGateway(KEY)) as running:
        yield running
