"""The documented answers of operations, and the examples of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .body_schema import BodySchema, SchemaTree
from .document_tree import DocumentTree, Json
from .json_text import MalformedJson, parse_json
from .media_types import essence, is_json


@dataclass(frozen=True, slots=True)
class Example:
    """A documented answer.

    Attributes:
        name: its name.
        status: HTTP status code; None within a class such as 4XX.
        media_type: its media type.
        headers: header names and values.
        value: its body.
        conditions: what it is given for.
        evidence: how it is known, `documented`, `observed` or `inferred`; empty where nobody says.
    """

    name: str
    status: int | None
    media_type: str
    headers: tuple[tuple[str, str], ...]
    value: Any
    conditions: frozenset[str]
    evidence: str


@dataclass(frozen=True, slots=True)
class DocumentedResponse:
    """A documented answer.

    Attributes:
        content: its schema by media type; None for one that takes anything.
        headers: the headers whose value it shows.
        header_names: all headers that it names, in lower case.
    """

    content: Mapping[str, BodySchema | None]
    headers: tuple[tuple[str, str], ...]
    header_names: frozenset[str]


def read_response(tree: SchemaTree, node: Json) -> DocumentedResponse:
    """Read what a document says of an answer, its reference followed."""
    return DocumentedResponse(
        content={
            essence(name): tree.compiled(media["schema"]) if "schema" in media and is_json(name) else None
            for name, media in node.get("content", {}).items()
        },
        headers=tuple(_header_examples(tree, node)),
        header_names=frozenset(map(str.lower, node.get("headers", {}))),
    )


def _header_examples(tree: DocumentTree, response: Json) -> Iterator[tuple[str, str]]:
    for name, node in response.get("headers", {}).items():
        header = tree.dereferenced(node)
        schema = tree.dereferenced(header.get("schema", {}))
        for source, key in ((header, "example"), (schema, "const"), (schema, "default"), (schema, "example")):
            if key in source:
                yield name.lower(), str(source[key])
                break


def examples_of(tree: SchemaTree, responses: Mapping[str, Json]) -> Iterator[Example]:
    """Yield the examples of an operation's answers, those by their statuses."""
    for status, response in responses.items():
        headers = tuple(_header_examples(tree, response))
        for media_type, media in response.get("content", {}).items():
            for name, node in media_examples(tree, media_type, media):
                number = int(status) if status.isdigit() else None
                yield read_example(name or f"example_{status}", node, number, essence(media_type), headers)


def media_examples(tree: SchemaTree, media_type: str, media: Json) -> Iterator[tuple[str, Json]]:
    """Yield the examples of a media type that the document holds, with their names; `example` has none."""
    named = ((name, tree.dereferenced(node)) for name, node in media.get("examples", {}).items())
    alone = [("", {"value": media["example"]})] if "example" in media else []
    for name, example in (*named, *alone):
        # No text is a picture.
        if "value" in example and not (media_type.startswith("image/") and isinstance(example["value"], str)):
            yield name, {**example, "value": _shown(tree, media_type, media, example["value"])}


def _shown(tree: SchemaTree, media_type: str, media: Json, value: Any) -> Any:
    """Return the value of an example; where a document has its JSON as a text, what the text says."""
    is_text = is_json(media_type) and isinstance(value, str)
    if not is_text or ("schema" in media and tree.compiled(media["schema"]).fits(value)):
        return value
    try:
        said = parse_json(value.encode())
    except MalformedJson:
        return value
    return said if isinstance(said, dict | list) else value


def read_example(
    name: str,
    node: Json,
    status: int | None,
    media_type: str,
    headers: tuple[tuple[str, str], ...],
) -> Example:
    """Read an example of an answer with a status, None for one of a class of them."""
    return Example(
        name=name,
        status=status,
        media_type=media_type,
        headers=headers,
        value=node.get("value"),
        conditions=frozenset(node.get("x-conditions", ())),
        evidence=str(node.get("x-evidence", {}).get("level", "")),
    )
