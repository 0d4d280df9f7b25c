"""Jobs, made of rows: each cell is read as what its column is, and all that is wrong is gathered."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ....batch.job import Job
from ....batch.outputs import Outputs, check_name
from ....errors import BadInput
from ....options import EXTENT
from .columns import OPERATION, OTHERS, OUTPUT, OperationColumns, near_miss, operations, value_of
from .names import name_of_image, name_of_prompt
from .problem import RowProblem, in_order
from .table import Table, TableRow


@dataclass(frozen=True, slots=True)
class JobList:
    """What rows ask for.

    Attributes:
        jobs: those that nothing is wrong with so far.
        problems: what is wrong with the others, in the order of the rows.
    """

    jobs: Sequence[Job]
    problems: Sequence[RowProblem]


def jobs_of(
    table: Table,
    *,
    defaults: Mapping[str, Any],
    inputs: Path,
    output: Path,
) -> JobList:
    """Make a job of each row.

    Args:
        table: the rows.
        defaults: what holds where a row says nothing, by column: the options of the command line. A row whose
            operation does not take one goes without. Paths are relative to the current folder.
        inputs: what paths of rows are relative to.
        output: the folder that outputs are relative to; those that lie in it may be in folders that are not there yet.
    """
    made = [_RowReading(row, defaults, inputs, output) for row in table.rows]
    outputs = Outputs([each.job for each in made if each.job is not None])
    for each in made:
        each.reserve(outputs)
    found = [*table.problems, *(problem for each in made for problem in each.problems)]
    return JobList([each.job for each in made if each.job is not None], in_order(found))


class _RowReading:
    """One row, and what became of it.

    Attributes:
        job: the job; None if something is wrong with it.
        problems: what that is.
    """

    def __init__(self, row: TableRow, defaults: Mapping[str, Any], inputs: Path, output: Path) -> None:
        self.row, self._defaults, self._inputs = row, defaults, inputs
        self.problems: list[RowProblem] = []
        self.job: Job | None = None
        operation = self._operation()
        if operation is None:
            return
        values = self._values(operation)
        place = self._place(values, output)
        if self.problems or place is None:
            return
        others = values.pop(OTHERS, [])
        if others:
            values["image"] = [values["image"], *others]
        self.job = getattr(Job, operation.name)(output=place, **values).labelled(row.label)

    def problem(self, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(RowProblem(self.row.label, self.row.spelled(column) if column else "", message))

    def reserve(self, outputs: Outputs) -> None:
        """Reserve the output of the job; one that is in the way of another is a problem, and no job."""
        try:
            if self.job is not None:
                outputs.reserve(self.job)
        except BadInput as error:
            self.job = None
            self.problem(OUTPUT, str(error))

    def _operation(self) -> OperationColumns | None:
        named = self.row.cells.get(OPERATION) or self._defaults.get(OPERATION)
        if named is None:
            return operations()[_implied(self.row, self._defaults)]
        found = operations().get(str(named).strip().lower())
        if found is None:
            known = ", ".join(operations())
            near = near_miss(str(named), operations())
            self.problem(OPERATION, f"{str(named)[:60]!r} is none of {known}.{near}")
        return found

    def _values(self, operation: OperationColumns) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, cell in self.row.cells.items():
            if column in (OPERATION, OUTPUT):
                continue
            if column not in operation.kinds:
                able = [each.name for each in operations().values() if column in each.kinds]
                says = f"; a column {OPERATION} says what is wanted" if OPERATION not in self.row.cells else ""
                self.problem(column, f"{operation.name} does not take it, {' and '.join(able)} would{says}")
                continue
            try:
                value = value_of(column, cell)
                values[column] = self._pictures(value) if column in _picture_columns() else value
            except ValueError as error:
                self.problem(column, str(error))
        for column, default in self._defaults.items():
            if column in operation.kinds and column not in self.row.cells:
                values[column] = default
        for column in operation.required:
            if column not in values and column not in self.row.cells:
                told = f"there is no {column}, and {operation.name} needs one"
                self.problem(column, f"{told}; a column {OPERATION} says if something else is wanted")
        return values

    def _pictures(self, given: str | list[str]) -> Any:
        return [self._picture(each) for each in given] if isinstance(given, list) else self._picture(given)

    def _picture(self, text: str) -> str | Path:
        """Return a picture that is there, as far as one look tells.

        Raises:
            ValueError: it is not.
        """
        if "://" in text or text[:5].lower() == "data:":
            return text
        path = self._inputs / text.strip()
        try:
            path.stat()
            if path.is_dir():
                raise ValueError(f"{str(path)!r} is a folder")
            if not os.access(path, os.R_OK):
                raise ValueError(f"{str(path)!r} may not be read")
        except FileNotFoundError:
            raise ValueError(f"there is no file {str(path)!r}") from None
        except OSError as error:
            raise ValueError(f"{str(path)[:200]!r} cannot be read: {error.strerror}") from None
        return path

    def _place(self, values: Mapping[str, Any], output: Path) -> Path | None:
        """Return where the result goes; None, and a problem, if nothing can go there."""
        given = self.row.cells.get(OUTPUT)
        if given is None:
            name = _name(values)
            if not name:
                if not self.problems:
                    self.problem(OUTPUT, "its result needs a name, and the input has none to take it from")
                return None
        elif isinstance(given, str):
            name = given.strip()
        else:
            self.problem(OUTPUT, "it is no text")
            return None
        place = output / name
        try:
            if name.endswith(("/", os.sep)) or place.name in ("", ".."):
                raise BadInput(f"{name!r} is a folder; give the name of a file")
            check_name(place)
            # A folder that lies in the one of the results is made, once nothing is wrong.
            is_inside = Path(os.path.normpath(place)).is_relative_to(os.path.normpath(output))
            if not is_inside and not place.parent.is_dir():
                raise BadInput(f"there is no folder {str(place.parent)!r}; make it first")
        except BadInput as error:
            self.problem(OUTPUT, str(error))
            return None
        return place


def _implied(row: TableRow, defaults: Mapping[str, Any]) -> str:
    """Return the operation that the columns say, of a row that names none: a forgotten cell makes no other call."""
    present = row.headers.keys() | defaults.keys()
    if (row.cells.keys() | defaults.keys()) & set(EXTENT):
        return "expand"
    if "mask" in present:
        return "inpaint" if "prompt" in present else "erase"
    return "edit" if "image" in present else "generate"


@cache
def _picture_columns() -> frozenset[str]:
    required = {column for each in operations().values() for column in each.required}
    return frozenset({OTHERS, *(required & {"image", "mask"})})


def _name(values: Mapping[str, Any]) -> str:
    return name_of_image(str(values["image"])) if "image" in values else name_of_prompt(str(values.get("prompt", "")))
