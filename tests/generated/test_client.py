"""The generated clients keep their promises: every gateway, every operation, every model.

Nothing here knows a gateway, and what a document says of its client is held in test_client_checks.py: here is what no
document says. Operations come from the package and answers from the examples of the documents, so a new document is
covered as it is generated.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import importlib
import inspect
import json
import pickle
import pkgutil
import re
import subprocess
import sys
import traceback
import tracemalloc
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
import httpx
import jsonschema_rs
import pytest
import yaml

import image_gateways
from image_gateways import sending
from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS

ROOT = Path(__file__).parents[2]
PACKAGE = Path(image_gateways.__path__[0])
TOKEN = "sk-9f3c-never-to-be-seen"

# Public signatures in which a document asks for Any, as "gateway.operation_id" or "gateway.Model.field".
ANY_ASKED_FOR: set[str] = set()

Json = Any


# --- what there is ----------------------------------------------------------------------------------------------------


@functools.cache
def document(gateway: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((ROOT / "openapi" / f"{gateway}.yaml").read_bytes(), yaml.CSafeLoader)
    return loaded


def resolve(gateway: str, node: Json) -> Json:
    """Follow `$ref` until something else is found."""
    while isinstance(node, dict) and "$ref" in node:
        target: Json = document(gateway)
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def example_values(gateway: str, content: dict[str, Any]) -> list[Json]:
    media_type = resolve(gateway, content)["content"]["application/json"]
    return [resolve(gateway, example)["value"] for example in media_type.get("examples", {}).values()]


@dataclass(frozen=True)
class Operation:
    """One operation: its generated module and what the document says of it."""

    gateway: str
    operation_id: str
    module: types.ModuleType
    path: str
    described: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.gateway}.{self.operation_id}"

    @property
    def errors(self) -> types.ModuleType:
        return importlib.import_module(f"image_gateways.{self.gateway}.errors")

    @property
    def body(self) -> Json:
        return example_values(self.gateway, self.described["requestBody"])[0]

    def hints(self, function: str) -> dict[str, Any]:
        return function_hints(getattr(self.module, function), self.gateway)

    def examples(self, kind: str) -> list[tuple[int, Json]]:
        """The documented answers; a range is stood for by an odd number. A 2xx may be an "error", by its body."""
        return self._examples[kind]

    @functools.cached_property
    def _examples(self) -> dict[str, list[tuple[int, Json]]]:
        found: dict[str, list[tuple[int, Json]]] = {"success": [], "error": []}
        for pattern, response in self.described["responses"].items():
            for value in example_values(self.gateway, response):
                succeeded = pattern.startswith("2") and not any(error.is_valid(value) for error in self.error_schemas)
                found["success" if succeeded else "error"].append((int(pattern.replace("XX", "77")), value))
        return found

    @functools.cached_property
    def error_schemas(self) -> list[jsonschema_rs.Draft202012Validator]:
        components = document(self.gateway)["components"]
        return [
            jsonschema_rs.Draft202012Validator({**media["schema"], "components": components})
            for pattern, response in self.described["responses"].items()
            for media in (resolve(self.gateway, response).get("content", {}).get("application/json"),)
            if media and not pattern.startswith("2")
        ]

    def documents(self, status: int) -> bool:
        patterns = self.described["responses"]
        return str(status) in patterns or f"{status // 100}XX" in patterns or "default" in patterns

    def arguments(self) -> dict[str, Any]:
        """What the function needs beside the client, from the document's first example."""
        arguments: dict[str, Any] = {}
        for name, parameter in inspect.signature(self.module.sync_detailed).parameters.items():
            hint = self.hints("sync_detailed")[name]
            if name == "body":
                arguments[name] = read_as(hint, self.body)
            elif name != "client" and parameter.default is inspect.Parameter.empty:
                arguments[name] = {str: "7311", int: 7311}[hint]
        return arguments


