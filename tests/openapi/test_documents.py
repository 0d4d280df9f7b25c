"""The documents keep the house rules, and each rule would notice a document that does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.suite import lint_documents
from contract_tests.suite.document_rules import (
    OPENAPI_RULES,
    RULES,
    Rule,
    a_document_is_valid_openapi_3_1,
    check_rules,
    rules_of,
)
from contract_tests.suite.finding import Finding
from image_gateways_documents.document import load_documents
from image_gateways_documents.document_tree import DocumentTree
from image_gateways_documents.yaml_text import parse_yaml

OPENAPI = Path(__file__).parents[2] / "openapi"
DOCUMENTS = {document.gateway: document.root for document in load_documents(OPENAPI)}

Json = dict[str, Any]

VALIDITY = "a_document_is_valid_openapi_3_1"

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@each_rule
@pytest.mark.parametrize("gateway", DOCUMENTS)
def test_each_document_keeps_each_of_its_rules(gateway: str, rule: Rule) -> None:
    document = DocumentTree(DOCUMENTS[gateway])
    problems = list(rule(document)) if rule in rules_of(document) else []
    assert not problems, "\n".join(problems)


def test_our_own_documents_keep_the_house_s_rules() -> None:
    kept = {gateway for gateway, root in DOCUMENTS.items() if rules_of(DocumentTree(root)) is RULES}
    assert kept >= {"ai302", "oceanbase", "volcv"}


def test_the_example_in_the_readme_is_valid_openapi() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (OPENAPI / "README.md").read_text("utf-8"), re.DOTALL)
    assert list(a_document_is_valid_openapi_3_1(DocumentTree(parse_yaml(example.encode())))) == []


# --- the rules themselves -------------------------------------------------------------------------------------------

SMALL: Json = yaml.safe_load("""
openapi: 3.1.0
info: {title: Small, version: '1', description: A small gateway.}
servers: [{url: 'https://small.invalid', description: The gateway.}]
tags: [{name: edits, description: Edits.}]
x-house-rules: true
x-unrouted: {not-found: {status: 404, example: Refused}}
paths:
  /edits:
    post: &edit
      operationId: submit_edit
      summary: Submit an edit
      description: Submits an edit.
      tags: [edits]
      x-evidence: {level: documented, source: page 1}
      x-billed: true
      security: [{bearer: []}]
      parameters:
        - {name: tone, in: query, description: Tone., schema: {$ref: '#/components/schemas/Tone'}}
      requestBody:
        description: What to edit.
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Edit'}
            examples: {Brighten: {$ref: '#/components/examples/Brighten'}}
      responses:
        '200':
          description: Submitted.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Submitted'}
              examples: {Accepted: {$ref: '#/components/examples/Accepted'}}
          links:
            Again: {operationId: submit_edit, description: Once more.}
        '400': &refused {$ref: '#/components/responses/Refused'}
        '401': *refused
        '429': *refused
        '500': *refused
  /retouches:
    post: {<<: *edit, operationId: submit_retouch}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer, description: The key., x-evidence: {level: documented, source: page 1}}
  responses:
    Refused:
      description: Refused.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/SmallError'}
          examples: {Refused: {$ref: '#/components/examples/Refused'}}
  examples:
    Brighten: {summary: Brighter, x-evidence: {level: inferred, source: ours}, value: {kind: brighten, by: 1}}
    Accepted: {summary: Accepted, x-evidence: {level: inferred, source: ours}, value: {id: a, status: done}}
    Refused: {summary: Refused, x-evidence: {level: inferred, source: ours}, value: {code: 7}}
  schemas:
    Tone:
      description: Tone, 1 warm or 2 cold. Default 1.
      type: integer
      enum: [1, 2]
      default: 1
      x-enum-varnames: [WARM, COLD]
      x-enum-descriptions: {'1': Warm., '2': Cold.}
    Edit:
      description: An edit.
      oneOf: [{$ref: '#/components/schemas/Brighten'}, {$ref: '#/components/schemas/Crop'}]
      discriminator:
        propertyName: kind
        mapping: {brighten: '#/components/schemas/Brighten', crop: '#/components/schemas/Crop'}
    Brighten:
      description: Makes brighter.
      type: object
      required: [kind]
      properties:
        kind: {description: Tag., type: string, const: brighten, default: brighten}
        by: {$ref: '#/components/schemas/Amount'}
    Amount: {description: How much, 'type': number, minimum: 0, maximum: 10}
    Crop:
      description: Cuts.
      type: object
      required: [kind]
      properties:
        kind: {description: Tag., type: string, const: crop, default: crop}
    Status:
      description: How far it is.
      type: string
      enum: [running, done]
      x-final: [done]
      x-enum-descriptions: {running: Running., done: Done.}
    Submitted:
      description: What was submitted.
      type: object
      required: [id]
      properties:
        id: {description: The id., type: string}
        status: {$ref: '#/components/schemas/Status'}
    Code:
      description: A code.
      type: integer
      enum: [7]
      x-enum-varnames: [REFUSED]
      x-enum-descriptions: {'7': No.}
      x-error-codes: {'7': {http: 400, kind: refused, retry: false}}
    CodeError:
      description: A failure with a code.
      type: object
      required: [code]
      properties: {code: {$ref: '#/components/schemas/Code'}}
    TextError:
      description: A failure with a text.
      x-drift: A failure comes with a code.
      type: object
      required: [error]
      properties: {error: {description: The text., type: string}}
    SmallError:
      description: Either failure.
      oneOf: [{$ref: '#/components/schemas/CodeError'}, {$ref: '#/components/schemas/TextError'}]
