"""Takes secrets out of what is written or shown: by their names, by their looks, and those that are known."""

import json
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.schema_walk import Path, json_path

from .known_secrets import KnownSecrets
from .secret_looks import HIDDEN, LOOKS, is_stand_in
from .secret_names import is_secret_name

Told = Callable[[str], None]
"""Is told, in words and without the value, what was hidden."""

_NAMES_OF_NAMES = frozenset({"name", "key", "field", "header", "param", "parameter", "variable", "k", "n"})
_NAMES_OF_VALUES = frozenset({"value", "values", "val", "v", "content", "text", "data"})
_NAME_ALONE = re.compile(r"[\w.\[\]-]{1,80}")
_IDS = re.compile(r"(?:^|[_-])(?:ids?|no|seed|code|time|stamp|at|created)$|[a-z]Ids?$|^Id$", re.IGNORECASE)
_SMALLEST_HIDDEN_NUMBER = 1000

# Megabytes of picture hold no secret that has a look, and a short text is seen again.
_DATA = re.compile(r"(?:data:[\w/+.-]+;base64,)?[A-Za-z0-9+/_-]{1024,}+={0,2}")
_SHORT = 256
_MOST_SHOWN = 1024

_PAIR = 2
_MOST_PASSES = 3  # what was taken out of a text may have hidden where another secret begins


def nobody(_: str) -> None:
    """Take no notice of what was hidden."""


class Redaction:
    """What is hidden, for one server or one session.

    Args:
        names: names, beyond those that everybody takes for secret, of what carries a key.

    Attributes:
        known: the secrets that are known; they are hidden wherever they stand.
    """

    def __init__(self, names: Collection[str] = ()) -> None:
        self.known = KnownSecrets()
        self._shown: dict[Hashable, tuple[str, Sequence[str]]] = {}
        self._names = frozenset(name.lower() for name in names)

    def hides(self, name: str) -> bool:
        """Tell whether what bears a name is hidden whatever it is."""
        return name.lower() in self._names or is_secret_name(name)

    def named(self, name: str, text: str, told: Told = nobody) -> str:
        """Return a text that bears a name, as a header's value does, without secrets."""
        if not self.hides(name) or is_stand_in(text):
            return self.text(text, told, name=name)
        told("what bears the name of a secret")
        return HIDDEN

    def text(self, text: str, told: Told = nobody, *, name: str = "", more: Sequence[tuple[str, str]] = ()) -> str:
        """Return a text without secrets.

        Args:
            text: the text; one that holds JSON is read as such.
            told: is told what was hidden.
            name: what bears the text, where that is known: a number is no telephone's where it is an id.
            more: secrets that are known in this text alone, each with what stands in for it.
        """
        if len(text) > _SHORT:
            return self._text(text, told, name, more)
        # Names of fields, and names and values of headers, come again and again.
        key = self.known.count, name, text, tuple(more)
        if (seen := self._shown.get(key)) is None:
            if len(self._shown) >= _MOST_SHOWN:
                self._shown.clear()
            found: list[str] = []
            seen = self._shown[key] = self._text(text, found.append, name, more), found
        for what in seen[1]:
            told(what)
        return seen[0]

    def _text(self, text: str, told: Told, name: str, more: Iterable[tuple[str, str]]) -> str:
        without = self.known.hide(text, more)
        if without != text:
            told("a key or another secret that is known")
        if (inner := _parsed(without)) is not None:
            return _hidden_json(without, inner, _Walk(self, _in_a_text(told), self._plain))
        shown, found = without_looks(without, bool(_IDS.search(name)) and without.isdigit())
        for what in found:
            told(what)
        # The beginning of a key may have stood before what is hidden now, and looks like a masked key.
        return self.known.hide(shown, more) if found else shown

    def value(
        self,
        value: Any,
        told: Callable[[Path, str], None] = lambda _, __: None,
        text: Callable[[str, Told, str], str] | None = None,
    ) -> Any:
        """Return a value of JSON without secrets: in its texts, its names, and below names of secrets.

        Args:
            value: the value; it stays as it is.
            told: is told where something was hidden, and what.
            text: returns what stands for a text that bears no secret's name, given the text, whom to tell, and the
                name; None for `text`.
        """
        return _Walk(self, told, text or self._plain).hidden(value)

    def _plain(self, text: str, told: Told, name: str) -> str:
        return self.text(text, told, name=name)

    def is_in(self, text: str) -> bool:
        """Tell whether a text holds a secret that is known, or what nothing but a secret looks like."""
        return self.known.hide(text) != text or any(look.hide(text) != text for look in LOOKS if look.certain)


