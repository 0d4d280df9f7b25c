"""What is generated from a document: a client that sends and reads what it says, or a refusal that names the place.

One client is generated for all, of `documents/awkward.yaml`. What it sends is read by the standard library's parsers.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import datetime
import email.parser
import email.policy
import functools
import importlib
import inspect
import io
import json
import os
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import attrs
import httpx
import pytest

from image_gateways_documents.yaml_text import read_yaml
from openapi.generator.client import make_client
from openapi.generator.refusals import Unfit, differences, invalidities, refusals
from openapi.generator.reserved_names import RESERVED_NAMES
from openapi.generator.schema_places import without_nulls

ROOT = Path(__file__).parents[2]
AWKWARD = Path(__file__).parents[1] / "support" / "documents" / "awkward.yaml"

Json = Any


class Client:
    """The generated package, and what it sends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.models: Any = importlib.import_module(f"{folder.name}.models")

    def module(self, operation: str) -> Any:
        return importlib.import_module(f"{self.folder.name}.api.default.{operation}")

    def answered(self, operation: str, status: int, content: bytes, *path: Any) -> list[Any]:
        """What the blocking and the asyncio function return for an answer."""
        transport = httpx.MockTransport(lambda _: httpx.Response(status, content=content))
        module, package = self.module(operation), importlib.import_module(self.folder.name)
        client = package.Client("https://gateway.invalid", httpx_args={"transport": transport})
        return [module.sync(*path, client=client), asyncio.run(module.asyncio(*path, client=client))]

    def sent(self, operation: str, *path: Any, **arguments: Any) -> httpx.Request:
        """The request that an operation sends; the asyncio one, which has a boundary of its own, sends the same."""
        requests: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            return httpx.Response(200, json={})

        package = importlib.import_module(self.folder.name)
        module = self.module(operation)
        for function in (module.sync_detailed, module.asyncio_detailed):
            client = package.Client("https://gateway.invalid", httpx_args={"transport": httpx.MockTransport(answer)})
            called = function(*path, client=client, **arguments)
            assert (asyncio.run(called) if inspect.iscoroutine(called) else called).parse_error is None
        blocking, other = requests
        assert (other.method, other.url) == (blocking.method, blocking.url)
        assert set(other.headers) == set(blocking.headers)
        return blocking


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("clients")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
        make_client(read_yaml(AWKWARD), folder / "awkward")
        patch.syspath_prepend(folder)
        yield Client(folder / "awkward")


def query(request: httpx.Request) -> dict[str, list[str]]:
    return parse_qs(request.url.query.decode(), keep_blank_values=True, strict_parsing=bool(request.url.query))


# --- what is left out -------------------------------------------------------------------------------------------------


def test_nothing_that_was_left_out_is_sent_wherever_its_default_stands(client: Client) -> None:
    body = client.models.Defaults(must=1)
    request = client.sent("send_defaults", 7, mode="slow", body=body)
    assert request.url.path == "/defaults/7"
    assert query(request) == {"Action": ["Act"], "mode": ["slow"]}
    assert json.loads(request.content) == {"tag": 'it\'s "quoted" \\ \n', "one": "only", "must": 1}
    assert not {"x-trace", "x-level", "cookie"} & set(request.headers)


def test_a_nested_object_and_an_inherited_one_send_nothing_that_was_left_out_either(client: Client) -> None:
    body = client.models.Defaults(must=1, nested=client.models.DefaultsNested())
    assert body.to_dict()["nested"] == {}
    inherited = client.models.Inherited(must=1, added=3)
    assert inherited.to_dict() == {"tag": 'it\'s "quoted" \\ \n', "one": "only", "must": 1, "added": 3}


def test_a_body_that_was_left_out_leaves_no_trace(client: Client) -> None:
    request = client.sent("send_nothing")
    assert request.content == b""
    assert "content-type" not in request.headers


