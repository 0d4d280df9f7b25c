"""Lines reach the log's file when there are many, when no more come, and at the end; a full disk stops no answer."""

import asyncio
import errno
import io
import json
import subprocess
from pathlib import Path

import httpx

from image_gateways_mock.__main__ import _log as command_log
from image_gateways_mock.log import Log

ROOT = Path(__file__).parents[2]


class File(io.BytesIO):
    """Keeps each write; takes none while it is full."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.full = False
        self.came = asyncio.Event()

    def write(self, content: object) -> int:
        assert isinstance(content, bytes)
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.written.append(content)
        self.came.set()
        return len(content)


def test_lines_that_come_together_are_one_write() -> None:
    async def run() -> None:
        file = File()
        log = Log(file)
        for number in range(100):
            log.write(b"%d\n" % number)
        assert file.written == []
        await file.came.wait()
        assert file.written == [b"".join(b"%d\n" % number for number in range(100))]
        file.came.clear()
        log.write(b"later\n")
        await file.came.wait()
        assert file.written[1:] == [b"later\n"]

    asyncio.run(run())


def test_many_lines_do_not_wait() -> None:
    async def run() -> None:
        file = File()
        log = Log(file)
        for _ in range(100):
            log.write(1023 * b"a" + b"\n")
        assert [len(part) for part in file.written] == [65_536]
        log.flush()
        assert sum(map(len, file.written)) == 100 * 1024
        log.flush()
        assert b"".join(file.written).count(b"\n") == 100

    asyncio.run(run())


def test_what_is_left_is_written_at_the_end() -> None:
    file = io.BytesIO()
    log = Log(file)

    async def run() -> None:
        log.write(b"last\n")

    asyncio.run(run())
    log.flush()
    assert file.getvalue() == b"last\n"


def test_a_file_that_takes_no_more_ends_the_log_and_says_why() -> None:
    async def run() -> None:
        file = File()
        log = Log(file)
        log.write(b"a\n")
        log.flush()
        file.full = True
        for _ in range(200):
            log.write(1023 * b"b" + b"\n")
        assert log.failure is not None
        assert log.failure.errno == errno.ENOSPC
        file.full = False
        log.write(b"c\n")
        log.flush()
        assert file.written == [b"a\n"]

    asyncio.run(run())


def test_requests_are_answered_though_the_disk_is_full(lean_mock: list[str]) -> None:
    command = [*lean_mock, "--log", "/dev/full"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        statuses = [httpx.get(f"{url}/nowhere", trust_env=False).status_code for _ in range(3)]
        process.terminate()
        _, errors = process.communicate()
    assert (statuses, process.returncode) == ([404, 404, 404], 1)
    assert errors == "error: the log ends early: [Errno 28] No space left on device\n"


def test_the_command_writes_what_is_left_when_it_ends(tmp_path: Path) -> None:
    async def run(log: Log) -> None:
        log.write(b"last\n")

    with command_log(tmp_path / "log", quiet=True) as log:
        assert log is not None
        asyncio.run(run(log))  # over before the moment is
    assert (tmp_path / "log").read_bytes() == b"last\n"


def test_every_line_is_there_when_a_signal_ended_the_server(lean_mock: list[str], tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text("what was there before\n", "utf-8")
    command = [*lean_mock, "--log", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=url, trust_env=False) as client:
            for number in range(300):
                client.get(f"/nowhere/{number}")
        process.terminate()
        process.communicate()
    before, *lines = file.read_text("utf-8").splitlines()
    assert (process.returncode, before) == (0, "what was there before")
    assert [json.loads(line)["path"] for line in lines] == [f"/nowhere/{number}" for number in range(300)]
