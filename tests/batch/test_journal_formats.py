"""A journal that an earlier version wrote knows what was paid for, and a later version goes on with it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from image_edit import EditedImage, Job, State
from image_edit.batch.journal.schema import FORMAT
from image_edit.batch.journal.view import JournalView
from tests.support.batching import Batching, ScriptedGateway

FORMATS = sorted(Path(__file__).parent.glob("journal_of_format_*.sql"), key=lambda file: int(file.stem.split("_")[-1]))
"""One file for each format: a batch of four jobs, of which one is done, one open, one unclear, one not begun."""

PICTURES = Path(__file__).parents[2] / "contract_tests" / "recordings" / "pictures"
PHOTO, RESULT = PICTURES / "lighthouse.png", PICTURES / "lighthouse_wide.png"
OPEN_TASK = "7500000000000000006"


def written(file: Path, journal: Path, base_url: str) -> None:
    """Make a journal as it was written, but for what is another in each run: the address, the time, the result."""
    known = {
        "base_url": base_url,
        "now": f"'{datetime.now(UTC).isoformat()}'",
        "sha256": hashlib.sha256(RESULT.read_bytes()).hexdigest(),
    }
    with closing(sqlite3.connect(journal)) as connection:
        connection.executescript(re.sub(r"\{(base_url|now|sha256)\}", lambda name: known[name[1]], file.read_text()))


def tables(journal: Path) -> dict[str, str]:
    with closing(sqlite3.connect(journal)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall())


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.stem)
def test_a_journal_of_each_format_is_gone_on_with_and_nothing_in_it_is_paid_for_twice(
    file: Path, batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    gateway.repeated_id = OPEN_TASK  # the gateway knows the open task since somebody submitted it
    batch.run([Job.edit(PHOTO, "At dawn", tmp_path / "earlier")], journal=tmp_path / "earlier.sqlite")
    gateway.repeated_id = None
    journal = out / "journal.sqlite"
    written(file, journal, gateway.url)
    (out / "at-night.png").write_bytes(RESULT.read_bytes())
    with JournalView.open(journal) as view:
        assert [row.state for row in view.rows()] == [State.DONE, State.SUBMITTED, State.UNCLEAR, State.PLANNED]
    paid = gateway.submits
    prompts = ("At night", "At dawn", "At noon", "At tea time")
    jobs = [Job.edit(PHOTO, prompt, out / prompt.lower().replace(" ", "-")) for prompt in prompts]
    outcomes = {outcome.job.prompt: outcome for outcome in batch.run(jobs, journal=journal)}
    assert [outcomes[prompt].state for prompt in prompts] == [State.DONE, State.DONE, State.UNCLEAR, State.DONE]
    assert gateway.submits == paid + 1
    assert outcomes["At night"].files == (out / "at-night.png",)
    assert (out / "at-night.png").read_bytes() == RESULT.read_bytes()
    assert outcomes["At dawn"].task_id == OPEN_TASK
    assert EditedImage.from_bytes(outcomes["At dawn"].files[0].read_bytes())


def test_the_tables_of_a_new_journal_are_those_that_its_format_was_kept_with(batch: Batching, out: Path) -> None:
    batch.run([Job.edit(PHOTO, "At night", out / "a")], journal=out / "new.sqlite")
    assert FORMATS[-1].stem.endswith(f"_{FORMAT}")
    written(FORMATS[-1], out / "kept.sqlite", "")
    assert tables(out / "new.sqlite") == tables(out / "kept.sqlite")