def test_what_was_given_is_sent_also_where_it_is_the_default(client: Client) -> None:
    models = client.models
    given = {
        "inline": 0.5,
        "beside": 0.25,
        "any_of": 3,
        "choice": models.DefaultsChoice('b"c'),
        "optional_tag": "T",
        "flag": True,
        "day": datetime.date(2026, 1, 2),
        "nested": models.DefaultsNested(inner=7),
    }
    arguments = {"mode": "fast", "page": 1, "kind": "K", "level": "low", "referred": 0.5, "x_trace": False}
    arguments["level"] = importlib.import_module("awkward.models.send_defaults_level").SendDefaultsLevel.LOW
    request = client.sent("send_defaults", 3, body=models.Defaults(must=5, **given), session="none", **arguments)
    assert json.loads(request.content).items() >= {"inline": 0.5, "any_of": 3, "choice": 'b"c', "flag": True}.items()
    assert json.loads(request.content).items() >= {"day": "2026-01-02", "nested": {"inner": 7}}.items()
    assert query(request).items() >= {"page": ["1"], "Kind": ["K"], "level": ["low"], "referred": ["0.5"]}.items()
    assert request.headers["X-Trace"] == "false"
    assert SimpleCookie(request.headers["Cookie"])["session"].value == "none"


def test_only_a_required_constant_is_filled_in_for_the_caller(client: Client) -> None:
    with pytest.raises(TypeError, match="must"):
        client.models.Defaults()
    assert client.models.TagApart().to_dict() == {"kind": "apart"}
    filled_in = {
        name: parameter.default
        for name, parameter in inspect.signature(client.module("send_defaults").sync_detailed).parameters.items()
        if parameter.default is not inspect.Parameter.empty and repr(parameter.default) != "UNSET"
    }
    assert filled_in == {"action": "Act"}


# --- texts and values -------------------------------------------------------------------------------------------------

TEXT = 'it\'s "so" \\ {x}\n\u2028\u200d'


def described(schema: str) -> Json:
    return read_yaml(AWKWARD)["components"]["schemas"][schema]


def test_a_constant_and_a_name_with_quotes_and_line_breaks_are_read_and_written_as_they_stand(client: Client) -> None:
    value = {"tag": TEXT, 'odd "name"\n\u2028': 1}
    read = client.models.Texts.from_dict(value)
    assert read.to_dict() == value
    assert not read.additional_properties
    assert typing.get_type_hints(client.models.Texts)["tag"] == typing.Literal[TEXT]
    with pytest.raises(ValueError, match="tag: must match const") as raised:
        client.models.Texts.from_dict(value | {"tag": "other"})
    assert repr(TEXT) in str(raised.value)


def test_every_value_of_an_enumeration_is_kept_as_it_stands(client: Client) -> None:
    assert {choice.value for choice in client.models.Choice} == set(described("Choice")["enum"])
    level = client.models.Level
    assert {member.name: member.value for member in level} == {"SPACED": "a b", "DASHED": "a-b", "CAPITAL": "A"}


def test_what_is_said_of_an_enumeration_cannot_end_its_docstring(client: Client) -> None:
    assert client.models.Level.__doc__.strip() == described("Level")["description"] == '""" \\d"'


def test_an_enumeration_of_which_nothing_is_said_has_a_docstring_all_the_same(client: Client) -> None:
    assert "description" not in described("ZzChoice")
    assert client.models.ZzChoice.__doc__ == "One of the values that the document lists."


@pytest.mark.parametrize("value", ["first", "se'c\"ond", 3])
def test_each_constant_of_a_union_is_taken(client: Client, value: Json) -> None:
    whole = {"tag": TEXT, 'odd "name"\n\u2028': 1, "kind": value}
    assert client.models.Texts.from_dict(whole).to_dict() == whole