def find_operations() -> Iterator[Operation]:
    for gateway in GATEWAYS:
        by_id = {
            operation["operationId"]: (path, operation)
            for path, item in document(gateway)["paths"].items()
            for operation in item.values()
            if isinstance(operation, dict) and "operationId" in operation
        }
        api = importlib.import_module(f"image_gateways.{gateway}.api")
        for info in pkgutil.walk_packages(api.__path__, f"{api.__name__}."):
            if not info.ispkg:
                operation_id = info.name.rpartition(".")[2]
                path, described = by_id.pop(operation_id)
                module = importlib.import_module(info.name)
                yield Operation(gateway, operation_id, module, path, described)
        assert not by_id, f"{gateway} has no function for {sorted(by_id)}"


# Of other documents nobody promised what is asked here of models and answers; golden/ is about their clients.
GATEWAYS = sorted(document.gateway for document in load_documents(DOCUMENTS) if document.asks_for_house_rules)
OPERATIONS = list(find_operations())

each_gateway = pytest.mark.parametrize("gateway", GATEWAYS)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
each_operation_with_a_body = pytest.mark.parametrize(
    "operation", [operation for operation in OPERATIONS if "requestBody" in operation.described], ids=str
)
sync_and_async = pytest.mark.parametrize("flavour", ["sync", "asyncio"])


# --- calling ----------------------------------------------------------------------------------------------------------


class Server(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Gives every request the same answer, or raises it, and remembers the requests."""

    def __init__(self, status: int = 200, content: bytes = b"", error: Exception | None = None) -> None:
        self.status, self.content, self.error = status, content, error
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.error:
            raise self.error
        headers = {"Content-Type": "application/json", "X-Request-Id": "of-this-answer"}
        return httpx.Response(self.status, content=self.content, headers=headers)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def client_of(gateway: str, server: Server | None = None, **settings: Any) -> Any:
    package = importlib.import_module(f"image_gateways.{gateway}")
    settings = {"base_url": "https://gateway.invalid", "token": TOKEN} | settings
    return package.AuthenticatedClient(httpx_args={"transport": server or Server()}, **settings)


def call(operation: Operation, function: str, server: Server, body: Any = None, **settings: Any) -> Any:
    """Call sync, sync_detailed, asyncio or asyncio_detailed as the document's first example does, or with this body."""
    client = client_of(operation.gateway, server, **settings)
    arguments = operation.arguments() | ({"body": body} if body else {})
    called = getattr(operation.module, function)(client=client, **arguments)
    return asyncio.run(called) if inspect.iscoroutine(called) else called


def built(operation: Operation, base_url: str = "https://gateway.invalid", **arguments: Any) -> httpx.Request:
    """What an operation would send through an httpx client of one's own, without the key."""
    with httpx.Client(base_url=base_url) as http:
        parts = operation.module.build_request(**operation.arguments() | arguments)
        return sending.httpx_request(http, parts)


def answer(status: int, value: Json) -> Server:
    return Server(status, json.dumps(value, ensure_ascii=False).encode())


# --- types ------------------------------------------------------------------------------------------------------------


def members(hint: Any) -> tuple[Any, ...]:
    """The types in a union; the type itself if it is none."""
    return typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)


def read_as(hint: Any, value: Json) -> Any:
    """The value as the first member of the hint that takes it and gives it back unchanged."""
    for member in members(hint):
        try:
            read = member.from_dict(value)
        except (TypeError, ValueError, KeyError):
            continue
        written = read.to_dict()
        if written | value == written:
            return read
    raise AssertionError(f"{hint} has no form for {value}")


@functools.cache
def models_of(gateway: str) -> dict[str, type]:
    models = importlib.import_module(f"image_gateways.{gateway}.models")
    return {name: getattr(models, name) for name in models.__all__}


@functools.cache
def function_hints(function: Callable[..., Any], gateway: str) -> dict[str, Any]:
    """The annotations of a function, which are texts until they are asked for."""
    return typing.get_type_hints(function, localns=models_of(gateway))


