"""`make gateway` makes the first state of a gateway out of a document that somebody else wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from image_gateways_documents.document import Document
from image_gateways_documents.vocabulary import vocabulary_problems
from image_gateways_documents.yaml_text import parse_yaml, read_yaml
from tools.new_gateway import __main__ as command
from tools.new_gateway.gateway import NewGateway, empty_gateway, gateway_of, write
from tools.new_gateway.source import Unusable
from tools.new_gateway.statuses import is_final

PAINTER = """
openapi: 3.0.3
info: {title: Painter, version: '2', x-logo: {url: 'https://painter.invalid/logo'}}
servers: [{url: 'https://painter.invalid/api'}]
tags: [{name: Paint}, {name: Brushes}]
paths:
  /v1/paint:
    post:
      x-codegen-group: paint
      summary: Paint
      operationId: paint_v1_paint_post
      tags: [Paint]
      security: [{key: []}]
      responses:
        '200':
          description: Taken.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Taken'}
              example: {id: p-1}
            application/xml: {example: <id>p-1</id>}
        '401':
          description: No key.
          content: {application/json: {schema: {$ref: '#/components/schemas/Refusal'}, example: {reason: no key}}}
        '429': {description: Too many.}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Paint'}
            examples: {boat: {summary: A boat, value: {prompt: a boat}}, wrong: {value: {prompt: 7}}}
  /v1/painted:
    get:
      operationId: painted_v1_painted_get
      tags: [Paint]
      security: [{key: []}]
      parameters: [{name: id, in: query, required: true, schema: {type: string}}]
      responses:
        '200':
          description: How far it is.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Painted'}
              examples:
                waits: {value: {id: other, status: Pending}}
                ended: {value: {id: other, status: Ready, image_url: 'https://cdn.painter.invalid/1.png'}}
                late: {value: {id: other, status: Ready}}
  /v1/brushes:
    query: {operationId: x, responses: {}}
    get:
      operationId: listBrushes
      tags: [Brushes]
      responses:
        '200':
          description: All.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Brush'}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Paint:
      type: object
      required: [prompt]
      properties:
        prompt: {type: string, minLength: 1}
        image: {type: string, nullable: true}
    Taken: {type: object, required: [id], properties: {id: {type: string}, extra: {}}}
    Painted:
      type: object
      required: [id, status]
      properties:
        id: {type: string}
        status: {type: string, enum: [Pending, Ready, Error]}
        image_url: {type: string, format: uri}
    Refusal: {type: object, properties: {reason: {type: string}}}
    Brush: {type: object, properties: {name: {type: string}}}
