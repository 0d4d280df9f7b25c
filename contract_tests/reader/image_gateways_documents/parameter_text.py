"""Parameters as text: how OpenAPI's styles write values into paths, queries, headers and cookies."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .json_text import MalformedJson, parse_json

_WHOLE = re.compile(r"-?[0-9]{1,300}")
_DECIMAL = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
_BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}

STYLES: Final = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
"""The style of a parameter that names none, by its place."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a parameter is written.

    Attributes:
        name: OpenAPI's `style`.
        explode: whether each item of an array is a parameter of its own.
        is_json: whether it is JSON, as a parameter with `content` is.
        types: the types that its value may have; an empty one takes any.
        item_types: the types of the items of an array, or of the properties of an object.
    """

    name: str
    explode: bool
    is_json: bool
    types: frozenset[str]
    item_types: frozenset[str]

    @property
    def is_list(self) -> bool:
        """Whether several texts are the items of one value."""
        return "array" in self.types and not self.is_json

    @property
    def is_deep(self) -> bool:
        """Whether the properties of an object are parameters of their own, as `size[width]`."""
        return self.name == "deepObject"

    def read(self, texts: Sequence[str]) -> Any:
        """Return the value that texts stand for: of an array all of them, else the first."""
        if self.is_list:
            one_each = self.explode and self.name == "form"
            items = texts if one_each else texts[0].split(_BETWEEN.get(self.name, ","))
            return [typed(item, self.item_types) for item in items]
        return typed(texts[0], self.types) if not self.is_json else _json(texts[0])

    def read_deep(self, name: str, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the object whose properties a query has as `name[property]`."""
        found = ((re.fullmatch(rf"{re.escape(name)}\[([^\]]*)\]", key), text) for key, text in query)
        return {match[1]: typed(text, self.item_types) for match, text in found if match}


def typed(text: str, types: Collection[str]) -> Any:
    """Read a text as one of some types; text that is of none of them stays text."""
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    if "number" in types and _DECIMAL.fullmatch(text):
        return float(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return None if "null" in types and text == "" and "string" not in types else text


def _json(text: str) -> Any:
    try:
        return parse_json(text.encode())
    except MalformedJson:
        return text
