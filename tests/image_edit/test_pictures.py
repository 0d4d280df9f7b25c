"""Pictures in and out of `image_edit`: what is sent, what is refused before it is billed, and how a result is kept."""

import base64
import errno
import io
import json
import os
import random
import resource
import stat
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile, ImageOps, PngImagePlugin

from image_edit import whole_file
from image_edit.edited_image import EditedImage
from image_edit.errors import BadInput, BadPicture
from image_edit.pictures.canvas import extended_canvas, margins_to_ratio, prepare_mask
from image_edit.pictures.encoding import PreparedPicture, prepare
from image_edit.pictures.limits import PictureLimits, scaled
from image_edit.pictures.whole import BrokenPicture
from image_gateways_documents.picture_check import picture_problem

PICTURES = Path(__file__).parents[2] / "contract_tests" / "recordings" / "pictures"
LIGHTHOUSE = PICTURES / "lighthouse.png"
X_PICTURE: dict[str, Any] = json.loads((files("image_gateways.volcv") / "openapi.json").read_text("utf-8"))[
    "components"
]["schemas"]["InputPictureBase64"]["x-picture"]
LIMITS = PictureLimits.from_document(X_PICTURE)
WIDE, HIGH = X_PICTURE["max_width"], X_PICTURE["max_height"]


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def drawn(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose four quarters differ, so that turning it shows."""
    picture = Image.new("RGB", size, "red")
    picture.paste("lime", (size[0] // 2, 0, size[0], size[1] // 2))
    picture.paste("blue", (0, size[1] // 2, size[0] // 2, size[1]))
    picture.paste("white", (size[0] // 2, size[1] // 2, size[0], size[1]))
    return picture.convert(mode)


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.frombytes("RGB", size, random.Random(str(size)).randbytes(3 * size[0] * size[1]))


def decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def same_pixels(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes()


def with_size(png: bytes, width: int, height: int) -> bytes:
    """A PNG that says it has another size than it has."""
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


def animation(kind: str) -> bytes:
    return encoded(drawn(), kind, save_all=True, append_images=[drawn().rotate(180)])


def assert_taken(picture: PreparedPicture) -> None:
    """The mock, which reads the same document with other code, takes it."""
    assert picture_problem(picture.base64(), X_PICTURE, ()) is None
    assert decoded(picture.data).size == (picture.width, picture.height)


# --- what is sent ---------------------------------------------------------------------------------------------------

PNG = LIGHTHOUSE.read_bytes()
WAYS_TO_GIVE: dict[str, Callable[[], Any]] = {
    "str": lambda: str(LIGHTHOUSE),
    "path": lambda: LIGHTHOUSE,
    "bytes": lambda: PNG,
    "bytearray": lambda: bytearray(PNG),
    "memoryview": lambda: memoryview(PNG),
    "open file": lambda: io.BytesIO(PNG),
    "data URL": lambda: "data:image/png;base64," + base64.b64encode(PNG).decode(),
    "data URL that is wrapped": lambda: "data:image/png;base64," + base64.encodebytes(PNG).decode(),
    "data URL without padding": lambda: "data:image/png;base64," + base64.b64encode(PNG).decode().rstrip("="),
    "data URL in letters for URLs": lambda: "data:image/png;base64," + base64.urlsafe_b64encode(PNG).decode(),
    "data URL that is percent-encoded": lambda: "data:," + "".join(f"%{byte:02x}" for byte in PNG),
    "data URL with blanks around it": lambda: f" data:image/png;base64,{base64.b64encode(PNG).decode()}\n",
    "data URL that says it is another type": lambda: "DATA:image/gif;base64," + base64.b64encode(PNG).decode(),
}


@pytest.mark.parametrize("way", WAYS_TO_GIVE)
def test_a_picture_within_the_limits_is_sent_byte_for_byte(way: str) -> None:
    for fit in (False, True):
        sent = prepare(WAYS_TO_GIVE[way](), limits=LIMITS, fit=fit)
        assert (sent.data, sent.media_type, sent.url) == (PNG, "image/png", None)
        assert (sent.width, sent.height) == decoded(PNG).size
        assert sent.base64() == base64.b64encode(PNG).decode()
        assert sent.data_url() == "data:image/png;base64," + sent.base64()


@pytest.mark.parametrize(
    ("kind", "media_type", "picture"),
    [
        ("JPEG", "image/jpeg", drawn(mode="CMYK")),
        ("JPEG", "image/jpeg", drawn(mode="L")),
        ("MPO", "image/jpeg", drawn()),
        ("PNG", "image/png", drawn(mode="P")),
        ("PNG", "image/png", drawn(mode="1")),
        ("PNG", "image/png", drawn(mode="RGBA")),
        ("PNG", "image/png", Image.new("I;16", (30, 20), 40_000)),
    ],
)
def test_unusual_pixels_of_a_type_that_is_taken_are_sent_as_they_are(
    kind: str, media_type: str, picture: Image.Image
) -> None:
    more = {"save_all": True, "append_images": [drawn((30, 20))]} if kind == "MPO" else {}
    data = encoded(picture, kind, **more)
    sent = prepare(data, limits=LIMITS)
    assert (sent.data, sent.media_type) == (data, media_type)


def test_the_type_is_that_of_the_content_whatever_the_name_says(tmp_path: Path) -> None:
    named_png = tmp_path / "photo.png"
    named_png.write_bytes(encoded(drawn(), "JPEG"))
    assert prepare(named_png, limits=LIMITS).media_type == "image/jpeg"
    named_png.write_bytes(encoded(drawn(), "WEBP"))
    with pytest.raises(BadPicture, match="image/webp"):
        prepare(named_png, limits=LIMITS)


def test_a_file_is_read_from_where_it_stands_and_left_open(tmp_path: Path) -> None:
    path = tmp_path / "behind a header"
    path.write_bytes(b"header" + PNG)
    with path.open("rb") as file:
        file.seek(len(b"header"))
        assert prepare(file, limits=LIMITS).data == PNG
        assert not file.closed


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_pil_image_is_sent_without_loss_and_stays_as_it_was(mode: str) -> None:
    picture = drawn(mode=mode)
    before = picture.tobytes()
    sent = prepare(picture, limits=LIMITS)
    assert_taken(sent)
    assert sent.media_type == "image/png"
    assert same_pixels(decoded(sent.data), picture)
    assert (picture.mode, picture.tobytes()) == (mode, before)


@pytest.mark.parametrize("url", ["https://example.com/cat.png", "http://[::1]:8000/a?b=c#d", "https://例え.jp/猫"])
def test_a_url_is_passed_on_as_it_is(url: str) -> None:
    sent = prepare(url, limits=LIMITS)
    assert (sent.url, sent.data) == (url, b"")


@pytest.mark.parametrize(
    "written", ["{}://Example.com/Cat.png", " {}://Example.com/Cat.png\n", "\t{}://Example.com/Cat.png"]
)
@pytest.mark.parametrize("scheme", ["https", "HTTPS", "Http"])
def test_a_url_is_taken_as_people_copy_it(written: str, scheme: str) -> None:
    meant = f"{scheme.lower()}://Example.com/Cat.png"
    assert prepare(written.format(scheme), limits=LIMITS).url == meant
    picture = prepare(meant, limits=LIMITS)
    assert prepare_mask(written.format(scheme), picture, limits=LIMITS).url == meant


def test_a_prepared_picture_shows_no_bytes() -> None:
    assert len(repr(prepare(LIGHTHOUSE, limits=LIMITS))) < 80
    assert len(repr(prepare("https://example.com/" + "a" * 2000, limits=LIMITS))) < 120


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_sent_as_its_exif_tag_turns_it(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(drawn(), kind, exif=exif)
    sent = prepare(data, limits=LIMITS)
    assert_taken(sent)
    assert sent.media_type == Image.MIME[kind]
    assert (sent.data == data) == (orientation == 1)
    upright, shown = ImageOps.exif_transpose(decoded(data)), decoded(sent.data)
    assert shown.getexif().get(0x0112, 1) == 1
    assert shown.size == upright.size
    for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)):
        place = int(x * shown.width), int(y * shown.height)
        colours = zip(_channels(shown, place), _channels(upright, place), strict=True)
        assert all(abs(sent_value - meant) < 16 for sent_value, meant in colours)


def _channels(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    found = picture.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def test_a_photo_that_has_to_be_turned_is_not_refused_for_the_bytes_that_turning_adds() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(noise((200, 100)), "JPEG", quality=80, exif=exif)
    limits = PictureLimits(media_types=("image/jpeg",), max_bytes=len(data))
    sent = prepare(data, limits=limits)
    assert len(sent.data) <= len(data)
    assert (sent.width, sent.height) == (100, 200)


def test_a_pil_image_is_turned_as_well_and_left_as_it_was() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.open(io.BytesIO(encoded(drawn(), "JPEG", exif=exif)))
    sent = prepare(picture, limits=LIMITS)
    assert same_pixels(decoded(sent.data), ImageOps.exif_transpose(picture))
    assert picture.size == drawn().size


def test_exif_data_that_is_broken_turns_nothing() -> None:
    data = encoded(drawn(), "PNG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")
    assert prepare(data, limits=LIMITS).data == data


# --- pixels that are numbers, and modes that few people have --------------------------------------------------------


def ramp(mode: str, black: float, white: float) -> Image.Image:
    """Eleven pixels from black to white."""
    values = [black + (white - black) * step / 10 for step in range(11)]
    picture = Image.new(mode if mode in ("F", "I") else "I", (11, 1))
    picture.putdata(values if mode == "F" else [round(value) for value in values])
    return picture if mode in ("F", "I") else picture.convert(mode)


@pytest.mark.parametrize(
    ("mode", "white"), [("F", 1), ("F", 255), ("F", 65535), ("I", 255), ("I", 65535), ("I;16", 255), ("I;16", 65535)]
)
def test_numbers_for_pixels_keep_their_brightness(mode: str, white: float) -> None:
    limits = PictureLimits(media_types=("image/png",))
    for fit in (False, True):
        shown = decoded(prepare(ramp(mode, 0, white), limits=limits, fit=fit).data)
        assert shown.mode == "L"
        for step, grey in enumerate(shown.tobytes()):
            assert abs(grey - 25.5 * step) <= 1
    canvas = extended_canvas(ramp(mode, 0, white), limits=limits, top=1)
    assert decoded(canvas.picture.data).getpixel((10, 1)) == 255


def test_fractions_that_were_calculated_may_be_a_little_beyond_black_and_white() -> None:
    shown = decoded(prepare(ramp("F", -0.1, 1.1), limits=PictureLimits()).data)
    assert shown.tobytes()[0] == 0
    assert shown.tobytes()[-1] == 255
    assert abs(shown.tobytes()[5] - 127.5) <= 1


@pytest.mark.parametrize(
    "picture",
    [
        ramp("F", -1, 1),
        ramp("F", 0, 1e6),
        ramp("I", -3, 200),
        ramp("I", 0, 70_000),
        Image.new("F", (9, 9), float("nan")),
        Image.new("F", (9, 9), float("inf")),
    ],
    ids=lambda picture: f"{picture.mode} {picture.getextrema()}",
)
def test_numbers_whose_brightness_nobody_knows_are_refused_with_what_to_do(picture: Image.Image) -> None:
    for call in (
        lambda: prepare(picture, limits=PictureLimits()),
        lambda: prepare(picture, limits=PictureLimits(), fit=True),
        lambda: extended_canvas(picture, limits=PictureLimits(), top=1),
        lambda: prepare_mask(picture, prepare(drawn(picture.size), limits=PictureLimits()), limits=PictureLimits()),
    ):
        with pytest.raises(BadPicture, match=r"PIL's mode [FI].*Scale them to 0 to 255, and convert\('L'\)"):
            call()


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "La", "P", "PA", "RGB", "RGBX", "RGBA", "RGBa", "CMYK", "YCbCr", "HSV", "I", "F"]
)
def test_every_mode_of_pil_is_sent_with_the_colours_that_it_has(mode: str) -> None:
    picture = drawn().convert(mode)
    grey = mode in ("1", "L", "LA", "La", "I", "F")
    expected = drawn().convert("L").convert("RGB") if grey else drawn()
    sent = prepare(picture, limits=LIMITS)
    assert_taken(sent)
    fitted = prepare(picture, limits=PictureLimits(media_types=("image/png",), max_width=30), fit=True)
    canvas = extended_canvas(picture, limits=PictureLimits(media_types=("image/png",)), left=0.5)
    for data, scale, left in ((sent.data, 1, 0), (fitted.data, 0.5, 0), (canvas.picture.data, 1, 30)):
        for x, y in ((10, 10), (50, 10), (10, 30), (50, 30)):
            shown = _channels(decoded(data), (int(x * scale) + left, int(y * scale)))
            meant = _channels(expected, (x, y))
            assert mode == "1" or all(abs(one - other) <= 8 for one, other in zip(shown, meant, strict=True))


# --- what lies beside the pixels ------------------------------------------------------------------------------------


def chunk(kind: bytes, content: bytes, *, crc: int | None = None) -> bytes:
    right = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", right if crc is None else crc)


def with_chunks(chunks: bytes, *, before: bytes) -> bytes:
    place = PNG.index(before) - 4
    return PNG[:place] + chunks + PNG[place:]


LONG = zlib.compress(bytes(2 << 20))
METADATA = {
    "a compressed text that is long": chunk(b"zTXt", b"Comment\0\0" + LONG),
    "an international text that is long": chunk(b"iTXt", b"Comment\0\1\0\0\0" + LONG),
    "many texts": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1 << 20))) * 3,
    "a colour profile of two megabytes": chunk(b"iCCP", b"profile\0\0" + LONG),
    "a colour profile that is none": chunk(b"iCCP", b"profile\0\0no zlib"),
    "a colour profile of an unknown compression": chunk(b"iCCP", b"profile\0\7" + zlib.compress(b"profile")),
    "a text with a wrong check sum": chunk(b"tEXt", b"Comment\0hello", crc=7),
    "a time with a wrong check sum": chunk(b"tIME", bytes(7), crc=7),
    "a text without an end": chunk(b"zTXt", b"Comment"),
    "a density that is cut": chunk(b"pHYs", b"\0"),
    "a gamma that is cut": chunk(b"gAMA", b"\0"),
    "an orientation that nobody can read": chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff"),
    "what no program knows": chunk(b"xyZz", b"\0" * 9, crc=0),
}


@pytest.fixture
def _few_texts_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow refuses more than 64 MiB of texts, which take long to unpack."""
    monkeypatch.setattr(PngImagePlugin, "MAX_TEXT_MEMORY", 2 << 20)
    with pytest.raises(ValueError, match="memory"):
        Image.open(io.BytesIO(with_chunks(METADATA["many texts"], before=b"IDAT")))


@pytest.mark.usefixtures("_few_texts_are_many")
@pytest.mark.parametrize("before", [b"IDAT", b"IEND"])
@pytest.mark.parametrize("what", METADATA)
def test_what_a_png_holds_beside_its_pixels_neither_refuses_it_nor_loses_a_result(what: str, before: bytes) -> None:
    data = with_chunks(METADATA[what], before=before)
    for fit in (False, True):
        assert prepare(data, limits=PictureLimits(), fit=fit).data == data
    fitted = decoded(prepare(data, limits=PictureLimits(max_width=48), fit=True).data)
    assert same_pixels(fitted, decoded(prepare(PNG, limits=PictureLimits(max_width=48), fit=True).data))
    image = EditedImage.from_bytes(data)
    assert (image.data, image.media_type) == (data, "image/png")
    assert same_pixels(image.to_pil(), decoded(PNG))


@pytest.mark.usefixtures("_few_texts_are_many")
@pytest.mark.parametrize("what", METADATA)
def test_a_result_is_kept_with_what_lies_beside_its_pixels_and_converted_without(what: str, tmp_path: Path) -> None:
    image = EditedImage.from_bytes(with_chunks(METADATA[what], before=b"IDAT"))
    assert image.save(tmp_path / "cat.png").read_bytes() == image.data
    with Image.open(image.save(tmp_path / "cat.bmp")) as converted:
        assert same_pixels(converted, decoded(PNG))


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


EXTRAS = {
    "a colour profile that is cut": segment(0xE2, b"ICC_PROFILE\0"),
    "a JFIF head that is cut": segment(0xE0, b"JFIF\0\xff"),
    "a mark of Adobe's that is cut": segment(0xEE, b"Adobe\0"),
    "pages that there are not": segment(0xE2, b"MPF\0MM\0*\0\0\0\x08\xff\xff"),
    "EXIF data that is cut": segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"),
}


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO", "ignore:Corrupt EXIF data")
@pytest.mark.parametrize("what", EXTRAS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_what_a_jpeg_holds_beside_its_pixels_neither_refuses_it_nor_loses_a_result(what: str, mode: str) -> None:
    whole = encoded(drawn(mode=mode), "JPEG")
    for place in (2, 4 + int.from_bytes(whole[4:6])):  # before its first segment, and after that
        data = whole[:place] + EXTRAS[what] + whole[place:]
        for fit in (False, True):
            assert prepare(data, limits=PictureLimits(), fit=fit).data == data
        image = EditedImage.from_bytes(data)
        assert (image.data, image.media_type) == (data, "image/jpeg")
        assert same_pixels(image.to_pil(), decoded(whole))
        with pytest.raises(BrokenPicture):
            EditedImage.from_bytes(data[:-40])


def test_which_way_up_a_jpeg_is_stays_known_whatever_lies_beside_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = encoded(drawn(), "JPEG", exif=exif)
    data = whole[:2] + EXTRAS["a colour profile that is cut"] + whole[2:]
    assert prepare(data, limits=PictureLimits()).height == 60


def test_a_transparent_palette_is_converted_to_every_type(tmp_path: Path) -> None:
    palette = drawn(mode="P")
    image = EditedImage.from_bytes(encoded(palette, "PNG", transparency=bytes(range(0, 250, 50))))
    for suffix in (".gif", ".jpg", ".webp", ".bmp", ".tif"):
        with Image.open(image.save(tmp_path / f"cat{suffix}")) as converted:
            converted.load()
            assert converted.size == image.size


@pytest.mark.parametrize("kind", [b"IHDR", b"IDAT"])
def test_a_png_whose_pixels_are_damaged_is_refused_whatever_lies_beside_them(kind: bytes) -> None:
    damaged = bytearray(with_chunks(METADATA["a text with a wrong check sum"], before=b"IDAT"))
    damaged[damaged.index(kind) + 6] ^= 0xFF
    with pytest.raises(BadPicture, match="no whole picture"):
        prepare(bytes(damaged), limits=PictureLimits())
    with pytest.raises(BrokenPicture):
        EditedImage.from_bytes(bytes(damaged))


# --- more pixels than Pillow opens without a warning ----------------------------------------------------------------


@pytest.fixture
def huge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures of 60 x 40 pixels are as one of 108 megapixels is: above the limit, and below twice the limit."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2000)


@pytest.mark.usefixtures("huge")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_with_fit_a_huge_photo_is_scaled_and_without_it_the_option_is_named(kind: str) -> None:
    data = encoded(drawn(), kind, **({"lossless": True} if kind == "WEBP" else {}))
    limits = PictureLimits(media_types=("image/jpeg", "image/png"), max_width=30, max_height=30)
    sent = prepare(data, limits=limits, fit=True)
    assert (sent.width, sent.height) == (30, 20)
    for x, y in ((7, 5), (22, 5), (7, 15), (22, 15)):
        shown, meant = _channels(decoded(sent.data), (x, y)), _channels(drawn(), (2 * x, 2 * y))
        assert all(abs(one - other) <= 16 for one, other in zip(shown, meant, strict=True))
    with pytest.raises(BadPicture, match=r"more than 2000 pixels.*the option `fit` scales down up to twice as many"):
        prepare(data, limits=limits)
    with pytest.raises(BadPicture, match="more than 4000 pixels"):
        prepare(encoded(drawn((101, 40)), kind), limits=limits, fit=True)


@pytest.mark.usefixtures("huge")
def test_a_huge_jpeg_is_decoded_no_larger_than_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    load = ImageFile.ImageFile.load

    def noted(picture: ImageFile.ImageFile) -> Any:
        sizes.append(picture.size)
        return load(picture)

    monkeypatch.setattr(ImageFile.ImageFile, "load", noted)
    sent = prepare(encoded(drawn(), "JPEG"), limits=PictureLimits(max_width=15), fit=True)
    assert (sent.width, sent.height) == (15, 10)
    assert set(sizes) == {(15, 10)}
    # Pixels of a file that is within the limits as decoded, and not as it is, are not sent as that file.
    assert decoded(sent.data).size == (15, 10)


@pytest.mark.usefixtures("huge")
def test_a_huge_picture_within_the_limits_is_sent_as_it_is_and_a_huge_result_is_kept() -> None:
    data = encoded(drawn(), "JPEG")
    assert prepare(data, limits=PictureLimits(), fit=True).data == data
    assert EditedImage.from_bytes(data).size == (60, 40)


# --- what is refused ------------------------------------------------------------------------------------------------


class AwaitedFile:
    async def read(self, size: int = -1) -> bytes:
        return PNG[:size]


def closed_file() -> io.BytesIO:
    file = io.BytesIO(PNG)
    file.close()
    return file


def closed_image() -> Image.Image:
    picture = Image.open(LIGHTHOUSE)
    picture.close()
    return picture


TOO_WIDE = encoded(Image.new("1", (WIDE + 1, 2000)), "PNG")
TOO_LONG = encoded(Image.new("1", (301, 100)), "PNG")
BEYOND: dict[str, tuple[Callable[[], Any], str]] = {
    "a missing file": (lambda: "no/such.png", r"'no/such\.png' does not exist.*looked for as '/"),
    "a folder": (lambda: PICTURES, "is a folder"),
    "no path": (lambda: "", "empty path"),
    "a path with a NUL": (lambda: "a\0b", "cannot be read"),
    "a path that is far too long": (lambda: "a/" * 5000, "cannot be read"),
    "base64 as a str": (lambda: base64.b64encode(PNG).decode(), "looks like base64: decode it"),
    "base64 as bytes": (lambda: base64.b64encode(PNG), "looks like base64: decode it"),
    "no bytes": (lambda: b"", "it is empty"),
    "text": (lambda: b"<!doctype html><p>Not found", "begins with b'<!doctype"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no type of picture"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC: convert"),
    "WebP": (lambda: encoded(drawn(), "WEBP"), "is image/webp, and the gateway takes image/jpeg or image/png.*fit"),
    "GIF": (lambda: encoded(drawn(), "GIF"), "is image/gif"),
    "an animated GIF": (lambda: animation("GIF"), "several frames.*first frame"),
    "an animated PNG": (lambda: animation("PNG"), "several frames.*first frame"),
    "a picture that is too wide": (lambda: TOO_WIDE, rf"has {WIDE + 1} x 2000 pixels.*{WIDE} x {HIGH}.*fit"),
    "a PIL image that is too wide": (lambda: Image.new("1", (WIDE + 1, 2000)), f"at most {WIDE} x {HIGH}.*fit"),
    "a picture that is too long": (lambda: TOO_LONG, "long side of at most 3 times.*Cut it"),
    "a PIL image that is too long": (lambda: Image.new("1", (100, 301)), "long side of at most 3 times"),
    "too many bytes": (lambda: PNG + bytes(X_PICTURE["max_bytes"]), r"or more, and at most \d+.*fit"),
    "a decompression bomb": (lambda: with_size(PNG, 60_000, 60_000), "more than .* pixels"),
    "a small bomb": (lambda: with_size(PNG, 10_000, 10_000), "more than .* pixels"),
    "a header without a picture": (lambda: PNG[:20], "header cannot be read|begins with"),
    "a closed file": (closed_file, "closed"),
    "a closed PIL image": (closed_image, "no whole picture"),
    "an empty PIL image": (lambda: Image.new("RGB", (0, 5)), "no pixels"),
    "a file at its end": (lambda: io.BytesIO(b""), r"seek\(0\)"),
    "a file opened as text": (lambda: io.StringIO("text"), "open it with 'rb'"),
    "a file that is awaited": (AwaitedFile, "await"),
    "an array": (lambda: type("Array", (), {"__array_interface__": {}})(), "fromarray"),
    "a number": (lambda: 7, "of the type int; give a path"),
    "nothing": (lambda: None, "of the type NoneType"),
    "ftp": (lambda: "ftp://example.com/a.png", "http and https"),
    "a file URL": (lambda: LIGHTHOUSE.as_uri(), "give a path"),
    "a URL without a host": (lambda: "https:///a.png", "http and https"),
    "a URL with a space": (lambda: "https://example.com/a b.png", "http and https"),
    "a URL that no parser reads": (lambda: "https://[::1/a.png", "http and https"),
    "a data URL without a comma": (lambda: "data:image/png;base64", "without a comma"),
    "a data URL with broken base64": (lambda: "data:image/png;base64,iVB!ORw0K", "base64 is broken"),
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_no_gateway_takes_is_refused_with_what_to_do(what: str) -> None:
    make, message = BEYOND[what]
    with pytest.raises(BadPicture, match=message) as caught:
        prepare(make(), limits=LIMITS)
    assert len(str(caught.value)) < 500
    assert not caught.value.maybe_billed


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # no error outside of these tests
def test_a_decompression_bomb_is_refused_where_pillow_only_warns() -> None:
    with pytest.raises(BadPicture, match=r"more than \d+ pixels"):
        prepare(with_size(PNG, 10_000, 10_000), limits=PictureLimits())


@given(st.data())
def test_a_picture_that_is_cut_anywhere_is_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([encoded(drawn(), "PNG"), encoded(drawn(), "JPEG"), encoded(drawn(), "WEBP")]))
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(BadPicture, match="no whole picture"):
        prepare(cut, limits=PictureLimits())
    with pytest.raises(BrokenPicture):
        EditedImage.from_bytes(cut)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_program_that_lets_pillow_read_cut_pictures_gets_none_of_them(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = encoded(noise((50, 50)), kind)
    assert EditedImage.from_bytes(whole + b"what follows").size == (50, 50)
    with pytest.raises(BrokenPicture, match="cut off"):
        EditedImage.from_bytes(whole[:-500])


def test_each_limit_itself_is_taken_and_what_is_beyond_is_not() -> None:
    data, picture = encoded(drawn((60, 20)), "PNG"), drawn((60, 20))
    at: dict[str, Any] = {"max_bytes": len(data), "max_width": 60, "max_height": 20, "max_aspect_ratio": 3}
    assert prepare(data, limits=PictureLimits(**at)).data == data
    for name, limit in at.items():
        with pytest.raises(BadPicture, match="at most"):
            prepare(data, limits=PictureLimits(**{**at, name: limit - 1}))
    for name in ("max_width", "max_height"):
        with pytest.raises(BadPicture, match="at most"):
            prepare(picture, limits=PictureLimits(**{**at, name: at[name] - 1}))


def test_a_file_that_is_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.touch()
    os.truncate(path, 1 << 40)  # a sparse file: reading it would take hours
    for fit in (False, True):
        with pytest.raises(BadPicture, match=rf"has {1 << 40} bytes or more"):
            prepare(path, limits=LIMITS, fit=fit)


def test_a_stream_that_never_ends_is_refused() -> None:
    with Path("/dev/zero").open("rb") as endless, pytest.raises(BadPicture, match="bytes or more"):
        prepare(endless, limits=LIMITS)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path = tmp_path / "secret.png"
    path.write_bytes(PNG)
    monkeypatch.setattr(Path, "open", refuse)  # root, who runs tests in containers, may read everything
    with pytest.raises(BadPicture, match="Permission denied"):
        prepare(path, limits=LIMITS)


# --- what is made to fit --------------------------------------------------------------------------------------------


@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    kind=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PIL"]),
    mode=st.sampled_from(["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"]),
    limits=st.builds(
        PictureLimits,
        media_types=st.sampled_from([("image/jpeg", "image/png"), ("image/jpeg",), ("image/png",), ()]),
        max_bytes=st.none() | st.integers(900, 5000),
        max_width=st.none() | st.integers(8, 100),
        max_height=st.none() | st.integers(8, 100),
        max_aspect_ratio=st.none() | st.sampled_from([1.5, 2, 3]),
    ),
)
def test_with_fit_every_picture_comes_within_the_limits_or_has_sides_that_no_scaling_mends(
    width: int, height: int, kind: str, mode: str, limits: PictureLimits
) -> None:
    picture = noise((width, height))
    picture = picture.convert("L").convert(mode) if mode == "I;16" else picture.convert(mode)
    source: Any = picture
    if kind != "PIL":
        try:
            source = encoded(picture, kind)
        except (OSError, ValueError):  # a type that cannot hold these pixels
            source = encoded(picture.convert("RGB"), kind)
    long, short = max(width, height), min(width, height)
    if limits.max_aspect_ratio is not None and long > limits.max_aspect_ratio * short:
        with pytest.raises(BadPicture, match="scaling does not help"):
            prepare(source, limits=limits, fit=True)
        return
    sent = prepare(source, limits=limits, fit=True)
    shown = decoded(sent.data)
    assert shown.size == (sent.width, sent.height)
    assert not limits.media_types or sent.media_type in limits.media_types
    assert limits.max_bytes is None or len(sent.data) <= limits.max_bytes
    assert limits.max_width is None or sent.width <= limits.max_width
    assert limits.max_height is None or sent.height <= limits.max_height
    assert limits.max_aspect_ratio is None or max(shown.size) <= limits.max_aspect_ratio * min(shown.size)
    assert abs(sent.width * height - sent.height * width) <= width + height  # the same shape, but for rounding


def test_with_fit_a_side_is_as_long_as_the_limit_allows() -> None:
    sent = prepare(TOO_WIDE, limits=LIMITS, fit=True)
    assert_taken(sent)
    assert (sent.width, sent.media_type) == (WIDE, "image/png")


@given(st.integers(1, 3000), st.integers(1, 400), st.booleans())
def test_rounding_pushes_no_ratio_over_its_limit(short: int, most: int, upright: bool) -> None:
    width, height = (short, 3 * short) if upright else (3 * short, short)
    limits = PictureLimits(max_width=most, max_height=most, max_aspect_ratio=3)
    size = scaled(width, height, limits.scale_for(width, height))
    assert limits.ratio_problem(*size) is None
    assert max(size) <= most


def test_with_fit_a_photo_becomes_a_jpeg_and_a_drawing_a_png() -> None:
    limits = PictureLimits(media_types=("image/jpeg", "image/png"), max_width=50)
    assert prepare(encoded(drawn(), "JPEG"), limits=limits, fit=True).media_type == "image/jpeg"
    assert prepare(encoded(drawn(), "WEBP"), limits=limits, fit=True).media_type == "image/png"


def test_with_fit_bytes_are_saved_by_quality_before_pixels_are() -> None:
    picture = noise((100, 100))
    limits = PictureLimits(max_bytes=len(encoded(picture, "JPEG", quality=85)))
    sent = prepare(encoded(picture, "PNG"), limits=limits, fit=True)
    assert sent.data == encoded(picture, "JPEG", quality=85)


def test_with_fit_what_shines_through_becomes_white_in_a_jpeg() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    sent = prepare(encoded(clear, "PNG"), limits=PictureLimits(media_types=("image/jpeg",)), fit=True)
    assert min(_channels(decoded(sent.data), (20, 20))) > 250


def test_with_fit_sixteen_bits_a_channel_keep_their_brightness() -> None:
    grey = encoded(Image.new("I;16", (40, 40), 0x8080), "PNG")
    sent = prepare(grey, limits=PictureLimits(max_width=20), fit=True)
    assert decoded(sent.data).getpixel((5, 5)) == 0x80


def test_with_fit_an_animation_becomes_its_first_frame() -> None:
    sent = prepare(animation("PNG"), limits=LIMITS, fit=True)
    shown = decoded(sent.data)
    assert not getattr(shown, "is_animated", False)
    assert same_pixels(shown, drawn())


def test_with_fit_a_colour_profile_is_kept() -> None:
    profile = b"not a real profile, but carried as one"
    data = encoded(drawn((60, 40)), "PNG", icc_profile=profile)
    sent = prepare(data, limits=PictureLimits(max_width=30), fit=True)
    assert decoded(sent.data).info["icc_profile"] == profile


def test_limits_that_nothing_can_keep_end_in_a_refusal() -> None:
    with pytest.raises(BadPicture, match="at most 10"):
        prepare(LIGHTHOUSE, limits=PictureLimits(max_bytes=10), fit=True)
    with pytest.raises(BadPicture, match="cannot be converted to image/avif"):
        prepare(LIGHTHOUSE, limits=PictureLimits(media_types=("image/avif",)), fit=True)


# --- canvas and mask ------------------------------------------------------------------------------------------------

FRACTION = st.none() | st.floats(0, 1, exclude_min=True)


@given(st.integers(1, 60), st.integers(1, 60), FRACTION, FRACTION, FRACTION, FRACTION)
def test_a_canvas_holds_the_picture_untouched_and_its_mask_is_white_around_it(
    width: int, height: int, top: float | None, bottom: float | None, left: float | None, right: float | None
) -> None:
    picture = noise((width, height))
    if top is bottom is left is right is None:
        with pytest.raises(BadInput, match="Say how"):
            extended_canvas(picture, limits=PictureLimits())
        return
    canvas = extended_canvas(picture, limits=PictureLimits(), top=top, bottom=bottom, left=left, right=right)
    shown, mask = decoded(canvas.picture.data), decoded(canvas.mask.data)
    before = [
        max(1, round(side * (fraction or 0))) if fraction else 0 for side, fraction in ((width, left), (height, top))
    ]
    after = [
        max(1, round(side * (fraction or 0))) if fraction else 0
        for side, fraction in ((width, right), (height, bottom))
    ]
    box = (before[0], before[1], before[0] + width, before[1] + height)
    assert shown.size == mask.size == (before[0] + width + after[0], before[1] + height + after[1])
    assert mask.mode == "L"
    assert same_pixels(shown.crop(box), picture)
    expected = Image.new("L", mask.size, 255)
    expected.paste(0, box)
    assert mask.tobytes() == expected.tobytes()


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 40), st.integers(1, 40))
def test_to_a_ratio_a_picture_only_grows_alike_at_both_sides_and_comes_as_near_as_a_pixel(
    width: int, height: int, across: int, down: int
) -> None:
    ratio = Fraction(across, down)
    try:
        margins = margins_to_ratio(width, height, ratio)
    except BadInput:
        assert abs(width - height * ratio) <= max(ratio, Fraction(1)) / 2
        return
    assert (margins.top == margins.bottom == 0) or (margins.left == margins.right == 0)
    assert margins.right - margins.left in (0, 1)
    assert margins.bottom - margins.top in (0, 1)
    grown = width + margins.left + margins.right, height + margins.top + margins.bottom
    assert abs(grown[0] - grown[1] * ratio) <= max(ratio, Fraction(1)) / 2


