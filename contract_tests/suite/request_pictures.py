"""Whether a request's picture is one that a document takes, as Pillow has it that decodes every pixel."""

import base64
import io
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from PIL import Image, UnidentifiedImageError

_BEGINNINGS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_REMEMBERED = 64


class PictureFault(NamedTuple):
    """What is wrong with a picture: the condition of the documents that it falls under, and what was expected."""

    condition: str
    expected: str


def picture_fault(text: str, limits: Mapping[str, Any]) -> PictureFault | None:
    """Return what is wrong with a picture that a request carries as bare base64; None where nothing is.

    Args:
        text: the base64.
        limits: the document's `x-picture`.
    """
    return _fault(text, tuple(limits.get("media_types", ())), tuple(_bounds(limits).items()))


def _bounds(limits: Mapping[str, Any]) -> dict[str, float]:
    return {name: bound for name, bound in limits.items() if name.startswith("max_")}


# The branches of a union have the same picture looked at one after the other.
@lru_cache(maxsize=_REMEMBERED)
def _fault(text: str, media_types: tuple[str, ...], bounds: tuple[tuple[str, float], ...]) -> PictureFault | None:
    wanted = " or ".join(media_types) or "a picture"
    if not text:
        return PictureFault("picture-empty", wanted)
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError:
        return PictureFault("picture-undecodable", "base64")
    try:
        with _opened(content) as picture:
            if media_types and Image.MIME.get(picture.format or "") not in media_types:
                return PictureFault("picture-type", wanted)
            width, height = picture.size
            if beyond := _beyond(dict(bounds), len(content), width, height):
                return PictureFault("picture-too-large", beyond)
            picture.load()
    except Image.DecompressionBombError:  # before its size was compared, with whatever bounds there are
        return PictureFault("picture-too-large", "fewer pixels")
    except UnidentifiedImageError:
        begun = any(content.startswith(_BEGINNINGS.get(kind, b"?")) for kind in media_types)
        return PictureFault("picture-undecodable" if begun else "picture-type", wanted)
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for a picture that is cut, or damaged in between
        return PictureFault("picture-undecodable", "a whole picture")
    return None


def _beyond(bounds: Mapping[str, float], size: int, width: int, height: int) -> str:
    """The limit that a picture is beyond; empty for none."""
    measured = {
        "max_bytes": size,
        "max_width": width,
        "max_height": height,
        "max_aspect_ratio": max(width, height) / max(min(width, height), 1),
    }
    return next((f"{name} {bound}" for name, bound in bounds.items() if measured[name] > bound), "")


def _opened(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(content))
