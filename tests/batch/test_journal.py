"""The journal of a batch: what it remembers, whatever happens to the process, the disk and the clock."""

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from image_edit.batch.job import Job
from image_edit.batch.journal import view as journal_view
from image_edit.batch.journal.lock import Writer
from image_edit.batch.journal.reading import KeptFile
from image_edit.batch.journal.view import JournalView
from image_edit.batch.journal.writing import ImpossibleStep, Journal
from image_edit.batch.outcome import State
from image_edit.errors import BadInput, ContentRefused, ImageEditError, JournalNotWritten, MaybeBilled, TaskFailed
from image_edit.pictures.source import PictureSource

_HASH = "0" * 64
_GATEWAY = "ai302"
_URL = "https://gateway.example"
_REFUSAL = ContentRefused("no hats", code=50412, http_status=200, request_id="call-1")
_FAILURE = TaskFailed("it broke", code="x")
_DOUBT = MaybeBilled("nobody knows")


def _key(number: int = 1) -> str:
    return f"{number:064x}"


def _opened(path: Path, **others: Any) -> Journal:
    known: dict[str, Any] = {"gateway": _GATEWAY, "base_url": _URL, "reserve": 4096}
    return Journal.open(path, **(known | others))


class _Planned(NamedTuple):
    key: str
    job: Job


def _planned(key: str, inputs: tuple[PictureSource, ...] = (), operation: str = "edit", **known: Any) -> _Planned:
    return _Planned(key, Job(operation=operation, images=inputs, **known))