@pytest.mark.parametrize(("to", "size"), [("16:9", (213, 120)), (" 3 : 1 ", (360, 120)), ("1:2.0", (120, 240))])
def test_a_ratio_is_written_as_people_write_it(to: str, size: tuple[int, int]) -> None:
    canvas = extended_canvas(drawn((120, 120)), limits=LIMITS, to=to)
    assert (canvas.picture.width, canvas.picture.height) == (canvas.mask.width, canvas.mask.height) == size
    assert_taken(canvas.picture)
    assert_taken(canvas.mask)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Say how"),
        ({"to": "16:9", "top": 0.5}, "Say how"),
        ({"to": "wide"}, "is no ratio"),
        ({"to": "16:0"}, "is no ratio"),
        ({"to": "3:2"}, "already"),
        ({"to": "4:1"}, "long side of at most 3"),
        ({"top": 0}, r"top=0 is not in \(0, 1\].*Leave out"),
        ({"left": 1.1}, "left=1.1"),
        ({"left": float("nan")}, "left=nan"),
        ({"right": -1}, "right=-1"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        extended_canvas(drawn((60, 40)), limits=LIMITS, **asked)


def test_a_canvas_is_not_made_of_a_link() -> None:
    with pytest.raises(BadPicture, match="Fetch it"):
        extended_canvas("https://example.com/cat.png", limits=LIMITS, to="16:9")


def test_a_canvas_beyond_the_limits_is_refused_or_scaled_down_with_its_mask() -> None:
    limits = PictureLimits(max_width=100, max_height=100)
    with pytest.raises(BadPicture, match=r"the canvas for the picture has 180 x 40 pixels.*fit"):
        extended_canvas(drawn((60, 40)), limits=limits, left=1, right=1)
    canvas = extended_canvas(drawn((60, 40)), limits=limits, fit=True, left=1, right=1)
    assert (canvas.picture.width, canvas.mask.width) == (100, 100)
    assert canvas.picture.height == canvas.mask.height
    kept = ImageOps.invert(decoded(canvas.mask.data)).getbbox()
    assert kept == (33, 0, 67, canvas.mask.height)
    assert _channels(decoded(canvas.picture.data), (32, 5)) == (128, 128, 128)
    assert max(_channels(decoded(canvas.picture.data), (36, 5))) > 240


def test_a_canvas_of_a_transparent_picture_is_opaque() -> None:
    canvas = extended_canvas(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), limits=LIMITS, top=1)
    assert _channels(decoded(canvas.picture.data), (5, 15)) == (255, 255, 255)


