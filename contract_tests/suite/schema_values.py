"""Values for a schema: valid ones, and for each of its keywords those at and just beyond what it allows."""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pybase64
from PIL import Image

from image_gateways_documents.schema_walk import Resolve, Schema

Image.init()  # Pillow's table of media types lacks the rare formats before

_OF_EACH_TYPE: tuple[Any, ...] = ("text", "1", 1, 1.5, True, None, [], {})
_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip
_SMALLEST_STEP = 0.001
_ADDRESS = "https://example.com/cat.png"
_SIDE = 8
_OTHER_FORMATS = ("GIF", "BMP", "WEBP")


def merged(parts: Sequence[Schema]) -> Schema:
    """Return what all the parts that apply to one place say, the first of them last, since it is the nearest."""
    return {keyword: value for part in reversed(parts) for keyword, value in part.items() if keyword != "$ref"}


def valid_value(schema: Schema, resolve: Resolve, examples: Sequence[Any] = ()) -> Any:
    """Return a value that a schema allows, one that is documented or recorded where there is one."""
    if "$ref" in schema:
        return valid_value(
            {**resolve(schema["$ref"]), **{k: v for k, v in schema.items() if k != "$ref"}}, resolve, examples
        )
    # Another branch's may be of another type, another shape's may be beyond the bounds of this one.
    within = [one for one in examples if _is_of_type(one, schema.get("type")) and _is_within(one, schema)]
    for known in (
        [schema["const"]] if "const" in schema else (),
        within,
        schema.get("enum", ()),
        _default(schema),
    ):
        if known:
            return known[0]
    if "x-picture" in schema:
        picture = encoded_picture("PNG", _SIDE, _SIDE)
        return f"data:image/png;base64,{picture}" if schema["x-picture"].get("data_url") else picture
    match schema.get("type"):
        case "array":
            return [valid_value(schema.get("items", {}), resolve)] * max(schema.get("minItems", 1), 1)
        case "object":
            fields: Mapping[str, Schema] = schema.get("properties", {})
            return {name: valid_value(fields[name], resolve) for name in schema.get("required", ()) if name in fields}
        case "integer":
            return schema.get("minimum", 1)
        case "number":
            return schema.get("maximum", schema.get("minimum", 1))
        case "boolean":
            return True
        case "null":
            return None
    if "contentSchema" in schema:
        return "{}"
    return _ADDRESS if schema.get("x-replay") == "picture-input" else "text"


def _is_of_type(value: Any, names: Any) -> bool:
    wanted = [names] if isinstance(names, str) else names or _PYTHON_TYPES
    return type(value) in [kind for name in wanted for kind in _PYTHON_TYPES[name]]


def _is_within(value: Any, schema: Schema) -> bool:
    match value:
        case list():
            return bool(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)))
        case int() | float():
            return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def beyond(parts: Sequence[Schema], value: Any, examples: Sequence[Any]) -> Iterator[tuple[str, Schema, list[Any]]]:
    """Yield each keyword of the parts that apply to one place, its part, and the values at and beyond its limit."""
    kind = merged(parts).get("type")
    seen: set[str] = set()
    for part in parts:
        for keyword, limit in part.items():
            others = _values(keyword, limit, value, kind, examples)
            if others and keyword not in seen:
                seen.add(keyword)
                yield keyword, part, others


def _default(schema: Schema) -> Sequence[Any]:
    return [schema["default"]] if "default" in schema else ()


def _values(keyword: str, limit: Any, value: Any, kind: Any, examples: Sequence[Any]) -> list[Any]:
    step = 1 if kind == "integer" else _SMALLEST_STEP
    match keyword:
        case "type":
            return [other for other in _OF_EACH_TYPE if type(other) is not type(value)]
        case "const":
            return [limit, f"{limit}x", f" {limit}", "", f"{limit}".upper()]
        case "enum":
            other = max(limit) + 1 if all(isinstance(one, int) for one in limit) else "other"
            return [*limit, other, str(limit[0]) if isinstance(limit[0], int) else f"{limit[0]}x"]
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return [limit, limit - step, limit + step]
        case "minLength" | "maxLength":
            return ["a" * limit, "猫" * limit, "a" * (limit - 1), "a" * (limit + 1), "猫" * (limit + 1)]
        case "minItems" | "maxItems" if isinstance(value, list) and value:
            return [value[:1] * limit, value[:1] * (limit + 1), value[: limit - 1], []]
        case "pattern" if isinstance(value, str):
            return [
                *examples,
                "",
                " ",
                f"{value} ",
                f" {value}",
                f"{value}\n",
                f"?{value}",
                value[:1],
                value[:-1],
                value * 30,
            ]
        case "default":
            return [limit]
        case "contentSchema":
            return ["{}", "", "{", "[]", "null", '{"a":1,}', '{"a":1} // why', '{"a":1,"a":2}']
        case "x-picture":
            return list(_pictures(limit))
    return []


def _pictures(limits: Mapping[str, Any]) -> Iterator[str]:
    small = encoded_picture("PNG", _SIDE, _SIDE)
    if limits.get("data_url"):
        yield from (_ADDRESS, "http://example.com/猫.jpg?x=1#y", "ftp://example.com/cat.png", "cat.png", "https://")
        for kind in ("PNG", "JPEG", *_OTHER_FORMATS):
            yield f"data:{Image.MIME[kind]};base64,{encoded_picture(kind, _SIDE, _SIDE)}"
        yield from (
            f"data:{small}",
            f"data:image/png,{small}",
            "data:image/png;base64,",
            f"data:text/plain;base64,{small}",
        )
        yield from (f"data:image/png;base64,{small[:40]}", "data:image/png;base64,AAAA", small)
        return
    for kind in ("PNG", "JPEG", *_OTHER_FORMATS):
        yield encoded_picture(kind, _SIDE, _SIDE)
    yield from (f"data:image/png;base64,{small}", "", "AAAA", f"{small}=", small[:-1], f"{small} ", f"{small}\n")
    yield from (small[:24], small.replace("A", "-", 1), "text", _ADDRESS)
    if ratio := limits.get("max_aspect_ratio"):
        for longer in (_SIDE * ratio, _SIDE * ratio + 1):
            yield from (encoded_picture("PNG", longer, _SIDE), encoded_picture("PNG", _SIDE, longer))
    width, height = limits.get("max_width"), limits.get("max_height")
    if width and height:
        for wide, high in ((width, height), (width + 1, height), (width, height + 1)):
            yield encoded_picture("PNG", wide, high)
    if size := limits.get("max_bytes"):
        yield from (encoded_picture("PNG", _SIDE, _SIDE, size), encoded_picture("PNG", _SIDE, _SIDE, size + 1))


@cache
def encoded_picture(kind: str, width: int, height: int, size: int = 0) -> str:
    """A picture of one colour as bare base64.

    Args:
        kind: its format, as Pillow names it.
        width: pixels.
        height: pixels.
        size: length in bytes that it is padded to; 0 for as it is.
    """
    file = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (width, height)).save(file, kind)
    content = file.getvalue()
    return pybase64.b64encode(content + bytes(max(size - len(content), 0))).decode()
