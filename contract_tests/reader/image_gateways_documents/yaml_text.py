"""YAML as JSON knows it: the core schema of YAML 1.2, one way to read a text, and nothing that JSON cannot hold.

`16:9`, `no`, `on`, dates and times are texts. What other readers of YAML take for something else is refused where it
could not be told from a mistake. A text whose reading costs more than its length (anchors of anchors, depth without
end) is refused as well.
"""

import binascii
import json
import math
import re
import stat
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

from .document_tree import Line, Lines

MOST_LEVELS: Final = 100
"""How deep a value may lie: several times as deep as anything that people write."""

MOST_REPEATED: Final = 1_000_000
"""How many values and characters all aliases of a text may repeat together."""

_TEXT, _LIST, _MAPPING, _NULL, _BOOLEAN, _INTEGER, _FLOAT, _BINARY = (
    f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map", "null", "bool", "int", "float", "binary")
)
_MERGE = "tag:yaml.org,2002:merge"

_SUFFIXES = frozenset({".yaml", ".yml", ".json"})

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), _NULL),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), _BOOLEAN),
    **dict.fromkeys((".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"), _FLOAT),
    **dict.fromkeys(("+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"), _FLOAT),
    "<<": _MERGE,
}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_BEGINS = frozenset("0123456789+-.")
_OTHERS_BEGIN = _NUMBER_BEGINS | {word[:1] for word in _WORDS}