def black_with_a_white_spot(mode: str, size: tuple[int, int] = (60, 40)) -> Image.Image:
    mask = Image.new("L", size)
    mask.paste(255, (5, 5, size[0] // 2, size[1] // 2))
    return mask.convert(mode)


@pytest.mark.parametrize(
    ("mode", "unchanged"), [("1", True), ("L", True), ("RGB", False), ("P", False), ("RGBA", False)]
)
def test_a_mask_is_sent_as_it_is_or_made_grey(mode: str, unchanged: bool) -> None:
    picture = prepare(drawn(), limits=LIMITS)
    data = encoded(black_with_a_white_spot(mode), "PNG")
    sent = prepare_mask(data, picture, limits=LIMITS)
    assert (sent.data == data) == unchanged
    assert decoded(sent.data).mode in ("1", "L")
    assert decoded(sent.data).convert("L").tobytes() == black_with_a_white_spot("L").tobytes()


def test_a_mask_of_another_size_is_refused_or_scaled_without_new_greys() -> None:
    picture = prepare(drawn((60, 40)), limits=LIMITS)
    mask = black_with_a_white_spot("L", (120, 80))
    with pytest.raises(BadPicture, match=r"the mask has 120 x 80 pixels and the picture 60 x 40.*fit"):
        prepare_mask(mask, picture, limits=LIMITS)
    sent = prepare_mask(mask, picture, limits=LIMITS, fit=True)
    assert (sent.width, sent.height) == (60, 40)
    assert set(decoded(sent.data).tobytes()) == {0, 255}
    with pytest.raises(BadPicture, match="60 x 60 pixels"):
        prepare_mask(black_with_a_white_spot("L", (60, 60)), picture, limits=LIMITS, fit=True)


def test_with_fit_a_mask_of_the_size_that_the_picture_had_follows_it() -> None:
    limits = PictureLimits(max_width=37, max_height=37)
    picture = prepare(drawn((90, 61)), limits=limits, fit=True)
    sent = prepare_mask(black_with_a_white_spot("L", (90, 61)), picture, limits=limits, fit=True)
    assert (sent.width, sent.height) == (picture.width, picture.height)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (Image.new("L", (60, 40)), "all black, so nothing would change"),
        (Image.new("1", (60, 40)), "all black, so nothing would change"),
        (Image.new("L", (60, 40), 255), "all white, so nothing of the picture would stay"),
        (Image.new("1", (60, 40), 1), "all white, so nothing of the picture would stay"),
        (Image.new("RGB", (60, 40), "red"), "all white, so nothing of the picture would stay"),
        (Image.new("L", (60, 40), 200), "greys from 200 to 200 of 255, so nothing of the picture would stay"),
        (Image.new("RGBA", (60, 40), (255, 255, 255, 0)), "transparency"),
        ("https://example.com/mask.png", "both as URLs or both as files"),
    ],
)
def test_a_mask_that_says_nothing_clear_is_refused(mask: Any, message: str) -> None:
    with pytest.raises(BadPicture, match=message):
        prepare_mask(mask, prepare(drawn(), limits=LIMITS), limits=LIMITS)


