"""The command `image-edit` against the mock server: what it prints, how it ends, and that nothing paid for is lost."""

import base64
import json
import os
import pty
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from image_edit import ImageEditError, ImageEditor, Task, command, editor
from image_edit.command import places
from image_edit.edited_image import EditedImage
from image_gateways_mock import RunningServer
from tests.support.mock_key import KEY

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "contract_tests" / "recordings" / "pictures"
LIGHTHOUSE, MASK = str(PICTURES / "lighthouse.png"), str(PICTURES / "lighthouse_boat_mask.png")
GATEWAYS = ("ai302", "oceanbase", "volcv")
EDIT = ("edit", LIGHTHOUSE, "Make it night")


@pytest.fixture(autouse=True)
def _of_its_own(server: RunningServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test has the key of ai302 alone, an empty folder, a fresh mock, and a clock that only pauses move."""
    for gateway in GATEWAYS:
        monkeypatch.setenv(f"{gateway.upper()}_BASE_URL", server.url)
        monkeypatch.delenv(f"{gateway.upper()}_API_KEY", raising=False)
    monkeypatch.setenv("AI302_API_KEY", KEY)
    pauses: list[float] = []
    monkeypatch.setattr(ImageEditor, "_sleep", staticmethod(pauses.append))
    monkeypatch.setattr(ImageEditor, "_clock", staticmethod(lambda: sum(pauses)))
    monkeypatch.chdir(tmp_path)


class Ran:
    """What a run of the command gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err
        self.paths = [Path(line) for line in out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: str) -> Ran:
        status = command.main(list(arguments))
        out, err = capsys.readouterr()
        assert KEY not in out + err
        assert "Traceback" not in err
        return Ran(status, out, err)

    return run_it


def with_key_of(gateway: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    monkeypatch.setenv(f"{gateway.upper()}_API_KEY", KEY)


@pytest.fixture
def asking_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Lets the mock give a certain answer."""
    with httpx.Client() as client:

        def ask(example: str) -> None:
            client.headers["Prefer"] = f"example={example}"
            monkeypatch.setattr(editor, "ImageEditor", partial(ImageEditor, http_client=client))

        yield ask


# --- it works -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gateway", "arguments"),
    [
        ("ai302", EDIT),
        ("volcv", EDIT),
        ("oceanbase", EDIT),
        ("volcv", ("expand", LIGHTHOUSE, "--to", "16:9")),
        ("volcv", ("expand", LIGHTHOUSE, "--left", "0.5", "--right", "0.5", "--prompt", "the sea")),
        ("volcv", ("inpaint", LIGHTHOUSE, MASK, "a boat")),
        ("volcv", ("erase", LIGHTHOUSE, MASK)),
        ("volcv", (*EDIT, "--model", "seededit_v3.0")),
        ("ai302", (*EDIT, "--model", "doubao-seedream-4-0-250828", "--size", "2K")),
        ("ai302", ("generate", "a lighthouse", "--model", "general_v2.1_L", "--size", "512x512")),
        ("oceanbase", ("generate", "a lighthouse", "--model", "wanx2.1-t2i-turbo")),
    ],
)
def test_each_command_saves_a_picture_and_prints_its_path_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, server: RunningServer, gateway: str, arguments: tuple[str, ...]
) -> None:
    with_key_of(gateway, monkeypatch)
    ran = (
        run(*arguments, "-o", "out.png", "--seed", "7") if gateway != "oceanbase" else run(*arguments, "-o", "out.png")
    )
    assert (ran.status, ran.out) == (0, "out.png\n")
    with Image.open("out.png") as picture:
        picture.load()
        assert picture.format == "PNG"
    assert sum(server.submits.values()) == 1


def test_without_an_output_the_file_is_named_after_its_content(run: Run, tmp_path: Path) -> None:
    ran = run(*EDIT)
    assert [path.resolve() for path in ran.paths] == list(tmp_path.iterdir())
    assert ran.paths[0].suffix == ".jpg"


def test_json_is_one_line_that_tells_all(run: Run) -> None:
    told = json.loads(run(*EDIT, "-o", "out", "--json", "--seed", "7").out)
    assert (told["path"], told["width"], told["height"], told["seed"]) == ("out.jpg", 96, 64, 7)
    assert told["gateway"] == "ai302"
    assert all(told[name] for name in ("url", "request_id", "task_id"))


def test_a_task_is_submitted_in_one_run_and_picked_up_in_another(run: Run, server: RunningServer) -> None:
    submitted = run(*EDIT, "--no-wait", "-o", "out.png")
    assert submitted.status == 0
    task_id = submitted.out.strip()
    (line,) = (line for line in submitted.err.splitlines() if "image-edit wait" in line)
    assert shlex.join(["image-edit", "wait", task_id, "--gateway", "ai302", "-o", "out.png"]) in line
    assert run("wait", task_id, "-o", "out.png").paths == [Path("out.png")]
    assert server.submits == {"submit_seededit_v30": 1}
    assert json.loads(run(*EDIT, "--no-wait", "--json").out).keys() == {"task_id", "gateway", "model"}


@pytest.mark.parametrize(
    ("arguments", "model"),
    [
        (EDIT, "byteedit_v2.0"),
        ((*EDIT, "--model", "seededit_v3.0"), "seededit_v3.0"),
        (("expand", LIGHTHOUSE, "--to", "16:9"), "i2i_outpainting"),
        (("inpaint", LIGHTHOUSE, MASK, "a boat"), "i2i_inpainting_edit"),
        (("erase", LIGHTHOUSE, MASK), "i2i_inpainting"),
    ],
)
def test_a_task_that_is_picked_up_by_its_model_is_told_with_it(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], model: str
) -> None:
    with_key_of("volcv", monkeypatch)
    submitted = run(*arguments, "--no-wait", "--json")
    told = json.loads(submitted.out)
    (line,) = (line for line in submitted.err.splitlines() if "image-edit wait" in line)
    assert f"image-edit wait {told['task_id']} --gateway volcv --model {told['model']} -o . picks" in line
    assert run("wait", told["task_id"], "--model", told["model"], "-o", "out.png").paths == [Path("out.png")]
    assert {exchange.body["req_key"] for exchange in server.journal() if exchange.body} == {model}


def test_ctrl_c_while_something_is_erased_tells_the_task_and_its_model(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with_key_of("volcv", monkeypatch)
    monkeypatch.setattr(ImageEditor, "_sleep", staticmethod(interrupted))
    ran = run("erase", LIGHTHOUSE, MASK, "-o", "out.png")
    assert (ran.status, ran.out) == (130, "")
    task_id = server.journal()[0].task_id
    again = f"image-edit wait {task_id} --gateway volcv --model i2i_inpainting -o out.png"
    assert f"The task {task_id} goes on; pick it up:\n  {again}\n" in ran.err


def test_several_pictures_are_edited_together_in_their_order(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key_of("oceanbase", monkeypatch)
    urls = [f"https://example.com/{number}.png" for number in range(3)]
    model = "doubao-seedream-4-0-250828"
    several = (urls[0], "a boat", "--with", urls[1], "--with", urls[2])
    assert run("edit", *several, "--model", model, "--size", "2K").status == 0
    (exchange,) = (each for each in server.journal() if each.operation_id)
    assert exchange.body == {"model": model, "prompt": "a boat", "image": urls, "size": "2K"}


def test_a_base_url_that_is_given_is_asked_and_is_told_with_the_task(
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_BASE_URL", "http://gateway.invalid")
    submitted = run(*EDIT, "--no-wait", "--base-url", server.url)
    task_id = submitted.out.strip()
    (line,) = (line for line in submitted.err.splitlines() if "image-edit wait" in line)
    assert f"image-edit wait {task_id} --gateway ai302 --base-url {server.url} -o . picks" in line
    assert run("wait", task_id, "--base-url", server.url, "-o", "out.png").paths == [Path("out.png")]
    ran = run(*EDIT, "--base-url", "gateway.example")
    assert ran.status == 2
    assert "this is no base URL" in ran.err


def test_where_the_answer_comes_at_once_no_wait_saves_the_picture(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with_key_of("oceanbase", monkeypatch)
    assert run(*EDIT, "--no-wait", "-o", "out.png").paths == [Path("out.png")]


def test_of_several_pictures_each_is_saved_and_those_that_failed_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, asking_for: Callable[[str], None]
) -> None:
    with_key_of("oceanbase", monkeypatch)
    asking_for("ark_several")
    ran = run(*EDIT, "--with", MASK, "-o", "out.png")
    assert (ran.status, ran.out) == (0, "out.png\nout-2.png\n")
    assert all(path.is_file() for path in ran.paths)
    assert "one of several pictures was not made: " in ran.err
    asking_for("bailian_task_partly_fails")
    ran = run("generate", "a lighthouse", "--model", "wanx2.1-t2i-turbo", "-o", "out.png")
    assert (ran.status, ran.out) == (0, "out.png\n")
    assert "one of several pictures was not made: " in ran.err


def test_the_command_runs_as_a_module_too() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "image_edit", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "image-edit" in shown.stdout
    assert all(f"{gateway.upper()}_API_KEY" in shown.stdout for gateway in GATEWAYS)


def test_a_log_that_tells_all_tells_no_key_and_no_picture(run: Run) -> None:
    ran = run(*EDIT, "-vv")
    assert "submit_seededit_v30: HTTP 200" in ran.err
    assert not re.search(r"[A-Za-z0-9+/]{80}", ran.err)


# --- it is refused before anything is billed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("edit", "missing.png", "x"), "'missing.png' does not exist"),
        (("edit", str(ROOT / "README.md"), "x"), "is no whole picture"),
        (("edit", str(PICTURES), "x"), "is a folder"),
        ((*EDIT, "-o", "no/folder/out.png"), "there is no folder 'no/folder'"),
        ((*EDIT, "-o", f"{LIGHTHOUSE}/out.png"), "there is no folder"),
        ((*EDIT, "-o", "hat.xyz"), r"-o hat.xyz: no picture can be written with the suffix \.xyz.*hat.xyz.png"),
        ((*EDIT, "-o", "hat.pdf"), "no picture can be written with the suffix"),
        ((*EDIT, "-o", "hat.xbm"), "no picture can be written with the suffix"),  # in black and white alone
        ((*EDIT, "-o", "/proc/out.png"), "no file can be made there"),
        ((*EDIT, "-o", "x" * 300), "no file can be made there: File name too long"),
        ((*EDIT, "--scale", "7"), "scale"),
        ((*EDIT, "--negative-prompt", "fog"), "takes no negative_prompt; volcv does. Set VOLCV_API_KEY to use volcv\n"),
        (("expand", LIGHTHOUSE, "--to", "16:9"), "ai302 has no expand; volcv does. Set VOLCV_API_KEY to use volcv\n"),
        (("wait", "7", "--model", "x"), "takes no model; volcv does. Set VOLCV_API_KEY to use volcv\n"),
        ((*EDIT, "--with", "missing.png"), "'missing.png' does not exist"),
        (("wait", "no id"), 'the task\'s id: "no id" does not match'),
    ],
)
def test_bad_input_is_refused_with_status_2_and_nothing_is_sent(
    run: Run, server: RunningServer, arguments: tuple[str, ...], message: str
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert re.search(message, ran.err)
    assert server.journal() == []


@pytest.mark.parametrize(
    "arguments",
    [("edit",), ("paint", "a.png"), ("generate", "x"), (*EDIT, "--timeout", "0"), (*EDIT, "-o", "no/folder/")],
)
def test_a_call_that_makes_no_sense_is_refused_with_status_2(
    run: Run, server: RunningServer, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert re.match(r"image-edit: .+\nTry: image-edit .*--help\n$", ran.err)
    assert server.journal() == []


def test_without_a_key_the_variable_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    ran = run(*EDIT)
    assert ran.status == 2
    assert "AI302_API_KEY, OCEANBASE_API_KEY or VOLCV_API_KEY" in ran.err
    ran = run(*EDIT, "--gateway", "volcv")
    assert ran.status == 2
    assert "set VOLCV_API_KEY" in ran.err


def test_with_several_keys_the_gateway_has_to_be_chosen(
    run: Run, monkeypatch: pytest.MonkeyPatch, server: RunningServer
) -> None:
    monkeypatch.setenv("VOLCV_API_KEY", KEY)
    ran = run(*EDIT)
    assert ran.status == 2
    assert "keys of ai302 and volcv" in ran.err
    assert run(*EDIT, "--gateway", "volcv").status == 0
    assert server.submits == {"cv_sync2async_submit_task": 1}


# --- it fails -------------------------------------------------------------------------------------------------------


def test_a_wrong_key_is_told_with_where_it_was_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI302_API_KEY", "-".join(["another", "key", "entirely"]))
    ran = run(*EDIT)
    assert ran.status == 1
    assert "AuthenticationError" in ran.err
    assert "at          ai302, submit_seededit_v30, HTTP 401, code -10001" in ran.err
    assert "billed      no" in ran.err
    assert "another-key" not in ran.err


def test_a_gateway_that_is_down_is_told_as_not_billed(
    run: Run, monkeypatch: pytest.MonkeyPatch, port_that_refuses: int
) -> None:
    monkeypatch.setenv("AI302_BASE_URL", f"http://127.0.0.1:{port_that_refuses}")
    ran = run(*EDIT)
    assert ran.status == 1
    assert "ConnectionFailed" in ran.err
    assert "billed      no" in ran.err


def test_content_that_is_refused_is_told_with_its_ids(run: Run, asking_for: Callable[[str], None]) -> None:
    asking_for("text_risk_not_pass")
    ran = run(*EDIT, "--json")
    assert ran.status == 1
    assert "InputTextRefused" in ran.err
    assert "code 50412" in ran.err
    told = json.loads(ran.out)
    assert (told["error"], told["code"], told["maybe_billed"]) == ("InputTextRefused", 50412, False)
    assert told["request_id"] in ran.err


def test_a_busy_gateway_is_told_with_how_long_to_wait(run: Run, server: RunningServer) -> None:
    server.arm("http-429=86400", times=None)
    ran = run(*EDIT)
    assert ran.status == 1
    assert "RateLimited" in ran.err
    assert re.search(r"next        trying again can help\n  after       \d+ s", ran.err)


def test_a_submit_without_an_answer_is_told_as_maybe_billed(run: Run, server: RunningServer) -> None:
    server.arm("reset-after-effect")
    ran = run(*EDIT)
    assert ran.status == 1
    assert "MaybeBilled" in ran.err
    assert "billed      maybe" in ran.err
    assert server.submits == {"submit_seededit_v30": 1}


def test_an_answer_that_is_cut_is_told_with_the_command_that_picks_its_task_up(run: Run, server: RunningServer) -> None:
    server.arm("cut")
    ran = run(*EDIT, "-o", "my cat.png")
    assert "MaybeBilled" in ran.err
    assert re.search(r"next        image-edit wait \d+ --gateway ai302 -o 'my cat.png'", ran.err)


@pytest.mark.parametrize(("fault", "end"), [("http-502", "</html>"), ("reset-before-read", "[a-z]")])
def test_what_a_server_or_a_library_said_ends_as_a_sentence(
    run: Run, server: RunningServer, fault: str, end: str
) -> None:
    server.arm(fault)
    assert re.search(rf"{end}\. It was sent and its outcome is unknown", run(*EDIT).err)


def test_a_task_that_outlasts_the_time_is_told_with_the_command_that_picks_it_up(
    run: Run, slow: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_BASE_URL", slow.url)
    ran = run(*EDIT, "-o", "my cat.png")
    assert ran.status == 1
    assert "DeadlinePassed" in ran.err
    assert "ImageEditor" not in ran.err  # one way to pick it up, that of a shell
    assert re.search(r"next        image-edit wait \d+ --gateway ai302 -o 'my cat.png'", ran.err)


def test_a_picture_that_cannot_be_fetched_is_told_with_its_link(run: Run, server: RunningServer) -> None:
    server.arm("cut-picture", times=None)
    ran = run(*EDIT)
    assert ran.status == 1
    assert f"picture     {server.url}/pictures/" in ran.err
    assert "DownloadFailed" in ran.err


def test_a_full_disk_does_not_lose_a_picture_that_is_paid_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    save = EditedImage.save

    def full(image: EditedImage, path: str | os.PathLike[str]) -> Path:
        if "elsewhere" in os.fspath(path):
            return save(image, path)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        try:
            return save(image, path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    monkeypatch.setattr(EditedImage, "save", full)
    ran = run(*EDIT, "-o", "out.png")
    assert ran.status == 1
    (path,) = ran.paths
    with Image.open(path) as picture:
        picture.load()
    assert f"saved as    {path}" in ran.err
    assert all(f"  {name}" in ran.err for name in ("picture     http", "task id", "request id"))
    assert not Path("out.png").exists()


def test_where_nothing_can_be_saved_the_link_is_left(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def full(*_: Any) -> Path:
        raise OSError(28, "No space left on device", "out.png")

    monkeypatch.setattr(EditedImage, "save", full)
    ran = run(*EDIT, "-o", "out.png")
    assert (ran.status, ran.out) == (1, "")
    assert "image-edit: out.png: No space left" in ran.err
    assert "picture     http" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_a_server_says_does_not_command_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_: Any, **__: Any) -> Any:
        raise ImageEditError("the server said \x1b[2J\x07 and more")

    monkeypatch.setattr(ImageEditor, "submit_edit", odd)
    assert "said ?[2J? and" in run(*EDIT).err


def test_what_a_wait_tells_of_money_is_that_the_submit_was_billed_and_it_is_not(
    run: Run, server: RunningServer
) -> None:
    task_id = run(*EDIT, "--no-wait").out.strip()
    server.arm("cut-picture", times=None)
    ran = run("wait", task_id, "--json")
    assert ran.status == 1
    assert "billed      nothing now; the run that submitted the task was\n" in ran.err
    assert json.loads(ran.out)["maybe_billed"] is True
    server.arm("http-429=86400", times=None)
    ran = run("wait", task_id)
    assert "RateLimited" in ran.err
    assert "billed      nothing now; the run that submitted the task was\n" in ran.err


# --- it is interrupted ----------------------------------------------------------------------------------------------


def test_ctrl_c_during_the_submit_tells_that_it_may_have_been_billed(
    run: Run, monkeypatch: pytest.MonkeyPatch, server: RunningServer
) -> None:
    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", interrupted)
    ran = run(*EDIT)
    assert ran.status == 130
    assert "may have run, and been billed" in ran.err
    assert server.submits == {}


def in_shell(folder: Path, *arguments: str, redirection: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a shell, in a process of its own, with streams as they are redirected."""
    return subprocess.run(
        f"{shlex.join([sys.executable, '-m', 'image_edit', *arguments])} {redirection}",
        shell=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OCEANBASE_API_KEY": KEY},
        cwd=folder,
        timeout=60,
        check=False,
    )


# Answered at once, so that nobody waits.
AT_ONCE = ("edit", LIGHTHOUSE, "At night", "--gateway", "oceanbase")


@pytest.mark.parametrize("how", [">&-", ">/dev/full"])
def test_a_stdout_that_is_closed_or_full_loses_no_picture(server: RunningServer, tmp_path: Path, how: str) -> None:
    done = in_shell(tmp_path, *AT_ONCE, "-o", "wide.png", redirection=how)
    assert done.returncode == 1
    with Image.open(tmp_path / "wide.png") as picture:
        picture.load()
    assert b"Traceback" not in done.stderr
    assert b"wide.png" in done.stderr
    assert b"NoneType" not in done.stderr
    assert server.submits == {"create_image": 1}


@pytest.mark.parametrize("how", ["2>&-", "2>/dev/full"])
def test_a_stderr_that_is_closed_or_full_loses_no_task(server: RunningServer, tmp_path: Path, how: str) -> None:
    done = in_shell(tmp_path, *EDIT, "--gateway", "ai302", "--no-wait", redirection=how)
    assert (done.returncode, done.stdout.decode().strip()) == (0, server.journal()[0].task_id)


def test_a_file_name_that_no_terminal_can_spell_is_written_as_the_system_does(tmp_path: Path) -> None:
    done = in_shell(tmp_path, *AT_ONCE, "-o", os.fsdecode(b"wide-\xe9.png"))
    assert (done.returncode, done.stdout) == (0, b"wide-\xe9.png\n")


# --- the picture goes to stdout, or to a pipe -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture(shared_mock: RunningServer) -> bytes:
    """What the mock makes of `AT_ONCE`: it answers alike each time."""
    with ImageEditor("oceanbase", KEY, shared_mock.url) as editor:
        return editor.edit(LIGHTHOUSE, "At night").data


@pytest.mark.parametrize(
    ("name", "redirection"),
    [
        ("-", "| cat"),
        ("-", ">> all.bin"),
        ("/dev/stdout", ">> all.bin"),
        ("/dev/fd/1", "| cat"),
        ("/proc/self/fd/1", ">> all.bin"),
    ],
)
def test_stdout_gets_the_picture_and_nothing_else(
    server: RunningServer, picture: bytes, tmp_path: Path, name: str, redirection: str
) -> None:
    (tmp_path / "all.bin").write_bytes(b"before ")
    names = {file.name for file in tmp_path.iterdir()}
    done = in_shell(tmp_path, *AT_ONCE, "-o", name, redirection=redirection)
    assert done.returncode == 0, done.stderr
    found = (tmp_path / "all.bin").read_bytes() if "all.bin" in redirection else done.stdout
    assert found == (b"before " if redirection.startswith(">>") else b"") + picture
    assert {file.name for file in tmp_path.iterdir()} == names
    assert b"went to stdout" in done.stderr
    assert server.submits == {"create_image": 1}


def test_a_device_or_a_pipe_that_a_shell_opened_gets_the_picture_under_its_own_name(
    picture: bytes, tmp_path: Path
) -> None:
    assert in_shell(tmp_path, *AT_ONCE, "-o", "/dev/null").stdout == b"/dev/null\n"
    reading, writing = os.pipe()  # as a shell does for >(…)
    done = subprocess.run(
        [sys.executable, "-m", "image_edit", *AT_ONCE, "-o", f"/dev/fd/{writing}"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OCEANBASE_API_KEY": KEY}, cwd=tmp_path, pass_fds=[writing],
        capture_output=True, check=True,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == picture
    assert done.stdout == f"/dev/fd/{writing}\n".encode()
    assert list(tmp_path.iterdir()) == []


def test_a_named_pipe_gets_the_picture_and_stays_one(picture: bytes, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    done = in_shell(tmp_path, *AT_ONCE, "-o", "pipe.png", redirection="& cat pipe.png > read; wait $!")
    assert (done.returncode, done.stdout) == (0, b"pipe.png\n")
    assert (tmp_path / "read").read_bytes() == picture
    assert (tmp_path / "pipe.png").is_fifo()


@pytest.mark.parametrize(
    ("more", "redirection", "message"),
    [
        (["--json"], "", b"leave out --json"),
        (["--no-wait"], "", b"leave out --json and --no-wait"),
        ([], ">&-", b"stdout is closed"),
    ],
)
def test_where_stdout_cannot_take_the_picture_alone_nothing_is_sent(
    server: RunningServer, tmp_path: Path, more: list[str], redirection: str, message: bytes
) -> None:
    done = in_shell(tmp_path, *EDIT, "--gateway", "ai302", "-o", "-", *more, redirection=redirection)
    assert done.returncode == 2
    assert not done.stdout or json.loads(done.stdout)["error"] == "BadInput"
    assert message in done.stderr
    assert server.journal() == []


def test_a_picture_is_not_shown_on_a_terminal(server: RunningServer) -> None:
    terminal, its_end = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "image_edit", *EDIT, "-o", "-"],
        stdout=its_end, stderr=subprocess.PIPE, env=os.environ | {"AI302_API_KEY": KEY}, cwd=ROOT, check=False,
    )  # fmt: skip
    os.close(its_end)
    os.close(terminal)
    assert done.returncode == 2
    assert b"stdout is a terminal" in done.stderr
    assert server.journal() == []


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_reader_that_went_away_loses_no_picture(server: RunningServer, tmp_path: Path, name: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "image_edit", *AT_ONCE, "-o", name],
        stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
        env=os.environ | {"OCEANBASE_API_KEY": KEY, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Broken pipe" in done.stderr
    (path,) = re.findall(r"saved as    (.*)", done.stderr)
    with Image.open(path) as picture:
        picture.load()
    assert server.submits == {"create_image": 1}


def test_of_several_pictures_stdout_gets_one_and_the_others_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    results = Task.results
    monkeypatch.setattr(Task, "results", lambda task, timeout: 2 * results(task, timeout))  # no recording has two
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written: list[tuple[int, bytes]] = []
    monkeypatch.setattr(places, "write_to", lambda *what: written.append(what))
    ran = run(*EDIT, "-o", "-")
    assert (ran.status, ran.out) == (1, "")
    assert [descriptor for descriptor, _ in written] == [1]
    (path,) = re.findall(r"saved as    (.*)", ran.err)
    assert Path(path).read_bytes() == written[0][1]


# --- a signal ends it -----------------------------------------------------------------------------------------------

ENDING = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@contextmanager
def waiting_for_a_task(slow: RunningServer, ignored: str = "") -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command, once it has submitted a task that does not end, and the task's id."""
    process = subprocess.Popen(
        [
            "sh",
            "-c",
            f"trap '' {ignored or 'USR1'}; exec {shlex.join([sys.executable, '-m', 'image_edit', *EDIT])}",
        ],
        cwd=ROOT,
        env=os.environ | {"AI302_API_KEY": KEY, "AI302_BASE_URL": slow.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stderr is not None
            line = next(line for line in process.stderr if "submitted" in line)
            yield process, re.findall(r"image-edit wait (\d+)", line)[0]
        finally:
            process.kill()
    assert slow.submits == {"submit_seededit_v30": 1}


@pytest.mark.parametrize(("number", "status"), ENDING)
def test_each_signal_that_ends_it_leaves_the_command_that_picks_the_task_up(
    slow: RunningServer, number: signal.Signals, status: int
) -> None:
    with waiting_for_a_task(slow) as (process, task_id):
        process.send_signal(number)
        out, err = process.communicate()
    assert (process.returncode, out) == (status, "")
    assert f"The task {task_id} goes on; pick it up:\n  image-edit wait {task_id} --gateway ai302 -o ." in err
    assert "Traceback" not in err


def test_a_signal_that_is_ignored_stays_ignored(slow: RunningServer) -> None:
    with waiting_for_a_task(slow, "HUP") as (process, _):
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 143


# Runs the command, and sends itself a signal where a module is about to be imported.
INTERRUPTED_AT_AN_IMPORT = """
import os, signal, sys
number, wanted = int(sys.argv[1]), sys.argv[2]
class Interrupter:
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), number)
sys.meta_path.insert(0, Interrupter())
from image_edit.__main__ import main
sys.argv[1:] = sys.argv[3:]
status = main()
assert wanted in sys.argv or not any(type(each) is Interrupter for each in sys.meta_path), "it was never imported"
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("wanted", "number", "status"),
    [
        ("image_edit.command", signal.SIGINT, 130),
        ("typer", signal.SIGTERM, 143),
        ("httpx", signal.SIGHUP, 129),
        ("image_edit.editor", signal.SIGINT, 130),
    ],
)
def test_a_signal_while_modules_are_imported_ends_it_without_a_traceback(
    server: RunningServer, wanted: str, number: int, status: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_AN_IMPORT, str(int(number)), wanted, *EDIT],
        cwd=ROOT, env=os.environ | {"AI302_API_KEY": KEY}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (status, "", "image-edit: interrupted.\n")
    assert server.journal() == []


@pytest.mark.parametrize("number", [number for number, _ in ENDING])
def test_a_batch_that_is_interrupted_before_it_begins_has_one_status_for_all_signals(number: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_AN_IMPORT, str(int(number)), "typer", "batch", "none", "x", "-o", "none"],
        cwd=ROOT, env=os.environ | {"AI302_API_KEY": KEY}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "image-edit: interrupted.\n")


def test_a_signal_while_a_class_is_made_ends_it_without_a_traceback() -> None:
    program = """
import functools, os, signal
from image_edit.__main__ import main
def interrupted(*_):
    os.kill(os.getpid(), signal.SIGTERM)
functools.cached_property.__set_name__ = interrupted  # what Python 3.11 raises there comes out as another error
raise SystemExit(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *EDIT],
        cwd=ROOT, env=os.environ | {"AI302_API_KEY": KEY}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (143, "image-edit: interrupted.\n")


def test_further_signals_do_not_cut_short_what_is_told() -> None:
    program = """
import os, signal
import image_edit.__main__, image_edit.command, image_edit.editor
def interrupted(*_, **__):
    os.kill(os.getpid(), signal.SIGHUP)
def told(text, tell=image_edit.command.call.tell):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(os.getpid(), number)
    tell(text)
image_edit.editor.ImageEditor.submit_edit = interrupted
image_edit.command.call.tell = told
raise SystemExit(image_edit.__main__.main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *EDIT],
        cwd=ROOT, env=os.environ | {"AI302_API_KEY": KEY}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (129, "image-edit: interrupted.\n")


def test_a_signal_while_a_picture_is_saved_leaves_its_link(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    with_key_of("oceanbase", monkeypatch)  # of a call that answers at once there is no task to pick up
    monkeypatch.setattr(EditedImage, "save", interrupted)
    ran = run(*EDIT)
    assert ran.status == 130
    assert re.search(r"made and paid for; it lies at http\S+/pictures/\S+ for about a day", ran.err)


# --- what costs nothing, and what terminals write -------------------------------------------------------------------


@pytest.mark.parametrize("task_id", ["1", "99999999999999999999"])
def test_a_task_that_the_gateway_does_not_know_is_not_told_as_billed(run: Run, task_id: str) -> None:
    ran = run("wait", task_id, "--json")
    assert ran.status == 1
    assert "TaskNotFound" in ran.err
    assert "billed      no" in ran.err
    assert json.loads(ran.out)["maybe_billed"] is False


ASCII_ALONE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


@pytest.mark.parametrize("language", [{"PYTHONIOENCODING": "ascii"}, ASCII_ALONE])
def test_a_prompt_in_utf_8_is_sent_whatever_the_locale(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: dict[str, str]
) -> None:
    for name, value in language.items():
        monkeypatch.setenv(name, value)
    prompt = "Mach es schön: 夜の灯台 🌃"
    done = in_shell(tmp_path, "edit", LIGHTHOUSE, prompt, "--gateway", "ai302", "--no-wait")
    assert done.returncode == 0, done.stderr
    assert server.journal()[0].body["prompt"] == prompt
    done = in_shell(tmp_path, "edit", "schön.png", prompt, "--gateway", "ai302", "--json")
    assert done.returncode == 2
    assert b"does not exist" in done.stderr
    assert b"Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"] == "BadPicture"


@pytest.mark.parametrize("language", [{}, ASCII_ALONE])
def test_a_prompt_that_is_no_text_is_refused_with_what_to_do(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: dict[str, str]
) -> None:
    for name, value in language.items():
        monkeypatch.setenv(name, value)
    latin = os.fsdecode("schön".encode("latin-1"))
    for arguments in (("edit", LIGHTHOUSE, latin), ("edit", LIGHTHOUSE, "x", "--negative-prompt", latin)):
        done = in_shell(tmp_path, *arguments, "--gateway", "ai302")
        assert done.returncode == 2
        assert b"set the locale to the one of the terminal" in done.stderr
        assert b"Traceback" not in done.stderr
    assert server.journal() == []


def test_a_prompt_that_is_one_text_in_the_locale_and_another_in_utf_8_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, server: RunningServer
) -> None:
    monkeypatch.setattr(os, "fsencode", lambda text: text.encode("latin-1"))  # few machines have such a locale
    ran = run("edit", LIGHTHOUSE, "schön".encode().decode("latin-1"))
    assert ran.status == 2
    assert "'schÃ¶n' in the encoding of the locale" in ran.err
    assert server.journal() == []
    assert run("edit", LIGHTHOUSE, "schön", "--no-wait").status == 0
    assert server.journal()[0].body["prompt"] == "schön"


def test_a_picture_comes_from_stdin(server: RunningServer, tmp_path: Path) -> None:
    done = in_shell(tmp_path, "edit", "-", "hat", "--gateway", "ai302", "--no-wait", redirection=f"< {LIGHTHOUSE}")
    assert done.returncode == 0, done.stderr
    (sent,) = server.journal()[0].body["binary_data_base64"]
    whole = base64.b64encode(Path(LIGHTHOUSE).read_bytes()).decode()
    assert sent[:20] == whole[:20]  # the journal shortens it
    for redirection, message in (("< /dev/null", b"is empty"), ("<&-", b"that is closed")):
        done = in_shell(tmp_path, "edit", "-", "hat", "--gateway", "ai302", redirection=redirection)
        assert done.returncode == 2
        assert message in done.stderr


def test_help_is_shown_in_ascii_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ASCII_ALONE.items():
        monkeypatch.setenv(name, value)
    for arguments in ([], ["edit"]):
        assert in_shell(tmp_path, *arguments, "--help").returncode == 0
