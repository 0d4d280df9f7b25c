"""The rules of the documents: each a function that yields what breaks it, a line for each place.

Some say what OpenAPI does, and hold for every document. The others are the house's, for documents that ask for them by
`x-house-rules: true`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple, TypeAlias

import jsonschema_rs
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from image_gateways_documents.document_tree import DocumentTree, objects
from image_gateways_documents.problem import all_problems
from image_gateways_documents.schema_walk import (
    Path,
    all_branches,
    branches,
    find,
    json_path,
    places,
    pointer_to,
    within,
)
from image_gateways_documents.vocabulary import misuses
from image_gateways_documents.yaml_text import read_yaml

from .finding import Finding
from .schema_values import encoded_picture

Json: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[DocumentTree], Iterator[str]]

RULES: list[Rule] = []
OPENAPI_RULES: list[Rule] = []
"""Those of the rules that hold for every document."""

ERROR_SET = {"400", "401", "429"}
OPERATION_KEYS = (
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
)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "maxLength")
_CODE_FIELDS = {"Code", "code", "err_code"}


def check_rules(document: FilePath) -> list[Finding]:
    """Hold a document to every rule that is its own."""
    content = DocumentTree(read_yaml(document))
    found = ((rule, problem) for rule in rules_of(content) for problem in rule(content))
    return [Finding(rule.__name__, "", f"{document.name}: {problem}") for rule, problem in found]


def rules_of(document: DocumentTree) -> Sequence[Rule]:
    """Return the rules of a document: those of OpenAPI, and the house's where it keeps them."""
    return RULES if document.asks_for_house_rules else OPENAPI_RULES


def _rule(rule: Rule) -> Rule:
    RULES.append(rule)
    return rule


def _openapi_rule(rule: Rule) -> Rule:
    OPENAPI_RULES.append(rule)
    return _rule(rule)


class _Within(NamedTuple):
    """A schema that stands within one of the components, or is it.

    Attributes:
        name: the component's name.
        path: the keys that lead there; empty for the component itself.
        node: the schema.
    """

    name: str
    path: Path
    node: Json

    def __str__(self) -> str:
        return json_path(self.path, self.name)


# --- walking --------------------------------------------------------------------------------------------------------


def operations(document: DocumentTree) -> Iterator[tuple[str, Json]]:
    """Yield method and path of each operation, and the operation."""
    return ((found.address, found.node) for found in document.operation_nodes())


def contents(document: DocumentTree, operation: Json) -> Iterator[tuple[str, Json]]:
    """Yield each media type object of an operation, of its request and its answers."""
    if "requestBody" in operation:
        for media in document.dereferenced(operation["requestBody"]).get("content", {}).values():
            yield "request", media
    for status, response in operation["responses"].items():
        for media in document.dereferenced(response).get("content", {}).values():
            yield status, media


def _schemas(document: DocumentTree) -> Json:
    found: Json = document.root["components"]["schemas"]
    return found


def _schemas_within(document: DocumentTree) -> Iterator[_Within]:
    """Yield each schema of the components and all that stand within it."""
    for name, schema in _schemas(document).items():
        yield from (_Within(name, path, node) for path, node in within(schema))


def _validator(document: DocumentTree, schema: Json) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**schema, "components": document.root["components"]})


def _problems(
    document: DocumentTree, check: jsonschema_rs.Draft202012Validator, schema: Json, value: Any
) -> Iterator[str]:
    """Say of a union, too, which field of the branch that was meant is wrong."""
    if not check.is_valid(value):
        whole = {**schema, "components": document.root["components"]}
        for found in all_problems(check.iter_errors(value), value, whole, document):
            yield f"{json_path(found.path, '$')}: expected {found.expected}, found {found.found}"


def _properties(schema: Json) -> Json:
    return {
        name: child
        for part in (*schema.get("allOf", ()), schema)
        for name, child in part.get("properties", {}).items()
    }  # fmt: skip


def _required(schema: Json) -> set[str]:
    return {name for part in (*schema.get("allOf", ()), schema) for name in part.get("required", ())}


# --- OpenAPI --------------------------------------------------------------------------------------------------------


