"""Values that a document allows, for what it shows no value of."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException, NoSuchExample

from image_gateways_documents.document import Document
from image_gateways_documents.schema_walk import Schema

from .schema_values import encoded_picture

_OF_FORMAT = {
    "byte": encoded_picture("PNG", 8, 8),
    "date": "2026-01-02",
    "date-time": "2026-01-02T03:04:05Z",
    "duration": "P1D",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "regex": "a",
    "time": "03:04:05Z",
    "uri": "https://example.com/cat.png",
    "uuid": "7f4df9a6-5b0b-4d7c-8f6e-2b1a3c4d5e6f",
}
_MOST_WHOLES = 16
_DEEPEST = 8
_LONGEST = 10_000
_DRAWN = settings(
    database=None, derandomize=True, max_examples=50, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


class NoValue(Exception):
    """No value was found that a schema allows."""


class ValueMaker:
    """Makes the same small value of a schema each time.

    Args:
        document: the document that the schemas are part of.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    def value(self, schema: Schema, shown: Sequence[Any] = ()) -> Any:
        """Return a value that a schema allows, one of those that are shown where there is one.

        Raises:
            NoValue: none was found.
        """
        return self._value(schema, shown, 0)

    def _value(self, schema: Schema, shown: Sequence[Any], depth: int) -> Any:
        fits = self._document.compiled(schema).fits
        if depth < _DEEPEST:
            for candidate in (*shown, *self._candidates(schema, depth)):
                if fits(candidate):
                    return candidate
        raise NoValue

    def _candidates(self, schema: Schema, depth: int) -> Iterator[Any]:
        for whole in islice(self._wholes(schema, frozenset()), _MOST_WHOLES):
            yield from (whole[key] for key in ("const", "example", "default") if key in whole)
            yield from whole.get("examples", ())
            yield from whole.get("enum", ())
            kinds = whole.get("type", "object" if "properties" in whole else "string")
            for kind in [kinds] if isinstance(kinds, str) else kinds:
                try:
                    yield from self._of_type(kind, whole, depth)
                except NoValue:
                    continue

    def _wholes(self, schema: Schema, within: frozenset[str]) -> Iterator[Schema]:
        """Yield what a schema says with all that it is composed of, for each choice among its branches."""
        reference = schema.get("$ref")
        if reference is not None:
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            known = () if reference in within else self._wholes(self._document.resolve(reference), within | {reference})
            yield from (_both(whole, beside) for whole in known)
            return
        wholes = [{key: value for key, value in schema.items() if key not in ("allOf", "anyOf", "oneOf")}]
        unions = [schema[key] for key in ("anyOf", "oneOf") if key in schema]
        for choice in (*([part] for part in schema.get("allOf", ())), *unions):
            parts = [part for branch in choice for part in islice(self._wholes(branch, within), _MOST_WHOLES)]
            wholes = [_both(whole, part) for whole in wholes for part in parts][:_MOST_WHOLES]
        yield from wholes

    def _of_type(self, kind: str, whole: Schema, depth: int) -> Iterator[Any]:
        match kind:
            case "object":
                known = whole.get("properties", {})
                names = [name for name in whole.get("required", ()) if name in known]
                yield {name: self._value(known[name], (), depth + 1) for name in names}
            case "array":
                count = max(whole.get("minItems", 1), 1)
                yield [self._value(whole["items"], (), depth + 1)] * count if "items" in whole else ["text"] * count
                yield []
            case "integer" | "number":
                low, high = whole.get("exclusiveMinimum"), whole.get("exclusiveMaximum")
                steps = [whole.get("multipleOf"), whole.get("minimum"), whole.get("maximum"), 1, 0]
                yield from (number for number in steps if number is not None)
                yield from (limit + step for limit, step in ((low, 1), (high, -1)) if limit is not None)
            case "string":
                yield from _texts(whole)
            case "boolean":
                yield True
            case "null":
                yield None


def _both(one: Schema, other: Schema) -> Schema:
    required = [*one.get("required", ()), *other.get("required", ())]
    return {
        **one,
        **other,
        **({"properties": {**one.get("properties", {}), **other.get("properties", {})}}
           if "properties" in one or "properties" in other else {}),
        **({"required": list(dict.fromkeys(required))} if required else {}),
    }  # fmt: skip


def _texts(whole: Schema) -> Iterator[str]:
    text = _OF_FORMAT.get(whole.get("format", ""), "text")
    length = min(whole.get("minLength", 0), _LONGEST)
    yield text
    yield (text * (length // len(text) + 1))[: max(length, 1)]
    if "pattern" in whole:
        try:
            yield find(st.from_regex(str(whole["pattern"])), lambda drawn: len(drawn) >= length, settings=_DRAWN)
        except (HypothesisException, NoSuchExample, ValueError, OverflowError):
            return  # a pattern that Python has not
