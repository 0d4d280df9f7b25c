"""What outpainting and inpainting need beside a prompt: an extended canvas, and masks.

In a mask white marks what is painted and black what stays. The gateways' pages do not say so; it is our reading, see
`OutpaintingCanvasRequest` in `openapi/volcv.yaml`. Nor do they say which grey is which: here a pixel that is nearer to
white marks, and one that is nearer to black does not. So soft edges are fine, and the noise of a JPEG marks nothing.
"""

import math
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import BadInput, BadPicture
from .encoding import PreparedPicture, encoded_within, extrema, on_white, plain, prepared, resized
from .limits import PictureLimits, scaled
from .source import DecodedPicture, PictureSource, name_of, read_picture

if TYPE_CHECKING:  # as in `whole`
    from PIL import Image

_KEEP, _MIDDLE, _PAINT = 0, 128, 255
_GREY = (128, 128, 128)  # where there is nothing yet: of all colours the least of a hint
_RATIO = re.compile(r"\s*(\d{1,5}(?:\.\d{1,4})?)\s*:\s*(\d{1,5}(?:\.\d{1,4})?)\s*")


@dataclass(frozen=True, slots=True)
class Margins:
    """By how many pixels a picture grows on each side."""

    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture on a larger canvas, and the mask, of the same size, that is white where the canvas is empty."""

    picture: PreparedPicture
    mask: PreparedPicture


def extended_canvas(
    picture: PictureSource,
    *,
    limits: PictureLimits,
    fit: bool = False,
    to: str | None = None,
    top: float | None = None,
    bottom: float | None = None,
    left: float | None = None,
    right: float | None = None,
) -> Canvas:
    """Put a picture on a larger canvas, to be filled by outpainting.

    Args:
        picture: the picture, whose pixels have to be at hand: a URL is refused.
        limits: the gateway's, which the canvas has to keep.
        fit: whether a canvas beyond the limits is scaled down, with the picture and the mask, rather than refused.
        to: the ratio of width to height that the canvas gets, as `16:9`. It grows to both sides alike.
        top: how much is added at the top, as a fraction of the picture's height, in (0, 1]; the others likewise.
        bottom: at the bottom, of the height.
        left: at the left, of the width.
        right: at the right, of the width.

    Raises:
        BadInput: neither `to` nor a side is given, or both; a side is not in (0, 1]; `to` is no ratio, or the
            picture's own.
        BadPicture: the picture cannot be read, is no whole picture, or the canvas is beyond the limits.
    """
    asked = {"top": top, "bottom": bottom, "left": left, "right": right}
    sides = {side: fraction for side, fraction in asked.items() if fraction is not None}
    if (to is None) == (not sides):
        raise BadInput("Say how to extend: either `to`, as 16:9, or one or more of top, bottom, left and right.")
    ratio = None if to is None else _parsed_ratio(to)
    _check_sides(sides)
    # The file may have any size, since what is sent is the canvas.
    source = read_picture(picture, "picture", limits=replace(limits, max_bytes=None), fit=fit)
    name = name_of(picture, "picture")
    if isinstance(source, str):
        raise BadPicture(f"{name} is a URL, and a canvas is made of its pixels. Fetch it and give the bytes or a path.")
    width, height = source.pixels.size
    margins = margins_of_sides(width, height, **sides) if ratio is None else margins_to_ratio(width, height, ratio)
    return _canvas(source, margins, limits=limits, fit=fit, name=name)


def prepare_mask(
    mask: PictureSource, picture: PreparedPicture, *, limits: PictureLimits, fit: bool = False
) -> PreparedPicture:
    """Check a mask that a user made, white where the picture is to be painted anew, and return what is sent.

    A mask in grey or black and white is sent as it is. In one in colour any strong colour marks, so that red on black
    does; it becomes grey. A pixel marks from the middle grey on, 128 of 255, and there has to be one that does and one
    that does not: else the call would be billed for nothing, or for another picture. So labels of 0 and 1 are refused.
    One with transparency is too: to some programs the transparent part is what changes, to others what stays.

    Args:
        mask: the mask; a URL if the picture is one, since both go the same way.
        picture: the picture that it is for.
        fit: whether a mask of another size is scaled to the picture's, and one beyond the limits re-encoded. However
            small, what is marked stays marked.

    Raises:
        BadPicture: it cannot be read, is no whole picture, is transparent, marks nothing or everything, has another
            size than the picture, or goes another way.
    """
    source = read_picture(mask, "mask", limits=limits, fit=fit)
    name = name_of(mask, "mask")
    if isinstance(source, str) != (picture.url is not None):
        raise BadPicture("Give the picture and the mask both as URLs or both as files: they go the same way.")
    if isinstance(source, str):
        return PreparedPicture(url=source)
    grey = _as_grey(source, name)
    size = picture.width, picture.height
    if grey.pixels.size != size:
        if not fit or not _same_shape(grey.pixels.size, size):
            raise BadPicture(
                f"{name} has {grey.pixels.width} x {grey.pixels.height} pixels and the picture {size[0]} x {size[1]}. "
                f"Make them the same{'' if fit else '; the option `fit` scales a mask of the same shape'}."
            )
        grey = DecodedPicture(_scaled_mask(grey.pixels, size), None, "")
        _check_marks(grey.pixels, f"{name}, scaled to {size[0]} x {size[1]} pixels,")
    return prepared(grey, limits=limits, fit=fit, name=name)


def margins_of_sides(
    width: int, height: int, *, top: float = 0, bottom: float = 0, left: float = 0, right: float = 0
) -> Margins:
    """Return the margins for fractions of the sides: 0 for none, else at least a pixel."""

    def pixels(fraction: float, side: int) -> int:
        return max(1, round(fraction * side)) if fraction else 0

    return Margins(pixels(top, height), pixels(bottom, height), pixels(left, width), pixels(right, width))


def margins_to_ratio(width: int, height: int, ratio: Fraction) -> Margins:
    """Return the margins that give the ratio of width to height, the same at both sides, or a pixel more at the end.

    Raises:
        BadInput: it is the picture's own, to the pixel.
    """
    across = max(0, round(height * ratio) - width)
    down = max(0, round(width / ratio) - height) if not across else 0
    if not across and not down:
        raise BadInput(f"The picture, of {width} x {height} pixels, has that ratio already: there is nothing to add.")
    return Margins(down // 2, down - down // 2, across // 2, across - across // 2)


def _parsed_ratio(text: str) -> Fraction:
    found = _RATIO.fullmatch(text)
    if not found or not Fraction(found[1]) or not Fraction(found[2]):
        raise BadInput(f"to={text!r} is no ratio; it reads as width:height, such as 16:9 or 2.35:1.")
    return Fraction(found[1]) / Fraction(found[2])


def _check_sides(sides: dict[str, float]) -> None:
    for side, fraction in sides.items():
        if not 0 < fraction <= 1:
            raise BadInput(
                f"{side}={fraction} is not in (0, 1]: it is the fraction of the picture's side that is added. "
                "Leave out a side that stays."
            )


def _canvas(picture: DecodedPicture, margins: Margins, *, limits: PictureLimits, fit: bool, name: str) -> Canvas:
    from PIL import Image

    pixels = on_white(plain(picture.pixels, name))
    width = margins.left + pixels.width + margins.right
    height = margins.top + pixels.height + margins.bottom
    name = f"the canvas for {name}"
    problem = limits.ratio_problem(width, height)
    if problem:
        raise BadPicture(f"{name} {problem}. Extend it less, or at other sides too.")

    def drawn(scale: float) -> "Image.Image":
        size = scaled(width, height, scale)
        box = _box(pixels, margins, size)
        canvas = Image.new(pixels.mode, size, _GREY if pixels.mode == "RGB" else _GREY[0])
        canvas.paste(resized(pixels, (box[2] - box[0], box[3] - box[1])), box)
        canvas.info = pixels.info
        return canvas

    file = encoded_within(limits, (width, height), drawn, name=name, fit=fit)
    mask = Image.new("L", (file.width, file.height), _PAINT)
    mask.paste(_KEEP, _box(pixels, margins, mask.size))
    return Canvas(file, encoded_within(limits, mask.size, lambda _: mask, name="the mask", fit=False))


def _box(pixels: "Image.Image", margins: Margins, canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return where the picture lies on a canvas of this size: left, upper, right, lower."""

    def span(before: int, own: int, after: int, length: int) -> tuple[int, int]:
        scale = length / (before + own + after)
        start = min(round(before * scale), length - 1)
        return start, max(start + 1, round((before + own) * scale))

    left, right = span(margins.left, pixels.width, margins.right, canvas[0])
    upper, lower = span(margins.top, pixels.height, margins.bottom, canvas[1])
    return left, upper, right, lower


