"""Property-based tests of every operation, from the documents, against the mock server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.mock_server import Settings, running_server

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "openapi").glob("*.yaml"))
PHASES = "examples,coverage,fuzzing,stateful"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_server(Settings(seed=1)) as url:
        yield url


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_valid_and_invalid_calls_of_every_operation_get_what_the_document_says(document: Path, base_url: str) -> None:
    # The command, not the library: only it runs every phase and knows links. `-W error` is left to its own suite.
    run = subprocess.run(
        [
            str(Path(sys.executable).with_name("st")),
            "--config-file",
            str(ROOT / "contract_tests" / "schemathesis.toml"),
            "run",
            str(document),
            "--url",
            base_url,
            "--phases",
            PHASES,
        ],
        cwd=ROOT,
        env={**os.environ, "API_KEY": "{{YOUR_API_KEY}}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert "No issues found" in run.stdout
