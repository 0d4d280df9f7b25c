"""Pictures by their content: of which type the bytes are, and whether all of their pixels are there."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Pillow is loaded by the first picture: importing it would be most of `import image_edit`
    from PIL import Image

__all__ = ["BrokenPicture", "media_type_of", "opened", "whole_picture"]

# A photo of a phone or camera that carries a second picture (depth, preview) is a JPEG to everybody but Pillow.
_SAME_FILE_TYPE = {"MPO": "JPEG"}

_END_OF_PNG = b"IEND\xaeB`\x82"  # the last chunk, which never differs
_SCAN_OF_JPEG, _END_OF_JPEG = b"\xff\xda", b"\xff\xd9"  # no encoded pixels look like these


class BrokenPicture(ValueError):
    """The bytes are no whole picture; the message says why."""


def opened(data: bytes) -> "Image.Image":
    """Read the header of a picture: its `format` and `size` are known then, its pixels are not.

    Raises:
        BrokenPicture: the bytes are no picture, or say that they have more pixels than can safely be decoded.
    """
    from PIL import Image, UnidentifiedImageError

    Image.init()
    # What Pillow opens and is a picture; EPS, for one, is a program that is run.
    formats = [name for name in Image.OPEN if Image.MIME.get(name, "").startswith("image/")]
    try:
        picture = Image.open(io.BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        raise BrokenPicture(_not_a_picture(data)) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BrokenPicture(_too_many_pixels()) from None
    except Exception as error:  # a parser of picture formats may raise anything on bytes that only look like its format
        raise BrokenPicture(f"its header cannot be read ({error})") from None
    if Image.MAX_IMAGE_PIXELS is not None and picture.width * picture.height > Image.MAX_IMAGE_PIXELS:
        raise BrokenPicture(_too_many_pixels())  # Pillow warns at this number and refuses at twice of it only
    return picture


def whole_picture(data: bytes) -> "Image.Image":
    """Decode a picture, of an animated one the first frame.

    Raises:
        BrokenPicture: as `opened`; or pixels are missing or damaged, or the end of the file is missing.
    """
    picture = opened(data)
    try:
        picture.load()
    except Exception as error:  # as in `opened`
        raise BrokenPicture(f"it is cut off or damaged ({error})") from None
    if not _has_end(data, picture.format or ""):
        raise BrokenPicture("it is cut off: its end is missing")
    return picture


def media_type_of(picture: "Image.Image") -> str:
    """Return the media type of a picture that was opened from bytes."""
    from PIL import Image

    kind = picture.format or ""
    return Image.MIME[_SAME_FILE_TYPE.get(kind, kind)]


def _has_end(data: bytes, kind: str) -> bool:
    """Look for the end itself: Pillow is content with a PNG's pixels, and with less where a program told it so."""
    if kind == "PNG":
        return _END_OF_PNG in data
    if kind in ("JPEG", "MPO"):
        return data.rfind(_END_OF_JPEG) > data.rfind(_SCAN_OF_JPEG)
    return True


def _not_a_picture(data: bytes) -> str:
    if not data:
        return "it is empty"
    if data[4:8] == b"ftyp":  # ISO media files: HEIC of iPhones is the one that people have
        return f"it is an ISO media file of type {data[8:12]!r}, such as HEIC: convert it to JPEG"
    return f"it begins with {data[:12]!r}, as no type of picture that Pillow reads"


def _too_many_pixels() -> str:
    from PIL import Image

    return f"it says that it has more than {Image.MAX_IMAGE_PIXELS} pixels (PIL.Image.MAX_IMAGE_PIXELS)"
