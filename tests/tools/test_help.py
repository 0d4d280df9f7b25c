"""Whoever asks a tool for its help is told, and nothing begins."""

from importlib import import_module

import pytest

# `benchmarks.client` does it by the same line; the clients that it measures itself against take seconds to import.
TOOLS = {
    "contract_tests.suite.lint_documents": "FILE",
    "tools.benchmarks.batch": "make bench-batch",
    "tools.benchmarks.mock_server": "make bench-mock",
    "tools.readme_pictures": "make pictures",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_help_is_told_and_nothing_begins(tool: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        import_module(tool).main(["--help"])
    assert (ended.value.code, TOOLS[tool] in capsys.readouterr().out) == (0, True)
