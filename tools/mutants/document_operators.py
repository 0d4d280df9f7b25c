"""Operators on documents: a change of one part, wherever the part has what the change is about."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from image_gateways_documents.document_tree import DocumentTree
from image_gateways_documents.schema_walk import Path, at

from .document_nodes import Json, Reach, operation_nodes, pointer, response_nodes, schema_nodes

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_ABOUT_AN_ENUM = ("x-enum-varnames", "x-enum-descriptions", "x-error-codes", "x-final")
_OTHER_TYPE = {
    "string": "integer",
    "integer": "string",
    "number": "string",
    "boolean": "string",
    "array": "object",
    "object": "array",
    "null": "string",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document.

    Attributes:
        operator: the operator's name.
        place: where it is applied, and to what there.
        operations: ids of the operations that use the place.
        reach: which side of them uses it.
        apply: makes the change in a copy of the document.
    """

    operator: str
    place: str
    operations: tuple[str, ...]
    reach: Reach
    apply: Callable[[Json], None]

    def edited(self, root: Json) -> Json:
        """Return a changed copy of a document."""
        copy = deepcopy(root)
        self.apply(copy)
        return copy


Change = tuple[str, str, Callable[[Json], None]]


def tighter_or_other(root: Json) -> Iterator[Edit]:
    """Yield what a document might say instead: every edit after which it promises or demands something else."""
    yield from _schema_edits(root, _other_schemas)
    yield from _operation_edits(root)
    yield from _response_edits(root)


def weaker_requests(root: Json) -> Iterator[Edit]:
    """Yield every edit that takes a demand on requests away."""
    for edit in _schema_edits(root, _weaker_schemas):
        if edit.reach.requests:
            yield edit


def _schema_edits(root: Json, changes: Callable[[Json], Iterator[Change]]) -> Iterator[Edit]:
    for steps, reach in schema_nodes(root).items():
        for operator, detail, change in changes(at(root, steps)):
            place = f"{reach.side}/{pointer(steps)}{':' if detail else ''}{detail}"
            yield Edit(operator, place, reach.operations, reach, _at(steps, change))


def _at(steps: Path, change: Callable[[Json], None]) -> Callable[[Json], None]:
    return lambda root: change(at(root, steps))


def _other_schemas(schema: Json) -> Iterator[Change]:
    required = schema.get("required", [])
    for name in schema.get("properties", {}):
        yield "rename-field", name, partial(_rename_field, name)
        if name in required:
            yield "drop-required", name, partial(_drop_item, "required", name)
        else:
            yield "add-required", name, partial(_require, name)
    for keyword in (*_LOWER, *_UPPER):
        if keyword in schema:
            yield "raise-bound", keyword, partial(_move, keyword, 1)
            yield "lower-bound", keyword, partial(_move, keyword, -1)
    for value in schema.get("enum", ()):
        yield "drop-enum-value", str(value), partial(_drop_enum_value, value)
    if "const" in schema:
        yield "change-const", "", partial(_set, "const", _other_value(schema["const"]))
    if isinstance(schema.get("type"), str):
        yield "change-type", "", partial(_set, "type", _OTHER_TYPE[schema["type"]])
    elif "type" in schema:
        for name in schema["type"]:
            yield "drop-type", name, partial(_drop_item, "type", name)
    if "pattern" in schema:
        yield "change-pattern", "", partial(_set, "pattern", "^~" + schema["pattern"].removeprefix("^"))
    for name, limit in schema.get("x-picture", {}).items():
        if isinstance(limit, int) and not isinstance(limit, bool):
            yield "raise-bound", name, _at(("x-picture",), partial(_move, name, 1))
            yield "lower-bound", name, _at(("x-picture",), partial(_move, name, -1))
    for code, facts in schema.get("x-error-codes", {}).items():
        if isinstance(facts.get("http"), int):
            yield "change-error-status", code, partial(_change_error_status, code)
    for value in schema.get("x-final", ()):
        yield "drop-final", value, partial(_drop_item, "x-final", value)


def _operation_edits(root: Json) -> Iterator[Edit]:
    document = DocumentTree(root)
    for steps, operation in operation_nodes(root):
        name = operation["operationId"]
        reach = Reach({name}, {name})
        for status in operation["responses"]:
            yield Edit(
                "drop-answer",
                f"answers/{name}/{status}",
                (name,),
                reach,
                _at((*steps, "responses"), partial(_drop, status)),
            )
        yield Edit("drop-security", f"requests/{name}", (name,), reach, _at(steps, partial(_drop, "security")))
        yield Edit("rename-path", f"requests/{name}", (name,), reach, partial(_rename_path, str(steps[1])))
        for index, held in enumerate(operation.get("parameters", ())):
            shown = f"requests/{name}/{document.dereferenced(held)['name']}"
            yield Edit("drop-parameter", shown, (name,), reach, _at((*steps, "parameters"), partial(_drop, index)))


