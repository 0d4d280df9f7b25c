"""Values that fit a schema, where a document shows no example.

Made here and not by a library: those that there are draw at random, take no composition of schemas, or bring a test
framework with them, while an answer has to be the same in each run, and is held to its schema in any case.
"""

import math
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

from image_gateways_documents.document import Document
from image_gateways_documents.media_types import essence
from image_gateways_documents.schema_walk import Schema

from .pattern_text import UnknownPattern, text_of
from .sample_pictures import concrete, sample_picture

_DEEPEST_OPTIONAL: Final = 6
_DEEPEST: Final = 40
_MOST_ITEMS: Final = 100
_DAY = "2025-01-01"
_FORMATS: Final = {
    "date": _DAY,
    "date-time": f"{_DAY}T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1S",
    "email": "someone@example.com",
    "idn-email": "someone@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "3b8f1c9e-5c1d-4d1f-9f0e-0123456789ab",
    "json-pointer": "/a",
    "relative-json-pointer": "0",
    "regex": "a",
    "uri-template": "/a",
    "uri-reference": "/a",
    "iri-reference": "/a",
    "byte": "AAAA",
}
_ADDRESSES: Final = frozenset({"uri", "url", "iri"})
_NO_VALUE: Final = object()
_OF_BOOLEANS: Final[dict[bool, Schema]] = {True: {}, False: {"not": {}}}
_TAKEN_TOGETHER = ("properties", "patternProperties")


class NoSample(ValueError):
    """No value can be made of a schema; the message says of which part of it, and why."""