def _wanted(folder: Path, *numbers: int, **others: Any) -> list[_Planned]:
    known = {"operation": "edit", "prompt": "a hat"} | others
    return [
        _planned(_key(number), output=folder / f"{number}.png", label=f"row {number}", **known) for number in numbers
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with _opened(path) as journal:
        journal.plan(_wanted(path.parent, 1))
        yield journal


def _straight_from(path: Path, question: str) -> list[tuple[Any, ...]]:
    """Read the file by SQLite alone, and see that it is sound."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute(question).fetchall()


def _bring(journal: Journal, key: str, output: Path, state: State) -> None:
    """Take a key from planned to a state."""
    if state is State.PLANNED:
        return
    journal.sending(key)
    if state is State.REFUSED:
        journal.ended(key, State.REFUSED, _REFUSAL)
    if state is State.UNCLEAR:
        journal.ended(key, State.UNCLEAR, _DOUBT)
    if state in (State.SUBMITTED, State.DONE, State.FAILED):
        journal.submitted(key, f"task of {output.name}", {"model": "m"})
    if state is State.DONE:
        journal.kept(key, output, [KeptFile(output, _HASH)])
        journal.done(key)
    if state is State.FAILED:
        journal.ended(key, State.FAILED, _FAILURE)


# Every step, from where it may be taken, and where it leads; None: to where it was.
_STEPS: dict[str, tuple[Callable[[Journal, str, Path], None], str, State | None]] = {
    "sending": (lambda journal, key, _: journal.sending(key), "planned", State.SUBMITTING),
    "unsent": (lambda journal, key, _: journal.unsent(key), "submitting", State.PLANNED),
    "submitted": (lambda journal, key, _: journal.submitted(key, "t"), "submitting", State.SUBMITTED),
    "kept": (lambda journal, key, output: journal.kept(key, output, []), "submitting submitted done", None),
    "done": (lambda journal, key, _: journal.done(key), "submitting submitted", State.DONE),
    "reopened": (lambda journal, key, _: journal.reopened(key), "done", State.SUBMITTED),
    "refused": (
        lambda journal, key, _: journal.ended(key, State.REFUSED, _REFUSAL),
        "planned submitting submitted",
        State.REFUSED,
    ),
    "failed": (
        lambda journal, key, _: journal.ended(key, State.FAILED, _FAILURE),
        "planned submitting submitted",
        State.FAILED,
    ),
    "unclear": (lambda journal, key, _: journal.ended(key, State.UNCLEAR, _DOUBT), "submitting", State.UNCLEAR),
    "planned": (lambda journal, key, _: journal.planned(key), "submitted done refused failed unclear", State.PLANNED),
    "noted": (lambda journal, key, _: journal.noted(key, _FAILURE), " ".join(State), None),
}


@pytest.mark.parametrize("step", _STEPS)
def test_a_step_leads_from_where_it_may_be_taken_to_its_state_and_is_impossible_elsewhere(
    step: str, path: Path
) -> None:
    take, allowed, leads_to = _STEPS[step]
    with _opened(path) as journal:
        for number, before in enumerate(State):
            [job] = _wanted(path.parent, number)
            journal.plan([job])
            _bring(journal, job.key, job.job.output, before)
            if before in allowed.split():
                take(journal, job.key, job.job.output)
                assert journal.entry(job.key).state is (leads_to or before), before
            else:
                known = journal.entry(job.key)
                with pytest.raises(ImpossibleStep, match=f"{step}: .* {before}"):
                    take(journal, job.key, job.job.output)
                assert repr(journal.entry(job.key)) == repr(known)


def test_a_key_that_was_never_planned_can_take_no_step(journal: Journal) -> None:
    with pytest.raises(ImpossibleStep, match="not in the journal"):
        journal.sending(_key(9))
    with pytest.raises(KeyError):
        journal.entry(_key(9))
    assert journal.find(_key(9)) is None


def test_what_is_known_of_a_job_is_known_to_the_next_run_and_to_readers(path: Path) -> None:
    first, second = path.parent / "hat.png", path.parent / "hat-2.png"
    moment = datetime(2026, 1, 2, 3, 4, 5, 6000, UTC)
    job = _planned(
        output=first,
        key=_key(),
        label="row 1",
        operation="inpaint",
        inputs=("/photos/cat.png", b"its content"),
        prompt="a hat",
        options={"seed": 7, "size": [1, 2]},
    )
    with _opened(path, clock=lambda: moment) as journal:
        journal.plan([job])
        journal.sending(job.key)
        journal.submitted(job.key, "task-1", {"model": "m"}, ["https://pictures.example/1?signature=x"])
        journal.kept(job.key, first, [KeptFile(first, _HASH), KeptFile(second, "1" * 64)])
        journal.done(job.key)
    with JournalView.open(path) as view:
        entry = view.entry(job.key)
        [row] = view.rows()
        assert (view.gateway, view.base_url, view.writer) == (_GATEWAY, _URL, None)
    files = (KeptFile(first, _HASH), KeptFile(second, "1" * 64))
    assert (entry.state, entry.task_id, entry.poll_options) == (State.DONE, "task-1", {"model": "m"})
    assert (entry.urls, entry.submitted_at) == (("https://pictures.example/1?signature=x",), moment)
    assert (entry.submits, entry.error, entry.files) == (1, None, {first: files})
    assert (row.label, row.output, row.operation) == ("row 1", first, "inpaint")
    assert row.inputs == ("/photos/cat.png", "bytes")
    assert (row.prompt, row.options, row.state, row.files) == ("a hat", {"seed": 7, "size": [1, 2]}, State.DONE, files)
    assert (row.task_id, row.submitted_at, row.submits, row.is_current) == ("task-1", moment, 1, True)
    assert _straight_from(path, "SELECT key, state, task_id FROM jobs") == [(job.key, "done", "task-1")]


def test_what_was_written_is_on_the_disk(journal: Journal, path: Path) -> None:
    output, levels = path.parent / "1.png", []
    journal.sending(_key())
    levels += journal._asked("PRAGMA synchronous")
    journal.submitted(_key(), "task-1")
    levels += journal._asked("PRAGMA synchronous")
    journal.done(_key(), {output: [KeptFile(output, _HASH)]})
    levels += journal._asked("PRAGMA synchronous")
    full = 2
    assert [level for (level,) in levels] == [full] * 3


def _told(journal: Journal) -> tuple[type[ImageEditError], str, object, int | None, str | None]:
    error = journal.entry(_key()).error
    assert error is not None
    return type(error), str(error), error.code, error.http_status, error.request_id


def test_an_error_is_remembered_until_the_next_step_that_succeeds(journal: Journal) -> None:
    journal.ended(_key(), State.REFUSED, _REFUSAL)
    assert _told(journal) == (ContentRefused, "no hats", 50412, 200, "call-1")
    journal.planned(_key())
    assert journal.entry(_key()).error is None
    journal.sending(_key())
    journal.unsent(_key(), _FAILURE)
    assert _told(journal) == (TaskFailed, "it broke", "x", None, None)
    journal.sending(_key())
    assert journal.entry(_key()).error is None


def test_submits_that_certainly_did_not_run_are_not_counted(journal: Journal) -> None:
    journal.sending(_key())
    journal.unsent(_key())
    assert (journal.entry(_key()).submits, journal.entry(_key()).submitted_at) == (0, None)
    journal.sending(_key())
    journal.ended(_key(), State.UNCLEAR, _DOUBT)
    journal.planned(_key())
    journal.sending(_key())
    assert journal.entry(_key()).submits == 2
    assert journal.counts().submits == 2


def test_a_task_that_is_submitted_anew_forgets_the_old_one(journal: Journal) -> None:
    journal.sending(_key())
    journal.submitted(_key(), "task-1", {"model": "m"}, ["https://pictures.example/1"])
    journal.planned(_key())
    entry = journal.entry(_key())
    assert (entry.task_id, entry.poll_options, entry.urls, entry.submits) == (None, {}, (), 1)


def test_a_job_without_a_task_or_a_link_cannot_be_reopened(journal: Journal, path: Path) -> None:
    journal.sending(_key())
    journal.kept(_key(), path.parent / "1.png", [KeptFile(path.parent / "1.png", _HASH)])
    journal.done(_key())
    with pytest.raises(ImpossibleStep):
        journal.reopened(_key())


def test_time_that_jumps_back_changes_neither_order_nor_state(path: Path) -> None:
    times = iter([datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=number) for number in range(99)])
    with _opened(path, clock=lambda: next(times)) as journal:
        journal.plan(_wanted(path.parent, 3, 1, 2))
        for number in (2, 1, 3):
            journal.sending(_key(number))
            journal.submitted(_key(number), f"task-{number}")
        assert [row.label for row in journal.rows()] == ["row 3", "row 1", "row 2"]
        sent = [journal.entry(_key(number)).submitted_at for number in (2, 1, 3)]
    assert None not in sent
    assert sent == sorted(sent, key=str, reverse=True)
    with _opened(path, clock=lambda: datetime(1999, 1, 1, tzinfo=UTC)) as journal:
        assert journal.counts().rows[State.SUBMITTED] == 3


class TestPlan:
    def test_ten_thousand_rows_are_planned_at_once_and_come_back_in_their_order(self, path: Path) -> None:
        numbers = range(10_000, 0, -1)
        with _opened(path) as journal:
            journal.plan(job for number in numbers for job in _wanted(path.parent, number))
            assert [row.label for row in journal.rows()] == [f"row {number}" for number in numbers]
            assert [row.key for row in journal.rows()] == [_key(number) for number in numbers]
            assert journal.counts().total == 10_000
        assert _straight_from(path, "SELECT count(*), count(DISTINCT output) FROM rows") == [(10_000, 10_000)]

    def test_a_plan_that_fails_in_the_middle_leaves_nothing_behind(self, journal: Journal, path: Path) -> None:
        def wanted() -> Iterator[_Planned]:
            yield from _wanted(path.parent, 2, 3)
            raise ZeroDivisionError

        known = list(journal.rows())
        with pytest.raises(ZeroDivisionError):
            journal.plan(wanted())
        with pytest.raises(BadInput, match="row 2: another job has the same output"):
            journal.plan(_wanted(path.parent, 2, 3, 2))
        with pytest.raises(BadInput, match="row 2: an option is nothing that JSON can hold"):
            journal.plan(_wanted(path.parent, 2, options={"picture": b"x"}))
        assert list(journal.rows()) == known

    def test_known_keys_keep_their_state_and_the_new_order_counts(self, path: Path) -> None:
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, 1, 2, 3))
            _bring(journal, _key(2), path.parent / "2.png", State.DONE)
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, 4, 3, 2, 1))
            assert [(row.label, row.state.value) for row in journal.rows()] == [
                ("row 4", "planned"),
                ("row 3", "planned"),
                ("row 2", "done"),
                ("row 1", "planned"),
            ]

    def test_several_outputs_may_want_one_key(self, path: Path) -> None:
        outputs = [path.parent / name for name in ("b.png", "a.png")]
        jobs = [_planned(output=output, key=_key(), label=output.name, operation="edit") for output in outputs]
        with _opened(path) as journal:
            journal.plan(jobs)
            assert [row.key for row in journal.rows()] == [_key(), _key()]
            journal.sending(_key())
            journal.submitted(_key(), "task-1")
            for output in outputs:
                journal.kept(_key(), output, [KeptFile(output, _HASH)])
            journal.done(_key())
            entry = journal.entry(_key())
            assert [row.output for row in journal.rows()] == outputs
            assert entry.files == {output: (KeptFile(output, _HASH),) for output in outputs}
            assert journal.counts().rows[State.DONE] == 2
            assert journal.counts().submits == 1

    def test_rows_that_no_plan_wants_any_more_stay_only_if_something_was_paid(self, path: Path) -> None:
        numbers = dict(enumerate(State))
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, *numbers))
            for number, state in numbers.items():
                _bring(journal, _key(number), path.parent / f"{number}.png", state)
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, 99))
            assert [(row.label, row.state.value, row.is_current) for row in journal.rows()] == [
                ("row 99", "planned", True),
                ("row 1", "unclear", False),  # it was under way
                ("row 2", "submitted", False),
                ("row 3", "done", False),
                ("row 6", "unclear", False),
            ]
            assert journal.find(_key(0)) is None
            assert journal.counts().submits == 6
            assert [(lost.label, lost.state.value, lost.task_id) for lost in journal.orphans()] == [
                ("row 1", "unclear", None),
                ("row 2", "submitted", "task of 2.png"),
                ("row 6", "unclear", None),
            ]
            journal.plan(_wanted(path.parent, 4, 2))
            assert journal.entry(_key(4)).state is State.REFUSED
            assert [lost.label for lost in journal.orphans()] == ["row 1", "row 6"]

    def test_an_output_that_wants_another_key_leaves_an_orphan_that_is_named_and_can_be_had_again(
        self, path: Path
    ) -> None:
        output = path.parent / "hat.png"
        red, blue = (
            _planned(output=output, key=_key(number), label="row 1", operation="edit", prompt=prompt)
            for number, prompt in enumerate(("red", "blue"))
        )
        with _opened(path) as journal:
            journal.plan([red])
            _bring(journal, red.key, output, State.SUBMITTED)
            journal.plan([blue])
            [row] = journal.rows()
            [lost] = journal.orphans()
            assert (row.prompt, row.state) == ("blue", State.PLANNED)
            assert (lost.prompt, lost.task_id, lost.output, lost.poll_options) == (
                "red",
                "task of hat.png",
                output,
                {"model": "m"},
            )
            with pytest.raises(ImpossibleStep, match="does not want"):
                journal.kept(red.key, output, [])
            journal.plan([red])
            assert journal.orphans() == []
            assert [row.state for row in journal.rows()] == [State.SUBMITTED]

    def test_a_file_that_another_key_wrote_over_is_no_longer_the_first_ones(self, path: Path) -> None:
        output = path.parent / "1.png"
        red, blue = (_planned(output=output, key=_key(number), label="row 1", operation="edit") for number in (1, 2))
        with _opened(path) as journal:
            journal.plan([red])
            _bring(journal, red.key, output, State.DONE)
            journal.plan([blue])
            assert journal.entry(red.key).files == {output: (KeptFile(output, _HASH),)}
            _bring(journal, blue.key, output, State.DONE)
            assert journal.entry(red.key).files == {}
            journal.plan([red])
            assert journal.entry(red.key).state is State.DONE
            assert [row.files for row in journal.rows()] == [()]


class TestPaths:
    def test_a_folder_that_is_moved_takes_its_journal_and_results_along(self, tmp_path: Path) -> None:
        before, after, outside = tmp_path / "before", tmp_path / "after", tmp_path / "else" / "2.png"
        before.mkdir()
        jobs = _wanted(before / "deep", 1, inputs=(str(before / "in.png"), str(outside)))
        jobs.append(_planned(output=outside, key=_key(2), label="row 2", operation="edit"))
        with _opened(before / "journal.sqlite") as journal:
            journal.plan(jobs)
            _bring(journal, _key(1), before / "deep" / "1.png", State.DONE)
        before.rename(after)
        with _opened(after / "journal.sqlite") as journal:
            assert [row.output for row in journal.rows()] == [after / "deep" / "1.png", outside]
            row = next(journal.rows())
            assert row.inputs == (str(after / "in.png"), str(outside))
            assert row.files == (KeptFile(after / "deep" / "1.png", _HASH),)

    def test_one_file_has_one_name_whichever_way_it_is_reached(self, tmp_path: Path) -> None:
        folder, link = tmp_path / "real", tmp_path / "link"
        folder.mkdir()
        link.symlink_to(folder)
        with _opened(link / "journal.sqlite") as journal:
            names = [link / "1.png", folder / "1.png", folder / "no" / ".." / "1.png"]
            assert {journal.places.same(name) for name in names} == {link / "1.png"}
            journal.plan([_planned(output=folder / "1.png", key=_key(), label="", operation="edit")])
            assert [row.output for row in journal.rows()] == [link / "1.png"]

    def test_a_journal_behind_a_link_lies_where_its_file_is(self, tmp_path: Path, path: Path) -> None:
        (tmp_path / "real").mkdir()
        path.symlink_to(tmp_path / "real" / "kept.sqlite")
        with _opened(path) as journal:
            journal.plan(_wanted(tmp_path / "real", 1))
            with pytest.raises(BadInput, match="is being written"):
                _opened(tmp_path / "real" / "kept.sqlite")
        with JournalView.open(tmp_path / "real" / "kept.sqlite") as view:
            assert [row.output for row in view.rows()] == [tmp_path / "real" / "1.png"]

    def test_names_that_are_no_unicode_come_back_as_they_were(self, journal: Journal, path: Path) -> None:
        name = os.fsdecode(b"caf\xe9.png")
        output = path.parent / name
        job = _planned(output=output, key=_key(7), label=name, operation="edit", inputs=(f"/x/{name}",), prompt=name)
        journal.plan([job])
        _bring(journal, job.key, output, State.DONE)
        [row] = journal.rows()
        assert (row.output, row.label, row.inputs, row.prompt) == (output, name, (f"/x/{name}",), name)
        assert row.files == (KeptFile(output, _HASH),)


class TestSecrets:
    def test_no_picture_and_no_signature_of_an_input_is_in_the_files(self, path: Path) -> None:
        data = "data:image/png;base64,U0VDUkVU"
        job = _planned(
            output=path.parent / "1.png",
            key=_key(),
            label="row 1",
            operation="edit",
            inputs=(data, "https://user:SECRET@pictures.example/cat.png?token=SECRET#SECRET", b"SECRET"),
            options={"more": [data], "reference": "https://pictures.example/x?token=SECRET", "seed": 1},
        )
        with _opened(path) as journal:
            journal.plan([job])
            journal.ended(job.key, State.FAILED, TaskFailed(f"cannot read {data} of yours", body=b"SECRET"))
            [row] = journal.rows()
            written = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert row.inputs == ("data:image/png", "https://pictures.example/cat.png?…", "bytes")
        assert row.options == {"more": ["data:image/png"], "reference": "https://pictures.example/x?…", "seed": 1}
        assert row.error is not None
        assert str(row.error) == "cannot read data:image/png of yours"
        assert b"SECRET" not in written
        assert b"U0VDUkVU" not in written

    def test_a_long_message_is_cut_off(self, journal: Journal) -> None:
        journal.ended(_key(), State.FAILED, TaskFailed("x" * 100_000))
        error = journal.entry(_key()).error
        assert error is not None
        assert str(error) == "x" * 999 + "…"

    def test_only_its_owner_may_read_it_whatever_the_umask(self, path: Path) -> None:
        before = os.umask(0)
        try:
            with _opened(path) as journal:
                journal.plan(_wanted(path.parent, 1))
                modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}
        finally:
            os.umask(before)
        assert modes == {f"journal.sqlite{ending}": "0o600" for ending in ("", "-wal", "-shm", "-lock", "-reserve")}

    def test_when_it_is_closed_only_the_journal_is_left(self, journal: Journal, path: Path) -> None:
        journal.close()
        journal.close()
        assert [file.name for file in path.parent.iterdir()] == [path.name]
        with JournalView.open(path) as view:
            assert view.counts().total == 1
        assert [file.name for file in path.parent.iterdir()] == [path.name]


class TestWriters:
    def test_a_second_one_is_refused_in_one_line_that_names_the_first(self, journal: Journal, path: Path) -> None:
        with pytest.raises(BadInput, match=rf"is being written by process {os.getpid()}, started 20.* UTC") as caught:
            _opened(path)
        assert "\n" not in str(caught.value)
        journal.sending(_key())  # and is not disturbed

    def test_killed_at_any_state_it_is_gone_on_with(self, path: Path) -> None:
        states = dict(enumerate(State))
        with _started(_CHILD, path) as child:
            with pytest.raises(BadInput, match=f"process {child.pid}, started"):
                _opened(path)
            with JournalView.open(path) as view:
                assert (view.writer and view.writer.pid, view.counts().total) == (child.pid, len(State))
                assert [row.state for row in view.rows()] == list(State)
            child.kill()
            child.wait()
        with JournalView.open(path) as view:
            assert view.writer is None
            assert view.entry(_key(1)).state is State.UNCLEAR
        with _opened(path) as journal:
            found = {number: journal.entry(_key(number)) for number in states}
        assert {number: entry.state for number, entry in found.items()} == states | {1: State.UNCLEAR}
        assert {number: entry.submits for number, entry in found.items()} == dict.fromkeys(states, 1) | {0: 0}
        assert found[2].task_id == "task of 2.png"
        assert [file.name for file in path.parent.iterdir()] == [path.name]
        assert _straight_from(path, "SELECT count(*) FROM jobs") == [(len(State),)]

    def test_a_reader_that_asks_who_writes_does_not_turn_a_writer_away(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        lock = path.with_name("journal.sqlite-lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_SH)
        monkeypatch.setattr("image_edit.batch.journal.lock.time.sleep", lambda _: lock.close())
        with _opened(path):
            assert lock.closed

    def test_without_locks_the_record_counts_while_its_process_may_live(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        def without(*_: object) -> None:
            raise OSError(errno.ENOLCK, "no locks")

        monkeypatch.setattr(fcntl, "flock", without)
        record = path.with_name("journal.sqlite-lock")
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        with _opened(path):
            with pytest.raises(BadInput, match=rf"process {os.getpid()}, .* remove .*journal.sqlite-lock"):
                _opened(path)
            with JournalView.open(path) as view:
                assert view.writer is not None
            known = json.loads(record.read_text())
        record.write_text(json.dumps(known | {"pid": ended.pid}))
        with JournalView.open(path) as view:
            assert view.writer is None
        record.write_text(json.dumps(known | {"pid": ended.pid, "host": "elsewhere"}))
        with pytest.raises(BadInput, match=f"process {ended.pid} on elsewhere, started"):
            _opened(path)
        record.write_text(json.dumps(known | {"pid": ended.pid}))
        with _opened(path) as journal:
            assert journal.counts().total == 0

    def test_what_another_machine_writes_is_read_from_a_copy(
        self, journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal.sending(_key())
        elsewhere = Writer(1, datetime(2026, 1, 1, tzinfo=UTC), "elsewhere")
        monkeypatch.setattr(journal_view, "writer_of", lambda _: elsewhere)
        opened = []

        def noted(path: Path, undo: ExitStack, original: Any = journal_view._opened) -> sqlite3.Connection:
            opened.append(path)
            connection: sqlite3.Connection = original(path, undo)
            return connection

        monkeypatch.setattr(journal_view, "_opened", noted)
        with JournalView.open(path) as view:
            assert view.writer == elsewhere
            assert view.entry(_key()).state is State.SUBMITTING
        [copy] = opened
        assert copy != path
        assert not copy.exists()

    def test_readers_see_what_was_written_and_cannot_write(self, journal: Journal, path: Path) -> None:
        with JournalView.open(path) as view, JournalView.open(path) as other:
            rows = view.rows()
            assert view.entry(_key()).state is State.PLANNED
            journal.sending(_key())
            assert view.entry(_key()).state is other.entry(_key()).state is State.SUBMITTING
            journal.submitted(_key(), "task-1")
            assert next(rows).task_id == "task-1"
            with pytest.raises(BadInput, match="readonly"):
                view._asked("DELETE FROM jobs")

    def test_many_threads_may_write_at_once(self, path: Path) -> None:
        numbers = range(64)
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, *numbers))

            def run(number: int) -> None:
                _bring(journal, _key(number), path.parent / f"{number}.png", State.DONE)
                with pytest.raises(ImpossibleStep):
                    journal.sending(_key(number))

            with ThreadPoolExecutor(16) as pool:
                list(pool.map(run, numbers))
            assert journal.counts().rows[State.DONE] == journal.counts().submits == 64
        assert _straight_from(path, "SELECT DISTINCT state FROM jobs") == [("done",)]

    def test_writes_that_wait_together_share_a_commit_and_none_suffers_from_another(
        self, journal: Journal, path: Path
    ) -> None:
        numbers = range(8)
        journal.plan(_wanted(path.parent, *numbers))
        commits = journal._commits
        said: list[str] = []
        under_way, go_on = threading.Event(), threading.Event()

        def slow() -> None:
            under_way.set()
            go_on.wait()

        with ThreadPoolExecutor(12) as pool:
            first = pool.submit(commits.write, slow)
            under_way.wait()
            commits._connection.set_trace_callback(said.append)
            good = [pool.submit(journal.sending, _key(number)) for number in numbers]
            bad = pool.submit(journal.sending, _key(99))
            while len(commits._waiting) < len(numbers) + 1:
                assert not bad.done()
            go_on.set()
            first.result()
            for future in good:
                future.result()
            with pytest.raises(ImpossibleStep):
                bad.result()
        assert said.count("COMMIT") == 2
        assert journal.counts().rows[State.SUBMITTING] == len(numbers)


_CHILD = """
import sys
from pathlib import Path
from tests.batch.test_journal import _bring, _key, _opened, _wanted, State
path = Path(sys.argv[1])
journal = _opened(path)
journal.plan(_wanted(path.parent, *range(len(State))))
for number, state in enumerate(State):
    _bring(journal, _key(number), path.parent / f"{number}.png", state)
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def _started(program: str, path: Path) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(
        [sys.executable, "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            yield child
        finally:
            child.kill()
        assert child.wait() == -signal.SIGKILL


class TestFiles:
    @pytest.mark.parametrize("opened", [_opened, JournalView.open])
    @pytest.mark.parametrize(
        ("what", "said"),
        [
            ("text", "is damaged or no journal; it was left as it is"),
            ("cut off", "is damaged or no journal; it was left as it is"),
            ("another program's", "is no journal of a batch; it was left as it is"),
            ("newer", "is a journal of format 2 and this version reads format 1: use the newer version"),
        ],
    )
    def test_a_file_that_cannot_be_gone_on_with_is_told_in_one_line_and_left_alone(
        self, opened: Callable[[Path], Any], what: str, said: str, path: Path
    ) -> None:
        if what == "text":
            path.write_text("output,prompt\n" * 100)
        elif what == "another program's":
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript("CREATE TABLE bookmarks (url)")
        else:
            _opened(path).close()
            if what == "cut off":
                os.truncate(path, path.stat().st_size // 2)
            else:
                with closing(sqlite3.connect(path)) as connection:
                    connection.execute("PRAGMA user_version = 2")
        before = path.read_bytes()
        if what == "cut off" and opened is not _opened:
            return  # a reader need not read all of it
        with pytest.raises(BadInput, match=said) as caught:
            opened(path)
        assert "\n" not in str(caught.value)
        assert str(path) in str(caught.value)
        assert path.read_bytes() == before
        assert [file.name for file in path.parent.iterdir()] == [path.name]

    def test_damage_in_the_middle_is_found_before_anything_is_sent(self, path: Path) -> None:
        with _opened(path) as journal:
            journal.plan(job for number in range(500) for job in _wanted(path.parent, number))
        content = bytearray(path.read_bytes())
        page = len(content) // 2 // 4096 * 4096
        content[page : page + 4096] = b"\xff" * 4096
        path.write_bytes(content)
        with pytest.raises(BadInput, match="is damaged"):
            _opened(path)
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        with JournalView.open(path) as view, pytest.raises(BadInput, match="is damaged"):
            list(view.rows())

    def test_an_empty_file_becomes_a_journal(self, path: Path) -> None:
        path.touch()
        with pytest.raises(BadInput, match="nothing is planned in it yet"):
            JournalView.open(path)
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, 1))

    def test_where_no_file_can_be_made_that_is_said(self, path: Path) -> None:
        with pytest.raises(BadInput, match="cannot be written: No such file or directory"):
            _opened(path.parent / "no" / "journal.sqlite")
        path.mkdir()
        with pytest.raises(BadInput, match=r"cannot be opened: .* Put it on a local disk"):
            _opened(path)
        assert [file.name for file in path.parent.iterdir()] == [path.name]
        for place in (path, path / "journal.sqlite"):
            with pytest.raises(BadInput, match="there is no journal"):
                JournalView.open(place)

    def test_it_stays_with_its_gateway(self, path: Path) -> None:
        _opened(path).close()
        with pytest.raises(BadInput, match=r"is the journal of a batch at ai302: .* another journal for volcv"):
            _opened(path, gateway="volcv")

    def test_its_gateway_may_move_unless_tasks_are_open_there(self, path: Path) -> None:
        elsewhere = "https://other.example"
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, 1))
            journal.sending(_key())
            journal.submitted(_key(), "task-1")
        with pytest.raises(BadInput, match=f"1 open tasks at {_URL}, which are not known at {elsewhere}"):
            _opened(path, base_url=elsewhere)
        with _opened(path) as journal:
            journal.ended(_key(), State.FAILED, _FAILURE)
        with _opened(path, base_url=elsewhere) as journal:
            assert journal.base_url == _URL
            journal.plan(_wanted(path.parent, 1))
            assert journal.base_url == elsewhere

    def test_nothing_is_sent_once_the_file_was_removed_or_replaced(self, journal: Journal, path: Path) -> None:
        path.rename(path.with_name("moved"))
        with pytest.raises(JournalNotWritten, match="removed or replaced"):
            journal.sending(_key())
        shutil.copy(path.with_name("moved"), path)
        with pytest.raises(JournalNotWritten, match="removed or replaced"):
            journal.sending(_key())


