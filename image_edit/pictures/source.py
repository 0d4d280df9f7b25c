"""Pictures as users have them: a path, bytes, an open file, a URL, a `data:` URL or a PIL image."""

import base64
import inspect
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast
from urllib.parse import unquote_to_bytes, urlsplit

from ..errors import BadPicture
from .limits import PictureLimits, scaled
from .whole import BrokenPicture, media_type_of, whole_picture

if TYPE_CHECKING:  # as in `whole`
    from PIL import Image


class BinaryFile(Protocol):
    """A file that is open for reading bytes, or anything that reads like one."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        ...


PictureSource: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile | Image.Image"
"""What is taken as a picture.

A `str` is a URL (http or https, which the gateway fetches), a `data:` URL or a path; bare base64 is none of these:
decode it. An open file is read from where it stands to its end, and left open.
"""

PictureSources: TypeAlias = "PictureSource | Sequence[PictureSource]"
"""One picture, or a list or tuple of several."""

_URL_SAFE = bytes.maketrans(b"-_", b"+/")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # two letters or more, since C:// is a path on Windows
_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]{64,}={0,2}\s*")
_CHUNK = 1 << 20
_UPRIGHT = 1
_MOST_BYTES_A_PIXEL = 8  # four channels of 16 bits: what no picture that is decoded exceeds
_ACCEPTED = "a path, bytes, a file opened with 'rb', a URL, a data: URL or a PIL image"


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture whose pixels are known.

    Attributes:
        pixels: all of them, the right way up.
        data: the file, if it has these pixels and is no animation; None if it would have to be encoded anew.
        media_type: the type of the file; empty if it was none.
    """

    pixels: "Image.Image"
    data: bytes | None
    media_type: str


def several(images: PictureSources) -> "Sequence[PictureSource]":
    """Return one picture, or several, as several."""
    return images if isinstance(images, list | tuple) else [cast(PictureSource, images)]


def path_of(source: PictureSource) -> str | None:
    """Return the path of a picture that is given by it; None of any other."""
    if isinstance(source, os.PathLike) or (isinstance(source, str) and not _is_address(source)):
        return os.fsdecode(source)
    return None


def name_of(source: PictureSource, role: str) -> str:
    """Return what messages call a picture: its role, and its path if it has one."""
    path = path_of(source)
    return f"the {role}" if path is None else f"the {role} {path if len(path) <= 200 else path[:40] + '…'!r}"


def read_picture(source: PictureSource, role: str, *, limits: PictureLimits, fit: bool = False) -> str | DecodedPicture:
    """Read a picture and decode it; a URL is only looked at.

    Args:
        role: what messages call it, as `picture` or `mask`.
        fit: whether a picture beyond the limits is wanted all the same: then a huge JPEG is decoded no larger than
            they need it, a file may have as many bytes as any picture can need, and an animation is replaced by its
            first frame. Else it is refused.

    Returns:
        The URL as a gateway reads it, or the picture.

    Raises:
        BadPicture: it cannot be read, is no whole picture, or is an animation.
    """
    name = name_of(source, role)
    if isinstance(source, str) and _is_address(source):
        source = source.strip()  # as it was copied
        if not is_data_url(source):
            return _checked_url(source, name)
    from PIL import Image

    if isinstance(source, Image.Image):
        return DecodedPicture(_turned_upright(source, name)[0], None, "")
    max_bytes = limits.max_bytes
    if (fit or max_bytes is None) and Image.MAX_IMAGE_PIXELS is not None:
        max_bytes = Image.MAX_IMAGE_PIXELS * _MOST_BYTES_A_PIXEL
    return _decoded(_read(source, name, max_bytes), name, limits, fit)


def loaded(source: PictureSource, role: str) -> "str | bytes | Image.Image":
    """Return a picture as it can be read again and again: a URL and a PIL image as they are, else the bytes.

    Raises:
        BadPicture: it cannot be read, or it is an open file, which is read once.
    """
    from PIL import Image

    if isinstance(source, Image.Image):
        return source
    if isinstance(source, str) and _is_address(source):
        return source.strip()
    name = name_of(source, role)
    if hasattr(source, "read"):
        raise BadPicture(f"{name} is an open file, which can be read once; give its path or its bytes.")
    return _read(source, name, None if Image.MAX_IMAGE_PIXELS is None else Image.MAX_IMAGE_PIXELS * _MOST_BYTES_A_PIXEL)


def _decoded(data: bytes, name: str, limits: PictureLimits, fit: bool) -> DecodedPicture:
    size: tuple[int, int] | None = None

    def shrunk(width: int, height: int) -> tuple[int, int]:
        nonlocal size
        size = width, height
        return scaled(width, height, limits.scale_for(width, height))

    try:
        picture = whole_picture(data, huge=fit, shrunk=shrunk)
    except BrokenPicture as error:
        hint = _base64_hint(data[:256].decode("ascii", "replace"))
        raise BadPicture(f"{name} is no whole picture: {error}.{hint or ' Look at it with an image viewer.'}") from None
    media_type = media_type_of(picture)
    # Of a JPEG with several pictures, the others are previews or depth: everybody shows the first.
    animated = bool(getattr(picture, "is_animated", False)) and picture.format != "MPO"
    if animated and not fit:
        raise BadPicture(
            f"{name} has several frames, and a gateway edits one still picture. Save the frame that you mean as a file "
            "of its own; with the option `fit` the first frame is taken."
        )
    pixels, turned = _turned_upright(picture, name)
    shows_all = size is None or size == picture.size
    return DecodedPicture(pixels, data if shows_all and not turned and not animated else None, media_type)


