"""The pictures in a folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ....errors import BadInput
from .names import natural


@dataclass(frozen=True, slots=True)
class FolderContent:
    """What a folder holds.

    Attributes:
        pictures: the paths of pictures, relative to the folder, as people sort them.
        others: the paths of other files, which are passed over.
    """

    pictures: list[Path]
    others: list[Path]


def pictures_in(folder: Path, *, recursive: bool, without: Path) -> FolderContent:
    """List the pictures in a folder by their suffixes; hidden files and folders are passed over.

    Args:
        folder: the folder.
        recursive: whether to look into the folders in it, but not through links to folders.
        without: a folder in it that is left out: the one of the results.

    Raises:
        BadInput: a folder cannot be listed.
    """
    found = FolderContent([], [])
    for file in _files(folder, recursive, without.resolve()):
        (found.pictures if is_picture(file) else found.others).append(file.relative_to(folder))
    for files in (found.pictures, found.others):
        files.sort(key=lambda file: (natural(str(file)), str(file)))
    return found


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
