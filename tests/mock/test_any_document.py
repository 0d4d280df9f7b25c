"""A document without any key of ours, and without recordings, is served as it stands: tiny ones, in this process."""

import argparse
import io
import json
import re
import shlex
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from image_gateways_documents.document import Document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_mock import NotServed, RunningServer, Settings, started_server
from image_gateways_mock.__main__ import main
from image_gateways_mock.app import MockServer
from image_gateways_mock.pattern_text import UnknownPattern, text_of
from image_gateways_mock.sample_calls import sample_call
from image_gateways_mock.samples import NoSample, Sampler
from image_gateways_mock.server import StoppableServer
from image_gateways_recordings.cassettes import RecordingError

POTTERY = """
openapi: 3.0.3
info: {title: A pottery, version: '1'}
servers: [{url: 'https://pottery.invalid/api'}, {url: 'https://eu.pottery.invalid'}]
security: [{key: []}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Fault: {type: object, required: [why], properties: {why: {type: string}}}
    Firing:
      type: object
      required: [id, state]
      properties:
        id: {type: string}
        state: {type: string, enum: [hot, cold]}
        note: {type: string, nullable: true}
        look_url: {type: string}
        links: {type: object, properties: {stop: {type: string, format: uri}, page: {type: string, format: uri}}}
paths:
  /pots:
    get:
      parameters: [{name: hue, in: query, required: true, schema: {type: integer, minimum: 3}}]
      responses:
        '200':
          description: Pots.
          content:
            application/json:
              schema: {type: array, items: {type: object, properties: {next: {type: string}, weight: {type: number}}}}
              example: [{next: 'https://eu.pottery.invalid/pots?hue=4', weight: 2, kin: 'https://kin.invalid/pots'}]
    put:
      responses: {'204': {description: Nothing.}}
    delete:
      responses:
        '200':
          description: The example breaks the schema.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Fault'}
              example: {how: 1}
  /pots/picture:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [clay]
              properties: {clay: {type: string, format: binary}, count: {type: integer}}
          image/*: {}
      responses:
        '200':
          description: A picture.
          content: {image/webp: {schema: {type: string, format: binary}}, image/*: {}, text/csv: {}}
        '400': {description: Unreadable.}
        '422': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
        '415': {description: No., content: {text/plain: {schema: {type: string, enum: [clay only]}}}}
  /fire:
    post:
      operationId: fire
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        '202':
          description: It burns.
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Firing'}}}
          links: {look: {operationId: look, parameters: {query.firing: $response.body#/id}}}
        '429':
          description: The oven is full.
          content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}, example: {why: full}}}
  /firing:
    get:
      operationId: look
      parameters: [{name: firing, in: query, required: true, schema: {type: string}}]
      responses:
        '200': {description: It is., content: {application/json: {schema: {$ref: '#/components/schemas/Firing'}}}}
  /bowls:
    post:
      responses:
        '201':
          description: Made.
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer}}}
              example: {id: 7, self: 'https://pottery.invalid/api/bowls/7'}
  /plates:
    post:
      responses: {'201': {description: Where it is., headers: {Location: {schema: {type: string, format: uri}}}}}
  /plates/{plate}:
    get:
      parameters: [{name: plate, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: It is.}}
  /bowls/{bowl}:
    get:
      parameters: [{name: bowl, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: A bowl.
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
"""
KEY = {"x-key": "any key will do"}


@pytest.fixture(scope="module")
def pottery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("pottery")
    (folder / "pottery.yml").write_text(POTTERY, "utf-8")
    with started_server(Settings(documents=folder / "pottery.yml", recordings=folder, seed=1)) as server:
        yield server


