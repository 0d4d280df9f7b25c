"""What is refused of a file's suffix before an edit is billed is what could not be saved as it says afterwards."""

import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from image_edit import BadInput
from image_edit.edited_image import EditedImage
from image_edit.pictures.saved_format import check_suffix

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


@pytest.mark.parametrize(
    ("imported", "program"),
    [
        (
            False,
            "check_suffix(folder / 'hat.jpg'); read('cat.png').save(folder / 'hat.jpg'); read('cat.png').save(folder)",
        ),
        (True, "check_suffix(folder / 'hat.webp')"),
        (True, "assert read('cat.webp').save(folder).suffix == '.webp'"),
        (True, "assert pickle.loads(rare).save(folder).suffix == '.webp'"),
    ],
    ids=["common", "suffix", "content", "pickled"],
)
def test_the_rare_formats_are_imported_where_they_are_needed_and_not_before(
    tmp_path: Path, imported: bool, program: str
) -> None:
    picture = Image.new("RGB", (48, 32), (200, 10, 10))
    for name in ("cat.png", "cat.webp"):
        picture.save(tmp_path / name)
    rare = pickle.dumps(EditedImage.from_bytes((tmp_path / "cat.webp").read_bytes()))
    setting = f"""
import pickle, sys
from pathlib import Path
from image_edit.edited_image import EditedImage
from image_edit.pictures.saved_format import check_suffix
folder, rare = Path({str(tmp_path)!r}), {rare!r}
def read(name):
    return EditedImage.from_bytes((folder / name).read_bytes())
{program}
print("PIL.WebPImagePlugin" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", setting], check=True, capture_output=True, text=True)
    assert done.stdout == f"{imported}\n"
