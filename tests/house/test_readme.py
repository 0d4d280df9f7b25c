"""What the README and the pages beside it show works as it is shown."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shlex
import shutil
import subprocess
import sys
from inspect import signature
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from image_edit import AsyncImageEditor, BadInput, ImageEditor
from image_edit.command import main
from image_edit.gateway_name import NAMES, GatewayName
from image_edit.gateways import adapter_of
from image_edit.pictures.encoding import PreparedPicture
from image_gateways_mock import RunningServer
from image_gateways_recordings.folder import RECORDINGS
from tests.support.mock_key import KEY

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]
ARK = "doubao-seedream-4-0-250828"
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)


PICTURES = {
    "cat.png": "lighthouse.png",
    "hat.png": "lighthouse_rainbow.png",
    "mask.png": "lighthouse_boat_mask.png",
}


def environment(url: str, gateway: str) -> dict[str, str]:
    return {f"{gateway.upper()}_API_KEY": KEY, f"{gateway.upper()}_BASE_URL": url}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.S)


def example_with(text: str) -> str:
    """The one example in which a text stands."""
    (found,) = [block for block in blocks("python") if text in block]
    return found


def shell_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("image-edit ")]


@pytest.fixture
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in this process waits for no task."""

    async def no_pause(_: float) -> None:
        await asyncio.sleep(0)

    pauses: list[float] = []
    monkeypatch.setattr(ImageEditor, "_sleep", staticmethod(pauses.append))
    monkeypatch.setattr(ImageEditor, "_clock", staticmethod(lambda: sum(pauses)))
    monkeypatch.setattr(AsyncImageEditor, "_sleep", staticmethod(no_pause))


def put_pictures(folder: Path) -> None:
    for name, source in PICTURES.items():
        shutil.copy(RECORDINGS / "pictures" / source, folder / name)


