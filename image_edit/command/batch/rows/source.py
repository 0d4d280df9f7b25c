"""Where the rows of a batch come from: a folder, a file, or stdin."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....errors import BadInput
from .columns import OUTPUT
from .names import natural, unique_names
from .table import Format, Table, TableRow, format_of, read_table

_SUFFIXES: dict[str, Format] = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a batch, and where they are from.

    Attributes:
        name: what messages call it.
        table: the rows, of a folder one for each picture.
        inputs: the folder that their paths are relative to.
        notes: what is worth telling beside that.
        is_folder: whether they are the pictures in a folder.
    """

    name: str
    table: Table
    inputs: Path
    notes: Sequence[str] = ()
    is_folder: bool = False


def rows_of(source: str, *, output: Path, recursive: bool = False, form: Format | None = None) -> Source:
    """Read the rows.

    Args:
        source: a folder of pictures, a table, or `-` for a table on stdin.
        output: the folder of the results, which is left out of a folder of pictures.
        recursive: whether the folders within a folder count.
        form: the format of a table; None tells it by the suffix, else by the first character.

    Raises:
        BadInput: there are none, or they cannot be read.
    """
    if source == "-":
        if sys.stdin is None:
            raise BadInput("- is stdin, and that is closed. Nothing was sent.")
        return _table(sys.stdin.buffer.read(), form, "stdin", Path())
    path = Path(source)
    if path.is_dir():
        return _folder(path, output, recursive)
    if not path.exists():
        raise BadInput(f"there is no folder and no table {source!r}. Nothing was sent.")
    if is_picture(path):
        raise BadInput(
            f"{source!r} is a picture, which `image-edit edit` edits; a batch takes a folder or a table. Nothing was "
            "sent."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{source!r} cannot be read: {error.strerror}. Nothing was sent.") from None
    return _table(content, form or _SUFFIXES.get(path.suffix.lower()), source, path.parent)


def _table(content: bytes, form: Format | None, name: str, inputs: Path) -> Source:
    return Source(name, read_table(content, form or format_of(content), name), inputs)


def _folder(folder: Path, output: Path, recursive: bool) -> Source:
    if output.resolve() == folder.resolve():
        raise BadInput(f"-o {output}: the results would lie among the pictures; give a folder of its own.")
    pictures, others = pictures_in(folder, recursive=recursive, without=output)
    if not pictures:
        hint = "" if recursive else " --recursive looks into the folders in it, too."
        raise BadInput(f"there is no picture in {str(folder)!r}.{hint} Nothing was sent.")
    names = unique_names(pictures)
    rows = [
        TableRow(str(file), {"image": str(file), OUTPUT: str(names[file])}, {"image": "image"}) for file in pictures
    ]
    return Source(str(folder), Table(rows), folder, _passed_over(others), is_folder=True)


def _passed_over(files: list[Path]) -> list[str]:
    if not files:
        return []
    more = ", …" if len(files) > _MOST_NAMED else ""
    told = ", ".join(str(file) for file in files[:_MOST_NAMED])
    return [f"{len(files)} file{'s' if len(files) > 1 else ''} passed over, of no type of picture: {told}{more}"]


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