def test_the_mask_of_a_link_is_a_link() -> None:
    picture = prepare("https://example.com/cat.png", limits=LIMITS)
    assert prepare_mask("https://example.com/mask.png", picture, limits=LIMITS).url == "https://example.com/mask.png"
    with pytest.raises(BadPicture, match="both as URLs or both as files"):
        prepare_mask(black_with_a_white_spot("L"), picture, limits=LIMITS)


def two_values(mode: str, ground: Any, mark: Any) -> Image.Image:
    mask = Image.new(mode, (60, 40), ground)
    mask.paste(mark, (5, 5, 30, 20))
    return mask


PALETTE_OF_LABELS = Image.new("P", (60, 40))
PALETTE_OF_LABELS.putpalette([0, 0, 0, 1, 1, 1])
PALETTE_OF_LABELS.paste(1, (5, 5, 30, 20))


@pytest.mark.parametrize(
    "mask",
    [
        two_values("L", 127, 128),
        two_values("F", 0.0, 1.0),
        two_values("I", 0, 255),
        two_values("I", 0, 65535),
        two_values("RGB", "black", "red"),
        two_values("RGB", "black", "blue"),
        two_values("RGB", "black", "lime"),
        two_values("RGBA", (0, 0, 0, 255), (255, 0, 0, 255)),
        two_values("CMYK", (0, 0, 0, 255), (0, 255, 255, 0)),
    ],
    ids=lambda mask: f"{mask.mode} {mask.getextrema()}",
)
def test_a_mask_marks_where_it_is_nearer_to_white_than_to_black(mask: Image.Image) -> None:
    picture = prepare(drawn(), limits=LIMITS)
    sent = prepare_mask(mask, picture, limits=LIMITS)
    assert_taken(sent)
    marked = decoded(sent.data).convert("L").point(lambda value: 255 if value >= 128 else 0)
    assert marked.tobytes() == black_with_a_white_spot("L").tobytes()
    if mask.mode in ("L", "RGB", "RGBA"):
        from_a_file = prepare_mask(encoded(mask, "PNG"), picture, limits=LIMITS)
        assert same_pixels(decoded(from_a_file.data), decoded(sent.data))


