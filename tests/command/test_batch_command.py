"""`image-edit batch` against the mock server: what it sends, what it says, and how it ends."""

import asyncio
import fcntl
import io
import json
import logging
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from image_edit import AsyncImageEditor, BadInput, JournalNotWritten, command
from image_edit.batch.batch_run import AsyncBatch
from image_edit.batch.job import Job
from image_edit.batch.journal.view import JournalView
from image_edit.batch.journal.writing import Journal
from image_edit.batch.outcome import State
from image_edit.batch.schedule import RunCounts
from image_edit.command.batch import run as batch_run
from image_edit.command.batch.progress import BatchProgress
from image_edit.command.streams import Seldom
from image_gateways_mock import RunningServer
from tests.support.editing import PICTURE, PICTURES
from tests.support.mock_key import KEY

GATEWAYS = ("ai302", "oceanbase", "volcv")
MASK = PICTURES / "lighthouse_boat_mask.png"


@pytest.fixture(autouse=True)
def _of_its_own(server: RunningServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test has the key of ai302 alone, an empty folder, a fresh mock, and pauses that take no time."""

    async def no_pause(_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(AsyncImageEditor, "_sleep", staticmethod(no_pause))
    for gateway in GATEWAYS:
        monkeypatch.setenv(f"{gateway.upper()}_BASE_URL", server.url)
        monkeypatch.delenv(f"{gateway.upper()}_API_KEY", raising=False)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)


class Ran:
    """What a run of the command gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err
        self.lines = out.splitlines()


Run = Callable[..., Ran]


class Watched:
    """What goes to the gateway, seen and acted upon before it is sent.

    Attributes:
        headers: what is added to each request.
        hangs: whether no request is sent, nor ends.
    """

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self._acts: list[tuple[str, int, Callable[[], object]]] = []
        self._seen: Counter[str] = Counter()
        self.hangs = False

    def at_submit(self, number: int, act: Callable[[], object]) -> None:
        """Act before a submit is sent, the first being number 1."""
        self._acts.append(("seededit_v30", number, act))

    def at_poll(self, number: int, act: Callable[[], object]) -> None:
        """Act before a poll is sent."""
        self._acts.append(("seededit_v30_result", number, act))

    async def before(self, request: httpx.Request) -> None:
        """Do what comes before a request is sent."""
        request.headers.update(self.headers)
        name = request.url.path.rpartition("/")[2]
        self._seen[name] += 1
        for path, number, act in self._acts:
            if (path, number) == (name, self._seen[name]):
                act()
        if self.hangs:
            await asyncio.Event().wait()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()

    class Editor(AsyncImageEditor):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._watched_client = httpx.AsyncClient(event_hooks={"request": [watched.before]})
            super().__init__(*arguments, **options, http_client=self._watched_client)

        async def aclose(self) -> None:
            await self._watched_client.aclose()

    monkeypatch.setattr(batch_run, "AsyncImageEditor", Editor)
    return watched


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: str) -> Ran:
        status = command.main(["batch", *arguments])
        out, err = capsys.readouterr()
        assert KEY not in out + err
        assert "Traceback" not in err
        return Ran(status, out, err)

    return run_it


def pictures(*names: str) -> None:
    """Make pictures, each of another content."""
    for number, name in enumerate(names):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(PICTURE.read_bytes() + bytes([number]))  # what follows its end is not looked at


def table(text: str, name: str = "jobs.csv") -> str:
    Path(name).write_text(text)
    return name


# --- bad input is found before anything is sent ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing", "x"), "there is no folder and no table 'missing'"),
        (("cat.png", "x"), "which `image-edit edit` edits"),
        (("photos", " "), "the prompt is empty"),
        (("photos",), 'say what is wanted, as image-edit batch photos "Make it night" -o out'),
        (("photos", "x", "-o", "no/folder"), "there is no folder 'no' to make 'folder' in"),
        (("photos", "x", "-o", "cat.png"), "image-edit: -o cat.png: it is a file; a batch needs a folder"),
        (("photos", "x", "-o", "photos"), "the results would lie among the pictures"),
        (("photos", "x", "-o", "n" * 300), "no such folder can be made: File name too long"),
        (("photos", "x", "-o", "out", "--at-once", "100000000"), "a smaller --at-once needs less"),
        (("photos", "x", "-o", "/proc"), "no results can be kept there"),
        (("photos", "x", "--to", "16:9"), "ai302 has no expand; volcv does"),
        (("photos", "x", "--operation", "paint"), "'paint' is none of edit, expand"),
        (("photos", "x", "--negative-prompt", "fog"), "takes no negative_prompt; volcv does"),
        (("photos", "x", "--gateway", "volcv"), "set VOLCV_API_KEY"),
    ],
)
def test_bad_input_is_told_with_status_2_and_nothing_is_sent_or_written(
    run: Run, server: RunningServer, arguments: tuple[str, ...], message: str
) -> None:
    pictures("cat.png", "photos/a.png", "photos/b.png")
    given = arguments if "-o" in arguments else (*arguments, "-o", "out")
    for how in ((), ("--dry-run",)):
        ran = run(*given, *how)
        assert (ran.status, ran.out) == (2, "")
        assert message in ran.err
    assert server.journal() == []
    assert not Path("out").exists()


