"""Puts every example of a request and of an answer where the mock and the recordings look for it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import chain, count
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator

from contract_tests.suite.schema_values import encoded_picture
from image_gateways_documents.document_tree import DocumentTree, Json, OperationNode
from image_gateways_documents.schema_walk import ANY, Pattern, json_path, places
from image_gateways_documents.vocabulary import parts

from .composing import NOTHING, composed
from .decision import Decision

_PICTURE_LINK = "https://pictures.invalid/lighthouse.png"


class _ExampleBody(NamedTuple):
    """A JSON body of a request or of an answer.

    Attributes:
        name: what its examples are named after.
        media: its media type object.
        is_request: whether callers send it.
    """

    name: str
    media: Json
    is_request: bool


class _Shown(NamedTuple):
    """An example as it was found."""

    name: str
    summary: str
    value: Any
    level: str = "documented"


def gather_examples(tree: DocumentTree, source: str) -> Iterator[Decision]:
    """Put each example of a JSON body under `components/examples`; yield which were left out, and where none is.

    A body that has none gets that of its schema, or one that is composed of the examples of its fields. A picture,
    which a mock could not serve, becomes one of ours.

    Args:
        tree: the document, which is changed.
        source: what the examples are from, in words.
    """
    where = {id(part.node): part.steps for part in parts(tree.root) if part.kind == "media-type"}
    named: Json = tree.root.setdefault("components", {}).get("examples", {})
    kept: Json = {}
    for body in _bodies(tree):
        shown = list(_shown(tree, body))
        body.media.pop("example", None)
        body.media["examples"] = {}
        steps = where[id(body.media)]
        for each in shown:
            value = _with_our_pictures(tree, body.media["schema"], deepcopy(each.value))
            if problem := _problem(tree, body.media["schema"], value):
                words = f"the example {each.name or 'here'} was left out, since it breaks its schema: {problem}"
                yield Decision((*steps, "schema"), words)
                continue
            name = _free_name(f"{body.name}{_pascal(each.name).removesuffix('Example')}Example", kept)
            kept[name] = _example(
                each, value, f"{source}, whose pictures ours replace" if value != each.value else source
            )
            body.media["examples"][name] = {"$ref": f"#/components/examples/{name}"}
        if not body.media["examples"]:
            del body.media["examples"]
            if not shown:
                yield Decision((*steps, "schema"), _NO_EXAMPLE[body.is_request])
    kept.update((name, named[name]) for name in _unrouted(tree) if name in named)
    tree.root["components"]["examples"] = kept


_NO_EXAMPLE: Mapping[bool, str] = {
    True: "there is no example of a request; put one of yours, or one of the provider's page, under examples",
    False: "there is no example of an answer, so the mock makes one up of the schema; put a real one under examples",
}


def _bodies(tree: DocumentTree) -> Iterator[_ExampleBody]:
    seen: set[int] = set()
    for operation in tree.operation_nodes():
        for body in _bodies_of(tree, operation):
            if id(body.media) not in seen and isinstance(body.media.get("schema"), dict):
                seen.add(id(body.media))
                yield body


def _bodies_of(tree: DocumentTree, operation: OperationNode) -> Iterator[_ExampleBody]:
    name = _pascal(operation.node["operationId"])
    request = tree.request_body(operation)
    yield from (_ExampleBody(f"{name}Request", media, True) for media in _json(request))
    for status, response in operation.node.get("responses", {}).items():
        shared = response["$ref"].rpartition("/")[2] if "$ref" in response else ""
        about = _pascal(shared) if shared else f"{name}{'Response' if status.startswith('2') else status}"
        yield from (_ExampleBody(about, media, False) for media in _json(tree.dereferenced(response)))


def _json(holder: Json) -> Iterator[Json]:
    return (media for name, media in holder.get("content", {}).items() if "json" in name)


def _shown(tree: DocumentTree, body: _ExampleBody) -> Iterator[_Shown]:
    examples = {name: tree.dereferenced(node) for name, node in body.media.get("examples", {}).items()}
    for name, node in examples.items():
        if "value" in node:
            yield _Shown(name, node.get("summary", ""), node["value"])
    if "example" in body.media:
        yield _Shown("", "", body.media["example"])
    if not examples and "example" not in body.media:
        value, is_whole = composed(tree, body.media["schema"], fills=body.is_request)
        if value is not NOTHING:
            yield _Shown("", "", value, "documented" if is_whole else "inferred")


def _example(shown: _Shown, value: Any, source: str) -> Json:
    summary = shown.summary or shown.name or "What the document shows"
    about = source if shown.level == "documented" else f"composed of the examples of its fields in {source}"
    return {"summary": summary, "x-evidence": {"level": shown.level, "source": about}, "value": value}


def _with_our_pictures(tree: DocumentTree, schema: Json, value: Any) -> Any:
    for place in places(schema, tree.resolve):
        if place.schema.get("x-replay") == "picture-url":
            value = with_text(value, place.pattern, _PICTURE_LINK)
        elif place.schema.get("x-replay") == "picture-base64":
            value = with_text(value, place.pattern, encoded_picture("PNG", 8, 8))
    return value


def _problem(tree: DocumentTree, schema: Json, value: Any) -> str:
    around = {"components": {"schemas": tree.root["components"].get("schemas", {})}}
    errors = Draft202012Validator({**schema, **around}).iter_errors(value)
    return next((f"{json_path(tuple(error.instance_path))}: {error.message}"[:300] for error in errors), "")


def _unrouted(tree: DocumentTree) -> Iterator[str]:
    return (answer["example"] for answer in tree.root.get("x-unrouted", {}).values())


def _free_name(name: str, taken: Json) -> str:
    others = (f"{name}{number}" for number in count(2))
    return next(free for free in chain([name], others) if free not in taken)


def _pascal(name: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in name).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def with_text(value: Any, pattern: Pattern, by: str) -> Any:
    """Return a value in which every text at a pattern is another."""
    if not pattern:
        return by if isinstance(value, str) else value
    if pattern[0] == ANY and isinstance(value, list):
        return [with_text(item, pattern[1:], by) for item in value]
    if isinstance(value, dict) and pattern[0] in value:
        return {**value, pattern[0]: with_text(value[pattern[0]], pattern[1:], by)}
    return value
