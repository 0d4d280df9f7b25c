"""What `make diff` says of a change: one tiny pair of documents for each kind."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from tools.document_diff.__main__ import main
from tools.document_diff.change import Change, Effect, next_version
from tools.document_diff.lined_document import LinedDocument
from tools.document_diff.operation_comparison import DocumentComparison
from tools.document_diff.python_interface import python_changes, reworded_names

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "openapi"

COLOURS = {"type": "string", "enum": ["red", "blue"]}
TAGGED = [
    {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}, "size": {"type": "integer"}}}
    for kind in ("cat", "dog")
]
EITHER = {"oneOf": [{"required": ["link"]}, {"required": ["bytes"]}]}


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


# A change of a schema, then what it does to a caller who sends it, and to one who receives it: b breaking, h harmless,
# l to be looked at, - no change at all; several letters for several changes.
TEXT = {"type": "string"}
SCHEMA_CHANGES: dict[str, tuple[Any, Any, str, str]] = {
    "a field becomes required": (fields(a=TEXT), fields("a", a=TEXT), "b", "h"),
    "a field is no longer required": (fields("a", a=TEXT), fields(a=TEXT), "h", "b"),
    "a new optional field": (fields(), fields(a=TEXT), "h", "h"),
    "a new required field": (fields(), fields("a", a=TEXT), "b", "h"),
    "a new field where all passed": (fields() | {"additionalProperties": True}, fields(a=TEXT), "l", "h"),
    "a field is gone": (fields(a=TEXT), fields(), "b", "b"),
    "a required field is gone": (fields("a", a=TEXT), fields(), "b", "b"),
    "a field is renamed": (fields(a=TEXT), fields(b=TEXT), "bh", "bh"),
    "a value is gone": (COLOURS, COLOURS | {"enum": ["red"]}, "b", "h"),
    "a new value": (COLOURS, COLOURS | {"enum": ["red", "blue", "green"]}, "h", "b"),
    "a new value of an open list": (
        {"anyOf": [COLOURS, TEXT]},
        {"anyOf": [COLOURS | {"enum": ["red", "blue", "green"]}, TEXT]},
        "h",
        "h",
    ),
    "a value is gone from an open list": (
        {"anyOf": [COLOURS, TEXT]},
        {"anyOf": [COLOURS | {"enum": ["red"]}, TEXT]},
        "h",
        "h",
    ),
    "an open list is closed": ({"anyOf": [COLOURS, TEXT]}, COLOURS, "b", "h"),
    "a closed list is opened": (COLOURS, {"anyOf": [COLOURS, TEXT]}, "h", "b"),
    "another constant": ({"const": "a"}, {"const": "b"}, "b", "b"),
    "true is not 1": ({"const": True}, {"const": 1}, "b", "b"),
    "a text is held to a list": (TEXT, COLOURS, "b", "h"),
    "a list is opened": (COLOURS, TEXT, "h", "b"),
    "another type": (TEXT, {"type": "integer"}, "b", "b"),
    "one type more": (TEXT, {"type": ["string", "null"]}, "h", "b"),
    "an integer becomes a number": ({"type": "integer"}, {"type": "number"}, "h", "b"),
    "a type is named": ({}, TEXT, "b", "h"),
    "null becomes legal by a union": (COLOURS, {"anyOf": [COLOURS, {"type": "null"}]}, "h", "b"),
    "null becomes illegal": ({"anyOf": [COLOURS, {"type": "null"}]}, COLOURS, "b", "h"),
    "a lower maximum": (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 8}, "b", "h"),
    "a higher maximum": (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 10}, "h", "b"),
    "no maximum": ({"maximum": 9}, {}, "h", "b"),
    "a first minimum": ({}, {"minItems": 1}, "b", "h"),
    "a bound excludes itself": ({"minimum": 0}, {"exclusiveMinimum": 0}, "b", "h"),
    "a bound includes itself": ({"exclusiveMaximum": 1}, {"maximum": 1}, "h", "b"),
    "a first pattern": (TEXT, TEXT | {"pattern": "^a"}, "b", "h"),
    "another pattern": (TEXT | {"pattern": "^b"}, TEXT | {"pattern": "^a"}, "b", "b"),
    "no format": (TEXT | {"format": "uri"}, TEXT, "h", "b"),
    "other items": ({"items": TEXT}, {"items": {"type": "integer"}}, "b", "b"),
    "items of any kind": ({"items": TEXT}, {}, "h", "b"),
    "an object is closed": (fields(), fields() | {"additionalProperties": False}, "b", "h"),
    "an object is opened": (fields() | {"additionalProperties": False}, fields(), "h", "b"),
    "a new choice": ({"oneOf": TAGGED[:1]}, {"oneOf": TAGGED}, "h", "b"),
    "a choice is gone": ({"oneOf": TAGGED}, {"oneOf": TAGGED[1:]}, "b", "h"),
    "choices change places": ({"oneOf": TAGGED}, {"oneOf": TAGGED[::-1]}, "-", "-"),
    "a bound within a choice": (
        {"oneOf": TAGGED},
        {"oneOf": [TAGGED[0], fields("kind", kind={"const": "dog"}, size={"type": "integer", "maximum": 3})]},
        "b",
        "h",
    ),
    "another choice where both can hold": (EITHER, {"oneOf": [*EITHER["oneOf"], {"required": ["name"]}]}, "b", "b"),
    "a first choice": ({}, EITHER, "b", "h"),
    "another not": ({"not": {"const": 1}}, {"not": {"const": 2}}, "b", "b"),
    "a smaller picture": ({"x-picture": {"max_width": 9}}, {"x-picture": {"max_width": 8}}, "b", "h"),
    "another kind of picture": (
        {"x-picture": {"media_types": ["a"]}},
        {"x-picture": {"media_types": ["b"]}},
        "b",
        "b",
    ),
    "another default": (TEXT | {"default": "a"}, TEXT | {"default": "b"}, "l", "-"),
    "a keyword without words": ({}, {"if": TEXT, "then": {"maxLength": 1}}, "b", "h"),
    "an extension key": ({"x-final": ["a"]}, {"x-final": ["a", "b"]}, "l", "l"),
    "deprecated": (TEXT, TEXT | {"deprecated": True}, "h", "h"),
    "JSON in a text": ({"contentSchema": fields()}, {"contentSchema": fields("a", a=TEXT)}, "b", "h"),
    "other words": (
        TEXT,
        TEXT | {"description": "!", "x-evidence": {"level": "observed"}, "examples": ["a"]},
        "-",
        "-",
    ),
    "the same behind a reference": (COLOURS, {"$ref": "#/components/schemas/Colours"}, "-", "-"),
    "the same in parts": (fields("a", a=TEXT), {"allOf": [{"required": ["a"]}, fields(a=TEXT)]}, "-", "-"),
    "a reference to itself": (
        {"$ref": "#/components/schemas/Tree"},
        {"allOf": [{"$ref": "#/components/schemas/Tree"}]},
        "-",
        "-",
    ),
}

NULLABLE = {"type": ["string", "null"]}
CONSTS = {"oneOf": [{"const": "red", "title": "as a rose"}, {"const": "blue"}]}
COUNT = {"type": "integer", "minimum": 1}
SET_BY_THE_GATEWAY = TEXT | {"readOnly": True}
SECRET = TEXT | {"writeOnly": True}
# What only is written another way, and beside it what looks like it and is not; the letters as above.
MEANINGS: dict[str, tuple[Any, Any, str, str]] = {
    "a bound that bounds nothing": (TEXT, TEXT | {"minLength": 0}, "-", "-"),
    "a bound that bounds": (TEXT, TEXT | {"minLength": 1}, "b", "h"),
    "items of any kind, said": ({"type": "array"}, {"type": "array", "items": {}}, "-", "-"),
    "items of one kind, said": ({"type": "array"}, {"type": "array", "items": TEXT}, "b", "h"),
    "any further fields, said": (fields(a=TEXT), fields(a=TEXT) | {"additionalProperties": {}}, "-", "-"),
    "further fields of one kind": (fields(a=TEXT), fields(a=TEXT) | {"additionalProperties": TEXT}, "b", "h"),
    "no need, said": (fields(a=TEXT), fields(a=TEXT) | {"uniqueItems": False, "minProperties": 0}, "-", "-"),
    "a whole number's bound": (COUNT, {"type": "integer", "exclusiveMinimum": 0}, "-", "-"),
    "a fraction's bound": ({"type": "number", "minimum": 1}, {"type": "number", "exclusiveMinimum": 0}, "h", "b"),
    "a whole number's tighter bound": (COUNT, {"type": "integer", "exclusiveMinimum": 1}, "b", "h"),
    "a whole number, said by its step": ({"type": "integer"}, {"type": "number", "multipleOf": 1}, "-", "-"),
    "null by a list of types": ({"oneOf": [TEXT, {"type": "null"}]}, NULLABLE, "-", "-"),
    "null by a choice": (NULLABLE | {"maxLength": 3}, {"anyOf": [TEXT | {"maxLength": 3}, {"type": "null"}]}, "-", "-"),
    "null by a choice, and less": (NULLABLE, {"anyOf": [TEXT | {"maxLength": 3}, {"type": "null"}]}, "b", "h"),
    "a list as a choice of constants": (COLOURS, CONSTS, "-", "-"),
    "a choice of constants as a list": (CONSTS, COLOURS, "-", "-"),
    "a list as a choice of others": (COLOURS, {"oneOf": [{"const": "red"}, {"const": "pink"}]}, "bh", "bh"),
    "null beside a list without it": (COLOURS, COLOURS | {"type": ["string", "null"]}, "-", "-"),
    "null beside a list with it": (
        COLOURS,
        {"type": ["string", "null"], "enum": ["red", "blue", None]},
        "h",
        "b",
    ),
    "how a text is shown": (TEXT, TEXT | {"format": "password"}, "-", "-"),
    "how a text is shown, no longer how it is written": (
        TEXT | {"format": "date-time"},
        TEXT | {"format": "password"},
        "h",
        "b",
    ),
    "how bytes are written in a text": (TEXT, TEXT | {"contentEncoding": "base64"}, "b", "h"),
    "how a number is kept": ({"type": "number", "format": "double"}, {"type": "number", "format": "float"}, "-", "-"),
    "how a text is written": (TEXT, TEXT | {"format": "date-time"}, "b", "h"),
    "a format of one's own": (TEXT, TEXT | {"format": "picture-address"}, "l", "l"),
    "a pattern of which a draw shows less": (TEXT | {"pattern": "^(a|b)c?$"}, TEXT | {"pattern": "^[ac]"}, "b", "b"),
    "a negation of nothing": (TEXT, TEXT | {"not": {"type": "null"}}, "-", "-"),
    "a negation of something": (TEXT, TEXT | {"not": {"const": "a"}}, "b", "h"),
    "a field that callers never send, required": (fields(), fields("id", id=SET_BY_THE_GATEWAY), "-", "h"),
    "a field that callers never send, gone": (fields("id", id=SET_BY_THE_GATEWAY), fields(), "-", "b"),
    "a field that callers no longer send": (fields(id=TEXT), fields(id=SET_BY_THE_GATEWAY), "b", "-"),
    "a field that is never answered, gone": (fields("key", key=SECRET), fields(), "b", "-"),
    "a field that is never answered, new": (fields(), fields("key", key=SECRET), "b", "-"),
    "a field that is no longer answered": (fields(key=TEXT), fields(key=SECRET), "-", "b"),
    "anything, said": ({}, {"type": ["null", "boolean", "object", "array", "string", "number"]}, "-", "-"),
    "anything but null": ({}, {"type": ["boolean", "object", "array", "string", "number"]}, "b", "h"),
    "a choice of one": (fields(a=TEXT), {"anyOf": [fields(a=TEXT)]}, "-", "-"),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANINGS)
def test_what_is_only_written_another_way_is_no_change(name: str) -> None:
    old, new, sent, received = MEANINGS[name]
    assert letters(changes(request(old), request(new))) == sent
    assert letters(changes(answer(old), answer(new))) == received


@pytest.mark.parametrize("name", sorted(SCHEMA_CHANGES | MEANINGS))
def test_no_change_is_told_as_breaking_and_as_harmless(name: str) -> None:
    old, new, *_ = (SCHEMA_CHANGES | MEANINGS)[name]
    for side in (request, answer):
        told = [(change.where, change.what) for change in changes(side(old), side(new))]
        assert len(told) == len(set(told))


ANCHORED = """
openapi: 3.1.0
paths:
  /paint:
    post:
      operationId: paint
      requestBody: {content: {application/json: {schema: {properties: {
        size: {<<: *size, maximum: 9}, day: {enum: [DAY]}}}}}}
      responses: {}
