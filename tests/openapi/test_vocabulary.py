"""Each slip of the pen in an `x-` key of a document is told, with its place, before anything is served or sent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from jsonschema_specifications import REGISTRY as SPECIFICATIONS

from image_edit.verdict import KINDS
from image_gateways_documents.document import Document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.schema_walk import Path as Steps
from image_gateways_documents.schema_walk import at
from image_gateways_documents.vocabulary import VOCABULARY, misuses, vocabulary_problems
from image_gateways_documents.yaml_text import parse_yaml, read_yaml, yaml_files

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "openapi"
README = (OPENAPI / "README.md").read_text("utf-8")
DOCUMENTS = {file.stem: read_yaml(file) for file in yaml_files(OPENAPI)}
VOCABULARY_JSON = json.loads(VOCABULARY.read_bytes())
DEFS = VOCABULARY_JSON["$defs"]

each_document = pytest.mark.parametrize("gateway", DOCUMENTS)

# What else may stand in a document holds what users hold, and no key.
_FREE = {"value", "example", "default", "const"}


def below(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Each part of a document, with the way to it."""
    yield steps, node
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in pairs:
        if step not in _FREE or steps[-1:] == ("properties",):
            yield from below(child, (*steps, step))


def x_keys(document: Any) -> Iterator[Steps]:
    """The way to each `x-` key of a document."""
    return (steps for steps, _ in below(document) if steps and isinstance(steps[-1], str) and steps[-1][:2] == "x-")


def around(document: Any, steps: Steps) -> Any:
    """A document that has, of a whole one, what is held by the place before the last, and no more of what is above.

    The root holds everything: of it there is the key itself, and the names of the examples, one of which it may be.
    """
    if len(steps) == 1:
        examples: dict[str, Any] = {name: {} for name in document["components"]["examples"]}
        return deepcopy({steps[0]: document[steps[0]], "components": {"examples": examples}})
    return _alone(document, steps)


def _alone(node: Any, steps: Steps) -> Any:
    if len(steps) == 1:
        return deepcopy(node)
    if isinstance(node, list):
        return [_alone(node[int(steps[0])], steps[1:])]
    return {steps[0]: _alone(node[steps[0]], steps[1:])}


def to(steps: Steps, document: Any) -> Steps:
    """The way in `around`: each list above has one item."""
    way: Steps = ()
    for index, step in enumerate(steps):
        holder = at(document, steps[:index])
        way = (*way, 0 if isinstance(holder, list) and index < len(steps) - 1 else step)
    return way


@contextmanager
def renamed(holder: Any, name: str, other: str) -> Iterator[None]:
    """Spell a key otherwise, for a while."""
    _respell(holder, name, other)
    yield
    _respell(holder, other, name)


def _respell(holder: Any, name: str, other: str) -> None:
    holder[other] = holder.pop(name)


def shorter(name: str, met: set[str]) -> list[str]:
    """A name without one of its letters: without each of them where it is met first, and then without one of them."""
    others = sorted({name[:i] + name[i + 1 :] for i in range(len(name)) if name[i].isalnum()} - {name, ""})
    if name in met:
        return others[:1]
    met.add(name)
    return others


def inner_names(key: str, value: Any) -> Iterator[Steps]:
    """The way to each name of the vocabulary's own, not the document's, that a key holds."""
    free = {"x-error-codes", "x-enum-descriptions"}
    for steps, _ in below(value):
        if steps and isinstance(steps[-1], str) and not (key in free and len(steps) == 1):
            yield steps


def enum_values(key: str, value: Any) -> Iterator[Steps]:
    """The way to each text that is one of a list, of the schema's or of the document's."""
    of_texts = {"source", "description", "example", "unit", "pattern", "by"}
    if key in ("x-drift", "x-placeholders", "x-enum-varnames", "x-enum-descriptions"):
        return
    for steps, text in below(value):
        if isinstance(text, str) and not of_texts & set(steps):
            yield steps


def told(document: Any) -> set[Steps]:
    return {misuse.steps for misuse in misuses(document)}


def judged(document: Any) -> set[tuple[str, ...]]:
    """Where another validator of the schema sees something."""
    errors = jsonschema.Draft202012Validator(VOCABULARY_JSON).iter_errors(document)
    return {tuple(map(str, error.absolute_path)) for error in errors}


