"""An exchange as it may be written: scrubbed, its pictures kept or replaced, held to its document."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from image_gateways_documents.answer_facts import AnswerFacts
from image_gateways_documents.body_schema import shows_pictures
from image_gateways_documents.document import Document
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.operation_facts import OperationFacts, facts_of
from image_gateways_documents.operations import Operation
from image_gateways_documents.responses import Example
from image_gateways_documents.routing import Match, Query
from image_gateways_documents.schema_walk import Path, at, json_path
from image_gateways_recordings.redaction import Told

from .drift import Examined, examine_answer, examine_request, request_notes
from .pictures import KeptPictures
from .recorded import RawExchange, Recorded, media_type_of
from .session_secrets import SecretValues, placeholder

_PICTURE_LINK = "picture-url"
# What a replayed answer can need. A vendor's own headers tell whose account it is, so nothing else is kept.
_KEPT_ANSWER_HEADERS = frozenset({"content-type", "retry-after"})


class Cleaner:
    """Makes exchanges fit to be written.

    Args:
        document: the gateway's document.
        secrets: what must not be written.
        pictures: the pictures of the session.
    """

    def __init__(self, document: Document, secrets: SecretValues, pictures: KeptPictures) -> None:
        self._secrets = secrets
        self._pictures = pictures
        self._facts = facts_of(document)
        self._submits = document.submits
        self._server = _server_without_path(document)

    def picture_links(self, exchange: RawExchange, match: Match) -> list[str]:
        """Return the links to pictures that an answer holds; none where it cannot be read."""
        try:
            value = parse_json(exchange.response_body)
        except MalformedJson:
            return []
        return [link for _, link in self._links(value, exchange, match)]

    def clean(self, exchange: RawExchange, match: Match) -> Recorded:
        """Return the exchange as it is written.

        Raises:
            OSError: a picture cannot be kept.
        """
        self._secrets.learn(exchange.request_headers, exchange.query, exchange.response_headers)
        made = _Redactions()
        request, answer = self._scrubbed_request(exchange, match, made), self._scrubbed_answer(exchange, match, made)
        return self._read(exchange, request, answer, made)

    def _scrubbed_request(self, exchange: RawExchange, match: Match, made: "_Redactions") -> "_Request":
        operation = match.operation
        headers = self._request_headers(exchange, operation, made)
        body = self._body(exchange.request_body, made.replaced.append, made.told("request"))
        path = self._secrets.hide(exchange.path, made.told("request path"))
        query = self._query(exchange, operation, made)
        node = {
            "method": exchange.method,
            "uri": self._server + quote(path, safe="/~:@!$&'()*+,;=%-._{}") + _question(query),
            "headers": _cassette_headers(headers),
            "body": body.text,
        }
        parameters = {name: self._secrets.hide(value) for name, value in match.path_parameters.items()}
        return _Request(node, Match(operation, parameters), query, headers, body)

    def _scrubbed_answer(self, exchange: RawExchange, match: Match, made: "_Redactions") -> "_Answer":
        documented = match.operation.response(exchange.status)
        kept = _KEPT_ANSWER_HEADERS | (documented.header_names if documented else frozenset())
        headers = {
            name: self._secrets.hide(value, made.told(f"answer header {name}"))
            for name, value in exchange.response_headers
            if name in kept
        }
        body = self._body(
            exchange.response_body,
            made.replaced.append,
            made.told("answer"),
            lambda value: self._replace_links(value, exchange, match, made.replaced.append),
        )
        node = {
            "status": {"code": exchange.status, "message": self._secrets.hide(exchange.reason)},
            "headers": _cassette_headers(headers),
            "body": {"string": body.text or ""},
        }
        return self._held(match, exchange.status, media_type_of(exchange.response_headers), node, body)

    def _held(self, match: Match, status: int, kind: str, node: dict[str, Any], body: "_RedactedBody") -> "_Answer":
        """Hold a scrubbed answer to the document."""
        operation = match.operation
        facts = self._facts[operation.operation_id].answer_facts(status, kind)
        examined = examine_answer(match, status, kind, body.raw, body.text or "", facts)
        is_success = examined.schema is None or operation.succeeds(status, examined.value)
        return _Answer(node, examined, facts, failed=status >= 400 or not is_success)

    def _read(self, exchange: RawExchange, request: "_Request", answer: "_Answer", made: "_Redactions") -> Recorded:
        operation, examined = request.match.operation, answer.examined
        facts = self._facts[operation.operation_id]
        asked, request_drift = examine_request(
            request.match, request.query, request.headers, request.body.raw, answer.failed
        )
        body = asked.body if asked else None
        task_status, is_final = answer.task
        submit = self._submits.get(operation.operation_id)
        link = submit.task_link if submit else None
        return Recorded(
            operation=operation,
            node={"request": request.node, "response": answer.node},
            status=exchange.status,
            failed=answer.failed,
            body_name=facts.body_name(body) if body is not None else None,
            task_status=task_status,
            final=is_final,
            pictures=not answer.failed and shows_pictures(examined.value, examined.schema),
            error=answer.error(exchange.status, facts),
            transient=answer.transient,
            readable=examined.readable,
            submitted_task=operation.submitted_task(exchange.status, examined.value) if examined.readable else None,
            polled_task=asked.task_id_at(link.id_in_poll) if asked and link else None,
            drift=(*request_drift, *examined.drift),
            notes=(*(request_notes(body, facts) if body is not None else ()), *examined.notes),
            oddities=examined.oddities,
            replaced=tuple(dict.fromkeys(made.replaced)),
            masked=tuple(dict.fromkeys(made.masked)),
            host=exchange.host,
            received=exchange.received,
        )

    def _request_headers(self, exchange: RawExchange, operation: Operation, made: "_Redactions") -> dict[str, str]:
        kept = {p.name for p in operation.parameters if p.location == "header"} | {"content-type", "content-encoding"}
        credentials = {c.name: c for c in operation.all_credentials if c.location == "header"}
        headers = {}
        for name, value in exchange.request_headers:
            if credential := credentials.get(name):
                scheme = value.partition(" ")[0] + " " if credential.prefix and " " in value else ""
                headers[name] = scheme + placeholder(credential)
            elif name in kept and not self._secrets.hides(name):
                headers[name] = self._secrets.hide(value, made.told(f"request header {name}"))
        return headers

    def _query(self, exchange: RawExchange, operation: Operation, made: "_Redactions") -> Query:
        known = {p.name for p in operation.parameters if p.location == "query"}
        credentials = {c.name: c for c in operation.all_credentials if c.location == "query"}
        return tuple(
            (
                name,
                placeholder(credentials[name])
                if name in credentials
                else self._secrets.hide(value, made.told(f"request query {name}"), name),
            )
            for name, value in exchange.query
            if name in known or name in credentials
        )

    def _body(
        self,
        raw: bytes,
        note: Callable[[str], None],
        masked: Told,
        replace: Callable[[Any], None] | None = None,
    ) -> "_RedactedBody":
        if not raw:
            return _RedactedBody(b"", None)
        try:
            value = parse_json(raw)
        except MalformedJson:
            text = self._secrets.hide(raw.decode("utf-8", "replace"), masked)
            return _RedactedBody(text.encode(), text)
        if replace:
            replace(value)
        scrubbed = self._secrets.value(
            value,
            lambda path, what: masked(f"{json_path(path, '$')}: {what}"),
            lambda text, told, name: self._secrets.hide(self._pictures.recorded_base64(text, note), told, name),
        )
        text = json.dumps(scrubbed, ensure_ascii=False, indent=2) + "\n"
        return _RedactedBody(text.encode(), text)

    def _links(self, value: Any, exchange: RawExchange, match: Match) -> Iterator[tuple[Path, str]]:
        documented = match.operation.response(exchange.status)
        schema = documented.content.get(media_type_of(exchange.response_headers)) if documented else None
        for path, _, link in schema.texts(value, _PICTURE_LINK) if schema else ():
            if path and link.lower().startswith(("http://", "https://")):
                yield path, link

    def _replace_links(self, value: Any, exchange: RawExchange, match: Match, note: Callable[[str], None]) -> None:
        for path, link in list(self._links(value, exchange, match)):
            at(value, path[:-1])[path[-1]] = self._pictures.recorded_link(link, note)


class _Redactions:
    """What was done to one exchange.

    Attributes:
        replaced: what stands in for something else.
        masked: where a secret was taken out.
    """

    def __init__(self) -> None:
        self.replaced: list[str] = []
        self.masked: list[str] = []

    def told(self, place: str) -> Told:
        """Return what takes notes of the secrets of one place."""
        return lambda what: self.masked.append(f"{place} {what}" if what.startswith("$") else f"{place}: {what}")


@dataclass(frozen=True, slots=True)
class _RedactedBody:
    raw: bytes
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Request:
    """A request without its secrets: as a cassette has it, and in parts."""

    node: dict[str, Any]
    match: Match
    query: Query
    headers: dict[str, str]
    body: _RedactedBody


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer without its secrets: as a cassette has it, and held to the document."""

    node: dict[str, Any]
    examined: Examined
    facts: AnswerFacts | None
    failed: bool

    @property
    def task(self) -> tuple[str | None, bool]:
        """The status of the task that it speaks about, and whether that is a final one."""
        return (self.facts and self.facts.task_status(self.examined.value)) or (None, False)

    def error(self, status: int, facts: OperationFacts) -> Example | None:
        """Return the documented example of this failure; None of a success, and where none was documented."""
        schema = self.examined.schema
        if not self._tells_a_failure or schema is None or self.facts is None:
            return None
        return facts.error_example(status, self.examined.value, schema, self.facts)

    @property
    def transient(self) -> bool:
        """Whether the document says that the same call may succeed later."""
        if not self._tells_a_failure or self.facts is None:
            return False
        return any(code.facts.get("retry") for code in self.facts.codes(self.examined.value))

    @property
    def _tells_a_failure(self) -> bool:
        return self.failed and self.examined.readable and self.examined.schema is not None


def _cassette_headers(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name.title(): [value] for name, value in headers.items()}


def _question(query: Query) -> str:
    return "?" + urlencode(query) if query else ""


def _server_without_path(document: Document) -> str:
    """The document's own server, so that a recording does not depend on whose host it was made with."""
    scheme, _, rest = document.server_url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else f"https://{document.gateway}.invalid"
