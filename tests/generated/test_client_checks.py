"""Each client is held to its document, in what it sends, what comes back and every field; and what holds it is tried.

The checks draw what they send with schemathesis.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import image_gateways
from contract_tests.suite.client_calls import check_client
from contract_tests.suite.finding import Finding
from contract_tests.suite.round_trip import _replaced, check_models
from image_gateways import sending
from image_gateways.client import AuthenticatedClient
from image_gateways.model import Model
from image_gateways_documents.document import load_documents, open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, running_server

PACKAGE = Path(image_gateways.__path__[0])
TOKEN = "sk-9f3c-never-to-be-seen"
GATEWAYS = sorted(file.stem for file in DOCUMENTS.glob("*.yaml"))

# Each is sent in four ways, and each value is read with every change that the document leaves open.
CALLS, VALUES = settings().max_examples // 5, settings().max_examples // 8

Json = Any

each_gateway = pytest.mark.parametrize("gateway", GATEWAYS)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_server(Settings(seed=1)) as url:
        yield url


def shown(findings: list[Finding]) -> str:
    return "\n\n".join(
        "\n".join(f"{name}: {value}" for name, value in asdict(finding).items() if value) for finding in findings
    )


def path_of(gateway: str) -> Path:
    return DOCUMENTS / f"{gateway}.yaml"


@each_gateway
def test_what_the_client_sends_is_what_was_meant_and_every_answer_comes_back_as_its_type(
    gateway: str, base_url: str
) -> None:
    findings = list(
        check_client(f"image_gateways.{gateway}", path_of(gateway), base_url, TOKEN, seed=1, max_examples=CALLS)
    )
    assert not findings, shown(findings)


@each_gateway
def test_every_model_has_the_fields_of_its_schema_and_a_round_trip_loses_nothing(gateway: str) -> None:
    findings = list(check_models(f"image_gateways.{gateway}", path_of(gateway), seed=1, max_examples=VALUES))
    assert not findings, shown(findings)


# --- the checks themselves: what is broken on purpose is found --------------------------------------------------------


# Any gateway will do for calls that are broken on purpose; the one with the fewest operations takes the least.
OURS = [document for document in load_documents(DOCUMENTS) if document.asks_for_house_rules]
SMALL = min(OURS, key=lambda document: len(document.operations)).gateway


def operation(document: Json) -> Json:
    found: Json = next(iter(next(iter(document["paths"].values())).values()))
    return found


def objects(document: Json) -> Iterator[Json]:
    """Every mapping within the components that lists properties."""
    for schema in document["components"]["schemas"].values():
        yield from (part for part in (schema, *schema.get("allOf", ())) if part.get("properties"))


def another_path(document: Json) -> None:
    path = next(iter(document["paths"]))
    document["paths"][f"/elsewhere{path}"] = document["paths"].pop(path)


def another_method(document: Json) -> None:
    item = next(iter(document["paths"].values()))
    item["put"] = item.pop("post")


def another_operation(document: Json) -> None:
    operation(document)["operationId"] = "another"


def a_further_parameter(document: Json) -> None:
    further = {"name": "further", "in": "query", "required": True, "schema": {"type": "string"}}
    operation(document).setdefault("parameters", []).append(further)


def a_form_of_error_less(document: Json) -> None:
    union = next(s for n, s in document["components"]["schemas"].items() if n.endswith("Error") and "oneOf" in s)
    union["oneOf"].pop()


def another_property(document: Json) -> None:
    properties = next(objects(document))["properties"]
    properties["renamed"] = properties.pop(next(iter(properties)))


def a_further_enum_value(document: Json) -> None:
    enum = next(s for s in document["components"]["schemas"].values() if s.get("type") == "string" and "enum" in s)
    enum["enum"].append("further")


def a_required_field_less(document: Json) -> None:
    tags = ("const", "default")
    holder = next(o for o in objects(document) if o.get("required"))
    holder["required"] = [n for n in holder["required"] if all(tag in holder["properties"][n] for tag in tags)]


def another_type(document: Json) -> None:
    schema = document["components"]["schemas"]["Message"]
    schema["type"] = "integer"


def no_null(document: Json) -> None:
    document["components"]["schemas"]["Message"]["type"] = "string"


def a_type_less_that_no_example_has(document: Json) -> None:
    document["components"]["schemas"]["ArkUsage"]["properties"]["input_images"]["type"] = ["null"]


ABOUT_CALLS = [another_path, another_method, another_operation, a_further_parameter, a_form_of_error_less]
ABOUT_MODELS = [another_property, a_further_enum_value, a_required_field_less, another_type, no_null,
                a_type_less_that_no_example_has]  # fmt: skip


def changed(document: Path, change: Callable[[Json], None], folder: Path) -> Path:
    content = copy.deepcopy(open_document(document).root)
    change(content)
    folder.joinpath(document.name).write_text(json.dumps(content), "utf-8")
    return folder / document.name


@pytest.mark.parametrize("change", ABOUT_CALLS, ids=lambda change: change.__name__)
def test_a_client_that_calls_otherwise_than_its_document_says_is_found(
    change: Callable[[Json], None], base_url: str, tmp_path: Path
) -> None:
    other = changed(path_of(SMALL), change, tmp_path)
    assert any(check_client(f"image_gateways.{other.stem}", other, base_url, TOKEN, seed=1, max_examples=2))


@pytest.mark.parametrize("change", ABOUT_MODELS, ids=lambda change: change.__name__)
def test_a_model_that_is_not_what_its_schema_says_is_found(change: Callable[[Json], None], tmp_path: Path) -> None:
    other = changed(path_of(OURS[0].gateway), change, tmp_path)
    assert any(check_models(f"image_gateways.{other.stem}", other, seed=1, max_examples=2))


BROKEN_MODULES = {
    "a default that is sent though it was left out": ("models/*request*.py", "| Unset = UNSET\n", "| Unset = 1\n"),
    "a call that goes elsewhere": ("api/*/*.py", '"url": "/', '"url": "/elsewhere/'),
    "a status that is read as another": ("api/*/*.py", "response.status_code == 200:", "response.status_code == 299:"),
    "a failure that is read as a success": (
        "api/*/*.py",
        " and not isinstance(response.parsed",
        " and not isinstance(0",
    ),
    "an error that is returned, not raised": (
        "api/*/*.py",
        "response.parse_error is None",
        "response.parsed is not None or response.parse_error is None",
    ),
}


@pytest.mark.parametrize("broken", BROKEN_MODULES)
def test_a_broken_client_is_found_by_its_calls(broken: str, base_url: str, tmp_path: Path) -> None:
    files, right, wrong = BROKEN_MODULES[broken]
    gateway = next(
        gateway
        for gateway in (SMALL, *(document.gateway for document in OURS))
        if any(right in file.read_text("utf-8") for file in PACKAGE.joinpath(gateway).glob(files))
    )
    shutil.copytree(PACKAGE / gateway, tmp_path / "client")
    for file in tmp_path.joinpath("client").glob(files):
        file.write_text(file.read_text("utf-8").replace(right, wrong), "utf-8")
    findings = list(check_client(tmp_path / "client", path_of(gateway), base_url, TOKEN, seed=1, max_examples=2))
    assert findings
    assert all(finding.message and finding.replay for finding in findings)
    assert TOKEN not in shown(findings)


def a_header_of_its_own(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        AuthenticatedClient, "key_headers", property(lambda _: {"Authorization": f"Bearer {TOKEN}", "X-Own": "1"})
    )


def another_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AuthenticatedClient, "key_headers", property(lambda _: {"Authorization": "Bearer another"}))


def a_field_that_is_not_sent(patch: pytest.MonkeyPatch) -> None:
    to_dict = Model.to_dict
    patch.setattr(Model, "to_dict", lambda self: dict([*to_dict(self).items()][:-1]))


def a_call_that_is_sent_twice(patch: pytest.MonkeyPatch) -> None:
    send = sending.send

    def twice(client: Any, arguments: Any) -> Any:
        send(client, arguments)
        return send(client, arguments)

    patch.setattr(sending, "send", twice)


@pytest.mark.parametrize(
    "broken", [a_header_of_its_own, another_key, a_field_that_is_not_sent, a_call_that_is_sent_twice]
)
def test_what_all_clients_share_is_found_broken_by_their_calls(
    broken: Callable[[pytest.MonkeyPatch], None], base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    assert any(check_client(f"image_gateways.{SMALL}", path_of(SMALL), base_url, TOKEN, seed=1, max_examples=2))


def test_fields_and_values_that_a_client_loses_on_the_way_are_found(tmp_path: Path) -> None:
    package = tmp_path / "client"
    shutil.copytree(PACKAGE / GATEWAYS[0], package)
    for file in package.glob("models/*.py"):
        text = file.read_text("utf-8").replace(".additional_properties = d\n", ".additional_properties = {}\n")
        file.write_text(text, "utf-8")
    findings = list(check_models(package, path_of(OURS[0].gateway), seed=1, max_examples=2))
    assert {finding.check for finding in findings} == {"round-trip"}


def test_a_value_that_is_opened_somewhere_stays_what_it_was_elsewhere() -> None:
    value = {"a": [{"b": 1, "c": 2}, 3], "d": {}}
    assert _replaced(value, ("a", 0, "b"), None) == {"a": [{"b": None, "c": 2}, 3], "d": {}}
    assert value == {"a": [{"b": 1, "c": 2}, 3], "d": {}}