# --- what is right ----------------------------------------------------------------------------------------------------


def test_the_vocabulary_is_a_valid_schema() -> None:
    jsonschema_rs.meta.validate(VOCABULARY_JSON)
    jsonschema.Draft202012Validator.check_schema(VOCABULARY_JSON)


@each_document
def test_each_document_keeps_the_vocabulary_and_another_validator_says_so_too(gateway: str) -> None:
    assert not misuses(DOCUMENTS[gateway])
    assert not judged(DOCUMENTS[gateway])


def test_the_keywords_of_a_schema_are_those_of_json_schema_and_openapi() -> None:
    draft = SPECIFICATIONS.contents("https://json-schema.org/draft/2020-12/schema")
    parts = [
        SPECIFICATIONS.contents(f"https://json-schema.org/draft/2020-12/{part['$ref']}") for part in draft["allOf"]
    ]
    known = {name for part in parts for name in part["properties"]} | {
        "discriminator",
        "xml",
        "externalDocs",
        "example",
    }
    assert {name for name in DEFS["schema"]["properties"] if not name.startswith("x-")} == known


# --- what is not ------------------------------------------------------------------------------------------------------


@each_document
def test_an_x_key_without_one_of_its_letters_is_told_where_it_stands(gateway: str) -> None:
    document, met = DOCUMENTS[gateway], set[str]()
    for steps in x_keys(document):
        changed, place = around(document, steps), to(steps, document)[:-1]
        for other in shorter(str(steps[-1]), met):
            with renamed(at(changed, place), str(steps[-1]), other):
                assert (*place, other) in told(changed)


@each_document
def test_a_name_within_an_x_key_without_one_of_its_letters_is_told_where_it_stands(gateway: str) -> None:
    document, met = DOCUMENTS[gateway], set[str]()
    for steps in x_keys(document):
        changed = around(document, steps)
        for inner in inner_names(str(steps[-1]), at(document, steps)):
            place = (*to(steps, document), *inner)[:-1]
            for other in shorter(str(inner[-1]), met):
                with renamed(at(changed, place), str(inner[-1]), other):
                    assert (*place, other) in told(changed)


@each_document
def test_a_value_of_an_enum_that_is_misspelt_is_told_where_it_stands(gateway: str) -> None:
    document = DOCUMENTS[gateway]
    for steps in x_keys(document):
        key, changed = str(steps[-1]), around(document, steps)
        if "x-answer-as" in at(document, steps[:-1]):  # what its values may be is said by schemas that it refers to
            changed["components"]["schemas"] = document["components"]["schemas"] | changed["components"]["schemas"]
        for inner in enum_values(key, at(document, steps)):
            way = (*to(steps, document), *inner)
            right = at(changed, way)
            _set(changed, way, f"{right[:-1]}~")
            assert told(changed) == {way}
            _set(changed, way, right)
        assert not told(changed)


@each_document
def test_what_belongs_to_an_enum_and_is_no_value_of_it_is_told_where_it_stands(gateway: str) -> None:
    document = DOCUMENTS[gateway]
    for steps in x_keys(document):
        key, value = str(steps[-1]), at(document, steps)
        if key in ("x-enum-descriptions", "x-error-codes"):
            changed = around(document, steps)
            for code in value:
                with renamed(at(changed, steps), code, f"{code}~"):
                    assert told(changed) == {(*steps, f"{code}~")}
        if key == "x-enum-varnames":
            changed = around(document, steps)
            at(changed, steps).pop()
            assert told(changed) == {steps}


def test_another_validator_of_the_vocabulary_sees_the_same_in_the_same_places() -> None:
    validator = jsonschema_rs.Draft202012Validator(VOCABULARY_JSON)
    met: set[tuple[Any, ...]] = set()
    keys = [(document, steps) for document in DOCUMENTS.values() for steps in x_keys(document)]
    for document, steps in keys:
        for inner in [(), *inner_names(str(steps[-1]), at(document, steps))]:
            if (steps[-1], inner[-1:]) in met:  # the same name is held to the same rule wherever it stands
                continue
            met.add((steps[-1], inner[-1:]))
            for change in (_renamed, _null, _number, _empty):
                changed = around(document, steps)
                change(changed, (*to(steps, document), *inner))
                own = {tuple(map(str, error.instance_path)) for error in validator.iter_errors(changed)}
                assert own == judged(changed)
                assert not own or misuses(changed)


