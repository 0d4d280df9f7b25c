"""The `Prefer` header (RFC 7240): what a caller asks for beside its request."""

import re
from collections.abc import Iterable

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_VALUE = r'[^\s",;]+'  # more than the RFC lets stand without quotes: `fault=latency=50ms` can mean but one thing
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PAIR = re.compile(rf"\s*({_NAME})\s*(?:=\s*({_VALUE}|{_QUOTED})?\s*)?")


def preferences(headers: Iterable[str], names: frozenset[str], lists: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the preferences of the given names and their values; others are for others and passed over.

    Args:
        headers: the values of all `Prefer` headers of a request, in order.
        names: the names that matter, in lower case. One that follows another of them after `;` counts as well.
        lists: those of them that are ours and whose values are lists: given twice they add up, with a comma between.

    Of any other preference that is given twice the first counts, as the RFC asks. One without a value has an empty one.
    What does not follow the RFC's grammar is skipped up to the next comma.
    """
    found: dict[str, str] = {}
    for header in headers:
        position = 0
        while position < len(header):
            pairs, position = _preference(header, position)
            for name, value in pairs if pairs and pairs[0][0] in names else ():
                if name in lists:
                    found[name] = ",".join(filter(None, (found.get(name), value)))
                elif name in names:
                    found.setdefault(name, value)
    return found


def _preference(header: str, position: int) -> tuple[list[tuple[str, str]], int]:
    """Read one preference with its parameters; return it and where the next one begins."""
    pairs: list[tuple[str, str]] = []
    while True:
        pair = _PAIR.match(header, position)
        if pair:
            pairs.append((pair[1].lower(), _plain(pair[2] or "")))
            position = pair.end()
        if header[position : position + 1] == ";":
            position += 1
            continue
        if position < len(header) and header[position] != ",":
            comma = header.find(",", position)
            return [], len(header) if comma < 0 else comma + 1
        return pairs, position + 1


def _plain(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith('"') else word


def quoted(value: str) -> str:
    """Write a value as RFC 7240 wants it: as a token, or between quotes."""
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    return value if re.fullmatch(_NAME, value) else f'"{escaped}"'
