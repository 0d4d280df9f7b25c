"""`edit_many` where gateways, disks and people get in the way: what is paid for is kept, and paid for once."""

from __future__ import annotations

import errno
import itertools
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from image_edit import (
    AuthenticationError,
    BadInput,
    ConnectionFailed,
    ContentRefused,
    DownloadFailed,
    ImageEditError,
    Job,
    JournalNotWritten,
    MaybeBilled,
    NotSaved,
    Outcome,
    State,
    TaskExpired,
    TaskNotFound,
    errors,
)
from image_edit import edited_image as saving
from image_edit.batch import results
from image_edit.batch.journal.writing import Journal
from image_edit.batch.pace import Pace
from tests.support.batching import KEY, NO_WAITING, Batching, ScriptedGateway, edits, photos
from tests.support.independent_gateway import POLL, SUBMIT
from tests.support.independent_server import PICTURE, Asked, made_of, picture

ARK = "doubao-seedream-4-0-250828"


def states(outcomes: list[Outcome]) -> Counter[State]:
    return Counter(outcome.state for outcome in outcomes)


def only(outcomes: list[Outcome]) -> Outcome:
    (outcome,) = outcomes
    return outcome


def task_of(asked: Asked) -> str:
    return str(json.loads(asked.body)["task_id"])


def picture_of(asked: Asked) -> str:
    return str(json.loads(asked.body)["binary_data_base64"])


def age(journal: Path, hours: int) -> None:
    """Let hours have passed since everything was submitted."""
    with sqlite3.connect(journal) as connection:
        connection.execute(
            "UPDATE jobs SET submitted_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ?)", (f"-{hours} hours",)
        )
    connection.close()


# --- what a gateway does --------------------------------------------------------------------------------------------


NOT_FOUND = {"error": {"err_code": -10010, "message": "Not found", "message_cn": "x", "type": "api_error"}}
OWN_CODE = {"error": {"err_code": -10008, "message": "busy", "message_cn": "x", "type": "api_error"}}
UPSTREAM = {"code": 50430, "data": None, "message": "Request Has Reached API Limit", "request_id": "1", "status": 50430}


@pytest.mark.parametrize("refusal", [(429, "busy"), (429, OWN_CODE), (400, UPSTREAM), (200, UPSTREAM)])
def test_a_gateway_that_says_half_the_time_that_it_is_too_much_is_paid_once_for_each_job(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, refusal: tuple[int, Any]
) -> None:
    numbers = itertools.count()
    gateway.instead = lambda _: refusal if next(numbers) % 2 else None
    outcomes = batch.run(edits(tmp_path, 4), journal=out / "journal.sqlite")
    assert states(outcomes) == {State.DONE: 4}
    assert [outcome.submits for outcome in outcomes] == [1] * 4
    assert gateway.submits == 4


