"""Pictures on their way to a gateway: checked before anything is billed, and made to fit if that is asked for."""

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import BadPicture
from .picture_encoding import EncodedPicture, encoded_within, plain
from .picture_limits import PictureLimits, scaled
from .picture_source import DecodedPicture, PictureSource, PictureSources, name_of, read_picture

if TYPE_CHECKING:  # as in whole_picture
    from PIL import Image

__all__ = ["PictureLimits", "PictureSource", "PictureSources", "PreparedPicture", "prepare"]


@dataclass(frozen=True, slots=True, repr=False)
class PreparedPicture:
    """A picture that a gateway takes: a URL that it fetches, or a file.

    Attributes:
        url: the URL, as it was given; None if there is a file.
        data: the file; empty if there is a URL.
        media_type: its type; empty if there is a URL, which nobody looked at.
        width: in pixels; 0 if there is a URL.
        height: in pixels; 0 if there is a URL.
    """

    url: str | None = None
    data: bytes = b""
    media_type: str = ""
    width: int = 0
    height: int = 0

    def __repr__(self) -> str:
        if self.url is not None:
            return f"<picture at {self.url[:80]!r}>"
        return f"<picture {self.media_type}, {self.width} x {self.height} pixels, {len(self.data)} bytes>"

    def base64(self) -> str:
        """Return the file as base64, without anything in front of it."""
        return binascii.b2a_base64(self.data, newline=False).decode("ascii")

    def data_url(self) -> str:
        """Return the file as a `data:` URL."""
        return f"data:{self.media_type};base64,{self.base64()}"

    @classmethod
    def of(cls, encoded: EncodedPicture) -> "PreparedPicture":
        """Make one of a file that was just encoded."""
        return cls(None, encoded.data, encoded.media_type, encoded.width, encoded.height)


def prepare(
    picture: PictureSource, *, limits: PictureLimits, fit: bool = False, role: str = "picture"
) -> PreparedPicture:
    """Check a picture against the limits, and return what is sent.

    A URL is passed on: the gateway fetches it, so nothing is known of it. A file is sent byte for byte as it
    is, except where its EXIF tag says that it has to be turned, since a gateway may not look at that tag. Pixels that
    have to be encoded become PNG, or where that is too large, JPEG of falling quality; a JPEG becomes a JPEG.

    Args:
        picture: the picture.
        limits: the gateway's.
        fit: whether a picture beyond the limits is scaled down and re-encoded, rather than refused. Transparency
            becomes white where it becomes a JPEG, 16 bits a channel become 8, and an animation its first frame.
        role: what messages call it.

    Raises:
        BadPicture: it cannot be read, is no whole picture, or is beyond the limits. A ratio of the sides beyond the
            limit cannot be made to fit: cut the picture, or give it a border.
    """
    source = read_picture(picture, role, limits=limits, fit=fit)
    if isinstance(source, str):
        return PreparedPicture(url=source)
    return prepared(source, limits=limits, fit=fit, name=name_of(picture, role))


def prepared(picture: DecodedPicture, *, limits: PictureLimits, fit: bool, name: str) -> PreparedPicture:
    """Do as `prepare` with a picture that was read already."""
    size = picture.pixels.size
    problem = limits.ratio_problem(*size)
    if problem:
        raise BadPicture(f"{name} {problem}. Cut it, or give it a border; scaling does not help.")
    if picture.data is not None:
        problem = limits.problem(picture.media_type, len(picture.data), *size)
        if not problem:
            return PreparedPicture(None, picture.data, picture.media_type, *size)
        if not fit:
            raise BadPicture(f"{name} {problem}. The option `fit` scales it down or re-encodes it.")
    pixels = plain(picture.pixels, name)

    def drawn(scale: float) -> "Image.Image":
        return resized(pixels, scaled(*size, scale))

    return PreparedPicture.of(
        encoded_within(limits, size, drawn, name=name, fit=fit, photo=picture.media_type == "image/jpeg")
    )


def resized(pixels: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    """Return the pixels at another size, as they are if it is the same."""
    from PIL import Image

    return pixels if pixels.size == size else pixels.resize(size, Image.Resampling.LANCZOS)