@_openapi_rule
def a_document_is_valid_openapi_3_1(document: DocumentTree) -> Iterator[str]:
    """What the published schema of OpenAPI says; of 3.0 where the house's rules, which ask for 3.1, are not kept."""
    version = str(document.root.get("openapi"))
    is_older = version.startswith("3.0.") and rules_of(document) is OPENAPI_RULES
    if not version.startswith("3.1.") and not is_older:
        yield f"openapi is {document.root.get('openapi')}"
    validator = OpenAPIV30SpecValidator if is_older else OpenAPIV31SpecValidator
    for error in validator(document.root).iter_errors():
        what, *_ = error.message.splitlines()  # then what it was found in
        yield f"{'/'.join(map(str, error.absolute_path))}: {what[:200]}"


@_rule
def every_required_field_is_a_property(document: DocumentTree) -> Iterator[str]:
    """A name in `required` that no property has is a slip of the pen; an `allOf` may spread the two."""
    for found in _schemas_within(document):
        known = set(found.node.get("properties", ()))
        if not found.path or found.path[0] in ("allOf", "anyOf", "oneOf"):
            known |= _properties(_schemas(document)[found.name]).keys()
        for field in set(found.node.get("required", ())) - known:
            yield f"{found} requires {field}, which it does not describe"


@_rule
def every_default_is_legal(document: DocumentTree) -> Iterator[str]:
    """A default is a value that its own schema allows."""
    for found in _schemas_within(document):
        node = found.node
        if "default" in node and not _validator(document, node).is_valid(node["default"]):
            yield f"{found} does not allow its own default {node['default']!r}"


@_openapi_rule
def the_pattern_beside_x_picture_takes_pictures(document: DocumentTree) -> Iterator[str]:
    """A server's check of the picture stands in for the pattern, so that a wrong one would be seen nowhere else."""
    for name, schema in document.root.get("components", {}).get("schemas", {}).items():
        for media_type in schema.get("x-picture", {}).get("media_types", ()):
            picture = encoded_picture(media_type.removeprefix("image/").upper(), 8, 8)
            if not re.search(schema.get("pattern", ""), picture):
                yield f"{name} has a pattern that takes no {media_type}"


@_openapi_rule
def every_link_leads_to_an_operation(document: DocumentTree) -> Iterator[str]:
    """Of the same document."""
    known = {operation.get("operationId") for _, operation in operations(document)}
    for name, operation in operations(document):
        for response in operation.get("responses", {}).values():
            for link_name, link in document.dereferenced(response).get("links", {}).items():
                if "operationRef" not in link and document.dereferenced(link).get("operationId") not in known:
                    yield f"{name}: the link {link_name} leads to {link.get('operationId')}"


@_rule
def no_component_is_left_over(document: DocumentTree) -> Iterator[str]:
    """What is under `components` is referred to."""
    used = {node["$ref"] for _, node in objects(document.root) if isinstance(node.get("$ref"), str)}
    used |= {
        f"#/components/securitySchemes/{name}"
        for _, o in operations(document)
        for s in o.get("security", ())
        for name in s
    }
    used |= {f"#/components/examples/{entry['example']}" for entry in document.root.get("x-unrouted", {}).values()}
    for kind, components in document.root["components"].items():
        for name in components:
            if f"#/components/{kind}/{name}" not in used:
                yield f"components/{kind}/{name} is not used"


# --- descriptions, evidence, examples -------------------------------------------------------------------------------


@_rule
def every_operation_says_what_it_is_and_whether_it_costs(document: DocumentTree) -> Iterator[str]:
    """Summary, description, one tag that the document describes, and `x-billed`."""
    tags = {tag["name"] for tag in document.root.get("tags", ())}
    for name, operation in operations(document):
        yield from (f"{name} has no {key}" for key in ("summary", "description") if not operation.get(key))
        if len(operation.get("tags", ())) != 1 or not set(operation["tags"]) <= tags:
            yield f"{name} has the tags {operation.get('tags')}, not one of {sorted(tags)}"
        if not isinstance(operation.get("x-billed"), bool):
            yield f"{name} does not say in x-billed whether it costs"