def _set(document: Any, steps: Steps, value: Any) -> None:
    at(document, steps[:-1])[steps[-1]] = value


def _renamed(document: Any, steps: Steps) -> None:
    _respell(at(document, steps[:-1]), str(steps[-1]), f"{steps[-1]}s")


def _null(document: Any, steps: Steps) -> None:
    _set(document, steps, None)


def _number(document: Any, steps: Steps) -> None:
    _set(document, steps, -7)


def _empty(document: Any, steps: Steps) -> None:
    _set(document, steps, [])


# --- slips in a whole document ----------------------------------------------------------------------------------------

SLIPS = {
    "a limit of pictures": ("max_width: 4096", "max_with: 4096", "did you mean max_width?"),
    "a format": ("x-replay: message", "x-replay: mesage", "did you mean message?"),
    "whether to retry": ("retry: true", "retry: poll", "did you mean polls?"),
    "a condition": ("[rate-limited]", "[rate-limit]", "did you mean rate-limited?"),
    "a kind": ("kind: quota", "kind: quotas", "did you mean quota?"),
    "a final status": ("x-final: [done,", "x-final: [dome,", "did you mean done?"),
    "a level of evidence": ("level: observed", "level: observd", "did you mean observed?"),
    "a price": ("x-price: {amount:", "x-price: {amuont:", "did you mean amount?"),
    "a key": ("x-billed: true", "x-biled: true", "did you mean x-billed?"),
    "the property that decides": ("{by: return_url,", "{by: return_urls,", "did you mean return_url?"),
    "an example": ("example: NotFound}", "example: NotFund}", "did you mean NotFound?"),
}


def all_slips(folder: Path) -> Path:
    text = (OPENAPI / "ai302.yaml").read_text("utf-8")
    for right, wrong, _ in SLIPS.values():
        text = text.replace(right, wrong, 1)
    file = folder / "ai302.yaml"
    file.write_text(text, "utf-8")
    return file


def test_all_slips_are_told_at_once_each_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    text, file = (OPENAPI / "ai302.yaml").read_text("utf-8"), all_slips(tmp_path)
    with pytest.raises(DocumentError) as refused:
        Document(file)
    lines = str(refused.value).splitlines()
    for right, _, meant in SLIPS.values():
        number = text[: text.index(right)].count("\n") + 1
        place = f"{file}: line {number}: #/"
        assert any(line.startswith(place) and meant in line for line in lines), (place, meant)
    numbers = [int(re.search(r": line (\d+): #/", line)[1]) for line in lines]  # type: ignore[index]
    assert numbers == sorted(numbers)


def started(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, cwd=ROOT)


def test_the_mock_does_not_start_with_a_slip(tmp_path: Path) -> None:
    all_slips(tmp_path)
    run = started("-m", "image_gateways_mock", "--port", "0", "--documents", str(tmp_path))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"error: {tmp_path / 'ai302.yaml'}: line ")
    assert "did you mean max_width?" in run.stderr


def test_the_keys_of_other_tools_are_for_lint_alone(tmp_path: Path) -> None:
    foreign = {"x-logo": {"url": "x"}, "info": {"x-internal": True, "title": "Others", "version": "1"}}
    foreign["components"] = {"schemas": {"It": {"type": "string", "x-go-name": "It", "nullable": True}}}
    file = tmp_path / "others.yaml"
    file.write_text(json.dumps({"openapi": "3.1.0", "paths": {}, **foreign}), "utf-8")
    assert len(vocabulary_problems(file)) == 4
    assert vocabulary_problems(file, foreign=False) == []


def test_no_client_is_made_of_a_document_with_a_slip(tmp_path: Path) -> None:
    slipped = all_slips(tmp_path)
    run = started("-m", "openapi.generator", str(tmp_path / "clients"), str(slipped))
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{slipped}: line ")
    assert "did you mean max_width?" in run.stderr
    assert not list((tmp_path / "clients").iterdir())


