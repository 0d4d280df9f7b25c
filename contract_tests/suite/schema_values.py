"""Values for a schema: valid ones, and for each of its keywords those at and just beyond what it allows."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import pybase64
from PIL import Image

from image_gateways_documents.schema_walk import Resolve, Schema

Image.init()  # Pillow's table of media types lacks the rare formats before

_OF_EACH_TYPE: tuple[Any, ...] = ("text", "1", 1, 1.5, True, None, [], {})
_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip
# For each bound, whether a value that has something to it breaks it.
_BREAKS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, limit: bool(value < limit),
    "maximum": lambda value, limit: bool(value > limit),
    "exclusiveMinimum": lambda value, limit: bool(value <= limit),
    "exclusiveMaximum": lambda value, limit: bool(value >= limit),
    "minLength": lambda value, limit: len(value) < limit,
    "maxLength": lambda value, limit: len(value) > limit,
    "minItems": lambda value, limit: len(value) < limit,
    "maxItems": lambda value, limit: len(value) > limit,
}
_SMALLEST_STEP = 0.001
_ADDRESS = "https://example.com/cat.png"
_SIDE = 8
_HUGE = 100_000
"""Pixels of a side, which make a hundred times as many as Pillow decodes."""
_OTHER_FORMATS = ("GIF", "BMP", "WEBP")


ALLOWED = ""
"""What is made so that the document allows it; of all else the condition is named that it breaks."""


class Tried(NamedTuple):
    """A value, and what it is made to be: `ALLOWED`, or the condition that it breaks; None where that is open."""

    value: Any
    made: str | None = None


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


def beyond(parts: Sequence[Schema], value: Any, examples: Sequence[Any]) -> Iterator[tuple[str, Schema, list[Tried]]]:
    """Yield each keyword of the parts that apply to one place, its part, and the values at and beyond its limit."""
    whole = merged(parts)
    kind = whole.get("type")
    seen: set[str] = set()
    for part in parts:
        for keyword, limit in part.items():
            others = [
                one if isinstance(one, Tried) else Tried(one, _made(keyword, limit, one, whole))
                for one in _values(keyword, limit, value, kind, examples)
            ]
            if others and keyword not in seen:
                seen.add(keyword)
                yield keyword, part, others


def _made(keyword: str, limit: Any, value: Any, schema: Schema) -> str | None:
    """What a value is made to be by a bound; None where another keyword than a bound has a say."""
    if keyword not in _BREAKS:
        return None
    if _BREAKS[keyword](value, limit):
        return "out-of-bounds"
    is_within = not any(known in schema and breaks(value, schema[known]) for known, breaks in _BREAKS.items())
    return ALLOWED if is_within and not schema.keys() & {"pattern", "enum", "const", "format", "items"} else None


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
            texts = [one for one in limit if isinstance(one, str)]
            near = [f"{texts[0]}x", texts[0].swapcase()] if texts else [str(limit[0])]
            return [*limit, other, *near]
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
            broken = ("", "{", '{"a":1,}', '{"a":1} // why', '{"a":1,"a":2}', "{} {}", '{"a":NaN}')
            others = [Tried(text, "wrong-type") for text in ("[]", "null", "1", '"{}"')]
            return [Tried("{}", ALLOWED), *others, *(Tried(text, "malformed-json") for text in broken)]
        case "x-picture":
            return list(_pictures(limit))
    return []


def _pictures(limits: Mapping[str, Any]) -> Iterator[Tried]:
    if limits.get("data_url"):
        yield from _addresses()
        return
    small = encoded_picture("PNG", _SIDE, _SIDE)
    for kind in ("PNG", "JPEG", *_OTHER_FORMATS):
        is_taken = Image.MIME[kind] in limits.get("media_types", [Image.MIME[kind]])
        yield Tried(encoded_picture(kind, _SIDE, _SIDE), ALLOWED if is_taken else "picture-type")
    yield Tried("", "picture-empty")
    yield from _each("picture-type", "AAAA", "text")
    yield from _each("picture-undecodable", f"data:image/png;base64,{small}", f"{small}=", small[:-1], f"{small} ")
    yield from _each("picture-undecodable", f"{small}\n", small[:24], small.replace("A", "-", 1), _ADDRESS)
    yield from _each("picture-undecodable", *_damaged("PNG"), *_damaged("JPEG"))
    if ratio := limits.get("max_aspect_ratio"):
        for longer, made in ((_SIDE * ratio, ALLOWED), (_SIDE * ratio + 1, "picture-too-large")):
            yield from _each(made, encoded_picture("PNG", longer, _SIDE), encoded_picture("PNG", _SIDE, longer))
        yield Tried(encoded_picture("PNG", int(ratio) + 1, 1), "picture-too-large")
    width, height = limits.get("max_width"), limits.get("max_height")
    if width and height:
        yield Tried(encoded_picture("PNG", width, height), ALLOWED)
        for wide, high in ((width + 1, height), (width, height + 1)):
            yield Tried(encoded_picture("PNG", wide, high), "picture-too-large")
        yield Tried(_told_to_be_huge(), "picture-too-large")
    if size := limits.get("max_bytes"):
        yield Tried(encoded_picture("PNG", _SIDE, _SIDE, size), ALLOWED)
        yield Tried(encoded_picture("PNG", _SIDE, _SIDE, size + 1), "picture-too-large")
    if Image.MIME["JPEG"] in limits.get("media_types", ()):
        yield from _each("picture-too-large", *_too_long("JPEG", limits))


def _too_long(kind: str, limits: Mapping[str, Any]) -> Iterator[str]:
    """Pictures of a kind, each with a side beyond one limit alone."""
    ratio = int(limits.get("max_aspect_ratio", 1))
    if "max_aspect_ratio" in limits:
        yield encoded_picture(kind, _SIDE * ratio + 1, _SIDE)
    if "max_width" in limits:
        yield encoded_picture(kind, limits["max_width"] + 1, limits["max_width"] // ratio + 1)
    if "max_height" in limits:
        yield encoded_picture(kind, limits["max_height"] // ratio + 1, limits["max_height"] + 1)


def _addresses() -> Iterator[Tried]:
    small = encoded_picture("PNG", _SIDE, _SIDE)
    yield from _each(ALLOWED, _ADDRESS, "http://example.com/猫.jpg?x=1#y")
    for kind in ("PNG", "JPEG", *_OTHER_FORMATS):
        yield Tried(f"data:{Image.MIME[kind]};base64,{encoded_picture(kind, _SIDE, _SIDE)}", ALLOWED)
    yield from _each("out-of-bounds", "ftp://example.com/cat.png", "cat.png", "https://", small)
    yield from _each("out-of-bounds", f"data:{small}", f"data:image/png,{small}", f"data:text/plain;base64,{small}")
    yield from _each("out-of-bounds", f"data:image/png,;base64,{small}")
    yield Tried("data:image/png;base64,", "picture-empty")
    yield from _each(None, f"data:image/png;base64,{small[:40]}", "data:image/png;base64,AAAA")
    yield from _each("picture-undecodable", f"data:image/png;base64,,{small}", f"data:image/png;base64,{small}=")


def _each(made: str | None, *values: Any) -> Iterator[Tried]:
    return (Tried(value, made) for value in values)


def _damaged(kind: str) -> Iterator[str]:
    """A picture that ends half-way, as base64: a JPEG also with a preview; and a PNG in which a byte is another."""
    content = pybase64.b64decode(encoded_picture(kind, _SIDE * 3, _SIDE * 3))
    yield pybase64.b64encode(content[: len(content) // 2]).decode()
    if kind == "JPEG":
        scan = content.index(b"\xff\xda")  # without the tables before it nothing is opened
        inside = content[: (scan + len(content)) // 2]
        yield pybase64.b64encode(inside).decode()
        preview = b"\xff\xe1\x00\x08\xff\xd8\xff\xd9\x00\x00"  # a segment that holds a picture with an end of its own
        yield pybase64.b64encode(inside[:2] + preview + inside[2:]).decode()
    if kind == "PNG":
        place = content.index(b"IDAT") + len(b"IDAT") + 4
        yield pybase64.b64encode(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]).decode()


def _told_to_be_huge() -> str:
    """A small PNG whose header tells of more pixels than any reader decodes, as base64."""
    content = pybase64.b64decode(encoded_picture("PNG", _SIDE, _SIDE))
    kind = content.index(b"IHDR")
    told = b"IHDR" + _HUGE.to_bytes(4, "big") * 2 + content[kind + 12 : kind + 17]
    checked = told + crc32(told).to_bytes(4, "big")
    return pybase64.b64encode(content[:kind] + checked + content[kind + len(checked) :]).decode()


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