@pytest.mark.parametrize(
    "mask",
    [
        two_values("L", 0, 1),
        Image.new("L", (60, 40), 1),
        two_values("I", 0, 1),
        two_values("I", 0, 1).convert("I;16"),
        PALETTE_OF_LABELS,
        # As numpy gives it to Pillow: PIL.Image.fromarray((array > 3).astype("uint8")).
        Image.frombytes("L", (60, 40), bytes(int(index % 60 > 3) for index in range(2400))),
    ],
    ids=lambda mask: f"{mask.mode} {mask.getextrema()}",
)
def test_a_mask_of_zeros_and_ones_is_refused_with_what_to_multiply_it_by(mask: Image.Image) -> None:
    with pytest.raises(BadPicture, match=r"no value above 1 of 255, so it is all black.*numpy: mask \* 255"):
        prepare_mask(mask, prepare(drawn(), limits=LIMITS), limits=LIMITS)


@pytest.mark.parametrize("quality", [20, 75, 95])
@pytest.mark.parametrize("brightest", [1, 6, 40])
def test_a_nearly_black_jpeg_marks_nothing(quality: int, brightest: int) -> None:
    pixels = random.Random(brightest).choices(range(brightest + 1), k=2400)
    data = encoded(Image.frombytes("L", (60, 40), bytes(pixels)), "JPEG", quality=quality)
    with pytest.raises(BadPicture, match=r"all black|not clear what it marks"):
        prepare_mask(data, prepare(drawn(), limits=LIMITS), limits=LIMITS)


