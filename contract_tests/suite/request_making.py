"""Whole requests of an operation: with its parameters, its key and a body of a type that it takes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.media_types import FORM, MULTIPART, is_form, is_json
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import Schema, at, branches

from .asked_values import BETWEEN, style_of
from .contract import Contract
from .decoded_pictures import decoded
from .made_values import NoValue
from .schema_values import encoded_picture
from .wire import Sent

_BOUNDARY = "between-the-parts-of-a-form"
_KINDS = {"image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_MARKS = {"label": ".", "matrix": ";"}
_OF_STYLES = ".,;="  # what the styles of a path put beside values, which is written as it is


def request_of(
    contract: Contract, operation: Operation, body: Any = None, given: Mapping[str, Any] | None = None
) -> Sent:
    """Return a request with a body, with all that its operation needs beside it.

    Args:
        contract: the document, and the key.
        operation: the operation.
        body: the body, for JSON and forms as the value that it holds; None for none.
        given: parameters by their names, headers in lower case; what is required and not among them gets a value that
            is shown or made.
    """
    target = operation.path
    query: list[tuple[str, str]] = list(operation.constants.items())
    headers: list[tuple[str, str]] = []
    cookies: list[tuple[str, str]] = []
    for location, name, text in _parameter_texts(contract, operation, given or {}):
        if location == "path":
            target = target.replace(f"{{{name}}}", quote(text, safe=_OF_STYLES))
        else:
            {"query": query, "cookie": cookies}.get(location, headers).append((name, text))
    for credential in operation.usual_credentials:
        pair = credential.name, credential.value(contract.target.api_key)
        written_there = {"query": query, "cookie": cookies}.get(credential.location, headers)
        if pair not in written_there:  # two schemes may be of one header
            written_there.append(pair)
    if query:
        target += f"?{urlencode(query)}"
    if cookies:
        headers.append(("cookie", "; ".join(f"{name}={text}" for name, text in cookies)))
    content = b""
    if body is not None:
        media_type, content = _encoded(contract, operation, body)
        headers.append(("content-type", media_type))
    return Sent(operation.method, target, tuple(headers), content)


def written(body: Any) -> bytes:
    """Write a body as JSON."""
    return orjson.dumps(body)


def usual_media_type(operation: Operation) -> str:
    """Return the type that bodies of an operation are sent as: JSON, else a form, else the first; empty for none."""
    kinds = (*filter(is_json, sorted(operation.bodies)), *filter(is_form, operation.bodies), *operation.bodies)
    return next(iter(kinds), "")


def base_bodies(contract: Contract, operation: Operation) -> Iterator[tuple[str, Any]]:
    """Yield a valid body for each shape that the operation takes: the shortest documented one, else one made up."""
    if not operation.bodies:
        yield "no_body", None
    elif operation.body is None:
        yield from _other_bodies(contract, operation)
    else:
        for index, shape in enumerate(operation.body.shapes):
            fitting = [*_shown_bodies(contract, operation, shape)]
            fitting = fitting or [*_made_bodies(contract, operation, shape)]
            if fitting:
                yield f"body_{index + 1}", min(fitting, key=lambda body: len(written(body)))


def _shown_bodies(contract: Contract, operation: Operation, shape: BodySchema) -> Iterator[Any]:
    assert operation.body is not None
    for example in operation.body_examples:
        if operation.body.problem(example) is None and operation.body.shape_of(example) is shape:
            yield example
    for recorded in contract.recorded(operation):
        if recorded.request is not None and recorded.request.shape is shape:
            yield recorded.request.body


def _made_bodies(contract: Contract, operation: Operation, shape: BodySchema) -> Iterator[Any]:
    """Yield a body of one shape; nothing where none is found that the whole document allows."""
    assert operation.body is not None
    leaves = branches(contract.facts[operation.operation_id].body_schema, contract.document.resolve)
    for leaf, known in zip(leaves, operation.body.shapes, strict=True):
        if known is shape:
            try:
                made = contract.values.value(leaf)
            except NoValue:
                return
            if operation.body.fits(made) and operation.body.shape_of(made) is shape:
                yield made


def _other_bodies(contract: Contract, operation: Operation) -> Iterator[tuple[str, Any]]:
    """Yield a body that is no JSON: the fields of a form, or as many bytes as its type needs."""
    media_type = usual_media_type(operation)
    if not is_form(media_type):
        yield "body_1", _picture(media_type) if media_type.startswith("image/") else b"text"
        return
    schema = _media_schema(contract, operation, media_type)
    try:
        made = contract.values.value(schema)
    except NoValue:
        return
    if isinstance(made, dict):
        yield "body_1", made


def _media_schema(contract: Contract, operation: Operation, media_type: str) -> Schema:
    request = contract.document.dereferenced(operation.node["requestBody"])
    media: Mapping[str, Any] = next(
        media for name, media in request["content"].items() if name.lower().startswith(media_type)
    )
    schema: Schema = media.get("schema", {})
    return schema


def _encoded(contract: Contract, operation: Operation, body: Any) -> tuple[str, bytes]:
    media_type = usual_media_type(operation)
    if isinstance(body, bytes):
        return media_type.replace("*/*", "application/octet-stream").replace("image/*", "image/png"), body
    if media_type == FORM:
        return FORM, urlencode([pair for name, value in body.items() for pair in _fields(name, value)]).encode()
    if media_type != MULTIPART:
        return media_type or "application/json", written(body)
    schema = _media_schema(contract, operation, media_type)
    files = [part for name, value in body.items() for part in _parts(contract, schema, name, value)]
    kind = f"{MULTIPART}; boundary={_BOUNDARY}"
    return kind, httpx.Request("POST", "http://form.invalid", files=files, headers={"content-type": kind}).read()


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    for each in value if isinstance(value, list) else [value]:
        yield name, each if isinstance(each, str) else json.dumps(each)


def _parts(contract: Contract, schema: Schema, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a form; a field that holds a file has a picture in it, whatever text stands for that."""
    is_file = contract.holds_file(schema, name)
    for each, text in _fields(name, value):
        yield each, (f"{name}.png", _picture("image/png"), "image/png") if is_file else (None, text)


