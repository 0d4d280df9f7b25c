"""One exchange as it passed: nothing removed, so it is never written anywhere."""

from dataclasses import dataclass
from datetime import datetime

from image_gateways_documents.routing import Query

HeaderPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RawExchange:
    """A request and its answer.

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