@pytest.fixture(scope="module")
def caller(pottery: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{pottery.url}/api", headers=KEY) as client:
        yield client


def test_a_fault_with_a_documented_status_answers_as_the_document_shows_it(caller: httpx.Client) -> None:
    answer = caller.post("/fire", json={}, headers={"Prefer": 'fault="http-429=7"'})
    assert (answer.status_code, answer.headers["retry-after"], answer.json()) == (429, "7", {"why": "full"})


def test_each_operation_is_answered_as_its_document_says(pottery: RunningServer, caller: httpx.Client) -> None:
    asked = [
        caller.get("/pots?hue=3"),
        caller.put("/pots"),
        caller.delete("/pots"),
        caller.post("/pots/picture", files={"clay": b"\xff"}, data={"count": "2"}),
        caller.post("/fire", json={}),
        caller.get("/firing?firing=1"),
        caller.post("/bowls"),
        caller.post("/plates"),
        caller.get("/plates/1"),
        caller.get("/bowls/7"),
    ]
    for operation, answer in zip(pottery.app.operations, asked, strict=True):
        documented = operation.responses[str(answer.status_code)]
        assert answer.is_success, (operation.operation_id, answer.text)
        for schema in filter(None, documented.content.values()):
            assert schema.problem(answer.json()) is None, operation.operation_id


def test_a_whole_number_may_be_written_with_a_fraction(caller: httpx.Client) -> None:
    assert caller.get("/bowls/-7.0").json() == {"id": -7}


def test_an_answer_without_a_body_says_no_type(caller: httpx.Client) -> None:
    answer = caller.put("/pots")
    assert (answer.status_code, answer.content, "content-type" in answer.headers) == (204, b"", False)


def test_an_example_is_given_unless_it_breaks_its_schema(caller: httpx.Client) -> None:
    assert caller.get("/pots?hue=3").json()[0]["weight"] == 2
    assert caller.delete("/pots").json() == {"why": "why"}
    assert caller.delete("/pots", headers={"Prefer": "example=example_200"}).json() == {"how": 1}


def test_a_picture_is_one_of_the_documented_type(caller: httpx.Client) -> None:
    answer = caller.post("/pots/picture", content=b"\xff", headers={"content-type": "image/png"})
    with Image.open(io.BytesIO(answer.content)) as picture:
        picture.load()
        assert (picture.format, answer.headers["content-type"]) == ("WEBP", "image/webp")


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "image/webp"),
        ("image/*", "image/webp"),
        ("text/html, text/csv;q=0.5", "text/csv"),
        ("image/png", "image/png"),
        ("video/mp4", "image/webp"),
    ],
)
def test_an_answer_is_of_a_type_that_the_request_accepts(caller: httpx.Client, accept: str, given: str) -> None:
    headers = {"accept": accept, "content-type": "image/gif"}
    assert caller.post("/pots/picture", content=b"a", headers=headers).headers["content-type"] == given


def test_an_address_of_the_gateway_leads_to_the_mock_and_another_stays(
    pottery: RunningServer, caller: httpx.Client
) -> None:
    (pot,) = caller.get("/pots?hue=3").json()
    assert pot["next"] == f"{pottery.url}/api/pots?hue=4"
    assert pot["kin"] == "https://kin.invalid/pots"


def test_a_task_is_followed_by_each_address_of_its_answer(pottery: RunningServer, caller: httpx.Client) -> None:
    answers = [caller.post("/fire", json={}) for _ in range(2)]
    ids = [answer.json()["id"] for answer in answers]
    assert len(set(ids)) == 2
    for answer, firing in zip(answers, ids, strict=True):
        body, page = answer.json(), f"{pottery.url}/api/firing?firing={firing}"
        assert [answer.headers["location"], body["look_url"], body["links"]["page"]] == [page] * 3
        assert caller.get(body["look_url"]).json()["id"] == firing


def test_a_link_can_be_told_where_the_document_has_none(pottery: RunningServer, caller: httpx.Client) -> None:
    made = caller.post("/bowls").json()
    assert made["id"] != 7
    assert made["self"] == f"{pottery.url}/api/bowls/{made['id']}"
    assert caller.get(made["self"]).json() == {"id": made["id"]}


