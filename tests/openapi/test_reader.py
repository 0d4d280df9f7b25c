"""What the mock and the suite share, the reading of documents and of values, as independent readers have it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import METHODS, BrokenReference, DocumentTree, covering, name_of
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.json_text import difference
from image_gateways_documents.schema_walk import HOLDING, at, held, with_held, within

FILES = sorted(DOCUMENTS.glob("*.yaml"))
OTHERS: tuple[Any, ...] = (None, {}, [], "", -1, True)
HTTP_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}  # of OpenAPI 3.1, chapter 4.8.9

each_document = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))


def parsed(file: Path) -> dict[str, Any]:
    """The document by another reader; it has JSON's keys, which are texts."""
    root: dict[str, Any] = json.loads(json.dumps(yaml.load(file.read_bytes(), yaml.CSafeLoader)))
    return root


def subresources(schema: Any) -> Iterator[Any]:
    return iter(DRAFT202012.create_resource(schema).subresources())


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield value
    for part in below:
        yield from nodes(part)


# --- references, operations, statuses ---------------------------------------------------------------------------------


@each_document
def test_each_reference_leads_where_another_resolver_says(file: Path) -> None:
    root = parsed(file)
    resolver = Registry().with_resource("", DRAFT202012.create_resource(root)).resolver()
    tree = DocumentTree(root)
    references = {node["$ref"] for node in nodes(root) if isinstance(node.get("$ref"), str)}
    assert references
    assert all(tree.resolve(reference) is resolver.lookup(reference).contents for reference in references)


@pytest.mark.parametrize("name", ["plain", "a/b", "a~b", "a~1b", "a b", "a%b", "ä"])
def test_a_reference_finds_a_name_however_it_has_to_be_written(name: str) -> None:
    written = name.replace("~", "~0").replace("/", "~1").replace("%", "%25").replace(" ", "%20")
    root = {"components": {"schemas": {name: {"title": name}}}}
    reference = f"#/components/schemas/{written}"
    resolver = Registry().with_resource("", DRAFT202012.create_resource(root)).resolver()
    assert DocumentTree(root).resolve(reference) == resolver.lookup(reference).contents == {"title": name}
    assert name_of(reference) == name


@each_document
def test_each_schema_within_another_is_found_as_another_walk_finds_it(file: Path) -> None:
    schemas = parsed(file)["components"]["schemas"]
    found = 0
    for schema in schemas.values():
        for path, node in within(schema):
            assert at(schema, path) is node
            inner = [part for _, part in held(node)]
            assert {id(part) for part in inner} == {id(part.contents) for part in subresources(node)}
            found += len(inner)
    assert found > len(schemas)