def _parameter_texts(
    contract: Contract, operation: Operation, given: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Yield place, name and text of each parameter that a request needs, or is given."""
    for node in contract.parameters(operation):
        location = node["in"]
        name = node["name"].lower() if location == "header" else node["name"]
        if location == "query" and name in operation.constants:
            continue
        if name in given:
            value = given[name]
        elif location == "path" or node.get("required"):
            value = _shown_value(contract, operation, node, name)
        else:
            continue
        yield from ((location, each, text) for each, text in _styled(node, name, value))


def _shown_value(contract: Contract, operation: Operation, node: Mapping[str, Any], name: str) -> Any:
    """A value of a parameter: an id of a task that is shown, an example, else one made up."""
    if (task_id := _task_id(contract, operation, name)) is not None:
        return task_id
    content = next(iter(node.get("content", {}).values()), node)
    shown = [holder["example"] for holder in (node, content) if "example" in holder]
    named = [contract.document.dereferenced(example) for example in node.get("examples", {}).values()]
    shown += [example["value"] for example in named if "value" in example]
    schema = content.get("schema", {})
    shown += [schema["example"]] if "example" in schema else []
    try:
        return contract.values.value(schema, [*shown, "1"] if node["in"] == "path" else shown)
    except NoValue:
        return "1"


def _task_id(contract: Contract, operation: Operation, name: str) -> str | None:
    submit = contract.document.submits.get(operation.operation_id)
    if submit is None or submit.task_link is None or submit.task_link.id_in_poll[-1] != name:
        return None
    shown = [example.value for example in submit.examples]
    recorded = [i.body for i in contract.recorded(submit)]
    found = (at(answer, submit.task_link.id_in_answer) for answer in (*recorded, *shown))
    return next((value for value in found if isinstance(value, str)), None)


def _styled(node: Mapping[str, Any], name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield a parameter's names and texts as its style has them."""
    style, explode = style_of(node)
    if node.get("content"):
        yield name, json.dumps(value)
    elif isinstance(value, dict) and style == "deepObject":
        yield from ((f"{name}[{key}]", _text(below)) for key, below in value.items())
    elif isinstance(value, dict) and style == "form" and explode:
        yield from ((key, _text(below)) for key, below in value.items())
    elif isinstance(value, list) and style == "form" and explode:
        yield from ((name, _text(each)) for each in value)
    else:
        yield name, _in_one(name, style, explode, value)


def _in_one(name: str, style: str, explode: bool, value: Any) -> str:
    """A value in one text, each part of it after what its style puts between parts."""
    mark = _MARKS.get(style, "")
    between = mark if explode and mark else BETWEEN.get(style, ",")
    own = f"{name}=" if style == "matrix" else ""
    if isinstance(value, dict) and explode:
        return mark + between.join(f"{key}={_text(below)}" for key, below in value.items())
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    texts = [_text(each) for each in (value if isinstance(value, list) else [value])]
    return mark + own + (between + (own if explode else "")).join(texts)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _picture(media_type: str) -> bytes:
    return decoded(encoded_picture(_KINDS.get(media_type, "PNG"), 8, 8))