def _as_grey(mask: DecodedPicture, name: str) -> DecodedPicture:
    """Return a mask of one channel: the file itself if it is one that marks something, else what it means in grey."""
    pixels = plain(mask.pixels, name)
    if pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() != (255, 255):
        raise BadPicture(
            f"{name} has transparency, and whether that is what changes or what stays, programs disagree about. "
            "Make it white where the picture is to be painted anew, and black elsewhere."
        )
    grey = pixels if pixels.mode == "L" else _brightest_channel(pixels)
    _check_marks(grey, name)
    return mask if mask.pixels.mode in ("1", "L") else DecodedPicture(grey, None, "")


def _check_marks(grey: "Image.Image", name: str) -> None:
    """Raise `BadPicture` if a mask marks nothing, or everything."""
    darkest, brightest = extrema(grey)
    if darkest < _MIDDLE <= brightest:
        return
    if darkest == _PAINT:
        problem = "is all white, so nothing of the picture would stay"
    elif darkest >= _MIDDLE:
        problem = f"has greys from {darkest} to {brightest} of 255, so nothing of the picture would stay"
    elif brightest == _KEEP:
        problem = "is all black, so nothing would change"
    elif brightest == 1:  # what numpy makes of a comparison, and label tools of one label
        raise BadPicture(
            f"{name} has no value above 1 of 255, so it is all black. If 1 is what it marks with, multiply it by 255 "
            "(in numpy: mask * 255): a mask has to be 255 where to paint anew, and 0 elsewhere."
        )
    else:
        problem = f"has greys from {darkest} to {brightest} of 255, so it is not clear what it marks"
    raise BadPicture(f"{name} {problem}. Make it white where to paint anew, and black elsewhere.")


def _brightest_channel(pixels: "Image.Image") -> "Image.Image":
    """Return the grey of colours such that any strong colour marks: the eye's own weights make a pure blue black."""
    from PIL import ImageChops

    red, green, blue = pixels.convert("RGB").split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _scaled_mask(pixels: "Image.Image", size: tuple[int, int]) -> "Image.Image":
    """Return a mask at another size, without new greys, and so that a mark of one pixel does not fall between two."""
    from PIL import Image, ImageFilter

    step = max(pixels.width / size[0], pixels.height / size[1])
    if step > 1:
        across = 2 * math.ceil((step - 1) / 2) + 1  # odd, and no narrower than a step
        pixels = pixels.convert("L").filter(ImageFilter.MaxFilter(across))
    return pixels.resize(size, Image.Resampling.NEAREST)


def _same_shape(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether one is the other, scaled, with its sides rounded up or down."""
    return abs(size[0] * other[1] - size[1] * other[0]) <= max(sum(size), sum(other))
