"""The format that a result is saved in: that of the suffix of its file; and the suffix, where it has none."""

import errno
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..whole_file import is_written_to
from .encoding import on_white, plain

if TYPE_CHECKING:  # importing it takes time
    from PIL import Image


def format_of(path: Path) -> str | None:
    """Return Pillow's name of the format that a file's suffix stands for; None if it writes no picture so."""
    from PIL import Image

    Image.preinit()
    if path.suffix.lower() not in Image.EXTENSION:
        Image.init()  # the rare formats too, which takes long
    kind = Image.EXTENSION.get(path.suffix.lower())
    return kind if kind in Image.SAVE and Image.MIME.get(kind or "", "").startswith("image/") else None


def suffix_of(media_type: str) -> str:
    """Return the suffix, with its dot, that a picture of a media type gets where its file has none."""
    from PIL import Image

    if media_type == "image/jpeg":
        return ".jpg"  # Pillow's first is .jfif, which few people know
    Image.preinit()
    if media_type not in Image.MIME.values():
        Image.init()
    return next(suffix for suffix, kind in Image.EXTENSION.items() if Image.MIME.get(kind) == media_type)


def check_suffix(path: Path) -> None:
    """See that a picture that was made can be written to a file as its suffix says.

    Args:
        path: where it is wanted. A folder, a file without a suffix, a pipe and a device take every picture.

    Raises:
        BadInput: nothing writes a picture so; the message says what to do.
    """
    if not path.suffix or path.is_dir() or is_written_to(path):
        return
    kind = format_of(path)
    if kind is None or not _is_written(kind):
        raise BadInput(
            f"{path}: no picture can be written with the suffix {path.suffix}. Add one that says how, as "
            f"{path.name}.png, or leave it out, and the gateway's own format is kept."
        )


def converted(picture: "Image.Image", kind: str) -> bytes:
    """Return a picture as a file of another format; what it has no channels for is drawn on white.

    Args:
        kind: the format, by Pillow's name.

    Raises:
        OSError: that format cannot hold it.
    """
    written = io.BytesIO()
    options: dict[str, Any] = {"quality": 95} if kind in ("JPEG", "WEBP", "AVIF") else {}
    if picture.info.get("icc_profile"):
        options["icc_profile"] = picture.info["icc_profile"]
    try:
        try:
            picture.save(written, format=kind, **options)
        except Exception:  # a type that cannot hold these channels
            written = io.BytesIO()
            on_white(plain(picture)).convert("RGB").save(written, format=kind, **options)
    except Exception as error:  # each writer has its own limits, and its own way to say so
        raise OSError(errno.EINVAL, f"the picture cannot be converted to {kind} ({error})") from error
    return written.getvalue()


@cache
def _is_written(kind: str) -> bool:
    """Say whether a coloured picture can be written so: some formats hold black and white alone."""
    from PIL import Image

    try:
        converted(Image.new("RGB", (16, 16)), kind)
    except OSError:
        return False
    return True
