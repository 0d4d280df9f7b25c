"""A job in little memory is the job that was asked for, whatever it holds."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from PIL import Image

from image_edit import Job
from image_edit.batch.job import packed, unpacked

NAMED = [
    Job.edit(Path("cat.png"), "Give it a hat", Path("out/hat.png"), seed=7, model="seededit_v3.0"),
    Job.edit("cat.png", "Give it a hat", "out/hat"),
    Job.edit(["https://example.com/cat.png?a=b", Path("/tmp/\udcff.png")], "Mix", "out/Übung", size="2K"),
    Job.inpaint("cat.png", Path("mask.png"), "A boat", "boat.png").labelled("row 7"),
    Job.erase("cat.png", "mask.png", "gone.png"),
    Job.expand("cat.png", "wide.png", to="16:9", prompt="Sand"),
    Job.generate("A lighthouse", "drawn", model="doubao-seedream", seed=2**70),
]
PICTURE = Image.new("RGB", (64, 64))


class Text(str):
    """A text that is more than its characters."""

    __slots__ = ()


def with_options(**options: Any) -> Job:
    return Job(operation="edit", output=Path("a.png"), images=("cat.png",), prompt="x", options=options)


HOLDING = [
    Job.edit(b"a picture", "x", "a.png"),
    Job.edit(bytearray(b"a picture"), "x", "a.png"),
    Job.edit(PICTURE, "x", "a.png"),
    Job.inpaint("cat.png", PICTURE, "x", "a.png"),
    Job(operation="edit", output=PurePosixPath("a.png"), images=("cat.png",), prompt="x"),  # type: ignore[arg-type]
    with_options(anything=Text("x")),
    with_options(anything=[b"x"]),
    with_options(anything={"deeper": [memoryview(b"x")]}),
]


@pytest.mark.parametrize("job", NAMED, ids=repr)
def test_a_job_of_names_comes_out_as_it_was(job: Job) -> None:
    small = packed(job)
    assert not isinstance(small, Job)
    again = unpacked(small)
    assert again == job
    assert [type(image) for image in again.images] == [type(image) for image in job.images]


def test_options_keep_their_types() -> None:
    options = {"a": (1, [2.5, None]), "b": {"c": True}, "d": "é"}
    again = unpacked(packed(with_options(**options)))
    assert repr(again.options) == repr(options)


@pytest.mark.parametrize("job", HOLDING, ids=["bytes", "bytearray", "PIL", "mask", "path", "text", "in list", "view"])
def test_a_job_that_holds_a_picture_or_something_unusual_is_kept_as_it_is(job: Job) -> None:
    assert packed(job) is job
    assert unpacked(job) is job


def test_a_job_of_names_takes_little_more_than_these() -> None:
    _, rest = packed(NAMED[1])  # type: ignore[misc]
    assert len(rest) < 100
