"""`image-gateways-mock` and `python -m image_gateways_mock`: run the server until it is stopped."""

import argparse
import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.cassettes import RecordingError
from image_gateways_recordings.folder import RECORDINGS

from .app import MockServer
from .faults import UnknownFault, described
from .log import Log
from .origins import BadOrigin, checked_host, checked_origin
from .sample_calls import sample_call
from .server import STOPS, PortTaken, bound_socket, url_of, uvicorn_server
from .settings import DEFAULT_PORT, PORTS, RANGES, Range, Settings

_NEW_OBJECTS = 50_000  # between two looks of the garbage collector


def main(arguments: list[str] | None = None) -> int:
    """Run the server; returns 0 after a stop that was asked for, 1 if its log ended before, 2 where it cannot start."""
    options = _parser().parse_args(arguments)
    chosen = {field.name: getattr(options, field.name) for field in fields(Settings)}
    faults = [f"latency={text}" for text in options.latency] + options.faults
    repeated = {name: tuple(getattr(options, name)) for name in ("api_keys", "origins", "hosts")}
    settings = Settings(**{**chosen, **repeated, "faults": tuple(faults)})
    # Until the server heeds them, both signals end this process alike.
    for stop in STOPS:
        signal.signal(stop, signal.default_int_handler)
    try:
        with _log(options.log, options.quiet) as log, bound_socket(options.port) as listening:
            # The recordings stay for as long as the process does: the collector need not look at them again. Requests
            # leave little that it alone could find, so it need not look often, nor while the recordings are read.
            gc.set_threshold(_NEW_OBJECTS)
            app = MockServer(settings, log)
            gc.freeze()
            server = uvicorn_server(app)
            server.heed_signals()  # before anybody can know that there is something to stop
            for told in (*(f"error: {line}" for line in app.problems), *(f"warning: {line}" for line in app.left_out)):
                print(told, file=sys.stderr)  # noqa: T201  a command speaks to its user
            print(f"mock server on {url_of(listening)}", flush=True)  # noqa: T201  a command speaks to its user
            if not options.quiet:
                _introduce(app, url_of(listening))
            server.run([listening])
        if log is not None and log.failure is not None:
            if options.log:  # else there is nowhere to say it
                print(f"error: the log ends early: {log.failure}", file=sys.stderr)  # noqa: T201  it speaks to its user
            return 1
    except (DocumentError, RecordingError, PortTaken, UnknownFault, OSError) as error:
        for line in str(error).splitlines():
            print(f"error: {line}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


@contextmanager
def _log(file: Path | None, quiet: bool) -> Iterator[Log | None]:
    if file is None and quiet:
        yield None
        return
    opened = file.open("ab") if file else sys.stderr.buffer
    log = Log(opened)
    try:
        yield log
    finally:
        log.flush()
        if file and not log.failure:
            opened.close()


def _introduce(app: MockServer, url: str) -> None:
    for operation in app.operations:
        document = app.gateways[operation.gateway].document
        line = sample_call(document, operation, app.cassettes, app.settings.api_keys, url)
        print(f"\n# {operation.gateway}: {operation.operation_id}. {operation.summary}\n{line}")  # noqa: T201
    print(f"\n{url}/ in a browser shows the recordings and a reference of each document.", flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    defaults = Settings()
    parser = argparse.ArgumentParser(
        prog="image-gateways-mock",
        description="Replays recorded exchanges of the gateways.",
        epilog=f"faults, for --fault, `Prefer: fault=…` and POST /__mock__/faults:\n{described()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--port", type=_number(PORTS), default=DEFAULT_PORT,
        help=f"TCP port on 127.0.0.1; 0 takes a free one (default {DEFAULT_PORT})")  # fmt: skip
    add(
        "--documents",
        type=Path,
        default=DOCUMENTS,
        help="folder of the OpenAPI documents, one gateway each; or one document",
    )
    add("--recordings", type=Path, default=RECORDINGS, help="folder of the recordings")
    add("--api-key", action="append", default=[], dest="api_keys", metavar="KEY",
        help="accept this key, may be repeated (default: the documents' placeholders)")  # fmt: skip
    add("--polls-before-done", type=_number(RANGES["polls_before_done"]), metavar="N",
        help="polls before a task's final answer (default: as recorded)")  # fmt: skip
    add("--task-seconds", type=_number(RANGES["task_seconds"]), default=defaults.task_seconds, metavar="S",
        help="seconds before a task's final answer (default 0)")  # fmt: skip
    add("--seed", type=_number(RANGES["seed"]), metavar="N", help="the same ids and time stamps in every run")
    add("--max-body-bytes", type=_number(RANGES["max_body_bytes"]), default=defaults.max_body_bytes, metavar="N",
        help="largest request body that is read (default 64 MiB)")  # fmt: skip
    add("--max-tasks", type=_number(RANGES["max_tasks"]), default=defaults.max_tasks, metavar="N",
        help="tasks that are remembered (default 10000)")  # fmt: skip
    add("--max-journal", type=_number(RANGES["max_journal"]), default=defaults.max_journal, metavar="N",
        help="requests that the journal keeps (default 1000)")  # fmt: skip
    add("--fault", action="append", default=[], dest="faults", metavar="FAULT",
        help="what goes wrong with every request, may be repeated; see below")  # fmt: skip
    add("--latency", action="append", default=[], metavar="TIME",
        help="how late every answer comes: 200ms, 1.5s, 50-400ms; short for --fault latency=TIME")  # fmt: skip
    add("--cors", action="append", default=[], dest="origins", type=_text(checked_origin), metavar="ORIGIN",
        help="pages of this origin may read answers, as https://app.example, may be repeated; * for all"
             " (default: pages of this machine)")  # fmt: skip
    add("--allow-host", action="append", default=[], dest="hosts", type=_text(checked_host), metavar="NAME",
        help="/__mock__/ answers under this name too, may be repeated (default: names of this machine)")  # fmt: skip
    add("--log", type=Path, metavar="FILE", help="append a line of JSON for each request to this file, not to stderr")
    add("--quiet", action="store_true", help="print the URL alone, and no line for each request")
    return parser


def _text(check: Callable[[str], str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return check(text)
        except BadOrigin as error:
            raise argparse.ArgumentTypeError(f"{error}, not {text[:60]!r}") from None

    return read


def _number(allowed: Range) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = allowed.kind(text)
        except ValueError:
            number = None
        if number is None or not allowed.allows(number):
            raise argparse.ArgumentTypeError(f"{allowed}, not {text[:40]!r}")
        return number

    return read


if __name__ == "__main__":
    sys.exit(main())