@pytest.mark.parametrize("quality", [20, 75, 95])
def test_the_noise_of_a_jpeg_leaves_a_mask_what_it_is(quality: int) -> None:
    data = encoded(black_with_a_white_spot("L"), "JPEG", quality=quality)
    assert prepare_mask(data, prepare(drawn(), limits=LIMITS), limits=LIMITS).data == data
    for ground in (0, 255):
        blank = encoded(Image.new("L", (60, 40), ground), "JPEG", quality=quality)
        with pytest.raises(BadPicture, match=r"all black|nothing of the picture would stay"):
            prepare_mask(blank, prepare(drawn(), limits=LIMITS), limits=LIMITS)


@given(width=st.integers(30, 90), height=st.integers(30, 90), longest=st.integers(10, 80), data=st.data())
def test_a_mark_of_one_pixel_is_still_there_when_a_mask_is_scaled(
    width: int, height: int, longest: int, data: st.DataObject
) -> None:
    limits = PictureLimits(max_width=longest, max_height=longest)
    picture = prepare(drawn((width, height)), limits=limits, fit=True)
    mask = Image.new("L", (width, height))
    where = data.draw(st.tuples(st.integers(0, width - 1), st.integers(0, height - 1)))
    mask.putpixel(where, 255)
    sent = decoded(prepare_mask(mask, picture, limits=limits, fit=True).data)
    assert sent.size == (picture.width, picture.height)
    assert set(sent.tobytes()) == {0, 255}
    left, upper, right, lower = sent.getbbox() or (0, 0, 0, 0)
    assert left - 2 <= where[0] * sent.width / width <= right + 1
    assert upper - 2 <= where[1] * sent.height / height <= lower + 1