def test_a_task_that_expired_is_submitted_anew_once_and_that_is_said(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    first: dict[str, str] = {}

    def altered(asked: Asked, answer: Any) -> Any:
        if asked.path == SUBMIT:
            first.setdefault(picture_of(asked), answer["data"]["task_id"])
        elif asked.path == POLL and task_of(asked) in [*first.values()][:2]:
            answer["data"]["status"] = "expired"
        return answer

    gateway.altered = altered
    jobs = edits(tmp_path, 3)
    outcomes = batch.run(jobs, journal=out / "journal.sqlite", at_once=3)
    assert states(outcomes) == {State.DONE: 3}
    assert gateway.submits == 5
    assert sum(outcome.submits for outcome in outcomes) == 5
    told = [outcome.notes for outcome in outcomes if outcome.submits == 2]
    assert told == [("its task had expired, so it was submitted anew, which is billed",)] * 2


def test_a_task_that_expires_twice_is_not_paid_for_again_and_again(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    gateway.end = "expired"
    outcome = only(batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite", max_billed=9))
    assert (outcome.state, type(outcome.error), gateway.submits) == (State.FAILED, TaskExpired, 2)


def test_an_expired_task_is_not_submitted_anew_beyond_what_may_be_billed(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    gateway.end = "expired"
    outcome = only(batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite", max_billed=1))
    assert (outcome.state, gateway.submits) == (State.PLANNED, 1)
    gateway.end = "done"
    assert only(batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite")).state is State.DONE


@pytest.mark.parametrize(("hours", "submits"), [(11, 1), (13, 2)])
def test_a_task_that_is_not_known_is_submitted_anew_only_if_it_is_old_enough_to_be_forgotten(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, hours: int, submits: int
) -> None:
    jobs, journal = edits(tmp_path, 1), out / "journal.sqlite"
    gateway.instead = lambda asked: (502, "away") if asked.path == POLL else None
    assert only(batch.run(jobs, journal=journal)).state is State.SUBMITTED
    age(journal, hours)
    gateway.instead = lambda _: None
    gateway._polls.clear()
    outcome = only(batch.run(jobs, journal=journal))
    assert gateway.submits == submits
    if submits == 1:
        assert (outcome.state, type(outcome.error)) == (State.FAILED, TaskNotFound)
    else:
        assert outcome.state is State.DONE
        assert outcome.notes == ("the gateway has forgotten its task, so it was submitted anew, which is billed",)


def test_what_was_refused_or_failed_is_done_again_only_on_request(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 2), out / "journal.sqlite"
    numbers = itertools.count()
    refusal = {"code": 50412, "data": None, "message": "Text Risk Not Pass", "request_id": "1", "status": 50412}
    gateway.instead = lambda asked: (400, refusal) if asked.path == SUBMIT and next(numbers) == 0 else None
    gateway.with_picture = False
    first = batch.run(jobs, journal=journal, at_once=1)
    assert [outcome.state for outcome in first] == [State.REFUSED, State.FAILED]
    assert isinstance(first[0].error, ContentRefused)
    gateway.with_picture = True
    second = batch.run(jobs, journal=journal, at_once=1)
    assert [(each.state, type(each.error), str(each.error)) for each in second] == [
        (each.state, type(each.error), str(each.error)) for each in first
    ]
    assert gateway.submits == 1
    assert states(batch.run(jobs, journal=journal, retry_failed=True)) == {State.DONE: 2}
    assert gateway.submits == 3


def test_a_submit_without_a_clear_answer_is_sent_again_only_on_request(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 1), out / "journal.sqlite"
    gateway.instead = lambda _: (502, "bad gateway")
    for _ in range(2):
        outcome = only(batch.run(jobs, journal=journal))
        assert (outcome.state, type(outcome.error), gateway.asked(SUBMIT)) == (State.UNCLEAR, MaybeBilled, 1)
    gateway.instead = lambda _: None
    assert only(batch.run(jobs, journal=journal, resubmit_unclear=True, max_billed=0)).state is State.UNCLEAR
    assert only(batch.run(jobs, journal=journal)).state is State.UNCLEAR
    assert only(batch.run(jobs, journal=journal, resubmit_unclear=True)).state is State.DONE
    assert gateway.submits == 1


def test_an_unclear_answer_that_names_the_task_is_gone_on_with(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    def instead(asked: Asked) -> tuple[int, Any] | None:
        return (500, gateway._submitted()) if asked.path == SUBMIT else None

    gateway.instead = instead
    outcome = only(batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite"))
    assert (outcome.state, gateway.submits) == (State.DONE, 1)


def test_a_key_that_is_wrong_stops_at_once(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    gateway.key = "another"
    outcomes = batch.run(edits(tmp_path, 5), journal=out / "journal.sqlite", at_once=2)
    assert states(outcomes) == {State.PLANNED: 5}
    assert isinstance(outcomes[0].error, AuthenticationError)
    assert len(gateway.requests) <= 2
    gateway.key = KEY
    assert states(batch.run(edits(tmp_path, 5), journal=out / "journal.sqlite")) == {State.DONE: 5}
    assert gateway.submits == 5


def test_a_gateway_that_is_away_is_left_alone_after_some_jobs(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, port_that_refuses: int
) -> None:
    jobs, journal = edits(tmp_path, 5), out / "journal.sqlite"
    away = Batching(batch.mode, api_key=KEY, base_url=f"http://127.0.0.1:{port_that_refuses}")
    outcomes = away.run(jobs, journal=journal, at_once=1)
    assert states(outcomes) == {State.PLANNED: 5}
    assert [type(outcome.error) for outcome in outcomes] == [ConnectionFailed] * 3 + [type(None)] * 2
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 5}
    assert gateway.submits == 5


@pytest.mark.parametrize(("answer", "state"), [("a page", State.FAILED), (NOT_FOUND, State.REFUSED)])
def test_an_address_where_something_else_answers_is_left_alone_after_some_jobs(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, answer: Any, state: State
) -> None:
    gateway.instead = lambda _: (404, answer)
    outcomes = batch.run(edits(tmp_path, 5), journal=out / "journal.sqlite", at_once=1)
    assert states(outcomes) == {state: 3, State.PLANNED: 2}
    assert len(gateway.requests) == 3


def test_any_error_of_an_earlier_run_is_told_as_it_was(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ImageEditError)]
    jobs, journal = edits(tmp_path, len(kinds)), out / "journal.sqlite"
    batch.run(jobs, journal=journal, max_billed=0)
    with Journal.open(journal, gateway="ai302", base_url=gateway.url) as writing:
        for row, kind in zip(list(writing.rows()), kinds, strict=True):
            error = kind("it went wrong")
            error.code, error.http_status = "7", 400
            writing.ended(row.key, State.FAILED, error)
    told = [outcome.error for outcome in batch.run(jobs, journal=journal, at_once=1)]
    assert [type(error) for error in told] == kinds
    assert {(str(error), error.code, error.http_status) for error in told if error} == {("it went wrong", "7", 400)}
    assert gateway.requests == []


def test_pictures_that_cannot_be_fetched_keep_more_from_being_paid_for_and_are_fetched_by_another_run(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    def altered(asked: Asked, answer: Any) -> Any:
        if asked.path == POLL and answer["data"]["image_urls"]:
            answer["data"]["image_urls"] = [f"{gateway.url}/gone.png"]
        return answer

    gateway.altered = altered
    jobs, journal = edits(tmp_path, 5), out / "journal.sqlite"
    outcomes = batch.run(jobs, journal=journal, at_once=1)
    assert states(outcomes) == {State.SUBMITTED: 3, State.PLANNED: 2}
    assert [type(outcome.error) for outcome in outcomes[:3]] == [DownloadFailed] * 3
    assert all(outcome.task_id for outcome in outcomes[:3])
    gateway.altered = lambda _, answer: answer
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 5}
    assert gateway.submits == 5


def test_the_key_stands_in_no_journal_though_a_gateway_sends_it_back(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 4), out / "journal.sqlite"

    def refusal(code: int) -> Any:
        return {"error": {"err_code": code, "message": f"no {KEY}", "message_cn": "", "type": "api_error"}}

    # Refused; unclear; paid for and not known; a wrong key, which the journal keeps with what is planned.
    answers = iter(
        [
            (400, refusal(-10003)),
            (502, KEY),
            (200, gateway._submitted()),
            *[(400, KEY)] * NO_WAITING.tries,
            (401, refusal(-10001)),
        ]
    )
    gateway.instead = lambda _: next(answers)
    outcomes = batch.run(jobs, journal=journal, at_once=1)
    assert [outcome.state for outcome in outcomes] == [State.REFUSED, State.UNCLEAR, State.SUBMITTED, State.PLANNED]
    assert all(outcome.error is not None and KEY not in str(outcome.error) for outcome in outcomes)
    assert all(KEY.encode() not in file.read_bytes() for file in out.iterdir())


# --- what may be spent ----------------------------------------------------------------------------------------------


def test_no_more_is_billed_than_was_allowed_and_the_rest_stays_planned(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 6), out / "journal.sqlite"
    numbers = itertools.count()
    gateway.instead = lambda _: (429, "busy") if next(numbers) % 3 == 0 else None
    assert states(batch.run(jobs, journal=journal, max_billed=0)) == {State.PLANNED: 6}
    assert gateway.requests == []
    assert states(batch.run(jobs, journal=journal, max_billed=4)) == {State.DONE: 4, State.PLANNED: 2}
    assert gateway.submits == 4
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 6}
    assert gateway.submits == 6


def test_open_tasks_come_before_anything_new(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 6), out / "journal.sqlite"
    batch.run(jobs[3:], journal=journal, max_billed=3)
    for job in jobs[3:]:
        job.output.with_suffix(".png").unlink()
    before = len(gateway.requests)
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE jobs SET state = 'submitted'")
        connection.execute("DELETE FROM files")
    connection.close()
    assert states(batch.run(jobs, journal=journal, at_once=1)) == {State.DONE: 6}
    paths = [asked.path for asked in gateway.requests[before:] if asked.path in (SUBMIT, PICTURE)]
    assert paths == [PICTURE] * 3 + [SUBMIT, PICTURE] * 3


# --- what is there already ------------------------------------------------------------------------------------------


def test_a_result_that_was_deleted_or_damaged_is_fetched_again_and_an_edited_one_is_left_alone(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 4), out / "journal.sqlite"
    files = [outcome.files[0] for outcome in batch.run(jobs, journal=journal, at_once=1)]
    made = [file.read_bytes() for file in files]
    edited = photos(tmp_path / "in", 1)[0].read_bytes()
    files[0].unlink()
    files[1].write_bytes(made[1][:50])
    files[2].write_bytes(edited)
    outcomes = batch.run(jobs, journal=journal, at_once=1)
    assert states(outcomes) == {State.DONE: 4}
    assert [file.read_bytes() for file in files] == [made[0], made[1], edited, made[3]]
    assert [len(outcome.notes) for outcome in outcomes] == [1, 1, 1, 0]
    assert "left as it is" in outcomes[2].notes[0]
    assert gateway.submits == 4


def test_a_result_that_is_gone_is_taken_from_one_of_the_same_content(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    (photo,) = photos(tmp_path / "in", 1)
    jobs = [Job.edit(photo, "At night", out / "a.png"), Job.edit(photo, "At night", out / "b.png")]
    batch.run(jobs, journal=out / "journal.sqlite")
    content = (out / "a.png").read_bytes()
    (out / "a.png").unlink()
    jobs.append(Job.edit(photo, "At night", out / "c.png"))
    asked = len(gateway.requests)
    assert states(batch.run(jobs, journal=out / "journal.sqlite")) == {State.DONE: 3}
    assert {(out / name).read_bytes() for name in ("a.png", "b.png", "c.png")} == {content}
    assert len(gateway.requests) == asked


def test_a_result_that_is_gone_with_its_task_is_submitted_anew_and_that_is_said(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 1), out / "journal.sqlite"
    only(batch.run(jobs, journal=journal)).files[0].unlink()
    age(journal, 30)
    gateway._polls.clear()
    outcome = only(batch.run(jobs, journal=journal))
    assert (outcome.state, gateway.submits) == (State.DONE, 2)
    assert "submitted anew, which is billed" in outcome.notes[-1]


def test_a_photo_that_changes_while_the_batch_runs_is_not_sent_and_is_done_by_the_next_run(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 2), out / "journal.sqlite"
    second = Path(str(jobs[1].images[0]))

    def instead(_: Asked) -> None:
        second.write_bytes(picture())

    gateway.instead = instead
    first, changed = batch.run(jobs, journal=journal, at_once=1)
    assert (first.state, changed.state, gateway.submits) == (State.DONE, State.REFUSED, 1)
    assert isinstance(changed.error, BadInput)
    assert "run the same again" in str(changed.error)
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 2}
    assert gateway.submits == 2


def test_a_changed_photo_is_done_anew(batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path) -> None:
    jobs, journal = edits(tmp_path, 2), out / "journal.sqlite"
    batch.run(jobs, journal=journal)
    Path(str(jobs[0].images[0])).write_bytes(picture())
    assert Counter(each.submits for each in batch.run(jobs, journal=journal)) == {0: 1, 1: 1}
    assert gateway.submits == 3


def test_a_second_batch_on_the_same_journal_is_refused(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    journal = out / "journal.sqlite"
    with (
        Journal.open(journal, gateway="ai302", base_url=gateway.url),
        pytest.raises(BadInput, match="process"),
    ):
        batch.run(edits(tmp_path, 2), journal=journal)
    assert gateway.requests == []


# --- gateways that answer at once -----------------------------------------------------------------------------------


def test_pictures_that_come_at_once_are_paid_for_once_though_they_cannot_be_fetched_at_first(
    batch: Batching, gateway: ScriptedGateway, out: Path
) -> None:
    jobs, journal = [Job.generate("A boat", out / "boat", model=ARK)], out / "journal.sqlite"
    gateway.altered = lambda _, answer: {**answer, "data": [{"url": f"{gateway.url}/later.png"}]}
    assert only(batch.run(jobs, journal=journal)).state is State.SUBMITTED
    asked = len(gateway.requests)
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE jobs SET urls = replace(urls, '/later.png', ?)", (PICTURE,))
    connection.close()
    outcome = only(batch.run(jobs, journal=journal))
    assert (outcome.state, outcome.files, outcome.submits) == (State.DONE, (out / "boat.png",), 0)
    assert [each.path for each in gateway.requests[asked:]] == [PICTURE]


@pytest.mark.parametrize(("hours", "state"), [(1, State.SUBMITTED), (30, State.DONE)])
def test_a_dead_link_of_a_picture_that_came_at_once_is_paid_for_anew_only_after_its_day(
    batch: Batching, gateway: ScriptedGateway, out: Path, hours: int, state: State
) -> None:
    jobs, journal = [Job.generate("A boat", out / "boat", model=ARK)], out / "journal.sqlite"
    gateway.altered = lambda _, answer: {**answer, "data": [{"url": f"{gateway.url}/gone.png"}]}
    assert only(batch.run(jobs, journal=journal)).state is State.SUBMITTED
    gateway.altered = lambda _, answer: answer
    age(journal, hours)
    assert only(batch.run(jobs, journal=journal)).state is state


def test_a_picture_that_comes_in_the_answer_is_kept_at_once(
    batch: Batching, gateway: ScriptedGateway, out: Path
) -> None:
    options = {"response_format": "b64_json"}
    jobs = [Job.generate("A boat", out / "boat", model=ARK, vendor_options=options)]
    outcome = only(batch.run(jobs, journal=out / "journal.sqlite"))
    assert (outcome.state, outcome.files, len(gateway.requests)) == (State.DONE, (out / "boat.png",), 1)
    assert only(batch.run(jobs, journal=out / "journal.sqlite")).submits == 0


def test_several_pictures_of_a_job_are_all_kept(batch: Batching, gateway: ScriptedGateway, out: Path) -> None:
    options = {"sequential_image_generation": "auto"}
    jobs = [Job.generate("A boat", out / "boat.png", model=ARK, vendor_options=options)]
    outcome = only(batch.run(jobs, journal=out / "journal.sqlite"))
    assert outcome.files == (out / "boat.png", out / "boat-2.png")
    content = (out / "boat-2.png").read_bytes()
    (out / "boat-2.png").unlink()
    asked = len(gateway.requests)
    assert only(batch.run(jobs, journal=out / "journal.sqlite")).files == outcome.files
    assert (out / "boat-2.png").read_bytes() == content != (out / "boat.png").read_bytes()
    assert [each.path for each in gateway.requests[asked:]] == [PICTURE, PICTURE]


@pytest.mark.parametrize("is_anew", [False, True])
def test_a_submit_that_has_to_wait_after_it_was_written_down_is_taken_back_first(
    batch: Batching,
    gateway: ScriptedGateway,
    tmp_path: Path,
    out: Path,
    is_anew: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a kill in the middle of a long pause would leave it unclear, though nothing was sent."""
    pauses, steps, ends = iter([0, 0, 0, 0.001] if is_anew else [0.001]), [], ["expired"] if is_anew else []

    def altered(asked: Asked, answer: Any) -> Any:
        if asked.path == POLL and ends:
            answer["data"]["status"] = ends.pop()
        return answer

    gateway.altered = altered
    monkeypatch.setattr(Pace, "delay", lambda _: next(pauses, 0))
    for name in ("sending", "unsent", "submitted"):
        step = getattr(Journal, name)

        def noted(*arguments: Any, name: str = name, step: Callable[..., None] = step) -> None:
            steps.append(name)
            step(*arguments)

        monkeypatch.setattr(Journal, name, noted)
    outcome = only(batch.run(edits(tmp_path, 1), journal=out / "journal.sqlite"))
    first = ["sending", "submitted"] if is_anew else []
    assert steps == [*first, "sending", "unsent", "sending", "submitted"]
    assert (outcome.state, outcome.submits, gateway.submits) == (State.DONE, 1 + is_anew, 1 + is_anew)


# --- disks ----------------------------------------------------------------------------------------------------------


def _write_by(patching: pytest.MonkeyPatch, instead: Callable[..., None]) -> None:
    """Have pictures written by another function."""
    for module in (saving, results):
        patching.setattr(module, "write_whole", instead)


def test_a_disk_that_is_full_keeps_more_from_being_paid_for_and_loses_nothing(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, journal = edits(tmp_path, 5), out / "journal.sqlite"

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patching:
        _write_by(patching, full)
        outcomes = batch.run(jobs, journal=journal, at_once=2)
    paid = gateway.submits
    assert paid <= 2
    assert states(outcomes) == {State.SUBMITTED: paid, State.PLANNED: 5 - paid}
    told = [outcome.error for outcome in outcomes if outcome.state is State.SUBMITTED]
    assert all(isinstance(error, NotSaved) and "No space left on device" in str(error) for error in told)
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 5}
    assert gateway.submits == 5


def test_a_picture_that_is_nowhere_but_in_the_answer_is_saved_elsewhere_if_it_cannot_be_where_it_is_wanted(
    batch: Batching, gateway: ScriptedGateway, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        if path.parent == out:
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(content)

    _write_by(monkeypatch, full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    options = {"response_format": "b64_json"}
    jobs = [Job.generate("A boat", out / "boat", model=ARK, vendor_options=options)]
    outcome = only(batch.run(jobs, journal=out / "journal.sqlite"))
    (saved,) = tmp_path.glob("image-edit-*/*.png")
    assert saved.read_bytes() == picture(made_of(json.loads(gateway.requests[-1].body)))
    assert (outcome.state, str(saved) in str(outcome.error)) == (State.FAILED, True)


def test_a_result_that_cannot_be_written_as_its_suffix_says_keeps_nobody_else_back(
    batch: Batching, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(path: Path, content: bytes) -> None:
        if path.suffix == ".jpg":
            raise OSError(errno.EINVAL, "too large for it")
        path.write_bytes(content)

    _write_by(monkeypatch, unwritable)
    (photo,) = photos(tmp_path / "in", 1)
    jobs = [Job.edit(photo, "At night", out / "a.jpg"), Job.edit(photo, "At night", out / "b.png"), *edits(tmp_path, 2)]
    jobs[3] = Job.edit(photo, "By day", out / "c.png")
    outcomes = {each.job.name: each.state for each in batch.run(jobs, journal=out / "journal.sqlite", at_once=1)}
    assert outcomes == {
        "a.jpg": State.SUBMITTED,
        "b.png": State.DONE,
        "photo-000": State.DONE,
        "c.png": State.DONE,
    }


def test_a_task_that_could_not_be_journalled_is_kept_all_the_same(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, journal = edits(tmp_path, 5), out / "journal.sqlite"
    real, calls = Journal.submitted, itertools.count()

    def full_at_first(self: Journal, *arguments: Any, **options: Any) -> None:
        if next(calls) == 0:
            raise JournalNotWritten("the journal cannot be written")
        real(self, *arguments, **options)

    monkeypatch.setattr(Journal, "submitted", full_at_first)
    outcomes = batch.run(jobs, journal=journal, at_once=1)
    assert states(outcomes) == {State.DONE: 1, State.PLANNED: 4}
    assert states(batch.run(jobs, journal=journal)) == {State.DONE: 5}
    assert gateway.submits == 5


def test_where_nothing_can_be_written_each_row_names_its_task_and_none_claims_a_result(
    batch: Batching, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_journalled(*_: Any, **__: Any) -> None:
        raise JournalNotWritten("the journal cannot be written")

    def not_saved(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Journal, "submitted", not_journalled)
    _write_by(monkeypatch, not_saved)
    outcome = only(batch.run(edits(tmp_path, 1), stop_after=1, journal=out / "journal.sqlite"))
    assert (outcome.state, outcome.files, outcome.notes) == (State.SUBMITTED, (), ())
    assert outcome.task_id
    assert outcome.task_id in str(outcome.error)


def test_a_task_that_stands_nowhere_is_named_at_the_end(
    batch: Batching, gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise JournalNotWritten("the journal cannot be written")

    monkeypatch.setattr(Journal, "submitted", full)
    gateway.instead = lambda asked: (502, "away") if asked.path == POLL else None
    with pytest.raises(JournalNotWritten, match="7500000000000000001"):
        batch.run(edits(tmp_path, 5), journal=out / "journal.sqlite", at_once=1)
    assert gateway.submits == 1