"""


def anchored(minimum: int, *, written_out: bool = False, day: str = "2026-11-21") -> str:
    """A schema whose lower bound comes by an anchor; the flow style keeps its line."""
    size = f"x-size: &size {{type: integer, minimum: {minimum}}}"
    text = ANCHORED.replace("DAY", day)
    return f"{size}\n{text.replace('<<: *size', f'type: integer, minimum: {minimum}') if written_out else text}"


def compared(old: str, new: str) -> list[Change]:
    states = LinedDocument("openapi/tiny.yaml", old), LinedDocument("openapi/tiny.yaml", new)
    return [change for change in DocumentComparison("tiny", *states).changes() if "x-size" not in change.what]


def test_an_anchor_is_what_it_stands_for() -> None:
    assert not compared(anchored(1), anchored(1, written_out=True))
    (tighter,) = compared(anchored(1), anchored(2))
    assert (tighter.effect, tighter.where, tighter.line) == (Effect.BREAKING, "$.size", "openapi/tiny.yaml:1")


def test_a_date_that_nobody_quoted_is_a_text() -> None:
    assert not compared(anchored(1), anchored(1, day="'2026-11-21'"))
    assert letters(compared(anchored(1), anchored(1, day="2026-11-22"))) == "b"


LETTERS = {Effect.BREAKING: "b", Effect.COMPATIBLE: "h", Effect.LOOK: "l"}


def document(**changed: Any) -> dict[str, Any]:
    """A document with one operation; `changed` replaces keys of the operation, or of the root by a leading `root_`."""
    operation = {
        "operationId": "paint",
        "parameters": [{"in": "header", "name": "X-Way", "schema": TEXT}],
        "security": [{"bearer": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": fields()}}},
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {"schema": fields()}}},
            "4XX": {"description": "Refused.", "headers": {"Retry-After": {"schema": {"type": "integer"}}}},
        },
    }
    operation |= {key: value for key, value in changed.items() if not key.startswith("root_")}
    root = {
        "openapi": "3.1.0",
        "servers": [{"url": "https://gateway.invalid"}],
        "paths": {"/v1#Paint": {"post": operation}},
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "query": {"type": "apiKey", "in": "query", "name": "key"},
            },
            "schemas": {"Colours": COLOURS, "Tree": fields(below={"$ref": "#/components/schemas/Tree"})},
        },
    }
    return root | {key.removeprefix("root_"): value for key, value in changed.items() if key.startswith("root_")}


def as_text(root: dict[str, Any]) -> str:
    """JSON, which is YAML as well, and quicker to write."""
    return json.dumps(root, indent=1)


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    read = [LinedDocument("openapi/tiny.yaml", as_text(each)) for each in (old, new)]
    return list(DocumentComparison("tiny", *read).changes())


def letters(found: list[Change]) -> str:
    return "".join(sorted(LETTERS[change.effect] for change in found)) or "-"


def request(schema: Any) -> dict[str, Any]:
    return document(requestBody={"required": True, "content": {"application/json": {"schema": schema}}})


def answer(schema: Any) -> dict[str, Any]:
    return document(responses={"200": {"content": {"application/json": {"schema": schema}}}})


@pytest.mark.parametrize("name", SCHEMA_CHANGES)
def test_a_change_of_what_is_sent_breaks_callers_when_less_is_allowed(name: str) -> None:
    old, new, sent, _ = SCHEMA_CHANGES[name]
    assert letters(changes(request(old), request(new))) == sent


@pytest.mark.parametrize("name", SCHEMA_CHANGES)
def test_a_change_of_what_is_received_breaks_callers_when_more_is_possible(name: str) -> None:
    old, new, _, received = SCHEMA_CHANGES[name]
    assert letters(changes(answer(old), answer(new))) == received


def test_a_choice_that_comes_or_goes_is_named() -> None:
    fewer, more = request(EITHER), request({"oneOf": [*EITHER["oneOf"], {"required": ["name"]}]})
    assert [change.what for change in changes(fewer, more)] == ["name is a new choice; what fits two is refused"]
    assert [change.what for change in changes(more, fewer)] == ["name is no longer one of the choices"]


COMPONENTS = document()["components"]
ITEM = document()["paths"]["/v1#Paint"]
PARAMETERS, BODY, ANSWERS = (ITEM["post"][key] for key in ("parameters", "requestBody", "responses"))
REFUSED = {"content": {"application/json": {"schema": fields("error", error=TEXT)}}}
DONE = ANSWERS["200"]


def in_path(name: str, schema: Any = TEXT) -> dict[str, Any]:
    parameter = {"in": "path", "name": name, "required": True, "schema": schema}
    return {f"/tasks/{{{name}}}": {"get": {"operationId": "look", "parameters": [parameter], "responses": {}}}}


def with_bearer(scheme: str) -> dict[str, Any]:
    schemes = COMPONENTS["securitySchemes"] | {"bearer": {"type": "http", "scheme": scheme}}
    return {**COMPONENTS, "securitySchemes": schemes}


OPERATION_CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "the operation is gone": (document(), document(root_paths={}), "b"),
    "a new operation": (document(root_paths={}), document(), "h"),
    "another path": (document(), document(root_paths={"/v2": ITEM}), "b"),
    "another fragment, which is never sent": (
        document(),
        document(root_paths={"/v1#Draw": ITEM}),
        "-",
    ),
    "another name": (document(), document(operationId="draw"), "b"),
    "another name of a parameter of the path": (
        document(root_paths=in_path("task_id")),
        document(root_paths=in_path("id")),
        "-",
    ),
    "another parameter of the path": (
        document(root_paths=in_path("id")),
        document(root_paths=in_path("id", {"type": "integer"})),
        "b",
    ),
    "a path item behind a reference": (
        document(),
        document(
            root_paths={"/v1#Paint": {"$ref": "#/components/pathItems/Paint"}},
            root_components=COMPONENTS | {"pathItems": {"Paint": ITEM}},
        ),
        "-",
    ),
    "a path item behind a reference, and a key less": (
        document(),
        document(
            root_paths={"/v1#Paint": {"$ref": "#/components/pathItems/Paint"}},
            root_components=COMPONENTS | {"pathItems": {"Paint": {"post": ITEM["post"] | {"parameters": []}}}},
        ),
        "b",
    ),
    "a server's last slash": (document(), document(root_servers=[{"url": "https://Gateway.invalid/"}]), "-"),
    "a server's other path": (document(), document(root_servers=[{"url": "https://gateway.invalid/v2"}]), "bh"),
    "another server": (document(), document(root_servers=[{"url": "https://other.invalid"}]), "bh"),
    "a parameter is gone": (document(), document(parameters=[]), "b"),
    "a new parameter": (document(parameters=[]), document(), "h"),
    "a new required parameter": (
        document(),
        document(parameters=[*PARAMETERS, {"in": "query", "name": "n", "required": True}]),
        "b",
    ),
    "a header parameter in other letters": (
        document(),
        document(parameters=[{"in": "header", "name": "x-way", "schema": TEXT}]),
        "-",
    ),
    "the usual style of a parameter, said": (
        document(),
        document(parameters=[{"in": "header", "name": "X-Way", "schema": TEXT, "style": "simple", "explode": False}]),
        "-",
    ),
    "another style of a parameter": (
        document(),
        document(parameters=[{"in": "header", "name": "X-Way", "schema": TEXT, "explode": True}]),
        "l",
    ),
    "a key is demanded": (document(security=[]), document(), "b"),
    "a key another way": (document(), document(security=[{"query": []}]), "b"),
    "a key by the same scheme": (document(), document(root_components=with_bearer("Bearer")), "-"),
    "a key by another scheme": (document(), document(root_components=with_bearer("basic")), "b"),
    "a key one more way": (document(), document(security=[{"bearer": []}, {"query": []}]), "h"),
    "the body becomes optional": (document(), document(requestBody=BODY | {"required": False}), "h"),
    "the body becomes required": (document(requestBody=BODY | {"required": False}), document(), "b"),
    "another media type": (document(), document(requestBody=BODY | {"content": {"text/plain": {}}}), "bh"),
    "an answer is gone": (document(), document(responses={"200": DONE}), "b"),
    "a new refusal": (document(responses={"200": DONE}), document(), "h"),
    "a new success": (document(responses={"200": DONE}), document(responses={"200": DONE, "202": {}}), "l"),
    "a refusal of a class gets a shape of its own": (
        document(responses={"4XX": REFUSED}),
        document(responses={"4XX": REFUSED, "404": {"content": {"application/json": {"schema": fields()}}}}),
        "b",
    ),
    "a refusal like its class": (
        document(responses={"4XX": REFUSED}),
        document(responses={"4XX": REFUSED, "404": REFUSED}),
        "h",
    ),
    "a refusal of a class gets less of a shape": (
        document(responses={"4XX": {"content": {"application/json": {"schema": fields()}}}}),
        document(responses={"4XX": {"content": {"application/json": {"schema": fields()}}}, "404": REFUSED}),
        "h",
    ),
    "a refusal of its own goes back to its class": (
        document(responses={"4XX": REFUSED, "404": REFUSED}),
        document(responses={"4XX": REFUSED}),
        "h",
    ),
    "an answer's header is gone": (document(), document(responses={"200": DONE, "4XX": {}}), "b"),
    "a new header": (document(responses={"200": DONE, "4XX": {}}), document(), "h"),
    "billed": (document(), document(**{"x-billed": True}), "l"),
    "links behind a reference": (
        document(responses={"200": DONE | {"links": {"Next": {"operationId": "paint"}}}}),
        document(
            responses={"200": DONE | {"links": {"Next": {"$ref": "#/components/links/Next"}}}},
            root_components=COMPONENTS | {"links": {"Next": {"operationId": "paint"}}},
        ),
        "-",
    ),
    "links": (document(), document(responses={"200": DONE | {"links": {"Next": {}}}, "4XX": ANSWERS["4XX"]}), "l"),
    "a condition of the mock": (
        document(),
        document(root_components=COMPONENTS | {"examples": {"Done": {"x-conditions": ["missing-field"]}}}),
        "l",
    ),
    "words": (document(), document(summary="Paint it.", description="!", tags=["b"], root_info={"version": "2"}), "-"),
}


@pytest.mark.parametrize("name", OPERATION_CHANGES)
def test_a_change_of_an_operation_is_told_by_what_it_does_to_callers(name: str) -> None:
    old, new, expected = OPERATION_CHANGES[name]
    assert letters(changes(old, new)) == expected


def test_a_key_of_ours_is_told_with_what_it_was_and_is() -> None:
    told = [change.what for change in changes(request({"x-final": ["a"]}), request({"x-final": ["a", "b"]}))]
    assert told == ['x-final ["a"] became x-final ["a", "b"]']


def test_of_a_long_table_of_ours_the_entries_are_named_that_are_not_as_they_were() -> None:
    table = {f"code_{number}": {"http": 400, "kind": "bad-input", "retry": False} for number in range(4)}
    changed = {**table, "code_2": {**table["code_2"], "http": 401}, "code_4": table["code_1"]}
    told = [c.what for c in changes(request({"x-error-codes": table}), request({"x-error-codes": changed}))]
    assert told == ["x-error-codes changed for code_2, code_4"]


def test_a_change_names_operation_side_path_and_line() -> None:
    (found,) = changes(request(fields(a=TEXT)), request(fields("a", a=TEXT)))
    text = as_text(request(fields("a", a=TEXT)))
    (number,) = (n for n, line in enumerate(text.splitlines(), 1) if line.strip() == '"required": [')
    assert (found.gateway, found.operation, found.side, found.where) == ("tiny", "paint", "request", "$.a")
    assert found.line == f"openapi/tiny.yaml:{number}"


def schemas(depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of small values, whose objects all know the same fields: by design a new field is held harmless."""
    small = st.integers(0, 2)
    plain = st.sampled_from(["string", "integer", "number", "null", "boolean", "object", "array"])
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": plain | st.lists(plain, min_size=1, max_size=3, unique=True),
        "enum": st.lists(st.sampled_from(SMALL_VALUES), min_size=1, max_size=3),
        "const": st.sampled_from(SMALL_VALUES),
        **dict.fromkeys(("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"), small),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), small),
        "required": st.lists(st.sampled_from(["a", "b"]), unique=True),
        "additionalProperties": st.booleans(),
        "multipleOf": st.integers(1, 2),
    }
    if depth:
        below = schemas(depth - 1)
        keywords |= {
            **dict.fromkeys(("anyOf", "oneOf"), st.lists(below, min_size=1, max_size=3)),
            "allOf": st.lists(below, min_size=1, max_size=2),
            "not": below,
            "items": below,
        }
    chosen = st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True)
    known: st.SearchStrategy[dict[str, Any]] = st.just({"properties": {"a": {}, "b": {}}})
    bodies = chosen.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))
    if not depth:
        return st.builds(lambda body, fields: fields | body, bodies, known)
    known = st.fixed_dictionaries({"properties": st.fixed_dictionaries({"a": below, "b": below})})
    return st.builds(lambda body, fields: fields | body, bodies, known)


