"""Finds a secret that is known, in whatever form it is written."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

SHORTEST = 4
"""Number of characters below which a value is not looked for: it would be found everywhere."""

SHORTEST_CODED = 8
"""Characters of base64 or hexadecimal below which a value is not looked for: they come by chance."""
_MOST_PASSES = 3
_CODED_AS = ("utf-8", "utf-16-le", "utf-16-be")

# Capitals do not matter, and full-width characters are their usual selves; one character stays one.
_FOLDED = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_FOLDED |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}

_ESCAPE = re.compile(
    r"(?P<percent>(?:%(?:25)*+[0-9a-f]{2})++)|\\++u(?P<json>[0-9a-f]{4})|\\++x(?P<byte>[0-9a-f]{2})"
    r"|&#(?P<decimal>[0-9]{1,6});|&#x(?P<hex>[0-9a-f]{1,5});|\\++(?P<plain>[^ux])"
)
_PERCENT = re.compile(r"%(?:25)*+")
_NO_LETTERS = re.compile(r"[\W_]++")
_SHARED = re.compile(r"[\w+/-]")
_PADDED = re.compile(r"[\w+/-]?={0,2}")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}

# A value whose beginning is shown, and the rest behind signs, as error messages quote keys.
_MASKED = re.compile(r"[\w/+=.-]{0,200}?(?:\*{2,}|…|•{2,}|\.{3,}|x{4,})[\w*…•.-]*")

Span = tuple[int, int, str]
"""From where to where a secret stands in a text, and what is put in its place."""


@dataclass(frozen=True, slots=True)
class _Needles:
    """What to look for: as it is written, or in letters and digits alone, which what stands between does not hide.

    What is coded, in base64 or hexadecimal, shares a character with what stands beside it.
    """

    written: str
    letters: tuple[str, ...]
    coded: tuple[str, ...]


class KnownSecrets:
    """Secrets that are known, each with what stands in for it.

    They are found as they are, in capitals, escaped as URLs, JSON or HTML do, in base64 and hexadecimal, and masked to
    their beginning. One that is no word is found as well where it is broken over lines, spaced out, backwards,
    full-width or in UTF-16.
    """

    def __init__(self) -> None:
        self._stand_ins: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many are looked for."""
        return len(self._stand_ins)

    def add(self, value: str, stand_in: str) -> None:
        """Look for a value from now on; one that is shorter than `SHORTEST` is not looked for."""
        if len(value) >= SHORTEST:
            self._stand_ins.setdefault(value, stand_in)

    def hide(self, text: str, more: Iterable[tuple[str, str]] = ()) -> str:
        """Return a text without the secrets.

        Args:
            text: the text.
            more: secrets to look for in this text alone, each with what stands in for it.
        """
        values = [*self._stand_ins.items(), *(one for one in more if len(one[0]) >= SHORTEST)]
        for _ in range(_MOST_PASSES):
            hidden = _replaced(text, _spans(text, values))
            if hidden == text:
                break
            text = hidden  # what stood before it may look like the beginning of a masked one now
        return text

    def across(self, texts: Sequence[str]) -> dict[int, str]:
        """Find secrets that begin in one of the texts and end in another.

        Args:
            texts: texts in order.

        Returns:
            The texts that hold a part of one, without that part, by their index.
        """
        spans = _spans("\n".join(texts), list(self._stand_ins.items()))
        found: dict[int, list[Span]] = {}
        begin = 0
        for index, text in enumerate(texts):
            end = begin + len(text)
            for first, last, stand_in in spans:
                if first < end and last > begin and not (begin <= first and last <= end):
                    found.setdefault(index, []).append((max(first, begin) - begin, min(last, end) - begin, stand_in))
            begin = end + 1
        return {index: _replaced(texts[index], own) for index, own in found.items()}


