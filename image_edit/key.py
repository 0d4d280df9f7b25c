"""The key of a gateway: where it is looked for, and how it shows itself nowhere."""

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from .errors import AuthenticationError, ImageEditError
from .gateway_name import variable_of

_STAND_IN = "***"
_SHORTEST = 6  # what is shorter is a stand-in of a test, and part of ordinary words


class Key:
    """A key whose `repr` and `str` hide it, so that no printed local variable shows it.

    Args:
        text: the key itself.
    """

    __slots__ = ("_spellings", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._spellings = tuple(_spellings(text)) if len(text) >= _SHORTEST else ()

    def __repr__(self) -> str:
        return "Key(***)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    def reveal(self) -> str:
        """Return the key itself."""
        return self._text

    @contextmanager
    def kept_out(self) -> Iterator[None]:
        """Replace the key in the error that is raised meanwhile, if one is."""
        try:
            yield
        except ImageEditError as error:
            self.remove_from(error)
            raise

    def remove_from(self, error: ImageEditError) -> None:
        """Replace the key wherever it stands in an error, should a server have sent it back."""
        error.args = tuple(self.without(value) for value in error.args)
        for name, value in vars(error).items():
            vars(error)[name] = self.without(value)

    def without(self, value: object) -> object:
        """Return a value with the key replaced in it: in a text, in bytes, or in those of a list; encoded or not."""
        if isinstance(value, list):
            return [self.without(item) for item in value]
        # In small letters, as a host's name loses its capitals. A body may be large, and most hold no key.
        if isinstance(value, str):
            small = value.lower()
            found = [each for each in self._spellings if each in small]
            return re.sub("|".join(map(re.escape, found)), _STAND_IN, value, flags=re.I) if found else value
        if isinstance(value, bytes):
            begun = value.lower()
            shown = [each.encode() for each in self._spellings if each.encode() in begun]
            return re.sub(b"|".join(map(re.escape, shown)), _STAND_IN.encode(), value, flags=re.I) if shown else value
        return value


def key_in_environment(gateway: str) -> str:
    """Return the key of a gateway that the environment has; empty if it has none."""
    return os.environ.get(variable_of(gateway, "API_KEY"), "").strip()


def key_of(gateway: str, given: str | None) -> Key:
    """Return the key of a gateway: the one that is given, else that of the environment.

    Raises:
        AuthenticationError: there is no key, or it cannot be one.
    """
    # A file that a key is read from ends with a line break, and httpx would show the key when it refuses that.
    key = key_in_environment(gateway) if given is None else given.strip()
    if not key:
        variable = variable_of(gateway, "API_KEY")
        raise AuthenticationError(f"there is no key: pass api_key, or set {variable}", gateway=gateway)
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise AuthenticationError("the key has characters that no key has; it is not shown", gateway=gateway)
    return Key(key)


def _spellings(text: str) -> list[str]:
    """Return how a key may be written, in small letters, the longest first."""
    from html import escape  # its table of entities takes long to import, and there is no key yet

    written = {text, quote(text, safe=""), quote(text), escape(text), *_in_base64(text.encode())}
    for _ in range(3):  # as JSON, maybe with its slashes escaped, and as a text of JSON in JSON
        written.update([json.dumps(each)[1:-1] for each in written], [each.replace("/", "\\/") for each in written])
    return sorted({each.lower() for each in written}, key=len, reverse=True)


def _in_base64(text: bytes) -> Iterator[str]:
    """Yield what base64 shows of a text, wherever it begins in what was encoded."""
    for before in range(3):
        encoded = b64encode(bytes(before) + text).decode()
        shown = encoded[-(-before * 8 // 6) : (before + len(text)) * 8 // 6]
        if len(shown) >= _SHORTEST:
            yield shown
            yield shown.replace("+", "-").replace("/", "_")