class TestFullDisk:
    @contextmanager
    def _no_file_grows_beyond(self, size: int) -> Iterator[None]:
        # For those who write, a limit of the process is like a full disk; what has its space may be written over.
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_the_ids_of_all_open_tasks_are_still_written_and_nothing_new_is_sent(self, path: Path) -> None:
        numbers = range(300)
        log, reserve = (path.with_name(f"{path.name}-{what}") for what in ("wal", "reserve"))
        with _opened(path) as journal:
            journal.plan(_wanted(path.parent, *numbers))
            for number in numbers[:200]:
                journal.sending(_key(number))
            with self._no_file_grows_beyond(max(log.stat().st_size, path.stat().st_size)):
                for number in numbers[:200]:
                    journal.submitted(_key(number), f"task-{number}", {"model": "m"})
                    if not journal.is_full:
                        continue
                    with pytest.raises(JournalNotWritten, match="Nothing new is submitted"):
                        journal.sending(_key(number + 100))
                assert journal.is_full
                assert not reserve.exists()
            assert journal.entry(_key(299)).state is State.PLANNED
        with _opened(path) as journal:
            assert not journal.is_full
            assert journal.counts().rows[State.SUBMITTED] == journal.counts().submits == 200
            assert journal.entry(_key(199)).task_id == "task-199"
        assert _straight_from(path, "SELECT count(*) FROM jobs WHERE task_id IS NOT NULL") == [(200,)]

    def test_a_call_that_could_not_be_written_down_is_not_to_be_sent_and_leaves_the_reserve(
        self, journal: Journal, path: Path
    ) -> None:
        log, reserve = (path.with_name(f"{path.name}-{what}") for what in ("wal", "reserve"))
        journal.noted(_key(), _FAILURE)
        size = log.stat().st_size
        with JournalView.open(path) as view:
            view._connection.execute("BEGIN")
            view.counts()  # while one reads, the log only grows
            while log.stat().st_size == size:
                journal.noted(_key(), _FAILURE)
                journal.noted(_key(), _REFUSAL)
            with self._no_file_grows_beyond(log.stat().st_size):
                with pytest.raises(JournalNotWritten, match="cannot be written: disk I/O error"):
                    journal.sending(_key())
                assert reserve.exists()
                assert journal.entry(_key()).state is State.PLANNED
                assert journal.entry(_key()).submits == 0
                with pytest.raises(JournalNotWritten):
                    journal.ended(_key(), State.FAILED, _FAILURE)
                assert not reserve.exists()
        assert journal.entry(_key()).state is State.PLANNED

    def test_an_id_that_could_not_be_written_is_in_the_error(self, journal: Journal) -> None:
        journal.sending(_key())
        with self._no_file_grows_beyond(1), pytest.raises(JournalNotWritten) as caught:
            journal.submitted(_key(), "task-1")
        assert caught.value.task_id == "task-1"

    def test_where_the_reserve_finds_no_room_nothing_is_begun(self, path: Path) -> None:
        with self._no_file_grows_beyond(4096), pytest.raises(BadInput, match="File too large"):
            _opened(path, reserve=8192)
        assert list(path.parent.iterdir()) == []