""")
SMALL["components"]["schemas"]["Amount"]["description"] = "How much, 0 to 10."

_GONE = object()


def put(path: str, value: Any) -> Callable[[Json], None]:
    """A change that puts a value at a path, or takes away what is there."""

    def change(document: Json) -> None:
        *steps, last = path.split(" ")
        node: Any = document
        for step in steps:
            node = node[int(step) if isinstance(node, list) else step]
        if value is _GONE:
            del node[last]
        else:
            node[int(last) if isinstance(node, list) else last] = value

    return change


def keys_in_another_order(document: Json) -> None:
    operation = document["paths"]["/edits"]["post"]
    operation["operationId"] = operation.pop("operationId")


OPERATION = "paths /edits post"
SCHEMAS = "components schemas"
EXAMPLES = "components examples"
MEDIA = f"{OPERATION} requestBody content application/json"

BREAKS: list[tuple[str, Callable[[Json], None]]] = [
    (VALIDITY, put("info title", _GONE)),
    (VALIDITY, put("openapi", "3.0.3")),
    ("every_required_field_is_a_property", put(f"{SCHEMAS} Submitted required", ["id", "idd"])),
    ("every_default_is_legal", put(f"{SCHEMAS} Tone default", 3)),
    (
        "the_pattern_beside_x_picture_takes_pictures",
        put(f"{SCHEMAS} Picture", {"type": "string", "pattern": "^~", "x-picture": {"media_types": ["image/png"]}}),
    ),
    ("every_link_leads_to_an_operation", put(f"{OPERATION} responses 200 links Again operationId", "nowhere")),
    ("no_component_is_left_over", put(f"{SCHEMAS} Orphan", {"description": "Of nobody.", "type": "string"})),
    ("no_component_is_left_over", put(f"{EXAMPLES} Orphan", {"summary": "Of nobody.", "value": 1})),
    ("every_operation_says_what_it_is_and_whether_it_costs", put(f"{OPERATION} summary", "")),
    ("every_operation_says_what_it_is_and_whether_it_costs", put(f"{OPERATION} description", _GONE)),
    ("every_operation_says_what_it_is_and_whether_it_costs", put(f"{OPERATION} tags", ["others"])),
    ("every_operation_says_what_it_is_and_whether_it_costs", put(f"{OPERATION} x-billed", _GONE)),
    ("everything_is_described", put(f"{SCHEMAS} Submitted description", _GONE)),
    ("everything_is_described", put(f"{SCHEMAS} Submitted properties id", {"type": "string"})),
    ("everything_is_described", put(f"{OPERATION} parameters 0 description", "")),
    ("everything_is_described", put(f"{OPERATION} requestBody description", _GONE)),
    ("everything_is_described", put("components responses Refused description", "")),
    ("everything_is_described", put(f"{OPERATION} responses 200 links Again description", _GONE)),
    ("everything_is_described", put("components securitySchemes bearer description", _GONE)),
    ("everything_is_described", put("tags 0 description", _GONE)),
    ("everything_is_described", put("servers 0 description", _GONE)),
    ("a_description_names_the_bounds_and_the_default", put(f"{SCHEMAS} Amount description", "How much, 0 to 100.")),
    ("a_description_names_the_bounds_and_the_default", put(f"{SCHEMAS} Tone description", "Tone, 1 or 2.")),
    ("every_enum_value_is_described_and_every_integer_value_is_named", put(f"{SCHEMAS} Status enum", ["done"])),
    ("every_enum_value_is_described_and_every_integer_value_is_named", put(f"{SCHEMAS} Tone x-enum-varnames", _GONE)),
    ("every_enum_value_is_described_and_every_integer_value_is_named", put(f"{SCHEMAS} Tone x-enum-varnames", ["A"])),
    ("every_x_key_is_of_the_vocabulary", put(f"{SCHEMAS} Status x-final", ["ended"])),
    ("every_operation_example_and_scheme_has_evidence", put(f"{OPERATION} x-evidence", _GONE)),
    ("every_x_key_is_of_the_vocabulary", put(f"{OPERATION} x-evidence level", "believed")),
    ("every_x_key_is_of_the_vocabulary", put(f"{EXAMPLES} Refused x-evidence source", "")),
    ("every_operation_example_and_scheme_has_evidence", put(f"{EXAMPLES} Refused x-evidence", _GONE)),
    ("every_x_key_is_of_the_vocabulary", put(f"{SCHEMAS} Status x-evidence", {"level": "observed"})),
    ("every_media_type_has_a_named_example_that_is_valid", put(f"{MEDIA} examples", _GONE)),
    ("every_media_type_has_a_named_example_that_is_valid", put(f"{EXAMPLES} Brighten value by", 11)),
    ("every_media_type_has_a_named_example_that_is_valid", put(f"{EXAMPLES} Brighten summary", "")),
    (
        "every_media_type_has_a_named_example_that_is_valid",
        put(f"{MEDIA} examples", {"Other": {"$ref": "#/components/examples/Brighten"}}),
    ),
    (
        "every_alternative_of_a_success_status_has_an_example",
        put(
            f"{SCHEMAS} Submitted",
            {"description": "Either.", "oneOf": SMALL["components"]["schemas"]["SmallError"]["oneOf"]},
        ),
    ),
    ("every_error_code_has_a_table_entry_and_an_example", put(f"{SCHEMAS} Code x-error-codes", {"8": {}})),
    ("every_error_code_has_a_table_entry_and_an_example", put(f"{EXAMPLES} Refused value", {"error": "No."})),
    ("operation_ids_are_lower_snake_and_unique", put(f"{OPERATION} operationId", "submitEdit")),
    ("operation_ids_are_lower_snake_and_unique", put(f"{OPERATION} operationId", "submit_retouch")),
    ("every_operation_demands_a_key", put(f"{OPERATION} security", [])),
    ("every_operation_demands_a_key", put(f"{OPERATION} security", [{}])),
    ("every_operation_demands_a_key", put(f"{OPERATION} security", _GONE)),
    ("every_operation_demands_a_key", put(f"{OPERATION} security", [{"unknown": []}])),
    ("every_operation_has_the_whole_error_set", put(f"{OPERATION} responses 429", _GONE)),
    ("every_operation_has_the_whole_error_set", put(f"{OPERATION} responses 500", _GONE)),
    ("every_operation_has_the_whole_error_set", put(f"{OPERATION} responses 200", _GONE)),
    (
        "the_status_of_an_unknown_task_is_final",
        put(
            f"{EXAMPLES} Accepted",
            {"summary": "Accepted", "x-conditions": ["unknown-task"], "value": {"id": "a", "status": "running"}},
        ),
    ),
    ("keys_of_an_operation_stay_in_one_order", keys_in_another_order),
    (
        "no_object_is_inline",
        put(f"{SCHEMAS} Submitted properties more", {"description": "More.", "type": "object"}),
    ),
    (
        "no_object_is_inline",
        put(f"{SCHEMAS} Submitted properties more", {"description": "More.", "type": "string", "enum": ["a"]}),
    ),
    (
        "no_object_is_inline",
        put(f"{SCHEMAS} Submitted properties more", {"description": "More.", "items": {"properties": {}}}),
    ),
    ("no_object_is_inline", put(f"{MEDIA} schema", {"type": "string"})),
    ("every_branch_of_a_union_can_be_told_from_the_others", put(f"{SCHEMAS} TextError required", _GONE)),
    (
        "every_branch_of_a_union_can_be_told_from_the_others",
        put(f"{SCHEMAS} TextError", SMALL["components"]["schemas"]["CodeError"]),
    ),
    ("every_branch_of_a_union_can_be_told_from_the_others", put(f"{SCHEMAS} Crop properties kind const", _GONE)),
    ("a_tag_is_a_constant_that_its_mapping_names", put(f"{SCHEMAS} Crop properties kind const", "cut")),
    ("a_tag_is_a_constant_that_its_mapping_names", put(f"{SCHEMAS} Crop properties kind default", _GONE)),
    ("a_tag_is_a_constant_that_its_mapping_names", put(f"{SCHEMAS} Crop required", ["more"])),
    ("a_tag_is_a_constant_that_its_mapping_names", put(f"{SCHEMAS} Edit discriminator mapping crop", _GONE)),
    ("every_drift_is_a_sentence_about_an_alternative_of_an_answer", put(f"{SCHEMAS} TextError x-drift", "odd")),
    ("every_drift_is_a_sentence_about_an_alternative_of_an_answer", put(f"{SCHEMAS} TextError x-drift", "")),
    ("every_drift_is_a_sentence_about_an_alternative_of_an_answer", put(f"{SCHEMAS} Submitted x-drift", "An odd one.")),
    ("every_drift_is_a_sentence_about_an_alternative_of_an_answer", put(f"{SCHEMAS} Crop x-drift", "An odd one.")),
]


def found(document: Json, folder: Path) -> list[Finding]:
    (folder / "small.yaml").write_text(json.dumps(document), "utf-8")
    return check_rules(folder / "small.yaml")


def test_a_document_that_keeps_every_rule_breaks_none(tmp_path: Path) -> None:
    assert found(SMALL, tmp_path) == []


def test_what_breaks_a_rule_is_a_finding_that_names_the_document(tmp_path: Path) -> None:
    (finding,) = found(SMALL | {"tags": [{"name": "edits", "description": ""}]}, tmp_path)
    assert finding.check == "everything_is_described"
    assert finding.message.startswith("small.yaml: ")


PLAIN: Json = {
    "openapi": "3.0.3",
    "info": {"title": "Plain", "version": "1"},
    "paths": {"/it": {"get": {"responses": {"200": {"description": "It."}}}}},
}


def test_a_document_that_does_not_ask_for_the_house_s_rules_is_held_to_openapi_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(PLAIN, tmp_path) == []
    assert lint_documents.main([str(tmp_path / "small.yaml")]) == 0
    assert "`x-house-rules: true` holds it to" in capsys.readouterr().out
    lost = {"200": {"description": "It.", "links": {"next": {"operationId": "gone"}}}}
    assert [f.check for f in found({**PLAIN, "paths": {"/it": {"get": {"responses": lost}}}}, tmp_path)] == [
        "every_link_leads_to_an_operation"
    ]
    assert lint_documents.main([str(tmp_path / "small.yaml")]) == 1
    assert "small.yaml:1: OpenAPI every_link_leads_to_an_operation: GET /it" in capsys.readouterr().err


def test_lint_says_of_each_line_whether_it_is_a_house_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torn, bare = tmp_path / "torn.yaml", tmp_path / "small.yaml"
    torn.write_text("paths: [", "utf-8")
    found(SMALL | {"tags": [{"name": "edits", "description": ""}]}, tmp_path)
    assert lint_documents.main([str(torn), str(bare)]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "torn.yaml" in first
    assert "small.yaml:1: house rule everything_is_described: 1: no description" in second
    assert set(OPENAPI_RULES) < set(RULES)


def test_lint_says_of_what_is_no_openapi_that_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(yaml.safe_dump(SMALL).replace("type: string", "type: no"), "utf-8")  # a text, as the mock reads it
    assert lint_documents.main([str(file)]) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"{file}: OpenAPI {VALIDITY}: ")
    assert "'no' is not" in told


def test_lint_names_the_line_of_the_example_or_schema_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ai302.yaml"
    lines = (OPENAPI / file.name).read_text("utf-8").splitlines()
    bound = next(at for at, text in enumerate(lines) if re.match(r" {6}max\w+: \d+$", text))
    examples = lines.index("  examples:")
    example = next(at for at, text in enumerate(lines) if at > examples and re.match(r" {8}\w+: [-\d.]+$", text))
    lines[bound] += "1"
    lines[example] = lines[example].replace(": ", ": [") + "]"
    file.write_text("\n".join(lines), "utf-8")
    assert lint_documents.main([str(file)]) == 1
    told = [line.split(": ")[0].removeprefix(f"{file}:") for line in capsys.readouterr().err.splitlines()]
    holders = [
        max(n for n, text in enumerate(lines[:at], 1) if re.match(r"    \w+:$", text)) for at in (bound, example)
    ]
    assert sorted(map(int, told)) == sorted(holders)


# A change of the small document, then the key of the component whose line is named, and what is said of it.
SAID: dict[str, tuple[Callable[[Json], None], str, str]] = {
    "a component that is left over": (
        put(f"{SCHEMAS} Left.Over", {"type": "string"}), "Left.Over", "components/schemas/Left.Over is not used",
    ),
    "a value more": (
        put(f"{SCHEMAS} Code enum", [7, 8]), "Code", "Code: x-enum-descriptions lacks 8",
    ),
    "a name less": (
        put(f"{SCHEMAS} Code enum", [7, 8]), "Code", "Code: x-enum-varnames has 1 different names for 2 values",
    ),
    "a code less": (
        put(f"{SCHEMAS} Code enum", [8]), "Code", "Code: x-error-codes has 7, which the enum has not",
    ),
    "an example of a choice": (
        put(f"{EXAMPLES} Refused value", {"code": "7"}), "Refused", "Refused: $.code: expected an integer, found \"7\"",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_lint_says_what_to_change_and_names_the_line_of_the_component(name: str, tmp_path: Path) -> None:
    change, key, said = SAID[name]
    document = json.loads(json.dumps(SMALL))
    change(document)
    file = tmp_path / "small.yaml"
    file.write_text(yaml.safe_dump(document), "utf-8")
    line = 1 + file.read_text("utf-8").splitlines().index(f"    {key}:")
    told = list(lint_documents.problems([file]))
    assert any(each.startswith(f"{file}:{line}: house rule") and each.endswith(said) for each in told), told


@pytest.mark.parametrize(("name", "change"), BREAKS, ids=[f"{name}-{i}" for i, (name, _) in enumerate(BREAKS)])
def test_a_document_that_breaks_a_rule_is_told_which(name: str, change: Callable[[Json], None]) -> None:
    document = json.loads(json.dumps(SMALL))  # parts that the YAML shares are to change in one place
    change(document)
    # Each other rule has to bear such a document as well; whether it is valid takes longer than all of them.
    asked = [rule for rule in RULES if rule.__name__ != VALIDITY or name == VALIDITY]
    assert name in {rule.__name__ for rule in asked if list(rule(DocumentTree(document)))}


def test_each_rule_has_been_seen_to_fail() -> None:
    assert {rule.__name__ for rule in RULES} == {name for name, _ in BREAKS}
