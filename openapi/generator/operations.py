"""What a document says of its operations and openapi-python-client does not tell the templates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from openapi_python_client.parser.openapi import generate_operation_id
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from image_gateways_documents.document_tree import METHODS, DocumentTree, OperationNode, descriptions
from image_gateways_documents.fixed_queries import without_query
from image_gateways_documents.parameter_text import STYLES

Json = Any

_PREFIX: Final = "field_"
_OF_PATHS: Final = ("simple", "label", "matrix")

WRITERS: Final = {
    "commas": "commas",
    "spaceDelimited": "spaces",
    "pipeDelimited": "pipes",
    "json": "json_text",
    "simple*": "pairs",
}
"""Which function of `package/sending.py` writes a parameter of a style that is not usual in its place."""


@dataclass
class SentFacts:
    """What is sent with an operation.

    Attributes:
        keys: alternatives, each of them the names of the security schemes that it takes together.
        styles: of the parameters that are not written as their place has it, by place and name; with a `*` behind it
            where each part of a value in a path or a header stands by itself.
    """

    keys: list[list[str]]
    styles: dict[tuple[str, str], str] = field(default_factory=dict)


def name_operations(document: Json) -> None:
    """Write referred path items out, and give each operation an id of its own, in place."""
    tree = DocumentTree(document)
    document["paths"] = dict(without_query(path, dict(item)) for path, item in tree.path_items())
    taken: set[str] = set()
    for operation in tree.operation_nodes():
        name = _name(operation)
        if name in taken:
            name = next(other for other in _others(operation, name) if other not in taken)
            operation.node["operationId"] = name
        taken.add(name)


def operation_facts(document: Json) -> dict[str, SentFacts]:
    """Return the facts of each operation by its name in Python."""
    tree = DocumentTree(document)
    return {_name(operation): _facts(operation, tree) for operation in tree.operation_nodes()}


def _name(operation: OperationNode) -> str:
    if given := operation.node.get("operationId"):
        return PythonIdentifier(given, _PREFIX)
    return generate_operation_id(path=UntrustedString(operation.path), method=operation.method, prefix=_PREFIX)


def _others(operation: OperationNode, name: str) -> Iterator[str]:
    yield f"{name}_{operation.method}"
    yield from (f"{name}_{number}" for number in range(2, len(METHODS) * 1000))


def _facts(operation: OperationNode, tree: DocumentTree) -> SentFacts:
    facts = SentFacts([list(alternative) for alternative in operation.node.get("security", ())])
    for parameter in tree.parameters(operation):
        if style := _style(parameter):
            facts.styles[parameter["in"], parameter["name"]] = style
    return facts


def _style(parameter: Json) -> str | None:
    """Return how a parameter is written, where its place does not say it."""
    usual = STYLES[parameter["in"]]
    style = parameter.get("style", usual)
    if "content" in parameter:
        return "json"
    if style == "form" and parameter["in"] == "query" and not parameter.get("explode", True):
        return "commas"
    exploded = "*" if parameter.get("explode") and style in _OF_PATHS else ""
    return f"{style}{exploded}" if style != usual or exploded else None


def say_parameters(document: Json) -> None:
    """Say what each parameter with `content` holds in a schema, and in that what stands beside it, in place."""
    for _, parameter in list(descriptions(document)):
        if not ({"in", "name"} <= parameter.keys() and {"schema", "content"} & parameter.keys()):
            continue
        for media in list(parameter.get("content", {}).values())[:1]:
            parameter["schema"] = media.get("schema", {})
        schema = parameter.get("schema")
        if schema is not None and "description" in parameter:
            schema.setdefault("description", parameter["description"])
