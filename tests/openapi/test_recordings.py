"""The recordings: readable by vcrpy, honest about where they come from, complete, and free of secrets."""

from __future__ import annotations

import functools
import json
import mimetypes
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator
from vcr.serializers import yamlserializer

from contract_tests.recorder.drift import Drift, answer_notes, request_notes, undocumented_lines
from contract_tests.recorder.operation_facts import OperationFacts
from contract_tests.suite.page_samples import without_pictures
from contract_tests.suite.picture_files import decoded, media_type_of_whole
from contract_tests.suite.schema_reading import SchemaReader
from image_gateways_documents.document import Document, load_documents
from image_gateways_documents.document_tree import covering
from image_gateways_documents.schema_walk import Pattern, find, places
from image_gateways_mock.cassettes import Cassette, Interaction, load_cassettes
from image_gateways_mock.pictures import Pictures
from image_gateways_mock.routing import Router

ROOT = FilePath(__file__).parents[2]
OPENAPI = ROOT / "openapi"
RECORDINGS = ROOT / "contract_tests" / "recordings"
DOCUMENTS = {path.stem: yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in sorted(OPENAPI.glob("*.yaml"))}
CASSETTES = sorted(RECORDINGS.glob("*/*.yaml"))

VENDOR = re.compile(r"the vendor's page \(([^)]+)\)")
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
    found: list[dict[str, Any]] = yaml.load(cassette.read_bytes(), yaml.CSafeLoader)["interactions"]
    return found


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
    provenance = yaml.load(cassette.read_bytes(), yaml.CSafeLoader)["provenance"]
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
def test_every_recorded_answer_and_every_request_that_succeeded_is_valid_by_its_document(gateway: str) -> None:
    recorded = cassettes(gateway)
    readers = {document.file: SchemaReader(document) for document, _ in recorded}
    for document, cassette in recorded:
        reader = readers[document.file]
        for interaction in cassette.interactions:
            node = interaction.operation.node
            status = covering(node["responses"], interaction.status)
            assert status, f"{cassette.file.name}: {interaction.status} is not documented"
            holders = [(node["responses"][status], interaction.body)]
            if interaction.status < 400:
                assert interaction.request is not None, cassette.file.name
                holders += [(node["requestBody"], interaction.request.body)] if "requestBody" in node else []
            for holder, body in holders:
                reader.check(reader.document.dereferenced(holder)["content"]["application/json"]["schema"], body)
    assert recorded


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_no_recording_holds_what_its_document_does_not_know_unless_it_says_so(gateway: str) -> None:
    """Unknown fields are legal, so a field renamed in a document or a recording would otherwise go unnoticed."""
    for document, cassette in cassettes(gateway):
        noted = list(cassette.provenance.get("undocumented", ()))
        assert undocumented(document, cassette) == noted, (
            f"{cassette.file.name}: what the document does not know is not what `provenance.undocumented` says"
        )


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_only_a_live_recording_may_hold_what_its_document_does_not_know(gateway: str) -> None:
    for _, cassette in cassettes(gateway):
        assert cassette.provenance["kind"] == "live" or "undocumented" not in cassette.provenance, cassette.file.name


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_a_recording_that_names_a_vendor_has_the_shape_of_that_vendor(gateway: str) -> None:
    """A union that is open to any object would take a vendor's answer whose fields were renamed."""
    for document, cassette in cassettes(gateway):
        for number, interaction in enumerate(cassette.interactions):
            facts = OperationFacts(document, interaction.operation)
            for pattern, shapes in shapes_by_vendor(facts, interaction.status, document):
                for vendor, validators in shapes.items():
                    for _, value in find(interaction.body, pattern) if vendor in cassette.provenance["source"] else ():
                        assert any(validator.is_valid(value) for validator in validators), (
                            f"{cassette.file.name}: interactions[{number}]: no answer as {vendor} documents it"
                        )


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_picture_that_a_recording_carries_is_whole(gateway: str) -> None:
    for _, cassette in cassettes(gateway):
        for interaction in cassette.interactions:
            for text in strings_of_role(interaction, "picture-base64"):
                media_type_of_whole(decoded(text))


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_answer_of_a_recorded_task_speaks_of_that_task(gateway: str) -> None:
    for document, cassette in cassettes(gateway):
        found = {text for interaction in cassette.interactions for text in strings_of_role(interaction, "task-id")}
        assert len(found) <= 1, f"{cassette.file.name}: {sorted(found)}"
        for interaction, exchange in zip(cassette.interactions, exchanges(cassette.file), strict=True):
            for task_id in strings_of_role(interaction, "task-id"):
                made = OperationFacts(document, interaction.operation).price is not None
                assert made or task_id in str(exchange["request"]), (
                    f"{cassette.file.name} asks for another task than {task_id}"
                )


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_a_recording_that_is_named_for_an_error_code_holds_it(gateway: str) -> None:
    tables = [s for s in DOCUMENTS[gateway]["components"]["schemas"].values() if "x-error-codes" in s]
    named = [pair for table in tables for pair in zip(table.get("x-enum-varnames", ()), table["enum"], strict=False)]
    for _, cassette in cassettes(gateway):
        codes = {str(code) for name, code in named if name.lower() == cassette.variant}  # of whichever table
        assert not codes or codes & set(codes_in(cassette.interactions[-1].body)), cassette.file.name


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_a_recording_that_is_named_for_an_example_has_a_status_that_the_example_is_documented_for(gateway: str) -> None:
    examples = {name.lower() for name in DOCUMENTS[gateway]["components"]["examples"]}
    for document, cassette in cassettes(gateway):
        shown: dict[str, set[str]] = {}
        for status, holder in cassette.operation.node["responses"].items():
            for name in document.dereferenced(holder)["content"]["application/json"]["examples"]:
                shown.setdefault(name.lower(), set()).add(status)
        name, status = cassette.variant.replace("_", ""), cassette.interactions[-1].status
        if name in examples:
            assert shown.get(name, set()) & {str(status), f"{status // 100}XX"}, cassette.file.name


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_each_operation_has_a_recording_of_each_alternative_of_its_success_status(gateway: str) -> None:
    """What would be drift needs none."""
    recorded = cassettes(gateway)
    document = recorded[0][0]
    reader = SchemaReader(document)
    for operation in document.operations:
        answers = [
            (interaction.status, interaction.body)
            for _, cassette in recorded
            for interaction in cassette.interactions
            if interaction.operation.operation_id == operation.operation_id
        ]
        for key, holder in operation.node["responses"].items():
            schema = document.dereferenced(document.dereferenced(holder)["content"]["application/json"]["schema"])
            for branch in schema.get("oneOf", ()) if key.startswith("2") else ():
                takes = reader.validator(branch).is_valid
                is_drift = "x-drift" in {**branch, **document.dereferenced(branch)}
                assert is_drift or any(str(status) == key and takes(body) for status, body in answers), (
                    f"{operation.operation_id} {key}: no recording of {branch}"
                )


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_a_recorded_task_ends_with_each_final_status_but_that_of_a_task_that_nobody_submitted(gateway: str) -> None:
    schemas, examples = (DOCUMENTS[gateway]["components"][part].values() for part in ("schemas", "examples"))
    never_submitted = [example["value"] for example in examples if "unknown-task" in example.get("x-conditions", ())]
    final = {status for schema in schemas for status in schema.get("x-final", ())}
    ended: set[str] = set()
    unknown: set[str] = set()
    for document, cassette in cassettes(gateway):
        poll = cassette.interactions[-1]
        facts = OperationFacts(document, poll.operation).answer_facts(poll.status, "application/json")
        if facts is None or cassette.operation.task_link is None:
            continue
        ended.update(found[:1] if (found := facts.task_status(poll.body)) else ())
        unknown.update(found[0] for value in never_submitted if (found := facts.task_status(value)))
    assert final - unknown <= ended


