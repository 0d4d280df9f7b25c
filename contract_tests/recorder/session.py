"""One run of the recorder: takes exchanges in, keeps cassettes up to date, and says at the end what came of each."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb

from rich.table import Column, Table
from rich.text import Text

from image_gateways_documents.document import Document
from image_gateways_documents.operation_facts import variant_of
from image_gateways_documents.routing import Match, Query, Rejection, Router
from image_gateways_recordings.folder import RECORDINGS

from .cassette_files import PICTURES, CassetteFiles, SecretLeft, cassette_text, masked_lines
from .cleaning import Cleaner
from .drift import Drift
from .pictures import KeptPictures
from .recorded import RawExchange, Recorded
from .session_secrets import SecretValues
from .whole_file import NotWritable

KEEP_UP_TO = 64 * 1024


@dataclass(slots=True)
class NewCassette:
    """A cassette in the making: an exchange, or a task's submit with its polls.

    Attributes:
        first: the exchange that the cassette is named for.
        polls: the polls of the task that it submitted, in order, none left out.
        file: where it is written; None before it is.
        violation: what the mock server objected to, if it did.
    """

    first: Recorded
    polls: list[Recorded] = field(default_factory=list)
    file: Path | None = None
    violation: Drift | None = None

    @property
    def interactions(self) -> tuple[Recorded, ...]:
        """The exchanges that are written: polls that only repeat a status are left out."""
        return (self.first, *_distinct(self.polls))

    @property
    def drift(self) -> tuple[Drift, ...]:
        """Where the exchanges depart from the document."""
        found = [drift for interaction in self.interactions for drift in interaction.drift]
        if not found and self.violation:
            found.append(self.violation)
        return tuple(dict.fromkeys(found))

    @property
    def notes(self) -> tuple[Drift, ...]:
        """What the gateway said that is allowed but not documented."""
        return tuple(dict.fromkeys(note for interaction in self.interactions for note in interaction.notes))

    @property
    def oddities(self) -> tuple[Drift, ...]:
        """What the gateway said that is readable, and not as the document shows it."""
        return tuple(dict.fromkeys(oddity for interaction in self.interactions for oddity in interaction.oddities))

    @property
    def unfinished(self) -> bool:
        """Whether a task was submitted whose end was not seen."""
        if self.first.submitted_task is None:
            return False
        last = self.interactions[-1]
        return last is self.first or not (last.final or last.failed)

    @property
    def stem(self) -> str:
        """The cassette's name, `<operation_id>__<variant>`."""
        return f"{self.first.operation.operation_id}__{self._variant()}"

    def _variant(self) -> str:
        leaf = [self.first.body_name] if self.first.body_name else []
        if self.first.submitted_task is None:
            return _own_variant(self.first) or "_".join(leaf) or f"status_{self.first.status}"
        # Of live tasks the mock server replays the first name that fits, hence words that sort success first.
        last = self.interactions[-1]
        if self.unfinished:
            end = "unfinished"
        elif last.pictures:
            end = "done"
        elif not last.failed:
            end = f"ends_{variant_of(last.task_status or '')}"
        else:
            end = f"fails_{_own_variant(last)}"
        return "_".join((*leaf, "task", end))

    def takes(self, poll: Recorded) -> bool:
        """Tell whether a poll is a step of the task: readable, no "try again later", and not after the end."""
        ended = any(earlier.final for earlier in self.polls)
        return poll.readable and not poll.transient and (not ended or _state(poll) in map(_state, self.polls))

    def without_passing_failures(self) -> list[Recorded]:
        """Take out and return the failed polls after which the task went on: they were not its end."""
        ends = max((i for i, poll in enumerate(self.polls) if not poll.failed), default=-1)
        passing = [poll for poll in self.polls[: max(ends, 0)] if poll.failed]
        self.polls = [poll for poll in self.polls if poll not in passing]
        return passing