def test_each_keyword_that_holds_schemas_is_known() -> None:
    of_one = {
        key: {"title": "a"} for key in ("items", "additionalProperties", "propertyNames", "contains", "contentSchema")
    }
    others = {key: {"title": "b"} for key in ("unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else")}
    lists = {key: [{"title": key}, True] for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    names = {key: {"items": {"title": key}} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")}
    schema = {
        **of_one,
        **others,
        **lists,
        **names,
        "enum": [{}],
        "default": {"title": "none"},
        "x-other": {"items": {}},
    }
    assert len(list(held(schema))) == len(list(subresources(schema))) == len(of_one) + len(others) + 8 + 4
    assert {keyword for (keyword, *_), _ in held(schema)} == {*HOLDING}
    assert with_held(schema, lambda _: None) == {
        **schema,
        **dict.fromkeys((*of_one, *others)),
        **{key: [None, None] for key in lists},
        **{key: {"items": None} for key in names},
    }


def test_a_chain_of_references_is_followed_to_its_end() -> None:
    tree = DocumentTree({"a": {"$ref": "#/b", "x": 1}, "b": {"$ref": "#/c"}, "c": {"title": "the end"}})
    assert tree.dereferenced({"$ref": "#/a"}) == {"title": "the end"}
    assert tree.dereferenced({"title": "itself"}) == {"title": "itself"}


@pytest.mark.parametrize(
    ("reference", "what"),
    [
        ("#/a", "leads back to itself"),
        ("#/nowhere", "nothing is there"),
        ("#/list/0", "nothing is there"),
        ("#/text", "nothing is there"),
        ("other.yaml#/a", "only references inside the document are followed"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_named(reference: str, what: str) -> None:
    tree = DocumentTree({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "list": [{}], "text": "a"})
    with pytest.raises(BrokenReference, match=f"{reference}: {what}"):
        tree.dereferenced({"$ref": reference})


@each_document
def test_each_operation_is_found(file: Path) -> None:
    root = parsed(file)
    expected = {(path, method) for path, item in root["paths"].items() for method in item if method in HTTP_METHODS}
    assert set(METHODS) == HTTP_METHODS
    assert {(found.path, found.method) for found in DocumentTree(root).operation_nodes()} == expected
    assert len(Document(file).operations) == len(expected)


@pytest.mark.parametrize(
    ("documented", "status", "key"),
    [
        (["200", "4XX", "429", "default"], 429, "429"),
        (["200", "4XX", "429", "default"], 404, "4XX"),
        (["200", "4XX", "429", "default"], 500, "default"),
        (["200", "4XX", "429", "default"], "4XX", "4XX"),
        (["200"], 201, None),
        ([], 200, None),
    ],
)
def test_a_status_is_documented_by_its_number_before_its_class_before_the_default(
    documented: list[str], status: int | str, key: str | None
) -> None:
    assert covering(documented, status) == key


# --- values -----------------------------------------------------------------------------------------------------------


def schemas(file: Path) -> Iterator[tuple[BodySchema, Draft202012Validator, list[Any]]]:
    """Each body and answer of a document: the shared schema, another validator's, and the documented examples."""
    root = parsed(file)
    tree = DocumentTree(root)
    components = {"components": {"schemas": _without_texts_of_pictures(root["components"]["schemas"])}}
    by_id = {
        node["operationId"]: node for node in nodes(root["paths"]) if "operationId" in node and "responses" in node
    }
    seen: set[str] = set()
    for operation in Document(file).operations:
        node = by_id[operation.operation_id]
        held = [(operation.body, node.get("requestBody", {}))]
        for status, response in operation.responses.items():
            held.append((response.content.get("application/json"), node["responses"][status]))
        for shared, holder in held:
            media = tree.dereferenced(holder).get("content", {}).get("application/json")
            if shared is None or media is None or (written := json.dumps(media["schema"], sort_keys=True)) in seen:
                continue
            seen.add(written)
            examples = [tree.dereferenced(example)["value"] for example in media.get("examples", {}).values()]
            yield shared, Draft202012Validator({**media["schema"], **components}), examples


def _without_texts_of_pictures(node: Any) -> Any:
    """A copy in which a picture is any text: the mock looks at the picture itself, and at these texts nowhere."""
    if isinstance(node, list):
        return [_without_texts_of_pictures(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = {"pattern", "format"} if "x-picture" in node else set()
    return {key: _without_texts_of_pictures(value) for key, value in node.items() if key not in dropped}


def broken(value: Any) -> Iterator[Any]:
    """Copies of a value, each with one part left out, or of another type."""
    for path in places_in(value):
        yield from (changed(value, path, other) for other in OTHERS)
        yield changed(value, path)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    below = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for step, part in below:
        yield from places_in(part, (*path, step))


def changed(value: Any, path: tuple[Any, ...], *other: Any) -> Any:
    copy = deepcopy(value)
    holder = copy
    for step in path[:-1]:
        holder = holder[step]
    if other:
        holder[path[-1]] = other[0]
    else:
        del holder[path[-1]]
    return copy


@each_document
def test_each_example_and_each_way_to_break_it_is_judged_as_another_validator_does(file: Path) -> None:
    judged = refused = 0
    for shared, other, examples in schemas(file):
        for example in examples[:2]:
            for value in (example, *broken(example)):
                problem, _ = shared.check(value)
                if problem and problem.expected.startswith("text of the format"):
                    continue  # the other validator knows no formats
                assert (problem is None) == other.is_valid(value), json.dumps(value)
                judged, refused = judged + 1, refused + (problem is not None)
    assert judged > refused > 0


VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 1.0, -0.0, 1.5, 2**60, 2.0**60, "1", ""),
    *([], [1], [1.0], [True], [1, 2], [2, 1], [[1]]),
    *({}, {"a": 1}, {"a": 1.0}, {"a": True}, {"a": None}, {"b": 1}, {"a": 1, "b": 2}, {"b": 2, "a": 1}),
)


@pytest.mark.parametrize("one", VALUES, ids=repr)
def test_two_values_are_the_same_json_where_another_validator_takes_them_for_it(one: Any) -> None:
    validator = Draft202012Validator({"const": one})
    for other in VALUES:
        assert (difference(one, other) is None) == validator.is_valid(other), repr(other)
