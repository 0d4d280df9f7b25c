"""Pictures on their way to a gateway: checked before anything is billed, and made to fit if that is asked for."""

from typing import TYPE_CHECKING

from ..errors import BadPicture
from .encoding import PreparedPicture, encoded_within, plain
from .limits import PictureLimits, scaled
from .source import DecodedPicture, PictureSource, name_of, read_picture

if TYPE_CHECKING:  # as in `whole`
    from PIL import Image


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
