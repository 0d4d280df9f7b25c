"""The pictures in a folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from ....errors import BadInput
from .names import natural


def pictures_in(folder: Path, *, recursive: bool, without: Path) -> tuple[list[Path], list[Path]]:
    """List the pictures in a folder by their suffixes; hidden files and folders are passed over.

    Args:
        recursive: whether to look into the folders in it, but not through links to folders.
        without: a folder in it that is left out: the one of the results.

    Returns:
        The paths of the pictures, relative to the folder, as people sort them, and those of other files.

    Raises:
        BadInput: a folder cannot be listed.
    """
    files = [file.relative_to(folder) for file in _files(folder, recursive, without.resolve())]
    files.sort(key=lambda file: (natural(str(file)), str(file)))
    return [file for file in files if is_picture(file)], [file for file in files if not is_picture(file)]


def is_picture(file: Path) -> bool:
    """Tell by its suffix whether Pillow reads a file."""
    from PIL import Image

    Image.init()
    kind = Image.EXTENSION.get(file.suffix.lower())
    return kind in Image.OPEN and Image.MIME.get(kind or "", "").startswith("image/")


def _files(folder: Path, recursive: bool, without: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        raise BadInput(f"the folder {str(folder)!r} cannot be listed: {error.strerror}. Nothing was sent.") from None
    for entry in visible:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if recursive and path.resolve() != without:
                yield from _files(path, recursive, without)
        elif entry.is_file():
            yield path
