"""`edit_many` of both editors: nothing is lost, and nothing is paid for twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from image_edit import AsyncImageEditor, BadInput, BadJobs, EditedImage, ImageEditor, Job, State
from tests.support.batching import KEY, Batching, edits, photos
from tests.support.editing import MODES
from tests.support.independent_gateway import SUBMIT, IndependentGateway


def batch(mode: str, gateway: Any, **options: Any) -> Batching:
    return Batching(mode, api_key=KEY, base_url=gateway.url, **options)


# --- what is done, and only once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_each_job_is_paid_for_once_over_two_runs(
    mode: str, gateway: IndependentGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 5), out / "journal.sqlite"
    first = batch(mode, gateway).run(jobs, journal=journal)
    assert {outcome.job.output for outcome in first} == {job.output for job in jobs}
    assert {(outcome.state, outcome.submits) for outcome in first} == {(State.DONE, 1)}
    assert all(EditedImage.from_bytes(outcome.files[0].read_bytes()).size == (64, 48) for outcome in first)
    asked = len(gateway.requests)
    second = batch(mode, gateway).run(jobs, journal=journal)
    assert [(outcome.state, outcome.submits) for outcome in second] == [(State.DONE, 0)] * 5
    assert sorted(outcome.files for outcome in second) == sorted(outcome.files for outcome in first)
    assert (gateway.submits, len(gateway.requests)) == (5, asked)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("after", [1, 3])
def test_a_loop_that_is_left_is_gone_on_with_and_each_job_is_paid_for_once(
    mode: str, after: int, gateway: IndependentGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 12), out / "journal.sqlite"
    assert len(batch(mode, gateway).run(jobs, journal=journal, at_once=2, stop_after=after)) == after
    assert gateway.submits < 12
    outcomes = batch(mode, gateway).run(jobs, journal=journal)
    assert Counter(outcome.state for outcome in outcomes) == {State.DONE: 12}
    assert gateway.submits == 12
    assert not list(out.glob("*.part"))


@pytest.mark.parametrize("mode", MODES)
def test_jobs_with_the_same_content_are_paid_for_once_and_each_is_kept(
    mode: str, gateway: IndependentGateway, tmp_path: Path, out: Path
) -> None:
    (photo,) = photos(tmp_path / "in", 1)
    copy = photo.with_name("copy.png")
    copy.write_bytes(photo.read_bytes())
    jobs = [Job.edit(photo, "At night", out / "a.png"), Job.edit(copy, "At night", out / "b.jpg")]
    jobs.append(Job.edit(photo.read_bytes(), "At night", out / "c"))
    outcomes = batch(mode, gateway).run(jobs, journal=out / "journal.sqlite")
    assert [outcome.files for outcome in outcomes] == [(out / "a.png",), (out / "b.jpg",), (out / "c.png",)]
    assert [outcome.submits for outcome in outcomes] == [1, 0, 0]
    assert EditedImage.from_bytes((out / "b.jpg").read_bytes()).media_type == "image/jpeg"
    assert gateway.submits == 1


# --- what cannot be done --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_all_that_is_wrong_is_told_by_row_before_anything_is_sent(
    mode: str, gateway: IndependentGateway, tmp_path: Path, out: Path
) -> None:
    (photo,) = photos(tmp_path / "in", 1)
    (tmp_path / "text.png").write_text("no picture")
    jobs = [
        Job.edit(photo, "At night", out / "good.png"),
        Job.edit(tmp_path / "none.png", "At night", out / "a.png").labelled("row 2"),
        Job.edit(tmp_path / "text.png", "At night", out / "b.png").labelled("row 3"),
        Job.edit(photo, " ", out / "c.png").labelled("row 4"),
        Job.edit(photo, "At night", out / "good").labelled("row 5"),
        Job.edit(photo, "At night", out / "d.xyz").labelled("row 6"),
        Job.edit(photo, "At night", tmp_path / "none" / "e.png").labelled("row 7"),
        Job.edit(photo, "At night", out).labelled("row 8"),
        Job.edit(photo, "At night", photo).labelled("row 9"),
        Job.edit(photo, "At night", out / "f.png", scale=2).labelled("row 10"),
        Job.expand(photo, out / "g.png", to="16:9").labelled("row 11"),
        Job(operation="paint", output=out / "h.png", images=(photo,)).labelled("row 12"),
        Job.generate("A boat", out / "i.png", modle="x").labelled("row 13"),  # type: ignore[call-arg]
        Job(
            operation="edit",
            output=out / "j.png",
            images=(photo,),
            prompt="x",
            options={"submitted": 1},
            label="row 14",
        ),
        Job.edit(photo, "At night", out / ("k" * 300)).labelled("row 15"),
        Job.edit(photo, "At night", "/dev/null").labelled("row 16"),
    ]
    with pytest.raises(BadJobs) as raised:
        batch(mode, gateway).run(jobs, journal=out / "journal.sqlite")
    problems = dict(raised.value.problems)
    assert list(problems) == [f"row {number}" for number in range(2, 17)]
    for row, word in {
        2: "none.png' does not exist", 3: "no whole picture", 4: "prompt is empty", 5: "good.png is kept as",
        6: "no picture can be written with the suffix .xyz", 7: "there is no folder", 8: "is a folder",
        9: "would replace an input", 10: "scale", 11: "ai302 has no expand", 12: "not 'paint'", 13: "no option 'modle'",
        14: "no hook", 15: "File name too long", 16: "pipe or a device",
    }.items():  # fmt: skip
        assert word in problems[f"row {row}"]
    assert "Nothing was sent" in str(raised.value)
    assert gateway.requests == []
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("mode", MODES)
def test_the_good_jobs_are_done_if_that_is_wanted(
    mode: str, gateway: IndependentGateway, tmp_path: Path, out: Path
) -> None:
    jobs = [*edits(tmp_path, 2), Job.edit(tmp_path / "none.png", "At night", out / "a.png")]
    outcomes = batch(mode, gateway).run(jobs, journal=out / "journal.sqlite", keep_going=True)
    assert Counter(outcome.state for outcome in outcomes) == {State.DONE: 2, State.REFUSED: 1}
    assert isinstance(outcomes[0].error, BadInput)
    assert gateway.submits == 2


@pytest.mark.parametrize("options", [{"at_once": 0}, {"at_once": 1.5}, {"max_billed": -1}, {"max_billed": True}])
def test_a_number_out_of_its_bounds_is_refused_at_once(out: Path, options: Any) -> None:
    with ImageEditor("ai302", KEY) as editor, pytest.raises(BadInput, match=next(iter(options))):
        editor.edit_many([], journal=out / "journal.sqlite", **options)

    async def run() -> None:
        async with AsyncImageEditor("ai302", KEY) as editor:
            with pytest.raises(BadInput, match=next(iter(options))):
                editor.edit_many([], journal=out / "journal.sqlite", **options)

    asyncio.run(run())
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("mode", MODES)
def test_no_jobs_are_no_outcomes(mode: str, gateway: IndependentGateway, out: Path) -> None:
    assert batch(mode, gateway).run([], journal=out / "journal.sqlite") == []
    assert SUBMIT not in [asked.path for asked in gateway.requests]