class Sampler:
    """Makes values of the schemas of a document.

    Args:
        document: the document.
        address: what stands for an address (`format: uri`).
        whole: whether optional properties are there as well; without them a value is as small as may be.
    """

    def __init__(self, document: Document, address: str, *, whole: bool) -> None:
        self._document = document
        self._address = address
        self._whole = whole

    def sample(self, schema: Schema, name: str = "") -> Any:
        """Return a value that fits a schema.

        Args:
            schema: the schema, as it stands in the document.
            name: what the value is called, for want of a format.

        Raises:
            NoSample: none can be made.
        """
        try:
            return self._value(schema, name, 0)
        except NoSample:
            if not self._whole:
                raise
        return Sampler(self._document, self._address, whole=False).sample(schema, name)

    def _value(self, schema: Any, name: str, depth: int) -> Any:
        if not isinstance(schema, dict):
            return {}
        if depth > _DEEPEST:
            raise NoSample(f"{name or 'it'} holds itself without end")
        if (shown := self._shown(schema)) is not _NO_VALUE:
            return shown
        known: NoSample | None = None
        for whole in self._merged(schema):
            if "example" in whole and self._fits(schema, whole["example"]):
                return whole["example"]
            try:
                value = self._of_type(whole, name, depth)
            except NoSample as error:
                known = error
                continue
            if self._fits(schema, value):
                return value
        raise known or NoSample(f"{name or 'it'}: no value was found that fits")

    def _shown(self, schema: Schema) -> Any:
        """The first value that the document shows for a schema and that fits it."""
        for part in self._document.chain(schema):
            candidates = [part[key] for key in ("const", "example", "default") if part.get(key) is not None]
            candidates += [*part.get("examples", ()), *part.get("enum", ())]
            for candidate in candidates:
                if self._fits(schema, candidate):
                    return candidate
        return _NO_VALUE

    def _fits(self, schema: Schema, value: Any) -> bool:
        return self._document.compiled(schema).fits(value)

    def _merged(self, schema: Schema, above: frozenset[str] = frozenset()) -> Iterator[Schema]:
        """Yield what a schema says with all that it is composed of, once for each choice among its branches.

        Args:
            schema: the schema.
            above: the references that lead here; one that leads back to itself makes no value.
        """
        if "$ref" in schema:
            reference = schema["$ref"]
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            target = self._document.resolve(reference)
            for whole in self._merged(target, above | {reference}) if reference not in above else ():
                yield _both(whole, beside)
            return
        own = {key: value for key, value in schema.items() if key not in ("allOf", "anyOf", "oneOf")}
        yield from self._composed(own, [*([part] for part in schema.get("allOf", ())), *_unions(schema)], above)

    def _composed(self, whole: Schema, choices: list[list[Any]], above: frozenset[str]) -> Iterator[Schema]:
        if not choices:
            yield whole
            return
        for branch in choices[0]:
            for part in self._merged(branch if isinstance(branch, dict) else _OF_BOOLEANS[branch], above):
                yield from self._composed(_both(whole, part), choices[1:], above)

    def _of_type(self, schema: Schema, name: str, depth: int) -> Any:
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][0]
        match _type_of(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "string":
                return self._text(schema, name)
            case "integer" | "number" as kind:
                return _number(schema, kind == "integer")
            case "boolean":
                return True
            case "null":
                return None
        return {}

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        required, properties = schema.get("required", ()), schema.get("properties", {})
        value: dict[str, Any] = {}
        for name in dict.fromkeys((*properties, *required)):
            below = properties.get(name, schema.get("additionalProperties", {}))
            if name in required:
                value[name] = self._value(below, name, depth + 1)
            elif self._whole and depth < _DEEPEST_OPTIONAL and not _is_left_out(below):
                try:
                    value[name] = self._value(below, name, depth + 1)
                except NoSample:
                    continue  # nobody asked for it
        more = schema.get("additionalProperties", {})
        least = max(schema.get("minProperties", 0), int(self._whole and isinstance(more, dict) and bool(more)))
        for number in range(1, least - len(value) + 1):
            value[f"key{number}"] = self._value(more, f"key{number}", depth + 1)
        return value

    def _array(self, schema: Schema, name: str, depth: int) -> list[Any]:
        value = [self._value(item, name, depth + 1) for item in schema.get("prefixItems", ())]
        items = schema.get("items", {})
        is_open = self._whole and depth < _DEEPEST_OPTIONAL and items is not False and schema.get("maxItems", 1) > 0
        least = min(max(schema.get("minItems", 0), int(is_open)), _MOST_ITEMS)
        for number in range(least - len(value)):
            value.append(self._another(items, self._value(items, name, depth + 1), number))
        return value

    def _another(self, schema: Any, value: Any, number: int) -> Any:
        """A value that differs from those before it in a list, where it can be told how."""
        listed = next((part["enum"] for part in self._merged(schema) if part.get("enum")), None) if schema else None
        if listed:
            return listed[number % len(listed)]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value + number if self._fits(schema, value + number) else value
        return (
            f"{value}{number}"
            if number and isinstance(value, str) and self._fits(schema, f"{value}{number}")
            else value
        )

    def _text(self, schema: Schema, name: str) -> str:
        least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
        if "contentSchema" in schema:
            return orjson.dumps(self._value(schema["contentSchema"], name, 0)).decode()
        if "pattern" in schema:
            try:
                return text_of(schema["pattern"], least)
            except UnknownPattern as error:
                raise NoSample(f"{name}: no text is made of the pattern {schema['pattern']} ({error})") from None
        text = self._text_of_format(schema, name)
        return (text + "a" * (least - len(text))) if len(text) <= most else text[: int(most)]

    def _text_of_format(self, schema: Schema, name: str) -> str:
        kind, media_type = schema.get("format", ""), essence(str(schema.get("contentMediaType", "")))
        if media_type.startswith("image/") or (kind in ("byte", "base64") and media_type):
            return b64encode(sample_picture(concrete(media_type))).decode()
        if kind in _ADDRESSES or (not kind and _is_called_address(name)):
            return self._address
        return _FORMATS["uuid"] if not kind and _is_called_id(name) else _FORMATS.get(kind, name or "text")


def _unions(schema: Schema) -> Iterator[list[Any]]:
    for keyword in ("oneOf", "anyOf"):
        if schema.get(keyword):
            # A value says more than that there is none.
            branches = sorted(schema[keyword], key=lambda one: isinstance(one, dict) and one.get("type") == "null")
            yield [*_tagged(branches, schema.get("discriminator")), *branches]


def _tagged(branches: list[Any], discriminator: Any) -> Iterator[Schema]:
    """Yield the branches with the tag by which a discriminator knows each."""
    if not isinstance(discriminator, dict) or "propertyName" not in discriminator:
        return
    tag, names = (
        discriminator["propertyName"],
        {where: name for name, where in discriminator.get("mapping", {}).items()},
    )
    for branch in branches:
        reference = branch.get("$ref", "") if isinstance(branch, dict) else ""
        name = names.get(reference, reference.rpartition("/")[2])
        if name:
            yield {"allOf": [{"properties": {tag: {"const": name}}, "required": [tag]}, branch]}


def _both(one: Schema, other: Schema) -> Schema:
    """Return what two schemas say together."""
    whole = {**one, **other}
    for key in one.keys() & other.keys():
        whole[key] = _together(key, one[key], other[key])
    return whole


def _together(key: str, one: Any, other: Any) -> Any:
    if key in _TAKEN_TOGETHER:
        shared = {name: {"allOf": [one[name], other[name]]} for name in one.keys() & other.keys()}
        return {**one, **other, **shared}
    if key == "required":
        return [*one, *other]
    if key in ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"):
        return max(one, other)
    if key in ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"):
        return min(one, other)
    if key == "enum":
        return [value for value in one if value in other]
    if key == "type":
        return [kind for kind in _listed(one) if kind in _listed(other)] or other
    return other


def _listed(kinds: str | Iterable[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _type_of(schema: Schema) -> str:
    """The type to make, what is not null before what is; without one the type that its other keywords are about."""
    kinds = _listed(schema.get("type", ()))
    if kinds:
        return next((kind for kind in kinds if kind != "null"), "null")
    for kind, keys in (
        ("object", ("properties", "required", "additionalProperties", "minProperties")),
        ("array", ("items", "prefixItems", "minItems")),
        ("string", ("pattern", "format", "minLength", "maxLength", "contentMediaType", "contentSchema")),
        ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
    ):
        if any(key in schema for key in keys):
            return kind
    return ""


def _number(schema: Schema, is_whole: bool) -> int | float:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    step = schema.get("multipleOf", 1 if is_whole else None)
    value = max(1, least) if least is not None else 1
    if most is not None and value >= most:
        value = most
    if step:
        value = math.ceil(value / step) * step
        if most is not None and (value > most or (value == most and "maximum" not in schema)):
            value = (math.ceil(most / step) - 1) * step if "maximum" not in schema else math.floor(most / step) * step
        if value == schema.get("exclusiveMinimum"):
            value += step
    elif value in (schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")):
        value = (
            (least + most) / 2 if least is not None and most is not None else value + (1 if least is not None else -1)
        )
    return int(value) if is_whole else value


def _is_left_out(schema: Any) -> bool:
    """Tell whether a property is for requests alone, or for nobody any more."""
    return isinstance(schema, dict) and bool(schema.get("writeOnly") or schema.get("deprecated"))


def _is_called_id(name: str) -> bool:
    """Tell whether a text without a format is named as an id, which differs from each other."""
    return name.lower() in ("id", "uuid") or name.endswith(("_id", "Id", "ID"))


def _is_called_address(name: str) -> bool:
    """Tell whether a text without a format is named as an address: `polling_url`, `imageUrls`."""
    return name.lower().endswith(("url", "urls", "uri", "uris"))
