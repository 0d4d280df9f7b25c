"""Pictures by their content: of which type the bytes are, and whether all of their pixels are there."""

import io
import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .metadata import without_metadata

if TYPE_CHECKING:  # Pillow is loaded by the first picture: importing it would be most of `import image_edit`
    from PIL import Image

# A photo of a phone or camera that carries a second picture (depth, preview) is a JPEG to everybody but Pillow.
_SAME_FILE_TYPE = {"MPO": "JPEG"}

_END_OF_PNG = b"IEND\xaeB`\x82"  # the last chunk, which never differs
_SCAN_OF_JPEG, _END_OF_JPEG = b"\xff\xda", b"\xff\xd9"  # no encoded pixels look like these


class BrokenPicture(ValueError):
    """The bytes are no whole picture; the message says why."""


def whole_picture(
    data: bytes, *, huge: bool = True, shrunk: "Callable[[int, int], tuple[int, int]] | None" = None
) -> "Image.Image":
    """Decode a picture, of an animated one the first frame. What it holds beside its pixels is never a problem.

    Args:
        huge: whether it may have more pixels than `PIL.Image.MAX_IMAGE_PIXELS`, up to twice as many: above that Pillow
            warns of a small file that takes all the memory, and above twice that it refuses.
        shrunk: tells, for the width and height of a huge picture, those that are needed. A JPEG is decoded no larger
            than it must be for that, in a fraction of time and memory; so its `size` is not that of the file.

    Raises:
        BrokenPicture: the bytes are no picture, or have too many pixels; or pixels are missing or damaged, or the end
            of the file is missing.
    """
    try:
        return _whole(data, huge, shrunk)
    except BrokenPicture:
        pixels = without_metadata(data)
        if pixels is None:
            raise
        return _whole(pixels, huge, shrunk)


def _whole(data: bytes, huge: bool, shrunk: "Callable[[int, int], tuple[int, int]] | None") -> "Image.Image":
    from PIL import Image

    picture = _opened(data)
    pixels, most = picture.width * picture.height, Image.MAX_IMAGE_PIXELS
    if most is not None and pixels > most:
        if not huge or pixels > 2 * most:
            raise BrokenPicture(_too_many_pixels(huge))
        if shrunk is not None:
            picture.draft(None, shrunk(*picture.size))
    try:
        picture.load()
    except Exception as error:  # as in `_opened`
        raise BrokenPicture(f"it is cut off or damaged ({error})") from None
    if not _has_end(data, picture.format or ""):
        raise BrokenPicture("it is cut off: its end is missing")
    return picture


def _opened(data: bytes) -> "Image.Image":
    """Read the header of a picture: its `format` and `size` are known then, its pixels are not."""
    from PIL import Image

    for kind, (factory, accepts) in _readers():
        if not Image.MIME.get(kind, "").startswith("image/"):
            continue  # EPS, for one, is a program that is run
        # Not by Image.open(), whose warning of many pixels comes before anybody knows whether they are needed.
        try:
            if not accepts or accepts(data[:16]) is True:
                return factory(io.BytesIO(data), "")
        except (SyntaxError, IndexError, TypeError, struct.error):
            continue  # another type, as Image.open() takes it
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # some readers look themselves
            raise BrokenPicture(_too_many_pixels(huge=True)) from None
        except Exception as error:  # readers may raise anything on bytes that only look like their format
            raise BrokenPicture(f"its header cannot be read ({error})") from None
    raise BrokenPicture(_not_a_picture(data))


def _readers() -> "Iterator[tuple[str, tuple[Callable[[io.BytesIO, str], Image.Image], Any]]]":
    """Give Pillow's readers by their formats; the rare ones last, since they take long to import."""
    from PIL import Image

    Image.preinit()
    common = dict(Image.OPEN)
    yield from common.items()
    Image.init()
    yield from (item for item in dict(Image.OPEN).items() if item[0] not in common)


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
    return f"it begins with {data[:12]!r}, and no type of picture that Pillow reads does"


def _too_many_pixels(huge: bool) -> str:
    from PIL import Image

    most = Image.MAX_IMAGE_PIXELS or 0
    if huge:
        return f"it says that it has more than {2 * most} pixels (twice PIL.Image.MAX_IMAGE_PIXELS)"
    return (
        f"it says that it has more than {most} pixels (PIL.Image.MAX_IMAGE_PIXELS); the option `fit` scales down up to "
        "twice as many"
    )
