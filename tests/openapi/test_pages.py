"""Every sample of the five pages is kept, after the repair that is stated, as a valid example and a recording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.suite.page_samples import PageSample, digest, page_samples, without_pictures
from contract_tests.suite.schema_reading import SchemaReader
from image_gateways_documents.document import Document, load_documents

ROOT = Path(__file__).parents[2]
DOCUMENTS = {document.gateway: document for document in load_documents(ROOT / "openapi")}
RECORDINGS = ROOT / "contract_tests" / "recordings"
SAMPLES = page_samples()

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.page}-{s.sample.replace(' ', '_')}")


def example_of(sample: PageSample) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENTS[sample.gateway].root["components"]["examples"][sample.example]
    return found


def cassette_of(sample: PageSample) -> dict[str, Any]:
    file = RECORDINGS / sample.gateway / f"{sample.recording}.yaml"
    found: dict[str, Any] = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    return found


def recorded(sample: PageSample) -> Any:
    exchange = cassette_of(sample)["interactions"][0]
    return json.loads(
        exchange["request"]["body"] if sample.side == "request" else exchange["response"]["body"]["string"]
    )


def pages_in(source: str) -> set[str]:
    """The pages that a source names as where something is from: `page 002, first object`, `pages 000 and 001`."""
    if not re.match(r"(submit: )?pages? \d{3}", source):
        return set()
    return set(re.findall(r"\b\d{3}\b", source.partition(";")[0]))


@each_sample
def test_the_example_holds_what_the_page_says(sample: PageSample) -> None:
    example = example_of(sample)
    assert digest(example["value"]) == sample.digest, "the example is no longer what the page says"
    assert example["x-evidence"]["level"] == "documented"
    assert sample.page in pages_in(example["x-evidence"]["source"])


@each_sample
def test_the_recording_holds_what_the_example_holds(sample: PageSample) -> None:
    assert without_pictures(recorded(sample)) == without_pictures(example_of(sample)["value"])
    assert sample.page in pages_in(cassette_of(sample)["provenance"]["source"])


@each_sample
def test_a_repaired_sample_says_so_in_the_example_and_in_the_recording(sample: PageSample) -> None:
    description = example_of(sample).get("description", "")
    repaired = cassette_of(sample)["provenance"].get("repaired", [])
    if sample.repaired:
        assert description.startswith("Repaired: ")
        assert [line for line in repaired if line.startswith((sample.side, "submit"))]
    else:
        assert "Repaired" not in description


@each_sample
def test_the_sample_is_valid_by_the_document(sample: PageSample) -> None:
    document = DOCUMENTS[sample.gateway]
    reader = SchemaReader(document)
    used = list(schemas_with_example(document, sample))
    assert used, "no request and no answer of the document has this example"
    for schema in used:
        for value in (example_of(sample)["value"], recorded(sample)):
            reader.check(schema, value)


def schemas_with_example(document: Document, sample: PageSample) -> Iterator[dict[str, Any]]:
    for item in document.root["paths"].values():
        for operation in item.values():
            holders = (
                [operation.get("requestBody", {})] if sample.side == "request" else operation["responses"].values()
            )
            for holder in holders:
                for media in document.dereferenced(holder).get("content", {}).values():
                    if sample.example in media["examples"]:
                        yield media["schema"]


def test_each_page_has_its_request_and_its_success() -> None:
    pages = {sample.page for sample in SAMPLES}
    for side in ("request", "response"):
        assert {sample.page for sample in SAMPLES if sample.side == side} == pages
    documented = {page for document in DOCUMENTS.values() for page in pages_of_operations(document)}
    assert documented == pages, "an operation names a page of which no sample is kept, or the other way round"


def pages_of_operations(document: Document) -> Iterator[str]:
    for item in document.root["paths"].values():
        for operation in item.values():
            if operation["x-evidence"]["level"] == "documented":
                yield from pages_in(operation["x-evidence"]["source"])


def test_every_example_that_is_from_a_page_is_listed() -> None:
    listed = {(sample.gateway, sample.example, sample.page) for sample in SAMPLES}
    from_pages = {
        (gateway, name, page)
        for gateway, document in DOCUMENTS.items()
        if document.asks_for_house_rules
        for name, example in document.root["components"]["examples"].items()
        if example["x-evidence"]["level"] == "documented"
        for page in pages_in(example["x-evidence"]["source"])
    }
    assert from_pages == listed


def test_every_recording_that_is_from_a_page_is_listed() -> None:
    listed = {(sample.gateway, sample.recording) for sample in SAMPLES}
    from_pages = {
        (file.parent.name, file.stem)
        for file in RECORDINGS.glob("*/*.yaml")
        if yaml.load(file.read_bytes(), yaml.CSafeLoader)["provenance"]["kind"] == "documented"
    }
    assert from_pages == listed


def test_a_picture_of_ours_changes_no_digest() -> None:
    assert digest({"image_urls": ["https://xxx"]}) == digest({"image_urls": ["https://pictures.invalid/a.png"]})


def test_every_other_change_changes_the_digest() -> None:
    values: list[Any] = [
        {"seed": -1},
        {"seed": -2},
        {"seeed": -1},
        {"seed": "-1"},
        {"seed": None},
        {},
        {"seed": -1, "b": 0},
    ]
    assert len({digest(value) for value in values}) == len(values)