@_rule
def everything_is_described(document: DocumentTree) -> Iterator[str]:
    """Schemas, properties (or the schema they refer to), parameters, bodies, answers, links, schemes, servers, tags."""
    for found in _schemas_within(document):
        if not found.path and not found.node.get("description"):
            yield f"{found} has no description"
        for name, child in found.node.get("properties", {}).items():
            if not child.get("description") and "$ref" not in child:
                yield f"{found}.properties.{name} has no description"
    for name, operation in operations(document):
        parts = {f"parameter {p.get('name')}": p for p in _parameters(document, operation)}
        if "requestBody" in operation:
            parts["request body"] = document.dereferenced(operation["requestBody"])
        for status, response in operation["responses"].items():
            parts[f"answer {status}"] = document.dereferenced(response)
            for link_name, link in parts[f"answer {status}"].get("links", {}).items():
                parts[f"link {link_name}"] = link
        yield from (
            f"{name}: the {part} has no description" for part, node in parts.items() if not node.get("description")
        )
    root = document.root
    others = [*root["components"]["securitySchemes"].items(), *enumerate((*root["servers"], *root["tags"]))]
    yield from (
        f"{name}: no description" for name, node in (*others, ("info", root["info"])) if not node.get("description")
    )


@_rule
def a_description_names_the_bounds_and_the_default(document: DocumentTree) -> Iterator[str]:
    """A reader of the client's docstring sees no schema. A tag, whose default is its only value, needs no word."""
    for found in _schemas_within(document):
        node, text = found.node, found.node.get("description", "").lower()
        for bound in () if found.path else _BOUNDS:
            if bound in node and not _names(text, node[bound]):
                yield f"{found}: the description does not name {bound} {node[bound]}"
        if "default" in node and "const" not in node and "default" not in text:
            yield f"{found}: the description does not name the default {node['default']!r}"


@_rule
def every_enum_value_is_described_and_every_integer_value_is_named(document: DocumentTree) -> Iterator[str]:
    """In `x-enum-descriptions` and `x-enum-varnames`."""
    for name, schema in _schemas(document).items():
        values = schema.get("enum")
        if values is None:
            continue
        described = {str(key) for key, text in schema.get("x-enum-descriptions", {}).items() if text}
        yield from _unlike(f"{name}: x-enum-descriptions", described, set(map(str, values)))
        if schema.get("type") == "integer" and "x-enum-varnames" not in schema:
            yield f"{name} does not name its integer values"
        named = schema.get("x-enum-varnames", values)
        if len(set(named)) != len(values):
            yield f"{name}: x-enum-varnames has {len(set(named))} different names for {len(values)} values"


def _unlike(table: str, listed: set[str], values: set[str]) -> Iterator[str]:
    """Say what a table beside an enum lacks, and what it has that is no value of it."""
    if values - listed:
        yield f"{table} lacks {', '.join(sorted(values - listed))}"
    if listed - values:
        yield f"{table} has {', '.join(sorted(listed - values))}, which the enum has not"


@_rule
def every_x_key_is_of_the_vocabulary(document: DocumentTree) -> Iterator[str]:
    """A known one, in its place, with what it may hold."""
    yield from (f"{misuse.pointer}: {misuse.what}" for misuse in misuses(document.root))


@_rule
def every_operation_example_and_scheme_has_evidence(document: DocumentTree) -> Iterator[str]:
    """Of the rest the evidence is that of its operation's page, where it has none of its own."""
    components = document.root["components"]
    holders = [*operations(document), *components["examples"].items(), *components["securitySchemes"].items()]
    yield from (f"{name} has no evidence" for name, node in holders if "x-evidence" not in node)


@_rule
def every_media_type_has_a_named_example_that_is_valid(document: DocumentTree) -> Iterator[str]:
    """Each with a summary, and under the name that it has among the components."""
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            check = _validator(document, media["schema"])
            if not media.get("examples"):
                yield f"{name} {place} has no example"
            for example_name, reference in media.get("examples", {}).items():
                example = document.dereferenced(reference)
                for problem in _problems(document, check, media["schema"], example["value"]):
                    yield f"{name} {place} {example_name}: {problem}"
                if not example.get("summary"):
                    yield f"{name} {place} {example_name} has no summary"
                if reference.get("$ref") != f"#/components/examples/{example_name}":
                    yield f"{name} {place} {example_name} is not the example of that name among the components"


@_rule
def every_alternative_of_a_success_status_has_an_example(document: DocumentTree) -> Iterator[str]:
    """A failure that may come with a status of success is one too. What would be drift needs none."""
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            schema = document.dereferenced(media["schema"]) if place.startswith("2") else {}
            values = [document.dereferenced(shown)["value"] for shown in media.get("examples", {}).values()]
            for branch in schema.get("oneOf", ()):
                is_drift = "x-drift" in {**branch, **document.dereferenced(branch)}
                if not is_drift and not any(map(_validator(document, branch).is_valid, values)):
                    yield f"{name} {place} has no example of {branch.get('$ref', branch)}"