def test_a_live_picture_answers_before_what_was_made_by_hand_and_a_live_failure_after_it(tmp_path: FilePath) -> None:
    """By provenance, not by chance of a name: callers who ask for a picture get one, and rather a real one."""
    documents = load_documents(OPENAPI)
    (document,) = (document for document in documents if document.gateway == "ai302")
    by_hand = RECORDINGS / "ai302"
    live = {"kind": "live", "source": "the recording proxy", "date": "2026-01-01T00:00:00+00:00", "host": "a.invalid"}
    (tmp_path / "ai302").mkdir()
    for name, original, provenance in (
        ("made_by_hand", "task_done", {"kind": "composed", "source": "a test"}),
        ("z_live_picture", "task_done", live),
        ("a_live_failure", "task_fails", live),
        ("b_live_task_that_expires", "task_expires", live),
    ):
        content = yaml.safe_load((by_hand / f"submit_seededit_v30__{original}.yaml").read_text("utf-8"))
        file = tmp_path / "ai302" / f"submit_seededit_v30__{name}.yaml"
        file.write_text(yaml.safe_dump(content | {"provenance": provenance}), "utf-8")
    loaded = load_cassettes(tmp_path, document, Router(documents), Pictures(RECORDINGS / "pictures"))
    expected = ["z_live_picture", "made_by_hand", "a_live_failure", "b_live_task_that_expires"]
    assert [cassette.variant for cassette in loaded] == expected


