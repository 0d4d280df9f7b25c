"""The files that results go to, looked at before anything is billed."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ..errors import BadInput
from ..pictures.saved_format import check_suffix
from ..pictures.source import path_of
from ..whole_file import is_written_to
from .job import Job, PackedJob, unpacked

_LONGEST_ADDITION = "-99.jpeg"  # what a name without a suffix may get


def check_name(output: Path) -> None:
    """See that a result may have a name; whether its folder is there is not asked.

    Raises:
        BadInput: it is that of no file, or of none that holds a picture, or too long.
    """
    try:
        if output.is_dir() or not output.name:
            raise BadInput(f"{str(output)!r} is a folder; give the name of a file")
        if is_written_to(output):
            raise BadInput(f"{str(output)!r} is a pipe or a device; give the name of a file")
        check_suffix(output)
        longest = output if output.suffix else output.with_name(f"{output.name}{_LONGEST_ADDITION}")
        with suppress(FileNotFoundError):
            longest.stat()  # which refuses a name that is too long
    except BadInput:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"no file can be made at {str(output)[:200]!r}: {reason}") from None


class Outputs:
    """The outputs of the jobs of a batch.

    Args:
        jobs: all of them; no result may replace an input, which would be edited, and paid for, again and again.
    """

    def __init__(self, jobs: Sequence[PackedJob]) -> None:
        self._taken: dict[str, list[tuple[str, str]]] = {}
        self._inputs: dict[str, set[str]] = {}
        self._known_folders: dict[Path, str] = {}
        numbers: list[int] = []
        for job in map(unpacked, jobs):
            stems = {_split(path)[0] for path in _inputs(job)}
            numbers += map(hash, stems)
            if "\0" not in str(job.output):
                numbers.append(hash(_split(str(job.output))[0]))
        # What stands alone, as nearly all do, needs no room: only names that are met again are remembered.
        self._met_again = {number for number, other in pairwise(sorted(numbers)) if number == other}
        for path in (path for job in map(unpacked, jobs if self._met_again else ()) for path in _inputs(job)):
            stem, suffix = _split(path)
            if hash(stem) in self._met_again:
                self._inputs.setdefault(stem, set()).add(suffix)

    def take(self, job: Job) -> None:
        """See that a file can be made at the output of a job, and reserve it.

        Raises:
            BadInput: no file can be made there, or it would be in the way of another.
        """
        check_name(job.output)
        problem = self._problem_of(job.output.parent)
        if problem:
            raise BadInput(problem)
        self.reserve(job)

    def reserve(self, job: Job) -> None:
        """Reserve the output of a job.

        Raises:
            BadInput: it would be in the way of an input, or of the result of another job.
        """
        output = job.output
        stem, suffix = _split(str(output))
        if hash(stem) not in self._met_again:
            return
        if any("" in (suffix, other) or suffix == other for other in self._inputs.get(stem, ())):
            raise BadInput(f"the result would replace an input picture, {str(output)!r}; choose another name or folder")
        taken = self._taken.setdefault(stem, [])
        for theirs, name in taken:
            if suffix == theirs or "" in (suffix, theirs):
                raise BadInput(f"{name} is kept as {str(output)!r}, too; give each an output of its own")
        taken.append((suffix, job.name))

    def _problem_of(self, folder: Path) -> str:
        """Say why no file can be made in a folder; empty if one can."""
        if folder not in self._known_folders:
            problem = ""
            try:
                if not folder.is_dir():
                    problem = f"there is no folder {str(folder)!r}; make it first"
                else:
                    with tempfile.TemporaryFile(dir=folder):
                        pass
            except OSError as error:
                problem = f"no file can be made in {str(folder)!r}: {error.strerror}"
            self._known_folders[folder] = problem
        return self._known_folders[folder]


def _inputs(job: Job) -> Iterator[str]:
    """Return the files that a job reads."""
    for image in job.inputs:
        path = path_of(image)
        if path is not None and "\0" not in path:  # which names no file, and is refused elsewhere
            yield path if isinstance(image, Path) else str(Path(path))


def _split(path: str) -> tuple[str, str]:
    """Return a path without its suffix, and the suffix, as no file system tells them apart by case."""
    # By os.path, since of many thousand jobs most of the time would go into making a Path of each.
    folder, name = os.path.split(path if os.path.isabs(path) else os.path.join(os.getcwd(), path))  # noqa: PTH109, PTH117, PTH118
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    return f"{_real(folder)}{os.sep}{stem}".casefold(), suffix.casefold()


@lru_cache(maxsize=1024)
def _real(folder: str) -> str:
    return os.path.realpath(folder)
