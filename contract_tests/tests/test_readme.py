"""What the README shows works as it is shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

from contract_tests.mock_server import running_server
from contract_tests.mock_server.settings import RECORDINGS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.S)


def run_example(number: int, url: str, folder: Path) -> str:
    shutil.copy(RECORDINGS / "pictures" / "lighthouse.png", folder / "cat.png")
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", blocks("python")[number].replace("https://api.302.ai", url)],
        cwd=folder,
        env={"AI302_API_KEY": "{{YOUR_API_KEY}}", "AI302_BASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_first_example_edits_a_picture_and_keeps_the_result(tmp_path: Path) -> None:
    with running_server() as url:
        assert re.match(r"hat\.png \(\d+, \d+\) \d{20}", run_example(0, url, tmp_path))
    with Image.open(tmp_path / "hat.png") as hat:
        hat.verify()


def test_the_example_of_the_generated_client_prints_a_task(tmp_path: Path) -> None:
    with running_server() as url:
        assert re.match(r"\d{20} in_queue", run_example(2, url, tmp_path))


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