@pytest.mark.parametrize("noted", [True, False])
def test_an_undocumented_field_of_a_live_recording_has_to_be_noted_and_undocumented(noted: bool) -> None:
    document, cassette = next(pair for pair in cassettes("ai302") if pair[1].variant == "task_done")
    lines = ["interactions[1] answer $.data.region: the document says nothing of such a field"] if noted else []
    poll = cassette.interactions[1]
    body = {**poll.body, "data": {**poll.body["data"], **({"region": "north"} if noted else {})}}
    interactions = (cassette.interactions[0], replace(poll, body=body), *cassette.interactions[2:])
    assert undocumented(document, replace(cassette, interactions=interactions)) == lines


def test_a_vendors_unknown_field_is_seen_although_the_gateway_lets_in_any_answer_of_a_vendor() -> None:
    document, cassette = next(pair for pair in cassettes("oceanbase") if pair[1].variant == "ark")
    (only,) = cassette.interactions
    body = {**only.body, "data": {**only.body["data"], "region": "north"}}
    (line,) = undocumented(document, replace(cassette, interactions=(replace(only, body=body),)))
    assert line.startswith("interactions[0] answer $.data.region: ")


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_recorded_code_that_the_document_lists_is_read_from_the_table_that_lists_it(gateway: str) -> None:
    schemas = DOCUMENTS[gateway]["components"]["schemas"].values()
    listed = {str(code) for schema in schemas for code in schema.get("x-error-codes", ())}
    read: dict[str, Any] = {}
    for document, cassette in cassettes(gateway):
        for interaction in cassette.interactions:
            facts = OperationFacts(document, interaction.operation)
            answered = facts.answer_facts(interaction.status, "application/json")
            assert answered is not None
            read |= {str(code.value): code.facts for code in answered.codes(interaction.body)}
    assert listed & read.keys()
    assert not [code for code in listed & read.keys() if not read[code]]


def cassettes(gateway: str) -> tuple[tuple[Document, Cassette], ...]:
    return loaded(OPENAPI, RECORDINGS, gateway)


@functools.cache
def loaded(openapi: FilePath, recordings: FilePath, gateway: str) -> tuple[tuple[Document, Cassette], ...]:
    documents = load_documents(openapi)
    (document,) = (document for document in documents if document.gateway == gateway)
    found = load_cassettes(recordings, document, Router(documents), Pictures(recordings / "pictures"))
    return tuple((document, cassette) for cassette in found)


def strings_of_role(interaction: Interaction, role: str) -> Iterator[str]:
    """What stands in an answer where the document's `x-replay` has a role."""
    response = interaction.operation.response(interaction.status)
    schema = response.content.get("application/json") if response else None
    for pattern, found in schema.roles if schema else ():
        if found == role:
            yield from (text for _, text in find(interaction.body, pattern) if isinstance(text, str))


def undocumented(document: Document, cassette: Cassette) -> list[str]:
    """What the recorder would note of a recording's exchanges."""
    notes: list[list[Drift]] = []
    for interaction in cassette.interactions:
        facts = OperationFacts(document, interaction.operation)
        answered = facts.answer_facts(interaction.status, "application/json")
        assert answered is not None
        sent = interaction.request.body if interaction.request else None
        own = [] if sent is None else list(request_notes(sent, facts))
        notes.append([*own, *answer_notes(interaction.body, answered)])
    return undocumented_lines(notes)


def shapes_by_vendor(
    facts: OperationFacts, status: int, document: Document
) -> Iterator[tuple[Pattern, dict[str, list[Draft202012Validator]]]]:
    """For each union of an answer: the branches of each vendor, whom their evidence names in brackets."""
    response = facts.node["responses"].get(str(status), {})
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    for place in places(schema, document.resolve):
        shapes: dict[str, list[Draft202012Validator]] = {}
        for branch in place.schema.get("anyOf", ()):
            target = document.resolve(branch["$ref"]) if "$ref" in branch else branch
            if vendor := VENDOR.search(target.get("x-evidence", {}).get("source", "")):
                root = {**target, "components": document.compiled_components}
                shapes.setdefault(vendor.group(1), []).append(Draft202012Validator(root))
        yield place.pattern, shapes


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_error_code_is_in_a_recording(gateway: str) -> None:
    recorded = {code for body in bodies_in_recordings(gateway) for code in codes_in(body)}
    for name, schema in DOCUMENTS[gateway]["components"]["schemas"].items():
        missing = schema.get("x-error-codes", {}).keys() - recorded
        assert not missing, f"{gateway}: no recording of {name} {sorted(missing)}"


def codes_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key in {"Code", "code", "err_code"}:
                yield str(child)
            yield from codes_in(child)


@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_every_picture_that_a_recording_names_is_there_and_whole(gateway: str) -> None:
    texts = [cassette.read_text("utf-8") for cassette in (RECORDINGS / gateway).glob("*.yaml")]
    for name in {name for text in texts for name in re.findall(r"https://pictures\.invalid/([\w.-]+)", text)}:
        assert media_type_of_whole((RECORDINGS / "pictures" / name).read_bytes()) == mimetypes.guess_type(name)[0]


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
