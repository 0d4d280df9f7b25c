"""The site of the documentation builds strictly, fetches nothing, and describes every public name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from importlib import import_module
from pathlib import Path

import pytest

import image_edit
import image_gateways_mock
from image_edit.gateway_name import NAMES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return folder


def described(site: Path) -> set[str]:
    """What the inventory of the reference names."""
    *_, packed = (site / "objects.inv").read_bytes().split(b"\n", 4)
    return {line.split()[0] for line in zlib.decompress(packed).decode().splitlines()}


def test_the_reference_describes_every_public_name(site: Path) -> None:
    public = {f"image_edit.{name}" for name in image_edit.__all__}
    public |= {f"image_gateways_mock.{name}" for name in image_gateways_mock.__all__}
    for gateway in NAMES:
        client = f"image_gateways.{gateway}"
        for module in (f"{client}.errors", f"{client}.models"):
            public |= {f"{module}.{name}" for name in import_module(module).__all__}
        public |= {f"{client}.client.{name}" for name in import_module(client).__all__}
        for file in (ROOT / "generated" / "image_gateways" / gateway / "api").glob("*/[!_]*.py"):
            public.add(f"{client}.api.{file.parent.name}.{file.stem}.sync")
    assert public - described(site) == set()


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        fetched = re.findall(
            r"<(?:script|img|link|iframe)\b[^>]*\b(?:src|href)=\"?(https?://[^\" >]+)", page.read_text("utf-8")
        )
        assert fetched == [], page
