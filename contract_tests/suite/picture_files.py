"""Pictures that arrive: whether they are whole, and of which type."""

import io
import warnings
from typing import Any

import pybase64
from PIL import Image

_ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}


class BrokenPicture(Exception):
    """The bytes are no whole picture; the message says why."""


def decoded(text: str) -> bytes:
    """Decode base64, strictly.

    Raises:
        BrokenPicture: it is not base64 with its padding and nothing else.
    """
    try:
        return pybase64.b64decode(text, validate=True)
    except ValueError as error:
        raise BrokenPicture(f"base64 that cannot be decoded: {error}") from None


def media_type_of_whole(content: bytes) -> str:
    """Return the media type of a picture, all of whose pixels can be read.

    Raises:
        BrokenPicture: the bytes are no picture, end early, or go on after the picture's end.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content)) as picture:
                kind = picture.format or ""
                picture.verify()
            with Image.open(io.BytesIO(content)) as picture:
                picture.load()
        except Exception as error:  # any parser of picture formats may raise anything
            raise BrokenPicture(f"{len(content)} bytes that are no whole picture: {error}") from None
    end = _ENDS.get(kind)
    if end is not None and not content.endswith(end):
        raise BrokenPicture(f"a {kind} of {len(content)} bytes that does not end as one")
    return Image.MIME[kind]


def pixels(content: bytes) -> Any:
    """Return width and height of a picture."""
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size
