"""The check of a picture that a request carries: whole pictures pass, cut ones do not."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image

from image_gateways_documents.picture_check import picture_problem

LIMITS = {"media_types": ["image/jpeg", "image/png"]}


def saved(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((24, 20)).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def with_preview() -> bytes:
    """A JPEG whose header holds a whole JPEG, as cameras write them."""
    preview = saved("JPEG")
    header = b"Exif\0\0" + preview
    return b"\xff\xd8\xff\xe1" + (len(header) + 2).to_bytes(2, "big") + header + saved("JPEG")[2:]


PICTURES = {
    "PNG": saved("PNG"),
    "interlaced PNG of several chunks": saved("PNG", compress_level=0, dpi=(72, 72)),
    "JPEG": saved("JPEG"),
    "progressive JPEG": saved("JPEG", progressive=True),
    "JPEG with a preview": with_preview(),
}


def condition(content: bytes) -> str | None:
    problem = picture_problem(base64.b64encode(content).decode(), LIMITS, ("image",))
    return None if problem is None else problem.condition


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_whole_is_accepted(name: str) -> None:
    assert condition(PICTURES[name]) is None
    assert condition(PICTURES[name] + b"what a camera adds") is None


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_cut_anywhere_after_its_first_bytes_is_undecodable(name: str) -> None:
    whole = PICTURES[name]
    # Without the last bytes of a PNG only the checksum of its empty last chunk is gone.
    end = len(whole) - (4 if name.endswith("chunks") or name == "PNG" else 0)
    for length in range(16, end):
        assert condition(whole[:length]) == "picture-undecodable", f"{length} of {len(whole)} bytes"


def test_a_png_with_a_changed_byte_is_undecodable() -> None:
    whole = PICTURES["PNG"]
    place = whole.index(b"IDAT") + 8
    assert condition(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]) == "picture-undecodable"


def sized(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    ("limit", "allowed", "beyond"),
    [
        ({"max_width": 300}, (300, 2), (301, 2)),
        ({"max_height": 300}, (2, 300), (2, 301)),
        ({"max_aspect_ratio": 3}, (3000, 1000), (3001, 1000)),
        ({"max_aspect_ratio": 3}, (1000, 3000), (1000, 3001)),
        ({"max_aspect_ratio": 3}, (3, 1), (4, 1)),
        ({"max_aspect_ratio": 2.35}, (2350, 1000), (2351, 1000)),
        ({"max_aspect_ratio": 0.1 + 0.2 + 0.8}, (11, 10), (12, 10)),
        ({"max_aspect_ratio": 1}, (5000, 5000), (5000, 4999)),
    ],
    ids=str,
)
def test_a_limit_is_held_to_the_pixel(limit: dict[str, Any], allowed: tuple[int, int], beyond: tuple[int, int]) -> None:
    assert picture_problem(sized(*allowed), limit, ("image",)) is None
    problem = picture_problem(sized(*beyond), limit, ("image",))
    assert problem is not None
    assert problem.condition == "picture-too-large"


def test_a_limit_is_held_to_the_byte() -> None:
    content = saved("PNG")
    text = base64.b64encode(content).decode()
    assert picture_problem(text, {"max_bytes": len(content)}, ("image",)) is None
    problem = picture_problem(text, {"max_bytes": len(content) - 1}, ("image",))
    assert problem is not None
    assert (problem.condition, problem.found) == ("picture-too-large", str(len(content)))


def test_a_picture_that_is_too_large_and_cut_is_too_large() -> None:
    problem = picture_problem(base64.b64encode(saved("PNG")[:-20]).decode(), LIMITS | {"max_width": 9}, ("image",))
    assert problem is not None
    assert problem.condition == "picture-too-large"


RARE = """
import base64, io, sys
from image_gateways_documents.picture_check import media_type, picture_problem
assert "PIL.TiffImagePlugin" not in sys.modules
from PIL import Image
def checked(content, *types):
    problem = picture_problem(base64.b64encode(content).decode(), {"media_types": types}, ())
    return problem and problem.found
tiff = base64.b64decode(sys.argv[2])
print(media_type(tiff) if sys.argv[1] == "type" else checked(tiff, *sys.argv[1].split(",")))
"""


@pytest.mark.parametrize(
    ("asked", "said"), [("type", "image/tiff"), ("image/tiff,image/png", "None"), ("image/png", "image/tiff")]
)
def test_a_picture_of_a_rare_format_is_known_though_what_reads_it_is_not_imported_before(asked: str, said: str) -> None:
    tiff = base64.b64encode(saved("TIFF")).decode()
    run = subprocess.run([sys.executable, "-c", RARE, asked, tiff], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == said
