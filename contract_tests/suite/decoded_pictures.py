"""Pictures that arrive: whether they are whole, and of which type."""

from functools import lru_cache

import pybase64
from PIL import Image

from image_edit.pictures.whole import BrokenPicture, media_type_of, whole_picture


def decoded(text: str) -> bytes:
    """Decode base64, strictly.

    Raises:
        BrokenPicture: it is not base64 with its padding and nothing else.
    """
    try:
        return pybase64.b64decode(text, validate=True)
    except ValueError as error:
        raise BrokenPicture(f"base64 that cannot be decoded: {error}") from None


# Several checks look at the pictures of an answer, and at the picture that all requests give.
@lru_cache(maxsize=4)
def whole(content: bytes) -> Image.Image:
    """Decode a picture that is whole as those who call the library take it. Nobody may change it.

    Raises:
        BrokenPicture: it is not.
    """
    return whole_picture(content)


def media_type_of_whole(content: bytes) -> str:
    """Return the media type of a picture that is whole.

    Raises:
        BrokenPicture: it is not; the message says how long it is, and what is wrong.
    """
    try:
        return media_type_of(whole(content))
    except BrokenPicture as error:
        raise BrokenPicture(f"{len(content)} bytes that are no whole picture: {error}") from None
