"""What the README shows works as it is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from contract_tests.mock_server import running_server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.S)


def test_the_example_runs_against_the_mock_and_prints_a_task() -> None:
    example, *_ = blocks("python")
    with running_server() as url:
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", example.replace("https://api.302.ai", url)],
            env={"AI302_API_KEY": "{{YOUR_API_KEY}}"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert re.match(r"\d{20} in_queue", run.stdout), run.stdout


def test_the_examples_pass_a_strict_type_check(tmp_path: Path) -> None:
    # In a wheel the mock has a name of its own; here it has the one of its folder.
    examples = [
        block.replace("image_gateways_mock import", "contract_tests.mock_server import") for block in blocks("python")
    ]
    files = [tmp_path / f"example_{number}.py" for number in range(len(examples))]
    for file, example in zip(files, examples, strict=True):
        file.write_text(example)
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path), *map(str, files)],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)", README)) | set(re.findall(r"^make ([a-z-]+)", README, re.M)):
        assert re.search(rf"^{target}:", makefile, re.M), f"make {target}"
