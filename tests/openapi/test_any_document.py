"""Documents that nobody wrote for this project: either version of OpenAPI 3, any body, any way to be let in."""

import base64
import json
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from contract_tests.suite.request_judge import Asked, RequestJudge
from image_gateways_documents.document import Document, open_document, read_documents
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.document_tree import Line
from image_gateways_documents.media_types import documented_as
from image_gateways_documents.openapi_3_0 import say_as_3_1
from image_gateways_documents.request_check import (
    CheckedRequest,
    check_body,
    check_content_type,
    check_credentials,
    check_parameters,
)
from image_gateways_documents.routing import Rejection, Router, parse_query

SCHEMES = """
  securitySchemes:
    Basic: {type: http, scheme: basic}
    Cookie: {type: apiKey, in: cookie, name: session}
    Query: {type: apiKey, in: query, name: key}
    Ticket: {type: oauth2, flows: {}}
    Sign: {type: openIdConnect, openIdConnectUrl: 'https://sign.invalid'}
    Wire: {type: mutualTLS}
"""


def written(folder: Path, paths: str, *, version: str = "3.1.0", components: str = SCHEMES) -> Document:
    file = folder / "kiln.yaml"
    head = f"openapi: {version}\ninfo: {{title: A kiln, version: '1'}}\ncomponents:{components or ' {}'}\n"
    file.write_text(head + paths, "utf-8")
    return Document(file)


def ask(
    document: Document, request: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> CheckedRequest:
    method, _, target = request.partition(" ")
    path, _, query_string = target.partition("?")
    query = parse_query(query_string.encode())
    match = Router([document]).match(method, path, query)
    check_credentials(match.operation, headers or {}, query, ["key-1", "user:secret"])
    parameters = check_parameters(match, headers or {}, query)
    check_content_type(match.operation, headers or {})
    return check_body(match.operation, parameters, body, (headers or {}).get("content-type", ""))


# --- versions, files, names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"$ref": "#/a", "nullable": True}, {"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
        (
            {"allOf": [{"$ref": "#/a"}], "nullable": True, "title": "A"},
            {"title": "A", "anyOf": [{"allOf": [{"$ref": "#/a"}]}, {"type": "null"}]},
        ),
        ({"anyOf": [{"type": "integer"}], "nullable": True}, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        (
            {"properties": {"nullable": {"type": "boolean", "nullable": True}}},
            {"properties": {"nullable": {"type": ["boolean", "null"]}}},
        ),
        ({"example": {"nullable": True}}, {"example": {"nullable": True}}),
        ({"type": "string", "format": None, "default": None}, {"type": "string", "default": None}),
        ({"pattern": "^[\\w-.]+[\\d-]-$"}, {"pattern": "^[\\w\\-.]+[\\d-]-$"}),
        (
            {"oneOf": [{"type": "object"}], "discriminator": {"propertyName": "kind"}},
            {"anyOf": [{"type": "object"}], "discriminator": {"propertyName": "kind"}},
        ),
        *(
            2 * ({"oneOf": [{"properties": {"kind": said}}], "discriminator": {"propertyName": "kind"}},)
            for said in ({"const": "a"}, {"enum": ["a"]})
        ),
    ],
)
def test_what_openapi_3_0_says_in_its_own_way_is_said_as_3_1_does(said: dict[str, Any], meant: dict[str, Any]) -> None:
    root = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"A": said}}}
    say_as_3_1(root)
    assert root == {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": meant}}}


def test_yaml_yml_and_json_are_documents_and_a_schema_is_none(tmp_path: Path) -> None:
    paths = {"/pots": {"get": {"responses": {"200": {"description": "\N{AMPHORA}, in JSON of 16 bits each."}}}}}
    for name in ("a.yaml", "b.yml", "c.json", "d.schema.json", "notes.txt"):
        (tmp_path / name).write_text(json.dumps({"openapi": "3.1.0", "paths": paths}), "utf-8")
    read = read_documents(tmp_path)
    assert [document.gateway for document in read.documents] == ["a", "b", "c"]
    assert [document.root["paths"] for document in read.documents] == [paths] * 3
    assert read.problems == ()
    assert [document.gateway for document in read_documents(tmp_path / "b.yml").documents] == ["b"]


def test_two_documents_of_one_name_are_told(tmp_path: Path) -> None:
    for name in ("pots.json", "pots.yaml"):
        (tmp_path / name).write_text('{"openapi": "3.1.0", "paths": {}}', "utf-8")
    read = read_documents(tmp_path)
    assert [document.file.name for document in read.documents] == ["pots.json"]
    assert read.problems == (
        f"{tmp_path / 'pots.yaml'}: is called as pots.json is, and so would its gateway be; rename one of them",
    )


def test_an_operation_without_an_id_is_called_as_its_client_is(tmp_path: Path) -> None:
    document = written(tmp_path, "paths: {'/pots/{pot}/glaze': {post: {responses: {}}}}")
    assert [operation.operation_id for operation in document.operations] == ["post_pots_pot_glaze"]


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ({"swagger": "2.0", "paths": {}}, "Swagger 2 has to be converted first"),
        ({"openapi": "3.1.0", "webhooks": {}}, "has no `paths`, so there is nothing to call"),
        ({"info": {}}, "no OpenAPI document of version 3 with `paths`"),
        ({"paths": {}, "components": []}, "not as OpenAPI has it"),
        (
            {"paths": {f"/{name}": {"get": {"operationId": "a", "responses": {}}} for name in "ab"}},
            "line 1:73: #/paths/~1b/get: a: GET /a has this operationId too; give one of them another",
        ),
    ],
)
def test_what_is_no_document_is_said_to_be_none(root: dict[str, Any], said: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(root), "utf-8")
    with pytest.raises(DocumentError) as refused:
        open_document(tmp_path / "a.json")
    assert said in str(refused.value)


