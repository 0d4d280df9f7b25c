"""`make bench-batch`: what a batch costs beside a client that keeps no journal, and beside itself with fewer rows.

Every figure comes from this run on this machine, what is compared takes turns, and the target stands beside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from PIL import Image

from contract_tests.connections import connecting_to
from image_edit.batch.job import Job
from image_edit.batch.journal.reading import KeptFile
from image_edit.batch.journal.writing import Journal

from .client_work import AT_ONCE, Took, took
from .mock_server import mock
from .processes import ROOT, process
from .report import FigureTable, timed

PORT = 8222
URL = f"http://127.0.0.1:{PORT}"

ROWS, FEW_ROWS = 10_000, 1_000
ROUNDS = 3
JOURNAL_ROWS, JOURNAL_ROUNDS = 2_000, 3
START_ROUNDS = 15


def put_pictures(folder: Path, count: int) -> Path:
    """Write small pictures, no two alike, into a new folder."""
    folder.mkdir()
    for number in range(count):
        Image.new("RGB", (64, 64), (number >> 16 & 255, number >> 8 & 255, number & 255)).save(folder / f"{number}.png")
    return folder


def run(flavour: str, pictures: Path, count: int) -> Took:
    """Edit every picture of a folder, in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(dir=pictures.parent) as into:
        run_took = took(flavour, URL, pictures, into)
    assert run_took.done == count, f"{flavour}: of {count} results {run_took.done} were kept"
    return run_took


def against_a_bare_client(report: FigureTable, pictures: Path) -> list[Took]:
    """Rows a second, against calls of the asyncio editor that keep no journal, as many at once; they take turns."""
    bare, batch = [], []
    for _ in range(ROUNDS):
        bare.append(run("bare", pictures, ROWS))
        batch.append(run("batch", pictures, ROWS))
    # Of each round, since a machine's speed changes from minute to minute.
    throughput = median(one.seconds / other.seconds for one, other in zip(bare, batch, strict=True))
    report.add(f"{ROWS} rows: their throughput, against the bare client", throughput, 0.8, at_least=True)
    report.inform("  the bare client's", ROWS / median(run.seconds for run in bare), "rows/s")
    spent = median(one.processor_seconds / other.processor_seconds for one, other in zip(bare, batch, strict=True))
    report.inform("  the bare client's processor time, against the batch's", spent)
    return batch


def memory(report: FigureTable, many: list[Took], few_pictures: Path) -> None:
    """The peak of the process's memory with many rows, against few."""
    few = [run("batch", few_pictures, FEW_ROWS) for _ in many]
    most, least = (median(run.peak for run in runs) for runs in (many, few))
    report.add(f"memory at the peak with {ROWS} rows, against {FEW_ROWS}", most / least, 1.1)
    report.inform(f"  the memory with {ROWS} rows", most / 1e6, "MB")


def journal(report: FigureTable, folder: Path) -> None:
    """What the journal takes of a row: its own calls alone, made by as many threads as a batch has rows at once."""
    took = min(timed(partial(keep_journal, folder / f"{number}.sqlite")) for number in range(JOURNAL_ROUNDS))
    report.add("the journal's own calls, a row", took / JOURNAL_ROWS * 1000, 1, unit="ms")


def keep_journal(path: Path) -> None:
    """Plan rows, and take each from planned to done."""
    with Journal.open(path, gateway="ai302", base_url=URL) as kept, ThreadPoolExecutor(AT_ONCE) as rows:
        kept.plan(planned(path.parent))

        def carry_out(planned: tuple[str, Job]) -> None:
            key, job = planned
            kept.sending(key)
            kept.submitted(key, key[:20])
            kept.kept(key, job.output, [KeptFile(job.output, key)])
            kept.done(key)

        for _ in rows.map(carry_out, planned(path.parent)):
            pass


def planned(folder: Path) -> Iterator[tuple[str, Job]]:
    """The rows that the journal is measured with."""
    for number in range(JOURNAL_ROWS):
        picture = folder / f"{number}.png"
        job = Job.edit(picture, "Give it a hat", folder / "out" / picture.name)
        yield f"{number:064x}", job.labelled(str(picture))


def starting(report: FigureTable, folder: Path) -> None:
    """The command's help, against an import, each in a fresh process with byte code in place."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "byte_code"), "PYTHONDONTWRITEBYTECODE": ""}
    commands = {
        "import": [sys.executable, "-c", "import httpx"],
        # httpx imports these two where they are, as here, for a command of its own.
        "import alone": [
            sys.executable,
            "-c",
            "import sys; sys.modules['click'] = sys.modules['rich'] = None; import httpx",
        ],
        "help": [str(Path(sys.executable).with_name("image-edit")), "--help"],
    }
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(START_ROUNDS + 1):
        for name, command in commands.items():
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT) as started:
                # The processor's time: starting waits for nothing, and a busy machine would be most of what a clock
                # shows.
                _, status, used = os.wait4(started.pid, 0)
                started.returncode = os.waitstatus_to_exitcode(status)
            assert started.returncode == 0, command
            if number:  # The first round writes the byte code.
                spent[name].append(used.ru_utime + used.ru_stime)
    times = {name: median(seconds) for name, seconds in spent.items()}
    report.add("starting `image-edit --help`, against `import httpx`", times["help"] / times["import"], 1.6)
    report.inform("  the same, against httpx without rich and click", times["help"] / times["import alone"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every measurement; the exit status is 1 where a target is missed."""
    argparse.ArgumentParser(prog="make bench-batch", description=__doc__).parse_args(arguments)
    report = FigureTable("A batch")
    with tempfile.TemporaryDirectory() as name, connecting_to(URL):
        folder = Path(name)
        many, few = put_pictures(folder / "many", ROWS), put_pictures(folder / "few", FEW_ROWS)
        tasks = str(2 * ROUNDS * ROWS + ROUNDS * FEW_ROWS)
        with process([*mock(PORT), "--polls-before-done", "0", "--max-tasks", tasks], PORT):
            memory(report, against_a_bare_client(report, many), few)
        journal(report, folder)
        starting(report, folder)
    report.show()
    return 0 if report.all_met else 1


if __name__ == "__main__":
    sys.exit(main())