class _FoldedText:
    """A text as it is read: escapes undone, in small letters; and that again in letters and digits alone."""

    def __init__(self, text: str) -> None:
        self.folded = text.translate(_FOLDED)
        escaped = "%" in text or "\\" in text or "&#" in text
        self.written = _ESCAPE.sub(_unescaped, self.folded) if escaped else self.folded
        self.letters = _NO_LETTERS.sub("", self.written)

    def places(self, needle: str, *, letters: bool) -> Iterator[tuple[int, int]]:
        """Yield from where to where, in the text as it was given, a needle stands."""
        characters = [one for one in self._characters() if not letters or not _NO_LETTERS.fullmatch(one[0])]
        searched = "".join(one[0] for one in characters)
        at = searched.find(needle)
        while at >= 0:
            yield characters[at][1], characters[at + len(needle) - 1][2]
            at = searched.find(needle, at + len(needle))

    def _characters(self) -> Iterator[tuple[str, int, int]]:
        """Each character as it is read, and from where to where it is written."""
        end = 0
        for escape in _ESCAPE.finditer(self.folded):
            yield from ((self.folded[at], at, at + 1) for at in range(end, escape.start()))
            yield from ((character, escape.start(), escape.end()) for character in _unescaped(escape))
            end = escape.end()
        yield from ((self.folded[at], at, at + 1) for at in range(end, len(self.folded)))


@lru_cache(maxsize=256)
def _needles(value: str) -> _Needles:
    reading = _FoldedText(value)
    letters = reading.letters
    whole = []
    # A word, or a short text of words, stands in many texts by chance when what is between letters does not count.
    if len(letters) >= 20 or (len(letters) >= SHORTEST_CODED and any(map(str.isdigit, letters))):
        whole = [letters, letters[::-1]]
    coded = []
    for coding in _CODED_AS:
        raw = value.encode(coding, "replace")
        coded += [_NO_LETTERS.sub("", core).lower() for core in in_base64(raw)]
        coded.append(raw.hex())
    return _Needles(
        reading.written,
        tuple(dict.fromkeys(whole)),
        tuple(dict.fromkeys(one for one in coded if len(one) >= SHORTEST_CODED)),
    )


def in_base64(raw: bytes) -> Iterator[str]:
    """Yield what a value is within a longer text in base64, at each of the three ways to begin.

    The characters that it shares with what stands beside it are left out, and so is what is too short to be told from
    chance.
    """
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        core = encoded[ceil(before * 8 / 6) : (before + len(raw)) * 8 // 6]
        if len(core) >= SHORTEST_CODED:
            yield core


def _with_shared(text: str, first: int, last: int) -> tuple[int, int]:
    """A span with the characters whose bits belong to a neighbour as well, and with base64's padding."""
    before = _SHARED.fullmatch(text, max(first - 1, 0), first)
    after = _PADDED.match(text, last)
    return first - 1 if before else first, after.end() if after else last


def _unescaped(escape: re.Match[str]) -> str:
    kind = escape.lastgroup or ""
    content = escape[kind]
    if kind == "percent":
        return bytes.fromhex(_PERCENT.sub("", content)).decode("utf-8", "replace").translate(_FOLDED)
    if kind == "plain":
        return _CONTROLS.get(content, content)
    code = int(content, 10 if kind == "decimal" else 16)
    return chr(code).translate(_FOLDED)


def _spans(text: str, values: Sequence[tuple[str, str]]) -> list[Span]:
    """Where the values stand in a text, each with what stands in for it."""
    if not values or not text:
        return []
    reading = _FoldedText(text)
    spans: list[Span] = []
    for value, stand_in in values:
        needles = _needles(value)
        if needles.written in reading.written:
            spans += ((*span, stand_in) for span in reading.places(needles.written, letters=False))
        for needle in needles.letters:
            if needle in reading.letters:
                spans += ((*span, stand_in) for span in reading.places(needle, letters=True))
        for needle in needles.coded:
            if needle in reading.letters:
                places = reading.places(needle, letters=True)
                spans += ((*_with_shared(text, *span), stand_in) for span in places)
        spans += ((*span, stand_in) for span in _masked(reading.folded, value))
    return spans


def _masked(folded: str, value: str) -> Iterator[tuple[int, int]]:
    begin = value[:SHORTEST].translate(_FOLDED)
    at = folded.find(begin)
    while at >= 0:
        if (found := _MASKED.match(folded, at + len(begin))) is not None:
            yield at, found.end()
        at = folded.find(begin, at + len(begin))


def _replaced(text: str, spans: Sequence[Span]) -> str:
    """The text with a stand-in for each span; one that lies over another is part of it."""
    parts: list[str] = []
    end = 0
    for first, last, stand_in in sorted(spans, key=lambda span: (span[0], -span[1])):
        if first >= end:
            parts += [text[end:first], stand_in]
        end = max(end, last)
    return "".join([*parts, text[end:]]) if parts else text
