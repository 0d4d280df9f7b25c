"""The adapter that the guide to a new gateway shows is a whole one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

import image_edit.gateways
import image_gateways
from image_edit import AuthenticationError, BadInput, ImageEditor, NotSupported, TaskNotFound
from image_edit.document import ClientDocument
from image_edit.gateway_name import NAMES
from image_gateways.client import AuthenticatedClient
from image_gateways.keyed_client import KeyedClient, KeyPlace
from image_gateways_documents.yaml_text import parse_yaml
from image_gateways_recordings.folder import RECORDINGS
from openapi.generator.client import make_client
from tests.support.mock_key import KEY

GUIDE = (Path(__file__).parents[2] / "docs" / "adding_a_gateway.md").read_text("utf-8")
PICTURE = RECORDINGS / "pictures" / "lighthouse.png"
NAME: Any = "guided"
"""What the guide calls flux, which somebody who followed it has. Type checks know no such name."""

DOCUMENT = """
openapi: 3.1.0
info: {title: Flux, version: '1'}
servers: [{url: 'https://flux.invalid'}]
paths:
  /edits:
    post:
      operationId: generate_flux_kontext_pro
      tags: [models]
      x-billed: true
      security: [{key: []}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/FluxKontextProInputs'}}}
      responses:
        '200':
          description: Taken.
          content: {application/json: {schema: {$ref: '#/components/schemas/AsyncResponse'}}}
          links: {GetResult: {operationId: get_result, parameters: {id: '$response.body#/id'}}}
        '401': &refused
          description: Refused.
          content: {application/json: {schema: {$ref: '#/components/schemas/Refusal'}}}
  /result:
    get:
      operationId: get_result
      tags: [utility]
      x-billed: false
      security: [{key: []}]
      parameters: [{name: id, in: query, required: true, schema: {type: string}}]
      responses:
        '200':
          description: How far it is.
          content: {application/json: {schema: {$ref: '#/components/schemas/ResultResponse'}}}
        '401': *refused
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    FluxKontextProInputs:
      type: object
      required: [prompt]
      properties:
        prompt: {type: string}
        input_image: {$ref: '#/components/schemas/InputPicture'}
        seed: {type: integer}
    InputPicture: {type: string, x-picture: {media_types: [image/png]}}
    AsyncResponse: {type: object, required: [id], properties: {id: {type: string, minLength: 1, x-replay: task-id}}}
    ResultResponse:
      type: object
      required: [id, status]
      properties:
        id: {type: string}
        status: {$ref: '#/components/schemas/StatusResponse'}
        result: {$ref: '#/components/schemas/Result'}
    StatusResponse:
      type: string
      enum: [Pending, Ready, Error, Request Moderated, Content Moderated, Task not found]
      x-final: [Ready, Error, Request Moderated, Content Moderated, Task not found]
    Result: {type: object, required: [sample], properties: {sample: {type: string}}}
    Refusal: {type: object, required: [detail], properties: {detail: {type: string}}}
"""


@pytest.fixture(scope="module")
def flux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A client of a small gateway that answers as FLUX does, and the guide's adapter of it."""
    clients, adapters = tmp_path_factory.mktemp("clients"), tmp_path_factory.mktemp("adapters")
    document = parse_yaml(DOCUMENT.encode())
    make_client(document, clients / NAME, formatted=False)
    (clients / NAME / "openapi.json").write_text(json.dumps(document), "utf-8")
    (adapter,) = re.findall(r"```py\n# image_edit/gateways/flux\.py\n(.*?)```", GUIDE, re.DOTALL)
    renamed = re.sub(r"\bflux\b", NAME, re.sub(r"\bFlux\b", NAME.title(), adapter))
    (adapters / f"{NAME}.py").write_text(renamed, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image_gateways, "__path__", [*image_gateways.__path__, str(clients)])
        patch.setattr(image_edit.gateways, "__path__", [*image_edit.gateways.__path__, str(adapters)])
        patch.setattr("image_edit.gateways.NAMES", (*NAMES, NAME))
        yield
    for name in [
        name for name in sys.modules if re.fullmatch(rf"(image_gateways|image_edit\.gateways)\.{NAME}(\..*)?", name)
    ]:
        del sys.modules[name]


@pytest.fixture
def asked() -> list[httpx.Request]:
    return []


def editor(asked: list[httpx.Request], *polls: dict[str, Any], status: int = 200) -> ImageEditor:
    """An editor whose gateway takes what is submitted, and answers polls one after the other."""
    waiting = list(polls)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.host == "pictures.invalid":
            return httpx.Response(200, content=PICTURE.read_bytes(), headers={"Content-Type": "image/png"})
        if status != 200:
            return httpx.Response(status, json={"detail": "no such key"})
        return httpx.Response(200, json={"id": "f-1"} if request.method == "POST" else {"id": "f-1", **waiting.pop(0)})

    return ImageEditor(NAME, KEY, http_client=httpx.Client(transport=httpx.MockTransport(answer)))


@pytest.fixture
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(ImageEditor, "_sleep", staticmethod(pauses.append))
    monkeypatch.setattr(ImageEditor, "_clock", staticmethod(lambda: sum(pauses)))


@pytest.mark.usefixtures("flux", "_without_pauses")
def test_the_adapter_of_the_guide_submits_polls_and_keeps_the_picture(
    asked: list[httpx.Request], tmp_path: Path
) -> None:
    done = {"status": "Ready", "result": {"sample": "https://pictures.invalid/1.png"}}
    with editor(asked, {"status": "Pending"}, done) as flux:
        hat = flux.edit(PICTURE, "Give it a hat", seed=7)
    assert hat.save(tmp_path / "hat.png").is_file()
    submit, *polls, _ = asked
    assert {**json.loads(submit.content), "input_image": "…"} == {
        "prompt": "Give it a hat", "seed": 7, "input_image": "…",
    }  # fmt: skip
    assert [str(poll.url) for poll in polls] == ["https://flux.invalid/result?id=f-1"] * 2


@pytest.mark.usefixtures("flux", "_without_pauses")
def test_the_adapter_of_the_guide_tells_failures(asked: list[httpx.Request]) -> None:
    with editor(asked, {"status": "Task not found"}) as flux, pytest.raises(TaskNotFound):
        flux.edit(PICTURE, "Give it a hat")
    with editor(asked, status=401) as flux, pytest.raises(AuthenticationError, match="no such key"):
        flux.edit(PICTURE, "Give it a hat")


@pytest.mark.usefixtures("flux", "_without_pauses")
def test_a_task_is_picked_up_by_an_id_as_the_document_has_it_whatever_its_schema_is_called(
    asked: list[httpx.Request],
) -> None:
    with editor(asked, {"status": "Ready", "result": {"sample": "https://pictures.invalid/1.png"}}) as flux:
        with pytest.raises(BadInput, match="the task's id"):
            flux.task("")
        assert flux.task("f-1").result().task_id == "f-1"


def test_a_request_is_held_to_the_schema_of_its_model_however_the_document_spells_its_name() -> None:
    schemas = {"hat-request_v2": {"type": "object", "required": ["hat"]}}
    document = ClientDocument(NAME, {"components": {"schemas": schemas}})
    document.check("HatRequestV2", {"hat": "red"})
    with pytest.raises(BadInput, match="hat"):
        document.check("HatRequestV2", {})
    with pytest.raises(
        BadInput, match=f"Body is no schema under components of {NAME}'s document; give it this name there"
    ):
        document.check("Body", {})


@pytest.mark.usefixtures("flux")
def test_the_key_is_sent_where_the_client_of_the_gateway_has_it(
    asked: list[httpx.Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Client(AuthenticatedClient):
        @property
        def key_headers(self) -> dict[str, str]:
            return {"x-key": self.token}

    monkeypatch.setattr(f"image_gateways.{NAME}.AuthenticatedClient", Client)
    with editor(asked, status=401) as flux, pytest.raises(AuthenticationError):
        flux.edit(PICTURE, "Give it a hat")
    assert asked[0].headers["x-key"] == KEY
    assert "authorization" not in asked[0].headers


@pytest.mark.parametrize(
    "places", [{"key": ("query", "key")}, {"one": ("header", "x-one"), "two": ("header", "x-two")}]
)
@pytest.mark.usefixtures("flux")
def test_a_gateway_whose_key_does_not_stand_in_one_header_is_refused_before_anything_is_sent(
    places: dict[str, Any], asked: list[httpx.Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Client(KeyedClient):
        PLACES: ClassVar = {name: KeyPlace(*place) for name, place in places.items()}

    monkeypatch.setattr(f"image_gateways.{NAME}.AuthenticatedClient", Client)
    refused = rf"{NAME} does not have its key in one header, .*; its client, image_gateways\.{NAME}, sends it$"
    with editor(asked) as flux:
        with pytest.raises(NotSupported, match=refused):
            flux.edit(PICTURE, "Give it a hat")
        with pytest.raises(NotSupported, match=refused):
            flux.task("f-1")
    assert asked == []


@pytest.mark.usefixtures("flux")
def test_a_key_of_http_basic_is_sent_as_its_header_has_it(
    asked: list[httpx.Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Client(KeyedClient):
        PLACES: ClassVar = {"login": KeyPlace("header", "Authorization", "Basic")}

    monkeypatch.setattr(f"image_gateways.{NAME}.AuthenticatedClient", Client)
    with editor(asked, status=401) as flux, pytest.raises(AuthenticationError):
        flux.edit(PICTURE, "Give it a hat")
    assert asked[0].headers["authorization"] == f"Basic {KEY}"
