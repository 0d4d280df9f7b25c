"""`edit_many` at each gateway as its recordings have it: all that an editor does, and what networks do to it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from image_edit import Job, State
from image_gateways_mock import RunningServer
from tests.support.batching import Batching, photos
from tests.support.editing import MODES, PICTURES
from tests.support.mock_key import KEY
from tests.support.our_documents import OUR_GATEWAYS

ARK = "doubao-seedream-4-0-250828"
MASK = PICTURES / "lighthouse_boat_mask.png"
PICTURE = PICTURES / "lighthouse.png"


def all_jobs(name: str, out: Path) -> list[Job]:
    return {
        "ai302": [
            Job.edit(PICTURE, "At night", out / "task.png", seed=7),
            Job.edit(PICTURE, "At night", out / "at-once.jpg", model=ARK),
            Job.generate("A boat", out / "drawn.webp", model=ARK),
        ],
        "volcv": [
            Job.edit(PICTURE, "At night", out / "edited.png"),
            Job.edit(PICTURE, "At night", out / "other-model.png", model="seededit_v3.0"),
            Job.expand(PICTURE, out / "extended.png", to="16:9", prompt="The sea"),
            Job.inpaint(PICTURE, MASK, "A boat", out / "redrawn.png"),
            Job.erase(PICTURE, MASK, out / "erased.png"),
        ],
        "oceanbase": [
            Job.edit([PICTURE, PICTURE], "At night", out / "edited.png", model=ARK),
            Job.generate("A boat", out / "drawn.png", model=ARK),
            Job.generate("A boat", out / "as-a-task.png", model="wanx2.1-t2i-turbo"),
        ],
    }[name]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_all_that_an_editor_does_is_done_by_jobs_and_paid_for_once(
    mode: str, name: Any, server: RunningServer, out: Path
) -> None:
    batch = Batching(mode, gateway=name, api_key=KEY, base_url=server.url)
    for submits in (1, 0):
        outcomes = batch.run(all_jobs(name, out), journal=out / "journal.sqlite")
        assert {outcome.job.name: (outcome.state, str(outcome.error)) for outcome in outcomes} == {
            job.name: (State.DONE, "None") for job in all_jobs(name, out)
        }
        assert {(outcome.files, outcome.submits) for outcome in outcomes} == {
            ((job.output,), submits) for job in all_jobs(name, out)
        }
    assert sum(server.submits.values()) == len(all_jobs(name, out))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "fault", ["http-429", "http-429-date", "reset-before-read", "reset-after-effect", "http-502", "cut"]
)
def test_whatever_happens_to_a_request_nothing_is_paid_for_twice(
    mode: str, fault: str, server: RunningServer, tmp_path: Path, out: Path
) -> None:
    jobs = [Job.edit(photo, "At night", out / photo.stem) for photo in photos(tmp_path / "in", 6)]
    batch = Batching(mode, api_key=KEY, base_url=server.url)
    server.arm(fault, times=4)
    first = batch.run(jobs, journal=out / "journal.sqlite", at_once=2)
    again = batch.run(jobs, journal=out / "journal.sqlite")
    states = Counter(outcome.state for outcome in again)
    unclear = states.pop(State.UNCLEAR, 0)
    assert states == {State.DONE: 6 - unclear}
    assert sum(outcome.submits for outcome in (*first, *again)) == 6
    assert 6 - unclear <= sum(server.submits.values()) <= 6
