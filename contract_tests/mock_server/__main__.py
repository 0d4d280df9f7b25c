"""`python -m …mock_server`: run the server until it is stopped."""

import argparse
import signal
import sys
from dataclasses import fields
from pathlib import Path

from .app import MockServer
from .cassettes import RecordingError
from .document import DocumentError
from .server import PortTaken, bound_socket, url_of, uvicorn_server
from .settings import DOCUMENTS, RECORDINGS, Settings


def main(arguments: list[str] | None = None) -> int:
    """Run the server; returns 0 after a stop that was asked for, 2 where it cannot start."""
    options = _parser().parse_args(arguments)
    chosen = {field.name: getattr(options, field.name) for field in fields(Settings)}
    settings = Settings(**{**chosen, "api_keys": tuple(options.api_keys)})
    # uvicorn finishes its requests on either signal and then passes it on: both end this process alike.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app = MockServer(settings)
        with bound_socket(options.port) as listening:
            print(f"mock server on {url_of(listening)}", flush=True)  # noqa: T201  a command speaks to its user
            uvicorn_server(app).run([listening])
    except (DocumentError, RecordingError, PortTaken) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="mock_server", description="Replays recorded exchanges of the gateways.")
    add = parser.add_argument
    add("--port", type=int, default=8000, help="TCP port on 127.0.0.1; 0 takes a free one (default 8000)")
    add("--documents", type=Path, default=DOCUMENTS, help="folder of the OpenAPI documents, one gateway each")
    add("--recordings", type=Path, default=RECORDINGS, help="folder of the recordings")
    add("--api-key", action="append", default=[], dest="api_keys", metavar="KEY",
        help="accept this key, may be repeated (default: the documents' placeholders)")  # fmt: skip
    add("--polls-before-done", type=_natural, metavar="N",
        help="polls before a task's final answer (default: as recorded)")  # fmt: skip
    add("--task-seconds", type=_seconds, default=defaults.task_seconds, metavar="S",
        help="seconds before a task's final answer (default 0)")  # fmt: skip
    add("--seed", type=int, metavar="N", help="the same ids and time stamps in every run")
    add("--max-body-bytes", type=_natural, default=defaults.max_body_bytes, metavar="N",
        help="largest request body that is read (default 64 MiB)")  # fmt: skip
    add("--max-tasks", type=_natural, default=defaults.max_tasks, metavar="N",
        help="tasks that are remembered (default 10000)")  # fmt: skip
    return parser


def _natural(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a whole number, 0 or more, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds, 0 or more, not {text!r}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