@pytest.mark.parametrize(
    "wrong", [{"kind": "third"}, {"kind": True}, {"kind": 4}, {"one": True}, {"yes": 1}, {"yes": "true"}]
)
def test_what_is_no_constant_is_refused_and_true_is_not_one(client: Client, wrong: Json) -> None:
    with pytest.raises((ValueError, TypeError)):
        client.models.Texts.from_dict({"tag": TEXT, 'odd "name"\n\u2028': 1} | wrong)


@pytest.mark.parametrize("value", [3, "3"])
def test_a_union_of_a_text_and_a_number_is_sent_as_what_was_given(client: Client, value: Json) -> None:
    body = client.models.Texts(tag=TEXT, odd_name=1, either=value)
    assert json.loads(json.dumps(body.to_dict()))["either"] == value


def test_values_in_a_path_a_header_a_cookie_and_a_query_are_written_as_json_writes_them(client: Client) -> None:
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    rest = {"flags": [True, False], "day": datetime.date(2026, 1, 2), "x_number": 0.5, "count": 7}
    for either, written in ((True, "true"), ("a/b c", "a/b c")):
        request = client.sent("send_texts", False, moment, either, "é?", x_either=either, **rest)
        path = [unquote(part) for part in request.url.raw_path.partition(b"?")[0].decode().split("/")]
        assert path == ["", "texts", "false", "2026-01-02T03:04:05+00:00", written, "é?"]
        assert query(request) == {"flags": ["true", "false"], "day": ["2026-01-02"]}
        assert (request.headers["X-Either"], request.headers["X-Number"]) == (written, "0.5")
        assert SimpleCookie(request.headers["Cookie"])["count"].value == "7"


# --- names ------------------------------------------------------------------------------------------------------------