@functools.cache
def field_hints(model: type) -> dict[str, Any]:
    """The annotations of a model, whose modules name one another only while types are checked."""
    gateway = model.__module__.split(".")[1]
    hints = typing.get_type_hints(model, localns=models_of(gateway))
    return {field.name: hints[field.name] for field in attrs.fields(model)}


def is_true_to(hint: Any, value: Any) -> bool:
    """Whether a value has the type it is annotated with, all the way down."""
    return truth_of(hint)(value)


@functools.cache
def truth_of(hint: Any) -> Callable[[Any], bool]:
    """What tells whether a value has a type: to take a hint apart takes longer than to look at a value."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return lambda _: True
    if origin in (types.UnionType, typing.Union):
        return lambda value: any(is_true_to(member, value) for member in arguments)
    if origin is typing.Literal:
        return lambda value: value in arguments
    if origin is list:
        return lambda value: isinstance(value, list) and all(is_true_to(arguments[0], item) for item in value)
    if origin is dict:
        return lambda value: isinstance(value, dict) and all(is_true_to(arguments[1], item) for item in value.values())
    if not attrs.has(hint):
        taken = (int, float) if hint is float else hint
        return lambda value: isinstance(value, taken) and (hint is bool or not isinstance(value, bool))
    fields = field_hints(hint).items()
    return lambda value: isinstance(value, hint) and all(is_true_to(of, getattr(value, name)) for name, of in fields)


def answer_models(gateway: str) -> set[type]:
    """Every model that can be reached from an answer."""
    found: set[type] = set()
    waiting = [operation.hints("sync_detailed")["return"] for operation in OPERATIONS if operation.gateway == gateway]
    while waiting:
        hint = waiting.pop()
        waiting += [argument for argument in typing.get_args(hint) if not isinstance(argument, str | int)]
        if inspect.isclass(hint) and attrs.has(hint) and hint not in found and hint.__module__.count(".models."):
            found.add(hint)
            waiting += field_hints(hint).values()
    return found


def paths(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value within a JSON value, its own included."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


def at(value: Json, path: Iterable[Any]) -> Json:
    return functools.reduce(lambda node, key: node[key], path, value)


def replaced(value: Json, path: tuple[Any, ...], by: Json) -> Json:
    """A copy in which the value at the path is another."""
    if not path:
        return by
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], by)
    return changed


# --- types that a user sees -------------------------------------------------------------------------------------------


@each_operation
@pytest.mark.parametrize("function", ["sync", "sync_detailed", "asyncio", "asyncio_detailed"])
def test_no_signature_of_a_function_has_an_any_that_the_document_did_not_ask_for(
    operation: Operation, function: str
) -> None:
    hints = operation.hints(function)
    assert set(hints) == {*inspect.signature(getattr(operation.module, function)).parameters, "return"}
    assert str(operation) in ANY_ASKED_FOR or "typing.Any" not in str(hints)


@each_gateway
def test_no_field_of_a_model_has_an_any_that_the_document_did_not_ask_for(gateway: str) -> None:
    found = {
        f"{gateway}.{name}.{field.name}"
        for name, model in models_of(gateway).items()
        if attrs.has(model)
        for field in attrs.fields(model)
        if field.init and "typing.Any" in str(field_hints(model)[field.name])
    }
    assert found <= ANY_ASKED_FOR


@each_gateway
def test_every_model_is_named_by_the_document_and_none_after_the_place_where_it_was_found(gateway: str) -> None:
    named = {name.replace("_", "").lower() for name in document(gateway)["components"]["schemas"]}
    assert {name for name in models_of(gateway) if name.lower() not in named} == set()


@each_gateway
def test_a_documented_error_is_typed_with_the_error_bodies_of_its_gateway(gateway: str) -> None:
    errors = importlib.import_module(f"image_gateways.{gateway}.errors")
    hint = typing.get_type_hints(errors.ErrorResponse, localns=models_of(gateway))["error"]
    of_operations = {
        member
        for operation in OPERATIONS
        if operation.gateway == gateway
        for member in members(typing.get_args(operation.hints("sync_detailed")["return"])[0])
        if member not in members(operation.hints("sync")["return"])
    }
    assert set(members(hint)) == of_operations


@each_gateway
def test_an_enumeration_says_of_itself_what_its_schema_says(gateway: str) -> None:
    enumerations = {name: model for name, model in models_of(gateway).items() if issubclass(model, Enum)}
    assert enumerations
    for name, enumeration in enumerations.items():
        said = document(gateway)["components"]["schemas"][name]["description"]
        assert (enumeration.__doc__ or "").split() == said.split()


@each_gateway
def test_a_value_that_a_server_may_add_to_an_enumeration_survives(gateway: str) -> None:
    closed = {
        f"{model.__name__}.{name}"
        for model in answer_models(gateway)
        for name, hint in field_hints(model).items()
        for member in members(hint)
        if inspect.isclass(member) and issubclass(member, Enum) and not {str, int} & set(members(hint))
    }
    assert closed == set()


def test_importing_operations_imports_no_model() -> None:
    names = {operation.module.__name__ for operation in OPERATIONS}
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert names <= set(done.stdout.split())
    assert not re.search(r"image_gateways\.\w+\.models\.", done.stdout)


@each_gateway
def test_a_package_of_models_lists_them_all_and_knows_no_other_name(gateway: str) -> None:
    models = importlib.import_module(f"image_gateways.{gateway}.models")
    assert set(models_of(gateway)) <= set(dir(models))
    with pytest.raises(AttributeError, match="has no attribute 'NoSuchModel'"):
        _ = models.NoSuchModel


# --- answers ----------------------------------------------------------------------------------------------------------


@each_operation
@sync_and_async
def test_an_undocumented_status_is_raised_and_kept_by_detailed(operation: Operation, flavour: str) -> None:
    # 499, 520 and 599 are no HTTPStatus; 302 is not followed.
    undocumented = [status for status in (201, 302, 404, 499, 520, 599, 699) if not operation.documents(status)]
    assert undocumented
    for status in undocumented:
        server = Server(status, b"<html>nothing to see</html>")
        with pytest.raises(operation.errors.UnexpectedStatus, match=f"{operation.operation_id}.*{status}.*to see"):
            call(operation, flavour, server)
        detailed = call(operation, f"{flavour}_detailed", server)
        assert (detailed.status_code, detailed.content) == (status, server.content)
        assert type(detailed.status_code) is int
        assert detailed.parsed is None
        assert detailed.parse_error is None


UNREADABLE = {
    "html": b"<html><h1>502 Bad Gateway</h1></html>",
    "nothing": b"",
    "cut short": b'{"code": 10000, "data": {"ima',
    "in another charset": '{"message": "参数错误"}'.encode("gb18030"),
    "an array": b"[]",
    "null": b"null",
    "a number": b"7",
    "an empty string": b'""',
    "an array of pairs": b'[["code", 10000]]',
    "an empty object": b"{}",
    "nested without end": b"[" * 200_000,
    "a picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
}


@each_operation
@sync_and_async
@pytest.mark.parametrize("body", UNREADABLE)
def test_an_unreadable_body_is_raised_with_its_cause_and_kept_by_detailed(
    operation: Operation, flavour: str, body: str
) -> None:
    statuses = sorted({status for kind in ("success", "error") for status, _ in operation.examples(kind)})
    # Of each status it is seen by one body, and of each body by the first and the last status: they are read alike.
    for status in statuses if body == "an array" else {statuses[0], statuses[-1]}:
        server = Server(status, UNREADABLE[body])
        detailed = call(operation, f"{flavour}_detailed", server)
        assert (detailed.status_code, detailed.content, detailed.parsed) == (status, server.content, None)
        with pytest.raises(operation.errors.UnreadableResponse) as raised:
            call(operation, flavour, server)
        assert type(raised.value.__cause__) is type(detailed.parse_error)
        assert isinstance(raised.value.__cause__, Exception)
        assert (raised.value.status_code, raised.value.content) == (status, server.content)


@each_operation
def test_an_answer_of_other_types_than_documented_is_unreadable_or_true_to_its_annotations(
    operation: Operation,
) -> None:
    models = members(typing.get_args(operation.hints("sync_detailed")["return"])[0])
    others: list[Json] = [None, True, 7, 7.5, "text", [], ["text"], [{}], {}, {"text": "text"}]
    for _, value in operation.examples("success") + operation.examples("error"):
        for path in paths(value):
            for other in others:
                changed = replaced(value, path, other)
                for model in models:
                    try:
                        read = model.from_dict(changed)
                    except (TypeError, ValueError, KeyError):
                        continue
                    assert is_true_to(model, read), f"{model.__name__} took {other!r} at {path}"
                    assert read.to_dict() == changed, f"{model.__name__} made something else of {other!r} at {path}"


@each_operation
def test_a_whole_number_may_be_written_with_a_fraction_and_a_number_without_one(operation: Operation) -> None:
    for status, value in operation.examples("success") + operation.examples("error"):
        for path in paths(value):
            number = at(value, path)
            if type(number) in (int, float) and number == int(number):
                changed = replaced(value, path, float(number) if type(number) is int else int(number))
                detailed = call(operation, "sync_detailed", answer(status, changed))
                assert detailed.parse_error is None, f"at {path}"
                assert is_true_to(typing.get_args(operation.hints("sync_detailed")["return"])[0], detailed.parsed)


@each_operation
def test_an_answer_that_was_copied_or_pickled_is_the_same_json(operation: Operation) -> None:
    for status, value in operation.examples("success") + operation.examples("error"):
        parsed = call(operation, "sync_detailed", answer(status, value)).parsed
        for again in (copy.deepcopy(parsed), pickle.loads(pickle.dumps(parsed))):
            assert again == parsed
            assert json.loads(json.dumps(again.to_dict())) == value


# --- requests ---------------------------------------------------------------------------------------------------------


@each_operation
@sync_and_async
def test_what_is_sent_is_what_is_built_and_what_comes_back_is_what_is_parsed(
    operation: Operation, flavour: str
) -> None:
    base_url = "https://gateway.invalid/behind/a/prefix/"
    request = built(operation, base_url)
    path = re.sub(r"\{\w+\}", "7311", operation.path.partition("#")[0])
    assert str(request.url.copy_with(query=None)) == base_url.rstrip("/") + path
    for status, value in operation.examples("success") + operation.examples("error"):
        server = answer(status, value)
        detailed = call(operation, f"{flavour}_detailed", server, base_url=base_url)
        [sent] = server.requests
        assert sent.headers.pop("Authorization") == f"Bearer {TOKEN}"
        assert (sent.method, sent.url, sent.headers, sent.content) == (
            *(request.method, request.url, request.headers),
            request.read(),
        )
        assert detailed == operation.module.parse_response(server.handle_request(sent))


PIECE = sending.LONG

# What a body may hold beside what is documented. json.dumps does not write the long ASCII strings itself.
LONG = "".join(map(chr, range(128))) * 5000
ADDED: dict[str, Json] = {
    "nothing": None,
    "a picture": "iVBORw0KGgo=" * 50_000,
    "long texts": [LONG, {LONG: [(LONG, LONG + "猫"), "猫" * 300_000]}, "", LONG],
    "texts about as long as a piece": ["x" * (PIECE * pieces + more) for pieces in (1, 2) for more in (-1, 0, 1)],
    "odd values": [10**30, 1e16, -0.0, True, None, {7: "seven", None: "null"}, ("a", ()), '\x00\x7f\u2028"\\/'],
}


@each_operation_with_a_body
@pytest.mark.parametrize("added", ADDED)
def test_a_body_is_sent_byte_for_byte_as_httpx_sends_json(operation: Operation, added: str) -> None:
    examples = list(example_values(operation.gateway, operation.described["requestBody"]))
    for example in examples if added == "nothing" else examples[:1]:
        body = read_as(operation.hints("sync")["body"], example)
        body["x_added"] = ADDED[added]
        sent = built(operation, body=body)
        expected = httpx.Request(sent.method, sent.url, json=body.to_dict())
        assert sent.read() == expected.content
        for header in ("Content-Type", "Content-Length"):
            assert sent.headers[header] == expected.headers[header]


@each_operation_with_a_body
@pytest.mark.parametrize("long", [[], [LONG]], ids=["short", "long"])
@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (float("nan"), ValueError),
        (float("-inf"), ValueError),
        ("\udfff", ValueError),
        ("猫\ud800", ValueError),
        ("猫\ud800" * 150_000, ValueError),
        ({"a", "set"}, TypeError),
        (b"bytes", TypeError),
    ],
    ids=["nan", "-inf", "surrogate", "text with a surrogate", "long text with surrogates", "set", "bytes"],
)
def test_a_body_that_json_cannot_hold_is_refused_before_anything_is_sent(
    operation: Operation, value: Any, refusal: type[Exception], long: list[str]
) -> None:
    body = read_as(operation.hints("sync")["body"], operation.body)
    body["x_added"] = [value, *long]
    with pytest.raises(refusal):
        built(operation, body=body)


@each_operation_with_a_body
@sync_and_async
def test_a_long_body_goes_to_the_socket_in_pieces_and_whole_again_after_a_redirect(
    operation: Operation, flavour: str
) -> None:
    body = read_as(operation.hints("sync")["body"], operation.body)
    body["x_added"] = LONG
    sent: list[list[bytes]] = []

    class Network(Server):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            sent.append(list(typing.cast(Iterable[bytes], request.stream)))
            return httpx.Response(500 if request.url.path == "/elsewhere" else 307, headers={"Location": "/elsewhere"})

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            pieces = [piece async for piece in typing.cast(httpx.AsyncByteStream, request.stream)]
            answered = self.handle_request(request)
            assert sent[-1] == pieces
            return answered

    call(operation, f"{flavour}_detailed", Network(), body=body, follow_redirects=True)
    assert len(sent) == 2
    for pieces in sent:
        assert b"".join(pieces) == httpx.Request("POST", "https://gateway.invalid", json=body.to_dict()).content
        assert max(map(len, pieces)) <= PIECE


def test_a_picture_is_written_in_less_than_twice_its_own_memory() -> None:
    picture = "iVBORw0KGgo=" * 500_000
    tracemalloc.start()
    try:
        written = sending.encode_json({"binary_data_base64": [picture]})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(written) > len(picture)
    assert peak < 2 * len(picture)


@each_operation
@sync_and_async
@pytest.mark.parametrize("error", [None, httpx.ReadTimeout("too late"), httpx.ConnectError("refused")])
def test_a_call_is_sent_once_whatever_comes_of_it(operation: Operation, flavour: str, error: Exception | None) -> None:
    server = Server(429, error=error)
    with pytest.raises((operation.errors.ApiError, httpx.RequestError)):
        call(operation, flavour, server)
    assert len(server.requests) == 1


@each_operation
@sync_and_async
def test_an_answer_is_waited_for_300_seconds_and_a_connection_10(operation: Operation, flavour: str) -> None:
    server = Server(500)
    call(operation, f"{flavour}_detailed", server)
    call(operation, f"{flavour}_detailed", server, timeout=httpx.Timeout(3))
    call(operation, f"{flavour}_detailed", server, timeout=None)
    by_default, given, none = [request.extensions["timeout"] for request in server.requests]
    assert (by_default["read"], by_default["connect"]) == (300, 10)
    assert set(given.values()) == {3}
    assert set(none.values()) == {None}


@each_gateway
@pytest.mark.parametrize("built", [False, True], ids=["fresh", "in use"])
def test_a_client_made_from_another_leaves_the_other_as_it_was(gateway: str, built: bool) -> None:
    headers = {"X-First": "1"}
    client = client_of(gateway, headers=headers)
    if built:
        client.get_httpx_client()
        client.get_async_httpx_client()
    changed = client.with_headers({"X-Second": "2"}).with_cookies({"third": "3"}).with_timeout(httpx.Timeout(4))
    for get in ("get_httpx_client", "get_async_httpx_client"):
        before, after = getattr(client, get)(), getattr(changed, get)()
        assert "X-Second" not in before.headers
        assert not before.cookies
        assert before.timeout == httpx.Timeout(300, connect=10)
        assert (after.headers["X-First"], after.headers["X-Second"]) == ("1", "2")
        assert after.headers["Authorization"] == f"Bearer {TOKEN}"
        assert dict(after.cookies) == {"third": "3"}
        assert after.timeout == httpx.Timeout(4)
    assert headers == {"X-First": "1"}


# --- the token --------------------------------------------------------------------------------------------------------


@each_gateway
def test_no_repr_of_a_client_shows_the_token_or_what_else_may_be_secret(gateway: str) -> None:
    client = client_of(gateway, headers={"X-Key": "secret header"}, cookies={"session": "secret cookie"})
    for shown in (client, client.with_timeout(httpx.Timeout(3))):
        shown.get_httpx_client()
        shown.get_async_httpx_client()
        assert TOKEN not in repr(shown) + str(shown)
        assert "secret" not in repr(shown) + str(shown)


@each_operation
@pytest.mark.parametrize("status", [200, 400, 520])
def test_no_error_shows_the_token_even_if_the_server_echoes_it(operation: Operation, status: int) -> None:
    body = f'{{"message": "no such key: {TOKEN} {"x" * 10_000} Bearer {TOKEN}"}}'.encode()
    with pytest.raises(operation.errors.ApiError) as raised:
        call(operation, "sync", Server(status, body))
    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + str(raised.value)
    assert TOKEN not in shown
    assert "no such key: ***" in shown
    assert raised.value.content == body, "the body itself is kept as it arrived"


@each_operation
def test_an_error_says_which_operation_and_status_it_was_and_quotes_the_body_briefly(operation: Operation) -> None:
    body = b"\x1b[2J \r\n" + "太长 ".encode() + b"too long " * 100_000
    with pytest.raises(operation.errors.ApiError) as raised:
        call(operation, "sync", Server(400, body))
    message = str(raised.value)
    assert message.startswith(f"{operation.operation_id}: HTTP 400")
    assert "太长" in message
    assert message.endswith("…")
    assert message.isprintable()
    assert len(message) < 800


@each_operation
def test_an_error_survives_pickling_and_takes_no_token_along(operation: Operation) -> None:
    for status, value in [*operation.examples("error"), (200, "unreadable"), (520, "unexpected")]:
        with pytest.raises(operation.errors.ApiError) as raised:
            call(operation, "sync", answer(status, value))
        pickled = pickle.dumps(raised.value)
        assert TOKEN.encode() not in pickled
        for again in (pickle.loads(pickled), copy.copy(raised.value)):
            assert type(again) is type(raised.value)
            assert str(again) == str(raised.value)
            assert vars(again) == vars(raised.value)


@each_gateway
@pytest.mark.parametrize("token", ["", " ", f"{TOKEN}\n", f" {TOKEN}", f"{TOKEN}\x00", f"{TOKEN}ключ", None])
def test_a_token_that_no_header_can_carry_is_refused_before_anything_is_sent_and_not_shown(
    gateway: str, token: str | None
) -> None:
    with pytest.raises(ValueError, match="token must be") as raised:
        client_of(gateway, token=token)
    assert TOKEN not in str(raised.value)
