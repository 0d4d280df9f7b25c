"""The generated client against the documents: what it sends, what it gives back, and that the checks would notice.

Nothing here knows a gateway: a further document is covered as its client is generated.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from contract_tests.suite.client_calls import check_client
from contract_tests.suite.finding import Finding
from contract_tests.suite.round_trip import check_models
from image_gateways_mock import Settings, running_server
from image_gateways_documents.document import Document

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "openapi").glob("*.yaml"))
KEY = "{{YOUR_API_KEY}}"
# Each is sent in four ways, and each value is read with every change that the document leaves open.
CALLS, VALUES = settings().max_examples // 5, settings().max_examples // 8

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_server(Settings(seed=1)) as url:
        yield url


def shown(findings: list[Finding]) -> str:
    return "\n\n".join(
        "\n".join(f"{name}: {value}" for name, value in asdict(finding).items() if value) for finding in findings
    )


@each_document
def test_what_the_client_sends_is_what_was_meant_and_every_answer_comes_back_as_its_type(
    document: Path, base_url: str
) -> None:
    findings = check_client(f"image_gateways.{document.stem}", document, base_url, KEY, seed=1, max_examples=CALLS)
    assert not findings, shown(findings)


@each_document
def test_every_model_has_the_fields_of_its_schema_and_a_round_trip_loses_nothing(document: Path) -> None:
    findings = check_models(f"image_gateways.{document.stem}", document, seed=1, max_examples=VALUES)
    assert not findings, shown(findings)


# --- the checks themselves ------------------------------------------------------------------------------------------


Json = dict[str, Any]


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


ABOUT_CALLS = [another_path, another_method, another_operation, a_further_parameter, a_form_of_error_less]
ABOUT_MODELS = [another_property, a_further_enum_value, a_required_field_less, another_type]


def changed(document: Path, change: Callable[[Json], None], folder: Path) -> Path:
    content = copy.deepcopy(Document(document).root)
    change(content)
    folder.joinpath(document.name).write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    return folder / document.name


@pytest.mark.parametrize("change", ABOUT_CALLS, ids=lambda change: change.__name__)
def test_a_client_that_calls_otherwise_than_its_document_says_is_found(
    change: Callable[[Json], None], base_url: str, tmp_path: Path
) -> None:
    other = changed(DOCUMENTS[0], change, tmp_path)
    assert check_client(f"image_gateways.{other.stem}", other, base_url, KEY, seed=1, max_examples=2)


@pytest.mark.parametrize("change", ABOUT_MODELS, ids=lambda change: change.__name__)
def test_a_model_that_is_not_what_its_schema_says_is_found(change: Callable[[Json], None], tmp_path: Path) -> None:
    other = changed(DOCUMENTS[0], change, tmp_path)
    assert check_models(f"image_gateways.{other.stem}", other, seed=1, max_examples=2)


BROKEN_CLIENTS = {
    "a header of its own": ("client.py", "**self._headers,", '**self._headers, "X-Own": "1",'),
    "another key": ("client.py", 'f"{self.prefix} {self.token}"', '"Bearer another"'),
    "a field that is not sent": (
        "models/*request*.py",
        "        return field_dict",
        "        field_dict.popitem()\n        return field_dict",
    ),
    "a default that is sent though it was left out": ("models/*request*.py", "| Unset = UNSET\n", "| Unset = 1\n"),
    "a call that is sent twice": (
        "api/*/*.py",
        "_http = client.get_httpx_client()\n",
        "_http = client.get_httpx_client()\n    _http.send(build_request(_http, _kwargs))\n",
    ),
    "a call that goes elsewhere": ("api/*/*.py", '"url": "/', '"url": "/elsewhere/'),
    "an error that is returned, not raised": (
        "api/*/*.py",
        "        response.parse_error is None\n",
        "        response.parsed is not None or response.parse_error is None\n",
    ),
}


@pytest.mark.parametrize("broken", BROKEN_CLIENTS)
def test_a_broken_client_is_found_by_its_calls(broken: str, base_url: str, tmp_path: Path) -> None:
    files, right, wrong = BROKEN_CLIENTS[broken]
    document = next(path for path in DOCUMENTS if any_file(path, files, right))
    package = tmp_path / "client"
    shutil.copytree(ROOT / "generated" / "image_gateways" / document.stem, package)
    for file in package.glob(files):
        file.write_text(file.read_text("utf-8").replace(right, wrong), "utf-8")
    findings = check_client(package, document, base_url, KEY, seed=1, max_examples=2)
    assert findings
    assert all(finding.message and finding.replay for finding in findings)
    assert KEY not in shown(findings)


def any_file(document: Path, files: str, text: str) -> bool:
    package = ROOT / "generated" / "image_gateways" / document.stem
    return any(text in file.read_text("utf-8") for file in package.glob(files))


def test_fields_and_values_that_a_client_loses_on_the_way_are_found(tmp_path: Path) -> None:
    package = tmp_path / "client"
    shutil.copytree(ROOT / "generated" / "image_gateways" / DOCUMENTS[0].stem, package)
    for file in package.glob("models/*.py"):
        text = file.read_text("utf-8").replace(".additional_properties = d\n", ".additional_properties = {}\n")
        file.write_text(text, "utf-8")
    findings = check_models(package, DOCUMENTS[0], seed=1, max_examples=2)
    assert {finding.check for finding in findings} == {"round-trip"}