def test_a_marked_id_is_left_empty_where_a_poll_left_it_empty(tmp_path: Path) -> None:
    marked = POTTERY.replace("id: {type: string}\n", "id: {type: string, x-replay: task-id}\n")
    (tmp_path / "pottery.yaml").write_text(marked, "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        assert httpx.get(f"{server.url}/api/firing?firing=", headers=KEY).json()["id"] == ""


@pytest.mark.parametrize("bowl", [-3, 2**64])
def test_a_poll_tells_of_whatever_number_it_asked_for(caller: httpx.Client, bowl: int) -> None:
    assert caller.get(f"/bowls/{bowl}").json() == {"id": bowl}


def test_a_location_leads_to_what_was_made_and_to_another_each_time(
    pottery: RunningServer, caller: httpx.Client
) -> None:
    places = {caller.post("/plates").headers["location"] for _ in range(2)}
    assert len(places) == 2
    assert all(place.startswith(f"{pottery.url}/api/plates/") for place in places)
    assert all(caller.get(place).status_code == 200 for place in places)


def test_what_the_document_does_not_know_to_be_lost_is_there(caller: httpx.Client) -> None:
    assert caller.get("/firing?firing=never-made").json()["id"] == "never-made"
    assert caller.get("/bowls/12").json() == {"id": 12}


@pytest.mark.parametrize(
    ("request_made", "status", "said"),
    [
        ({"files": {"count": (None, "2")}}, 422, "clay: expected a value"),
        ({"content": b"a", "headers": {"content-type": "text/plain"}}, 415, "Content-Type"),
        (
            {"content": b"a", "headers": {"content-type": "multipart/form-data"}},
            400,
            "a Content-Type without a boundary",
        ),
        ({"files": {"clay": b"a"}, "headers": {"x-key": ""}}, 401, "x-key"),
    ],
)
def test_a_refusal_has_the_status_that_means_it_and_says_what_is_wrong(
    caller: httpx.Client, request_made: dict[str, Any], status: int, said: str
) -> None:
    answer = caller.post("/pots/picture", **request_made)
    assert answer.status_code == status
    assert said in answer.headers.get("x-mock-problem", answer.text)


def test_the_same_answers_are_made_in_each_run(tmp_path: Path) -> None:
    (tmp_path / "pottery.yaml").write_text(POTTERY, "utf-8")
    runs = []
    for _ in range(2):
        settings = Settings(documents=tmp_path, recordings=tmp_path, seed=5)
        with started_server(settings) as server, httpx.Client(base_url=f"{server.url}/api", headers=KEY) as caller:
            answers = (caller.post("/fire", json={}), caller.get("/firing?firing=1"), caller.delete("/pots"))
            runs.append([answer.text.replace(server.url, "") for answer in answers])
    assert runs[0] == runs[1]


@pytest.mark.parametrize("shown", ["", ", example: {id: a, state: cold}"])
def test_a_task_goes_on_with_202_before_it_is_done_whether_the_document_shows_that_or_not(
    tmp_path: Path, shown: str
) -> None:
    schema = "{schema: {$ref: '#/components/schemas/Firing'}"
    goes_on = POTTERY.replace(
        f"""'200': {{description: It is., content: {{application/json: {schema}}}}}}}""",
        f"""'200': {{description: It is., content: {{application/json: {schema}{shown}}}}}}}
        '202': {{description: It burns., content: {{application/json: {{schema: {{type: object}}}}}}}}""",
    )
    assert goes_on != POTTERY
    (tmp_path / "pottery.yml").write_text(goes_on, "utf-8")
    with started_server(Settings(documents=tmp_path / "pottery.yml", recordings=tmp_path)) as server:
        asked = [httpx.get(f"{server.url}/api/firing?firing=1", headers=KEY).status_code for _ in range(3)]
    assert asked == [202, 200, 200]


def test_a_task_goes_on_until_its_first_end_where_the_document_names_ends(tmp_path: Path) -> None:
    text = POTTERY.replace("enum: [hot, cold]", "enum: [cold, hot, broken], x-final: [cold, broken]")
    (tmp_path / "pottery.yaml").write_text(text, "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        page = httpx.post(f"{server.url}/api/fire", json={}, headers=KEY).json()["look_url"]
        assert [httpx.get(page, headers=KEY).json()["state"] for _ in range(3)] == ["hot", "cold", "cold"]


# --- several documents ------------------------------------------------------------------------------------------------

SOUND = "openapi: 3.1.0\npaths: {/kilns: {get: {responses: {200: {description: All.}}}}}\n"


def test_what_can_be_served_is_served_and_every_problem_of_the_others_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (
        ("a.yaml", SOUND),
        ("b.yaml", SOUND),
        ("c.yaml", SOUND.replace("paths:", "swagger: '2.0'\npaths:")),
        ("d.json", "{}"),
        ("e.yaml", SOUND.replace("/kilns", "/e")),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "e").mkdir()
    for name in ("get_e", "get_e__a", "get_f__a"):
        (tmp_path / "e" / f"{name}.yaml").write_text("{}", "utf-8")
    app = MockServer(Settings(documents=tmp_path, recordings=tmp_path))
    assert list(app.gateways) == ["a"]
    told = [problem.removeprefix(f"{tmp_path}/") for problem in app.problems]
    assert [line.partition(":")[0] for line in told] == [
        "c.yaml", "d.json", "b.yaml", "e/get_e.yaml", "e/get_e__a.yaml", "e/get_f__a.yaml",
    ]  # fmt: skip
    assert "line 2: #/paths/~1kilns/get: get_kilns: " in told[2]
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "b.yaml").unlink()
    assert main(["--documents", str(tmp_path), "--recordings", str(tmp_path), "--port", "0"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5
    assert all(line.startswith(f"error: {tmp_path}") for line in lines)


JOBS = """
openapi: 3.1.0
paths:
  /jobs:
    post: {responses: {201: {content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}}}
  /jobs/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}}
components:
  schemas:
    Job: {type: object, required: [id], properties: {id: {type: string, pattern: '^job-[0-9]{4}$'MARK}}}
"""


@pytest.mark.parametrize("mark", ["", ", x-replay: task-id"])
def test_an_id_of_which_only_a_pattern_is_said_is_new_of_that_pattern_and_no_other_is_echoed(
    mark: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(JOBS.replace("MARK", mark), "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path, seed=1)) as server:
        made = [httpx.post(f"{server.url}/jobs").json()["id"] for _ in range(3)]
        polled = [httpx.get(f"{server.url}/jobs/{job}").json()["id"] for job in (*made, "impossible")]
    assert len(set(made)) == 3
    assert polled[:3] == made
    assert all(re.fullmatch("job-[0-9]{4}", job) for job in (*made, *polled))


def test_what_is_left_out_of_a_document_is_a_warning_and_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(SOUND.replace("{/kilns", "{/left: {query: {responses: {}}}, /kilns"), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(StoppableServer, "run", lambda *_: None)
        patch.setattr(signal, "signal", lambda *_: None)
        assert main(["--documents", str(tmp_path), "--recordings", str(tmp_path), "--port", "0", "--quiet"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"warning: {tmp_path / 'a.yaml'}: line 2: #/paths/~1left/query: query is no method")
    with (
        pytest.warns(NotServed, match="query is no method"),
        started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server,
    ):
        assert "query is no method" in httpx.get(server.url).text


def test_nothing_that_can_be_served_is_an_error_of_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("{}", "utf-8")
    with pytest.raises(DocumentError):
        MockServer(Settings(documents=tmp_path, recordings=tmp_path))
    (tmp_path / "d.json").write_text(json.dumps({"paths": {"/a": {"get": {"responses": {"200": {}}}}}}), "utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "other__a.yaml").write_text("{}", "utf-8")
    with pytest.raises(RecordingError):
        MockServer(Settings(documents=tmp_path, recordings=tmp_path))


def test_a_recording_belongs_to_the_operation_of_the_longest_id_that_fits(tmp_path: Path) -> None:
    paths: dict[str, Any] = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": {}}}} for name in ("a", "a__b", "a__b__c")
    }
    (tmp_path / "d.json").write_text(json.dumps({"paths": paths}), "utf-8")
    (tmp_path / "d").mkdir()
    request: dict[str, Any] = {"method": "GET", "uri": "https://d.invalid/a__b", "headers": {}, "body": None}
    answer = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": ""}}
    cassette = {"version": 1, "interactions": [{"request": request, "response": answer}]}
    (tmp_path / "d" / "a__b__drawn.yaml").write_text(json.dumps(cassette), "utf-8")
    (found,) = MockServer(Settings(documents=tmp_path, recordings=tmp_path)).cassettes
    assert (found.operation.operation_id, found.variant) == ("a__b", "drawn")


CARELESS = """
openapi: 3.0.3
info: {title: Careless, version: '1'}
servers: [{url: 'https://careless.invalid/{stage}', variables: {stage: {default: v2}}}]
paths:
  /told:
    get:
      responses:
        default:
          description: No.
          content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [any]}}}}}
        '400': {description: Bad., content: {application/json: {example: {why: bad}}}}
        '200':
          description: JSON as a text.
          content:
            application/json:
              schema: {type: object, properties: {a: {type: array, items: {type: integer}}}}
              example: '{"a": [1]}'
  /slip:
    get: {responses: {'200': {description: No JSON at all., content: {application/json: {example: '{"a": [1],}'}}}}}
  /shown:
    get: {responses: {'200': {description: A picture., content: {image/gif: {examples: {None: {value: ''}}}}}}}
  /kilns:
    post: {responses: {'201': {$ref: '#/components/responses/Kiln'}}}
  /kilns/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {$ref: '#/components/responses/Kiln'}}
components:
  responses:
    Kiln:
      description: A kiln.
      content:
        application/json: {schema: {type: object, required: [id], properties: {id: {type: string, format: uuid}}}}
"""


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("careless")
    (folder / "careless.yaml").write_text(CARELESS, "utf-8")
    with (
        started_server(Settings(documents=folder, recordings=folder)) as server,
        httpx.Client(base_url=f"{server.url}/v2") as caller,
    ):
        yield caller


def test_an_example_of_json_that_stands_there_as_a_text_is_what_the_text_says(careless: httpx.Client) -> None:
    assert careless.get("/told").json() == {"a": [1]}
    assert careless.get("/slip").json() == '{"a": [1],}'


def test_a_picture_is_whole_where_its_example_is_a_text(careless: httpx.Client) -> None:
    with Image.open(io.BytesIO(careless.get("/shown").content)) as picture:
        picture.load()
        assert picture.format == "GIF"


def test_an_answer_for_all_other_statuses_is_given_for_those_alone(careless: httpx.Client) -> None:
    assert careless.get("/told", headers={"Prefer": "code=400"}).json() == {"why": "bad"}
    too_many = careless.get("/told", headers={"Prefer": 'fault="http-429=1"'})
    assert (too_many.status_code, too_many.json(), too_many.headers["retry-after"]) == (429, {"why": "any"}, "1")


def test_an_answer_for_every_status_is_given_for_refusals_too(tmp_path: Path) -> None:
    parameter = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    text = {"description": "It.", "content": {"text/plain": {}}}
    root = {"paths": {"/it": {"get": {"parameters": [parameter], "responses": {"default": text}}}}}
    (tmp_path / "it.json").write_text(json.dumps(root), "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        found = [httpx.get(f"{server.url}/it{query}") for query in ("", "?size=large")]
    assert [(answer.status_code, answer.headers["content-type"]) for answer in found] == [
        (200, "text/plain"),
        (400, "text/plain"),
    ]


def test_an_id_that_an_answer_may_not_hold_is_not_written_into_it(careless: httpx.Client) -> None:
    asked = careless.post("/kilns").json()["id"]
    assert careless.get(f"/kilns/{asked}").json() == {"id": asked}
    assert careless.get("/kilns/no-uuid").json()["id"] != "no-uuid"


# --- samples ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "schema",
    [
        {},
        True,
        {"type": ["null", "integer"], "exclusiveMinimum": 4, "multipleOf": 3},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5},
        {"type": "integer", "maximum": -4},
        {"type": "string", "minLength": 40, "maxLength": 41},
        {"type": "string", "maxLength": 2},
        {"type": "string", "pattern": "^[a-f0-9]{2}:\\d+$"},
        {"type": "string", "pattern": "^[a-z]+$", "minLength": 9},
        *({"type": "string", "format": kind} for kind in ("date", "date-time", "uuid", "email", "uri", "ipv6", "time")),
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "array", "minItems": 1}},
        {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "string"}, "minItems": 2, "uniqueItems": True},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}], "items": False, "minItems": 2},
        {"type": "array", "maxItems": 0},
        {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
        {"properties": {"a": {"type": "string"}}, "required": ["a", "b"]},
        {"type": "object", "properties": {"a": {"type": "string", "pattern": "(?=b)b"}}},
        {"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "integer", "minimum": 2}}}]},
        {"allOf": [{"properties": {"a": {"minimum": 2}}}, {"properties": {"a": {"type": "integer", "maximum": 2}}}]},
        {"oneOf": [{"type": "null"}, {"type": "string", "pattern": "(?=a)a"}, {"type": "boolean"}]},
        {"anyOf": [False, True], "properties": {"a": True, "b": False}},
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}], "not": {"required": ["a"]}, "type": "object"},
        {"type": "string", "example": 7, "default": "seven"},
        {"type": "object", "example": {"a": 7}, "properties": {"a": {"type": "string"}}},
        {"$ref": "#/components/schemas/Branch"},
        {
            "oneOf": [{"$ref": "#/components/schemas/Branch"}, {"$ref": "#/components/schemas/Leaf"}],
            "discriminator": {"propertyName": "name", "mapping": {"twig": "#/components/schemas/Branch"}},
        },
    ],
)
def test_a_sample_fits_its_schema_whole_and_as_small_as_may_be(schema: Any, tmp_path: Path) -> None:
    twigs = {"type": "array", "items": {"$ref": "#/components/schemas/Branch"}}
    branch = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "twigs": twigs}}
    schemas = {"Branch": branch, "Leaf": {**branch, "title": "A leaf"}, "Tried": schema}
    root = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}
    (tmp_path / "a.json").write_text(json.dumps(root), "utf-8")
    document = Document(tmp_path / "a.json")
    tried = {"$ref": "#/components/schemas/Tried"} if isinstance(schema, dict) else {"allOf": [schema]}
    for whole in (True, False):
        value = Sampler(document, "https://a.invalid/", whole=whole).sample(tried)
        assert document.compiled(tried).problem(value) is None


