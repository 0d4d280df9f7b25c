"""The results of a batch on disk: saved, looked at again by a later run, and replaced where nobody loses a file so."""

import errno
import hashlib
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path

from ..edited_image import EditedImage, numbered, written_as
from ..errors import BadInput
from ..pictures.saved_format import format_of
from ..pictures.source import path_of
from ..pictures.whole import BrokenPicture
from ..whole_file import write_whole
from .job import Job
from .journal.reading import Entry, JournalReading, KeptFile
from .journal.writing import files_of
from .outcome import State

#: What to do about a file that is in the way.
ADVICE = "move it, or allow that it is replaced (--replace, or replace=True)"
_LEFT_ALONE = frozenset({State.REFUSED, State.FAILED, State.UNCLEAR, State.SUBMITTING})


class Found(Enum):
    """What became of the files of a result."""

    SOUND = auto()
    """All are as they were written."""
    CHANGED = auto()
    """All are there, and somebody changed one, which is still a whole picture, or may not be read."""
    GONE = auto()
    """One is not there, or is no whole picture any more."""


def found(files: Iterable[KeptFile]) -> Found:
    """Look at the files of a result; none are gone."""
    worst: Found | None = None
    for file in files:
        this = _found(file)
        if this is Found.GONE:
            return this
        worst = this if worst in (None, Found.SOUND) else worst
    return worst or Found.GONE


def save(image: EditedImage, output: Path, position: int, may_replace: Callable[[Path], bool]) -> KeptFile:
    """Save a picture of a result.

    Args:
        output: the file that the job names.
        position: which of the pictures it is, from 0.
        may_replace: says whether a file of another content that stands there may be replaced.

    Raises:
        FileExistsError: it must not be.
        OSError: it cannot be written; nothing of it is left.
    """
    wanted = numbered(output, position)
    path, data = written_as(image, wanted)
    kept = KeptFile(path, hashlib.sha256(data).hexdigest())
    if os.path.lexists(path):
        if _is_content(path, data):
            return kept
        if not may_replace(path):
            raise FileExistsError(errno.EEXIST, f"{str(path)!r} exists, and is no result of this batch", str(path))
    write_whole(path, data)
    return kept


def copied(files: Sequence[KeptFile], output: Path, may_replace: Callable[[Path], bool]) -> list[KeptFile]:
    """Save the pictures of one result as those of another.

    Args:
        files: the one.
        output: where the other goes.
        may_replace: as in `save`.

    Raises:
        OSError: they cannot be read or written.
        BrokenPicture: they are no whole pictures.
    """
    return [
        save(EditedImage.from_bytes(file.path.read_bytes()), output, position, may_replace)
        for position, file in enumerate(files)
    ]


def is_of_the_disk(error: OSError) -> bool:
    """Say whether other pictures could not be saved either; else it is this picture that cannot be written so."""
    return error.errno not in (errno.EINVAL, errno.EEXIST)


