"""Pixels as files that a gateway takes: PNG where that is small enough, else JPEG, scaled down if that is allowed."""

import binascii
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import BadPicture
from .limits import PictureLimits, scaled
from .source import DecodedPicture, PictureSource, name_of, read_picture

if TYPE_CHECKING:  # as in `whole`
    from PIL import Image

# Of a photo of 12 million pixels, a third of the time of Pillow's default, and no larger a file.
_PNG: dict[str, Any] = {"format": "PNG", "compress_level": 3}
_JPEGS: tuple[dict[str, Any], ...] = tuple({"format": "JPEG", "quality": quality} for quality in (95, 85, 75))
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


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


def encoded_within(
    limits: PictureLimits,
    size: tuple[int, int],
    draw: "Callable[[float], Image.Image]",
    *,
    name: str,
    fit: bool,
    photo: bool = False,
) -> PreparedPicture:
    """Encode pixels so that the limits hold: as PNG, else as JPEG of falling quality, else scaled down.

    Args:
        size: width and height at a scale of 1.
        draw: makes the pixels at a scale above 0, at most 1, as `plain` returns them.
        name: what the message calls the picture.
        fit: whether they may be scaled down.
        photo: whether the pixels come from a JPEG, so that a PNG of them would be large and no better.

    Raises:
        BadPicture: it cannot be done.
    """
    ways = [way for way in (_PNG, *_JPEGS) if limits.takes_type(_MEDIA_TYPES[way["format"]])]
    if photo:
        ways = [way for way in ways if way["format"] == "JPEG"] or ways
    if not ways:
        raise BadPicture(f"{name} cannot be converted to {' or '.join(limits.media_types)}; give one that is.")
    scale = limits.scale_for(*size)
    if scale < 1 and not fit:
        raise BadPicture(
            f"{name} {limits.problem(_MEDIA_TYPES[ways[0]['format']], 0, *size)}. The option `fit` scales it down."
        )
    while True:
        pixels = draw(scale)
        for way in ways:
            data = _encoded(pixels, way)
            if limits.takes_bytes(len(data)):
                return PreparedPicture(None, data, _MEDIA_TYPES[way["format"]], *pixels.size)
        if not fit or max(pixels.size) == 1 or limits.max_bytes is None:
            raise BadPicture(
                f"{name} has {len(data)} bytes or more as {way['format']}, and the gateway takes at most "
                f"{limits.max_bytes}.{'' if fit else ' The option `fit` scales it down.'}"
            )
        # The size of a file goes with the number of pixels; a little less, so that few rounds are needed.
        scale *= max(0.25, 0.95 * math.sqrt(limits.max_bytes / len(data)))


def plain(picture: "Image.Image", name: str = "the picture") -> "Image.Image":
    """Return the pixels as L, RGB or RGBA, 8 bits a channel, with a colour profile that still fits and nothing else.

    Raises:
        BadPicture: they are numbers, and which of them is white is not known.
    """
    if picture.mode == "La":
        picture = picture.convert("LA")  # from where alone Pillow goes on
    if picture.mode[0] in "IF":
        pixels = _with_eight_bits(picture, name)
    elif picture.has_transparency_data:
        pixels = picture.convert("RGBA")
    else:
        pixels = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    profile = picture.info.get("icc_profile") if picture.mode in (pixels.mode, "P") else None
    pixels.info = {"icc_profile": profile} if profile else {}
    return pixels


def extrema(picture: "Image.Image") -> tuple[float, float]:
    """Return the darkest and the brightest value of the pixels, which have one channel."""
    darkest, brightest = picture.getextrema()
    assert not isinstance(darkest, tuple)
    assert not isinstance(brightest, tuple)
    return darkest, brightest


def _with_eight_bits(picture: "Image.Image", name: str) -> "Image.Image":
    """Return numbers as grey. Pillow itself would clip them: 16 bits become white, and 0 to 1 black."""
    numbers = picture.convert("F")
    darkest, brightest = extrema(numbers)
    # Fractions that were calculated may be a little beyond black and white; whole numbers are not.
    whites, beyond = ((1.0, 255.0, 65535.0), 0.25) if picture.mode == "F" else ((255.0, 65535.0), 0.0)
    white = next((white for white in whites if brightest <= white * (1 + beyond)), 0.0)
    if not (white and darkest >= -white * beyond):  # it may be no number, and then neither is the case
        raise BadPicture(
            f"{name} has numbers from {darkest:g} to {brightest:g} for pixels (PIL's mode {picture.mode}), and how "
            "bright they are meant is not known. Scale them to 0 to 255, and convert('L')."
        )
    scale = 255 / white
    return numbers.point(lambda value: value * scale + 0.5).convert("L")  # which cuts fractions off


def on_white(picture: "Image.Image") -> "Image.Image":
    """Return the pixels without transparency, on white where they let something shine through."""
    if picture.mode != "RGBA":
        return picture
    from PIL import Image

    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    ground.info = dict(picture.info)
    return ground


def _encoded(pixels: "Image.Image", way: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    image = on_white(pixels) if way["format"] == "JPEG" else pixels
    image.save(written, icc_profile=image.info.get("icc_profile"), **way)
    return written.getvalue()


def prepare(
    picture: PictureSource, *, limits: PictureLimits, fit: bool = False, role: str = "picture"
) -> PreparedPicture:
    """Check a picture against the limits, and return what is sent.

    A URL is passed on: the gateway fetches it, so nothing is known of it. A file is sent byte for byte as it
    is, except where its EXIF tag says that it has to be turned, since a gateway may not look at that tag. Pixels that
    have to be encoded become PNG, or where that is too large, JPEG of falling quality; a JPEG becomes a JPEG.

    Args:
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

    return encoded_within(limits, size, drawn, name=name, fit=fit, photo=picture.media_type == "image/jpeg")


def resized(pixels: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    """Return the pixels at another size, as they are if it is the same."""
    from PIL import Image

    return pixels if pixels.size == size else pixels.resize(size, Image.Resampling.LANCZOS)