def _turned_upright(picture: "Image.Image", name: str) -> "tuple[Image.Image, bool]":
    """Turn the pixels as the EXIF tag says, since a gateway may not look at it; say whether that was needed."""
    from PIL import ExifTags, ImageOps

    try:
        picture.load()
        if not all(picture.size):
            raise ValueError("it has no pixels")
    except Exception as error:  # as in `whole`; a PIL image may be closed, or lie in a file that is broken
        raise BadPicture(f"{name} is no whole picture: {error}.") from None
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)
    except Exception:  # EXIF data that nobody can read turns nothing
        orientation = _UPRIGHT
    if orientation == _UPRIGHT or orientation not in range(1, 9):
        return picture, False
    return ImageOps.exif_transpose(picture), True


def _read(source: PictureSource, name: str, max_bytes: int | None) -> bytes:
    match source:
        case str() if is_data_url(source):
            return _data_of(source, name)
        case str() | os.PathLike():
            return _file_content(source, name, max_bytes)
        case bytes() | bytearray() | memoryview():
            _check_size(memoryview(source).nbytes, name, max_bytes)
            return bytes(source)
        case _ if hasattr(source, "read"):
            content = _stream_content(source, name, max_bytes)
            if not content:
                raise BadPicture(f"{name} is a file that stands at its end, or is empty; seek(0) goes to its start.")
            return content
    hint = " PIL.Image.fromarray makes one of an array." if hasattr(source, "__array_interface__") else ""
    raise BadPicture(f"{name} is of the type {type(source).__name__}; give {_ACCEPTED}.{hint}")


def _file_content(path: "str | os.PathLike[str]", name: str, max_bytes: int | None) -> bytes:
    if not os.fspath(path):
        raise BadPicture(f"{name} is an empty path; give {_ACCEPTED}.")
    try:
        file = Path(path)
        if file.is_dir():
            raise BadPicture(f"{name} is a folder; give the path of a file in it.")
        with file.open("rb") as stream:
            _check_size(os.fstat(stream.fileno()).st_size, name, max_bytes)
            return _stream_content(stream, name, max_bytes)
    except FileNotFoundError:
        hint = _base64_hint(os.fspath(path)) or f" It was looked for as {str(Path(path).absolute())!r}."
        raise BadPicture(f"{name} does not exist.{hint}") from None
    except BadPicture:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BadPicture(f"{name} cannot be read: {reason}.{_base64_hint(os.fspath(path))}") from None


def _stream_content(stream: BinaryFile, name: str, max_bytes: int | None) -> bytes:
    if inspect.iscoroutinefunction(stream.read):
        raise BadPicture(f"{name} is a file that is read with await; give the bytes: await file.read().")
    content = bytearray()
    while True:
        try:
            chunk = stream.read(_CHUNK)
        except (OSError, ValueError) as error:  # ValueError: it is closed
            raise BadPicture(f"{name} cannot be read: {error}.") from None
        if not isinstance(chunk, bytes | bytearray | memoryview):
            raise BadPicture(f"{name} is a file that reads {type(chunk).__name__}, not bytes; open it with 'rb'.")
        if not chunk:
            return bytes(content)
        content += chunk
        _check_size(len(content), name, max_bytes)


def _check_size(size: int, name: str, max_bytes: int | None) -> None:
    if max_bytes is not None and size > max_bytes:
        raise BadPicture(
            f"{name} has {size} bytes or more, and at most {max_bytes} are taken. Scale it down; "
            "unless it is huge, the option `fit` does that."
        )


def _is_address(text: str) -> bool:
    return is_data_url(text) or _SCHEME.match(text.lstrip()) is not None


def _checked_url(url: str, name: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\x00-\x1f]", url)
    except ValueError:
        usable = False
    if not usable:
        raise BadPicture(
            f"{name} is at {url[:200]!r}, which a gateway cannot fetch: it takes http and https. Fetch the picture and "
            "give its bytes, or give a path."
        )
    scheme, colon, rest = url.partition(":")
    return scheme.lower() + colon + rest  # gateways look for https in small letters


def _data_of(url: str, name: str) -> bytes:
    head, comma, text = url.partition(",")
    if not comma:
        raise BadPicture(f"{name} is a data: URL without a comma; it reads data:image/png;base64,…")
    if not head.rstrip().lower().endswith(";base64"):
        return unquote_to_bytes(text)
    try:
        return from_base64(text)
    except ValueError as error:
        raise BadPicture(f"{name} is a data: URL whose base64 is broken: {error}.") from None


def _base64_hint(text: str) -> str:
    if not _BASE64.fullmatch(text):
        return ""
    return " It looks like base64: decode it with base64.b64decode, or put data:image/png;base64, in front of it."


def is_data_url(text: str) -> bool:
    """Tell whether a text is a `data:` URL, which holds what it is an address of."""
    return text.lstrip()[:5].lower() == "data:"


def from_base64(text: str) -> bytes:
    """Decode base64, also with line breaks, without padding, in letters for URLs, or percent-encoded.

    Nothing is lost by that: whether what comes out is a whole picture is looked at afterwards.

    Raises:
        ValueError: it is no base64.
    """
    # Removed piece by piece, since of 10 MB each step that is not needed costs.
    content = b"".join((unquote_to_bytes(text) if "%" in text else text.encode()).split()).rstrip(b"=")
    return base64.b64decode(content.translate(_URL_SAFE) + b"=" * (-len(content) % 4), validate=True)
