"""`image-edit status`: where a batch is, by its journal, whether or not it runs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from image_edit import InputTextRefused, MaybeBilled, TaskFailed, command
from image_edit.batch.job import Job
from image_edit.batch.journal.reading import KeptFile
from image_edit.batch.journal.writing import Journal
from image_edit.batch.outcome import State

NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)
BASE_URL = "https://gateway.example"

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: str) -> Ran:
        status = command.main(["status", *arguments])
        return status, *capsys.readouterr()

    return run_it


def opened(**options: Any) -> Journal:
    return Journal.open("out/journal.sqlite", gateway="ai302", base_url=BASE_URL, clock=lambda: NOON, **options)


def wanted(number: int) -> tuple[str, Job]:
    image, output = Path(f"in/{number}.png").absolute(), Path(f"out/{number}").absolute()
    return f"key {number}", Job.edit(image, "x", output).labelled(f"row {number}")


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A journal of eight rows: two done, one of each other state, and two refused for one reason."""
    with opened() as journal:
        journal.plan([wanted(number) for number in range(2, 11)])
        for number in (2, 3, 4, 5, 8, 9):
            journal.sending(f"key {number}")
        for number in (2, 3):
            journal.submitted(f"key {number}", f"task {number}")
            journal.kept(
                f"key {number}", wanted(number)[1].output, [KeptFile(Path(f"out/{number}.png").absolute(), "0")]
            )
            journal.done(f"key {number}")
        journal.submitted("key 4", "74163618910443360742")
        journal.ended("key 5", State.UNCLEAR, MaybeBilled("the connection broke"))
        for number in (6, 7):
            journal.ended(f"key {number}", State.REFUSED, InputTextRefused(f"no, {number}", code=50412))
        journal.ended("key 8", State.FAILED, TaskFailed("it failed\x1b[2J"))
        yield journal


def lines(out: str) -> dict[str, str]:
    """Return the table, by its first words."""
    return dict(line.split(maxsplit=1) for line in out.splitlines()[1:] if line.startswith("  ") and line[2] != " ")


@pytest.mark.parametrize("place", ["out", "out/", "out/journal.sqlite"])
def test_a_batch_is_told_while_it_runs_with_the_process_that_runs_it(run: Run, journal: Journal, place: str) -> None:
    status, out, err = run(place)
    assert (status, err) == (0, "")
    told = lines(out)
    assert told["gateway"] == f"ai302 at {BASE_URL}"
    assert told["running"] == f"process {os.getpid()}, started 2026-11-27 12:00:00 UTC"
    assert {name: told[name].split()[0] for name in ("done", "submitted", "submitting", "planned")} == {
        "done": "2", "submitted": "1", "submitting": "1", "planned": "1",
    }  # fmt: skip
    assert {name: told[name].split()[0] for name in ("refused", "failed", "unclear", "calls")} == {
        "refused": "2", "failed": "1", "unclear": "1", "calls": "6",
    }  # fmt: skip
    journal.unsent("key 9")  # reading has locked nothing
    assert "submitting" not in lines(run(place)[1])


def test_when_nobody_writes_it_what_was_being_sent_is_unclear_and_named_with_time_and_input(
    run: Run, journal: Journal
) -> None:
    journal.close()
    out = run("out")[1]
    assert lines(out)["running"] == "no"
    for number in (5, 9):
        assert f"  unclear: row {number}, in/{number}.png, sent 2026-11-27 12:00:00 UTC\n" in out


def test_reasons_are_grouped_with_the_rows_that_they_hold_for(run: Run, journal: Journal) -> None:
    out = run("out")[1]
    assert "  2 x InputTextRefused: no, 6\n      row 6, row 7\n" in out
    assert "  1 x TaskFailed: it failed?[2J\n      row 8\n" in out  # nothing that a terminal obeys
    assert journal.path.exists()