def a_value_for(schema: Json) -> Json:
    """A value of a schema of awkward.yaml, every property of an object included."""
    if "$ref" in schema:
        return a_value_for(described(schema["$ref"].rpartition("/")[2]))
    for key in ("const", "enum", "oneOf", "allOf"):
        if key in schema:
            found = schema[key] if key == "const" else schema[key][0]
            return a_value_for(found) if key in ("oneOf", "allOf") else found
    if schema.get("type") == "object":
        return {name: a_value_for(part) for name, part in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [a_value_for(schema["items"])]
    of_type = {"integer": 7, "number": 0.5, "boolean": True, "string": "a text", "null": None}
    of_format = {"date": "2026-01-02", "date-time": "2026-01-02T03:04:05+00:00"}
    of_format["uuid"] = "5e9f3c1a-0000-4000-8000-000000000001"
    return of_format.get(schema.get("format", ""), of_type.get(schema.get("type", "null")))


NAMES = ["Any", "ApiError", "AuthenticatedClient", "BinaryIO", "BytesIO", "Cast", "Client", "Cls", "D", "ErrorResponse"]
NAMES += ["Expect", "File", "Generator", "ImportModule", "Literal", "Mapping", "Modules", "Names", "RequestFiles"]
NAMES += ["Response", "Self", "T", "Task", "TextIO", "TYPE_CHECKING", "TypeVar", "UUID", "Unset", "Zz"]


@pytest.mark.parametrize("schema", NAMES)
def test_a_schema_of_any_name_with_fields_of_any_name_is_read_and_written(client: Client, schema: str) -> None:
    named = {name.replace("_", "").lower(): name for name in client.models.__all__}
    model = getattr(client.models, named[schema.replace("_", "").lower()])
    value = a_value_for(described(schema))
    read = model.from_dict(copy.deepcopy(value))
    assert read.to_dict() == value
    assert read.additional_properties == {}
    assert len(attrs.fields(model)) == len(value) + 1


def test_an_array_and_a_field_with_the_name_of_its_items_are_kept_apart(client: Client) -> None:
    value = a_value_for(described("Names")) | {"items": [{"id": "1"}, {"id": "2"}], "added": {"id": "3"}}
    value["lines"] = value["items"]
    read = client.models.Names.from_dict(value)
    assert [item.id for item in read.items] == ["1", "2"]
    assert (read.items_item, read.items_item_data, read.lines_item) == ("a text", "a text", "a text")
    assert read.additional_properties["added"].id == "3"
    assert read.to_dict() == value


def test_a_parameter_of_any_name_is_sent_under_it(client: Client) -> None:
    parameters = read_yaml(AWKWARD)["paths"]["/names"]["post"]["parameters"]
    names = [parameter["name"] for parameter in parameters if parameter["name"] != "when"]
    taken = {"client": "client_query", "url": "url_query"}  # the generator's own way out
    arguments = {f"{name}_" if name in RESERVED_NAMES else taken.get(name, name): f"of {name}" for name in names}
    body = client.models.Names.from_dict(a_value_for(described("Names")))
    request = client.sent("send_names", body=body, when=[datetime.date(2026, 1, 2)], **arguments)
    assert query(request) == {"when": ["2026-01-02"]} | {name: [f"of {name}"] for name in names}
    assert json.loads(request.content) == a_value_for(described("Names"))


def own_names(tree: ast.AST) -> Iterator[str]:
    """The names in a generated module that no document gave it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


# In operations: what lies outside of the functions that have parameters, and what a parameter is called by itself.
APART = {"annotations", "body", "client", "error", "errors", "httpx", "k", "response", "sync", "asyncio", "v"}
APART |= {"TYPE_CHECKING", "attrs", "cast", "define", "field", "key", "value", "json", "files", "data", "model"}
# What no class has as its name, and nothing uses that has parameters of a document.
APART |= {"cls", "d", "prop", "prop_name", "src_dict"}
APART |= {"array", "as_text", "constant", "expect", "file", "kind", "nullable", "optional", "required", "union"}
APART |= {"from_response", "read_response"}


@pytest.mark.parametrize("module", ["models/zz.py", "models/zz_form.py", "api/default/zz_operation.py"])
def test_every_name_that_the_templates_use_is_reserved_or_no_document_can_give_it(client: Client, module: str) -> None:
    tree = ast.parse((client.folder / module).read_text("utf-8"))
    python = {"self", "datetime", *dir(__import__("builtins"))}
    given = {name for name in own_names(tree) if name.startswith("_") or "zz" in name.lower()}
    assert set(own_names(tree)) - given - python - APART <= RESERVED_NAMES


# --- what stands beside a $ref ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", ["Beside", "BesideRef"])
def test_fields_beside_a_ref_make_a_class_that_has_both(client: Client, schema: str) -> None:
    model = getattr(client.models, schema)
    read = model.from_dict({"id": "1", "kind": "k", "more": 2})
    assert (read.id, read.kind, read.more, read.additional_properties) == ("1", "k", 2, {})
    required = {field.name for field in attrs.fields(model) if field.init and field.default is attrs.NOTHING}
    assert required == {"id", *described(schema)["required"]}


def test_a_property_with_fields_beside_a_ref_has_a_class_and_without_them_the_class_of_the_ref(client: Client) -> None:
    read = client.models.HoldsBeside.from_dict({"held": {"id": "1", "extra": True}, "plain": {"id": "2"}})
    assert (read.held.id, read.held.extra) == ("1", True)
    assert type(read.plain) is client.models.Base


def test_fields_beside_a_choice_of_which_are_required_keep_their_class(client: Client) -> None:
    read = client.models.EitherOfTwo.from_dict({"a": "1"})
    assert (read.a, read.additional_properties) == ("1", {})


# --- answers ----------------------------------------------------------------------------------------------------------

ANSWERS: dict[int, tuple[bytes, Callable[[Any], Any]]] = {
    200: (b'[{"id": "1"}, {"id": "2"}]', lambda m: [m.Base("1"), m.Base("2")]),
    201: (b'["plain", "{brace}"]', lambda m: [m.Choice.PLAIN, m.Choice("{brace}")]),
    202: (b'["a", "b"]', lambda _: ["a", "b"]),
    203: (b"7", lambda _: 7),
    204: (b"", lambda _: None),
    205: ("téxt".encode(), lambda _: "téxt"),
    206: (b"\x89PNG\xff", lambda _: b"\x89PNG\xff"),
    207: (b'{"a": [null]}', lambda _: {"a": [None]}),
    208: (b"[1, 2]", lambda _: [1, 2]),
    226: (b'{"a": "plain"}', lambda m: {"a": m.Choice.PLAIN}),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_an_answer_of_any_kind_comes_back_as_its_type(client: Client, status: int) -> None:
    content, expected = ANSWERS[status]
    for answered in client.answered("get_answer", status, content, "any"):
        found = getattr(answered, "additional_properties", getattr(answered, "payload", answered))
        assert (found.read() if isinstance(found, io.BytesIO) else found) == expected(client.models)


@pytest.mark.parametrize(
    ("status", "content"), [(200, b'{"id": "1"}'), (201, b'["other"]'), (202, b"[1]"), (203, b'"7"')]
)
def test_an_answer_of_another_kind_than_documented_is_unreadable(client: Client, status: int, content: bytes) -> None:
    with pytest.raises(importlib.import_module("awkward.errors").UnreadableResponse):
        client.answered("get_answer", status, content, "any")


def test_an_answer_without_a_body_is_none_and_an_error_without_one_is_raised(client: Client) -> None:
    assert client.answered("get_nothing", 204, b"", "any") == [None, None]
    assert client.answered("get_perhaps", 204, b"") == [None, None]
    assert client.answered("get_perhaps", 200, b'{"ok": true}') == [client.models.Answer(ok=True)] * 2
    with pytest.raises(importlib.import_module("awkward.errors").ErrorResponse):
        client.answered("get_nothing", 409, b"", "any")


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_of_an_error_s_type_is_raised_whatever_its_status_and_the_success_alone_is_promised(
    client: Client, status: int
) -> None:
    module = client.module("get_answer_or_failure")
    assert client.answered("get_answer_or_failure", 200, b'{"ok": true}') == [client.models.ReadWell(ok=True)] * 2
    with pytest.raises(importlib.import_module("awkward.errors").ErrorResponse) as raised:
        client.answered("get_answer_or_failure", status, b'{"code": 7}')
    assert raised.value.error == client.models.Refusal(code=7)
    assert raised.value.status_code == status
    assert module.sync.__annotations__["return"] == "ReadWell"
    assert module.sync_detailed.__annotations__["return"] == "Response[ReadWell | Refusal]"


# --- bodies -----------------------------------------------------------------------------------------------------------


def parts(request: httpx.Request) -> list[tuple[str, str, bytes]]:
    """Name, media type and content of each part, as the standard library's parser of e-mail reads them."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parsed = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.content)
    read = []
    for part in parsed.iter_parts():
        name = part.get_param("name", header="content-disposition")
        read.append((str(name), part.get_content_type(), typing.cast(bytes, part.get_payload(decode=True))))
    return read


def test_a_file_arrives_whole_whatever_it_holds(client: Client) -> None:
    file = importlib.import_module("awkward.types").File
    content = b'\x89PNG\r\n--+++\r\nContent-Disposition: form-data; name="tag"\r\n\r\n9\r\n--+++--\r\n\x00'
    sent = [
        client.sent("upload", body=client.models.Upload(file=file(io.BytesIO(content), "a.png", "image/png")))
        for _ in range(2)
    ]
    assert parts(sent[0]) == [("file", "image/png", content)]
    assert sent[0].headers["Content-Type"] != sent[1].headers["Content-Type"], "a boundary that could be foreseen"


def test_values_in_a_form_are_written_as_json_writes_them(client: Client) -> None:
    file = importlib.import_module("awkward.types").File
    values = {"flag": True, "anything": {"a": [None]}, "count": 3, "types": "t", "json": "é", "tag": 3, "mixed": None}
    body = client.models.Upload(
        file=file(io.BytesIO(b"1")), files=[file(io.BytesIO(b"2"))], base=client.models.Base(id="7"), **values
    )
    body["added"] = False
    found = {name: content.decode() for name, _, content in parts(client.sent("upload", body=body))}
    written = {"flag": "true", "anything": '{"a": [null]}', "count": "3", "types": "t", "json": "é", "tag": "3"}
    assert found == written | {"file": "1", "files": "2", "mixed": "null", "base": '{"id": "7"}', "added": "false"}


def test_a_body_goes_out_as_the_first_media_type_that_takes_its_class(client: Client) -> None:
    request = client.sent("send_either", body=client.models.Answer(ok=True))
    assert (request.headers["Content-Type"], request.content) == ("application/json", b'{"ok":true}')
    file = importlib.import_module("awkward.types").File
    request = client.sent("send_either", body=client.models.Upload(file=file(io.BytesIO(b"1"))))
    assert parts(request) == [("file", "text/plain", b"1")]
    with pytest.raises(TypeError, match="body"):
        client.sent("send_either")


# --- what is refused --------------------------------------------------------------------------------------------------


def document(**changes: Json) -> Json:
    """A document with one operation."""
    operation = {"operationId": "get_it", "responses": {"200": {"description": "An answer."}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/it": {"get": operation}},
        "components": {"schemas": {"Base": {"type": "object", "properties": {"id": {"type": "string"}}}}},
    } | changes


def with_schema(schema: Json) -> Json:
    made = document()
    made["components"]["schemas"]["It"] = schema
    return made


def with_parameter(**parameter: Json) -> Json:
    made = document()
    made["paths"]["/it"]["get"]["parameters"] = [{"name": "it", "in": "query"} | parameter]
    return made


def with_operation(**changes: Json) -> Json:
    made = document()
    made["paths"]["/it"]["get"] |= changes
    return made


BASE = {"$ref": "#/components/schemas/Base"}
OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
TAGGED = {"type": "object", "required": ["id"], "properties": {"id": {"const": "a"}}}
STRINGS = {"type": "array", "items": {"type": "string"}}
AT_SCHEMA = "#/components/schemas/It: "
AT_PARAMETER = "#/paths/~1it/get/parameters/0: "

REFUSED: dict[str, tuple[Json, str]] = {
    "names that are no names of their own": (
        with_schema({"type": "string", "enum": ["a", "b"], "x-enum-varnames": ["A_B", "a_b"]}),
        AT_SCHEMA,
    ),
    "a name that Python keeps for itself": (
        with_schema({"type": "object", "properties": {"p/q": {"enum": [1], "x-enum-varnames": ["1st"]}}}),
        "#/components/schemas/It/properties/p~1q: ",
    ),
    "a path elsewhere": (document(paths={"/it": {"$ref": "#/components/pathItems/It"}}), "#/paths/~1it: "),
    "a schema that is none": (with_schema({"type": "strin"}), "#/components/schemas/It/"),
    "a document that is none": ({"openapi": "3.1.0"}, "#/info: "),
    "a reference to nothing": (with_operation(parameters=[{"$ref": "#/components/parameters/No"}]), AT_PARAMETER),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_be_generated_wrong_is_refused_with_its_place_and_writes_nothing(what: str, tmp_path: Path) -> None:
    refused, place = REFUSED[what]
    with pytest.raises(Unfit) as raised:
        make_client(copy.deepcopy(refused), tmp_path / "client", formatted=False)
    assert raised.value.problems[0].startswith(place)
    assert all("\n" not in problem for problem in raised.value.problems)


TOLD: dict[str, tuple[Json, str]] = {
    "another server": (
        with_operation(servers=[{"url": "https://other.invalid"}]),
        "#/paths/~1it/get: is called where all operations are, not at https://other.invalid",
    ),
    "a method of a later version": (
        document(paths={"/it": {"query": {"responses": {"200": {"description": "It."}}}}}),
        "#/paths/~1it/query: query is no method of OpenAPI 3.1, so the operation is left out",
    ),
    "a fraction as constant": (
        with_schema({"const": 0.5}),
        "#/components/schemas/It: no type in Python is this constant alone, so the client takes whatever has its type",
    ),
    "values that differ in case": (
        with_parameter(schema={"type": "string", "enum": ["a", "A"]}),
        "#/paths/~1it/get/parameters/0/schema: names are made for ['a', 'A'], which would share one; ",
    ),
    "a style of a path": (
        with_parameter(**{"in": "header", "style": "matrix", "schema": BASE}),
        "#/paths/~1it/get: it is sent in the style simple, not matrix",
    ),
    "a key that is a certificate": (
        document(components={"securitySchemes": {"seal": {"type": "mutualTLS"}}}),
        "#/components/securitySchemes/seal: is left to an httpx client of your own",
    ),
    "an array of itself": (
        with_schema({"type": "array", "items": {"$ref": "#/components/schemas/It"}}),
        "#/components/schemas/It/items: no type in Python holds #/components/schemas/It here, ",
    ),
    "what the generator cannot read": (
        with_schema({"type": "object", "properties": {"a.b": STRINGS, "a-b": STRINGS}}),
        "Unable to process schema /components/schemas/It: ",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_what_the_client_does_otherwise_than_its_document_is_told_in_one_line(what: str, tmp_path: Path) -> None:
    document_, told = TOLD[what]
    [note] = make_client(document_, tmp_path / "client", formatted=False)
    assert note.startswith(told)
    assert "\n" not in note
    assert (tmp_path / "client" / "client.py").is_file()


LOST = {"allOf": [OBJECT, {"type": "object", "properties": {"a": {"type": "integer"}}}]}  # no value has both types
CHOICE = {"oneOf": [{"$ref": "#/components/schemas/Lost"}, OBJECT | {"required": ["a"]}]}
CHOICES: dict[str, tuple[Json, Json]] = {
    "a field": ({"type": "object", "properties": {"it": CHOICE}}, {"it": {"b": 1}}),
    "items": ({"type": "object", "properties": {"it": {"type": "array", "items": CHOICE}}}, {"it": [{"b": 1}]}),
    "further fields": ({"type": "object", "additionalProperties": CHOICE}, {"it": {"b": 1}}),
    "a schema's name": ({"type": "object", "properties": {"it": {"$ref": "#/components/schemas/Either"}}}, {"it": 7}),
}


@pytest.mark.parametrize("what", CHOICES)
def test_a_choice_whose_class_the_generator_drops_is_read_as_anything_and_told(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, value = CHOICES[what]
    made = with_schema(schema)
    made["components"]["schemas"] |= {"Lost": LOST, "Either": CHOICE}
    package = f"lost_{list(CHOICES).index(what)}"
    notes = make_client(made, tmp_path / package, formatted=False)
    assert [note for note in notes if "no class for #/components/schemas/Lost, so anything is taken" in note]
    monkeypatch.syspath_prepend(tmp_path)
    model = importlib.import_module(f"{package}.models.it").It
    assert model.from_dict(value).to_dict() == value


FIT: dict[str, Callable[[], Json]] = {
    "fields, and a union of what is required": lambda: with_schema(
        {"allOf": [OBJECT, {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}]}
    ),
    "branches that a constant tells apart": lambda: with_schema(
        {"oneOf": [TAGGED, {"allOf": [OBJECT, TAGGED]}], "discriminator": {"propertyName": "id"}}
    ),
    "an array in a query": lambda: with_parameter(schema=STRINGS),
    "an array in a query, with its default style": lambda: with_parameter(schema=STRINGS, style="form", explode=True),
    "a text with explode: false": lambda: with_parameter(schema={"type": "string"}, explode=False),
    "what looks like a schema in an example": lambda: with_schema(OBJECT | {"example": {"schema": {"const": 0.5}}}),
    "a property called enum": lambda: with_schema({"type": "object", "properties": {"enum": {"type": "string"}}}),
}


@pytest.mark.parametrize("what", FIT)
def test_what_is_generated_right_is_not_refused(what: str, tmp_path: Path) -> None:
    make_client(FIT[what](), tmp_path / "client", formatted=False)
    assert (tmp_path / "client" / "client.py").is_file()


def nodes(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from nodes(item, (*path, key))


WHOLE = with_operation(
    parameters=[{"name": "it", "in": "query", "schema": STRINGS, "explode": True}],
    requestBody={"content": {"application/json": {"schema": BASE}}},
) | {"components": {"schemas": {"It": {"allOf": [OBJECT, {"oneOf": [{"required": ["a"]}]}]}, "Base": TAGGED}}}


@pytest.mark.parametrize("other", [None, {}, [], "text", 1, {"$ref": "#/nowhere"}], ids=repr)
def test_whatever_a_document_holds_somewhere_it_is_looked_at_and_at_most_refused(other: Json) -> None:
    for *above, key in filter(None, nodes(WHOLE)):
        changed = copy.deepcopy(WHOLE)
        functools.reduce(lambda node, step: node[step], above, changed)[key] = other
        looked_at = without_nulls(changed)
        found = list(invalidities(looked_at)) or list(refusals(looked_at)) or list(differences(looked_at))
        assert all(isinstance(problem, str) for problem in found)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "openapi.generator", *map(str, arguments)]
    with_ruff = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=ROOT, env=with_ruff, capture_output=True, text=True, check=False)


def test_every_document_of_a_run_is_looked_at_and_what_each_is_told_has_its_file(tmp_path: Path) -> None:
    contents = {"broken.yaml": with_schema({"$ref": "#/nowhere"}), "2-fit.yml": document(), "no.json": {}}
    contents["away.json"] = TOLD["another server"][0]
    for name, content in contents.items():
        (tmp_path / name).write_text(json.dumps(content), "utf-8")
    done = run(tmp_path / "out", *(tmp_path / name for name in contents))
    assert done.returncode == 1
    first, *others = done.stderr.splitlines()
    assert first.startswith(f"{tmp_path / 'broken.yaml'}: #/components/schemas/It: ")
    assert others
    assert all(line.startswith(f"{tmp_path / 'no.json'}: #/") for line in others)
    assert sorted(path.parent.name for path in (tmp_path / "out").glob("*/openapi.json")) == ["_2_fit", "away"]
    done = run(tmp_path / "again", tmp_path / "away.json")
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [f"note: {tmp_path / 'away.json'}: {TOLD['another server'][1]}"],
    )


def test_a_document_is_read_by_the_rules_of_yaml_1_2_and_a_refusal_is_one_line_with_its_file_and_place(
    tmp_path: Path,
) -> None:
    fit, unfit = tmp_path / "fit.yaml", tmp_path / "unfit.yaml"
    schema = with_schema({"type": "string", "enum": ["16:9", "no", "on", "12:30"]})
    fit.write_text(json.dumps(schema).replace('"no"', "no").replace('"16:9"', "16:9").replace('"on"', "on"), "utf-8")
    unfit.write_text(json.dumps(REFUSED["names that are no names of their own"][0]), "utf-8")
    done = run(tmp_path / "out", fit, unfit)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{unfit}: #/components/schemas/It: ")
    assert "x-enum-varnames" in line
    assert json.loads((tmp_path / "out" / "fit" / "openapi.json").read_text("utf-8")) == schema
    module = ast.parse((tmp_path / "out" / "fit" / "models" / "it.py").read_text("utf-8"))
    values = {node.value for node in ast.walk(module) if isinstance(node, ast.Constant)}
    assert {"16:9", "no", "on", "12:30"} <= values
