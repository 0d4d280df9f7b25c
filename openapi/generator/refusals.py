"""What openapi-python-client would make a broken client of, without a word; it is refused or told, with its place."""

import operator
from collections.abc import Iterable, Iterator
from itertools import groupby
from keyword import iskeyword
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import Class, EnumProperty
from openapi_python_client.schema import OpenAPI
from openapi_python_client.strings import ClassName, PythonIdentifier
from pydantic import ValidationError

from image_gateways_documents.document_tree import METHODS, BrokenReference, DocumentTree, descriptions
from image_gateways_documents.schema_walk import held, pointer_to
from openapi.generator.schema_places import Json, says_no_type, schema_places

_MADE_OF = ("allOf", "anyOf", "oneOf")
_HOLDING = ("properties", "items", "additionalProperties")
_DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


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
    for place in schema_places(document):
        for check in (_combined, _lost_beside_ref, _untold_branches, _enum, _constant):
            for problem in check(place.schema, document):
                yield f"{place.pointer}: {problem}"
    yield from _broken_references(document)
    yield from _paths(document)


def differences(document: Json) -> Iterator[str]:
    """Yield what the client does otherwise than the document says, each as `pointer: what it does`."""
    for operation in DocumentTree(document).operation_nodes():
        for holder, steps in ((operation.item, operation.steps[:2]), (operation.node, operation.steps)):
            for server in holder.get("servers", [])[:1]:
                if server not in document.get("servers", ()):
                    yield f"{pointer_to('#', *steps)}: is sent to the client's base_url, not to {server['url']}"


def _broken_references(document: Json) -> Iterator[str]:
    tree = DocumentTree(document)
    for path, node in descriptions(document):
        try:
            tree.dereferenced(node)
        except BrokenReference as broken:
            yield f"{pointer_to('#', *path)}: {broken}"


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


def _resolved(node: Json, document: Json) -> Json:
    """Follow `$ref` within the document; what it leads nowhere is the generator's to refuse."""
    try:
        return DocumentTree(document).dereferenced(node) if isinstance(node, dict) else node
    except BrokenReference:
        return {}


# --- schemas ----------------------------------------------------------------------------------------------------------


def _combined(schema: dict[str, Json], document: Json) -> Iterator[str]:
    union = next((key for key in ("oneOf", "anyOf") if not all(map(says_no_type, schema.get(key, ())))), None)
    if union and "properties" in schema:
        yield f"the properties beside {union} would be lost; write them into each branch"
    if union and "allOf" in schema:
        yield f"the allOf beside {union} would be lost; write it into each branch"
    parts = schema.get("allOf", [])
    if len(parts) == 1 and "$ref" in parts[0]:
        return
    for index, part in enumerate(parts):
        if _is_no_object(_resolved(part, document)):
            yield f"allOf/{index} is no object, and all would become an empty class; write one schema instead of allOf"
        if "allOf" in part and "$ref" not in part:
            yield f"allOf/{index} is an allOf, whose fields would be lost; write its parts into this one"
        for branch in (*part.get("oneOf", ()), *part.get("anyOf", ())):
            if {"properties", "allOf"} & _resolved(branch, document).keys():
                yield f"the fields of the union in allOf/{index} would be lost; write a union of allOf instead"
                break


def _is_no_object(schema: dict[str, Json]) -> bool:
    return schema.get("type", "object") != "object" or bool({"enum", "const", "items"} & schema.keys())


def _lost_beside_ref(schema: dict[str, Json], _: Json) -> Iterator[str]:
    alone = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    of_union = {"anyOf", "oneOf"} if "$ref" in schema else set()
    if "$ref" not in schema and not (len(alone) == 1 and "$ref" in alone[0]):
        return
    for key in sorted({"enum", "const", "items", "prefixItems", *of_union} & schema.keys()):
        yield f"the {key} beside a $ref would be lost; write the whole schema instead of the $ref"
    if isinstance(schema.get("type"), list):
        yield "the types beside a $ref would be lost; write anyOf: [{$ref: …}, {type: 'null'}]"


def _untold_branches(schema: dict[str, Json], document: Json) -> Iterator[str]:
    name = schema.get("discriminator", {}).get("propertyName")
    branches = [*schema.get("oneOf", ()), *schema.get("anyOf", ())] if name else []
    for index, branch in enumerate(branches):
        parts = list(_reached(branch, document, deep=False))
        tags = [_resolved(part.get("properties", {}).get(name, {}), document) for part in parts]
        told = any("const" in tag or len(tag.get("enum", ())) == 1 for tag in tags)
        if not told or not any(name in part.get("required", ()) for part in parts):
            yield f"branch {index} may be taken for another; write {name} as a required const in each"


