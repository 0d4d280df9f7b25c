"""What stands where results of a batch go: nothing is lost by it but what a batch made and nobody changed."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from image_edit import BadInput, BadJobs, Job, NotSaved, Outcome, State
from image_edit.batch.journal.writing import Journal
from tests.support.batching import KEY, Batching, ScriptedGateway, photos
from tests.support.independent_server import Asked, serving


def edits(tmp_path: Path, number: int, prompt: str = "At night", suffix: str = ".png") -> list[Job]:
    made = photos(tmp_path / "in", number)
    return [Job.edit(photo, prompt, tmp_path / "out" / f"{photo.stem}{suffix}") for photo in made]


def states(outcomes: list[Outcome]) -> Counter[State]:
    return Counter(outcome.state for outcome in outcomes)


def another_picture(tmp_path: Path) -> bytes:
    return photos(tmp_path / "others", 7)[6].read_bytes()


@pytest.mark.parametrize(
    ("suffix", "name", "is_in_the_way"),
    [
        (".png", "photo-000.png", True),
        (".png", "photo-000.jpg", False),
        ("", "photo-000.jpg", True),
        ("", "photo-000.webp", True),
        ("", "photo-000", False),
        ("", "photo-000.txt", False),
        ("", "photo-0001.png", False),
    ],
)
def test_a_file_that_no_batch_made_is_not_replaced_and_nothing_is_sent(
    gateway: ScriptedGateway, tmp_path: Path, out: Path, suffix: str, name: str, is_in_the_way: bool
) -> None:
    batch = Batching("blocking", api_key=KEY, base_url=gateway.url)
    jobs, stranger = edits(tmp_path, 2, suffix=suffix), out / name
    stranger.write_bytes(b"somebody else's")
    if is_in_the_way:
        with pytest.raises(BadJobs) as raised:
            batch.run(jobs, journal=out / "journal.sqlite")
        ((_, message),) = raised.value.problems
        assert message == f"{stranger} exists, and is no result of this batch; " + (
            "move it, or allow that it is replaced (--replace, or replace=True)"
        )
        assert gateway.requests == []
        assert states(batch.run(jobs, journal=out / "journal.sqlite", keep_going=True)) == {
            State.REFUSED: 1,
            State.DONE: 1,
        }
    else:
        assert states(batch.run(jobs, journal=out / "journal.sqlite")) == {State.DONE: 2}
    assert stranger.read_bytes() == b"somebody else's"


def test_a_file_that_no_batch_made_is_replaced_if_that_is_asked_for(batch: Batching, tmp_path: Path, out: Path) -> None:
    (out / "photo-000.png").write_bytes(b"somebody else's")
    (outcome,) = batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite", replace=True)
    assert outcome.state is State.DONE
    assert (out / "photo-000.png").read_bytes() != b"somebody else's"


def test_a_result_that_was_changed_is_not_replaced_by_one_of_another_prompt(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    journal, edited = out / "journal.sqlite", another_picture(tmp_path)
    batch.run(edits(tmp_path, 2), journal=journal)
    (out / "photo-001.png").write_bytes(edited)
    with pytest.raises(BadJobs, match=r"photo-001\.png was changed since this batch made it.*--replace") as raised:
        batch.run(edits(tmp_path, 2, "At noon"), journal=journal)
    assert [label for label, _ in raised.value.problems] == ["photo-001.png"]
    assert (gateway.submits, (out / "photo-001.png").read_bytes()) == (2, edited)
    assert states(batch.run(edits(tmp_path, 2), journal=journal)) == {State.DONE: 2}  # the same again leaves it alone
    assert (gateway.submits, (out / "photo-001.png").read_bytes()) == (2, edited)


@pytest.mark.parametrize("suffix", [".png", ""])
def test_results_of_another_prompt_that_nobody_changed_are_replaced(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, suffix: str
) -> None:
    journal = out / "journal.sqlite"
    for prompt in ("At night", "At noon", "At night"):
        assert states(batch.run(edits(tmp_path, 3, prompt, suffix), journal=journal)) == {State.DONE: 3}
    assert gateway.submits == 6  # the third run asked the tasks of the first


def test_neither_an_input_nor_the_journal_is_replaced_though_that_is_asked_for(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    (photo,) = photos(tmp_path / "in", 1)
    link, journal = out / "link.png", out / "journal.png"
    link.symlink_to(photo)
    jobs = [Job.edit(photo, "x", photo), Job.edit(photo, "x", link), Job.edit(photo, "x", journal.with_suffix(""))]
    with pytest.raises(BadJobs) as raised:
        batch.run(jobs, journal=journal, replace=True)
    messages = [message for _, message in raised.value.problems]
    assert ["replace an input" in message for message in messages] == [True, True, False]
    assert "is the journal" in messages[2]
    assert gateway.requests == []


def test_a_file_that_comes_while_a_task_runs_is_not_replaced_and_the_task_is_fetched_when_it_is_moved(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    stranger, journal = out / "photo-000.png", out / "journal.sqlite"

    def instead(_: Asked) -> None:
        stranger.write_bytes(b"somebody else's")

    gateway.instead = instead
    (outcome,) = batch.run(edits(tmp_path, 1), journal=journal)
    assert (outcome.state, stranger.read_bytes()) == (State.SUBMITTED, b"somebody else's")
    assert isinstance(outcome.error, NotSaved)
    assert "exists, and is no result of this batch. Move it, or allow" in str(outcome.error)
    gateway.instead = lambda _: None
    stranger.unlink()
    assert states(batch.run(edits(tmp_path, 1), journal=journal)) == {State.DONE: 1}
    assert gateway.submits == 1


def test_a_result_that_was_saved_and_not_journalled_when_a_run_died_is_taken_for_what_it_is(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = out / "journal.sqlite"
    batch.run(edits(tmp_path, 2), journal=journal)

    def died(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patching:
        patching.setattr(Journal, "done", died)
        with pytest.raises(ZeroDivisionError):
            batch.run(edits(tmp_path, 2, "At noon"), journal=journal)
    assert states(batch.run(edits(tmp_path, 2, "At noon"), journal=journal)) == {State.DONE: 2}
    assert gateway.submits == 4


def test_each_folder_is_listed_once(
    gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, listdir = [], os.listdir

    def noted(folder: Any) -> Any:
        listed.append(folder)
        return listdir(folder)

    monkeypatch.setattr("image_edit.batch.results.os.listdir", noted)
    Batching("blocking", api_key=KEY, base_url=gateway.url).run(
        edits(tmp_path, 12, suffix=""), journal=out / "journal.sqlite"
    )
    assert listed == [out]


# --- results that are there, or not any more ------------------------------------------------------------------------


def test_results_that_are_gone_are_not_asked_for_at_another_address(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 2), out / "journal.sqlite"
    batch.run(jobs, journal=journal)
    with serving(ScriptedGateway(KEY)) as another:
        elsewhere = Batching(batch.mode, api_key=KEY, base_url=another.url)
        (out / "photo-001.png").unlink()
        for _ in range(2):
            with pytest.raises(BadInput, match=rf"1 results are gone whose tasks are known at {gateway.url} and not"):
                elsewhere.run(jobs, journal=journal)
        assert another.requests == []
        assert states(batch.run(jobs, journal=journal)) == {State.DONE: 2}
        assert states(elsewhere.run(jobs, journal=journal)) == {State.DONE: 2}  # nothing has to be asked for
        assert another.requests == []
    assert gateway.submits == 2


def test_files_are_named_as_the_output_was_in_each_run(
    batch: Batching, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (photo,) = photos(tmp_path / "in", 1)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        (outcome,) = batch.run([Job.edit(photo, "At night", "out/cat")], journal=out / "journal.sqlite")
        assert outcome.files == (Path("out/cat.png"),)