class _Walk:
    """One walk through a value."""

    def __init__(
        self, redaction: Redaction, told: Callable[[Path, str], None], text: Callable[[str, Told, str], str]
    ) -> None:
        self._redaction = redaction
        self._told = told
        self._text = text
        self._split: dict[int, str] = {}
        self._seen = 0

    def hidden(self, value: Any) -> Any:
        texts = list(_texts(value))
        self._split = self._redaction.known.across([text if len(text) <= _SHORT else "" for text in texts])
        return self._below(value, (), "", secret=False)

    def _below(self, value: Any, path: Path, name: str, *, secret: bool) -> Any:
        match value:
            case str():
                return self._hidden_text(value, path, name, secret=secret)
            case dict():
                return self._hidden_object(value, path, secret=secret)
            case list():
                named = secret or self._is_named_pair(value)
                first = [self._below(value[0], (*path, 0), name, secret=secret)] if value else []
                rest = (self._below(v, (*path, i), name, secret=named) for i, v in enumerate(value[1:], 1))
                return [*first, *rest]
            case int() | float() if secret and not isinstance(value, bool) and abs(value) >= _SMALLEST_HIDDEN_NUMBER:
                self._told(path, "what bears the name of a secret")
                return 0
        return value

    def _hidden_object(self, fields: dict[str, Any], path: Path, *, secret: bool) -> dict[str, Any]:
        values = self._values_of_a_secret(fields)
        is_pair = not _NAMES_OF_VALUES.isdisjoint(name.lower() for name in fields)
        found = {}
        for name, below in fields.items():
            shown = self._redaction.text(name, lambda what: self._told(path, f"{what}, in a name"))
            names_it = self._redaction.hides(name) and not (is_pair and name.lower() in _NAMES_OF_NAMES)
            found[shown] = self._below(below, (*path, shown), name, secret=secret or names_it or name in values)
        return found

    def _hidden_text(self, text: str, path: Path, name: str, *, secret: bool) -> str:
        index, self._seen = self._seen, self._seen + 1
        if secret and not is_stand_in(text):
            self._told(path, "what bears the name of a secret")
            return HIDDEN
        if index in self._split:
            self._told(path, "a part of a key or of another secret that is known")
            text = self._split[index]
        if (inner := _parsed(text)) is not None:
            told = _in_a_text(lambda what: self._told(path, what))
            return _hidden_json(text, inner, _Walk(self._redaction, told, self._text))
        return self._text(text, lambda what: self._told(path, what), name)

    def _values_of_a_secret(self, fields: dict[str, Any]) -> set[str]:
        """The fields that hold the value where others hold the name: `{"name": "password", "value": …}`."""
        named = any(
            name.lower() in _NAMES_OF_NAMES and isinstance(value, str) and self._is_name(value)
            for name, value in fields.items()
        )
        return {name for name in fields if name.lower() in _NAMES_OF_VALUES} if named else set()

    def _is_named_pair(self, items: list[Any]) -> bool:
        return len(items) == _PAIR and isinstance(items[0], str) and self._is_name(items[0])

    def _is_name(self, text: str) -> bool:
        return _NAME_ALONE.fullmatch(text) is not None and self._redaction.hides(text)


def without_looks(text: str, is_id: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a text without what looks like a secret, and what each of those was."""
    return _remembered(text, is_id) if len(text) <= _SHORT else _without_looks(text, is_id)


def _without_looks(text: str, is_id: bool) -> tuple[str, tuple[str, ...]]:
    found: list[str] = []
    if is_id or _DATA.fullmatch(text):
        return text, ()
    for _ in range(_MOST_PASSES):
        before, small = text, text.lower()
        for look in LOOKS:
            if look.may_be_in(small) and (hidden := look.hide(text)) != text:
                found.append(look.what)
                text = hidden
        if text == before:
            break
    return text, tuple(dict.fromkeys(found))


_remembered = lru_cache(maxsize=4096)(_without_looks)


def _parsed(text: str) -> Any:
    """What an object or an array of JSON within a text is; None where it is none."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return parse_json(text.encode())
    except (MalformedJson, UnicodeEncodeError):
        return None


def _hidden_json(text: str, value: Any, walk: _Walk) -> str:
    hidden = walk.hidden(value)
    return text if hidden == value else json.dumps(hidden, ensure_ascii=False)


def _in_a_text(told: Told) -> Callable[[Path, str], None]:
    return lambda path, what: told(f"{what}, at {json_path(path, '$')} of JSON in a text")


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value, without names, in the order in which a walk meets them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _texts(below)
