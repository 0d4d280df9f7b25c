"""Each example does what its first lines say, against the mock, and passes a strict type check."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from image_gateways_mock import RunningServer
from image_gateways_recordings.folder import RECORDINGS
from tests.support.mock_key import KEY

EXAMPLES = Path(__file__).parents[2] / "examples"
PHOTO = RECORDINGS / "pictures" / "lighthouse.png"


def run(example: str, server: RunningServer, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(PHOTO, folder / "cat.png")
    return subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / example), *arguments],
        cwd=folder,
        env={"AI302_API_KEY": KEY, "AI302_BASE_URL": server.url, "INTERVAL": "0"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_picture_is_edited_and_kept(prompt_server: RunningServer, tmp_path: Path) -> None:
    ended = run("edit_one_picture.py", prompt_server, "cat.png", "Give it a hat", "hat.png", folder=tmp_path)
    assert re.match(r"hat\.png \(\d+, \d+\) \d{20}", ended.stdout), ended.stderr
    with Image.open(tmp_path / "hat.png") as hat:
        hat.verify()


def test_many_pictures_are_edited_once_however_often_it_runs(prompt_server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with Image.open(PHOTO) as photo:
        for width in (64, 65, 66):
            photo.convert("RGB").resize((width, 64)).save(tmp_path / "photos" / f"{width}.jpg")
    for _ in range(2):
        ended = run("edit_many_pictures.py", prompt_server, "photos", "Make it night", "night", folder=tmp_path)
        assert sorted(ended.stdout.splitlines()) == [f"{width}.jpg done " for width in (64, 65, 66)], ended.stderr
    assert prompt_server.submits == {"submit_seededit_v30": 3}


@pytest.mark.parametrize(
    ("fault", "prompt", "status", "told"),
    [
        (None, "Give it a hat", 0, ""),
        (None, " ", 2, "change the picture or the words"),
        ("reset-after-effect", "Give it a hat", 2, "look at the gateway's own record"),
    ],
)
def test_each_error_is_answered_as_it_should_be(
    prompt_server: RunningServer, tmp_path: Path, fault: str | None, prompt: str, status: int, told: str
) -> None:
    if fault:
        prompt_server.arm(fault)
    ended = run("handle_errors.py", prompt_server, "cat.png", prompt, "hat.png", folder=tmp_path)
    assert (ended.returncode, told in ended.stderr) == (status, True), ended.stderr
    assert (tmp_path / "hat.png").exists() == (status == 0)
    assert sum(prompt_server.submits.values()) == (prompt != " ")


def test_the_client_polls_until_there_is_a_link(server: RunningServer, tmp_path: Path) -> None:
    ended = run("call_the_client.py", server, "https://example.com/cat.png", "Give it a hat", folder=tmp_path)
    assert ended.stdout.startswith(server.url), ended.stderr
    assert server.submits == {"submit_seededit_v30": 1}