SMALL_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    2,
    0.5,
    "",
    "a",
    "abc",
    [],
    [1],
    ["a", 1, 2],
    {},
    {"a": 1},
    {"a": "a", "b": 0},
    {"c": 1},
)


@st.composite
def pairs_of_schemas(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two schemas; mostly the second is the first with one keyword less, one more, or some taken from another."""
    old, other = draw(schemas()), draw(schemas())
    key = draw(st.sampled_from(sorted(old)))
    if draw(st.integers(0, 3)) == 0:
        return old, other
    rest = {name: value for name, value in old.items() if name != key or name == "properties"}
    return draw(st.permutations([(old, rest), (rest, old), (old, rest | other)]))[0]


@settings(max_examples=2 * settings().max_examples, deadline=None, derandomize=True)  # the same in each run
@given(pairs_of_schemas())
def test_no_value_becomes_illegal_or_possible_without_being_told(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    old, new = pair
    was, now = Draft202012Validator(old), Draft202012Validator(new)
    for before, after, one_side in ((was, now, request), (now, was, answer)):
        lost = [value for value in SMALL_VALUES if before.is_valid(value) and not after.is_valid(value)]
        if lost:
            found = changes(one_side(old), one_side(new))
            assert any(change.effect is not Effect.COMPATIBLE for change in found), (one_side.__name__, lost, found)


REWRITINGS: dict[str, Any] = {
    "a conjunction of one": lambda schema: {"allOf": [schema]},
    "a choice of one": lambda schema: {"anyOf": [schema]},
    "itself twice": lambda schema: {"allOf": [schema, schema]},
    "nothing refused": lambda schema: {"not": False, **schema},
    "every type": lambda schema: {
        "allOf": [schema, {"type": ["null", "boolean", "object", "array", "string", "number"]}]
    },
}


@settings(deadline=None, derandomize=True)
@given(schemas(1), st.sampled_from(sorted(REWRITINGS)))
def test_a_schema_that_is_written_another_way_is_never_told_as_breaking(schema: dict[str, Any], way: str) -> None:
    rewritten = REWRITINGS[way](schema)
    for before, after in ((schema, rewritten), (rewritten, schema)):
        for one_side in (request, answer):
            found = changes(one_side(before), one_side(after))
            assert not [change for change in found if change.effect is Effect.BREAKING], found


@pytest.mark.parametrize("file", sorted(OPENAPI.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_document_of_ours_is_no_change_of_itself(file: Path) -> None:
    states = LinedDocument(file.name, file.read_text("utf-8")), LinedDocument(file.name, file.read_text("utf-8"))
    assert not list(DocumentComparison(file.stem, *states).changes())


def schemas_in_use(root: dict[str, Any]) -> dict[str, Any]:
    """The schemas of a document that an operation reaches."""
    reached: dict[tuple[str, str], Any] = {}
    waiting = [json.dumps(root["paths"])]
    while waiting:
        text = waiting.pop()
        for kind, held in root["components"].items():
            for name, node in held.items():
                if f'"#/components/{kind}/{name}"' in text and (kind, name) not in reached:
                    reached[kind, name] = node
                    waiting.append(json.dumps(node))
    return {name: node for (kind, name), node in reached.items() if kind == "schemas"}


@pytest.mark.parametrize("file", sorted(OPENAPI.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_field_of_ours_can_go_without_being_told(file: Path) -> None:
    old, new = (LinedDocument(file.name, file.read_text("utf-8")) for _ in range(2))
    untold = []
    for name, schema in schemas_in_use(new.root).items():
        for part in (schema, *schema.get("allOf", ())):
            properties = part.get("properties", {})
            # Fields beside each other are told of by one rule: one shows that the comparison comes to this part.
            for field, held in list(properties.items())[-1:]:
                del properties[field]
                if not any(c.effect is Effect.BREAKING for c in DocumentComparison(file.stem, old, new).changes()):
                    untold.append(f"{name}.{field}")
                properties[field] = held
    assert not untold


def test_a_status_more_in_a_list_that_answers_leave_open_is_harmless() -> None:
    file = OPENAPI / "ai302.yaml"
    old, new = (LinedDocument(file.name, file.read_text("utf-8")) for _ in range(2))
    new.root["components"]["schemas"]["TaskStatus"]["enum"].append("paused")
    assert letters(list(DocumentComparison(file.stem, old, new).changes())) == "h"


MODEL = """
from attrs import define as _attrs_define
from ..types import UNSET, Unset

{mark}
class {name}:
    \"\"\"A model.{words}\"\"\"

    {fields}
    {more}
"""
OPERATION = """
from ..models.sent import Sent
from ..models.received import Received

def _url() -> str:
    return "{url}"

def sync(*, body: {body}) -> {returns}:
    ...
"""


def package(folder: Path, *, sent: str = "a: str", received: str = "a: str", body: str = "Sent",
            returns: str = "Received", colours: str = 'RED = "red"', mark: str = "@_attrs_define", words: str = "",
            more: str = "", url: str = "/v1", enum: str = "StrEnum",
            unset: str = "UNSET = Unset()") -> Path:  # fmt: skip
    files = {
        "__init__.py": "",
        "tiny/__init__.py": "",
        "tiny/types.py": f"class Unset: ...\n{unset}\n",
        "tiny/models/__init__.py": "",
        "tiny/models/sent.py": MODEL.format(name="Sent", fields=sent, mark=mark, words=words, more=more),
        "tiny/models/received.py": MODEL.format(
            name="Received", fields=received, mark="@_attrs_define", words="", more=""
        ),
        "tiny/models/colour.py": f"from enum import *\n\nclass Colour({enum}):\n    {colours}\n",
        "tiny/api/__init__.py": "",
        "tiny/api/paint.py": OPERATION.format(body=body, returns=returns, url=url),
    }
    for name, text in files.items():
        file = folder / "image_gateways" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


PYTHON_CHANGES: dict[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "-"),
    "a model that is sent takes more": ({"sent": "a: str | int"}, "h"),
    "a model that is sent takes less": ({"sent": "a: int"}, "b"),
    "a field that is sent becomes optional": ({"sent": "a: str | Unset = UNSET"}, "h"),
    "a new optional field that is sent": ({"sent": "a: str\n    b: str | Unset = UNSET"}, "h"),
    "a new required field that is sent": ({"sent": "a: str\n    b: str"}, "b"),
    "a new field before the others": ({"sent": "b: str\n    a: str"}, "bl"),
    "a model that is read holds more": ({"received": "a: str | None"}, "b"),
    "a model that is read holds less": ({"received": "a: None"}, "b"),
    "a field that is read becomes optional": ({"received": "a: str | Unset = UNSET"}, "b"),
    "a new field that is read": ({"received": "a: str\n    b: str | Unset = UNSET"}, "h"),
    "a new required field that is read": ({"received": "a: str\n    b: str"}, "l"),
    "a field is gone": ({"received": "b: str | Unset = UNSET"}, "bh"),
    "a body of one more kind": ({"body": "Sent | Received"}, "h"),
    "one more kind of answer": ({"returns": "Received | Sent"}, "b"),
    "one less kind of answer": ({"returns": "None"}, "b"),
    "a new member": ({"colours": 'RED = "red"\n    BLUE = "blue"'}, "h"),
    "a new member before the others": ({"colours": 'BLUE = "blue"\n    RED = "red"'}, "h"),
    "a member is gone": ({"colours": 'BLUE = "blue"'}, "bh"),
    "another value of a member": ({"colours": 'RED = "rouge"'}, "b"),
    "another decorator": ({"mark": "@_attrs_define(frozen=True)"}, "l"),
    "another kind of enum": ({"enum": "IntEnum"}, "l"),
    "one base more": ({"enum": "str, StrEnum"}, "l"),
    "a constant of another value": ({"unset": "UNSET = None"}, "l"),
    "a constant with a type": ({"unset": "UNSET: Unset = Unset()"}, "l"),
    "a new method": ({"more": "def to_dict(self) -> dict: ..."}, "h"),
    "a new property": ({"more": "@property\n    def size(self) -> int: ..."}, "h"),
    "the code behind a function": ({"url": "/v2"}, "l"),
    "words": ({"words": " In other words."}, "-"),
}


@pytest.mark.parametrize("name", PYTHON_CHANGES)
def test_a_change_of_the_client_is_told_by_what_it_does_to_those_who_import_it(name: str, tmp_path: Path) -> None:
    changed, expected = PYTHON_CHANGES[name]
    found = list(python_changes(package(tmp_path / "old"), package(tmp_path / "new", **changed)))
    assert letters(found) == expected, found


def test_a_field_that_no_constructor_takes_has_no_place_among_its_arguments(tmp_path: Path) -> None:
    others = "others: dict[str, str] = _attrs_field(init=False, factory=dict)"
    old, new = (
        package(tmp_path / age, sent=sent, more=others)
        for age, sent in (("old", "a: str"), ("new", "a: str\n    b: str | Unset = UNSET"))
    )
    assert letters(list(python_changes(old, new))) == "h"


def test_every_line_that_changes_is_told(tmp_path: Path) -> None:
    old = package(tmp_path / "old", more="async def look(self, a: int = 1) -> int: ...")
    new = package(tmp_path / "new", more="def look(self, a: int = 1) -> int: ...")
    (told,) = python_changes(old, new)
    assert (told.effect, told.operation) == (Effect.LOOK, "image_gateways.tiny.models.sent.Sent.look")
    assert told.what == "async def look(a: int = 1) -> int became def look(a: int = 1) -> int"


def test_words_of_the_client_are_told_as_words(tmp_path: Path) -> None:
    old, new = package(tmp_path / "old"), package(tmp_path / "new", words=" In other words.")
    assert reworded_names(old, new, python_changes(old, new)) == ["image_gateways.tiny.models.sent.Sent"]
    more = package(tmp_path / "more", words=" With b.", sent="a: str\n    b: str | Unset = UNSET")
    assert reworded_names(old, more, python_changes(old, more)) == []


@pytest.mark.parametrize(
    ("current", "effects", "expected"),
    [
        ("0.1.0", [Effect.BREAKING, Effect.COMPATIBLE], "0.2.0"),
        ("0.1.3", [Effect.COMPATIBLE], "0.1.4"),
        ("1.4.2", [Effect.BREAKING], "2.0.0"),
        ("1.4.2", [Effect.COMPATIBLE, Effect.LOOK], "1.5.0"),
        ("1.4.2", [], "1.4.3"),
    ],
)
def test_the_version_moves_by_the_worst_change(current: str, effects: list[Effect], expected: str) -> None:
    assert next_version(current, [Change(effect, "") for effect in effects]) == expected


HATS = """
openapi: 3.1.0
info: {title: Hats, version: '1'}
paths:
  /hats:
    post:
      operationId: submit_hat
      x-billed: true
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [prompt]
              properties: {prompt: {type: string}, size: {type: integer}}
      responses: {'200': {description: The hat.}}
"""


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: two documents that say the same, a client, a version."""
    folder = tmp_path_factory.mktemp("committed") / "repository"
    (folder / "openapi").mkdir(parents=True)
    for name in ("hats.yaml", "coats.yml"):
        (folder / "openapi" / name).write_text(HATS, "utf-8")
    package(folder / "generated")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', "utf-8")
    author = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "--message", "first"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own copy of that repository, to be changed."""
    folder = shutil.copytree(committed, tmp_path / "repository")
    monkeypatch.chdir(folder)
    return folder


def state(repository: Path) -> bytes:
    commands = (["status", "--porcelain"], ["branch", "--all"], ["worktree", "list"], ["diff"], ["diff", "--cached"])
    return b"".join(
        subprocess.run(["git", *c], cwd=repository, check=True, capture_output=True).stdout for c in commands
    )


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_command_says_that_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--base", "HEAD", "--generated", "generated"]) == 0
    assert capsys.readouterr().out.startswith("Nothing changed since HEAD (")
    assert repository.is_dir()


def test_the_command_reports_version_and_changelog_and_leaves_the_repository_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository / "openapi" / "hats.yaml", "required: [prompt]", "required: [prompt, size]")
    edit(repository / "openapi" / "coats.yml", "openapi: 3.1.0", "# a word\nopenapi: 3.1.0")
    package(repository / "generated", sent="a: int")
    before = state(repository)
    assert main(["--base", "HEAD", "--generated", "generated"]) == 0
    said = capsys.readouterr().out
    assert state(repository) == before
    assert "  submit_hat\n    breaking  request $.size: now required  (openapi/hats.yaml:14)" in said
    assert "openapi/coats.yml: only words, examples, evidence or arrangement" in said
    assert "Sent.a\n    breaking  type str became int" in said
    assert "Version: 1.2.3 becomes 2.0.0." in said
    assert "- **Breaking:** hats `submit_hat`: request `$.size`: now required\n" in said


def test_what_nobody_can_judge_is_left_to_a_person(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / "openapi" / "hats.yaml", "x-billed: true", "x-billed: false")
    assert main(["--base", "HEAD", "--generated", "generated"]) == 0
    said = capsys.readouterr().out
    assert "look at   x-billed changed  (openapi/hats.yaml:" in said
    assert "Version: 1.2.3 becomes 1.2.4, or 2.0.0 if what is to be looked at breaks somebody." in said


def test_a_gateway_that_comes_or_goes_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "openapi" / "hats.yaml").rename(repository / "openapi" / "fourth.json")
    assert main(["--base", "HEAD", "--generated", "generated"]) == 0
    said = capsys.readouterr().out
    assert "hats\n  the whole gateway\n    breaking  the gateway is gone" in said
    assert "fourth\n  the whole gateway\n    harmless  a new gateway" in said


@pytest.mark.parametrize("base", ["v9.9.9", "", "--output=x", "HEAD:openapi"])
def test_a_base_that_git_does_not_know_is_one_clear_line(
    base: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(repository)
    assert main([f"--base={base}", "--generated", "generated"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith(f"BASE={base}: ")
    assert shown.err.count("\n") == 1
    assert state(repository) == before


def test_each_document_that_is_no_yaml_is_one_clear_line(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("hats.yaml", "coats.yml"):
        (repository / "openapi" / name).write_text("{", "utf-8")
    assert main(["--base", "HEAD", "--generated", "generated"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in told] == ["openapi/coats.yml", "openapi/hats.yaml"]


def test_a_base_without_documents_is_one_clear_line(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(repository / "openapi")
    commit = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--all", "--message=x"]
    subprocess.run(commit, cwd=repository, check=True)
    assert main(["--base", "HEAD", "--generated", "generated"]) == 2
    assert capsys.readouterr().err == "BASE=HEAD: has no openapi to compare with\n"