def run_example(example: str, url: str, folder: Path) -> str:
    put_pictures(folder)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", example.replace("https://api.302.ai", url)],
        cwd=folder,
        env={name: value for gateway in NAMES for name, value in environment(url, gateway).items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_first_example_edits_a_picture_and_keeps_the_result(prompt_server: RunningServer, tmp_path: Path) -> None:
    assert re.match(
        r"hat\.png \(\d+, \d+\) \d{20}", run_example(example_with("hat = editor.edit"), prompt_server.url, tmp_path)
    )
    with Image.open(tmp_path / "hat.png") as hat:
        hat.verify()


def test_the_example_of_what_else_there_is_erases_calls_and_edits_several(
    prompt_server: RunningServer, tmp_path: Path
) -> None:
    code, saved = run_example(example_with("editor.erase("), prompt_server.url, tmp_path).splitlines()
    assert code == "10000"
    assert re.match(r"\[PosixPath\('hat-0.png'\)", saved)
    for name in ("gone.png", "hat-0.png"):
        with Image.open(tmp_path / name) as picture:
            picture.verify()


def test_the_example_of_the_generated_client_prints_a_task(server: RunningServer, tmp_path: Path) -> None:
    assert re.match(
        r"\d{20} in_queue",
        run_example(example_with("task_id = submit_seededit_v30.sync("), server.url, tmp_path),
    )


@pytest.mark.usefixtures("without_pauses")
def test_the_lines_for_a_shell_do_what_they_say(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shell_lines((ROOT / "docs" / "editing.md").read_text("utf-8"))
    commands = {shlex.split(line, comments=True)[1] for line in lines}
    assert commands >= {"edit", "expand", "inpaint", "erase", "generate", "wait", "gateways"}
    put_pictures(tmp_path)
    monkeypatch.chdir(tmp_path)
    task_id = ""
    for line in lines:
        _, name, *arguments = shlex.split(line, comments=True)
        comment = line.rpartition("# ")[2]
        gateway = comment if comment in NAMES else "ai302"
        for variable, value in environment(server.url, gateway).items():
            monkeypatch.setenv(variable, value)
        if name == "gateways":
            assert main([name, *arguments]) == 0
            assert "volcv" in capsys.readouterr().out
            continue
        if name == "wait":
            arguments[0] = task_id  # the one that a line before it was told
        assert main([name, *arguments, "--gateway", gateway]) == 0, line
        told = capsys.readouterr().out.split()
        if "--no-wait" in arguments:
            (task_id,) = told
        else:
            assert told
            assert all(Path(path).is_file() for path in told)


def put_photos(folder: Path) -> list[str]:
    """Put some into `photos`, no two alike; return their names."""
    (folder / "photos").mkdir()
    with Image.open(RECORDINGS / "pictures" / "lighthouse.png") as lighthouse:
        for width in (96, 97, 98):
            lighthouse.convert("RGB").resize((width, 64)).save(folder / "photos" / f"beach-{width}.jpg")
    return sorted(path.name for path in (folder / "photos").iterdir())


def test_the_example_of_a_batch_keeps_each_result_and_pays_once_however_often_it_runs(
    prompt_server: RunningServer, tmp_path: Path
) -> None:
    photos = put_photos(tmp_path)
    for _ in range(2):
        told = (
            run_example(example_with("editor.edit_many("), prompt_server.url, tmp_path)
            .replace(f"{tmp_path}/", "")
            .splitlines()
        )
        assert sorted(told) == [f"{name} done night/{name} " for name in photos]
    assert prompt_server.submits == {"submit_seededit_v30": len(photos)}
    assert sorted(path.name for path in (tmp_path / "night").glob("*.jpg")) == photos


@pytest.mark.usefixtures("without_pauses")
def test_the_lines_for_a_batch_do_what_they_say(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shell_lines((ROOT / "docs" / "batch.md").read_text("utf-8"))
    folder, dry_run, table, status = (shlex.split(line, comments=True)[1:] for line in lines)
    photos = put_photos(tmp_path)
    rows = [f"photos/{name},Make it night,{name}" for name in photos]
    (tmp_path / "jobs.csv").write_text("\n".join(["image,prompt,output", *rows]))
    monkeypatch.chdir(tmp_path)
    for variable, value in environment(server.url, "ai302").items():
        monkeypatch.setenv(variable, value)
    assert main(dry_run) == 0
    assert "3" in capsys.readouterr().out
    assert server.journal() == []
    assert not (tmp_path / "out").exists()
    for arguments, place in ((folder, "night"), (table, "out")):
        assert main(arguments) == 0
        assert sorted(capsys.readouterr().out.split()) == [f"{place}/{name}" for name in photos]
        assert (tmp_path / place / "index.html").is_file()
    billed = server.submits
    assert main(folder) == 0
    assert server.submits == billed == {"submit_seededit_v30": 2 * len(photos)}
    capsys.readouterr()
    assert main(status) == 0
    assert re.search(r"done +3\n", capsys.readouterr().out)


def test_the_exit_statuses_of_a_batch_are_those_that_its_help_tells(capsys: pytest.CaptureFixture[str]) -> None:
    (table,) = re.findall(r"^\| exit status \| means \|\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.M)
    in_readme = [row.split("|")[1].strip() for row in table.splitlines()]
    assert main(["batch", "--help"]) == 0
    (told,) = re.findall(r"Exit status: (.*)", " ".join(capsys.readouterr().out.split()))
    assert in_readme == re.findall(r"\b(\d+) ", told)


def test_every_picture_is_there_and_fetches_nothing() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", TEXT)
    assert pictures == ["docs/batch.svg", "docs/contact-sheet.png"]
    for name in pictures:
        assert (ROOT / name).stat().st_size < 200_000
    drawing = ElementTree.parse(ROOT / "docs" / "batch.svg").getroot()
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    text = (ROOT / "docs" / "batch.svg").read_text("utf-8")
    assert not re.search(r"url\((?!#)|href|@import", text)
    with Image.open(ROOT / "docs" / "contact-sheet.png") as sheet:
        sheet.verify()


def takes_several(name: GatewayName) -> bool:
    """Whether a gateway edits several pictures, by itself or with a model of Ark."""
    adapter: Any = adapter_of(name)  # what it edits with is no part of what every adapter has
    if (edit := getattr(adapter, "edit", None)) is None:
        return False
    pictures = [PreparedPicture(data=b"a", media_type="image/png")] * 2
    for model in ({}, {"model": ARK} if "model" in signature(edit).parameters else {}):
        with contextlib.suppress(BadInput):
            edit(pictures, "At night", **model)
            return True
    return False


def test_the_table_of_calls_says_what_each_gateway_has() -> None:
    (table,) = re.findall(r"^\| call \|(.*)\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.M)
    gateways = [name.strip() for name in table[0].split("|")[:-1]]
    assert sorted(gateways) == sorted(NAMES), "each gateway of image_edit has a column in the table of calls"
    for row in table[1].splitlines():
        call, *cells = (cell.strip() for cell in row.split("|")[1:-1])
        method = re.findall(r"`(\w+)\(", call)[0]
        adapter_has = {"call": "poll_options", "task": "poll"}.get(method, method)  # every gateway has these two
        for name, cell in zip(gateways, cells, strict=True):
            has = takes_several(name) if "[" in call else hasattr(adapter_of(name), adapter_has)
            assert bool(cell) == has, (name, row)
            for model in re.findall(r"`(?:model=\")?([a-z]\w+(?:\.\w+)?)\"?`", cell):
                assert model in str(adapter_of(name).document.schema("ReqKey" if name == "volcv" else "DrawingModel"))


def test_the_examples_pass_a_strict_type_check(tmp_path: Path) -> None:
    examples = blocks("python")
    files = [tmp_path / f"example_{number}.py" for number in range(len(examples))]
    for file, example in zip(files, examples, strict=True):
        file.write_text(example)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file",
            "",
            "--cache-dir",
            str(ROOT / ".mypy_cache"),  # that of `make types`: all but the examples is known there
            *map(str, files),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)", TEXT)) | set(re.findall(r"^make ([a-z-]+)", TEXT, re.M)):
        assert re.search(rf"^{target}:", makefile, re.M), f"make {target}"


def test_every_target_that_make_help_lists_is_in_the_table_of_targets() -> None:
    listed = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M)
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## All targets")[2]
    assert {*listed} - {"help"} == set(re.findall(r"`make ([a-z-]+)`(?=,| \|)", table))


def test_a_line_for_a_shell_that_the_readme_shows_stands_in_the_page_that_is_tried() -> None:
    tried = {line.split("# ")[0].strip() for page in PAGES[1:] for line in shell_lines(page.read_text("utf-8"))}
    assert {line.split("# ")[0].strip() for line in shell_lines(PAGES[0].read_text("utf-8"))} <= tried


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_page_or_a_place_leads_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        file, _, place = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.is_file(), link
        headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.M) if place else []
        assert not place or place in {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings}


def test_every_file_and_folder_that_is_named_is_there() -> None:
    named = set(
        re.findall(r"`((?:openapi|generated|image_edit|contract_tests|tools|tests|docs|examples)/[\w./-]*)`", TEXT)
    )
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(PAGES[0].read_text("utf-8").splitlines()) <= 150
