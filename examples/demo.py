"""Every call that the gateways' documents show, through the generated clients, sync and async, against the mock.

Run by `make demo`. Needs no key and no network: the mock server answers from recordings on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx
from PIL import Image
from rich.console import Console
from rich.table import Table

from contract_tests.connections import connecting_to
from contract_tests.suite.client_functions import function_modules
from contract_tests.suite.client_types import models_of
from image_edit.whole_file import write_whole
from image_gateways_documents.document import Document, load_documents
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.operation_facts import OperationFacts, facts_of
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import at
from image_gateways_mock import Settings, running_server

KEY = "{{YOUR_API_KEY}}"  # the documents' placeholder, which the mock accepts
STYLES: Final = ("sync", "async")
POLL_SECONDS = 0.02  # the mock needs no patience; a gateway wants seconds


@dataclass
class DemoRow:
    """One line of the table; the polls of one task share a line."""

    gateway: str
    operation: str
    style: str
    asked: str
    came_back: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """Each with its role, `picture-url` or `picture-base64`."""
    kept: list[str] = field(default_factory=list)
    seconds: float = 0.0


class DemoCaller:
    """Calls the operations of one gateway, with `sync()` or with `asyncio()`, and keeps a row for each call."""

    def __init__(self, document: Document, package: ModuleType, client: Any, style: str) -> None:
        self._document = document
        self._facts = facts_of(document)
        self._functions = function_modules(package)
        self._models = models_of(package)
        self._client = client
        self._style = style
        self.rows: list[DemoRow] = []

    async def call_all(self) -> None:
        """Send each example of a request; of a poll, which needs a task, one is made of the submit's answer instead."""
        for facts in self._facts.values():
            if facts.operation.operation_id not in self._document.submits:
                for asked, body in self._shown(facts.operation):
                    answer = await self._call(self._row(facts, asked), facts, {"body": self._model(facts, body)})
                    if task_id := facts.operation.submitted_task(200, answer):
                        await self._wait_for(task_id, facts.operation, body)

    def _shown(self, operation: Operation) -> Iterator[tuple[str, Any]]:
        """What each example of a request asks for, and the request's body."""
        request = self._document.dereferenced(operation.node["requestBody"])
        for media in request["content"].values():
            for example in map(self._document.dereferenced, media["examples"].values()):
                yield example["summary"], example["value"]

    async def _wait_for(self, task_id: str, submit: Operation, submitted: Any) -> None:
        link = submit.task_link
        assert link is not None
        facts = self._facts[link.poll_operation_id]
        place, name = link.id_in_poll
        arguments = {str(name): task_id}
        if place == "body":
            carried = {str(target[-1]): at(submitted, source) for target, source in link.carried.items()}
            body = {**facts.operation.body_examples[0], **carried, **arguments}
            arguments = {"body": self._model(facts, body)}
        row, is_final = self._row(facts, "poll the task until its status is final"), False
        while not is_final:
            answer = await self._call(row, facts, arguments)
            status = _status(facts, answer)
            is_final = status is None or status[1]

    def _row(self, facts: OperationFacts, asked: str) -> DemoRow:
        self.rows.append(DemoRow(self._document.gateway, facts.operation.operation_id, self._style, asked))
        return self.rows[-1]

    def _model(self, facts: OperationFacts, body: Any) -> Any:
        """The body as the model that callers make."""
        schemas = self._document.root["components"]["schemas"]
        leaf = facts.leaf_of(body)
        name = next(name for name, schema in schemas.items() if schema is leaf)
        return getattr(self._models, name).from_dict(body)

    async def _call(self, row: DemoRow, facts: OperationFacts, arguments: dict[str, Any]) -> Any:
        """Make a call, note in its row what came back, and return that as JSON."""
        functions = self._functions[row.operation]
        started = time.perf_counter()
        if self._style == "sync":
            typed = functions.sync(client=self._client, **arguments)
        else:
            typed = await functions.asyncio(client=self._client, **arguments)
        row.seconds += time.perf_counter() - started
        answer, kind = typed.to_dict(), type(typed).__name__
        status, task_id = _status(facts, answer), facts.operation.submitted_task(200, answer)
        row.came_back.append(f"{kind}, task {task_id}" if task_id else status[0] if status else kind)
        row.pictures += _pictures(facts.operation, answer)
        await asyncio.sleep(POLL_SECONDS)
        return answer


def _status(facts: OperationFacts, answer: Any) -> tuple[str, bool] | None:
    """The status of the task that an answer is about, and whether it is final."""
    known = facts.answer_facts(200, "application/json")
    return known.task_status(answer) if known else None


def _pictures(operation: Operation, answer: Any) -> Iterator[tuple[str, str]]:
    for schema in operation.responses["200"].content.values():
        if schema is not None:
            yield from ((role, text) for _, role, text in schema.texts(answer, "picture-url", "picture-base64"))


async def called(document: Document, style: str, base_url: str) -> list[DemoRow]:
    """Make every call of one gateway in one style."""
    package = import_module(f"image_gateways.{document.gateway}")
    client = package.AuthenticatedClient(base_url=base_url, token=KEY)
    async with AsyncExitStack() as stack:
        if style == "sync":
            stack.enter_context(client)
        else:
            await stack.enter_async_context(client)
        caller = DemoCaller(document, package, client, style)
        await caller.call_all()
    return caller.rows


def keep_pictures(rows: list[DemoRow], folder: Path) -> None:
    """Fetch or decode every picture, look whether it is one, and save it in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [(row, *picture) for row in rows for picture in row.pictures]
    for number, (asked, role, text) in enumerate(pictures, 1):
        is_link = role == "picture-url"
        content = httpx.get(text).raise_for_status().content if is_link else base64.b64decode(text, validate=True)
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            kind, (width, height) = str(picture.format), picture.size
        name = f"{number:02}_{asked.operation}_{asked.style}.{kind.lower()}"
        write_whole(folder / name, content)
        asked.kept.append(f"{kind} {width}x{height} {name}")


def table_of(rows: list[DemoRow]) -> Table:
    """Return the table, a section for each gateway."""
    table = Table(title="Every operation of the three gateways, offline", title_justify="left")
    for heading in ("gateway", "operation", "style"):
        table.add_column(heading, no_wrap=True)
    table.add_column("what was asked")
    table.add_column("what came back", overflow="fold")
    table.add_column("time", justify="right", no_wrap=True)
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        came_back = "\n".join([" → ".join(row.came_back), *row.kept])
        milliseconds = f"{row.seconds * 1000:.0f} ms"
        is_last = following is not None and following.gateway != row.gateway
        table.add_row(row.gateway, row.operation, row.style, row.asked, came_back, milliseconds, end_section=is_last)
    return table


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; the exit status is 0 when every call came back as its type and every picture was kept."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the pictures (default: out)")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 160)
    complaints = Console(stderr=True, highlight=False)
    rows: list[DemoRow] = []
    try:
        with running_server(Settings()) as base_url, connecting_to(base_url):
            for document in load_documents(DOCUMENTS):
                for style in STYLES:
                    rows += asyncio.run(called(document, style, base_url))
            keep_pictures(rows, options.out)
    except KeyboardInterrupt:
        complaints.print("Interrupted; the mock server is stopped.")
        return 130
    except OSError as error:
        complaints.print(f"The pictures could not be kept in {options.out}: {error.strerror or error}")
        return 1
    console.print(table_of(rows))
    console.print(f"The pictures are in {options.out}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
