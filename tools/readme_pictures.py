"""Makes the pictures of the README: a terminal in which a batch ran, and the contact sheet of another one.

What they show is what was printed and written: both batches run against the mock. The sheet is shown by Chromium, which
nothing else here needs.
"""

import argparse
import csv
import fcntl
import io
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from rich.ansi import AnsiDecoder
from rich.console import Console

from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_recordings.folder import RECORDINGS

DOCS = Path(__file__).parents[1] / "docs"
COMMAND = str(Path(sys.executable).with_name("image-edit"))
WIDTH = 100  # letters
ROWS, ENOUGH = 12, 4  # photos of the batch, and how many are done when somebody interrupts it
CTRL_C = b"\x03"
SHEET_SIZE = (1100, 1120)  # pixels
LIGHTHOUSE, MASK = "lighthouse.png", "lighthouse_boat_mask.png"
TABLE = [
    ("image", "mask", "prompt", "operation", "output"),
    (LIGHTHOUSE, "", "Make it night", "edit", "night.png"),
    (LIGHTHOUSE, MASK, "A small sailing boat", "inpaint", "boat.png"),
    (LIGHTHOUSE, "", "Add a rainbow", "edit", "rainbow.png"),
]
_KEY = "{{YOUR_API_KEY}}"  # the documents' placeholder, which the mock accepts
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # which would be fetched
# What a terminal does not show: lines that Rich wrote over, whether the cursor is to be seen, returns before breaks.
_GONE = re.compile(r"[^\n]*\r\x1b\[2K|\x1b\[\?25[hl]|\r(?=\n)")


def run(command: str, folder: Path, environment: dict[str, str], until: Callable[[str], bool]) -> tuple[int, str]:
    """Run a command in a terminal, press Ctrl-C once what it printed is enough; return its exit status and the text."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execve(COMMAND, shlex.split(command), environment)  # noqa: S606  no shell is wanted
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, WIDTH, 0, 0))
    printed, is_pressed = "", False
    with os.fdopen(terminal, "r+b", buffering=0) as stream:
        while part := _read(stream.fileno()):
            printed += part
            if not is_pressed and until(printed):
                is_pressed = True
                stream.write(CTRL_C)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), f"$ {command}\n{_GONE.sub('', printed)}"


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 1 << 16).decode("utf-8", "replace")
    except OSError:  # the program has ended
        return ""


def picture_of_a_terminal(folder: Path, environment: dict[str, str], target: Path) -> None:
    """Run a batch that is interrupted and goes on, and keep what the terminal shows."""
    photos = folder / "photos"
    photos.mkdir()
    with Image.open(RECORDINGS / "pictures" / LIGHTHOUSE) as lighthouse:
        for number in range(1, ROWS + 1):
            lighthouse.convert("RGB").resize((960 + number, 640)).save(photos / f"beach-{number:02}.jpg")
    command = 'image-edit batch photos/ "Make it night" -o night/ --at-once 3'
    interrupted, first = run(command, folder, environment, lambda printed: printed.count("night/beach") >= ENOUGH)
    gone_on, second = run(command, folder, environment, lambda _: False)
    if (interrupted, gone_on) != (130, 0):
        raise SystemExit(f"the two runs ended with {interrupted} and {gone_on}")
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for line in AnsiDecoder().decode(f"{first}\n{second}".rstrip()):
        console.print(line)
    svg = console.export_svg(title="image-edit batch", unique_id="batch")
    target.write_text(_FONTS.sub("", svg), encoding="utf-8")


def picture_of_a_sheet(folder: Path, environment: dict[str, str], server: RunningServer, target: Path) -> None:
    """Run a batch whose last answer is lost, and keep how a browser shows its contact sheet."""
    for name in (LIGHTHOUSE, MASK):
        shutil.copy(RECORDINGS / "pictures" / name, folder)
    for rows in (TABLE[:-1], TABLE):  # the last row by itself, so that it is the one that the fault meets
        with (folder / "jobs.csv").open("w", newline="") as table:
            csv.writer(table).writerows(rows)
        if rows is TABLE:
            server.arm("reset-after-effect", operation="cv_sync2async_submit_task")
        batch = [COMMAND, "batch", "jobs.csv", "-o", "out"]
        subprocess.run(batch, cwd=folder, env=environment, check=False, capture_output=True)  # noqa: S603  our own
    shot = folder / "shot.png"
    size = f"{SHEET_SIZE[0]},{SHEET_SIZE[1]}"
    subprocess.run(  # noqa: S603  our own page
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
            *(f"--user-data-dir={folder / 'browser'}", f"--screenshot={shot}", f"--window-size={size}"),
            (folder / "out" / "index.html").as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with Image.open(shot) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make both pictures."""
    argparse.ArgumentParser(prog="make pictures", description=__doc__).parse_args(arguments)
    DOCS.mkdir(exist_ok=True)
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with started_server(Settings(task_seconds=2)) as server, tempfile.TemporaryDirectory() as made:
        environment = {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        for name in ("terminal", "sheet"):
            (Path(made) / name).mkdir()
        ai302 = {**environment, "AI302_API_KEY": _KEY, "AI302_BASE_URL": server.url}
        picture_of_a_terminal(Path(made) / "terminal", ai302, DOCS / "batch.svg")
        volcv = {**environment, "VOLCV_API_KEY": _KEY, "VOLCV_BASE_URL": server.url}
        picture_of_a_sheet(Path(made) / "sheet", volcv, server, DOCS / "contact-sheet.png")


if __name__ == "__main__":
    main()
