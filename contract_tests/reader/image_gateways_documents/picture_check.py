"""The check of a picture that a request carries, and what kind of picture bytes are."""

import io
import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pybase64
from PIL import Image, ImageFile, UnidentifiedImageError

from .problem import Problem
from .schema_walk import Path

Image.preinit()  # the common formats; the others take long to import, and wait until a picture is none of these

_END_OF_JPEG = b"\xff\xd9"


def media_type(content: bytes) -> str:
    """Return the media type of a picture by its content; bytes that are no picture are an octet stream."""
    try:
        with _opened(content, None) as picture:
            return Image.MIME[picture.format or ""]
    except Exception:  # any parser of picture formats may raise anything on bytes that only look like its format
        return "application/octet-stream"


def picture_problem(base64: str, limits: Mapping[str, Any], path: Path) -> Problem | None:
    """Check a picture that a request carries as bare base64: its header, its limits, and that it is whole.

    Pixels are not decoded: of a large JPEG that took ten times as long as parsing the body that carries it.

    Args:
        base64: the text of the field.
        limits: the document's `x-picture`: `media_types`, `max_bytes` (of the picture itself), `max_width` and
            `max_height` (pixels), `max_aspect_ratio` (long side through short side), each optional.
        path: where the field is, for the report.
    """
    if not base64:
        return Problem("picture-empty", path, "a picture as base64", "an empty string")
    if base64.startswith("data:"):
        return Problem("picture-undecodable", path, "bare base64", "a data: prefix; send what follows its comma")
    try:
        content = pybase64.b64decode(base64, validate=True)
    except ValueError:
        return Problem("picture-undecodable", path, "base64 with its padding", "text that is not")
    types: list[str] = limits.get("media_types", [])
    wanted = " or ".join(types) or "a picture"
    broken = Problem("picture-undecodable", path, wanted, "a picture whose header is broken")
    if not set(types) <= set(Image.MIME.values()):
        Image.init()
    formats = [name for name, mime in Image.MIME.items() if mime in types] or None
    try:
        with _opened(content, formats) as picture:
            if problem := _limit_problem(len(content), *picture.size, limits, path):
                return problem
            if not _is_whole(picture, content):
                return Problem("picture-undecodable", path, wanted, "a picture that is cut, or damaged in between")
    except UnidentifiedImageError:
        begins_right = any(accept(content[:16]) for name in formats or () if (accept := Image.OPEN[name][1]))
        return broken if begins_right else Problem("picture-type", path, wanted, media_type(content))
    except Image.DecompressionBombError:
        return Problem("picture-too-large", path, "fewer pixels", "a picture of an unreasonable size")
    except Exception:  # see media_type
        return broken
    return None


def _limit_problem(size: int, width: int, height: int, limits: Mapping[str, Any], path: Path) -> Problem | None:
    short, long = sorted((width, height))
    measured = (
        ("max_bytes", size, str(size), "at most {} bytes"),
        ("max_width", width, str(width), "a width of at most {} pixels"),
        ("max_height", height, str(height), "a height of at most {} pixels"),
        # Exact: as a decimal fraction a side too long by a few pixels would look right.
        (
            "max_aspect_ratio",
            Fraction(long, max(short, 1)),
            f"{width} x {height}",
            "a long side of at most {} times the short side",
        ),
    )
    for name, value, found, expected in measured:
        if name in limits and value > Fraction(str(limits[name])):
            return Problem("picture-too-large", path, expected.format(limits[name]), found)
    return None


def _is_whole(picture: ImageFile.ImageFile, content: bytes) -> bool:
    """Tell whether a picture that was just opened has its end, and a PNG its checksums; other formats pass."""
    if picture.format == "JPEG":
        assert picture.fp is not None
        return content.rfind(_END_OF_JPEG, picture.fp.tell()) >= 0  # a preview in the header has an end of its own
    try:
        picture.verify()
    except (OSError, SyntaxError):  # Pillow's words for a PNG that ends early and for one with a wrong checksum
        return False
    return True


def _opened(content: bytes, formats: list[str] | None) -> ImageFile.ImageFile:
    """Read a picture's header. A warning about its size is no use to anyone who waits for an answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(content), formats=formats)