def test_a_mask_that_would_mark_everything_once_it_is_scaled_is_refused() -> None:
    mask = Image.new("L", (600, 400), 255)
    mask.putpixel((300, 200), 0)
    picture = prepare(drawn((60, 40)), limits=LIMITS)
    with pytest.raises(BadPicture, match=r"the mask, scaled to 60 x 40 pixels, is all white"):
        prepare_mask(mask, picture, limits=LIMITS, fit=True)


def test_soft_edges_of_a_colour_stay_soft() -> None:
    red = Image.new("RGB", (60, 40))
    red.putdata([(x * 4, 0, 0) for _ in range(40) for x in range(60)])
    sent = decoded(prepare_mask(red, prepare(drawn(), limits=LIMITS), limits=LIMITS).data)
    assert list(sent.tobytes()[:60]) == [x * 4 for x in range(60)]


def test_dark_labels_of_several_kinds_are_refused_with_what_to_do() -> None:
    mask = two_values("L", 0, 1)
    mask.paste(2, (40, 30, 50, 38))
    for given_mask in (
        mask,
        two_values("L", 10, 76),
        two_values("RGB", "black", (0, 0, 100)),
        drawn().point(lambda _: 9),
    ):
        with pytest.raises(BadPicture, match=r"greys from \d+ to \d+ of 255.*Make it white where to paint anew"):
            prepare_mask(given_mask, prepare(drawn(), limits=LIMITS), limits=LIMITS)


# --- what comes back ------------------------------------------------------------------------------------------------


@given(
    picture=st.builds(noise, st.tuples(st.integers(1, 30), st.integers(1, 30))),
    kind=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    suffix=st.sampled_from(
        ["", ".png", ".PNG", ".jpg", ".jpeg", ".webp", ".tif", ".gif", ".bmp", ".v2", ".dat", ".pdf"]
    ),
)
def test_what_is_saved_is_of_the_type_that_its_name_says(
    tmp_path_factory: pytest.TempPathFactory, picture: Image.Image, kind: str, suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("out")
    image = EditedImage.from_bytes(encoded(picture, kind))
    path = image.save(folder / f"cat{suffix}")
    with Image.open(path) as saved:
        saved.load()
        assert saved.size == image.size == picture.size
        assert Image.EXTENSION[path.suffix.lower()] == saved.format
    assert list(folder.iterdir()) == [path]
    if saved.format == kind:
        assert path.read_bytes() == image.data
    assert path.name.startswith(f"cat{suffix}")


def edited(kind: str = "PNG", mode: str = "RGB") -> EditedImage:
    return EditedImage.from_bytes(encoded(drawn(mode=mode), kind), url="https://example.com/1", task_id="7")


def test_an_edited_image_knows_its_type_and_size_and_shows_no_bytes() -> None:
    image = edited("JPEG")
    assert (image.media_type, image.size) == ("image/jpeg", (60, 40))
    assert repr(image) == f"<EditedImage image/jpeg, 60 x 40 pixels, {len(image.data)} bytes, task 7>"
    assert same_pixels(image.to_pil(), decoded(image.data))


@pytest.mark.parametrize("data", [b"", b"<html>502 Bad Gateway</html>", b"null"])
def test_a_result_that_is_no_picture_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenPicture):
        EditedImage.from_bytes(data)


