"""`make bench-mock`: the mock server against Prism, and against itself with much to carry.

Every figure is a ratio of two measurements of this run on this machine; the target stands beside it.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import httpx
import orjson

from contract_tests.connections import connecting_to
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS

from .load import Measured
from .processes import KEY, ROOT, process, processor_seconds, resident
from .report import FigureTable, timed

DOCUMENT = DOCUMENTS / "ai302.yaml"  # Prism does not understand paths told apart by a fragment
PRISM = "@stoplight/prism-cli@5.16.0"
HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}

CONNECTIONS = 16
REQUESTS = 20_000
PRISM_REQUESTS = 4_000
PRISM_WARM_UP = 20_000  # by then its compiler has seen everything: it answers twice as fast as at first
ROUNDS = 3
MANY_RECORDINGS = 10_000
MANY_SUBMITS = 200_000
LARGE_BODY = 10_000_000


def raw_requests(folder: Path) -> list[Path]:
    """The document's request examples as bytes on the wire, one file each."""
    files: list[Path] = []
    for operation in open_document(DOCUMENT).operations:
        for example in operation.body_examples:
            body = json.dumps(example).encode()
            head = f"{operation.method} {operation.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
            head += "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
            files.append(folder / f"{len(files)}.http")
            files[-1].write_bytes(head.encode() + b"\r\n" + body)
    return files


def mock(port: int, recordings: Path = RECORDINGS) -> list[str]:
    """The command that starts the mock, without a line for each request."""
    command = [sys.executable, "-m", "image_gateways_mock", "--port", str(port), "--seed", "1", "--quiet"]
    return [*command, "--recordings", str(recordings)]


def prism(port: int, *options: str) -> list[str]:
    """The command that starts Prism on the same document; its log goes to /dev/null."""
    return ["npx", "--yes", PRISM, "mock", "--port", str(port), *options, str(DOCUMENT)]


def load(port: int, requests: list[Path], count: int) -> Measured:
    """Send requests from a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tools.benchmarks.load",
        "127.0.0.1",
        str(port),
        str(CONNECTIONS),
        str(count),
    ]
    done = subprocess.run([*command, *map(str, requests)], check=True, capture_output=True, cwd=ROOT)
    measured = Measured(**json.loads(done.stdout))
    assert set(measured.statuses) == {"200"}, f"not every request was answered with success: {measured.statuses}"
    return measured


def against_prism(report: FigureTable, requests: list[Path]) -> None:
    """Requests a second and latency on the same document with the same requests, in turn.

    The targets are held against Prism as it comes, which writes lines of log for each request. What it does without
    them stands beside, for information: the mock keeps its journal all the same.
    """
    if shutil.which("npx") is None:
        report.note("requests a second, against Prism", "Node is not here")
        return
    ours, usual, silent = [], [], []
    silenced = prism(8216, "--verboseLevel", "silent")
    with process(mock(8210), 8210), process(prism(8211), 8211), process(silenced, 8216):
        for port, count in ((8210, REQUESTS), (8211, PRISM_WARM_UP), (8216, PRISM_WARM_UP)):
            load(port, requests, count)
        for _ in range(ROUNDS):
            usual.append(load(8211, requests, PRISM_REQUESTS))
            ours.append(load(8210, requests, REQUESTS))
            silent.append(load(8216, requests, PRISM_REQUESTS))
    report.add("requests a second, against Prism's as it comes", speed(ours, usual), 12, at_least=True)
    report.inform("  the same, against Prism's with its log switched off", speed(ours, silent))
    report.add("99th percentile of latency, against Prism's median as it comes", latency(ours, usual), 1)
    report.inform("  the same, against Prism's median with its log switched off", latency(ours, silent))


def against_a_bare_answer(report: FigureTable, requests: list[Path], folder: Path) -> None:
    """Processor time of a request, with a line in the log for each, against an answer that never differs."""
    bare = [sys.executable, "-m", "tools.benchmarks.fixed_answers", "8217"]
    logging = [*mock(8218), "--log", str(folder / "log")]
    with process(bare, 8217) as least, process(mock(8219), 8219) as silent, process(logging, 8218) as ours:
        for port in (8217, 8218, 8219):
            load(port, requests, REQUESTS // 4)
        costs = [
            [
                processor_time(server.pid, port, requests)
                for server, port in ((least, 8217), (ours, 8218), (silent, 8219))
            ]
            for _ in range(ROUNDS)
        ]
    with_log, without = (median(cost[index] / cost[0] for cost in costs) for index in (1, 2))
    report.add("processor time of a request, logged, against a bare answer on the same server", with_log, 2.1)
    report.inform("  the same, without a log", without)


def processor_time(server: int, port: int, requests: list[Path]) -> float:
    """Seconds of a processor that a server takes for many requests."""
    before = processor_seconds(server)
    load(port, requests, REQUESTS)
    return processor_seconds(server) - before


def speed(ours: list[Measured], theirs: list[Measured]) -> float:
    """How many times as many requests a second."""
    return median(our.per_second / their.per_second for our, their in zip(ours, theirs, strict=True))


def latency(ours: list[Measured], theirs: list[Measured]) -> float:
    """The 99th percentile against the other's median."""
    return median(our.p99 / their.median for our, their in zip(ours, theirs, strict=True))


