"""`python -m contract_tests.recorder`: record through a proxy, or import a HAR file."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rich.console import Console
from rich.text import Text

from contract_tests.base_url import BaseUrl, UnusableBaseUrl, check_reachable, parsed_base_url
from contract_tests.connections import UnusableEnvironment, check_environment
from contract_tests.gateway_documents import document_of
from image_gateways_documents.document import Document, open_document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock.server import PortTaken, bound_socket, url_of
from image_gateways_recordings.folder import RECORDINGS

from .har import BrokenHar, read_har
from .proxy import RecordingProxy, server_of
from .session import KEEP_UP_TO, RecordingSession, exit_code, summary_lines, summary_table
from .spending import Spending
from .whole_file import NotWritable

Say: TypeAlias = Callable[[str], None]


class _Outcome(NamedTuple):
    """Calls and billed calls by operation, what else is to be said at the end, and what was lost beside recordings."""

    calls: Mapping[str, int]
    billed: Mapping[str, int]
    lines: Sequence[str]
    lost: Sequence[Sequence[object]] = ()


def main(arguments: list[str] | None = None) -> int:
    """Record; returns 0 where all went well, 1 where something drifted or was not recorded, 2 where it cannot start."""
    options = _parser().parse_args(arguments)
    console = Console(highlight=False)

    def say(line: str) -> None:
        console.print(Text(line), soft_wrap=True)

    # Ends as Ctrl-C does, with everything said and nothing left half done.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        given = parsed_base_url(options.base_url) if options.base_url else None
        document = open_document(document_of(options.gateway, given, options.documents))
        base_url = given or _own_base_url(document)
        session = RecordingSession(
            document,
            recordings=options.recordings,
            source="recorded through the proxy" if options.command == "proxy" else "imported from a HAR file",
            keep_up_to=options.keep_pictures_up_to,
            overwrite=options.overwrite,
            report=say,
        )
        run = _proxy if options.command == "proxy" else _har
        calls, billed, what_else, lost = run(options, base_url, session, say)
        console.print(summary_table(session, options.recordings, calls, billed))
        for line in (*summary_lines(session, options.recordings), *what_else):
            say(line)
        return exit_code(session.cassettes, session.not_written, *lost)
    except (BrokenHar, DocumentError, NotWritable, PortTaken, UnusableBaseUrl, UnusableEnvironment) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2


def _proxy(options: argparse.Namespace, base_url: BaseUrl, session: RecordingSession, say: Say) -> _Outcome:
    check_environment()
    confirmed = options.confirm_billed or os.environ.get("CONFIRM_BILLED") == "1"
    spending = Spending(session.document, confirmed=confirmed, most=options.max_billed)
    proxy = RecordingProxy(base_url, session, spending, timeout_seconds=options.timeout_seconds, report=say)
    check_reachable(base_url)
    with bound_socket(options.port) as listening:
        server = server_of(proxy)
        server.heed_signals()  # before anybody can know that there is something to stop
        say("\n".join(spending.plan()))
        say(f"recording {base_url} on {url_of(listening)}; Ctrl-C ends it")
        say("Calls under way are waited for then; a second Ctrl-C gives them up.")
        server.run([listening])
        say("stopped")
    lines = [f"not forwarded: {why}, {count} times" for why, count in proxy.refused.items()]
    lines += [f"no answer: {line}" for line in proxy.without_answer]
    lines.append(f"spent: {spending.spent()}")
    return _Outcome(proxy.forwarded, spending.made, lines, (proxy.without_answer, proxy.unkept))


def _har(options: argparse.Namespace, base_url: BaseUrl, session: RecordingSession, _: Say) -> _Outcome:
    content = read_har(options.file, base_url)
    for link, picture in content.pictures.items():
        session.pictures.remember(link, picture)
    for exchange in content.exchanges:
        match = session.match(exchange.method, exchange.path, exchange.query)
        if match is None:
            content.skipped["no operation of the document"] += 1
        else:
            session.receive(exchange, match)
    # What is imported was paid for when it was made.
    prices = Spending(session.document, confirmed=False, most=0)
    billed = {name: calls for name, calls in session.received.items() if prices.price(name) is not None}
    lines = [f"skipped: {count}, {why}" for why, count in content.skipped.items()]
    lines += [f"not readable: {line}" for line in content.unreadable]
    return _Outcome(session.received, billed, lines)


def _own_base_url(document: Document) -> BaseUrl:
    """The document's own server, where that has no part left to the user."""
    if document.leaves_host_open:
        raise UnusableBaseUrl(f"the document of {document.gateway} leaves the host to you: say it with --base-url")
    base_url = parsed_base_url(document.server_url)
    return BaseUrl(base_url.scheme, base_url.host, "")  # the documents' paths hold the server's own path already


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.recorder", description="Record through a proxy, or import a HAR file."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    proxy = commands.add_parser("proxy", help="stand in front of a live gateway and record what passes")
    har = commands.add_parser("har", help="record what a HAR file holds; nothing is sent anywhere")
    for command in (proxy, har):
        command.add_argument("--gateway",
            help="name of the gateway's document, without .yaml (default: the one that has the base URL)")  # fmt: skip
        command.add_argument("--base-url", help="where the gateway is (default: the document's own server)")
        command.add_argument("--documents", type=Path, default=DOCUMENTS, help="folder of the OpenAPI documents")
        command.add_argument("--recordings", type=Path, default=RECORDINGS, help="folder of the recordings")
        command.add_argument("--overwrite", action="store_true", help="replace recordings of the same name")
        command.add_argument("--keep-pictures-up-to", type=_natural, default=KEEP_UP_TO, metavar="BYTES",
            help=f"larger pictures are replaced by one of ours (default {KEEP_UP_TO})")  # fmt: skip
    proxy.add_argument(
        "--port", type=int, default=8001, help="TCP port on 127.0.0.1; 0 takes a free one (default 8001)"
    )
    proxy.add_argument("--confirm-billed", action="store_true", help="make billed calls; CONFIRM_BILLED=1 does too")
    proxy.add_argument("--max-billed", type=_natural, default=1, metavar="N",
        help="billed calls to make at most (default 1, so that a loop gone wrong costs one call)")  # fmt: skip
    proxy.add_argument("--timeout-seconds", type=float, default=300.0, metavar="S",
        help="how long the gateway may be silent (default 300)")  # fmt: skip
    har.add_argument("file", type=Path, help="the HAR file")
    return parser


def _natural(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a whole number, 0 or more, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
