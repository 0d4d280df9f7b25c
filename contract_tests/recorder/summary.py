"""What a session has to show at its end."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from .cassette_files import masked_lines
from .drift import Drift
from .session import RecordingSession
from .task_story import Story


def print_summary(
    console: Console, session: RecordingSession, recordings: Path, calls: Mapping[str, int], billed: Mapping[str, int]
) -> None:
    """Print a table of operations, then each drift, note, oddity and masked secret on a line of its own.

    Args:
        console: where to.
        session: what was recorded.
        recordings: the folder that file names are shown relative to.
        calls: number of calls by operation.
        billed: number of billed calls by operation.
    """
    table = Table("operation", "calls", "billed", Column("recorded as", overflow="fold"), "drift")
    for operation in session.document.operations:
        own = [s for s in session.stories if s.first.operation is operation and s.file]
        made = calls.get(operation.operation_id, 0)
        if made or own:
            names = "\n".join(_name(story, recordings) for story in own) or "-"
            drift = sum(len(story.drift) for story in own)
            cost = str(billed.get(operation.operation_id, 0))
            table.add_row(operation.operation_id, str(made), cost, Text(names), str(drift))
    console.print(table)
    told: tuple[tuple[str, Callable[[Story], Sequence[Drift]], str], ...] = (
        ("drift", lambda story: story.drift, "departs from the document"),
        ("note", lambda story: story.notes, "allowed, but the document does not know it"),
        ("odd", lambda story: story.oddities, "readable, but not as the document shows it"),
    )
    for word, of, title in told:
        for story in session.stories:
            for each in of(story):
                name = _name(story, recordings) if story.file else story.stem
                _line(console, f"{word}: {name}: {each} ({title})")
    for story in session.stories:
        for line in masked_lines(story.interactions) if story.file else ():
            _line(console, f"masked: {_name(story, recordings)}: {line}")
    for failure in session.not_written:
        _line(console, f"not recorded: {failure}")


def exit_code(stories: Sequence[Story], *lost: Sequence[object]) -> int:
    """Return 1 where something departs from the document or was lost (not written, not answered, not made), else 0."""
    return 1 if any(lost) or any(story.drift for story in stories) else 0


def _name(story: Story, recordings: Path) -> str:
    assert story.file is not None
    return str(story.file.relative_to(recordings)) + (" (unfinished)" if story.unfinished else "")


def _line(console: Console, text: str) -> None:
    console.print(Text(text), soft_wrap=True)
