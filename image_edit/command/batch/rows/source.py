"""Where the rows of a batch come from: a folder, a file, or stdin."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from ....errors import BadInput
from .columns import OUTPUT
from .folder import is_picture, pictures_in
from .names import unique_names
from .problem import Problem
from .table import Format, TableRow, format_of, read_table

_SUFFIXES: dict[str, Format] = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a batch, and where they are from.

    Attributes:
        name: what messages call it.
        rows: the rows.
        inputs: the folder that their paths are relative to.
        problems: rows that cannot be read, and why.
        notes: what is worth telling beside that.
        has_bad_header: whether a column is wrong, so that no row can be done.
        is_folder: whether they are the pictures in a folder.
    """

    name: str
    rows: list[TableRow]
    inputs: Path
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_bad_header: bool = False
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
    table = read_table(content, form or format_of(content), name)
    return Source(name, list(table.rows), inputs, list(table.problems), has_bad_header=table.has_bad_header)


def _folder(folder: Path, output: Path, recursive: bool) -> Source:
    if output.resolve() == folder.resolve():
        raise BadInput(f"-o {output}: the results would lie among the pictures; give a folder of its own.")
    found = pictures_in(folder, recursive=recursive, without=output)
    if not found.pictures:
        hint = "" if recursive else " --recursive looks into the folders in it, too."
        raise BadInput(f"there is no picture in {str(folder)!r}.{hint} Nothing was sent.")
    names = unique_names(found.pictures)
    rows = [
        TableRow(str(file), {"image": str(file), OUTPUT: str(names[file])}, {"image": "image"})
        for file in found.pictures
    ]
    return Source(str(folder), rows, folder, notes=_passed_over(found.others), is_folder=True)


def _passed_over(files: list[Path]) -> list[str]:
    if not files:
        return []
    more = ", …" if len(files) > _MOST_NAMED else ""
    told = ", ".join(str(file) for file in files[:_MOST_NAMED])
    return [f"{len(files)} file{'s' if len(files) > 1 else ''} passed over, of no type of picture: {told}{more}"]