def test_a_task_that_no_row_wants_any_more_is_told_with_the_command_that_picks_it_up(
    run: Run, journal: Journal
) -> None:
    journal.plan([wanted(2), wanted(3)])
    out = run("out")[1]
    told = lines(out)
    assert (told["done"], told["earlier"].split()[0]) == ("2", "3")
    assert not {"submitted", "unclear"} & told.keys()
    assert "no row wants it any more: row 4, in/4.png, sent 2026-11-27 12:00:00 UTC\n" in out
    again = f"image-edit wait 74163618910443360742 --gateway ai302 --base-url {BASE_URL} -o {Path('out/4').absolute()}"
    assert f"  {again}\n" in out
    assert (
        "no row wants it any more: row 5, in/5.png, sent 2026-11-27 12:00:00 UTC; nobody knows whether it ran\n" in out
    )


def test_json_is_one_line_that_names_each_unclear_row(run: Run, journal: Journal) -> None:
    status, out, err = run("out", "--json")
    assert (status, err, out.count("\n")) == (0, "", 1)
    told = json.loads(out)
    assert (told["gateway"], told["base_url"], told["pid"]) == ("ai302", BASE_URL, os.getpid())
    assert told["rows"] == {
        "planned": 1, "submitting": 1, "submitted": 1, "done": 2, "refused": 2, "failed": 1, "unclear": 1,
    }  # fmt: skip
    assert told["submits"] == 6
    assert told["unclear"] == [
        {
            "job": "row 5",
            "state": "unclear",
            "inputs": [str(Path("in/5.png").absolute())],
            "output": str(Path("out/5").absolute()),
            "submitted_at": "2026-11-27T12:00:00+00:00",
        }
    ]
    assert [(each["error"], each["code"], each["rows"]) for each in told["reasons"]] == [
        ("InputTextRefused", 50412, 2), ("TaskFailed", None, 1),
    ]  # fmt: skip
    journal.close()
    assert json.loads(run("out", "--json")[1])["pid"] is None


def test_reasons_that_differ_in_the_ids_of_their_tasks_alone_are_one(run: Run) -> None:
    with opened() as journal:
        journal.plan([wanted(number) for number in range(3)])
        for number, task_id in enumerate(("7416361", "7416362")):
            journal.sending(f"key {number}")
            journal.submitted(f"key {number}", task_id)
            journal.ended(f"key {number}", State.FAILED, TaskFailed(f"no task {task_id} is known"))
        assert "  2 x TaskFailed: no task … is known\n      row 0, row 1\n" in run("out")[1]


def test_of_many_rows_twenty_are_named_and_five_of_a_reason(run: Run) -> None:
    with opened() as journal:
        journal.plan([wanted(number) for number in range(60)])
        for number in range(30):
            journal.sending(f"key {number}")
            journal.ended(f"key {number}", State.UNCLEAR, MaybeBilled("the connection broke"))
        for number in range(30, 60):
            journal.ended(f"key {number}", State.REFUSED, InputTextRefused("no"))
        out = run("out")[1]
        assert out.count("unclear: row") == 20
        assert "  and 10 more unclear rows; --json names all\n" in out
        assert "  30 x InputTextRefused: no\n      row 30, row 31, row 32, row 33, row 34, …\n" in out
        assert len(json.loads(run("out", "--json")[1])["unclear"]) == 30


@pytest.mark.parametrize(
    ("place", "message"), [("missing", "there is no journal"), ("out", "there is no journal"), ("a.txt", "a.txt is")]
)
def test_what_is_no_journal_is_told_in_one_line(run: Run, place: str, message: str) -> None:
    Path("a.txt").write_text("not a database, and long enough that nobody takes it for an empty one\n")
    status, out, err = run(place)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_words_that_the_locale_cannot_spell_are_told_all_the_same(journal: Journal) -> None:
    journal.ended("key 4", State.FAILED, TaskFailed("失败"))
    journal.close()
    language = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "image_edit", "status", "out"], capture_output=True, check=True,
        env=os.environ | language | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert "1 x TaskFailed: 失败\n".encode() in done.stdout


def test_status_needs_no_key_and_changes_nothing(run: Run, journal: Journal) -> None:
    journal.close()
    before = journal.path.read_bytes()
    assert run("out")[0] == 0
    assert journal.path.read_bytes() == before
