"""Operators on documents: a change of one part, wherever the part has what the change is about."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
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
        yield "rename-field", name, _renamed(name)
        if name in required:
            yield "drop-required", name, _without_item("required", name)
        else:
            yield "add-required", name, _with_required(name)
    for keyword in (*_LOWER, *_UPPER):
        if keyword in schema:
            yield "raise-bound", keyword, _moved(keyword, 1)
            yield "lower-bound", keyword, _moved(keyword, -1)
    for value in schema.get("enum", ()):
        yield "drop-enum-value", str(value), _without_enum_value(value)
    if "const" in schema:
        yield "change-const", "", _set("const", _other_value(schema["const"]))
    if isinstance(schema.get("type"), str):
        yield "change-type", "", _set("type", _OTHER_TYPE[schema["type"]])
    elif "type" in schema:
        for name in schema["type"]:
            yield "drop-type", name, _without_item("type", name)
    if "pattern" in schema:
        yield "change-pattern", "", _set("pattern", "^~" + schema["pattern"].removeprefix("^"))
    for name, limit in schema.get("x-picture", {}).items():
        if isinstance(limit, int) and not isinstance(limit, bool):
            yield "raise-bound", name, _within("x-picture", _moved(name, 1))
            yield "lower-bound", name, _within("x-picture", _moved(name, -1))
    for code, facts in schema.get("x-error-codes", {}).items():
        if isinstance(facts.get("http"), int):
            yield "change-error-status", code, _with_other_error_status(code)
    for value in schema.get("x-final", ()):
        yield "drop-final", value, _without_item("x-final", value)


def _operation_edits(root: Json) -> Iterator[Edit]:
    document = DocumentTree(root)
    for steps, operation in operation_nodes(root):
        name = operation["operationId"]
        reach = Reach({name}, {name})
        for status in operation["responses"]:
            yield Edit(
                "drop-answer", f"answers/{name}/{status}", (name,), reach, _delete((*steps, "responses"), status)
            )
        yield Edit("drop-security", f"requests/{name}", (name,), reach, _delete(steps, "security"))
        yield Edit("rename-path", f"requests/{name}", (name,), reach, _with_other_path(str(steps[1])))
        for index, held in enumerate(operation.get("parameters", ())):
            shown = f"requests/{name}/{document.dereferenced(held)['name']}"
            yield Edit("drop-parameter", shown, (name,), reach, _delete((*steps, "parameters"), index))


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
            yield Edit("change-media-type", place, operations, reach, _rename_media_type(content, media_type))
            for example in media["examples"]:
                change = _delete((*content, media_type, "examples"), example)
                yield Edit("drop-example", f"{place}:{example}", operations, reach, change)


def _weaker_schemas(schema: Json) -> Iterator[Change]:
    for name in schema.get("required", ()):
        yield "drop-required", name, _without_item("required", name)
    for keyword in (*_LOWER, *_UPPER):
        if keyword in schema:
            yield "drop-bound", keyword, _without(keyword)
    for keyword in ("pattern", "enum", "propertyNames", "contentSchema", "not"):
        if keyword in schema:
            yield f"drop-{keyword}", "", _without_enum if keyword == "enum" else _without(keyword)
    if "const" in schema:
        yield "drop-const", "", _without("const")
    elif "enum" not in schema and "type" in schema:
        yield "drop-type", "", _without("type")
    if all("$ref" not in branch for branch in schema.get("oneOf", ())) and "oneOf" in schema:
        yield "accept-both", "", _accept_both
        yield "accept-neither", "", _accept_neither
    for name in schema.get("x-picture", {}):
        yield "drop-picture-limit", name, _within("x-picture", _without(name))
    if "x-picture" in schema:
        yield "drop-picture-check", "", _without("x-picture")


def _renamed(name: str) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        schema["properties"] = {
            (f"{name}_renamed" if key == name else key): value for key, value in schema["properties"].items()
        }
        if name in schema.get("required", ()):
            schema["required"] = [f"{name}_renamed" if key == name else key for key in schema["required"]]

    return change


def _with_required(name: str) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        schema["required"] = [*schema.get("required", ()), name]

    return change


def _moved(keyword: str, sign: int) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        bound = schema[keyword]
        counts = keyword.endswith(("Length", "Items"))
        step = 1 if counts or (isinstance(bound, int) and bound > 1) else 0.05
        schema[keyword] = max(bound + sign * step, 0) if counts else bound + sign * step

    return change


def _without(keyword: str) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        del schema[keyword]

    return change


def _without_enum(schema: Json) -> None:
    """Take an enum out as an author would, with everything that stands beside it about its values."""
    for keyword in ("enum", *_ABOUT_AN_ENUM):
        schema.pop(keyword, None)


def _without_item(keyword: str, item: Any) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        schema[keyword] = [value for value in schema[keyword] if value != item]

    return change


def _without_enum_value(value: Any) -> Callable[[Json], None]:
    """Take a value out as an author would, with everything that stands beside the enum about it."""

    def change(schema: Json) -> None:
        index = schema["enum"].index(value)
        del schema["enum"][index]
        if "x-enum-varnames" in schema:
            del schema["x-enum-varnames"][index]
        for beside in ("x-enum-descriptions", "x-error-codes"):
            schema.get(beside, {}).pop(str(value), None)
        if value in schema.get("x-final", ()):
            schema["x-final"].remove(value)

    return change


def _with_other_error_status(code: str) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        facts = schema["x-error-codes"][code]
        facts["http"] = 429 if facts["http"] != 429 else 400

    return change


def _set(keyword: str, value: Any) -> Callable[[Json], None]:
    def change(schema: Json) -> None:
        schema[keyword] = value
        if keyword == "const" and "default" in schema:
            schema["default"] = value

    return change


def _other_value(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def _within(keyword: str, change: Callable[[Json], None]) -> Callable[[Json], None]:
    return lambda schema: change(schema[keyword])


def _delete(steps: Path, key: str | int) -> Callable[[Json], None]:
    def change(root: Json) -> None:
        del at(root, steps)[key]

    return change


def _with_other_path(path: str) -> Callable[[Json], None]:
    def change(root: Json) -> None:
        way, mark, fragment = path.partition("#")
        first, slash, rest = way.rpartition("/")
        other = f"{first}{slash}other_{rest}{mark}{fragment}"
        root["paths"] = {(other if key == path else key): item for key, item in root["paths"].items()}

    return change


def _rename_media_type(steps: Path, media_type: str) -> Callable[[Json], None]:
    def change(root: Json) -> None:
        content = at(root, steps)
        content["application/vnd.other+json"] = content.pop(media_type)

    return change


def _accept_both(schema: Json) -> None:
    schema["anyOf"] = schema.pop("oneOf")


def _accept_neither(schema: Json) -> None:
    branches = [name for branch in schema.pop("oneOf") for name in branch["required"]]
    schema["not"] = {"required": branches}