def test_what_an_author_left_empty_and_keys_of_other_tools_keep_nothing_from_being_read(tmp_path: Path) -> None:
    paths: dict[str, Any] = {
        "/a": None,
        "/b": {"get": {"parameters": None, "requestBody": None, "responses": {}, "x-internal": True}},
    }
    schema = {"enum": ["a"], "x-enum-descriptions": ["The first."], "x-enum-varnames": ["A", "B"]}
    root = {"paths": paths, "security": None, "components": {"schemas": {"A": schema}}}
    (tmp_path / "a.json").write_text(json.dumps(root), "utf-8")
    assert [operation.path for operation in open_document(tmp_path / "a.json").operations] == ["/b"]


WRONG = """paths:
  /pots:
    get:
      responses:
        '200': {$ref: '#/components/responses/Pots'}
        '404': {$ref: 'other.yaml#/Lost'}
    post:
      security: [{Missing: []}]
      responses: {}
  /glazes/{glaze}:
    get:
      parameters:
        - {name: hue, in: path, required: true, schema: {type: string}}
      responses: {}
    put:
      requestBody:
        content:
          application/json:
            schema:
              {type: object, properties: {hue: {type: string, pattern: '('}, one: {minimum: 0, exclusiveMinimum: true}}}
      responses: {}
"""


def test_every_problem_of_every_document_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        written(tmp_path, WRONG, components="")
    (tmp_path / "other.yaml").write_text("openapi: [", "utf-8")
    (tmp_path / "well.json").write_text('{"openapi": "3.1.0", "paths": {}}', "utf-8")
    read = read_documents(tmp_path)
    assert [document.gateway for document in read.documents] == ["well"]
    assert read.problems[:-1] == tuple(str(refused.value).splitlines())
    places = [line.removeprefix(f"{tmp_path}/").partition(": #")[0] for line in read.problems]
    assert places[:5] == [f"kiln.yaml: line {line}" for line in (8, 9, 10, 14, 23)]
    for said, line in zip(
        ("nothing is there", "inside the document", "asks for Missing", "the path has no {hue}", "no schema", "other"),
        read.problems,
        strict=True,
    ):
        assert said in line


UNFOLLOWED = """servers: [&own {url: 'https://{host}/{v}', variables: {host: {default: kiln}, v: {default: v1}}}]
paths:
  /pots:
    x-note: Ours.
    get: {responses: {}, servers: [*own]}
    put: {responses: {}, servers: [{url: 'https://other.invalid/v2'}]}
    query: {responses: {}}
"""


def test_what_nobody_follows_is_left_out_for_every_reader_and_told_with_its_place(tmp_path: Path) -> None:
    document = written(tmp_path, UNFOLLOWED)
    assert [line.removeprefix(f"{tmp_path}/kiln.yaml: ") for line in document.notes] == [
        "line 17: #/paths/~1pots/put: is called where all operations are, not at https://other.invalid/v2",
        "line 18: #/paths/~1pots/query: query is no method of OpenAPI 3.1, so the operation is left out",
    ]
    assert {operation.path for operation in document.operations} == {"/v1/pots"}
    assert document.root["paths"]["/pots"].keys() == {"x-note", "get", "put"}
    judgement = RequestJudge(document).judge(Asked("PUT", "/v1/pots", (), {}, b""))
    assert (judgement.operation_id, judgement.problems) == ("put_pots", ())