def test_in_a_folder_the_file_is_named_after_its_content(tmp_path: Path) -> None:
    first, again, other = edited().save(tmp_path), edited().save(tmp_path), edited("JPEG").save(tmp_path)
    assert first == again
    assert {first.suffix, other.suffix} == {".png", ".jpg"}
    assert sorted(tmp_path.iterdir()) == sorted((first, other))


def test_a_transparent_result_becomes_a_jpeg_on_white(tmp_path: Path) -> None:
    clear = EditedImage.from_bytes(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert min(_channels(decoded(clear.save(tmp_path / "out.jpg").read_bytes()), (20, 20))) > 250


def test_a_saved_file_has_the_permissions_that_any_new_file_has(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    saved = edited().save(tmp_path / "cat.png")
    assert stat.S_IMODE(saved.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


def test_saving_through_a_link_writes_the_file_and_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.png"
    link.symlink_to(tmp_path / "real" / "cat.png")
    edited().save(link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "cat.png").read_bytes() == edited().data


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert edited().save(pipe) == pipe
        assert os.read(reader, 1 << 16) == edited().data
        assert pipe.is_fifo()
    finally:
        os.close(reader)


@pytest.mark.parametrize("before", [None, b"the older picture"])
def test_a_full_disk_leaves_no_half_file_and_the_older_one_as_it_was(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "cat.png"
    if before is not None:
        path.write_bytes(before)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))  # the eleventh byte of any file is refused
    try:
        with pytest.raises(OSError, match=r"was not saved.*save it elsewhere") as caught:
            edited().save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, str(path))
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([] if before is None else [before])


def test_ctrl_c_while_saving_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        assert len(list(tmp_path.iterdir())) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        edited().save(tmp_path / "cat.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["no/such/folder/cat.png", "a" * 300 + ".png", "\0.png"])
def test_a_place_that_cannot_be_is_an_os_error_that_keeps_the_picture(tmp_path: Path, place: str) -> None:
    with pytest.raises(OSError, match="still in memory"):
        edited().save(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_an_older_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(b"the older picture")
    path.chmod(mode)
    edited().save(path)
    assert path.read_bytes() == edited().data
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        path = edited().save(tmp_path / "cat.png")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_an_older_file_is_given_back_to_its_owner_and_nothing_fails_where_that_is_not_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def refused(_: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    path = tmp_path / "cat.png"
    path.write_bytes(b"the older picture")
    owner = path.stat()
    monkeypatch.setattr(os, "fchown", refused)  # root may, and who runs the tests may be root or not
    edited().save(path)
    assert asked == [(-1, owner.st_gid), (owner.st_uid, -1)]
    assert path.read_bytes() == edited().data


def test_a_private_file_is_at_no_moment_readable_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(b"the older picture")
    path.chmod(0o600)
    modes: list[int] = []

    def noted(file: int, *_: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(file).st_mode))

    for name in ("fchown", "fchmod", "fsync"):
        monkeypatch.setattr(os, name, noted)
    edited().save(path)
    assert len(modes) == 4
    assert set(modes) == {0o600}


# Saves a picture, and stops where all of it is written and nothing is in place yet.
SAVES_AND_STOPS = """
import os, sys
from image_edit import EditedImage
def stop(_):
    print("written", flush=True)
    sys.stdin.read()
os.fsync = stop
EditedImage.from_bytes(open(sys.argv[1], "rb").read()).save(sys.argv[2])
"""


def stopped_while_saving(path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", SAVES_AND_STOPS, str(LIGHTHOUSE), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def test_what_killed_processes_left_is_swept_by_the_next_save_and_nothing_else(tmp_path: Path) -> None:
    with stopped_while_saving(tmp_path / "cat.png") as one, stopped_while_saving(tmp_path / "cat.png") as other:
        one.kill()
        other.kill()
    (tmp_path / ".image-edit-notes.part").write_text("not ours")
    (tmp_path / ".0123456789abcdef.part").write_text("not ours")
    assert len(list(tmp_path.iterdir())) == 4
    path = edited().save(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {
        path.name, ".image-edit-notes.part", ".0123456789abcdef.part"
    }  # fmt: skip


def test_what_a_living_process_is_writing_is_not_swept(tmp_path: Path) -> None:
    with stopped_while_saving(tmp_path / "cat.png") as process:
        edited().save(tmp_path / "dog.png")
        assert len(list(tmp_path.iterdir())) == 2
        process.communicate("")
        assert process.returncode == 0
    assert (tmp_path / "cat.png").read_bytes() == LIGHTHOUSE.read_bytes()
    assert (tmp_path / "dog.png").read_bytes() == edited().data
    assert len(list(tmp_path.iterdir())) == 2


def test_what_one_thread_has_begun_to_write_is_not_swept_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = whole_file._lock
    is_other = False

    def lock_after_another_saved(file: int) -> bool:
        nonlocal is_other
        if not is_other:
            is_other = True
            edited().save(tmp_path / "dog.png")
            is_other = False
        return lock(file)

    monkeypatch.setattr(whole_file, "_lock", lock_after_another_saved)
    edited().save(tmp_path / "cat.png")
    assert {file.name for file in tmp_path.iterdir()} == {"cat.png", "dog.png"}


def test_a_picture_is_saved_though_another_machine_takes_what_is_being_written_for_a_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    swept: list[Path] = []

    def another_sweeps(file: int) -> None:
        fsync(file)
        for part in [] if swept else tmp_path.iterdir():
            swept.append(part)
            part.unlink()

    monkeypatch.setattr(os, "fsync", another_sweeps)
    edited().save(tmp_path / "cat.png")
    assert len(swept) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["cat.png"]


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "{folder}/link"])
def test_a_descriptor_is_written_to_where_it_stands(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    out = tmp_path / "all.bin"
    out.write_bytes(b"before ")
    program = (
        "import sys; from image_edit import EditedImage; "
        "print(EditedImage.from_bytes(open(sys.argv[1], 'rb').read()).save(sys.argv[2]), file=sys.stderr)"
    )
    with out.open("ab") as stream:
        target = name.format(folder=tmp_path)
        done = subprocess.run(
            [sys.executable, "-c", program, str(LIGHTHOUSE), target],
            stdout=stream, stderr=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    assert done.stderr.strip() == target
    assert out.read_bytes() == b"before " + LIGHTHOUSE.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["all.bin", "link"]