def test_the_step_of_make_lint_fails_with_a_slip_and_names_it(tmp_path: Path) -> None:
    (command,) = re.findall(
        r"^\t\$\(BIN\)/python (\S+check_vocabulary\.py) \$\(DOCUMENTS\)$", _makefile(), re.MULTILINE
    )
    right = [str(file) for file in yaml_files(OPENAPI)]
    clean = started(command, *right)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "", "")
    slipped = started(command, *right, str(all_slips(tmp_path)), str(tmp_path / "absent.yaml"))
    assert slipped.returncode == 1
    assert "did you mean max_width?" in slipped.stderr
    assert slipped.stderr.splitlines()[-1].startswith(str(tmp_path / "absent.yaml"))


def _makefile() -> str:
    return (ROOT / "Makefile").read_text("utf-8")


# --- places -----------------------------------------------------------------------------------------------------------

SMALL: Any = {
    "paths": {"/it": {"post": {"x-billed": True, "responses": {"200": {"description": "Done.", "content": {}}}}}},
    "components": {"schemas": {"It": {"type": "string", "enum": ["a", "b"]}}, "examples": {"Right": {"value": 1}}},
}


IT = ("components", "schemas", "It")
POST = ("paths", "/it", "post")
BAD_TEXT = {"pattern": "(", "kind": "quota", "retry": False}

WRONG: list[tuple[Steps, str, Any, str]] = [
    ((), "x-billed", True, "x-billed: x-billed may not stand in the root of a document; it stands in an operation"),
    (POST[:2], "x-billed", True, "#/paths/~1it/x-billed: x-billed may not stand here; it stands in an operation"),
    (POST, "x-billed", "no", 'post/x-billed: what is here is not of type "boolean": "no"'),
    (POST, "x-vendor", 1, "x-vendor is not known in an operation; its x- keys are x-evidence, x-billed, x-price"),
    ((*POST, "responses", "200"), "x-drift", "One.", "x-drift may not stand here; it stands in a schema"),
    (
        (*POST, "responses"),
        "x-drif",
        "One.",
        "x-drif is not known, and no x- key may stand here (did you mean x-drift?)",
    ),
    (IT, "maxLenght", 3, "maxLenght is not known in a schema (did you mean maxLength?)"),
    (IT, "items", {"x-evidence": {}}, "#/components/schemas/It/items/x-evidence: level is missing"),
    (IT, "x-drift", "None", 'It/x-drift: what is here does not match "\\.$": "None". A sentence about an alternative'),
    (IT, "x-error-texts", [BAD_TEXT], "It/x-error-texts/0/pattern: ( is no regular expression"),
    (IT, "x-enum-varnames", ["A"], "there are 1 names, and 2 values in the enum beside it"),
    (IT[:2], "Other", {"x-final": ["a"]}, "Other/x-final: x-final is about the enum beside it, and there is none"),
]


@pytest.mark.parametrize(("place", "key", "value", "what"), WRONG, ids=lambda part: str(part)[:40])
def test_a_key_in_the_wrong_place_or_with_a_wrong_value_is_told_with_what_is_right(
    place: Steps, key: str, value: object, what: str
) -> None:
    document = deepcopy(SMALL)
    assert not misuses(document)
    at(document, place)[key] = value
    assert any(what in f"{misuse.pointer}: {misuse.what}" for misuse in misuses(document)), misuses(document)


def test_what_is_named_by_users_may_begin_with_x() -> None:
    document = deepcopy(SMALL)
    response = document["paths"]["/it"]["post"]["responses"]["200"]
    response["headers"] = {"x-request-id": {"schema": {"type": "string"}}}
    document["components"]["schemas"]["x-it"] = {"type": "object", "properties": {"x-field": {"default": {"x-any": 1}}}}
    document["components"]["examples"]["x-one"] = {"value": {"x-final": "any"}}
    document["paths"]["/it"]["post"]["security"] = [{"x-api-key": []}]
    assert not misuses(document)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": 5, "allOf": 5, "x-answer-as": {"by": "it", "picture-url": True, "picture-base64": False}},
        {"$ref": "#/components/schemas/It", "x-answer-as": {"by": "it", "picture-url": True, "picture-base64": False}},
        {"enum": "done", "x-final": ["done"]},
        {"enum": ["done"], "x-final": "done", "x-error-codes": [], "x-error-texts": {}, "x-enum-varnames": 5},
        {
            "properties": {"it": {"$ref": "#/nowhere"}},
            "x-answer-as": {"by": "it", "picture-url": 1, "picture-base64": 2},
        },
        [],
        None,
    ],
)
def test_whatever_a_schema_holds_ends_in_a_report(schema: Any) -> None:
    assert misuses({"components": {"schemas": {"It": schema}}, "x-unrouted": {"not-found": None}})