def test_of_calls_that_nothing_but_a_fragment_tells_apart_the_first_is_served(tmp_path: Path) -> None:
    made = "{operationId: %s, requestBody: {content: {%s: {}}}, responses: {}}"
    paths = {"/pots": made % ("make", "text/csv"), "/pots#two": made % ("make_two", "text/xml")}
    text = "".join(f"  {path}: {{post: {node}}}\n" for path, node in paths.items())
    document = written(tmp_path, f"paths:\n{text}  /cups: {{post: {{responses: {{}}}}}}\n")
    assert [line.removeprefix(f"{tmp_path}/kiln.yaml: ") for line in document.notes] == [
        "line 14: #/paths/~1pots#two/post: make_two is asked for as make is, so it is left out"
    ]
    assert [operation.operation_id for operation in document.operations] == ["make", "post_cups"]
    assert [node.operation_id for node in document.operation_nodes()] == ["make", "post_cups"]
    assert ask(document, "POST /pots").operation.operation_id == "make"
    judged = RequestJudge(document).judge(Asked("POST", "/pots", (), {"content-type": "text/xml"}, b"<pot/>"))
    assert (judged.operation_id, [p.condition for p in judged.problems]) == ("make", ["unsupported-media-type"])


def test_a_link_to_a_call_that_is_left_out_is_told_and_left_out_too(tmp_path: Path) -> None:
    made = "{post: {operationId: %s, responses: {201: {links: {Next: {%s, parameters: {id: '$response.body#/id'}}}}}}}"
    by_reference = "operationRef: '#/paths/~1looks/query'"
    document = written(
        tmp_path,
        "paths:\n"
        f"  /pots: {made % ('make', 'operationId: look_two')}\n"
        f"  /cups: {made % ('cup', by_reference)}\n"
        "  /looks: {get: {operationId: look, responses: {}}, query: {responses: {}}}\n"
        "  /looks#two: {get: {operationId: look_two, responses: {}}}\n",
    )
    told = [line.partition(": ")[2].partition(": ")[2] for line in document.notes]
    assert "#/paths/~1pots/post/responses/201: the link Next leads to look_two, which is left out" in " ".join(told)
    assert "#/paths/~1cups/post/responses/201: the link Next leads to #/paths/~1looks/query" in " ".join(told)
    read = {operation.operation_id: operation.task_link for operation in document.operations}
    assert read == {"make": None, "cup": None, "look": None}
    links = [document.root["paths"][path]["post"]["responses"]["201"]["links"] for path in ("/pots", "/cups")]
    assert links == [{}, {}]


def test_a_query_within_a_path_is_one_that_a_call_has_to_have(tmp_path: Path) -> None:
    document = written(
        tmp_path, "paths: {'/pots?hue=red': {get: {responses: {}}}, '/pots?hue=a%20b': {get: {responses: {}}}}"
    )
    assert [ask(document, f"GET /pots?hue={hue}").operation.path for hue in ("red", "a%20b")] == ["/pots"] * 2
    for query, conditions in ((("hue", "red"), set()), (("hue", "blue"), {"unknown-operation"})):
        judgement = RequestJudge(document).judge(Asked("GET", "/pots", (query,), {}, b""))
        assert {problem.condition for problem in judgement.problems} == conditions


SIDED = """paths:
  /pots:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}
      responses:
        '201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}
"""
SIDED_SCHEMAS = """
  schemas:
    Id: {type: integer, readOnly: true}
    Plain: {type: object, required: [hue], properties: {hue: {type: string}}}
    Pot:
      allOf:
        - {$ref: '#/components/schemas/Plain'}
        - {properties: {id: {$ref: '#/components/schemas/Id'}, mark: {type: string, writeOnly: true}}}
        - required: [id, mark]
    Shelf: {type: object, properties: {pots: {type: array, items: {$ref: '#/components/schemas/Pot'}}}}
"""