@_rule
def every_error_code_has_a_table_entry_and_an_example(document: DocumentTree) -> Iterator[str]:
    """The business codes: the enum, the table beside it and the examples name the same ones."""
    shown = {
        str(code) for example in document.root["components"]["examples"].values() for code in codes_in(example["value"])
    }
    for name, schema in _schemas(document).items():
        if "x-error-codes" in schema:
            listed = {str(value) for value in schema["enum"]}
            yield from _unlike(f"{name}: x-error-codes", set(schema["x-error-codes"]), listed)
            if listed - shown:
                yield f"{name}: no example of an answer holds {', '.join(sorted(listed - shown))}"


# --- operations -----------------------------------------------------------------------------------------------------


@_rule
def operation_ids_are_lower_snake_and_unique(document: DocumentTree) -> Iterator[str]:
    """An id is the name of a Python module, unchanged."""
    seen: set[str] = set()
    for name, operation in operations(document):
        operation_id = operation["operationId"]
        if not re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", operation_id):
            yield f"{name}: {operation_id} is not lower snake"
        if operation_id in seen:
            yield f"{name}: {operation_id} is taken"
        seen.add(operation_id)


@_rule
def every_operation_demands_a_key(document: DocumentTree) -> Iterator[str]:
    """In `security` of its own, by schemes that are described: of a root's `security` the client knows nothing."""
    schemes = document.root["components"]["securitySchemes"]
    for name, operation in operations(document):
        requirements = operation.get("security")
        if not requirements or not all(
            requirement and requirement.keys() <= schemes.keys() for requirement in requirements
        ):
            yield f"{name} has the security {requirements}"


@_rule
def every_operation_has_the_whole_error_set(document: DocumentTree) -> Iterator[str]:
    """A success, the errors that every gateway documents, and each error that another operation of its method has."""
    for name, operation in operations(document):
        answers = {str(status) for status in operation["responses"]}
        yield from (f"{name} has no answer {status}" for status in sorted(ERROR_SET - answers))
        if not any(status.startswith("2") for status in answers):
            yield f"{name} has no success"
        same_method = (other for n, other in operations(document) if n.split()[0] == name.split()[0])
        whole = {str(status) for other in same_method for status in other["responses"]}
        missing = sorted(status for status in whole - answers - ERROR_SET if not status.startswith("2"))
        yield from (f"{name} has no answer {status}, which others have" for status in missing)


@_rule
def the_status_of_an_unknown_task_is_final(document: DocumentTree) -> Iterator[str]:
    """Nothing will come of such a task, so that whoever asks for it is to stop."""
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            statuses = [found for found in places(media["schema"], document.resolve) if "x-final" in found.schema]
            for example_name, reference in media.get("examples", {}).items():
                example = document.dereferenced(reference)
                if "unknown-task" in example.get("x-conditions", ()):
                    given = {value for found in statuses for _, value in find(example["value"], found.pattern)}
                    final = {value for found in statuses for value in found.schema["x-final"]}
                    yield from (
                        f"{name} {place} {example_name}: {status} is not final" for status in sorted(given - final)
                    )


@_rule
def keys_of_an_operation_stay_in_one_order(document: DocumentTree) -> Iterator[str]:
    """So that documents read alike and diffs stay quiet."""
    for name, operation in operations(document):
        if list(operation) != [key for key in OPERATION_KEYS if key in operation]:
            yield f"{name}: {', '.join(operation)}"


# --- schemas --------------------------------------------------------------------------------------------------------


@_rule
def no_object_is_inline(document: DocumentTree) -> Iterator[str]:
    """Objects and enums have a name under `components`, and so has what a body is."""
    for found in _schemas_within(document):
        own = not found.path or (found.path[0] == "allOf" and len(found.path) == 2)
        forbids = found.path[-1:] in (("not",), ("propertyNames",))  # names what is forbidden, describes no object
        describes = found.node.keys() & {"properties", "enum"} or found.node.get("type") == "object"
        if describes and not own and not forbids:
            yield f"{found} is inline: give it a name under components/schemas"
    for name, operation in operations(document):
        for place, media in contents(document, operation):
            if "$ref" not in media["schema"]:
                yield f"{name} {place} is inline: give it a name under components/schemas"