@pytest.mark.parametrize(
    "text", ["", "text", "[]", "5", "components: []", "x-unrouted: []", "paths: {it: {x-it: 1}}", '{"x-a\\nb": 1}']
)
def test_whatever_a_file_holds_ends_in_a_report(text: str, tmp_path: Path) -> None:
    (tmp_path / "it.yaml").write_text(text, "utf-8")
    for problem in vocabulary_problems(tmp_path / "it.yaml"):
        assert problem.startswith(f"{tmp_path / 'it.yaml'}: line 1")
        assert "\n" not in problem


# --- what is written about it -----------------------------------------------------------------------------------------


def _names(rule: Any) -> set[str]:
    """Every name and every text that is allowed within a rule, through what it refers to."""
    found: set[str] = set()
    if isinstance(rule, list):
        return set().union(*map(_names, rule))
    if not isinstance(rule, dict):
        return found
    found |= set(rule.get("properties", ()))
    found |= {value for value in rule.get("enum", ()) if isinstance(value, str)}
    if reference := rule.get("$ref"):
        found |= _names(DEFS[reference.rpartition("/")[2]])
    below = [*rule.get("properties", {}).values(), rule.get("items"), rule.get("additionalProperties")]
    return found.union(*map(_names, below))


KEYS = sorted(name for name in DEFS if name.startswith("x-"))


def test_each_key_of_the_vocabulary_stands_in_the_readme_and_the_other_way_round() -> None:
    rows = re.findall(r"^\| (`x-[^|]*) \|", README, re.MULTILINE)
    assert sorted(key for row in rows for key in re.findall(r"`(x-[a-z-]+)`", row)) == KEYS
    assert {key for key in re.findall(r"`(x-[a-z-]+)", README) if key != "x-"} == set(KEYS)


def test_the_example_in_the_readme_has_each_key_and_is_as_the_vocabulary_has_it() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    document = parse_yaml(example.encode())
    assert misuses(document) == []
    assert {str(steps[-1]) for steps in x_keys(document)} == set(KEYS)


@each_document
def test_an_editor_is_led_to_the_vocabulary_by_the_first_line_of_a_document(gateway: str) -> None:
    with (OPENAPI / f"{gateway}.yaml").open(encoding="utf-8") as document:
        assert document.readline() == f"# yaml-language-server: $schema={VOCABULARY.name}\n"


def test_an_editor_offers_each_name_of_the_vocabulary() -> None:
    # yaml-language-server offers no name whose rule is `true`, only those of rules that are objects.
    named = [(steps, rule) for steps, rule in below(DEFS) if steps[-2:-1] == ("properties",)]
    assert len(named) > 100
    assert [steps for steps, rule in named if rule is True] == []


@pytest.mark.parametrize("key", KEYS)
def test_each_name_and_value_that_a_key_may_hold_stands_in_the_readme(key: str) -> None:
    quoted = {word for text in re.findall(r"`([^`]+)`", README) for word in re.split(r"[:,{} ]+", text)}
    assert _names(DEFS[key]) <= quoted
    assert DEFS[key]["description"].endswith(".")


def test_each_key_name_and_value_of_the_vocabulary_is_used_by_a_document() -> None:
    used: set[str] = set()
    for document in DOCUMENTS.values():
        for steps in x_keys(document):
            used |= {str(steps[-1])} | _texts(at(document, steps))
    assert {name for key in KEYS for name in {key} | _names(DEFS[key])} <= used


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()


def test_the_kinds_of_the_vocabulary_are_those_that_the_library_knows() -> None:
    assert set(DEFS["kind"]["enum"]) == set(KINDS)
