"""The journal of a batch: what it remembers, whatever happens to the process, the disk and the clock."""

from pathlib import Path

from image_edit.batch.journal import Journal, KeptFile, Wanted
from image_edit.batch.journal_view import JournalView
from image_edit.batch.outcome import State

_HASH = "0" * 64


def test_a_job_goes_from_planned_to_done_and_the_next_run_knows_it(tmp_path: Path) -> None:
    output = tmp_path / "hat.png"
    with Journal.open(tmp_path / "journal.sqlite", gateway="ai302", base_url="https://gateway.example") as journal:
        journal.plan([Wanted(output=output, key="a" * 64, label="row 1", operation="edit", prompt="a hat")])
        journal.sending("a" * 64)
        journal.submitted("a" * 64, "task-1", {"model": "m"})
        journal.kept("a" * 64, output, [KeptFile(output, _HASH)])
        journal.done("a" * 64)
    with JournalView.open(tmp_path / "journal.sqlite") as view:
        entry = view.entry("a" * 64)
        assert (entry.state, entry.task_id, entry.submits) == (State.DONE, "task-1", 1)
        assert entry.files == {output: (KeptFile(output, _HASH),)}
        assert view.writer is None
