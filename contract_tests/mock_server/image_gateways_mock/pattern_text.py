"""A short text that fits a regular expression of a JSON Schema.

The libraries that do this read Python's expressions, those of a document are JavaScript's, or bring much that the mock
does not need. What is not understood here is left to an example in the document.
"""

import re
from collections.abc import Iterator

_CLASSES = {"d": "0123456789", "w": "abcdefghijklmnopqrstuvwxyz0123456789_", "s": " ", "D": "a", "W": "-", "S": "a"}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_OTHERS = "aA0 -_.:/#@+=%&!?,;~*()[]{}<>|'\"$^`\\é"
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_MOST_REPEATED = 1000


class UnknownPattern(ValueError):
    """The expression has something that is not understood here."""


def text_of(pattern: str, least: int = 0) -> str:
    """Return a text that fits a pattern, of at least some characters where one of its repetitions allows as many.

    Raises:
        UnknownPattern: the expression has something that is not understood here.
    """
    for extra in range(least + 1):
        reader = _PatternReader(pattern, extra)
        text = reader.alternatives()
        if reader.rest:
            raise UnknownPattern(pattern)
        if len(text) >= least:
            return text
    return text


class _PatternReader:
    """Reads an expression from left to right; the first repetition that may is taken `extra` times more."""

    def __init__(self, pattern: str, extra: int) -> None:
        self.rest = pattern
        self._extra = extra

    def alternatives(self) -> str:
        first = self._sequence()
        while self._took("|"):
            self._sequence()
        return first

    def _sequence(self) -> str:
        text = ""
        while self.rest and self.rest[0] not in "|)":
            text += self._repeated()
        return text

    def _repeated(self) -> str:
        before = self.rest
        atom = self._atom()
        read = before[: len(before) - len(self.rest)]
        least, most = self._count()
        self._took("?") or self._took("+")
        if least is None:
            return atom
        times = least if most is None or not self._extra else min(least + self._extra, most)
        if self._extra and times > least:
            self._extra -= times - least
        if least == 0 and times == 0:
            return ""
        if times > _MOST_REPEATED or (atom == "" and read not in ("^", "$")):
            raise UnknownPattern(before)
        return atom * times

    def _count(self) -> tuple[int | None, int | None]:
        if found := _COUNT.match(self.rest):
            self.rest = self.rest[found.end() :]
            most = found[1] if found[2] is None else found[2]
            return int(found[1]), int(most) if most else _MOST_REPEATED
        for sign, bounds in (("*", (0, _MOST_REPEATED)), ("+", (1, _MOST_REPEATED)), ("?", (0, 1))):
            if self._took(sign):
                return bounds
        return None, None

    def _atom(self) -> str:
        sign, self.rest = self.rest[0], self.rest[1:]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._one_of_class()
        if sign == "\\":
            return self._escaped()[0]
        if sign in "*+?{":
            raise UnknownPattern(sign)
        return {"^": "", "$": "", ".": "a"}.get(sign, sign)

    def _group(self) -> str:
        if self._took("?"):
            named = re.match(r":|P?<[A-Za-z_]\w*>", self.rest)
            if not named:
                raise UnknownPattern("(?")  # what is looked for ahead or behind
            self.rest = self.rest[named.end() :]
        text = self.alternatives()
        if not self._took(")"):
            raise UnknownPattern("(")
        return text

    def _one_of_class(self) -> str:
        negated = self._took("^")
        members = "".join(self._members())
        if negated:
            members = "".join(character for character in _OTHERS if character not in members)
        if not members:
            raise UnknownPattern("[]")
        return members[0]

    def _members(self) -> Iterator[str]:
        while not self._took("]"):
            if not self.rest:
                raise UnknownPattern("[")
            first = self._member()
            if len(first) == 1 and self.rest[:1] == "-" and self.rest[1:2] not in ("]", ""):
                self.rest = self.rest[1:]
                last = self._member()
                yield "".join(map(chr, range(ord(first), ord(last[0]) + 1)))
            else:
                yield first

    def _member(self) -> str:
        sign, self.rest = self.rest[0], self.rest[1:]
        return self._escaped() if sign == "\\" else sign

    def _escaped(self) -> str:
        """The characters that an escape stands for; an assertion has none."""
        if found := re.match(r"u\{?([0-9a-fA-F]{4,6})\}?|x([0-9a-fA-F]{2})", self.rest):
            self.rest = self.rest[found.end() :]
            return chr(int(found[1] or found[2], 16))
        sign, self.rest = self.rest[:1], self.rest[1:]
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if not sign or sign.isalnum():
            raise UnknownPattern(f"\\{sign}")  # \b, \p{…}, \1, \D, \W, \S and what only some readers know
        return sign

    def _took(self, sign: str) -> bool:
        if not self.rest.startswith(sign):
            return False
        self.rest = self.rest[len(sign) :]
        return True