"""


@pytest.fixture
def painter(tmp_path: Path) -> Path:
    file = tmp_path / "painter.json"
    file.write_text(json.dumps(parse_yaml(PAINTER.encode())), "utf-8")
    return file


@pytest.fixture
def paint(painter: Path) -> NewGateway:
    return gateway_of("painter", painter, ["paint", "painted_v1_painted_get"])


def root(made: NewGateway) -> Any:
    return parse_yaml(made.text.encode())


def decided(made: NewGateway, words: str) -> list[str]:
    """The lines of the document that a decision with some words is about."""
    (told,) = (lines for lines, what in made.decisions() if words in what)
    return [made.text.splitlines()[line.number - 1].strip() for line in told]


def test_the_named_operations_are_taken_and_of_the_rest_what_they_need(paint: NewGateway) -> None:
    assert list(root(paint)["paths"]) == ["/v1/paint", "/v1/painted"]
    assert list(root(paint)["components"]["schemas"]) == ["Paint", "Taken", "Painted", "Refusal"]
    assert root(paint)["tags"] == [{"name": "Paint"}]


def test_an_operation_is_called_by_a_name_of_a_module_without_what_its_path_says(painter: Path) -> None:
    paths = root(gateway_of("painter", painter, []))["paths"].values()
    assert [node["operationId"] for item in paths for node in item.values()] == ["paint", "painted", "list_brushes"]
    assert [method for item in paths for method in item] == ["post", "get", "get"]


def test_an_operation_that_is_not_there_is_refused_with_what_was_probably_meant(painter: Path) -> None:
    with pytest.raises(Unusable, match=r"ONLY=paintd: .*did you mean painted\?"):
        gateway_of("painter", painter, ["paintd"])


def test_what_3_0_says_is_said_in_3_1(paint: NewGateway) -> None:
    assert root(paint)["openapi"] == "3.1.0"
    assert root(paint)["components"]["schemas"]["Paint"]["properties"]["image"] == {"type": ["string", "null"]}


def test_the_document_is_one_of_ours_with_keys_in_our_order_and_no_keys_of_other_tools(
    paint: NewGateway, tmp_path: Path
) -> None:
    file = tmp_path / "painter.yaml"
    file.write_text(paint.text, "utf-8")
    assert paint.text.startswith("# yaml-language-server: $schema=vocabulary.schema.json\nopenapi: 3.1.0\ninfo:\n")
    assert vocabulary_problems(file) == []
    assert list(root(paint)["paths"]["/v1/paint"]["post"]) == [
        *("operationId", "summary", "tags", "x-evidence", "x-billed", "security", "requestBody", "responses")
    ]
    assert [operation.operation_id for operation in Document(file).operations] == ["paint", "painted"]


def test_the_id_that_a_later_operation_takes_is_linked_to_it(paint: NewGateway) -> None:
    links = root(paint)["paths"]["/v1/paint"]["post"]["responses"]["200"]["links"]
    assert links["Painted"]["operationId"] == "painted"
    assert links["Painted"]["parameters"] == {"id": "$response.body#/id"}
    schemas = root(paint)["components"]["schemas"]
    assert schemas["Taken"]["properties"]["id"]["x-replay"] == "task-id"
    assert schemas["Painted"]["properties"]["id"]["x-replay"] == "task-id"


def test_a_poll_takes_ids_of_the_format_in_which_they_are_told_and_a_person_confirms_it(painter: Path) -> None:
    text = painter.read_text("utf-8").replace('"id": {"type": "string"}', '"id": {"type": "string", "format": "uuid"}')
    painter.write_text(text.replace('"p-1"', '"8c3c9d2e-0e4f-4b5a-9f6e-2d1c0b9a8f7e"'), "utf-8")
    made = gateway_of("painter", painter, ["paint", "painted_v1_painted_get"])
    (asked,) = root(made)["paths"]["/v1/painted"]["get"]["parameters"]
    assert asked["schema"] == {"type": "string", "format": "uuid"}
    assert decided(made, "that id is a uuid is a guess by id") == ["parameters:"]


def test_what_is_linked_and_has_no_status_is_told_to_be_a_task_by_that_link_alone(painter: Path) -> None:
    text = (
        painter.read_text("utf-8").replace('"/v1/painted"', '"/v1/paint/{id}"').replace('"in": "query"', '"in": "path"')
    )
    painter.write_text(text.replace('"status"', '"look"'), "utf-8")
    made = gateway_of("painter", painter, ["paint", "painted_v1_painted_get"])
    (told,) = (what for _, what in made.decisions() if "the link to" in what)
    assert told.endswith("? No status says that it is polled; if what is made is there at once, take the link out")


def test_final_statuses_and_pictures_are_told_by_their_names(paint: NewGateway) -> None:
    fields = root(paint)["components"]["schemas"]["Painted"]["properties"]
    assert fields["status"]["x-final"] == ["Ready", "Error"]
    assert fields["image_url"]["x-replay"] == "picture-url"


@pytest.mark.parametrize(
    ("final", "running", "unclear"),
    [("succeeded", "in_progress", "weird"), ("Task not found", "queued", "ALL"), ("TIMED_OUT", "PENDING", "on hold")],
)
def test_a_status_is_final_running_or_unclear_by_its_name(final: str, running: str, unclear: str) -> None:
    assert [is_final(status) for status in (final, running, unclear)] == [True, False, None]


def test_each_decision_is_told_with_the_lines_that_it_is_about(paint: NewGateway) -> None:
    assert decided(paint, "x-billed: true is a guess") == ["x-billed: true"]
    assert decided(paint, "the link to painted is a guess") == ["'200':"]
    assert decided(paint, "x-final is a guess") == ["x-final: [Ready, Error]"]
    assert decided(paint, "picture-url is a guess") == ["x-replay: picture-url"]
    assert decided(paint, "image: if this is a picture") == ["image:"]
    assert decided(paint, "nothing says what is in extra") == ["extra: {}"]
    assert decided(paint, "there is no answer 401") == ["responses:"]
    assert decided(paint, "the example wrong was left out, since it breaks its schema: prompt: 7 is not") == [
        "schema: {$ref: '#/components/schemas/Paint'}"
    ]


def test_the_first_recordings_are_of_the_examples_and_say_so(paint: NewGateway) -> None:
    assert list(paint.recordings) == ["paint__paint_response_example.yaml", "paint__paint401_example.yaml"]
    task = parse_yaml(paint.recordings["paint__paint_response_example.yaml"].encode())
    assert task["provenance"] == {
        "kind": "composed",
        "source": "put together of the examples of painter.json; no gateway was called",
    }
    asked = [each["request"] for each in task["interactions"]]
    answered = [json.loads(each["response"]["body"]["string"]) for each in task["interactions"]]
    assert asked[0]["uri"] == "https://painter.invalid/api/v1/paint"
    assert json.loads(asked[0]["body"]) == {"prompt": "a boat"}
    assert asked[1]["uri"] == "https://painter.invalid/api/v1/painted?id=p-1"
    assert answered == [
        {"id": "p-1"},
        {"id": "p-1", "status": "Pending"},
        {"id": "p-1", "status": "Ready", "image_url": "https://pictures.invalid/lighthouse.png"},
    ]


@pytest.mark.parametrize("shown", [{"example": "a hat"}, {"examples": ["a hat"]}, {"const": "a hat"}])
@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
def test_a_request_without_an_example_has_one_of_those_that_its_fields_have(
    tmp_path: Path, version: str, shown: dict[str, Any]
) -> None:
    document = {**parse_yaml(PAINTER.encode()), "openapi": version}
    del document["paths"]["/v1/paint"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    document["components"]["schemas"]["Paint"]["properties"]["prompt"] |= shown
    file = tmp_path / "painter.yaml"
    file.write_text(json.dumps(document), "utf-8")
    example = root(gateway_of("painter", file, ["paint"]))["components"]["examples"]["PaintRequestExample"]
    assert example["value"] == {"prompt": "a hat"}
    assert example["x-evidence"]["level"] == "inferred"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("swagger: '2.0'\npaths: {}\n", "is OpenAPI 2.0; only 3.0 and 3.1 are read"),
        ("openapi: 3.1.0\npaths: {/a: {$ref: 'a.yaml#/paths/a'}}\n", "refers to another file, a.yaml#/paths/a"),
        ("openapi: 3.1.0\n", "has no paths"),
        ("- a\n", "is OpenAPI of no version"),
    ],
)
def test_what_is_no_whole_document_of_openapi_3_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(Unusable, match=said):
        gateway_of("a", tmp_path / "a.yaml", [])


def test_an_empty_gateway_keeps_to_the_vocabulary(tmp_path: Path) -> None:
    (file,) = write("painter", empty_gateway("painter"), tmp_path, tmp_path)
    assert vocabulary_problems(file) == []
    assert read_yaml(file)["servers"][0]["variables"]["host"]["default"] == "painter.invalid"


@pytest.mark.parametrize("there", ["openapi/painter.yaml", "recordings/painter/"])
def test_nothing_is_written_where_something_of_the_name_is_there(
    painter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], there: str
) -> None:
    folders = {name: painter.parent / name for name in ("openapi", "recordings")}
    for name, folder in folders.items():
        folder.mkdir()
        monkeypatch.setattr(command, {"openapi": "DOCUMENTS", "recordings": "RECORDINGS"}[name], folder)
    place = painter.parent / there
    place.mkdir() if there.endswith("/") else place.write_text("mine", "utf-8")
    before = sorted(painter.parent.rglob("*"))
    assert command.main(["--name", "painter", "--from", str(painter)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert sorted(painter.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["Flux", "flux-pro", "class", "errors", "../flux", ""])
def test_a_name_that_no_package_can_have_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--name", name]) == 2
    assert "NAME=" in capsys.readouterr().err