def _response_edits(root: Json) -> Iterator[Edit]:
    seen: set[Path] = set()
    for steps, _, response in response_nodes(root):
        if steps in seen:
            continue
        seen.add(steps)
        operations = tuple(name for other, name, _ in response_nodes(root) if other == steps)
        reach = Reach(set(), set(operations))
        for media_type, media in response["content"].items():
            content = (*steps, "content")
            place = f"answers/{pointer(steps)}"
            rename = _at(content, partial(_rename_media_type, media_type))
            yield Edit("change-media-type", place, operations, reach, rename)
            for example in media["examples"]:
                change = _at((*content, media_type, "examples"), partial(_drop, example))
                yield Edit("drop-example", f"{place}:{example}", operations, reach, change)


def _weaker_schemas(schema: Json) -> Iterator[Change]:
    for name in schema.get("required", ()):
        yield "drop-required", name, partial(_drop_item, "required", name)
    for keyword in (*_LOWER, *_UPPER):
        if keyword in schema:
            yield "drop-bound", keyword, partial(_drop, keyword)
    for keyword in ("pattern", "enum", "propertyNames", "contentSchema", "not"):
        if keyword in schema:
            yield f"drop-{keyword}", "", _drop_enum if keyword == "enum" else partial(_drop, keyword)
    if "const" in schema:
        yield "drop-const", "", partial(_drop, "const")
    elif "enum" not in schema and "type" in schema:
        yield "drop-type", "", partial(_drop, "type")
    if all("$ref" not in branch for branch in schema.get("oneOf", ())) and "oneOf" in schema:
        yield "accept-both", "", _accept_both
        yield "accept-neither", "", _accept_neither
    for name in schema.get("x-picture", {}):
        yield "drop-picture-limit", name, _at(("x-picture",), partial(_drop, name))
    if "x-picture" in schema:
        yield "drop-picture-check", "", partial(_drop, "x-picture")


def _rename_field(name: str, schema: Json) -> None:
    schema["properties"] = {
        (f"{name}_renamed" if key == name else key): value for key, value in schema["properties"].items()
    }
    if name in schema.get("required", ()):
        schema["required"] = [f"{name}_renamed" if key == name else key for key in schema["required"]]


def _require(name: str, schema: Json) -> None:
    schema["required"] = [*schema.get("required", ()), name]


def _move(keyword: str, sign: int, schema: Json) -> None:
    bound = schema[keyword]
    counts = keyword.endswith(("Length", "Items"))
    step = 1 if counts or (isinstance(bound, int) and bound > 1) else 0.05
    schema[keyword] = max(bound + sign * step, 0) if counts else bound + sign * step


def _drop(key: str | int, holder: Any) -> None:
    del holder[key]


def _drop_item(keyword: str, item: Any, schema: Json) -> None:
    schema[keyword] = [value for value in schema[keyword] if value != item]


def _drop_enum(schema: Json) -> None:
    """Take an enum out as an author would, with everything that stands beside it about its values."""
    for keyword in ("enum", *_ABOUT_AN_ENUM):
        schema.pop(keyword, None)


def _drop_enum_value(value: Any, schema: Json) -> None:
    """Take a value out as an author would, with everything that stands beside the enum about it."""
    index = schema["enum"].index(value)
    del schema["enum"][index]
    if "x-enum-varnames" in schema:
        del schema["x-enum-varnames"][index]
    for beside in ("x-enum-descriptions", "x-error-codes"):
        schema.get(beside, {}).pop(str(value), None)
    if value in schema.get("x-final", ()):
        schema["x-final"].remove(value)


def _change_error_status(code: str, schema: Json) -> None:
    facts = schema["x-error-codes"][code]
    facts["http"] = 429 if facts["http"] != 429 else 400


def _set(keyword: str, value: Any, schema: Json) -> None:
    schema[keyword] = value
    if keyword == "const" and "default" in schema:
        schema["default"] = value


def _other_value(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def _rename_path(path: str, root: Json) -> None:
    way, mark, fragment = path.partition("#")
    first, slash, rest = way.rpartition("/")
    other = f"{first}{slash}other_{rest}{mark}{fragment}"
    root["paths"] = {(other if key == path else key): item for key, item in root["paths"].items()}


def _rename_media_type(media_type: str, content: Json) -> None:
    content["application/vnd.other+json"] = content.pop(media_type)


def _accept_both(schema: Json) -> None:
    schema["anyOf"] = schema.pop("oneOf")


def _accept_neither(schema: Json) -> None:
    branches = [name for branch in schema.pop("oneOf") for name in branch["required"]]
    schema["not"] = {"required": branches}