def many_recordings(report: FigureTable, requests: list[Path], folder: Path) -> None:
    """How long ten thousand recordings take to load, and what they cost each request."""
    crowded = folder / "recordings"
    shutil.copytree(RECORDINGS, crowded)
    (template,) = (crowded / "ai302").glob("submit_seededit_v30__task_done.yaml")
    text = template.read_text("utf-8")
    for number in range(MANY_RECORDINGS - len(list(crowded.glob("*/*.yaml")))):
        copy = text.replace('"seed": -1', f'"seed": {number}').replace("13255822150128211173", f"{10**19 + number}")
        (crowded / "ai302" / f"submit_seededit_v30__zz_{number:05}.yaml").write_text(copy, "utf-8")
    code = "import sys, time; from pathlib import Path\n"
    code += "from image_gateways_mock.app import MockServer, Settings\n"
    code += "start = time.perf_counter(); MockServer(Settings(recordings=Path(sys.argv[1])))\n"
    code += "print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", code, str(crowded)], check=True, capture_output=True, cwd=ROOT)
    report.add(f"{MANY_RECORDINGS} recordings load in", float(done.stdout), 5, unit="s")
    slowdowns = []
    with process(mock(8212), 8212), process(mock(8213, crowded), 8213):
        for port in (8212, 8213):
            load(port, requests, REQUESTS // 4)
        for _ in range(ROUNDS):
            usual = load(8212, requests, REQUESTS)
            loaded = load(8213, requests, REQUESTS)
            slowdowns.append(usual.per_second / loaded.per_second)
    report.add("time of a request with them, against without", median(slowdowns), 1.1)


def large_body(report: FigureTable) -> None:
    """A 10 MB base64 body, against parsing it with orjson."""
    picture = (RECORDINGS / "pictures" / "lighthouse.png").read_bytes()
    text = base64.b64encode(picture + os.urandom(LARGE_BODY * 3 // 4 - len(picture))).decode()
    body = orjson.dumps({"model": "doubao-x", "prompt": "x", "image": f"data:image/png;base64,{text}"})
    ratios = []
    url = "http://127.0.0.1:8214"
    with process(mock(8214), 8214), connecting_to(url), httpx.Client(base_url=url, headers=HEADERS) as client:
        for _ in range(11):
            parsing = timed(lambda: orjson.loads(body))
            answering = timed(lambda: client.post("/api/v1/images/generations", content=body).raise_for_status())
            ratios.append(answering / parsing)
    report.add("a 10 MB base64 body, validated and answered, against orjson parsing it", median(ratios[1:]), 5)


def memory(report: FigureTable, requests: list[Path]) -> None:
    """Resident memory after many submits, against a quarter of them."""
    submit = [file for file in requests if b"seededit_v30 " in file.read_bytes()]
    with process(mock(8215), 8215) as server:
        load(8215, submit, MANY_SUBMITS // 4)
        early = resident(server.pid)
        load(8215, submit, MANY_SUBMITS * 3 // 4)
        late = resident(server.pid)
    report.add(f"memory after {MANY_SUBMITS} submits, against after {MANY_SUBMITS // 4}", late / early, 1.05)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every measurement; the exit status is 1 where a target is missed."""
    argparse.ArgumentParser(prog="make bench-mock", description=__doc__).parse_args(arguments)
    report = FigureTable("The mock server")
    with tempfile.TemporaryDirectory() as folder:
        requests = raw_requests(Path(folder))
        against_prism(report, requests)
        against_a_bare_answer(report, requests, Path(folder))
        many_recordings(report, requests, Path(folder))
        large_body(report)
        memory(report, requests)
    report.show()
    return 0 if report.all_met else 1


if __name__ == "__main__":
    sys.exit(main())
