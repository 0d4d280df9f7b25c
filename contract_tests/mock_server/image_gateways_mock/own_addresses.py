"""What an answer says of its task beside what its schema marks: the id, and addresses of the gateway's own calls.

Such an address leads to the mock, with the id of the task, and never to the gateway whose it was.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import Document
from image_gateways_documents.links import TaskLink, is_location
from image_gateways_documents.operations import Operation
from image_gateways_documents.routing import Rejection, Router, parse_query
from image_gateways_documents.schema_walk import Path, at
from image_gateways_recordings.pictures import RECORDED_HOST

from .answers import PICTURE_URL, AnswerWriter, Circumstances, Filler

SAMPLE_PICTURE: Final = "sample.png"
SAMPLE_ADDRESS: Final = f"https://{RECORDED_HOST}/{SAMPLE_PICTURE}"
"""What stands for an address in answers that are made of a schema."""

_SCHEMES = ("https://", "http://")
_WHOLE = re.compile(r"-?[0-9]+")


class OwnAddresses:
    """Finds ids and addresses in the answers of one gateway.

    Args:
        document: its document.
        links: how its submits lead to their polls, by the ids of the submits.
        writer: makes the addresses of pictures.
    """

    def __init__(self, document: Document, links: Mapping[str, TaskLink], writer: AnswerWriter) -> None:
        self._document = document
        self._router = Router([document])
        self._servers = tuple(url for url in document.server_urls if url.startswith(_SCHEMES))
        self._base_path = urlsplit(document.server_url).path.rstrip("/")
        self._links = links
        self._of_polls = {link.poll_operation_id: link for link in links.values()}
        # What the answers of those that make or poll a task say of its id.
        self._ids = {
            operation.operation_id: self._schemas_at(operation, link.id_in_answer) if link.id_in_answer else []
            for operation in document.operations
            if (link := links.get(operation.operation_id) or self._of_polls.get(operation.operation_id))
        }
        self._operations = {operation.operation_id: operation for operation in document.operations}
        self._picture_url = writer.fillers[PICTURE_URL]
        self._writer = writer

    def places(self, operation: Operation, body: Any) -> Iterator[tuple[Path, Filler]]:
        """Yield where an answer of an operation names its task or an address, and what makes that anew."""
        submit = self._links.get(operation.operation_id)
        link = submit or self._of_polls.get(operation.operation_id)
        recorded = at(body, link.id_in_answer) if link and link.id_in_answer else None
        if link and isinstance(recorded, str | int):
            yield link.id_in_answer, partial(self._task_id, operation)
        for path, text in _addresses(body):
            if text == SAMPLE_ADDRESS and submit:
                yield path, self._to(self._meant(submit, str(path[-1])), submit)
            elif text.startswith(f"https://{RECORDED_HOST}/"):
                yield path, self._picture_url
            elif (own := self._path_of(text)) is not None:
                yield path, _here(own, str(recorded) if recorded else "")

    def headers(self, operation: Operation, headers: Mapping[str, str]) -> dict[str, Filler]:
        """Return what makes the headers of an answer anew that hold addresses of this gateway."""
        submit = self._links.get(operation.operation_id)
        found: dict[str, Filler] = {}
        for name, value in headers.items():
            if is_location(name) and submit:
                found[name.lower()] = self._to(self._operations[submit.poll_operation_id], submit)
            elif submit and name.lower() == submit.id_in_header:
                found[name.lower()] = _id_as_text
            elif value.startswith(_SCHEMES) and (own := self._path_of(value)) is not None:
                found[name.lower()] = _here(own)
        return found

    def new_id(self, operation: Operation, recorded: str | int) -> str:
        """Return an id for a task that a submit makes, of which its answer may speak."""
        made = (make(recorded) for make in (self._writer.new_task_id, self._writer.renumbered))
        kind = type(recorded)
        return next((text for text in made if self._is_allowed(operation, kind(text))), str(recorded))

    def _is_allowed(self, operation: Operation, task_id: str | int) -> bool:
        schemas = self._ids[operation.operation_id]
        return not schemas or any(schema.fits(task_id) for schema in schemas)

    def _schemas_at(self, operation: Operation, place: Path) -> list[BodySchema]:
        contents = (schema for response in operation.responses.values() for schema in response.content.values())
        parts = (part for schema in contents if schema for part in schema.places)
        return [self._document.compiled(part.schema) for part in parts if part.pattern == place]

    def _task_id(self, operation: Operation, recorded: str | int, circumstances: Circumstances) -> str | int:
        """Write the id of the task, as long as answers of an operation may hold it."""
        asked = circumstances.task_id
        if asked is None:
            return recorded
        written = int(asked) if isinstance(recorded, int) and _WHOLE.fullmatch(asked) else asked
        return written if self._is_allowed(operation, written) else recorded

    def _path_of(self, address: str) -> str | None:
        """Where an address of a server, or of a call on whichever host, leads at the mock; None for any other."""
        for server in self._servers:
            if address.startswith(f"{server}/"):
                return self._base_path + address.removeprefix(server)
        try:
            parts = urlsplit(address)
            self._router.match("GET", parts.path, parse_query(parts.query.encode()))
        except Rejection as rejection:
            if rejection.problem.condition == "not-found":
                return None
        except ValueError:
            return None
        return f"{parts.path}{'?' if parts.query else ''}{parts.query}"

    def _meant(self, link: TaskLink, name: str) -> Operation:
        """The call that an address leads to: one of the same parameter whose path ends with its name, else the poll."""
        parameter = f"{{{link.id_in_poll[-1]}}}"
        ends = (o for o in self._operations.values() if o.path.endswith(f"{parameter}/{name}"))
        return next(ends, self._operations[link.poll_operation_id])

    def _to(self, operation: Operation, link: TaskLink) -> Filler:
        name = str(link.id_in_poll[-1])

        def address(recorded: str, circumstances: Circumstances) -> str:
            task_id = circumstances.task_id
            if task_id is None:
                return recorded
            path = operation.path.replace(f"{{{name}}}", quote(task_id, safe=""))
            in_query = link.id_in_poll[0] == "parameters" and path == operation.path
            query = {**operation.constants, **({name: task_id} if in_query else {})}
            return f"{circumstances.base_url}{path}{'?' if query else ''}{urlencode(query)}"

        return address


def _id_as_text(recorded: str, circumstances: Circumstances) -> str:
    return circumstances.task_id or recorded


def _here(path: str, recorded_id: str = "") -> Filler:
    """What leads to a path at the mock, with the task's id in place of the recorded one."""

    def address(_: str, circumstances: Circumstances) -> str:
        if recorded_id and circumstances.task_id:
            asked = path.replace(quote(recorded_id, safe=""), quote(circumstances.task_id, safe=""))
            return circumstances.base_url + asked
        return circumstances.base_url + path

    return address


def _addresses(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if value.startswith(_SCHEMES):
            yield path, value
    elif isinstance(value, dict | list):
        for step, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _addresses(below, (*path, step))
