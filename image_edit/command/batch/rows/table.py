"""Tables of jobs, as they are written: CSV as spreadsheets save it, and JSON Lines."""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ....errors import BadInput
from .columns import OTHERS, canonical, columns, near_miss
from .problem import RowProblem

Format = Literal["csv", "jsonl"]

_SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 1 << 30  # a picture may stand in a cell, as a `data:` URL
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # of Excel and LibreOffice; of older Excels
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what Excel calls Unicode text


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, as it is written.

    Attributes:
        label: how messages call it: its number as a spreadsheet shows it, where the header is row 1; else its line.
        cells: what is given, by column; an empty cell is not.
        headers: how the table itself spells those columns.
    """

    label: str
    cells: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)

    def spelled(self, column: str) -> str:
        """Return a column's name as the table spells it, or as a command line would."""
        return self.headers.get(column) or column.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read.

    Attributes:
        rows: what can be read.
        problems: rows that cannot be read, and why.
        has_bad_header: whether a column is wrong, so that no row says what was meant.
    """

    rows: Sequence[TableRow]
    problems: Sequence[RowProblem] = ()
    has_bad_header: bool = False


def format_of(content: bytes) -> Format:
    """Tell the format of a table by its first character."""
    return "jsonl" if content.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] in (b"{", b"[") else "csv"


def read_table(content: bytes, kind: Format, source: str) -> Table:
    """Read a table.

    Args:
        source: what messages call it.

    Raises:
        BadInput: it is no such table, or no text.
    """
    if content.startswith(_WORKBOOKS):
        raise BadInput(f"{source} is a workbook. Save it as CSV UTF-8 first; nothing was sent.")
    table = _csv(_text(content, "row", source), source) if kind == "csv" else _json_lines(content, source)
    if not table.rows and not table.problems:
        raise BadInput(f"{source} has no rows. Nothing was sent.")
    return table


def _text(content: bytes, unit: str, source: str) -> str:
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise BadInput(f"{source} is cut off, or no text. Nothing was sent.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        row = before.count("\n") + 1
        if unit == "row":  # a cell may hold line breaks
            separator = _separator(before)
            row = sum(1 for _ in csv.reader(io.StringIO(f"{before}?", newline=""), delimiter=separator))
        raise BadInput(
            f"{source}: {unit} {row} is not UTF-8 (the byte 0x{content[error.start]:02x}). Save it as "
            '"CSV UTF-8", or convert it with iconv; nothing was sent.'
        ) from None


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv(text: str, source: str) -> Table:
    first, _, rest = text.partition("\n")
    separator = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # which Excel takes as a hint, not a row
        separator, text = first.strip()[4], rest
    records = _records(text, separator or _separator(text), source)
    number, header = next(((number, record) for number, record in records if any(record)), (1, []))
    names = [canonical(cell) for cell in header]
    problems = _header_problems(header, names, f"row {number}", source)
    has_bad_header = bool(problems)
    headers = {name: cell.strip() for name, cell in zip(names, header, strict=True)}
    rows = []
    for number, record in records:
        label = f"row {number}"
        cells: dict[str, object] = {}
        for name, cell in zip(names, record, strict=False):
            if name in columns() and cell.strip():
                cells[name] = f"{cells[name]}|{cell}" if name == OTHERS and name in cells else cell
        beyond = [cell for name, cell in zip(names, record, strict=False) if not name] + record[len(names) :]
        told = [cell.strip() for cell in beyond if cell.strip()]
        if told:
            hint = "a text that holds the separator is written in double quotes"
            problems.append(RowProblem(label, "", f"{told[0][:60]!r} is in no column; {hint}"))
        elif cells:
            rows.append(TableRow(label, cells, headers))
    return Table(rows, problems, has_bad_header)


def _separator(text: str) -> str:
    """Return the separator with which the first row has most names of columns: spreadsheets write several."""

    def known(separator: str) -> int:
        return sum(canonical(cell) in columns() for cell in header_by(separator))

    def header_by(separator: str) -> list[str]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
        return next((line for line in lines if any(line)), [])

    return max(_SEPARATORS, key=known)


def _records(text: str, separator: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record and its number, which counts the empty ones too."""
    longest = csv.field_size_limit(_LONGEST_CELL)
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
        for number, record in enumerate(reader, 1):
            yield number, record
    except csv.Error as error:
        raise BadInput(
            f"{source}: row {number + 1} is no CSV ({error}). A quotation mark within a quoted cell is written twice; "
            "nothing was sent."
        ) from None
    finally:
        csv.field_size_limit(longest)


def _header_problems(header: Sequence[str], names: Sequence[str], label: str, source: str) -> list[RowProblem]:
    if not any(name in columns() or near_miss(name, columns()) for name in names):
        raise BadInput(
            f"{source}: {label} names no column that is known. The first row names the columns, as image,prompt; "
            "nothing was sent."
        )
    problems = []
    for place, (cell, name) in enumerate(zip(header, names, strict=True)):
        if name and name not in columns():
            problems.append(RowProblem(label, cell.strip(), f"there is no such column.{near_miss(name, columns())}"))
        elif name and name in names[:place] and name != OTHERS:
            problems.append(RowProblem(label, cell.strip(), "the column is there twice"))
    return problems


# --- JSON Lines -----------------------------------------------------------------------------------------------------


def _json_lines(content: bytes, source: str) -> Table:
    text = _text(content, "line", source)
    if text.lstrip().startswith("["):
        raise BadInput(
            f"{source} is one JSON list. JSON Lines have one object a line: jq -c '.[]' makes them of it; nothing was "
            "sent."
        )
    rows, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        label = f"line {number}"
        try:
            found = json.loads(line, object_pairs_hook=_pairs, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            problems.append(RowProblem(label, "", f"it is no JSON: {error}"))
            continue
        if not isinstance(found, dict):
            problems.append(RowProblem(label, "", 'it is no JSON object, as {"image": "cat.png", "prompt": "a hat"}'))
            continue
        read = _row(label, found)
        problems += read if isinstance(read, list) else []
        rows += [read] if isinstance(read, TableRow) else []
    return Table(rows, problems)


def _row(label: str, found: Mapping[str, Any]) -> TableRow | list[RowProblem]:
    headers = {canonical(name): name for name in found}
    unknown = [
        RowProblem(label, name, f"there is no such column.{near_miss(canonical(name), columns())}")
        for name in found
        if canonical(name) not in columns()
    ]
    if len(headers) < len(found):
        unknown.append(RowProblem(label, "", "a column is there twice, in two spellings"))
    if unknown:
        return unknown
    cells = {canonical(name): value for name, value in found.items() if not _is_empty(value)}
    return TableRow(label, cells, headers)


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} is there twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")