def test_a_property_is_demanded_on_the_side_alone_that_it_is_part_of(tmp_path: Path) -> None:
    document = written(tmp_path, SIDED, components=SIDED_SCHEMAS)
    (making,) = document.operations
    answer = making.responses["201"].content["application/json"]
    judge = RequestJudge(document)
    for pot, is_sent, is_answered in (
        ({"hue": "red", "mark": "A"}, True, False),
        ({"hue": "red", "id": 1}, False, True),
        ({"mark": "A", "id": 1}, False, False),
    ):
        shelf = {"pots": [pot]}
        asked = Asked("POST", "/pots", (), {"content-type": "application/json"}, json.dumps(shelf).encode())
        assert making.body is not None
        assert answer is not None
        assert (making.body.fits(shelf), not judge.judge(asked).problems) == (is_sent, is_sent)
        assert answer.fits(shelf) is is_answered


TWINS = """paths:
  /pots:
    post:
      requestBody:
        content:
          application/json:
            schema:
              oneOf:
                - type: object
                  required: [kind, clay]
                  properties: {kind: {const: pot}, clay: {}, size: {type: integer}}
                - {type: object, required: [kind, glaze], properties: {kind: {const: pot}, glaze: {}}}
                - {type: object, required: [kind], properties: {kind: {const: plate}}}
      responses: {'201': {description: Made.}}
"""


def test_of_alternatives_with_one_tag_none_is_said_to_be_meant_for_having_fewer_errors(tmp_path: Path) -> None:
    judge = RequestJudge(written(tmp_path, TWINS))
    body = json.dumps({"kind": "pot", "size": "big"}).encode()
    judgement = judge.judge(Asked("POST", "/pots", (), {"content-type": "application/json"}, body))
    assert {problem.path for problem in judgement.problems} == {("clay",), ("size",), ("glaze",)}


def test_schemas_of_one_side_stand_on_the_lines_that_both_do(tmp_path: Path) -> None:
    written(tmp_path, SIDED, components=SIDED_SCHEMAS)
    document = open_document(tmp_path / "kiln.yaml", lined=True)
    schemas = document.root["components"]["schemas"]
    ends = ("", ".without_readOnly", ".without_writeOnly")
    assert sorted(schemas) == ["Id", "Plain", *(f"{name}{end}" for name in ("Pot", "Shelf") for end in ends)]
    assert {document.line_number(schemas[f"Pot{end}"], "allOf") for end in ends} == {Line(8)}


# --- parameters -------------------------------------------------------------------------------------------------------

PARAMETERS = """paths:
  /pots/{pot-id}:
    get:
      parameters:
        - {name: pot-id, in: path, required: true, schema: {type: integer}}
        - {name: hue, in: query, schema: {type: array, items: {type: integer}}}
        - {name: tag, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: way, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: boolean}}}
        - {name: size, in: query, style: deepObject, schema: {type: object, properties: {wide: {type: integer}}}}
        - {name: rest, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: kind, in: query, schema: {type: string, const: pot}}
        - {name: crumb, in: cookie, schema: {type: string}}
        - {name: X-Few, in: header, schema: {type: array, items: {type: integer}, maxItems: 2}}
        - {name: Accept, in: header, required: true, schema: {type: integer}}
      responses: {}
  /pots/{pot}:
    delete:
      responses: {}
"""


@pytest.mark.parametrize(
    ("query", "headers", "parsed"),
    [
        ("", {}, {}),
        ("?hue=1&hue=2", {}, {"hue": [1, 2]}),
        ("?hue=1", {}, {"hue": [1]}),
        ("?hue=1.0", {}, {"hue": [1]}),
        ("?tag=a,b", {}, {"tag": ["a", "b"]}),
        ("?way=true%7Cfalse", {}, {"way": [True, False]}),
        ("?size[wide]=3&size[high]=tall", {}, {"size": {"wide": 3, "high": "tall"}}),
        ('?rest={"a":[1]}', {}, {"rest": {"a": [1]}}),
        ("?kind=pot", {}, {"kind": "pot"}),
        ("", {"cookie": "other=1; crumb=sweet"}, {"crumb": "sweet"}),
        ("", {"x-few": "1,2"}, {"x-few": [1, 2]}),
    ],
)
def test_parameters_are_read_in_the_style_that_the_document_names(
    tmp_path: Path, query: str, headers: dict[str, str], parsed: dict[str, Any]
) -> None:
    document = written(tmp_path, PARAMETERS)
    assert ask(document, f"GET /pots/7{query}", headers).parameters == {"pot-id": 7, **parsed}
    assert ask(document, "DELETE /pots/7").operation.method == "DELETE"


