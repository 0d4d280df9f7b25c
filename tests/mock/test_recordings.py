"""Documents and recordings are held to each other when the mock server starts, and a fourth gateway is only files."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import load_documents
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, running_server
from image_gateways_mock.app import MockServer
from image_gateways_recordings.cassettes import RecordingError
from image_gateways_recordings.folder import RECORDINGS

DOCUMENT = """
openapi: 3.1.0
info: {title: A small gateway, version: '1'}
servers: [{url: 'https://small.invalid/base'}]
x-unrouted:
  not-found: {status: 404, example: Lost}
paths:
  /drafts:
    post:
      operationId: start_draft
      security: [{key: []}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [style]
              properties:
                style: {type: string, enum: [ink, oil]}
      responses:
        '200':
          description: Started.
          content:
            application/json:
              schema:
                type: object
                required: [draft]
                properties: {draft: {type: string, x-replay: task-id}}
              examples: {Started: {value: {draft: ab12-34}}}
          links:
            Look: {operationId: look_at_draft, parameters: {path.draft: $response.body#/draft}}
        '400':
          description: Refused.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Refusal'}
              examples:
                NoKey: {x-conditions: [missing-credentials], value: {why: A key is needed}}
                Bad: {x-conditions: [missing-field], value: {why: Bad request}}
  /drafts/{draft}:
    get:
      operationId: look_at_draft
      parameters:
        - {name: draft, in: path, required: true, schema: {type: string, pattern: '^[0-9a-f-]+$'}}
        - {name: size, in: query, schema: {type: integer, minimum: 1}}
        - {name: X-Trace, in: header, required: true, schema: {type: string, minLength: 2}}
      responses:
        '200':
          description: How far it is.
          headers: {X-Left: {schema: {type: integer}, example: 3}}
          content:
            application/json:
              schema:
                type: object
                required: [state]
                properties: {state: {type: string}}
              examples:
                Drawing: {value: {state: drawing}}
                Drawn: {value: {state: drawn}}
        '404':
          description: Unknown.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Refusal'}
              examples: {Lost: {$ref: '#/components/examples/Lost'}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key, x-placeholders: [let-me-in]}
  examples:
    Lost: {x-conditions: [unknown-task], value: {why: Nothing here}}
  schemas:
    Refusal:
      type: object
      required: [why]
      properties: {why: {type: string, x-replay: message}}
"""


@pytest.fixture
def small_gateway(tmp_path: Path) -> Settings:
    (tmp_path / "openapi").mkdir()
    (tmp_path / "recordings").mkdir()
    (tmp_path / "openapi" / "small.yaml").write_text(DOCUMENT, "utf-8")
    return Settings(documents=tmp_path / "openapi", recordings=tmp_path / "recordings")


def test_a_further_gateway_needs_a_document_and_no_code(small_gateway: Settings) -> None:
    with running_server(small_gateway) as url:
        small = httpx.Client(base_url=f"{url}/base", headers={"X-Key": "let-me-in", "X-Trace": "abc"})
        with small:
            draft = small.post("/drafts", json={"style": "ink"}).json()["draft"]
            assert draft != "ab12-34"
            polls = [small.get(f"/drafts/{draft}") for _ in range(3)]
            assert [poll.json()["state"] for poll in polls] == ["drawing", "drawn", "drawn"]
            assert polls[0].headers["x-left"] == "3"

            assert small.post("/drafts", json={"style": "ink"}, headers={"X-Key": "no"}).json() == {
                "why": "A key is needed: x-key: expected a key that is accepted here, found another"
            }
            assert small.post("/drafts", json={}).json()["why"].startswith("Bad request: style: expected a value")
            assert (
                small.post("/drafts", json={"style": "wax"})
                .json()["why"]
                .startswith("Bad request: style: expected one")
            )
            unknown = small.get("/drafts/ff")
            assert (unknown.status_code, unknown.json()["why"].partition(":")[0]) == (404, "Nothing here")
            assert small.get("/nothing").json()["why"].startswith("Nothing here: path")


@pytest.mark.parametrize(
    ("path", "headers", "word"),
    [
        ("/drafts/XYZ", {"X-Trace": "abc"}, "draft: expected text of the form"),
        ("/drafts/aa?size=0", {"X-Trace": "abc"}, "size: expected at least 1, found 0"),
        ("/drafts/aa?size=two", {"X-Trace": "abc"}, 'size: expected an integer, found "two"'),
        ("/drafts/aa?size=1&size=2", {"X-Trace": "abc"}, "size: expected one value, found 2 values"),
        ("/drafts/aa", {}, "x-trace: expected a value"),
        ("/drafts/aa", {"X-Trace": "a"}, "x-trace: expected at least 2 characters, found 1 character"),
    ],
)
def test_parameters_are_held_to_their_schemas(
    small_gateway: Settings, path: str, headers: dict[str, str], word: str
) -> None:
    with running_server(small_gateway) as url:
        response = httpx.get(f"{url}/base{path}", headers=headers)
    assert response.status_code == 404
    assert word in response.json()["why"]


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ("operationId: look_at_draft\n", "operationId: look\n", "start_draft links to look_at_draft"),
        ("type: apiKey, in: header", "type: apiKey, in: body", "key is none that OpenAPI has"),
        ("$ref: '#/components/schemas/Refusal'", "$ref: '#/components/schemas/Missing'", "Missing: nothing is there"),
        ("openapi: 3.1.0", "openapi: [", "small.yaml"),
    ],
)  # fmt: skip
def test_documents_none_of_which_can_be_served_stop_the_server_with_a_line_for_each_problem(
    small_gateway: Settings, find: str, put: str, message: str
) -> None:
    assert find in DOCUMENT
    (small_gateway.documents / "small.yaml").write_text(DOCUMENT.replace(find, put), "utf-8")
    with pytest.raises(DocumentError) as caught:
        MockServer(small_gateway)
    for line in str(caught.value).splitlines():
        assert line.startswith(f"{small_gateway.documents / 'small.yaml'}: ")
        assert message in line


SHORT, LONG = {"type": "string", "maxLength": 5}, {"type": "string", "minLength": 3}


@pytest.mark.parametrize(
    ("schema", "value", "valid", "leaf"),
    [
        ({"oneOf": [SHORT, LONG]}, "ab", True, 0),
        ({"oneOf": [SHORT, LONG]}, "abcdef", True, 1),
        ({"oneOf": [SHORT, LONG]}, "abcd", False, None),
        ({"anyOf": [SHORT, LONG]}, "abcd", True, 0),
        ({"anyOf": [{"anyOf": [SHORT, LONG]}, {"type": "null"}]}, None, True, 2),
        ({"oneOf": [SHORT, LONG], "pattern": "^b"}, "ab", False, None),
        ({"oneOf": [{"oneOf": [SHORT, LONG], "pattern": "^b"}, {"type": "null"}]}, "ab", False, None),
        ({"oneOf": [SHORT], "anyOf": [LONG]}, "ab", False, None),
        ({"oneOf": [SHORT, LONG]}, 5, False, None),
    ],
)
def test_a_union_holds_exactly_what_its_schema_says_and_names_the_leaf_that_fits(
    small_gateway: Settings, schema: dict[str, Any], value: Any, valid: bool, leaf: int | None
) -> None:
    union = BodySchema(schema, load_documents(small_gateway.documents)[0])
    problem, fitting = union.check(value)
    assert (problem is None) == valid
    assert leaf is None or fitting is union.shapes[leaf]


def test_a_folder_without_documents_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no OpenAPI documents"):
        MockServer(Settings(documents=tmp_path))


@pytest.fixture
def edited_recordings(tmp_path: Path) -> Callable[[str, str, str], Settings]:
    """Copies the pictures and one cassette, with one text of that replaced by another, for its gateway alone."""

    def edit(cassette: str, find: str, put: str) -> Settings:
        gateway = cassette.partition("/")[0]
        settings = Settings(documents=DOCUMENTS / f"{gateway}.yaml", recordings=tmp_path / "recordings")
        shutil.copytree(RECORDINGS / "pictures", settings.recordings / "pictures")
        text = (RECORDINGS / cassette).read_text("utf-8")
        assert find in text
        (settings.recordings / gateway).mkdir()
        (settings.recordings / cassette).write_text(text.replace(find, put), "utf-8")
        return settings

    return edit


SYNC = "volcv/cv_process__byteedit.yaml"
TASK = "volcv/cv_sync2async_submit_task__task_done.yaml"
TASK_ID = "7418048504813240370"


@pytest.mark.parametrize(
    ("cassette", "find", "put", "place", "expected", "found"),
    [
        (SYNC, '"code": 10000,', "", "[0].response.body.string.code", "required", "nothing"),
        (SYNC, '"code": 10000', '"code": 10.5', "[0].response.body.string.code", "integer", "10.5"),
        (SYNC, '"code": 10000', '"code" 10000', "[0].response.body.string", "JSON", "syntax error"),
        (SYNC, '"scale": 0.5', '"scale": 5', "[0].request.body.scale", "at most 1", "5"),
        (SYNC, '"prompt":', '"promt":', "[0].request.body.prompt", "required", "nothing"),
        (SYNC, "code: 200", "code: 299", "[0].response.status.code", "a status that cv_process documents", "299"),
        (SYNC, "response:\n    status: {code: 200, message: OK}\n    headers:\n      Content-Type: [application/json]",
         "response:\n    status: {code: 200, message: OK}\n    headers:\n      Content-Type: [text/html]",
         "[0].response.headers.Content-Type", "application/json", "text/html"),
        (SYNC, "Action=CVProcess", "Action=CVNone", "[0].request.uri.Action", "CVProcess", "CVNone"),
        (SYNC, "Action=CVProcess", "Action=CVSync2AsyncSubmitTask", "[0]", "cv_process", "cv_sync2async_submit_task"),
        (SYNC, "lid/lighthouse_night", "lid/gone", "image_urls[0]", "a file of the pictures folder", "gone"),
        (SYNC, "version: 1", "version: 2", "$.version", "version 1", "2"),
        (SYNC, "interactions:", "interaction:", "$.interactions", "at least one", "none"),
        (SYNC, "    uri:", "    url:", "[0].request", "with `uri`", "url"),
        (SYNC, "interactions:", "interactions: [", "$", "a YAML cassette", "while parsing"),
        (TASK, f'  "task_id": "{TASK_ID}",\n', '  "task_id": "8",\n', "[1].request", TASK_ID, "8"),
        (TASK, "Action=CVSync2AsyncGetResult", "Action=CVSync2AsyncSubmitTask", "[1].request.body", "", ""),
    ],
)  # fmt: skip
def test_a_recording_that_breaks_its_document_stops_the_server_and_says_where(
    edited_recordings: Callable[[str, str, str], Settings],
    cassette: str,
    find: str,
    put: str,
    place: str,
    expected: str,
    found: str,
) -> None:
    settings = edited_recordings(cassette, find, put)
    with pytest.raises(RecordingError) as caught:
        MockServer(settings)
    message = str(caught.value)
    at, _, rest = message.partition(": $")
    file, _, line = at.partition(": line ")
    assert file.endswith(cassette)
    assert bool(line) is not rest.startswith(":")
    assert place in f"${rest}"
    assert expected in rest.partition("expected ")[2]
    assert found in rest.partition("found ")[2]
    assert "\n" not in message


def test_a_cassette_of_an_unknown_operation_stops_the_server(
    edited_recordings: Callable[[str, str, str], Settings],
) -> None:
    settings = edited_recordings(SYNC, "version: 1", "version: 1")
    (settings.recordings / SYNC).rename(settings.recordings / "volcv" / "cv_other__a.yaml")
    with pytest.raises(RecordingError, match="<operation_id>__<variant>"):
        MockServer(settings)


@pytest.fixture
def ask(
    edited_recordings: Callable[[str, str, str], Settings],
) -> Callable[[dict[str, str], str], list[httpx.Response]]:
    """Adds cassettes made from the plain one, then sends its request in two orders of keys, and a third prompt."""

    def asked(added: dict[str, str], prompt: str) -> list[httpx.Response]:
        settings = edited_recordings(SYNC, "version: 1", "version: 1")
        for variant, text in added.items():
            (settings.recordings / "volcv" / f"cv_process__{variant}.yaml").write_text(text, "utf-8")
        cassette = next(c for c in MockServer(settings).cassettes if c.file == settings.recordings / SYNC)
        request = cassette.interactions[0].request
        assert request is not None
        body = {**request.body, "prompt": prompt}
        with running_server(settings) as url:
            return [
                httpx.post(
                    f"{url}/volcv/v1",
                    params={"Action": "CVProcess", "Version": "2022-08-31"},
                    json=sent,
                    headers={"Authorization": "Bearer {{YOUR_API_KEY}}"},
                )
                for sent in (body, dict(reversed(body.items())), {**body, "prompt": "A third"})
            ]

    return asked


PLAIN = (RECORDINGS / SYNC).read_text("utf-8")
PROMPT = "Example prompt from provider documentation."


def test_the_recording_whose_request_is_equal_answers_whatever_order_its_keys_have(
    ask: Callable[[dict[str, str], str], list[httpx.Response]],
) -> None:
    answers = ask({"zz_other": PLAIN.replace(PROMPT, "Another").replace("2100xxx", "2100yyy")}, "Another")
    assert [answer.json()["data"]["infer_ctx"]["app_key"] for answer in answers] == ["2100yyy", "2100yyy", "2100xxx"]


def test_a_cassette_may_use_all_of_yaml(ask: Callable[[dict[str, str], str], list[httpx.Response]]) -> None:
    node = yaml.safe_load(PLAIN.replace(PROMPT, "Another").replace("2100xxx", "2100yyy"))
    (interaction,) = node["interactions"]
    interaction["response"]["body"]["string"] = interaction["response"]["body"]["string"].encode()  # as !!binary
    odd = (
        yaml.safe_dump(node).replace("    method: POST\n", "    <<: *shared\n").replace("version: 1", "? version\n: 1")
    )
    odd = "shared: &shared {method: POST}\n" + odd
    assert all(text in odd for text in ("!!binary", "<<", "? version"))
    assert ask({"zz_odd": odd}, "Another")[0].json()["data"]["infer_ctx"]["app_key"] == "2100yyy"


def test_a_recorded_refusal_never_answers_in_place_of_a_success(
    ask: Callable[[dict[str, str], str], list[httpx.Response]],
) -> None:
    refusal = (RECORDINGS / "volcv/cv_process__text_risk_not_pass.yaml").read_text("utf-8")
    request, response = PLAIN.partition("  response:")[0], "".join(refusal.partition("  response:")[1:])
    twins = {"aa_refused": request + response, "zz_refused": request + response}
    assert [answer.status_code for answer in ask(twins, PROMPT)] == [200, 200, 200]


def test_a_recorded_refusal_answers_its_own_request(
    ask: Callable[[dict[str, str], str], list[httpx.Response]],
) -> None:
    refusal = (RECORDINGS / "volcv/cv_process__text_risk_not_pass.yaml").read_text("utf-8")
    request, response = PLAIN.partition("  response:")[0], "".join(refusal.partition("  response:")[1:])
    answers = ask({"own": request.replace(PROMPT, "Another") + response}, "Another")
    assert [answer.status_code for answer in answers] == [400, 400, 200]
