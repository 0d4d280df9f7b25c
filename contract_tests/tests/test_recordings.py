"""The recordings: readable by vcrpy, honest about where they come from, complete, and free of secrets."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest
import yaml
from vcr.serializers import yamlserializer

from contract_tests.mock_server.cassettes import load_cassettes
from contract_tests.mock_server.document import Document, load_documents
from contract_tests.mock_server.pictures import Pictures
from contract_tests.mock_server.routing import Router
from contract_tests.mock_server.schema_walk import ANY, Path, Pattern, json_path, places

ROOT = FilePath(__file__).parents[2]
OPENAPI = ROOT / "openapi"
RECORDINGS = ROOT / "contract_tests" / "recordings"
DOCUMENTS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(OPENAPI.glob("*.yaml"))}
CASSETTES = sorted(RECORDINGS.glob("*/*.yaml"))

STANDS_FOR_A_PICTURE = re.compile(r"https://pictures\.invalid/\S+|https://xxxx?$")
KINDS = {"documented", "composed", "live"}
SECRETS = {
    "a bearer token": re.compile(r"[Bb]earer\s+(?!\{\{|\{token\}|\$|<|\{[a-z_.]+\})[A-Za-z0-9._~+/-]{12,}"),
    "an API key": re.compile(r"\b(?:sk|ak|pk|api)[-_][A-Za-z0-9]{16,}\b"),
    "a signed link": re.compile(
        r"[?&](?:X-Tos-Signature|x-signature|Signature|X-Amz-Signature)=[A-Za-z0-9%+/]{8,}", re.I
    ),
    "a Volcengine access key": re.compile(r"\bAKLT[A-Za-z0-9]{16,}"),
}


def exchanges(cassette: FilePath) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(cassette.read_text("utf-8"))["interactions"]
    return found


def without_pictures(value: Any) -> Any:
    """The value with every picture's address made the same, since ours stand in for the pages' own."""
    if isinstance(value, dict):
        return {key: without_pictures(child) for key, child in value.items()}
    if isinstance(value, list):
        return [without_pictures(child) for child in value]
    if isinstance(value, str):
        return STANDS_FOR_A_PICTURE.sub("a picture", value)
    return value


def bodies_in_recordings(gateway: str) -> Iterator[Any]:
    for cassette in CASSETTES:
        if cassette.parent.name == gateway:
            for exchange in exchanges(cassette):
                for text in (exchange["request"]["body"], exchange["response"]["body"]["string"]):
                    if text and text.rstrip().endswith("}"):
                        yield without_pictures(json.loads(text))


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_recording_is_a_cassette_that_vcrpy_reads(cassette: FilePath) -> None:
    loaded = yamlserializer.deserialize(cassette.read_text("utf-8"))
    assert loaded["version"] == 1
    assert loaded["interactions"]


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_recording_says_where_it_comes_from(cassette: FilePath) -> None:
    provenance = yaml.safe_load(cassette.read_text("utf-8"))["provenance"]
    assert provenance["kind"] in KINDS
    assert provenance["source"]
    if provenance["kind"] == "live":
        assert {"date", "host"} <= provenance.keys(), "a live recording states its date and host"


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_example_that_comes_from_a_page_is_in_a_recording(gateway: str) -> None:
    recorded = list(bodies_in_recordings(gateway))
    from_pages = {
        name: example["value"]
        for name, example in DOCUMENTS[gateway]["components"]["examples"].items()
        if example["x-evidence"]["level"] == "documented"
        and re.search(r"^pages? \d{3}", example["x-evidence"]["source"])
    }
    assert from_pages
    for name, value in from_pages.items():
        assert without_pictures(value) in recorded, f"{gateway}: {name} is in no recording"


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_no_recording_holds_a_field_that_its_document_does_not_know(gateway: str) -> None:
    """Unknown fields are legal, so a field renamed in a document or a recording would otherwise go unnoticed."""
    documents = load_documents(OPENAPI)
    (document,) = (document for document in documents if document.gateway == gateway)
    for cassette in load_cassettes(RECORDINGS, document, Router(documents), Pictures(RECORDINGS / "pictures")):
        for number, interaction in enumerate(cassette.interactions):
            node = next(
                operation
                for item in document.root["paths"].values()
                for operation in item.values()
                if operation["operationId"] == interaction.operation.operation_id
            )
            answered = (
                node["responses"].get(str(interaction.status)) or node["responses"][f"{interaction.status}"[0] + "XX"]
            )
            bodies = {"response": (answered, interaction.body)}
            if interaction.request is not None and interaction.request.body is not None:
                bodies["request"] = (node["requestBody"], interaction.request.body)
            for side, (holder, body) in bodies.items():
                holder = document.resolve(holder["$ref"]) if "$ref" in holder else holder
                schema = holder["content"]["application/json"]["schema"]
                unknown = unknown_fields(body, schema, document)
                assert not unknown, (
                    f"{cassette.file.name}: interactions[{number}].{side}: {unknown} not in the document"
                )


def unknown_fields(body: Any, schema: dict[str, Any], document: Document) -> list[str]:
    found = list(places(schema, document.resolve))
    known = {place.pattern for place in found}
    opened = {place.pattern for place in found if place.schema.get("additionalProperties") is True}
    return [
        json_path(path)
        for path, pattern in fields_of(body, (), ())
        if pattern not in known and not any(pattern[: len(start)] == start for start in opened)
    ]


def fields_of(value: Any, path: Path, pattern: Pattern) -> Iterator[tuple[Path, Pattern]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        below = (*pattern, key if isinstance(key, str) else ANY)
        yield (*path, key), below
        yield from fields_of(child, (*path, key), below)


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_each_operation_has_a_recording_of_each_documented_status(gateway: str) -> None:
    recorded: dict[str, set[str]] = {}
    for cassette in CASSETTES:
        if cassette.parent.name == gateway:
            first, *_ = exchanges(cassette)
            recorded.setdefault(cassette.stem.split("__")[0], set()).add(str(first["response"]["status"]["code"]))
    for item in DOCUMENTS[gateway]["paths"].values():
        for operation in item.values():
            for status in operation["responses"]:
                like = re.compile(status.replace("X", r"\d"))
                assert any(like.fullmatch(code) for code in recorded.get(operation["operationId"], ())), (
                    f"{gateway}: {operation['operationId']} has no recording of {status}"
                )


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_error_code_is_in_a_recording(gateway: str) -> None:
    recorded = {code for body in bodies_in_recordings(gateway) for code in codes_in(body)}
    for name, schema in DOCUMENTS[gateway]["components"]["schemas"].items():
        missing = schema.get("x-error-codes", {}).keys() - recorded
        assert not missing, f"{gateway}: no recording of {name} {sorted(missing)}"


def codes_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key in {"code", "err_code"}:
                yield str(child)
            yield from codes_in(child)


def test_every_picture_that_a_recording_names_is_there() -> None:
    for cassette in CASSETTES:
        for name in re.findall(r"https://pictures\.invalid/([\w.-]+)", cassette.read_text("utf-8")):
            assert (RECORDINGS / "pictures" / name).is_file(), f"{cassette.name} names {name}"


def test_nothing_in_the_repository_looks_like_a_secret() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        for what, pattern in SECRETS.items():
            found = pattern.search(text)
            assert not found, f"{name} holds what looks like {what}: {found.group(0)[:24] if found else ''}…"
