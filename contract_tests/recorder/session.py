"""One run of the recorder: takes exchanges in, keeps cassettes up to date, knows what came of each."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb

from image_gateways_documents.document import Document
from image_gateways_mock.rejection import Rejection
from image_gateways_mock.routing import Match, Query, Router
from image_gateways_mock.settings import RECORDINGS

from .cassette_files import PICTURES, CassetteFiles, SecretLeft, cassette
from .exchange import Exchange
from .kept_pictures import KeptPictures
from .recorded import Cleaner, Recorded
from .secret_values import SecretValues
from .task_story import Story
from .whole_file import NotWritable

KEEP_UP_TO = 64 * 1024


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
        self.stories: list[Story] = []
        self.received: Counter[str] = Counter()
        self.not_written: list[str] = []
        self.pictures = KeptPictures(recordings / PICTURES, RECORDINGS / PICTURES, keep_up_to)
        self._router = Router([document])
        self._secrets = SecretValues(
            credential for o in document.operations for requirement in o.credentials for credential in requirement
        )
        self._cleaner = Cleaner(document, self._secrets, self.pictures)
        self._files = CassetteFiles(recordings, document, self._secrets, overwrite)
        self._files.check_writable()
        self._source = source
        self._report = report
        self._by_task: dict[tuple[str, str], Story] = {}
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

    def picture_links(self, exchange: Exchange, match: Match) -> list[str]:
        """Return the links to pictures that an answer holds."""
        return list(self._cleaner.picture_links(exchange, match))

    def receive(self, exchange: Exchange, match: Match) -> None:
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
        story = self._by_task.get(task)
        if story is not None and story.takes(recorded):
            story.polls.append(recorded)
            for passing in story.without_passing_failures():
                self._add_alone(passing)
            self._write(story)
            return
        if recorded.polled_task is not None:
            self._add_alone(recorded)
            return
        story = Story(recorded)
        self.stories.append(story)
        if link is not None and recorded.submitted_task is not None:
            self._by_task[link.poll_operation_id, recorded.submitted_task] = story
        self._write(story)

    def _add_alone(self, poll: Recorded) -> None:
        """Record a poll by itself, unless an earlier one of the same task said the same."""
        said = (poll.operation.operation_id, poll.polled_task, poll.status, poll.task_status)
        if said not in self._lone_polls:
            self._lone_polls.add(said)
            self.stories.append(story := Story(poll))
            self._write(story)

    def _write(self, story: Story) -> None:
        content = cassette(story.interactions, self._source, story.drift, story.unfinished)
        if not any(interaction.drift for interaction in story.interactions):
            story.violation = self._files.violation(story.stem, content)
            if story.violation:
                content = cassette(story.interactions, self._source, story.drift, story.unfinished)
        aside = bool(story.drift)
        story.file = self._files.write(story.stem, content, aside=aside, instead_of=story.file)

    def _failed(self, operation_id: str, why: str) -> None:
        line = f"{operation_id}: not recorded: {self._secrets.hide(why)}"
        self.not_written.append(line)
        self._report(line)