class JournalAgainstDict(RuleBasedStateMachine):
    """The journal and a plain dict are told the same, and asked the same, also after crashes."""

    numbers = st.integers(0, 4)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(os.path.realpath(next(_FOLDERS)))
        self.journal = _opened(self.folder / "journal.sqlite")
        self.known: dict[int, tuple[State, int, str | None]] = {}
        self.wanted: list[int] = []

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.folder)

    @rule(numbers=st.permutations(range(5)).flatmap(lambda order: st.sampled_from([order, order[:2], order[:4]])))
    def plan(self, numbers: list[int]) -> None:
        self.journal.plan(_wanted(self.folder, *numbers))
        for number in numbers:
            self.known.setdefault(number, (State.PLANNED, 0, None))
        for number in set(self.known) - set(numbers):
            if self.known[number][:2] == (State.PLANNED, 0):
                del self.known[number]
        self.wanted = numbers

    @precondition(lambda self: self.wanted)
    @rule(place=numbers, step=st.sampled_from([step for step in _STEPS if step not in ("reopened", "kept")]))
    def step(self, place: int, step: str) -> None:
        number = self.wanted[place % len(self.wanted)]
        state, submits, task_id = self.known[number]
        take, allowed, leads_to = _STEPS[step]
        if state not in allowed.split():
            with pytest.raises(ImpossibleStep):
                take(self.journal, _key(number), self.folder)
            return
        take(self.journal, _key(number), self.folder)
        submits += {"sending": 1, "unsent": -1}.get(step, 0)
        task_id = {"submitted": "t", "planned": None}.get(step, task_id)
        self.known[number] = (leads_to or state, submits, task_id)

    @rule(crash=st.booleans())
    def open_again(self, crash: bool) -> None:
        if crash:  # what a killed process leaves is what the files hold at that moment
            folder = Path(os.path.realpath(next(_FOLDERS)))
            for file in self.folder.glob("journal.sqlite*"):
                shutil.copy(file, folder / file.name)
            self.teardown()
            self.folder = folder
        else:
            self.journal.close()
        self.journal = _opened(self.folder / "journal.sqlite")
        under_way = [number for number, (state, *_) in self.known.items() if state is State.SUBMITTING]
        for number in under_way:
            self.known[number] = (State.UNCLEAR, *self.known[number][1:])

    @invariant()
    def both_know_the_same(self) -> None:
        entries = {number: self.journal.find(_key(number)) for number in range(5)}
        found = {number: (it.state, it.submits, it.task_id) for number, it in entries.items() if it}
        assert found == self.known
        current = [row for row in self.journal.rows() if row.is_current]
        assert [row.output.name for row in current] == [f"{number}.png" for number in self.wanted]
        assert self.journal.counts().submits == sum(submits for _, submits, _ in self.known.values())


_FOLDERS: Iterator[Path]


@pytest.fixture(scope="module", autouse=True)
def _folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _FOLDERS
    _FOLDERS = iter(lambda: tmp_path_factory.mktemp("journal"), None)


JournalAgainstDict.TestCase.settings = settings(max_examples=15, stateful_step_count=25)
TestJournalAgainstDict = JournalAgainstDict.TestCase