class RecordingSession:
    """Records the exchanges of one gateway. Each one is on disk as soon as it was received.

    Args:
        document: the gateway's document.
        recordings: the folder of all recordings.
        source: how the exchanges come in, for the provenance.
        keep_up_to: size in bytes up to which a picture is kept.
        overwrite: whether recordings of earlier sessions may be replaced.
        report: is told one line about each thing that went wrong.

    Raises:
        NotWritable: nothing can be written to that folder.
    """

    def __init__(
        self,
        document: Document,
        *,
        recordings: Path = RECORDINGS,
        source: str,
        keep_up_to: int = KEEP_UP_TO,
        overwrite: bool = False,
        report: Callable[[str], None],
    ) -> None:
        self.document = document
        self.cassettes: list[NewCassette] = []
        self.received: Counter[str] = Counter()
        self.not_written: list[str] = []
        self.pictures = KeptPictures(recordings / PICTURES, RECORDINGS / PICTURES, keep_up_to)
        self._router = Router([document])
        self._secrets = SecretValues(document.credentials)
        self._cleaner = Cleaner(document, self._secrets, self.pictures)
        self.picture_links = self._cleaner.picture_links
        self._files = CassetteFiles(recordings, document, self._secrets, overwrite)
        self._files.check_writable()
        self._source = source
        self._report = report
        self._by_task: dict[tuple[str, str], NewCassette] = {}
        self._lone_polls: set[tuple[str, str | None, int, str | None]] = set()

    def cannot_keep(self) -> str | None:
        """Say why an answer could not be kept; None where nothing is known against it.

        One that was not kept is reason enough: the next would share its fate, and be paid for like it.
        """
        if self.not_written:
            return f"an earlier answer was not recorded ({self.not_written[0]})"
        try:
            self._files.check_writable()
        except NotWritable as error:
            return str(error)
        return None

    def match(self, method: str, path: str, query: Query) -> Match | None:
        """Return the operation that a request is for, or None where the document has none."""
        try:
            return self._router.match(method, path, query)
        except Rejection:
            return None

    def receive(self, exchange: RawExchange, match: Match) -> None:
        """Record an exchange. What cannot be written is reported and counted, never raised: the call was made."""
        operation_id = match.operation.operation_id
        self.received[operation_id] += 1
        try:
            self._add(self._cleaner.clean(exchange, match))
        except (OSError, SecretLeft) as error:
            self._failed(operation_id, str(error))
        except Exception as error:  # a defect here must not cost the caller an answer or other entries, nor stay unseen
            place = extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            self._failed(operation_id, f"{type(error).__name__} at {where}, a defect of the recorder")

    def _add(self, recorded: Recorded) -> None:
        link = recorded.operation.task_link
        task = (recorded.operation.operation_id, recorded.polled_task or "")
        cassette = self._by_task.get(task)
        if cassette is not None and cassette.takes(recorded):
            cassette.polls.append(recorded)
            for passing in cassette.without_passing_failures():
                self._add_alone(passing)
            self._write(cassette)
            return
        if recorded.polled_task is not None:
            self._add_alone(recorded)
            return
        cassette = NewCassette(recorded)
        self.cassettes.append(cassette)
        if link is not None and recorded.submitted_task is not None:
            self._by_task[link.poll_operation_id, recorded.submitted_task] = cassette
        self._write(cassette)

    def _add_alone(self, poll: Recorded) -> None:
        """Record a poll by itself, unless an earlier one of the same task said the same."""
        said = (poll.operation.operation_id, poll.polled_task, poll.status, poll.task_status)
        if said not in self._lone_polls:
            self._lone_polls.add(said)
            self.cassettes.append(cassette := NewCassette(poll))
            self._write(cassette)

    def _write(self, cassette: NewCassette) -> None:
        content = cassette_text(cassette.interactions, self._source, cassette.drift, cassette.unfinished)
        if not any(interaction.drift for interaction in cassette.interactions):
            cassette.violation = self._files.violation(cassette.stem, content)
            if cassette.violation:
                content = cassette_text(cassette.interactions, self._source, cassette.drift, cassette.unfinished)
        aside = bool(cassette.drift)
        cassette.file = self._files.write(cassette.stem, content, aside=aside, instead_of=cassette.file)

    def _failed(self, operation_id: str, why: str) -> None:
        line = f"{operation_id}: not recorded: {self._secrets.hide(why)}"
        self.not_written.append(line)
        self._report(line)


def summary_table(
    session: RecordingSession, recordings: Path, calls: Mapping[str, int], billed: Mapping[str, int]
) -> Table:
    """Return a table of the operations that were called.

    Args:
        session: what was recorded.
        recordings: the folder that file names are shown relative to.
        calls: number of calls by operation.
        billed: number of billed calls by operation.
    """
    table = Table("operation", "calls", "billed", Column("recorded as", overflow="fold"), "drift")
    for operation in session.document.operations:
        own = [s for s in session.cassettes if s.first.operation is operation and s.file]
        made = calls.get(operation.operation_id, 0)
        if made or own:
            names = "\n".join(_name(cassette, recordings) for cassette in own) or "-"
            drift = sum(len(cassette.drift) for cassette in own)
            cost = str(billed.get(operation.operation_id, 0))
            table.add_row(operation.operation_id, str(made), cost, Text(names), str(drift))
    return table


def summary_lines(session: RecordingSession, recordings: Path) -> Iterator[str]:
    """Yield each drift, note, oddity and masked secret, and what was not recorded, as a line."""
    told: tuple[tuple[str, Callable[[NewCassette], Sequence[Drift]], str], ...] = (
        ("drift", lambda cassette: cassette.drift, "departs from the document"),
        ("note", lambda cassette: cassette.notes, "allowed, but the document does not know it"),
        ("odd", lambda cassette: cassette.oddities, "readable, but not as the document shows it"),
    )
    for word, of, title in told:
        for cassette in session.cassettes:
            name = _name(cassette, recordings) if cassette.file else cassette.stem
            yield from (f"{word}: {name}: {each} ({title})" for each in of(cassette))
    for cassette in session.cassettes:
        for line in masked_lines(cassette.interactions) if cassette.file else ():
            yield f"masked: {_name(cassette, recordings)}: {line}"
    yield from (f"not recorded: {failure}" for failure in session.not_written)


def exit_code(cassettes: Sequence[NewCassette], *lost: Sequence[object]) -> int:
    """Return 1 where something departs from the document or was lost (not written, not answered, not made), else 0."""
    return 1 if any(lost) or any(cassette.drift for cassette in cassettes) else 0


def _name(cassette: NewCassette, recordings: Path) -> str:
    assert cassette.file is not None
    return str(cassette.file.relative_to(recordings)) + (" (unfinished)" if cassette.unfinished else "")


def _own_variant(recorded: Recorded) -> str:
    """The variant that an exchange by itself has: its error's name, the task's status, its HTTP status."""
    if recorded.error is not None:
        return variant_of(recorded.error.name)
    if recorded.failed or not recorded.readable:
        return f"status_{recorded.status}"
    return variant_of(recorded.task_status or "")


def _distinct(polls: Sequence[Recorded]) -> list[Recorded]:
    """The first poll of each status, and the last poll of all if the task went back to an earlier status."""
    kept: list[Recorded] = []
    for poll in polls:
        if _state(poll) not in map(_state, kept):
            kept.append(poll)
    if kept and _state(polls[-1]) != _state(kept[-1]):
        kept.append(polls[-1])
    return kept


def _state(poll: Recorded) -> tuple[int, str | None]:
    return poll.status, poll.task_status
