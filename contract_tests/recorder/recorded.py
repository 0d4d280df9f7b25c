"""An exchange as it passed, and as it may be written: scrubbed, its pictures kept or replaced, examined."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from image_gateways_documents.document import Document, Example, Operation, shows_pictures
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.operation_facts import facts_of
from image_gateways_documents.routing import Match, Query
from image_gateways_documents.schema_walk import Path, at, json_path
from image_gateways_recordings.redaction import Told

from .drift import Drift, examine_answer, examine_request, request_notes
from .pictures import KeptPictures
from .secret_values import HeaderPairs, SecretValues, placeholder

_PICTURE_LINK = "picture-url"
# What a replayed answer can need. A vendor's own headers tell whose account it is, so nothing else is kept.
_KEPT_ANSWER_HEADERS = frozenset({"content-type", "retry-after"})


@dataclass(frozen=True, slots=True)
class RawExchange:
    """A request and its answer as they passed: nothing removed, so they are never written anywhere.

    Attributes:
        method: the HTTP method, in capitals.
        path: the path as the documents know it, without the base URL's own.
        query: names and values of the query, decoded, in order.
        request_headers: names in lower case and values, in order.
        request_body: the body as it was sent.
        status: HTTP status code of the answer.
        reason: the phrase beside it.
        response_headers: names in lower case and values, in order.
        response_body: the whole body, with any content coding undone.
        host: the gateway's host, with its port if that is not the usual one.
        received: when the answer was complete, with its zone.
    """

    method: str
    path: str
    query: Query
    request_headers: HeaderPairs
    request_body: bytes
    status: int
    reason: str
    response_headers: HeaderPairs
    response_body: bytes
    host: str
    received: datetime


def media_type_of(headers: HeaderPairs) -> str:
    """Return the media type that headers name, in lower case and without parameters; empty for none."""
    given = next((value for name, value in headers if name == "content-type"), "")
    return given.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An exchange as it is written.

    Attributes:
        operation: the operation it was for.
        node: the exchange as a cassette has it.
        status: HTTP status code of the answer.
        failed: whether the answer tells of a failure.
        body_name: the name of the leaf of the request's union; None without a union.
        task_status: the status of the task that the answer speaks about; None without one.
        final: whether that status is a final one.
        pictures: whether the answer holds a picture.
        error: the documented example of this failure, if there is one.
        transient: whether the document says that the same call may succeed later.
        readable: whether the answer could be read by the document.
        submitted_task: the id of the task that the answer made; None where it made none.
        polled_task: the id of the task that the request asks for; None where it asks for none.
        drift: every violation of the document.
        notes: what is allowed but not documented.
        oddities: what is readable, and not as the document shows it.
        replaced: what stands in for something else, in words.
        masked: where a secret was taken out, and what kind of one; none of those that the document itself names.
        host: the gateway's host.
        received: when the answer was complete.
    """

    operation: Operation
    node: dict[str, Any]
    status: int
    failed: bool
    body_name: str | None
    task_status: str | None
    final: bool
    pictures: bool
    error: Example | None
    transient: bool
    readable: bool
    submitted_task: str | None
    polled_task: str | None
    drift: tuple[Drift, ...]
    notes: tuple[Drift, ...]
    oddities: tuple[Drift, ...]
    replaced: tuple[str, ...]
    masked: tuple[str, ...]
    host: str
    received: datetime


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
        operation, facts = match.operation, self._facts[match.operation.operation_id]
        self._secrets.learn(exchange.request_headers, exchange.query, exchange.response_headers)
        replaced: list[str] = []
        masked = _Masked()
        request_headers = self._request_headers(exchange, operation, masked)
        sent = self._body(exchange.request_body, replaced.append, masked.at("request"))
        documented = operation.response(exchange.status)
        kept = _KEPT_ANSWER_HEADERS | (documented.header_names if documented else frozenset())
        answer_headers = {
            name: self._secrets.hide(value, masked.at(f"answer header {name}"))
            for name, value in exchange.response_headers
            if name in kept
        }
        received = self._body(
            exchange.response_body,
            replaced.append,
            masked.at("answer"),
            lambda value: self._replace_links(value, exchange, match, replaced.append),
        )
        path = self._secrets.hide(exchange.path, masked.at("request path"))
        query = self._query(exchange, operation, masked)
        scrubbed_match = Match(operation, {n: self._secrets.hide(v) for n, v in match.path_parameters.items()})
        kind = media_type_of(exchange.response_headers)
        answer_facts = facts.answer_facts(exchange.status, kind)
        answer = examine_answer(match, exchange.status, kind, received.raw, received.text or "", answer_facts)
        task = answer_facts.task_status(answer.value) if answer_facts else None
        failed = exchange.status >= 400 or not (
            answer.schema is None or operation.succeeds(exchange.status, answer.value)
        )
        request, request_drift = examine_request(scrubbed_match, query, request_headers, sent.raw, failed)
        sent_notes = request_notes(request.body, facts) if request and request.body is not None else ()
        error, transient = None, False
        if failed and answer.readable and answer.schema is not None and answer_facts is not None:
            error = facts.error_example(exchange.status, answer.value, answer.schema, answer_facts)
            transient = any(code.facts.get("retry") for code in answer_facts.codes(answer.value))
        submit = self._submits.get(operation.operation_id)
        link = submit.task_link if submit else None
        submitted = operation.submitted_task(exchange.status, answer.value) if answer.readable else None
        return Recorded(
            operation=operation,
            node={
                "request": {
                    "method": exchange.method,
                    "uri": self._server + quote(path, safe="/~:@!$&'()*+,;=%-._{}") + _question(query),
                    "headers": _cassette_headers(request_headers),
                    "body": sent.text,
                },
                "response": {
                    "status": {"code": exchange.status, "message": self._secrets.hide(exchange.reason)},
                    "headers": _cassette_headers(answer_headers),
                    "body": {"string": received.text or ""},
                },
            },
            status=exchange.status,
            failed=failed,
            body_name=facts.body_name(request.body) if request and request.body is not None else None,
            task_status=task[0] if task else None,
            final=bool(task and task[1]),
            pictures=not failed and shows_pictures(answer.value, answer.schema),
            error=error,
            transient=transient,
            readable=answer.readable,
            submitted_task=submitted,
            polled_task=request.task_id_at(link.id_in_poll) if request and link else None,
            drift=(*request_drift, *answer.drift),
            notes=(*sent_notes, *answer.notes),
            oddities=answer.oddities,
            replaced=tuple(dict.fromkeys(replaced)),
            masked=tuple(dict.fromkeys(masked.lines)),
            host=exchange.host,
            received=exchange.received,
        )

    def _request_headers(self, exchange: RawExchange, operation: Operation, masked: "_Masked") -> dict[str, str]:
        kept = {p.name for p in operation.parameters if p.location == "header"} | {"content-type", "content-encoding"}
        credentials = {c.name: c for c in operation.all_credentials if c.location == "header"}
        headers = {}
        for name, value in exchange.request_headers:
            if credential := credentials.get(name):
                scheme = value.partition(" ")[0] + " " if credential.prefix and " " in value else ""
                headers[name] = scheme + placeholder(credential)
            elif name in kept and not self._secrets.hides(name):
                headers[name] = self._secrets.hide(value, masked.at(f"request header {name}"))
        return headers

    def _query(self, exchange: RawExchange, operation: Operation, masked: "_Masked") -> Query:
        known = {p.name for p in operation.parameters if p.location == "query"}
        credentials = {c.name: c for c in operation.all_credentials if c.location == "query"}
        return tuple(
            (
                name,
                placeholder(credentials[name])
                if name in credentials
                else self._secrets.hide(value, masked.at(f"request query {name}"), name),
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
    ) -> "_Body":
        if not raw:
            return _Body(b"", None)
        try:
            value = parse_json(raw)
        except MalformedJson:
            text = self._secrets.hide(raw.decode("utf-8", "replace"), masked)
            return _Body(text.encode(), text)
        if replace:
            replace(value)
        scrubbed = self._secrets.value(
            value,
            lambda path, what: masked(f"{json_path(path, '$')}: {what}"),
            lambda text, told, name: self._secrets.hide(self._pictures.recorded_base64(text, note), told, name),
        )
        text = json.dumps(scrubbed, ensure_ascii=False, indent=2) + "\n"
        return _Body(text.encode(), text)

    def _links(self, value: Any, exchange: RawExchange, match: Match) -> Iterator[tuple[Path, str]]:
        documented = match.operation.response(exchange.status)
        schema = documented.content.get(media_type_of(exchange.response_headers)) if documented else None
        for path, _, link in schema.texts(value, _PICTURE_LINK) if schema else ():
            if path and link.lower().startswith(("http://", "https://")):
                yield path, link

    def _replace_links(self, value: Any, exchange: RawExchange, match: Match, note: Callable[[str], None]) -> None:
        for path, link in list(self._links(value, exchange, match)):
            at(value, path[:-1])[path[-1]] = self._pictures.recorded_link(link, note)


class _Masked:
    """Notes of what was taken out of one exchange."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def at(self, place: str) -> Told:
        """Return what takes notes of one place."""
        return lambda what: self.lines.append(f"{place} {what}" if what.startswith("$") else f"{place}: {what}")


@dataclass(frozen=True, slots=True)
class _Body:
    raw: bytes
    text: str | None = field(repr=False)


def _cassette_headers(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name.title(): [value] for name, value in headers.items()}


def _question(query: Query) -> str:
    return "?" + urlencode(query) if query else ""


def _server_without_path(document: Document) -> str:
    """The document's own server, so that a recording does not depend on whose host it was made with."""
    scheme, _, rest = document.server_url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else f"https://{document.gateway}.invalid"