def test_all_that_is_wrong_with_a_table_is_told_by_row_and_column(run: Run, server: RunningServer) -> None:
    pictures("a.png")
    jobs = table("image,prompt,seed,output\nmissing.png,x,,\na.png,,,1\na.png,x,many,2\na.png,x,,3\na.png,x,,3\n")
    ran = run(jobs, "-o", "out")
    assert ran.status == 2
    lines = ran.err.splitlines()
    assert (lines[0], lines[-1]) == ("image-edit: jobs.csv has 4 problems:", "Nothing was sent.")
    assert [line.split(":")[0] for line in lines[1:-1]] == [
        "  row 2, image", "  row 3, prompt", "  row 4, seed", "  row 6, output",
    ]  # fmt: skip
    assert server.journal() == []
    assert not Path("out").exists()


def test_what_is_wrong_with_rows_is_told_before_what_is_wrong_with_keys(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    pictures("a.png")
    jobs = table("image,prompt\na.png,x\nmissing.png,x\n")
    assert "row 3, image: there is no file 'missing.png'" in run(jobs, "-o", "out").err
    ran = run(jobs, "-o", "out", "--keep-going")
    assert ran.status == 2
    assert "set AI302_API_KEY" in ran.err


@pytest.mark.parametrize("how", [(), ("--keep-going",), ("--dry-run",)])
def test_a_wrong_column_is_told_together_with_what_is_wrong_with_rows_and_no_row_is_done(
    run: Run, server: RunningServer, how: tuple[str, ...]
) -> None:
    pictures("a.png")
    ran = run(table("image,prompt,seeed\na.png,x,1\nmissing.png,x,2\n"), "-o", "out", *how)
    assert ran.status == 2
    assert "  row 1, seeed: there is no such column. Did you mean 'seed'?" in ran.err
    assert "  row 3, image: there is no file 'missing.png'" in ran.err
    assert server.journal() == []


def test_json_tells_bad_input_as_json(run: Run) -> None:
    ran = run("missing", "x", "-o", "out", "--json")
    assert ran.status == 2
    told = json.loads(ran.out)
    assert (told["error"], told["maybe_billed"], told["problems"]) == ("BadInput", False, [])
    told = json.loads(run(table("image,prompt\nmissing.png,x\n"), "-o", "out", "--json").out)
    assert told["problems"] == [{"label": "row 2", "column": "image", "message": "there is no file 'missing.png'"}]


def test_a_full_disk_is_found_at_the_start(run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures("photos/a.png")
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    ran = run("photos", "x", "-o", "out")
    assert ran.status == 2
    assert "-o out: no results can be kept there: No space left on device (1 MB are free, and the jobs" in ran.err
    assert "may need 33 MB; a smaller --at-once needs less" in ran.err
    assert server.journal() == []


def test_a_folder_that_may_not_be_written_is_found_at_the_start(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures("photos/a.png")
    Path("out").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    ran = run("photos", "x", "-o", "out", "--dry-run")
    assert ran.status == 2
    assert "-o out: no results can be kept there: Permission denied" in ran.err
    assert server.journal() == []


# --- a dry run ------------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_what_would_be_sent_and_what_it_would_cost(run: Run, server: RunningServer) -> None:
    pictures(*(f"photos/{number}.png" for number in range(12)))
    shutil.copy("photos/3.png", "photos/twin.png")
    ran = run("photos", "x", "-o", "out", "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert ran.lines == [
        "photos, by ai302: nothing was sent, and nothing written",
        "  send             12   billed calls: 0.60 PTC",
        "  same              1   need no call of their own: another row has the same content",
    ]
    ran = run("photos", "x", "-o", "out", "--dry-run", "--max-billed", "5", "--json")
    told = json.loads(ran.out)
    assert (told["send"], told["beyond"], told["cost"], told["unpriced"]) == (5, 7, {"PTC": 0.25}, 0)
    assert server.journal() == []
    assert not Path("out").exists()


def test_a_dry_run_after_a_run_tells_what_is_done_what_is_left_and_what_would_be_written_over(
    run: Run, server: RunningServer
) -> None:
    pictures("photos/a.png", "photos/b.png", "photos/c.png", "photos/d.png")
    server.arm("reset-after-effect")
    run("photos", "x", "-o", "out", "--at-once", "1", "--max-billed", "3")
    ran = run("photos", "x", "-o", "out", "--dry-run")
    assert [line.split()[:2] for line in ran.lines[1:]] == [["send", "1"], ["done", "2"], ["unclear", "1"]]
    ran = run("photos", "x", "-o", "out", "--dry-run", "--resubmit-unclear")
    assert [line.split()[:2] for line in ran.lines[1:]] == [["send", "2"], ["done", "2"]]
    Path("out/b.jpg").unlink()
    ran = run("photos", "x", "-o", "out", "--dry-run")
    assert [line.split()[:3] for line in ran.lines[1:3]] == [["send", "1", "billed"], ["pick", "up", "1"]]
    ran = run("photos", "y", "-o", "out", "--dry-run")
    assert [line.split()[:2] for line in ran.lines[1:]] == [["send", "4"], ["replace", "1"]]
    assert sum(server.submits.values()) == 3


def test_a_dry_run_says_where_no_price_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    monkeypatch.setenv("VOLCV_API_KEY", KEY)
    pictures("a.png")
    ran = run(table(f"image,mask\na.png,{MASK}\n"), "-o", "out", "--dry-run")
    assert ran.lines[1] == "  send              1   billed calls, of a price that nobody told"


def test_the_gateway_is_the_one_that_has_the_models_of_the_rows(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOLCV_API_KEY", KEY)
    pictures("a.png")
    for model, gateway in (("seededit_v3.0", "volcv"), ("doubao-seedream-4-0-250828", "ai302")):
        ran = run(table(f"image,prompt,model\na.png,x,{model}\n"), "-o", "out", "--dry-run")
        assert ran.lines[0] == f"jobs.csv, by {gateway}: nothing was sent, and nothing written"
    several = "image,prompt,model,output\na.png,x,,1\na.png,x,doubao-seedream-4-0-250828,2\n"
    assert run(table(several), "-o", "out", "--dry-run").lines[0].startswith("jobs.csv, by ai302:")
    ran = run(table("image,prompt\na.png,x\n"), "-o", "out", "--dry-run")
    assert ran.status == 2
    assert "choose one with --gateway" in ran.err


def test_a_dry_run_tells_of_bad_rows_and_with_keep_going_counts_the_good_ones(run: Run) -> None:
    pictures("a.png")
    jobs = table("image,prompt\nmissing.png,x\na.png,x\n")
    assert run(jobs, "-o", "out", "--dry-run").status == 2
    ran = run(jobs, "-o", "out", "--dry-run", "--keep-going")
    assert ran.status == 0
    assert "row 2, image: there is no file 'missing.png'" in ran.err
    assert ran.lines[1] == "  send              1   billed calls: 0.05 PTC"


# --- it works -------------------------------------------------------------------------------------------------------


def test_a_folder_is_edited_and_a_second_run_sends_nothing(run: Run, server: RunningServer) -> None:
    pictures("photos/1.png", "photos/2.png", "photos/10.png")
    table("no picture", "photos/notes.txt")
    first = run("photos", "Make it night", "-o", "out")
    assert first.status == 0
    assert sorted(first.lines) == ["out/1.jpg", "out/10.jpg", "out/2.jpg"]
    for path in first.lines:
        with Image.open(path) as picture:
            picture.load()
    assert "image-edit: 1 file passed over, of no type of picture: notes.txt\n" in first.err
    assert "image-edit: 3 of 3 done; this run spent 3 calls, 0.15 PTC\n" in first.err
    assert "  to look at   out/index.html\n" in first.err
    assert "This goes on" not in first.err
    assert Path("out/index.html").exists()
    second = run("photos", "Make it night", "-o", "out")
    assert (second.status, sorted(second.lines)) == (0, sorted(first.lines))
    assert "3 of 3 done; this run spent 0 calls, 0.00 PTC" in second.err
    assert server.submits == {"submit_seededit_v30": 3}


def test_a_table_of_several_operations_is_done_by_the_gateway_that_can(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOLCV_API_KEY", KEY)
    pictures("tables/a.png", "tables/b.png")
    shutil.copy(MASK, "tables/mask.png")
    rows = "image,operation,mask,prompt,to,output\na.png,edit,,night,,one/night.png\nb.png,expand,,,16:9,wide\n"
    ran = run(table(f"{rows}a.png,erase,mask.png,,,two/gone.jpg\n", "tables/jobs.csv"), "-o", "out")
    assert ran.status == 0
    assert sorted(Path(line).parent / Path(line).stem for line in ran.lines) == [
        Path("out/one/night"), Path("out/two/gone"), Path("out/wide"),
    ]  # fmt: skip
    asked = {each.body["req_key"] for each in server.journal() if each.body and "Submit" in str(each.query)}
    assert len(asked) in (0, 3)
    assert sum(server.submits.values()) == 3


def test_what_stands_in_the_way_of_results_is_told_and_replaced_on_request_alone(
    run: Run, server: RunningServer
) -> None:
    pictures("photos/a.png", "photos/b.png", "photos/c.png")
    assert run("photos", "At night", "-o", "out").status == 0
    files = sorted(Path("out").glob("?.*"))
    files[0].write_bytes(PICTURE.read_bytes())  # somebody edited it
    sent = len(server.journal())
    for how in ("--dry-run", "--json"):
        ran = run("photos", "At noon", "-o", "out", how)
        assert (ran.status, len(server.journal())) == (2, sent)
        assert "  a.png: out/a.jpg was changed since this batch made it" in ran.err
        assert "--replace" in ran.err
    assert files[0].read_bytes() == PICTURE.read_bytes()
    ran = run("photos", "At noon", "-o", "out", "--replace", "--dry-run")
    assert "  replace           2   results of earlier jobs will be replaced" in ran.out
    assert "  replace           1   other files will be replaced, as --replace says" in ran.out
    ran = run("photos", "At noon", "-o", "out", "--replace")
    assert ran.status == 0
    told = ran.err.splitlines()
    assert "image-edit: 2 results of earlier jobs will be replaced" in told
    assert "image-edit: 1 other file will be replaced, as --replace says" in told
    assert "replaced" not in run("photos", "At noon", "-o", "out").err


def test_json_is_a_line_for_each_job_as_it_ends(run: Run) -> None:
    pictures("a.png")
    table('{"image": "a.png", "prompt": "x", "output": "1.png"}\n{"image": "a.png", "prompt": "y"}\n', "jobs.jsonl")
    ran = run("jobs.jsonl", "-o", "out", "--json")
    told = sorted((json.loads(line) for line in ran.lines), key=lambda each: str(each["job"]))
    assert [(each["job"], each["state"], each["files"]) for each in told] == [
        ("line 1", "done", ["out/1.png"]), ("line 2", "done", ["out/a.jpg"]),
    ]  # fmt: skip
    assert told[0].keys() == {
        "job", "state", "operation", "inputs", "output", "files", "task_id", "submits", "notes", "error",
    }  # fmt: skip
    assert (told[0]["inputs"], told[0]["submits"], told[0]["error"]) == (["a.png"], 1, None)


def test_two_rows_of_one_content_are_paid_for_once(run: Run, server: RunningServer) -> None:
    pictures("a.png")
    ran = run(table("image,prompt,output\na.png,x,1\na.png,x,2\n"), "-o", "out")
    assert sorted(ran.lines) == ["out/1.jpg", "out/2.jpg"]
    assert server.submits == {"submit_seededit_v30": 1}


def test_the_key_is_in_no_file_that_is_kept(run: Run) -> None:
    pictures("photos/a.png")
    assert run("photos", "x", "-o", "out", "-vv").status == 0
    for file in Path("out").iterdir():
        assert KEY.encode() not in file.read_bytes()


# --- some are left, refused, or unclear -----------------------------------------------------------------------------


def gone_on(ran: Ran, heading: str) -> list[str]:
    """Return the arguments of the command that a run told under a heading."""
    lines = ran.err.splitlines()
    command_line = shlex.split(lines[lines.index(heading) + 1])
    assert command_line[:2] == ["image-edit", "batch"]
    return command_line[2:]


def test_what_is_more_than_may_be_billed_is_left_for_the_command_that_is_told(run: Run, server: RunningServer) -> None:
    pictures(*(f"my photos/{number}.png" for number in range(4)))
    ran = run("my photos", "Make it night", "-o", "out", "--max-billed", "3")
    assert (ran.status, len(ran.lines)) == (1, 3)
    assert "3 of 4 done; this run spent 3 calls, 0.15 PTC" in ran.err
    assert re.search(r"^  planned +1   not sent yet$", ran.err, re.MULTILINE)
    assert run(*gone_on(ran, "This goes on:")).status == 0
    assert server.submits == {"submit_seededit_v30": 4}


def test_what_may_have_run_is_named_with_time_and_input_and_sent_again_on_request_alone(
    run: Run, server: RunningServer
) -> None:
    pictures("photos/a.png", "photos/b.png")
    server.arm("reset-after-effect")
    ran = run("photos", "x", "-o", "out", "--at-once", "1")
    assert (ran.status, ran.lines) == (3, ["out/b.jpg"])
    assert "image-edit: a.png: unclear: MaybeBilled: " in ran.err
    assert re.search(
        r"^  unclear: a.png, photos/a.png, sent \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$", ran.err, re.MULTILINE
    )
    assert run("photos", "x", "-o", "out").status == 3
    assert server.submits == {"submit_seededit_v30": 2}
    again = run(*gone_on(ran, "This sends what is unclear once more, at the risk of paying twice:"))
    assert again.status == 0
    assert server.submits == {"submit_seededit_v30": 3}


def test_what_is_refused_is_told_with_its_reason_and_sent_again_on_request_alone(
    run: Run, server: RunningServer, watched: Watched
) -> None:
    pictures("photos/a.png", "photos/b.png")
    watched.headers["Prefer"] = "example=text_risk_not_pass"
    ran = run("photos", "x", "-o", "out", "--json")
    assert ran.status == 1
    told = [json.loads(line) for line in ran.lines]
    assert [(each["state"], each["error"]["error"], each["error"]["code"]) for each in told] == [
        ("refused", "InputTextRefused", 50412),
    ] * 2  # fmt: skip
    assert re.search(r"^  2 x InputTextRefused: .*\n      a.png, b.png$", ran.err, re.MULTILINE)
    del watched.headers["Prefer"]
    sent = len(server.journal())
    assert run("photos", "x", "-o", "out").status == 1
    assert len(server.journal()) == sent
    heading = "This sends what was refused or failed once more:"
    assert run(*gone_on(ran, heading)).status == 0


def test_a_flag_for_one_run_is_not_in_the_command_that_goes_on(run: Run) -> None:
    pictures("photos/a.png", "photos/b.png")
    ran = run("photos", "x", "-o", "out", "--max-billed", "1", "--retry-failed", "--resubmit-unclear")
    assert gone_on(ran, "This goes on:") == ["photos", "x", "-o", "out", "--max-billed", "1"]


def test_a_wrong_key_stops_the_batch_and_nothing_is_billed(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", "-".join(["another", "key", "entirely"]))
    pictures(*(f"photos/{number}.png" for number in range(20)))
    ran = run("photos", "x", "-o", "out", "--at-once", "2")
    assert (ran.status, ran.out) == (1, "")
    assert "  stopped by AuthenticationError: " in ran.err
    assert ran.err.count("AuthenticationError") == 2  # where it happens, and at the end
    assert ".png: planned" not in ran.err
    assert "0 of 20 done; this run spent 0 calls, 0.00 PTC" in ran.err
    assert "This goes on:" in ran.err
    assert "another-key" not in ran.err
    assert server.submits == {}


def test_a_journal_that_cannot_be_read_at_the_end_is_no_bad_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: Any) -> Any:
        raise BadInput("the journal cannot be read: no space")

    monkeypatch.setattr(JournalView, "open", unreadable)
    pictures("photos/a.png", "photos/b.png")
    ran = run("photos", "x", "-o", "out")
    assert ran.status == 1
    assert "2 of 2 done; this run spent 2 calls" in ran.err
    assert "  the journal cannot be read: no space" in ran.err
    assert "  image-edit batch photos x -o out" in ran.err


def test_with_keep_going_the_good_rows_run_and_the_bad_ones_are_told(run: Run, server: RunningServer) -> None:
    pictures("a.png", "b.png")
    Path("b.png").write_bytes(b"no picture")
    jobs = table("image,prompt\nmissing.png,x\na.png,x\nb.png,x\n")
    ran = run(jobs, "-o", "out", "--keep-going")
    assert (ran.status, ran.lines) == (1, ["out/a.jpg"])
    assert "row 2, image: there is no file 'missing.png'\n" in ran.err
    assert "Nothing was sent" not in ran.err
    assert "image-edit: row 4: refused: BadPicture: the picture 'b.png' is no whole picture" in ran.err
    assert re.search(r"^  left out +2   bad rows", ran.err, re.MULTILINE)
    assert server.submits == {"submit_seededit_v30": 1}


def test_bad_pictures_are_told_by_row_together_with_what_else_is_wrong(run: Run, server: RunningServer) -> None:
    pictures("a.png", "b.png")
    Path("b.png").write_bytes(b"no picture")
    jobs = table("image,prompt,seed\nb.png,x,\na.png,x,many\na.png,x,7\n")
    for how in ((), ("--dry-run",)):
        ran = run(jobs, "-o", "out", *how)
        assert ran.status == 2
        assert [line.partition(":")[0] for line in ran.err.splitlines()[1:-1]] == ["  row 2", "  row 3, seed"]
    jobs = table("image,prompt,scale,output\nb.png,x,,1\na.png,x,7,2\na.png,y,1,3\n")
    ran = run(jobs, "-o", "out")
    assert ran.status == 2
    assert "jobs.csv has 2 problems:\n" in ran.err
    assert "  row 2: the picture 'b.png' is no whole picture" in ran.err
    assert "  row 3: scale: 7" in ran.err
    assert server.journal() == []


def test_a_second_batch_on_a_journal_is_refused_in_one_line_that_names_the_first(
    run: Run, server: RunningServer
) -> None:
    pictures("photos/a.png")
    Path("out").mkdir()
    with Journal.open("out/journal.sqlite", gateway="ai302", base_url=server.url):
        ran = run("photos", "x", "-o", "out")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"process {os.getpid()}" in ran.err
    assert server.journal() == []


def test_a_journal_that_cannot_be_written_sends_nothing_and_the_command_that_goes_on_is_told(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise JournalNotWritten("the journal cannot be written: database or disk is full")

    pictures("photos/a.png")
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "plan", full)
        ran = run("photos", "x", "-o", "out")
    assert (ran.status, ran.out) == (1, "")
    assert "  stopped by JournalNotWritten: the journal cannot be written" in ran.err
    assert server.journal() == []
    assert run(*gone_on(ran, "This goes on:")).status == 0


def test_a_task_that_is_paid_for_and_stands_in_no_journal_is_told_by_its_id(
    run: Run, server: RunningServer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_journal: Journal, _key: str, task_id: str | None, *_: object, **__: object) -> None:
        raise JournalNotWritten("its disk is full", task_id=task_id)

    pictures("photos/a.png")
    monkeypatch.setattr(Journal, "submitted", full)
    watched.at_poll(1, lambda: signal.raise_signal(signal.SIGINT))
    ran = run("photos", "x", "-o", "out")
    assert ran.status == 130
    (task_id,) = {each.task_id for each in server.journal() if each.task_id}
    assert "stopped by JournalNotWritten: its disk is full These tasks are paid for and stand in no journal" in ran.err
    assert f"ask for them by their ids: {task_id}" in ran.err


def test_a_page_of_somebody_else_is_left_as_it_is(run: Run) -> None:
    pictures("photos/a.png")
    Path("out").mkdir()
    Path("out/index.html").write_text("mine")
    ran = run("photos", "x", "-o", "out")
    assert ran.status == 0
    assert "the contact sheet was not written" in ran.err
    assert Path("out/index.html").read_text() == "mine"


# --- signals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_good_order_and_what_was_paid_for_is_picked_up(
    run: Run, server: RunningServer, watched: Watched, number: signal.Signals
) -> None:
    pictures(*(f"photos/{number}.png" for number in range(6)))
    watched.at_poll(1, lambda: signal.raise_signal(number))
    before = signal.getsignal(number)
    ran = run("photos", "x", "-o", "out", "--at-once", "3")
    assert ran.status == 130
    assert signal.getsignal(number) is before
    assert "image-edit: stopping; what is being sent gets a few seconds; another signal ends it\n" in ran.err
    assert "image-edit: interrupted; " in ran.err
    sent = server.submits["submit_seededit_v30"]
    assert 1 <= sent <= 3
    assert Path("out/index.html").exists()
    again = run(*gone_on(ran, "This goes on:"))
    assert (again.status, len(again.lines)) == (0, 6)
    assert server.submits == {"submit_seededit_v30": 6}


def test_a_second_signal_ends_it_at_once_and_what_was_being_sent_is_unclear(
    run: Run, server: RunningServer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, stops = AsyncBatch.stop, []

    def stopped(batch: AsyncBatch) -> None:
        stops.append(batch)
        stop(batch)

    monkeypatch.setattr(AsyncBatch, "stop", stopped)
    pictures("photos/a.png", "photos/b.png")
    watched.at_submit(1, lambda: signal.raise_signal(signal.SIGINT))
    watched.at_submit(1, lambda: asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGINT))
    watched.hangs = True
    ran = run("photos", "x", "-o", "out", "--at-once", "1")
    assert (ran.status, len(stops)) == (130, 2)  # else it would have waited some seconds
    assert "  unclear: a.png, photos/a.png, sent " in ran.err
    assert server.submits == {}
    watched.hangs = False
    again = run(*gone_on(ran, "This goes on:"))
    assert (again.status, again.lines) == (3, ["out/b.jpg"])


def test_a_signal_that_is_ignored_stays_ignored(run: Run, watched: Watched) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        pictures("photos/a.png")
        watched.at_poll(1, lambda: signal.raise_signal(signal.SIGHUP))
        assert run("photos", "x", "-o", "out").status == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_signal_before_anything_is_sent_says_so(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    pictures("photos/a.png")
    monkeypatch.setattr(batch_run, "plan_of", interrupted)
    ran = run("photos", "x", "-o", "out")
    assert (ran.status, ran.err) == (130, "image-edit: interrupted. Nothing was sent.\n")
    assert server.journal() == []


def test_a_signal_while_pictures_are_looked_at_says_that_nothing_was_sent(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = Job.loaded

    def interrupted(job: Job) -> Job:
        os.kill(os.getpid(), signal.SIGTERM)
        return looked_at(job)

    pictures("photos/a.png", "photos/b.png")
    monkeypatch.setattr(Job, "loaded", interrupted)
    ran = run("photos", "x", "-o", "out")
    assert (ran.status, ran.err.splitlines()[-1]) == (130, "image-edit: interrupted. Nothing was sent.")
    assert server.journal() == []


def process(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "image_edit", "batch", *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_real_process_that_gets_a_signal_leaves_a_whole_journal_and_the_command_that_goes_on(
    slow: RunningServer, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    pictures("photos/a.png", "photos/b.png")
    monkeypatch.setenv("AI302_BASE_URL", slow.url)
    with process("photos", "x", "-o", "out", "-v", stdout=subprocess.PIPE) as batch:
        try:
            assert batch.stderr is not None
            heard = 0
            for line in batch.stderr:
                heard += "submit_seededit_v30: HTTP 200" in line
                if heard == 2:
                    break
            batch.send_signal(number)
            out, err = batch.communicate()
        finally:
            batch.kill()
    assert (batch.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert "This goes on:\n  image-edit batch photos x -o out -v\n" in err
    with JournalView.open("out/journal.sqlite") as journal:
        known = [row for row in journal.rows() if row.state is State.SUBMITTED]
    assert slow.submits == {"submit_seededit_v30": 2}
    assert {row.task_id for row in known} == {each.task_id for each in slow.journal() if each.task_id}


def test_a_terminal_that_closes_ends_it_in_good_order(slow: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures("photos/a.png", "photos/b.png")
    program = shlex.join([sys.executable, "-m", "image_edit", "batch", "photos", "x", "-o", "out", "-v"])
    terminal, its_end = pty.openpty()
    name = os.ttyname(its_end)
    monkeypatch.setenv("AI302_BASE_URL", slow.url)
    # What a session without a terminal opens first becomes its own, and hangs up with it.
    with subprocess.Popen(
        ["sh", "-c", f"exec {program} <{name} >{name} 2>{name}"], start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"},
    ) as batch:  # fmt: skip
        try:
            shown = b""
            while shown.count(b"HTTP 200") < 2:
                shown += os.read(terminal, 65536)
            os.close(terminal)
            os.close(its_end)
            status = batch.wait()
        finally:
            batch.kill()
    assert status == 130
    with JournalView.open("out/journal.sqlite") as journal:
        assert [row.state for row in journal.rows()] == [State.SUBMITTED] * 2
    assert Path("out/index.html").exists()
    assert slow.submits == {"submit_seededit_v30": 2}


def test_a_reader_that_went_away_loses_no_result() -> None:
    pictures(*(f"photos/{number}.png" for number in range(3)))
    reading, writing = os.pipe()
    os.close(reading)
    with process("photos", "x", "-o", "out", stdout=writing) as batch:
        os.close(writing)
        err = batch.communicate()[1]
    assert batch.returncode == 1
    assert "Traceback" not in err
    assert err.count("stdout cannot be written") == 1
    assert "the batch goes on and keeps its results" in err
    assert {file.name for file in Path("out").glob("*.jpg")} == {"0.jpg", "1.jpg", "2.jpg"}


def test_the_table_on_stdin_has_to_be_given_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures("a.png", "b.png")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"image,prompt\na.png,x\nb.png,x\n")))
    ran = run("-", "-o", "out", "--max-billed", "1")
    assert (ran.status, len(ran.lines)) == (1, 1)
    assert "  image-edit batch - -o out --max-billed 1\nwith the same table on stdin.\n" in ran.err


# --- how it gets on -------------------------------------------------------------------------------------------------


def test_without_a_terminal_how_far_it_is_is_told_no_more_often_than_every_few_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = [0.0]
    shown = BatchProgress(100, lambda: now[0])
    rows = dict.fromkeys(State, 0)
    with shown:
        for second in range(20):
            now[0] = second
            rows[State.DONE] = second
            shown.show(RunCounts(rows, running=8), f"{second} calls")
        now[0] = 100
        shown.show(RunCounts(rows, running=8), "19 calls")
        now[0] = 200
        shown.show(RunCounts(rows, running=8), "19 calls")  # nothing is new
    assert capsys.readouterr().err.splitlines() == [
        "image-edit: 5 of 100 done, 8 running, 0 failed; spent 5 calls",
        "image-edit: 10 of 100 done, 8 running, 0 failed; spent 10 calls",
        "image-edit: 15 of 100 done, 8 running, 0 failed; spent 15 calls",
        "image-edit: 19 of 100 done, 8 running, 0 failed; spent 19 calls",
    ]


def test_of_many_tries_one_line_in_a_while_is_told_unless_all_are_to_be_logged(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_run, "_PAUSE", 3600)
    pictures("photos/a.png", "photos/b.png")
    server.arm("http-429=0", times=3)
    ran = run("photos", "x", "-o", "out")
    assert (ran.status, ran.err.count("(HTTP 429); try ")) == (0, 1)
    server.arm("http-429=0", times=3)
    assert run("photos", "y", "-o", "out", "-v").err.count("(HTTP 429); try ") == 3


def test_a_line_tells_how_many_were_left_out_since_the_last_one() -> None:
    now = [0.0]
    seldom = Seldom(10, lambda: now[0])
    passed = []
    for second in range(25):
        now[0] = second
        record = logging.LogRecord("x", logging.WARNING, "x", 1, "try %d", (second,), None)
        if seldom.filter(record):
            passed.append(record.getMessage())
    assert passed == [
        "try 0",
        "try 10; 9 more such lines since the last one",
        "try 20; 9 more such lines since the last one",
    ]


def on_terminal(program: str, **environment: str) -> str:
    """Return what a program shows on a terminal of 100 columns."""
    terminal, its_end = pty.openpty()
    fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=its_end, stderr=its_end,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(its_end)
    shown = b""
    with process, suppress(OSError):  # the terminal is closed
        while part := os.read(terminal, 65536):
            shown += part
    os.close(terminal)
    assert process.returncode == 0
    return shown.decode()


BAR = """
from image_edit.batch.outcome import State
from image_edit.batch.schedule import RunCounts
from image_edit.command.batch.progress import progress, tell_lines
from image_edit.command.streams import tell
rows = dict.fromkeys(State, 0) | {State.DONE: 18, State.FAILED: 2}
with progress(50) as shown:
    shown.show(RunCounts(rows, running=8), "22 calls, 1.10 PTC")
    shown.write("out/a very long name that is longer than the terminal is wide, since nobody wants a path in two lines")
    shown.write({"job": "row 2"})
    tell("image-edit: row 3: refused")
tell_lines(["image-edit: 1 of 3 done", "  done  1", "  refused  1\\n      row 3", "  image-edit batch a -o b"])
"""


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_all_else_stands_above_it() -> None:
    shown = on_terminal(BAR)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert "looking at what is to be done" in plain
    assert "18 of 50 done 8 running 2 failed spent 22 calls, 1.10 PTC" in plain
    assert "out/a very long name that is longer than the terminal is wide, since nobody wants a path" in plain
    lines = plain.replace("\r", "\n").split("\n")
    assert {'{"job": "row 2"}', "image-edit: row 3: refused"} <= {line.strip() for line in lines}
    closing = ["image-edit: 1 of 3 done", "  done  1", "  refused  1", "      row 3", "  image-edit batch a -o b"]
    assert [line for line in lines if line][-5:] == closing
    assert "\x1b[32m  done  1\x1b[0m" in shown


def test_the_bar_leaves_room_for_the_two_signs_that_a_terminal_shows_for_ctrl_c() -> None:
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", on_terminal(BAR))
    bars = [line for line in re.split(r"[\r\n]+", plain) if "8 running" in line]
    assert {len(bar) for bar in bars} == {100 - len("^C")}


def test_a_dumb_terminal_gets_lines() -> None:
    assert on_terminal(BAR, TERM="dumb").replace("\r", "").splitlines()[-6:] == [
        "image-edit: row 3: refused",
        "image-edit: 1 of 3 done",
        "  done  1",
        "  refused  1",
        "      row 3",
        "  image-edit batch a -o b",
    ]