def _is_content(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _found(file: KeptFile) -> Found:
    try:
        data = file.path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Found.GONE
    except OSError:
        return Found.CHANGED
    if hashlib.sha256(data).hexdigest() == file.sha256:
        return Found.SOUND
    try:
        EditedImage.from_bytes(data)
    except BrokenPicture:
        return Found.GONE
    return Found.CHANGED


class Replacing:
    """What may be replaced: results of the same journal for the same output, as long as nobody changed them.

    Args:
        journal: the journal; None where there is none yet.
        path: its file.
        replace: whether all else may be replaced as well, but an input and the journal itself.
        again: of the states that a run leaves alone, those that it sends again.

    Attributes:
        results: how many outputs, of those looked at, hold a result of an earlier job that will be replaced.
        others: how many files will be replaced because that was asked for.
    """

    def __init__(
        self, journal: JournalReading | None, path: Path, *, replace: bool, again: Container[State] = ()
    ) -> None:
        self.results = self.others = 0
        self._journal = journal
        self._knows_files = journal is not None and journal.knows_files()
        self._own_files = frozenset(_real(file) for file in files_of(path))
        self._replace = replace
        self._again = again
        self._folders: dict[Path, Mapping[str, list[str]]] = {}

    def look_at(self, job: Job, entry: Entry | None) -> None:
        """See before a job is begun that its result loses nobody a file.

        Args:
            entry: what the journal knows of its content.

        Raises:
            BadInput: a file stands there that must not be replaced.
        """
        state = State.PLANNED if entry is None else entry.state
        if state in _LEFT_ALONE and state not in self._again:
            return
        if entry is not None and self._journal and self._journal.places.same(job.output) in entry.files:
            return  # its own result: what became of that is looked at when its turn comes
        known = self._known(job) if self._knows_files else {}
        standing = {_real(file): file for file in (*known, *self._standing(job.output)) if os.path.lexists(file)}
        own = set() if entry is None else {file.sha256 for files in entry.files.values() for file in files}
        replaces = 0
        for file in standing.values():
            self._check_use(job, file)
            sha256 = _hash(file)
            if sha256 is not None and sha256 == known.get(_real(file)):
                replaces = 1
            elif sha256 in own or state is State.SUBMITTED:
                pass  # a run may have died when it had just saved this; whoever saves will look at it once more
            elif self._replace:
                self.others += 1
            else:
                raise BadInput(f"{_problem(file, is_known=_real(file) in known)}; {ADVICE}")
        self.results += replaces

    def may_replace(self, job: Job, key: str, file: Path) -> bool:
        """Say whether a file may be replaced now that the result of a job is there.

        Args:
            file: what stands there, and is not that result.
        """
        try:
            self._check_use(job, file)
        except BadInput:
            return False
        if self._replace:
            return True
        known = self._known(job).get(_real(file))
        if known is None:
            return False
        what = _found(KeptFile(file, known))
        return what is Found.SOUND or (what is Found.GONE and file.is_file() and self._is_for(job, key))

    def _known(self, job: Job) -> dict[Path, str]:
        """Return the files that were made for the output of a job, and their hashes."""
        if self._journal is None:
            return {}
        return {_real(file.path): file.sha256 for file in self._journal.made_for(job.output)}

    def _is_for(self, job: Job, key: str) -> bool:
        entry = self._journal.find(key) if self._journal else None
        return entry is not None and self._journal is not None and self._journal.places.same(job.output) in entry.files

    def _check_use(self, job: Job, file: Path) -> None:
        """Raise if a file is of use for this very batch."""
        if _real(file) in self._own_files:
            raise BadInput(f"{file} is the journal; choose another name for the result")
        inputs = map(path_of, job.inputs)
        if any(_real(path) == _real(file) for path in inputs if path is not None):
            raise BadInput(f"the result would replace an input picture, {str(file)!r}; choose another name or folder")

    def _standing(self, output: Path) -> Iterable[Path]:
        """Return what stands where the first picture of a result may go."""
        if output.suffix:
            return [output] if os.path.lexists(output) else []
        return [output.with_name(name) for name in self._pictures_in(output.parent).get(output.name, ())]

    def _pictures_in(self, folder: Path) -> Mapping[str, list[str]]:
        """Return the names of the pictures in a folder, by what they are without their suffix."""
        if folder not in self._folders:
            found: dict[str, list[str]] = {}
            for name in _names_in(folder):
                stem, suffix = os.path.splitext(name)  # noqa: PTH122  it is quicker
                if suffix and format_of(Path(name)) is not None:
                    found.setdefault(stem, []).append(name)
            self._folders[folder] = found
        return self._folders[folder]


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  there may be very many, and a path each takes room
    except OSError:  # there is none yet, or it may be written and not be read
        return []


def _problem(file: Path, *, is_known: bool) -> str:
    if is_known:
        return f"{file} was changed since this batch made it, and would be replaced by another result"
    return f"{file} exists, and is no result of this batch"


def _real(file: str | os.PathLike[str]) -> Path:
    """Return one name for one file; where a link is the last part, what it leads to."""
    try:
        return Path(os.path.realpath(file))
    except ValueError:  # a NUL; refused elsewhere
        return Path()


def _hash(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