# A line break to YAML 1.1, a character to 1.2.
_BREAKS_OF_1_1 = re.compile("[\x85\u2028\u2029]")
# After an even number of backslashes.
_PAIR_OF_JSON = re.compile(rb"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_SHORTER = 2  # characters of the one than of the pair
# Wherever a text has an alias, it has this; what is no alias may have it too. A pattern that begins with one character
# is looked for much faster.
_MAYBE_ALIAS = re.compile(rb"\*(?<![^\s,:\[{]\*)\S")


class YamlRefused(ValueError):
    """A text that is not read: one line that says where, what is wrong, and what to do where that is not plain.

    Attributes:
        what: the line without the file's name: `line 12: the key a is there twice`.
    """

    def __init__(self, what: str, file: Path | None = None) -> None:
        super().__init__(f"{file}: {what}" if file else what)
        self.what = what


def read_yaml(file: Path, *, lines: Lines | None = None, binary: bool = False) -> Any:
    """Read a file as `parse_yaml` reads its content.

    Raises:
        YamlRefused: it cannot be read, is no file, or holds what `parse_yaml` refuses; the message names the file.
    """
    text = yaml_content(file)
    try:
        return parse_yaml(text, lines=lines, binary=binary)
    except YamlRefused as error:
        raise YamlRefused(error.what, file) from error


def yaml_content(file: Path) -> bytes:
    """Read a file, without a look at what it holds.

    Raises:
        YamlRefused: it cannot be read, or is no file, which a reader might wait for; the message names it.
    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise YamlRefused("no regular file", file)
        return file.read_bytes()
    except OSError as error:
        raise YamlRefused(error.strerror or type(error).__name__, file) from error


def yaml_files(folder: Path) -> list[Path]:
    """Return what is called `*.yaml` directly in a folder, by name.

    Raises:
        YamlRefused: the folder is not there, is none, or cannot be looked into; the message names it.
    """
    try:
        return sorted(file for file in folder.iterdir() if file.suffix == ".yaml" and file.name[0] != ".")
    except OSError as error:
        raise YamlRefused(error.strerror or type(error).__name__, folder) from error


def document_files(folder: Path) -> list[Path]:
    """Return the documents directly in a folder, by name: `*.yaml`, `*.yml`, `*.json`. A `*.schema.json` is none.

    Args:
        folder: the folder; a file is the only document of itself.

    Raises:
        YamlRefused: the folder is not there, or cannot be looked into; the message names it.
    """
    if folder.is_file():
        return [folder]
    try:
        files = [file for file in folder.iterdir() if file.suffix in _SUFFIXES and file.name[0] != "."]
    except OSError as error:
        raise YamlRefused(error.strerror or type(error).__name__, folder) from error
    return sorted(file for file in files if not file.name.endswith(".schema.json"))


def parse_yaml(text: bytes, *, lines: Lines | None = None, binary: bool = False) -> Any:
    """Parse a text of one document.

    Args:
        text: UTF-8.
        lines: where given, is filled with where everything stands. It is true for as long as the result lives.
        binary: whether `!!binary`, which JSON has not, is read, as bytes.

    Returns:
        None, bool, int, finite float, str, list, and dict with keys that are texts: the status `200` is "200".

    Raises:
        YamlRefused: the text is no YAML, repeats a key, or holds what JSON or another reader would not read alike.
    """
    if not text.isascii():
        _check_characters(text)
    line_of = _LineOf(text)
    if _looks_like_json(text):
        text = _PAIR_OF_JSON.sub(_as_one_character, text)
    composer = _BoundedParser(text)
    try:
        if (node := composer.get_single_node()) is None:
            return None
        return _ValueMaker(lines, line_of, binary, aliases=_MAYBE_ALIAS.search(text) is not None).value(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {line_of(mark)}: " if mark else ""
        what = " ".join(filter(None, (error.context, error.problem)))
        raise YamlRefused(f"{where}{' '.join(what.split())}") from error
    except yaml.YAMLError as error:
        raise YamlRefused(" ".join(str(error).split())) from error
    finally:
        composer.dispose()


def _looks_like_json(text: bytes) -> bool:
    return text.lstrip().startswith(b"{")


class _LineOf:
    """Tells the lines of libyaml's marks in a text, in which pairs of JSON were written as one character each.

    Programs write JSON as one line, of which a number would say nothing: there the column is told as well.
    """

    def __init__(self, text: bytes) -> None:
        self._is_one_line = _looks_like_json(text) and b"\n" not in text.strip()
        characters = text.decode() if self._is_one_line else ""
        pairs = _PAIR_OF_JSON.finditer(characters.encode("ascii", "replace"))
        self._pairs = [pair.start(2) - _SHORTER * number for number, pair in enumerate(pairs)]

    def __call__(self, mark: yaml.Mark) -> Line:
        if not self._is_one_line:
            return Line(mark.line + 1)
        return Line(mark.line + 1, mark.column + 1 + _SHORTER * bisect_left(self._pairs, mark.column))


def _as_one_character(pair: re.Match[bytes]) -> bytes:
    """Write a character that JSON writes as two, of 16 bits each, as the one that YAML knows."""
    character = json.loads(b'"%b"' % pair[2])
    return pair[1] + b"\\U%08x" % ord(character)


def _check_characters(text: bytes) -> None:
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise YamlRefused(f"line {line}: is not UTF-8 (byte 0x{text[error.start]:02x})") from error
    if broken := _BREAKS_OF_1_1.search(decoded):
        line, code = decoded.count("\n", 0, broken.start()) + 1, f"{ord(broken[0]):04x}"
        raise YamlRefused(f'line {line}: U+{code} is a line break to some readers; write "\\u{code}", in double quotes')


class _BoundedParser(yaml.CBaseLoader):
    """libyaml's parser, which asks how to take a plain scalar, and how deep it may go before the stack ends."""

    _level = 0

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: tuple[bool, bool]) -> str:
        if kind is yaml.ScalarNode:
            return _kind_of(value) if implicit[0] and value[:1] in _OTHERS_BEGIN else _TEXT
        return _LIST if kind is yaml.SequenceNode else _MAPPING

    def descend_resolver(self, parent: yaml.Node | None, _: object) -> None:
        self._level += 1
        if self._level > MOST_LEVELS:
            assert parent is not None
            raise _refused(parent, f"more than {MOST_LEVELS} levels below each other")

    def ascend_resolver(self) -> None:
        self._level -= 1


def _kind_of(plain: str) -> str:
    if plain[:1] in _NUMBER_BEGINS:
        if _WHOLE.fullmatch(plain):
            return _INTEGER
        if _DECIMAL.fullmatch(plain):
            return _FLOAT
    return _WORDS.get(plain, _TEXT)