@pytest.mark.parametrize("asked", ["?hue=red", "?tag=a&kind=b", "?size[wide]=much", "?rest=7"])
def test_parameters_of_every_style_are_held_to_their_schemas(tmp_path: Path, asked: str) -> None:
    with pytest.raises(Rejection):
        ask(written(tmp_path, PARAMETERS), f"GET /pots/7{asked}")


# --- bodies -----------------------------------------------------------------------------------------------------------

FIELDS = """
              type: object
              required: [name]
              properties:
                name: {type: string}
                count: {type: integer, maximum: 9}
                hues: {type: array, items: {type: integer}}
                glaze: {type: object, properties: {matt: {type: boolean}}}
                picture: {type: string, format: binary, maxLength: 4}
"""
BODIES = f"""paths:
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {FIELDS}
          multipart/form-data; boundary=x:
            schema: {FIELDS}
      responses: {{}}
  /files:
    put:
      requestBody:
        required: true
        content:
          image/*: {{}}
          text/plain: {{schema: {{type: string, maxLength: 3}}}}
      responses: {{}}
"""
PARTS = (
    b'preamble\r\n--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
    + "Krug ä".encode()
    + b'\r\n--x\r\nContent-Disposition: form-data; name="hues[]"\r\n\r\n1\r\n--x\r\n'
    b'Content-Disposition: form-data; name="hues[]"\r\n\r\n2\r\n--x\r\nContent-Type: application/json\r\n'
    b'Content-Disposition: form-data; name="glaze"\r\n\r\n{"matt": true}\r\n--x\r\n'
    b'Content-Disposition: form-data; name="picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    b"\xff\r\n-\r\n--x--\r\n"
)
MULTIPART, FORM = "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"


def test_forms_are_read_as_their_schemas_mean_them(tmp_path: Path) -> None:
    document = written(tmp_path, BODIES)
    form = ask(document, "POST /forms", {"content-type": FORM}, b'name=12&count=3&hues=1&hues=2&glaze={"matt":true}')
    assert form.body == {"name": "12", "count": 3, "hues": [1, 2], "glaze": {"matt": True}}
    parts = ask(document, "POST /forms", {"content-type": MULTIPART}, PARTS)
    assert parts.body == {"name": "Krug ä", "hues": [1, 2], "glaze": {"matt": True}, "picture": "\xff\r\n-"}


@pytest.mark.parametrize(
    ("content_type", "body", "condition"),
    [
        (FORM, b"count=3", "missing-field"),
        (FORM, b"name=a&count=10", "out-of-bounds"),
        (FORM, b"name=a&name=b", "wrong-type"),
        (FORM, b"name=\xff", "malformed-json"),
        (MULTIPART, PARTS.replace(b"\xff", b"\xff\xff"), "out-of-bounds"),
        (MULTIPART, PARTS.replace(b"--x--", b""), "malformed-json"),
        (MULTIPART, PARTS.replace(b' name="name"', b""), "malformed-json"),
        ("multipart/form-data", PARTS, "malformed-json"),
        ("application/json", b"{}", "unsupported-media-type"),
    ],
)
def test_a_form_that_breaks_its_document_is_refused(
    tmp_path: Path, content_type: str, body: bytes, condition: str
) -> None:
    with pytest.raises(Rejection) as refused:
        ask(written(tmp_path, BODIES), "POST /forms", {"content-type": content_type}, body)
    assert refused.value.problem.condition == condition


@pytest.mark.parametrize(
    ("name", "content", "condition"),
    [
        ("name", "Krug", "malformed-json"),
        ("name", '"12"', None),
        ("name", "12", "wrong-type"),
        ("count", '"3"', "wrong-type"),
        ("hues", "[1, 2]", None),
        ("glaze", '{"matt": 1}', "wrong-type"),
        ("glaze", '{"matt": true, "matt": true}', "malformed-json"),
    ],
)
def test_a_part_that_says_that_it_is_json_is_read_as_such_alone_by_the_reader_and_by_the_judge(
    tmp_path: Path, name: str, content: str, condition: str | None
) -> None:
    parts = {"name": ("text/plain", "Krug"), name: ("application/json", content)}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {kind}\r\n\r\n{text}\r\n'
        for name, (kind, text) in parts.items()
    )
    document, asked = written(tmp_path, BODIES), f"{body}--x--\r\n".encode()
    with pytest.raises(Rejection) if condition else nullcontext() as refused:
        ask(document, "POST /forms", {"content-type": MULTIPART}, asked)
    judged = RequestJudge(document).judge(Asked("POST", "/forms", (), {"content-type": MULTIPART}, asked))
    found = {problem.condition for problem in judged.problems}
    assert found == ({refused.value.problem.condition} if refused else set()) == ({condition} if condition else set())


