"""Whether a text repeats a key, also as whoever logs or forwards it writes it: as base64, in hex, or escaped.

Recordings hide more, by `KnownSecrets`, as a beginning that is shown before asterisks. That is right to hide, and too
little for a finding; and looking for it takes ten times as long, which counts for each answer.
"""

from functools import cache
from html import unescape
from urllib.parse import unquote

from image_gateways_recordings.known_secrets import SHORTEST_CODED, in_base64

_USUAL_BASE64 = str.maketrans("-_", "+/")


def repeats(key: str, text: str) -> bool:
    """Tell whether a text has a key in it, bare or as another writing of the same.

    Args:
        key: what must not be there, one character or more.
        text: headers or a body.
    """
    if key in text or key in unescape(unquote(unquote(text))):  # who forwards an encoded address encodes it again
        return True
    exact, in_lower_case = _writings(key)
    usual, lower = text.translate(_USUAL_BASE64), text.lower()
    return any(form in usual for form in exact) or any(form in lower for form in in_lower_case)


@cache
def _writings(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The other writings of a key: those whose case matters, and those in lower case, as in a header's name."""
    in_lower_case = tuple(form for form in (key.encode().hex(), key.lower()) if len(form) >= SHORTEST_CODED)
    return tuple(in_base64(key.encode())), in_lower_case