class _ValueMaker:
    """Makes values of nodes, most of which are texts and mappings of texts."""

    def __init__(self, lines: Lines | None, line_of: _LineOf, binary: bool, *, aliases: bool) -> None:
        self._lines = lines
        self._line_of = line_of
        self._binary = binary
        self._weights: dict[int, int] = {}
        self._known: dict[int, Any] = {}
        self._repeated = 0
        self.value: Callable[[yaml.Node], Any] = self._watched if aliases else self._made
        """Returns the value of a node and of all below it."""

    def _made(self, node: yaml.Node) -> Any:
        kind = type(node)
        if kind is yaml.ScalarNode:
            return node.value if node.tag == _TEXT else self._scalar(node)
        return self._mapping(node) if kind is yaml.MappingNode else self._list(node)

    def _watched(self, node: yaml.Node) -> Any:
        """Make a node that aliases may lead to again; its weight is what an alias of it repeats."""
        key, weights = id(node), self._weights
        if key not in weights:
            weights[key] = 0  # it is open: who meets it again is inside it
            self._known[key] = made = self._made(node)
            weights[key] = 1 + sum(weights.get(id(below), 1) for below in _below(node)) + _length(node)
            return made
        if not weights[key]:
            raise _refused(node, "an anchor that holds itself")
        self._repeated += weights[key]
        if self._repeated > MOST_REPEATED:
            raise _refused(node, f"aliases that repeat more than {MOST_REPEATED} values and characters")
        return self._known[key]

    def _list(self, node: yaml.Node) -> list[Any]:
        if node.tag != _LIST:
            raise _refused(node, f"the tag {_shown(node.tag)} is not read; take it out")
        made = [self.value(item) for item in node.value]
        if self._lines is not None:
            self._lines[id(made), None] = self._line_of(node.start_mark)
        for index, item in enumerate(node.value):
            self._keep_line(made, index, item)
        return made

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        if node.tag != _MAPPING:
            raise _refused(node, f"the tag {_shown(node.tag)} is not read; take it out")
        made: dict[str, Any] = {}
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if key.tag == _MERGE:
                merged.append(value)
                continue
            name = key.value if key.tag == _TEXT else _name(key)
            if name in made:
                raise _refused(key, f"the key {name} is there twice")
            made[name] = self.value(value)
            self._keep_line(made, name, key)
        if self._lines is not None:
            self._lines[id(made), None] = self._line_of(node.start_mark)
        if len(merged) > 1:
            raise _refused(merged[1], "the key << is there twice; give one a list")
        for part in merged:
            self._merge(part, made)
        return made

    def _keep_line(self, holder: Any, key: str | int, node: yaml.Node) -> None:
        if self._lines is not None:
            self._lines[id(holder), key] = line = self._line_of(node.start_mark)
            if isinstance(holder[key], dict | list):
                self._lines[id(holder[key]), None] = line

    def _merge(self, node: yaml.Node, into: dict[str, Any]) -> None:
        """Add what `<<` names, one mapping or several: the first one counts, and what is written out before all."""
        for part in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            found = self.value(part)
            if not isinstance(found, dict):
                raise _refused(part, "<< takes a mapping, or a list of mappings; quote it if it is a name")
            for name in [name for name in found if name not in into]:
                into[name] = found[name]
                if self._lines is not None:
                    self._lines[id(into), name] = self._lines[id(found), name]

    def _scalar(self, node: yaml.Node) -> Any:
        make = _SCALARS.get(node.tag) if node.tag != _BINARY or self._binary else None
        if make is None:
            raise _refused(node, f"the tag {_shown(node.tag)} is not read; take it out")
        try:
            return make(node.value)
        except ValueError as error:
            raise _refused(node, f"{node.value[:40]}: {error}") from error


def _boolean(text: str) -> bool:
    if _WORDS.get(text) != _BOOLEAN:
        raise ValueError("is neither true nor false")
    return text[0] in "tT"


def _null(text: str) -> None:
    if _WORDS.get(text) != _NULL:
        raise ValueError("is not null")


def _integer(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError("is no whole number")
    try:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    except ValueError:
        raise ValueError("a number of more digits than are read; quote it if it is a text") from None


def _float(text: str) -> float:
    if not _DECIMAL.fullmatch(text) and _WORDS.get(text) != _FLOAT:
        raise ValueError("is no number")
    number = float(text) if _DECIMAL.fullmatch(text) else math.inf
    if math.isinf(number):
        raise ValueError("JSON has no such number; quote it if it is a text")
    return number


def _bytes(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise ValueError("is no base64") from None


_SCALARS: dict[str, Callable[[str], Any]] = {
    _TEXT: str,
    _MERGE: str,
    _NULL: _null,
    _BOOLEAN: _boolean,
    _INTEGER: _integer,
    _FLOAT: _float,
    _BINARY: _bytes,
}


def _name(key: yaml.Node) -> str:
    """A key as JSON has it. One that JSON would spell another way (`0x1F`, `True`, `~`) is refused."""
    if not isinstance(key, yaml.ScalarNode) or key.tag not in (_INTEGER, _NULL, _BOOLEAN):
        raise _refused(key, "a key that is no text; quote it")
    text = str(key.value)
    if text not in ("null", "true", "false") and not re.fullmatch(r"0|-?[1-9][0-9]*", text):
        raise _refused(key, f"the key {text} is read in different ways; quote it")
    return text


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _length(node: yaml.Node) -> int:
    return len(node.value) if isinstance(node, yaml.ScalarNode) else 0


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _refused(node: yaml.Node, what: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark)
