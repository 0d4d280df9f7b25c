"""The recordings: cassettes in vcrpy's format, held to their documents when they are loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from image_gateways_documents.body_schema import shows_pictures
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import DocumentTree, Line, Lines
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.media_types import essence
from image_gateways_documents.operations import Operation
from image_gateways_documents.problem import Problem
from image_gateways_documents.request_check import CheckedRequest, check_body, check_content_type, check_parameters
from image_gateways_documents.routing import Match, Query, Rejection, Router, parse_query
from image_gateways_documents.schema_walk import Path, at, find, json_path
from image_gateways_documents.yaml_text import YamlRefused, parse_yaml, yaml_content, yaml_files

from .pictures import Pictures
from .recorded_exchange import NotAsRecorded, RecordedExchange, recorded_exchange

_FIRST_REFUSAL = 400


class RecordingError(Exception):
    """A recording that breaks its document: one line with file, line, JSON path, expected and found."""

    def __init__(self, file: FilePath, path: Path, expected: str, found: str, line: Line | None = None) -> None:
        self.where, self.expected, self.found = json_path(path, "$"), expected, found
        place = f"line {line}: {self.where}" if line else self.where
        super().__init__(f"{file}: {place}: expected {expected}, found {found}")


class RecordingErrors(RecordingError):
    """Several of them: a line for each, and what the first says of itself."""

    def __init__(self, errors: Sequence[RecordingError]) -> None:
        first = errors[0]
        self.where, self.expected, self.found = first.where, first.expected, first.found
        Exception.__init__(self, "\n".join(dict.fromkeys(map(str, errors))))


@dataclass(frozen=True, slots=True)
class Interaction:
    """One recorded exchange.

    Attributes:
        request: the request as the document reads it; None where the document refuses it, as a recorded refusal may.
        operation: the operation it was for.
        status: HTTP status code of the answer.
        headers: the answer's headers, the first value of each.
        body: the parsed body of a JSON answer, else its text.
    """

    operation: Operation
    request: CheckedRequest | None
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Cassette:
    """One file: an exchange, or a task's submit and its polls in order."""

    file: FilePath
    operation: Operation
    variant: str
    provenance: Mapping[str, Any]
    interactions: tuple[Interaction, ...]

    @property
    def turn(self) -> int:
        """Where it stands among the cassettes that fit a request; the lowest answers.

        0: a live gateway gave a picture, which is the better truth. 1: made by hand. 2: live without a picture, a
        refusal say or a task whose end was not seen: true as well, but no reason to fail callers who asked for a
        picture.
        """
        if self.provenance.get("kind") != "live":
            return 1
        last = self.interactions[-1]
        answered = last.operation.response(last.status)
        schemas = answered.content.values() if answered and last.status < _FIRST_REFUSAL else ()
        return 0 if any(shows_pictures(last.body, schema) for schema in schemas) else 2


def load_cassettes(folder: FilePath, document: Document, router: Router, pictures: Pictures) -> tuple[Cassette, ...]:
    """Load the cassettes of one gateway, `<operation_id>__<variant>.yaml`, by their turn and then their name.

    Raises:
        RecordingError: the folder cannot be read, or cassettes cannot, or break their document; a line for each.
    """
    own = folder / document.gateway
    try:
        # A gateway may have no recordings yet; a folder that is not there was misspelt.
        files = yaml_files(own) if own in folder.iterdir() else []
    except OSError as error:
        raise RecordingError(folder, (), "a folder of recordings", error.strerror or "none") from error
    except YamlRefused as error:
        raise RecordingError(own, (), "a folder of recordings", error.what) from error
    cassettes: list[Cassette] = []
    errors: list[RecordingError] = []
    for file in files:
        try:
            cassettes.append(read_cassette(file, document, router, pictures))
        except RecordingError as error:
            errors.append(error)
    if errors:
        raise RecordingErrors(errors)
    return tuple(sorted(cassettes, key=lambda cassette: cassette.turn))


def read_cassette(
    file: FilePath, document: Document, router: Router, pictures: Pictures, content: bytes | None = None
) -> Cassette:
    """Read one cassette.

    Args:
        file: where it lies, or is to lie: its name says for which operation it is.
        document: the document of its gateway.
        router: finds the operation of a request.
        pictures: the pictures that it may link to.
        content: what the file is to hold; None for what it holds.

    Raises:
        RecordingError: it cannot be read, or breaks its document.
    """
    return _CassetteReader(file, document, router, pictures, content).cassette()


