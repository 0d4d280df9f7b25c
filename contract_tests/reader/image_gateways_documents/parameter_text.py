"""Parameters as text: how OpenAPI's styles write values into paths, queries, headers and cookies."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .json_text import MalformedJson, parse_json

_WHOLE = re.compile(r"-?[0-9]{1,300}")
_DECIMAL = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
_BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}
_BEGINS = {"label": ".", "matrix": ";"}

STYLES: Final = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
"""The style of a parameter that names none, by its place."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a parameter is written.

    Attributes:
        name: OpenAPI's `style`.
        explode: whether each item of an array, or property of an object, stands by itself.
        is_json: whether it is JSON, as a parameter with `content` is.
        types: the types that its value may have; an empty one takes any.
        item_types: the types of the items of an array, or of the properties of an object.
        fields: the properties of an object.
        written_name: what the parameter is called where it is written.
    """

    name: str
    explode: bool
    is_json: bool
    types: frozenset[str]
    item_types: frozenset[str]
    fields: frozenset[str]
    written_name: str

    @property
    def is_list(self) -> bool:
        """Whether several texts are the items of one value."""
        return "array" in self.types and not self.is_json

    @property
    def is_object(self) -> bool:
        """Whether the value is an object, and nothing else but null."""
        return self.types - {"null"} == {"object"} and not self.is_json

    @property
    def is_spread(self) -> bool:
        """Whether the properties of an object are parameters of a query, by their own names or as `size[width]`."""
        return self.name == "deepObject" or (self.name == "form" and self.explode and self.is_object)

    def begins(self, text: str) -> bool:
        """Tell whether a text begins as the style has it; one that does not is no value."""
        is_named = not (self.explode and self.is_object)
        begin = {"label": ".", "matrix": f";{self.written_name}=" if is_named else ";"}.get(self.name, "")
        return text.startswith(begin)

    def read(self, texts: Sequence[str]) -> Any:
        """Return the value that texts stand for: of an array all of them, else the first."""
        if self.is_json:
            return _json(texts[0])
        if not self.is_list and not self.is_object:
            return typed(self._bare(texts[0]), self.types)
        parts = texts if self.explode and self.name == "form" else self._parts(texts[0])
        if self.is_object:
            return {name: typed(text, self.item_types) for name, text in self._pairs(parts)}
        return [typed(part, self.item_types) for part in parts]

    def _bare(self, text: str) -> str:
        """A text without what the style puts before a value."""
        return text[1:].removeprefix(f"{self.written_name}=") if self.name in _BEGINS else text

    def _parts(self, text: str) -> list[str]:
        if self.explode and self.name in _BEGINS:
            return [self._bare(f".{part}") for part in text[1:].split(_BEGINS[self.name])]
        return self._bare(text).split(_BETWEEN.get(self.name, ","))

    def _pairs(self, parts: Sequence[str]) -> Iterable[tuple[str, str]]:
        if self.explode:
            return ((name, text) for name, _, text in (part.partition("=") for part in parts))
        return zip(parts[::2], parts[1::2], strict=False)

    def read_spread(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the object whose properties are parameters of a query."""
        deep = re.compile(rf"{re.escape(self.written_name)}\[([^\]]*)\]")
        if self.name == "deepObject":
            query = ((match[1], text) for match, text in ((deep.fullmatch(key), text) for key, text in query) if match)
        else:
            query = ((key, text) for key, text in query if key in self.fields)
        return {name: typed(text, self.item_types) for name, text in query}


def typed(text: str, types: Collection[str]) -> Any:
    """Read a text as one of some types; text that is of none of them stays text."""
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    if {"integer", "number"} & set(types) and _DECIMAL.fullmatch(text):
        number = float(text)
        if "integer" in types and number.is_integer():
            return int(number)  # 3.0 is a whole number, as in JSON
        return number if "number" in types else text
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return None if "null" in types and text == "" and "string" not in types else text


def _json(text: str) -> Any:
    try:
        return parse_json(text.encode())
    except MalformedJson:
        return text
