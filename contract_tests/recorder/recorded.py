"""An exchange as it passed, and as it is written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from image_gateways_documents.media_types import essence
from image_gateways_documents.operations import Operation
from image_gateways_documents.responses import Example
from image_gateways_documents.routing import Query

from .drift import Drift
from .session_secrets import HeaderPairs


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
    return essence(given)


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