class _CassetteReader:
    """Reads one file; every step checks what the next one takes for granted."""

    def __init__(
        self, file: FilePath, document: Document, router: Router, pictures: Pictures, text: bytes | None
    ) -> None:
        self._file = file
        self._document = document
        self._router = router
        self._pictures = pictures
        self._text = text

    def cassette(self) -> Cassette:
        # An id may have two underlines itself: the longest that fits is meant.
        named = [o for o in self._document.operations if self._file.stem.startswith(f"{o.operation_id}__")]
        operation = max(named, key=lambda o: len(o.operation_id), default=None)
        if operation is None:
            known = ", ".join(o.operation_id for o in self._document.operations)
            raise self._error((), f"a file name <operation_id>__<variant>.yaml with one of {known}", self._file.name)
        content = self._content()
        interactions = tuple(
            self._interaction(node, operation, ("interactions", index))
            for index, node in enumerate(content["interactions"])
        )
        variant = self._file.stem.removeprefix(f"{operation.operation_id}__")
        cassette = Cassette(self._file, operation, variant, content.get("provenance", {}), interactions)
        self._check_sequence(cassette)
        return cassette

    def _content(self) -> dict[str, Any]:
        try:
            content = self._parsed()
        except YamlRefused as error:
            raise self._error((), "a YAML cassette", error.what) from error
        if not isinstance(content, dict) or content.get("version") != 1:
            raise self._error(("version",), "a cassette of version 1", str(at(content, ("version",))))
        if not content.get("interactions") or not isinstance(content["interactions"], list):
            raise self._error(("interactions",), "at least one interaction", "none")
        if not isinstance(content.get("provenance", {}), dict):
            raise self._error(("provenance",), "a mapping", str(content["provenance"]))
        return content

    def _interaction(self, node: Any, named: Operation, path: Path) -> Interaction:
        try:
            exchange = recorded_exchange(node)
            uri = urlsplit(exchange.uri)
        except NotAsRecorded as error:
            raise self._error((*path, *error.path), error.expected, error.found) from error
        except ValueError as error:
            raise self._error((*path, "request", "uri"), "a URL", str(error)) from error
        query = parse_query(uri.query.encode())
        checked = None
        try:
            match = self._router.match(exchange.method, uri.path, query)
        except Rejection as rejection:
            if not _is_refusal(named, exchange):
                raise self._problem(rejection.problem, (*path, "request", "uri")) from None
            operation = named
        else:
            operation = match.operation
            if path[-1] == 0 and operation is not named:
                expected = f"an exchange of {named.operation_id}, which the file is named for"
                raise self._error(path, expected, operation.operation_id)
            checked = self._request(match, query, exchange, (*path, "request"))
        status, received = exchange.status, exchange.received_headers
        body = self._answer(operation, status, received, exchange.received_body, (*path, "response"))
        return Interaction(operation, checked, status, received, body)

    def _request(self, match: Match, query: Query, exchange: RecordedExchange, path: Path) -> CheckedRequest | None:
        lower = {name.lower(): value for name, value in exchange.sent_headers.items()}
        place = path
        try:
            parameters = check_parameters(match, lower, query)
            check_content_type(match.operation, lower)
            place = (*path, "body")
            return check_body(match.operation, parameters, exchange.sent_body, lower.get("content-type", ""))
        except Rejection as rejection:
            if _is_refusal(match.operation, exchange):
                return None
            raise self._problem(rejection.problem, place) from None

    def _answer(self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes, path: Path) -> Any:
        documented = operation.response(status)
        if documented is None:
            expected = f"a status that {operation.operation_id} documents: {', '.join(operation.responses)}"
            raise self._error((*path, "status", "code"), expected, str(status))
        lower = {name.lower(): value for name, value in headers.items()}
        media_type = essence(lower.get("content-type", ""))
        if documented.content and media_type not in documented.content:
            place = (*path, "headers", "Content-Type")
            raise self._error(place, " or ".join(documented.content), media_type or "nothing")
        schema = documented.content.get(media_type)
        if schema is None:
            return body.decode("utf-8", "replace")
        try:
            value = parse_json(body)
        except MalformedJson as error:
            raise self._error((*path, "body", "string"), "JSON", str(error)) from None
        if problem := schema.problem(value):
            raise self._problem(problem, (*path, "body", "string"))
        for pattern, role in schema.roles:
            for place, url in find(value, pattern) if role == "picture-url" else ():
                name = self._pictures.recorded_name(url)
                if name is not None and name not in self._pictures:
                    raise self._error((*path, "body", "string", *place), "a file of the pictures folder", name)
        return value

    def _check_sequence(self, cassette: Cassette) -> None:
        """Only a submit is followed by further exchanges: the polls of its task."""
        first, *polls = cassette.interactions
        link = cassette.operation.task_link
        submitted = cassette.operation.submitted_task(first.status, first.body) if polls else None
        for index, poll in enumerate(polls, start=1):
            if link is None or poll.operation.operation_id != link.poll_operation_id:
                expected = "no further exchange" if link is None else f"a poll, {link.poll_operation_id}"
                raise self._error(("interactions", index), expected, poll.operation.operation_id)
            polled = asked_task_id(poll, link.id_in_poll)
            if submitted != polled:
                raise self._error(("interactions", index, "request"), f"the submitted task id {submitted}", str(polled))

    def _parsed(self, lines: Lines | None = None) -> Any:
        text = yaml_content(self._file) if self._text is None else self._text
        return _parsed_once(text) if lines is None else parse_yaml(text, lines=lines, binary=True)

    def _error(self, path: Path, expected: str, found: str) -> RecordingError:
        if not path:
            return RecordingError(self._file, path, expected, found)
        lines: Lines = {}  # which would slow down the reading of recordings that fit
        line = DocumentTree(self._parsed(lines), lines).line_of(path)
        return RecordingError(self._file, path, expected, found, line)

    def _problem(self, problem: Problem, path: Path) -> RecordingError:
        return self._error((*path, *problem.path), problem.expected, problem.found)


@lru_cache(maxsize=1024)
def _parsed_once(text: bytes) -> Any:
    # Many a process starts a mock for each of its tests, of the same recordings; nothing here changes what was parsed.
    return parse_yaml(text, binary=True)


def _is_refusal(operation: Operation, exchange: RecordedExchange) -> bool:
    """Tell whether an exchange was refused, whatever its status: what was refused may break the document."""
    try:
        return not operation.succeeds(exchange.status, parse_json(exchange.received_body))
    except MalformedJson:
        return exchange.status >= _FIRST_REFUSAL


def asked_task_id(interaction: Interaction, id_in_poll: Path) -> str | None:
    """Return the id of the task that a recorded poll asks for, or None where its request is not readable."""
    return None if interaction.request is None else interaction.request.task_id_at(id_in_poll)