def test_a_tag_is_the_name_that_a_discriminator_gives(tmp_path: Path) -> None:
    kiln = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    heated = {
        "oneOf": [{"$ref": "#/components/schemas/Kiln"}, {"$ref": "#/components/schemas/Oven"}],
        "discriminator": {"propertyName": "kind", "mapping": {"a_kiln": "#/components/schemas/Kiln"}},
    }
    schemas = {"Kiln": kiln, "Oven": kiln, "Heated": heated}
    (tmp_path / "a.json").write_text(json.dumps({"paths": {}, "components": {"schemas": schemas}}), "utf-8")
    sampler = Sampler(Document(tmp_path / "a.json"), "", whole=True)
    assert sampler.sample({"$ref": "#/components/schemas/Heated"}) == {"kind": "a_kiln"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "(?=a)a"},
        {"allOf": [{"$ref": "#/components/schemas/Tried"}]},
        {"type": "object", "required": ["it"], "properties": {"it": {"$ref": "#/components/schemas/Tried"}}},
    ],
)
def test_what_cannot_be_made_is_said_and_asks_for_an_example(schema: dict[str, Any], tmp_path: Path) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Tried"}}}
    operation = {"operationId": "try", "responses": {"200": {"description": "Tried.", "content": content}}}
    root = {"openapi": "3.1.0", "paths": {"/a": {"get": operation}}, "components": {"schemas": {"Tried": schema}}}
    (tmp_path / "a.json").write_text(json.dumps(root, indent=1), "utf-8")
    with pytest.raises(NoSample):
        Sampler(Document(tmp_path / "a.json"), "", whole=True).sample({"$ref": "#/components/schemas/Tried"})
    settings = Settings(documents=tmp_path, recordings=tmp_path)
    with ExitStack() as stack:
        with pytest.warns(NotServed) as warned:
            server = stack.enter_context(started_server(settings))
        made, success = server.app.problems
        assert made.startswith(f"{tmp_path / 'a.json'}: line 5: #/paths/~1a/get: try: no answer can be made for 200, ")
        assert "line 5: #/paths/~1a/get: try: neither a recording nor an answer of success" in success
        answer = httpx.get(f"{server.url}/a")
        assert "no answer can be made for 200" in httpx.get(server.url).text
    assert [str(each.message) for each in warned] == [made, success]
    assert answer.status_code == 501
    assert "try has no answer of success" in answer.json()["title"]


@pytest.mark.parametrize("pattern", [r"\bword", r"(?<!a)b", r"\p{L}", r"(a)\1", "*", "a{1", "(a", "[", "[^"])
def test_a_pattern_that_is_not_understood_is_said_to_be(pattern: str) -> None:
    with pytest.raises(UnknownPattern):
        text_of(pattern)


def test_a_call_to_copy_and_paste_is_one_that_is_answered(pottery: RunningServer) -> None:
    manual = argparse.ArgumentParser(exit_on_error=False)
    manual.add_argument("url")
    for option in ("--request", "--data-binary"):
        manual.add_argument(option)
    for option in ("--form", "--header"):
        manual.add_argument(option, action="append", default=[])
    for operation in pottery.app.operations:
        line = sample_call(pottery.app.documents[0], operation, (), (), pottery.url)
        said = manual.parse_args(shlex.split(line)[1:])
        answer = httpx.request(
            said.request or ("POST" if said.data_binary else "GET"),
            said.url,
            headers=[tuple(header.split(": ", 1)) for header in said.header],
            content=said.data_binary,
            files=[(name, (None, value)) for name, _, value in (field.partition("=") for field in said.form)] or None,
        )
        assert answer.is_success, (line, answer.text)
