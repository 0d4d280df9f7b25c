"""What the tests of `edit_many` stand on: a gateway that can be scripted, a folder for results, a batch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from image_edit.batch.journal import writing
from tests.support.batching import KEY, Batching, ScriptedGateway
from tests.support.editing import MODES
from tests.support.independent_server import serving


@pytest.fixture(autouse=True)
def _small_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each journal writes a megabyte of noise, and waits for the disk."""
    monkeypatch.setattr(writing, "RESERVE", 4096)


@pytest.fixture
def gateway() -> Iterator[ScriptedGateway]:
    with serving(ScriptedGateway(KEY)) as running:
        yield running


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture(params=MODES)
def batch(request: pytest.FixtureRequest, gateway: ScriptedGateway) -> Batching:
    return Batching(request.param, api_key=KEY, base_url=gateway.url)
