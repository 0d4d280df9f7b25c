"""Calls to copy and paste: for each operation one that the server accepts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from image_gateways_documents.curl_line import curl_line
from image_gateways_documents.document import Operation
from image_gateways_documents.request_check import check_body
from image_gateways_documents.routing import Rejection
from image_gateways_recordings.cassettes import Cassette

_LONGEST_LINE = 4096


def sample_call(operation: Operation, cassettes: Iterable[Cassette], keys: Collection[str], base_url: str) -> str:
    """Return a curl command for an operation, of the document's first example that is valid, else of a recording.

    Args:
        operation: the operation.
        cassettes: the recordings; they also know the ids of tasks.
        keys: the keys that the server accepts; empty for the document's placeholders.
        base_url: the server, without a trailing slash.
    """
    recorded = [
        (i.request.parameters, i.request.body)
        for cassette in cassettes
        for i in cassette.interactions
        if i.operation is operation and i.request is not None and i.status < 400
    ]
    parameters: Mapping[str, Any] = recorded[0][0] if recorded else {}
    bodies = [*_valid_examples(operation), *(body for _, body in recorded)]
    path = operation.path
    query: dict[str, Any] = dict(operation.constants)
    headers: dict[str, Any] = {}
    for parameter in operation.parameters:
        value = parameters.get(parameter.name)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(str(value or "1"), safe=""))
        elif value is not None:
            (query if parameter.location == "query" else headers)[parameter.name] = value
    for credential in operation.usual_credentials:
        key = next(iter(keys or credential.placeholders), "any-key")
        if credential.location == "query":
            query[credential.name] = key
        else:
            headers[credential.name] = credential.value(key)
    body = b""
    if operation.body:
        body = next((text for text in map(_written, bodies) if len(text) <= _LONGEST_LINE), b"{}")
        headers["content-type"] = min(operation.media_types)
    url = base_url + path + (f"?{urlencode(query)}" if query else "")
    return curl_line(operation.method, url, [(name, str(value)) for name, value in headers.items()], body)


def _valid_examples(operation: Operation) -> Iterator[Any]:
    for example in operation.body_examples:
        try:
            yield check_body(operation, {}, orjson.dumps(example)).body
        except (Rejection, TypeError):
            continue


def _written(body: Any) -> bytes:
    return orjson.dumps(body, default=str)
