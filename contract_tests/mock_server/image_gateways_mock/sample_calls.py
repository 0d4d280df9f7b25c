"""Calls to copy and paste: for each operation one that the server accepts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from shlex import quote as quoted
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.curl_line import curl_line
from image_gateways_documents.document import Document
from image_gateways_documents.media_types import FORM, is_form, is_json
from image_gateways_documents.operations import Operation
from image_gateways_documents.parameters import Parameter
from image_gateways_documents.request_check import check_body
from image_gateways_documents.routing import Rejection
from image_gateways_recordings.cassettes import Cassette

from .own_addresses import SAMPLE_ADDRESS
from .samples import NoSample, Sampler

_LONGEST_LINE = 4096
_FILE = "@picture.png"


def sample_call(
    document: Document, operation: Operation, cassettes: Iterable[Cassette], keys: Collection[str], base_url: str
) -> str:
    """Return a curl command for an operation, of the document's first example that is valid, else of a recording.

    Without either its values are made of the schemas.

    Args:
        document: the document.
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
    sampler = Sampler(document, SAMPLE_ADDRESS, whole=False)
    path, query, headers = _parameters(operation, recorded[0][0] if recorded else {}, sampler)
    for credential in operation.usual_credentials:
        key = next(iter(keys or credential.placeholders), "any-key")
        if credential.location == "query":
            query[credential.name] = key
        elif credential.location == "cookie":
            headers["cookie"] = f"{credential.name}={key}"
        else:
            headers[credential.name] = credential.value(key)
    bodies = [*_valid_examples(operation), *(body for _, body in recorded)]
    content_type, body, options = _body(operation, bodies, sampler)
    if content_type:
        headers["content-type"] = content_type
    url = base_url + path + (f"?{urlencode(query, doseq=True)}" if query else "")
    listed = [(name, str(value)) for name, value in headers.items()]
    return curl_line(operation.method, url, listed, body, options=options)


def _parameters(
    operation: Operation, recorded: Mapping[str, Any], sampler: Sampler
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The path, the query and the headers of a call: what was recorded, and what has to be there."""
    path, query, headers = operation.path, dict[str, Any](operation.constants), dict[str, Any]()
    for parameter in operation.parameters:
        value = recorded.get(parameter.name)
        if value is None and parameter.required and parameter.const is None:
            value = _sampled(sampler, parameter)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(str(value), safe=""))
        elif value is not None and parameter.location in ("query", "header"):
            (query if parameter.location == "query" else headers)[parameter.name] = value
    return path, query, headers


def _sampled(sampler: Sampler, parameter: Parameter) -> Any:
    try:
        return sampler.sample(parameter.schema.schema, parameter.name)
    except NoSample:
        return "1"


def _body(operation: Operation, bodies: Iterable[Any], sampler: Sampler) -> tuple[str, bytes, list[str]]:
    """The type and the text of a body, and what curl is told to make one of fields or of a file itself."""
    kind = next(filter(is_json, operation.bodies), next(iter(operation.bodies), ""))
    if is_json(kind):
        texts = (text for text in map(_written, bodies) if len(text) <= _LONGEST_LINE)
        return kind, next(texts, b"") or _written(_fields(operation.bodies[kind], sampler)), []
    if is_form(kind):
        fields = _fields(operation.bodies[kind], sampler)
        if kind == FORM:
            return kind, urlencode(fields, doseq=True).encode(), []
        return (
            "",
            b"",
            [word for name, value in fields.items() for word in ("--form", quoted(f"{name}={_field(value)}"))],
        )
    return kind, b"", ["--data-binary", _FILE] if kind else []


def _fields(schema: BodySchema | None, sampler: Sampler) -> Any:
    try:
        return sampler.sample(schema.schema) if schema else {}
    except NoSample:
        return {}


def _field(value: Any) -> str:
    return value if isinstance(value, str) else _written(value).decode()


def _valid_examples(operation: Operation) -> Iterator[Any]:
    for example in operation.body_examples:
        try:
            yield check_body(operation, {}, orjson.dumps(example)).body
        except (Rejection, TypeError):
            continue


def _written(body: Any) -> bytes:
    return orjson.dumps(body, default=str)
