"""What is refused of a file's suffix before an edit is billed is what could not be saved as it says afterwards."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from image_edit import BadInput
from image_edit.edited_image import EditedImage
from image_edit.pictures.suffix import check_suffix

Image.init()


@pytest.fixture(scope="module")
def image() -> EditedImage:
    written = io.BytesIO()
    Image.new("RGBA", (48, 32), (200, 10, 10, 128)).save(written, "PNG")
    return EditedImage.from_bytes(written.getvalue())


@pytest.mark.parametrize("suffix", ["", ".xyz", ".txt", ".JPG", ".Png", *sorted(Image.EXTENSION)])
def test_a_suffix_is_taken_if_and_only_if_a_picture_is_saved_so(
    image: EditedImage, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"hat{suffix}"
    try:
        check_suffix(path)
    except BadInput:
        taken = False
    else:
        taken = True
    try:
        saved = image.save(path)
    except OSError:
        assert not taken
        return
    assert (saved == path) == (taken and suffix != "")
    with Image.open(saved) as picture:  # what was made is kept, with the suffix or beside it
        picture.load()
        assert picture.size[0] >= 32


def test_what_takes_any_picture_needs_no_suffix_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "folder.xyz").mkdir()
    os.mkfifo(tmp_path / "pipe.xyz")
    for name in ("folder.xyz", "pipe.xyz", ".xyz"):
        check_suffix(tmp_path / name)
    check_suffix(Path("/dev/null"))
