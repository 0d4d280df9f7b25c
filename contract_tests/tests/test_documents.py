"""The three documents: valid, complete by the house rules, and every example true to its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from openapi_spec_validator import validate

OPENAPI = Path(__file__).parents[2] / "openapi"
DOCUMENTS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(OPENAPI.glob("*.yaml"))}
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
EVIDENCE_LEVELS = {"documented", "observed", "inferred"}

Json = dict[str, Any]


def resolve(document: Json, node: Any) -> Any:
    """Follow `$ref` until something else is found."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method.upper()} {path}", item[method]


def contents(document: Json, operation: Json) -> Iterator[tuple[str, Json]]:
    """Each media type object of an operation, request and responses."""
    if "requestBody" in operation:
        for media in resolve(document, operation["requestBody"])["content"].values():
            yield "request", media
    for status, response in operation["responses"].items():
        for media in resolve(document, response)["content"].values():
            yield status, media


def schemas_below(node: Any, where: str) -> Iterator[tuple[str, Json]]:
    """Each schema that stands inside another one, with its place."""
    if not isinstance(node, dict):
        return
    yield where, node
    for name, child in node.get("properties", {}).items():
        yield from schemas_below(child, f"{where}.{name}")
    for keyword in ("items", "additionalProperties", "not", "contentSchema"):
        if keyword in node:
            yield from schemas_below(node[keyword], f"{where}.{keyword}")
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index, child in enumerate(node.get(keyword, [])):
            yield from schemas_below(child, f"{where}.{keyword}[{index}]")


@pytest.fixture(params=DOCUMENTS, scope="module")
def document(request: pytest.FixtureRequest) -> Json:
    found: Json = DOCUMENTS[request.param]
    return found


def validator(document: Json, schema: Json) -> Any:
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


def test_each_document_is_valid_openapi(document: Json) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_example_is_valid_against_its_schema(document: Json) -> None:
    seen = 0
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            check = validator(document, media["schema"])
            for example_name, example in media["examples"].items():
                value = resolve(document, example)["value"]
                problems = [f"{e.instance_path}: {e.message}" for e in check.iter_errors(value)]
                assert not problems, f"{name} {place} {example_name}: {problems}"
                seen += 1
    assert seen


def test_every_media_type_has_a_named_example(document: Json) -> None:
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            assert media.get("examples"), f"{name} {place} has no example"


def test_every_operation_says_what_it_is_how_it_is_known_who_may_call_it_and_whether_it_costs(document: Json) -> None:
    for name, operation in operations(document):
        assert re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", operation["operationId"]), name
        assert operation["summary"], name
        assert operation["description"], name
        assert len(operation["tags"]) == 1, name
        assert operation["security"], f"{name} demands no key"
        assert operation["x-evidence"]["level"] in EVIDENCE_LEVELS, name
        assert operation["x-evidence"]["source"], name
        assert isinstance(operation["x-billed"], bool), name


def test_every_operation_has_the_whole_error_set(document: Json) -> None:
    by_operation = {name: set(operation["responses"]) for name, operation in operations(document)}
    common = set.intersection(*by_operation.values())
    for status in {"200", "400", "401", "429"}:
        assert status in common, f"{status} is missing: {by_operation}"


def test_every_schema_and_property_is_described(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), f"{name} has no description"
        for where, node in schemas_below(schema, name):
            for field, child in node.get("properties", {}).items():
                assert "description" in child or "$ref" in child, f"{where}.{field} has no description"


def test_no_object_is_inline(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        for where, node in schemas_below(schema, name):
            if where == name or re.fullmatch(rf"{name}\.allOf\[\d+\]", where):
                continue
            if where.endswith(".not"):
                continue  # names what is forbidden, describes no object
            assert not node.keys() & {"properties", "enum"}, (
                f"{where} is inline: give it a name under components/schemas"
            )


def test_every_enum_value_is_described_and_every_integer_value_is_named(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        values = schema.get("enum")
        if values is None:
            continue
        assert set(schema["x-enum-descriptions"]) == {str(value) for value in values}, name
        if schema["type"] == "integer":
            assert len(schema["x-enum-varnames"]) == len(values), name


def test_every_evidence_has_a_known_level_and_a_source(document: Json) -> None:
    def walk(node: Any, where: str) -> None:
        if isinstance(node, dict):
            for key, child in node.items():
                if key == "x-evidence":
                    assert child["level"] in EVIDENCE_LEVELS, where
                    assert child["source"], where
                walk(child, f"{where}/{key}")
        elif isinstance(node, list):
            for index, child in enumerate(node):
                walk(child, f"{where}/{index}")

    walk(document, "#")


def test_every_error_code_has_a_table_entry_and_an_example(document: Json) -> None:
    """The business codes: the enum, the table beside it and the examples name the same ones."""
    shown = {
        str(code) for example in document["components"]["examples"].values() for code in codes_in(example["value"])
    }
    for name, schema in document["components"]["schemas"].items():
        if "x-error-codes" not in schema:
            continue
        listed = {str(value) for value in schema["enum"]}
        assert set(schema["x-error-codes"]) == listed, name
        assert listed <= shown, f"{name}: no example for {sorted(listed - shown)}"


def codes_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key in {"code", "err_code"} and not isinstance(child, dict):
                yield child
            yield from codes_in(child)


def test_union_branches_of_requests_with_a_discriminator_carry_the_tag_they_are_mapped_to(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        discriminator = schema.get("discriminator")
        if discriminator is None:
            continue
        mapped = set()
        for value, reference in discriminator["mapping"].items():
            for leaf in leaves(document, {"$ref": reference}):
                tag = properties_of(leaf)[discriminator["propertyName"]]
                assert tag["const"] == value == tag["default"], f"{name}: {value}"
                mapped.add(id(leaf))
        assert mapped == {id(leaf) for leaf in leaves(document, schema)}, f"{name}: a branch is not mapped"


def leaves(document: Json, schema: Json) -> Iterator[Json]:
    schema = resolve(document, schema)
    if "oneOf" in schema:
        for branch in schema["oneOf"]:
            yield from leaves(document, branch)
    else:
        yield schema


def properties_of(schema: Json) -> Json:
    found: Json = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found.update(part.get("properties", {}))
    return found


def test_branches_of_an_error_union_differ_in_a_required_field(document: Json) -> None:
    """The first branch that parses wins, so each needs a field that the others do not have."""
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith("Error") or "oneOf" not in schema:
            continue
        required = [set(resolve(document, branch)["required"]) for branch in schema["oneOf"]]
        for index, own in enumerate(required):
            others = set().union(*(other for i, other in enumerate(required) if i != index))
            assert own - others, f"{name}: branch {index} has no required field of its own"


def test_every_link_leads_to_an_operation_of_the_same_document(document: Json) -> None:
    known = {operation["operationId"] for _, operation in operations(document)}
    for name, operation in operations(document):
        for response in operation["responses"].values():
            for link in resolve(document, response).get("links", {}).values():
                assert link["operationId"] in known, name


def test_keys_stay_in_one_order(document: Json) -> None:
    """One order for the parts of an operation, so that documents read alike and diffs stay quiet."""
    order = [
        "operationId",
        "summary",
        "description",
        "tags",
        "x-evidence",
        "x-billed",
        "x-price",
        "security",
        "parameters",
        "requestBody",
        "responses",
    ]
    for name, operation in operations(document):
        keys = list(operation)
        assert keys == [key for key in order if key in operation], f"{name}: {keys}"