def _enum(schema: dict[str, Json], _: Json) -> Iterator[str]:
    values = [value for value in schema.get("enum", ()) if value is not None]
    if {type(value) for value in values} not in ({str}, {int}):
        return
    names = schema.get("x-enum-varnames", [])
    try:
        members = EnumProperty.values_from_list(values, Class(ClassName("", ""), PythonIdentifier("", "")), names)
    except (TypeError, ValueError):
        members = {}
    if len(members) < len(values) or not all(name.isidentifier() and not iskeyword(name) for name in members):
        yield f"these values get no names of their own in Python: {values}; name each in x-enum-varnames"


def _constant(schema: dict[str, Json], _: Json) -> Iterator[str]:
    if "const" in schema and not isinstance(schema["const"], str | int) and schema.get("type") != "null":
        yield "no type in Python is this constant alone; write a type with bounds, or a text"


# --- operations -------------------------------------------------------------------------------------------------------


def _paths(document: Json) -> Iterator[str]:
    for path, item in document.get("paths", {}).items():
        pointer = pointer_to("#/paths", path)
        if "?" in path:
            yield f"{pointer}: httpx would send the parameters instead of this query; write it as parameters"
        if "$ref" in item:
            yield f"{pointer}: the operations behind a $ref would be missing; write them here"
        for method in METHODS:
            if operation := item.get(method):
                yield from _operation(pointer, method, item, operation, document)


def _operation(pointer: str, method: str, item: Json, operation: Json, document: Json) -> Iterator[str]:
    earlier: list[Json] = []
    for media_type, content in _resolved(operation.get("requestBody", {}), document).get("content", {}).items():
        schema = content.get("schema", {})
        # A body whose class is sent as an earlier media type never goes out as this one.
        for problem in _body(media_type, schema, document) if schema not in earlier else ():
            yield f"{pointer_to(f'{pointer}/{method}/requestBody/content', media_type)}: {problem}"
        earlier.append(schema)
    for where, holder in ((pointer, item), (f"{pointer}/{method}", operation)):
        for index, parameter in enumerate(holder.get("parameters", ())):
            if known := _resolved(parameter, document):
                for problem in _parameter(known, "requestBody" in operation, document):
                    yield f"{where}/parameters/{index}: {problem}"


def _parameter(parameter: Json, with_body: bool, document: Json) -> Iterator[str]:
    where = parameter.get("in")
    if "schema" not in parameter:
        yield "a parameter with `content` would be missing; write `schema`"
    if with_body and PythonIdentifier(parameter.get("name", ""), "field_") == "body":
        yield "the request body has the name `body` in Python; name the parameter otherwise"
    if parameter.get("style", _DEFAULT_STYLES.get(where)) != _DEFAULT_STYLES.get(where):
        yield f"style: {parameter['style']} would be sent as {_DEFAULT_STYLES[where]}; the client knows no other"
    several = {"array", "object"} & _types(parameter.get("schema", {}), document)
    if several and where != "query":
        yield f"an array or an object in a {where} would be sent as Python writes it; write a string"
    if several and where == "query" and parameter.get("explode") is False:
        yield "explode: false would be sent as explode: true; write a string that holds the values, joined by commas"


def _body(media_type: str, schema: Json, document: Json) -> Iterator[str]:
    if media_type.startswith("application/x-www-form-urlencoded"):
        for name, field in _resolved(schema, document).get("properties", {}).items():
            if "object" in _types(field, document):
                yield f"the object {name} would be sent as Python writes it; write a string that holds JSON"
    if "json" in media_type and any(part.get("format") == "binary" for part in _reached(schema, document, deep=True)):
        yield "no JSON holds format: binary; write contentEncoding: base64"


def _types(schema: Json, document: Json) -> set[str]:
    """Return every JSON type that a schema names, also in its parts."""
    found: set[str] = set()
    for part in _reached(schema, document, deep=False):
        kinds = part.get("type", ())
        found |= {kinds} if isinstance(kinds, str) else set(kinds)
        found |= {"object"} if "properties" in part else set()
    return found


def _reached(schema: Json, document: Json, *, deep: bool) -> Iterator[dict[str, Json]]:
    """Yield a schema and those that it is made of; where `deep`, those of its fields and items as well."""
    waiting, seen = [schema], set[int]()
    while waiting:
        part = _resolved(waiting.pop(), document)
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        waiting += [below for _, below in held(part, _MADE_OF + (_HOLDING if deep else ()))]