def test_files_are_taken_as_they_come_and_texts_are_held_to_their_schema(tmp_path: Path) -> None:
    document = written(tmp_path, BODIES)
    assert ask(document, "PUT /files", {"content-type": "image/png"}, b"\xff\x00").body == b"\xff\x00"
    assert ask(document, "PUT /files", {"content-type": "text/plain"}, b"abc").body == "abc"
    for content_type, body in (("text/plain", b"abcd"), ("image/png", b""), ("video/mp4", b"a")):
        with pytest.raises(Rejection):
            ask(document, "PUT /files", {"content-type": content_type}, body)


def test_a_range_covers_what_is_within_it() -> None:
    known = ["text/html", "image/*"]
    assert [documented_as(kind, known) for kind in ("TEXT/HTML; charset=utf-8", "image/png", "a/b")] == [*known, None]
    assert documented_as("a/b", ["*/*"]) == "*/*"


# --- keys -------------------------------------------------------------------------------------------------------------


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("security", "query", "headers", "lets_in"),
    [
        ("[{Basic: []}]", "", {"authorization": basic("user:secret")}, True),
        ("[{Basic: []}]", "", {"authorization": basic("anybody:key-1")}, True),
        ("[{Basic: []}]", "", {"authorization": basic("user:other")}, False),
        ("[{Basic: []}]", "", {"authorization": "Basic key-1"}, False),
        ("[{Cookie: []}]", "", {"cookie": "a=b; session=key-1"}, True),
        ("[{Cookie: []}]", "", {"cookie": "session=other"}, False),
        ("[{Query: []}]", "?key=key-1", {}, True),
        ("[{Query: []}]", "", {}, False),
        ("[{Ticket: [read]}]", "", {"authorization": "Bearer key-1"}, True),
        ("[{Sign: []}]", "", {"authorization": "bearer key-1"}, True),
        ("[{Sign: []}]", "", {"authorization": basic("key-1:")}, False),
        ("[{Cookie: []}, {Query: []}]", "?key=key-1", {}, True),
        ("[{Cookie: [], Query: []}]", "?key=key-1", {}, False),
        ("[{Cookie: []}, {}]", "", {}, True),
        ("[{Wire: []}]", "", {}, True),
    ],
)
def test_a_key_is_looked_for_where_the_security_scheme_says(
    tmp_path: Path, security: str, query: str, headers: dict[str, str], lets_in: bool
) -> None:
    document = written(tmp_path, f"paths: {{/pots: {{get: {{security: {security}, responses: {{}}}}}}}}")
    if lets_in:
        ask(document, f"GET /pots{query}", headers)
        return
    with pytest.raises(Rejection) as refused:
        ask(document, f"GET /pots{query}", headers)
    assert refused.value.problem.condition in ("missing-credentials", "wrong-credentials")


def test_what_a_caller_sends_with_a_key_is_what_lets_in(tmp_path: Path) -> None:
    document = written(tmp_path, "paths: {/pots: {get: {security: [{Basic: []}], responses: {}}}}")
    (credential,) = document.operations[0].usual_credentials
    ask(document, "GET /pots", {credential.name: credential.value("user:secret")})


# --- links ------------------------------------------------------------------------------------------------------------


FIRES = """paths:
  /fires:
    post:
      operationId: light
      responses:
        '202':
          links:
            look: {operationRef: '#/paths/~1fires~1{fire.id}/get', parameters: {fire.id: $response.body#/id}}
  /fires/{fire.id}:
    get:
      operationId: look
      responses: {}
"""


def test_what_only_looks_makes_no_task_wherever_its_answer_leads(tmp_path: Path) -> None:
    looking = written(tmp_path, FIRES.replace("post:", "get:", 1))
    assert looking.operations[0].task_link is None
    assert looking.submits == {}


def test_a_link_finds_its_operation_by_its_place_and_its_parameter_by_its_name(tmp_path: Path) -> None:
    document = written(tmp_path, FIRES)
    link = document.operations[0].task_link
    assert link is not None
    assert (link.poll_operation_id, link.id_in_answer) == ("look", ("id",))
    assert link.id_in_poll == ("parameters", "fire.id")