@_rule
def every_branch_of_a_union_can_be_told_from_the_others(document: DocumentTree) -> Iterator[str]:
    """The client takes the first branch that reads, so each requires a field, here or below, that another one does not
    or gives another type, or has a tag: a required field whose schema is closed. Only the last may be open, for what is
    not known."""
    for found in _schemas_within(document):
        if "$ref" in found.node:
            continue
        leaves = [leaf for leaf in branches(found.node, document.resolve) if _properties(leaf)]
        for index, leaf in enumerate(leaves if len(leaves) > 1 else ()):
            others = [other for i, other in enumerate(leaves) if i != index]
            tagged = any(_is_tag(document, _properties(leaf).get(field, {})) for field in _required(leaf))
            if not (tagged or all(_told_apart(document, leaf, other) for other in others)):
                yield f"{found}: branch {index} has neither a required field of its own nor a tag"


def _told_apart(document: DocumentTree, schema: Json, other: Json) -> bool:
    """Tell whether a branch requires a field, here or below, that another one does not or has no such type for."""
    for field in _required(schema):
        child, others = _properties(schema).get(field, {}), _properties(other).get(field, {})
        types, known = _types(document, child), _types(document, others)
        if field not in _required(other) or (types and known and not types & known):
            return True
        if _told_apart(document, document.dereferenced(child), document.dereferenced(others)):
            return True
    return False


def _types(document: DocumentTree, schema: Json) -> set[str]:
    """The JSON types that a schema allows; none where it does not say."""
    found = [leaf.get("type", ()) for leaf in branches(schema, document.resolve)]
    return {kind for kinds in found for kind in ([kinds] if isinstance(kinds, str) else kinds)} if all(found) else set()


@_rule
def a_tag_is_a_constant_that_its_mapping_names(document: DocumentTree) -> Iterator[str]:
    """Of a union with a discriminator: each leaf is mapped, by the tag that it requires, which is also its default."""
    for name, schema in _schemas(document).items():
        if "discriminator" not in schema:
            continue
        mapped = set()
        for value, reference in schema["discriminator"]["mapping"].items():
            for leaf in branches({"$ref": reference}, document.resolve):
                field = schema["discriminator"]["propertyName"]
                tag = _properties(leaf).get(field, {})
                if not (tag.get("const") == value == tag.get("default")) or field not in _required(leaf):
                    yield f"{name}: {value} is mapped to a branch whose {field} is {tag}"
                mapped.add(id(leaf))
        if mapped != {id(leaf) for leaf in branches(schema, document.resolve)}:
            yield f"{name}: a branch is not mapped"


@_rule
def every_drift_is_a_sentence_about_an_alternative_of_an_answer(document: DocumentTree) -> Iterator[str]:
    """Nobody looks for `x-drift` anywhere else."""
    answered = [
        media["schema"]
        for _, operation in operations(document)
        for place, media in contents(document, operation)
        if place != "request"
    ]
    alternatives = {
        id(node)
        for schema in answered
        for place in places(schema, document.resolve)
        for branch in all_branches(place.schema, place.pattern)
        for node in document.chain(branch)
    }
    for path, node in objects(document.root):
        if "x-drift" in node:
            where = pointer_to("#", *path)
            if not str(node["x-drift"]).endswith("."):
                yield f"{where}: x-drift is {node['x-drift']!r}, which is no sentence"
            if id(node) not in alternatives:
                yield f"{where}: x-drift stands on what is no alternative of an answer"


def _parameters(document: DocumentTree, operation: Json) -> list[Json]:
    return [document.dereferenced(parameter) for parameter in operation.get("parameters", ())]


def _is_tag(document: DocumentTree, schema: Json) -> bool:
    """Tell whether a schema is closed; a union is where each of its branches is."""
    schema = document.dereferenced(schema)
    if schema.keys() & {"const", "pattern", "not"}:
        return True
    union = schema.get("oneOf") or schema.get("anyOf") or ()
    return bool(union) and all(_is_tag(document, branch) for branch in union)


def _names(text: str, number: float) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(str(number))}(?!\w|\.\d)", text) is not None


def codes_in(value: Any) -> Iterator[Any]:
    """Yield the business codes in a JSON value."""
    for _, holder in objects(value):
        yield from (holder[key] for key in holder.keys() & _CODE_FIELDS if not isinstance(holder[key], dict))
