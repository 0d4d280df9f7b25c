"""What openapi-python-client would make a broken client of, without a word; it is refused or told, with its place."""

import operator
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.schema import OpenAPI
from pydantic import ValidationError

from image_gateways_documents.document_tree import BrokenReference, DocumentTree, OperationNode, descriptions
from image_gateways_documents.schema_walk import pointer_to
from image_gateways_documents.unfollowed import unfollowed
from openapi.generator.completing import circles
from openapi.generator.naming import are_named
from openapi.generator.schema_places import Json, schema_places
from openapi.generator.security import unsent_keys


class Unfit(Exception):
    """A document of which no client can be made; `problems` has a line for each reason, with its place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [" ".join(problem.split()) for problem in problems]
        super().__init__("\n".join(self.problems))


def refuse(problems: Iterable[str]) -> None:
    """Raise Unfit if there are problems."""
    if found := list(problems):
        raise Unfit(found)


def invalidities(document: Json) -> Iterator[str]:
    """Yield where a document, without nulls, is no OpenAPI to the generator."""
    try:
        OpenAPI.model_validate(document)
    except ValidationError as invalid:
        yield from (f"{pointer_to('#', *error['loc'])}: {error['msg']}" for error in invalid.errors())


def refusals(document: Json) -> Iterator[str]:
    """Yield what would be generated wrong, each as `pointer: what it is, and what to write instead`.

    Args:
        document: one that has no `invalidities`.
    """
    tree = DocumentTree(document)
    for path, node in descriptions(document):
        try:
            tree.dereferenced(node)
        except BrokenReference as broken:
            yield f"{pointer_to('#', *path)}: {broken}"
    for pointer, names in _misnamed(document):
        yield f"{pointer}: these are no names of their own in Python: {names}; name each in x-enum-varnames"


def _misnamed(document: Json) -> Iterator[tuple[str, list[str]]]:
    for place in schema_places(document):
        names, values = place.schema.get("x-enum-varnames", []), place.schema.get("enum", [])
        if names and not are_named([value for value in values if value is not None], names):
            yield place.pointer, names


def differences(document: Json) -> Iterator[str]:
    """Yield what the client does otherwise than the document says, each as `pointer: what it does`."""
    yield from unsent_keys(document)
    yield from (f"{pointer_to('#', *fault.steps)}: {fault.what}" for fault in unfollowed(DocumentTree(document)))
    for pointer, part in circles(document):
        yield f"{pointer}: no type in Python holds {part['$ref']} here, where it would hold itself; anything is taken"
    for place in schema_places(document):
        yield from (f"{place.pointer}: {told}" for told in _of_schema(place.schema))
    tree = DocumentTree(document)
    for operation in tree.operation_nodes():
        pointer = pointer_to("#", *operation.steps)
        yield from (f"{pointer}: {told}" for told in _of_operation(operation, tree))


def _of_schema(schema: Json) -> Iterator[str]:
    values = [value for value in schema.get("enum", ()) if value is not None]
    if {type(value) for value in values} in ({str}, {int}) and not are_named(values, schema.get("x-enum-varnames", [])):
        yield f"names are made for {values}, which would share one; name each in x-enum-varnames"
    if isinstance(schema.get("const"), float | list | dict):
        yield "no type in Python is this constant alone, so the client takes whatever has its type"


def _of_operation(operation: OperationNode, tree: DocumentTree) -> Iterator[str]:
    for parameter in tree.parameters(operation):
        if parameter["in"] != "path" and parameter.get("style") in ("label", "matrix"):
            yield f"{parameter['name']} is sent in the style simple, not {parameter['style']}"


def ambiguous_modules(parsed: GeneratorData) -> Iterator[str]:
    """Yield the classes and functions of a parsed document of which one would overwrite another's file."""
    classes = [prop.class_info for prop in (*parsed.models, *parsed.enums)]
    for module, names in _doubled((known.module_name, known.name) for known in classes):
        yield f"#/components/schemas: {names} would be one module, {module}.py; rename one"
    for tag, collection in parsed.endpoint_collections_by_tag.items():
        for module, names in _doubled(
            (endpoint.name, endpoint.path.get_untrusted_value()) for endpoint in collection.endpoints
        ):
            yield f"#/paths: {names} would be one module, {tag}/{module}.py; give each an operationId of its own"


def _doubled(pairs: Any) -> Iterator[tuple[str, str]]:
    for module, group in groupby(sorted(pairs), operator.itemgetter(0)):
        names = [name for _, name in group]
        if len(names) > 1:
            yield module, " and ".join(names)
